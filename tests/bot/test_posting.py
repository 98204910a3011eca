"""What moved, as record systems take it: read back by the field's own libraries."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import hl7
import pytest
from fhir.resources.R4B.bundle import Bundle
from hl7apy.parser import parse_message

from bot.posting import FORMS, Posted, as_csv, as_fhir, as_hl7
from flows.money import Money
from storage import people
from storage.people import Practice
from tests.app import make_app
from tests.rows import a_practice

NOW = datetime(2026, 3, 2, 17, 0, tzinfo=UTC)
DAY = date(2026, 3, 2)
ROWS = (
    Posted(DAY, "P00100", "López", "María", "payment", Money(24001), "online", "a" * 32),
    Posted(DAY, "P|^~\\&1", "O'Neil & Sons", "Zo|e", "refund", Money(-5000), "card", "b" * 32),
    Posted(DAY, "", "", "", "chargeback", Money(-1), "online", "c" * 32),
)


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Practice:
    app = make_app(tmp_path_factory.mktemp("posting"))
    with app.db.begin() as tx:
        found = people.practice(tx, a_practice(tx))
    app.db.dispose()
    return found


def test_hl7_is_read_by_both_libraries(practice: Practice) -> None:
    batch = hl7.parse_batch(as_hl7(practice, ROWS, NOW))
    assert [str(one.segment("FT1")[7]).split("^")[0] for one in batch] == ["PAYMENT", "REFUND", "CHARGEBACK"]
    first, second, third = batch
    assert str(first.segment("MSH")[9]) == "DFT^P03^DFT_P03" and str(first.segment("FT1")[11]) == "240.01&USD"
    assert second.unescape(str(second.segment("PID")[3][0][0])) == "P|^~\\&1"
    assert second.unescape(str(second.segment("PID")[5][0][1])) == "Zo|e"
    assert str(third.segment("FT1")[11]) == "-0.01&USD"
    for one in batch:
        parsed = parse_message(str(one), find_groups=False)
        assert parsed.msh.msh_12.value == "2.5.1" and parsed.ft1.ft1_6.value == "PY"
        assert parsed.ft1.ft1_4.value == "20260302"


def test_fhir_is_a_bundle_of_payment_notices(practice: Practice) -> None:
    told: dict[str, Any] = json.loads(as_fhir(practice, ROWS, NOW))
    bundle = Bundle.model_validate(told)
    notices = [one.resource for one in bundle.entry]
    assert [float(one.amount.value) for one in notices] == [240.01, -50.0, -0.01]
    assert {one.amount.currency for one in notices} == {"USD"} and {one.status for one in notices} == {"active"}
    assert notices[0].request.identifier.value == "P00100" and notices[2].request.identifier.value == "unknown"
    assert "López" not in json.dumps(told, ensure_ascii=False), "no names where the account is enough"


def test_a_spreadsheet_runs_nothing(practice: Practice) -> None:
    wicked = Posted(DAY, "=1+1", "@x", "-y", "payment", Money(1), "cash", "d" * 32)
    assert as_csv(practice, [wicked], NOW).splitlines()[1] == f"2026-03-02,'=1+1,'@x,'-y,payment,0.01,cash,{'d' * 32}"


@pytest.mark.parametrize("form", FORMS)
def test_nothing_moved_is_an_empty_file_of_its_form(form: str, practice: Practice) -> None:
    made = FORMS[form](practice, [], NOW)
    assert made.endswith(("\n", "\r")) and "P00100" not in made


def test_the_same_lines_have_the_same_names() -> None:
    assert len({row.id for row in ROWS}) == 3 and ROWS[0].id == f"{'a' * 32}-payment-20260302-24001"

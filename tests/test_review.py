"""From a click at the desk to a training text: redacted, without names, and only where the practice allows it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.commands import review
from bot.errors import Sorry
from bot.training import corpus
from flows.policy import DEFAULT, Learning
from storage import audit, corrections, people, talks
from tests.webhooks.office import Office, hears, open_office, submit, waits


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = open_office(tmp_path)
    yield made
    made.app.db.dispose()


def put_right(office: Office, label: str) -> int:
    page = f"/desk/talk/{office.talk}"
    with office.app.db.read() as tx:
        message = talks.messages(tx, office.talk, 1)[-1].id
    submit(office.browser(), f"{page}/text/{message}/means", page=page, label=label)
    return message


def allow(office: Office) -> None:
    with office.app.db.begin() as tx:
        people.update_practice(tx, office.practice, policy=replace(DEFAULT, learning=Learning(from_corrections=True)))


def test_one_click_puts_a_text_right_and_changes_nothing_else(office: Office) -> None:
    hears(office, "maria dice que ya lo pago el martes, 240", "dispute_charge")
    waits(office, "human")
    page = office.browser().get(f"/desk/talk/{office.talk}").text
    assert 'aria-label="What the text means"' in page and 'value="already_paid"' in page
    message = put_right(office, "already_paid")
    with office.app.db.read() as tx:
        assert corrections.of_conversation(tx, office.talk) == {message: "already_paid"}
        assert "corrected" in [row.action for row in audit.rows(tx, office.practice)]
    page = office.browser().get(f"/desk/talk/{office.talk}").text
    assert "put right: says it is paid" in page and "What the text means" not in page


def test_no_label_of_ours_is_refused(office: Office) -> None:
    hears(office, "hola", "greet")
    waits(office, "human")
    put_right(office, "nonsense")
    with office.app.db.read() as tx:
        assert corrections.of_conversation(tx, office.talk) == {}


def test_texts_leave_only_with_permission_and_without_names_or_figures(office: Office, tmp_path: Path) -> None:
    hears(office, "maria dice que ya lo pago el 3/4, 240", "dispute_charge")
    waits(office, "human")
    put_right(office, "already_paid")
    assert review.gather(office.app) == []
    allow(office)
    found = review.gather(office.app)
    assert [(one.label, one.text) for one in found] == [("already_paid", "alex dice que ya lo pago el 0 , 0")]
    file = tmp_path / "review.yml"
    review.write(found, file)
    again = corpus.read_review(file)
    assert [(one.lang, one.label, one.text, one.persona) for one in again] == [
        (found[0].lang, "already_paid", found[0].text, f"desk_{found[0].lang}")
    ]


def test_a_file_that_is_none_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "review.yml"
    file.write_text('version: "3.1"\n\nnlu:\n- intent: nonsense\n', encoding="utf-8")
    with pytest.raises(Sorry, match=r"review\.yml.*Nothing was changed"):
        review.take_in(file)

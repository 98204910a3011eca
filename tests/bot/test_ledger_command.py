"""`./sheepdog ledger verify`: every balance is what its lines add up to, or the account is named."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from bot.__main__ import main
from bot.bench import money
from bot.payments import NoAnswer
from bot.payments.test_till import TestTill
from bot.wiring import App
from flows.money import Money
from storage import audit, ledger, payments, people, reconciled
from tests.app import home_app
from tests.rows import NOW, a_patient, a_practice

Say = Callable[..., tuple[int, str]]


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[App]:
    made = home_app(tmp_path / "home", monkeypatch)
    with made.db.begin() as tx:
        a_patient(tx, a_practice(tx, slug="willow-creek"), owes_cents=24001, now=NOW)
    yield made
    made.db.dispose()


@pytest.fixture
def say(app: App, capsys: pytest.CaptureFixture[str]) -> Say:
    def run(*words: str) -> tuple[int, str]:
        status = main(["ledger", "verify", *words], {})
        told = capsys.readouterr()
        return status, told.out + told.err

    return run


def test_all_is_in_order(say: Say) -> None:
    status, told = say()
    assert status == 0 and "Every balance is what its lines add up to." in told and "add up to 0.00" in told
    assert json.loads(say("--json")[1]) == {"ok": True, "wrong": [], "off_cents": {"willow-creek": 0}}


def test_a_wrong_balance_is_named(app: App, say: Say) -> None:
    with app.db.begin() as tx:
        tx.execute(text("UPDATE ledger_balances SET cents = 1"))
    status, told = say()
    assert status == 1 and "patient:1: $0.01 is kept, its lines add up to $240.01" in told
    assert "make a copy" in told
    wrong = json.loads(say("--json")[1])
    assert not wrong["ok"] and wrong["wrong"] == [{"account": "patient:1", "kept_cents": 1, "lines_cents": 24001}]


def exported(tmp_path: Path, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, list[dict[str, str]], str]:
    file = tmp_path / f"out{len(list(tmp_path.glob('*.csv')))}.csv"
    status = main(["payments", "export", str(file), *words], {})
    rows = list(csv.DictReader(file.read_text(encoding="utf-8").splitlines())) if file.exists() else []
    told = capsys.readouterr()
    return status, rows, told.out + told.err


def test_what_was_paid_is_a_file(app: App, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with app.db.begin() as tx:
        [practice] = people.practices(tx)
        people.update_patient(tx, 1, first="=cmd()")
        for n, (day, provider) in enumerate([(2, "stripe_checkout"), (3, "office_check")]):
            at = datetime(2026, 3, day, 18, tzinfo=UTC)
            made = payments.add(tx, practice.id, 1, Money(5000 + n), provider, at)
            ledger.payment(tx, practice.id, 1, made, Money(5000 + n), at)
        late = datetime(2026, 3, 4, 6, 30, tzinfo=UTC)  # 23:30 of the third in Denver
        ledger.give_back(tx, practice.id, 1, made, "given_back", Money(1000), late)
        ledger.give_back(tx, practice.id, 1, made, "taken_back", Money(500), late + timedelta(hours=1))
    status, rows, told = exported(tmp_path, capsys, "--from", "2026-03-02", "--to", "2026-03-03")
    assert status == 0 and "3 lines" in told and "add up to 90.01" in told
    assert [(row["date"], row["kind"], row["amount"], row["way"]) for row in rows] == [
        ("2026-03-02", "payment", "50.00", "online"), ("2026-03-03", "payment", "50.01", "check"),
        ("2026-03-03", "refund", "-10.00", "check")]  # fmt: skip
    assert {row["first_name"] for row in rows} == {"'=cmd()"} and len({row["reference"] for row in rows}) == 2
    _, rows, _ = exported(tmp_path, capsys, "--from", "2026-03-04")
    assert [(row["kind"], row["amount"]) for row in rows] == [("chargeback", "-5.00")]
    with app.db.read() as tx:
        assert audit.rows(tx, practice.id)[-1].action == "payments_exported"


def test_no_file_is_written_over(app: App, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "out1.csv").write_text("mine")
    assert exported(tmp_path, capsys)[0] == 2 and (tmp_path / "out1.csv").read_text() == "mine"
    assert exported(tmp_path, capsys, "--from", "2026-03-04", "--to", "2026-03-03")[0] == 2


def test_the_benchmark_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, few in (("POSTINGS", 5), ("ROUNDS", 1), ("LONG", 20), ("LOOKS", 3)):
        monkeypatch.setattr(money, name, few)
    figures: dict[str, Any] = money.run()
    assert figures["database"] == "sqlite" and figures["postings/s"] > 0


def test_the_ledger_is_held_against_the_provider_by_hand(
    app: App, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["payments", "check"], {}) == 0 and "Provider and ledger say the same." in capsys.readouterr().out
    with app.db.begin() as tx:
        [practice] = people.practices(tx)
        now = datetime.now(UTC)
        made = payments.add(tx, practice.id, 1, Money(5000), "test_till", now - timedelta(hours=3))
        ledger.payment(tx, practice.id, 1, made, Money(5000), now - timedelta(hours=2))
    assert main(["payments", "check"], {}) == 1
    told = capsys.readouterr().out
    assert f"payment:{made} paid: test_till says $0.00, the ledger $50.00" in told and "1 differ" in told
    monkeypatch.setattr(TestTill, "moved", lambda *_: NoAnswer("away"))
    with app.db.begin() as tx:
        (one,) = reconciled.standing(tx, practice.id)
        reconciled.close(tx, one.id, now)
        tx.execute(text("DELETE FROM reconciliations"))
    assert main(["payments", "check"], {}) == 1
    assert "did not answer" in (told := capsys.readouterr().out) and "say the same" not in told

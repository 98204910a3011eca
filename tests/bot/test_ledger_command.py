"""`./sheepdog ledger verify`: every balance is what its lines add up to, or the account is named."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from bot.__main__ import main
from bot.bench import money
from bot.settings import Settings
from bot.wiring import App, build
from tests.app import make_app
from tests.rows import NOW, a_patient, a_practice

Say = Callable[..., tuple[int, str]]


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[App]:
    home = tmp_path / "home"
    for name in ("SHEEPDOG_DATABASE_URL", "SHEEPDOG_SECRET_KEY", "SHEEPDOG_DATA_KEYS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SHEEPDOG_HOME", str(home))
    monkeypatch.setenv("SHEEPDOG_DEMO", "1")
    make_app(home).db.dispose()
    made = build(Settings.read({"SHEEPDOG_DEMO": "1", "SHEEPDOG_HOME": str(home)}))
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


def test_the_benchmark_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, few in (("POSTINGS", 5), ("ROUNDS", 1), ("LONG", 20), ("LOOKS", 3)):
        monkeypatch.setattr(money, name, few)
    figures: dict[str, Any] = money.run()
    assert figures["database"] == "sqlite" and figures["postings/s"] > 0

"""Random stories of money end well, and the look at them would see it if they did not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import autopay, collect
from flows import debits, offers
from storage import balances, ledger, payments
from tests.stories import play
from tests.stories.story import STEPS, Town, told

A_STEP = st.tuples(st.sampled_from(sorted(STEPS)), st.integers(0, 9999))
PAYS = [("begin", 0), ("pay", 0), ("sweep", 0), ("wait", 1), ("sweep", 0)]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    town = play.opened(tmp_path_factory.mktemp("stories"))
    yield town
    town.close()


@given(steps=st.lists(A_STEP, max_size=25))
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_happens_every_cent_stands_in_the_ledger_once(kept: Town, steps: list[tuple[str, int]]) -> None:
    """More of them: `python -P -m tests.stories --count 20000`."""
    assert play.one(kept, steps) == []


def test_random_stories_have_every_step() -> None:
    seen = {name for seed in range(60) for name, _ in told(seed)}
    assert seen == set(STEPS)


# -- planted faults --


def wrong(folder: Path, *stories: list[tuple[str, int]]) -> str:
    """What is found in these stories, and in a few random ones."""
    town = play.opened(folder)
    try:
        found = [fault for steps in (*stories, *map(told, range(5))) for fault in play.one(town, steps)]
    finally:
        town.close()
    return "\n".join(found)


def test_refunds_that_are_not_posted_are_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collect, "_gone_back", lambda *_: None)
    assert "ledger" in wrong(tmp_path, [*PAYS, ("own_tools", 100), ("hear", 5), ("sweep", 0)])


def test_a_payment_that_is_posted_short_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    posts = ledger.payment
    monkeypatch.setattr(ledger, "payment", lambda tx, practice, patient, id, amount, at: posts(
        tx, practice, patient, id, replace(amount, cents=amount.cents - 1), at))  # fmt: skip
    assert "ledger" in wrong(tmp_path, PAYS)


def test_a_payment_that_nobody_asks_after_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collect, "heard", lambda *_: False)
    monkeypatch.setattr(payments, "unsettled", lambda *_: [])
    assert "is still asked" in wrong(tmp_path, PAYS)


def test_a_plan_beyond_policy_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(offers, "_most", lambda *_: 13)
    assert "beyond policy" in wrong(tmp_path, *([("plan", number)] for number in range(28)))


OWN = [("plan", 3), ("leave_card", 0)]
"""A plan that is paid by itself."""


def test_a_story_takes_payments_by_themselves(tmp_path: Path) -> None:
    town = play.opened(tmp_path)
    try:
        assert play.one(town, [*OWN, ("days", 8), ("days", 8), ("days", 8)]) == []
        with town.office.app.db.read() as tx:
            mine = payments.of_patient(tx, town.people + 2)
        assert any(one.debit_id and one.state == "paid" for one in mine)
    finally:
        town.close()


def test_a_hold_that_is_ignored_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(autopay, "_holds", lambda *_: frozenset())
    assert "held" in wrong(tmp_path, [*OWN, ("days", 8), ("hold", 17), ("days", 8), ("hold", 17), ("days", 8)])


def test_a_charge_that_nobody_was_told_of_in_time_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(debits, "lead", lambda *_: 0)
    monkeypatch.setattr(debits, "SLACK", 0)
    assert "not told in time" in wrong(tmp_path, [*OWN, ("days", 8), ("days", 8), ("days", 8)])


def test_a_kept_balance_that_is_not_kept_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(balances, "keep", lambda *_: None)
    assert "is kept as" in wrong(tmp_path, PAYS)

"""Random stories of money end well, and the look at them would see it if they did not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import collect
from flows import offers
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
    monkeypatch.setattr(offers, "longest", lambda owed, plan: 13)
    assert "beyond policy" in wrong(tmp_path, *([("plan", number)] for number in range(28)))


def test_a_kept_balance_that_is_not_kept_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(balances, "keep", lambda *_: None)
    assert "is kept as" in wrong(tmp_path, PAYS)

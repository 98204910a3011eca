"""Random stories of money end well, and the look at them would see it if they did not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import autopay, collect
from flows import debits, offers, shares
from flows.money import ZERO
from storage import balances, ledger, payments
from tests.stories import play
from tests.stories.__main__ import say, so_far
from tests.stories.story import STEPS, told
from tests.stories.town import Town

A_STEP = st.tuples(st.sampled_from(sorted(STEPS)), st.integers(0, 9999))
PAYS = [("begin", 0), ("pay", 0), ("sweep", 0), ("wait", 1), ("sweep", 0)]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    town = Town.open(tmp_path_factory.mktemp("stories"))
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
    town = Town.open(folder)
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


BOTH = [("together", 0), ("pay", 0), ("sweep", 0), ("wait", 1), ("sweep", 0)]
"""A patient pays for somebody of the same house as well."""


def test_a_story_pays_for_two_at_once(tmp_path: Path) -> None:
    town = Town.open(tmp_path)
    try:
        assert play.one(town, BOTH) == []
        with town.office.app.db.read() as tx:
            [mine], [others] = (payments.of_patient(tx, town.people + more) for more in (2, 3))
        assert mine.state == others.state == "paid" and others.lead_id == mine.id
    finally:
        town.close()


def test_what_goes_back_of_the_wrong_share_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shares, "back", lambda sum_, parts: (*(ZERO for _ in parts[1:]), sum_))
    assert "left of" in wrong(tmp_path, [*BOTH, *[("own_tools", 499)] * 30, ("hear", 5), ("sweep", 0)])


def test_shares_that_do_not_move_as_one_are_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(payments, "together", lambda tx, first, lock=False: (first,))
    assert "share" in wrong(tmp_path, BOTH)


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
    town = Town.open(tmp_path)
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


# -- many of them --


def test_a_fault_names_the_seeds_that_play_it_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(balances, "keep", lambda *_: None)
    town = Town.open(tmp_path)
    found, steps = play.many(town, range(2))
    town.close()
    assert steps.total() == sum(len(told(seed)) for seed in range(2))
    assert any(line.startswith("--seed 0 --count 2: 0, later: ") for line in found)


def test_a_record_adds_several_runs_up(tmp_path: Path) -> None:
    record = tmp_path / "record.log"
    assert so_far(record) == (0, 0)
    say("7 to 246: 0 wrong, 4000 steps, 9.5 stories a second", record)
    say("247 to 300: 1 wrong, 900 steps, 9.1 stories a second\n  --seed 250 --count 3: 251: owes 5", record)
    assert so_far(record) == (294, 1)

"""Plays stories in a town, and has each looked at by the checker."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from bot import reconcile
from storage import reconciled
from tests.stories import checker
from tests.stories.story import Step, Story, Town, told
from tests.stories.wire import deadly


def opened(folder: Path) -> Town:
    """A town in which processes may die."""
    town = Town.open(folder)
    deadly(town.stripe.wire)
    return town


def one(town: Town, steps: Sequence[Step]) -> list[str]:
    """What was wrong after this story."""
    story = Story(town)
    story.play(steps)
    story.settle()
    app = town.office.app
    ours, theirs = app.settings.home / "sheepdog.db", town.stripe.office.account.file
    found = checker.faults(ours, theirs, (story.patient, story.other), story.billed, story.at_office)
    town.office.pass_time(reconcile.LATE * 2)
    while reconcile.run_all(app).new or _behind(town):
        pass
    with app.db.read() as tx:
        left = reconciled.standing(tx, town.office.practice)
    return found + [f"still differs: {difference}" for difference in left]


def _behind(town: Town) -> bool:
    """Whether the daily look has not come to this hour yet: one run looks at a month at most."""
    with town.office.app.db.read() as tx:
        until = reconciled.until(tx, town.office.practice, "stripe_checkout")
    return until is not None and until < town.office.app.now() - reconcile.LATE


def many(folder: Path, seeds: Iterable[int]) -> tuple[list[str], Counter[str]]:
    """Stories by their seeds, and which steps they had."""
    town, wrong, names = opened(folder), list[str](), Counter[str]()
    try:
        for seed in seeds:
            steps = told(seed)
            names.update(name for name, _ in steps)
            wrong += [f"{seed}: {fault}" for fault in one(town, steps)]
    finally:
        town.close()
    return wrong, names

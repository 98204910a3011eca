"""Plays stories in a town, and has each looked at by the checker."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from bot import reconcile
from storage import reconciled
from tests.stories import checker
from tests.stories.story import Step, Story, told
from tests.stories.town import Town


def one(town: Town, steps: Sequence[Step]) -> list[str]:
    """What was wrong after this story."""
    with checker.reading(town.ours, town.theirs) as faults:
        return _wrong(faults, _played(town, steps)) + _differs(town)


def many(town: Town, seeds: range) -> tuple[list[str], Counter[str]]:
    """Stories by their seeds, in a town that nobody lived in before; what was wrong, and which steps they had.

    Plans go on while later stories are told, so those of before are looked at once more when all have been.
    """
    town.empty_again()
    wrong, names, before = list[str](), Counter[str](), dict[int, Story]()
    with checker.reading(town.ours, town.theirs) as faults:
        for seed in seeds:
            steps = told(seed)
            names.update(name for name, _ in steps)
            before[seed] = _played(town, steps)
            wrong += [f"{seed}: {fault}" for fault in _wrong(faults, before[seed]) + _differs(town)]
        before.popitem()
        for seed, story in before.items():
            story.settle()
            wrong += [f"{seed}, later: {fault}" for fault in _wrong(faults, story)]
    wrong += [f"{seeds[-1]}, at last: {fault}" for fault in _differs(town)]
    return [f"--seed {seeds[0]} --count {len(seeds)}: {fault}" for fault in wrong], names


def _played(town: Town, steps: Sequence[Step]) -> Story:
    story = Story(town)
    story.play(steps)
    story.settle()
    return story


def _wrong(faults: Callable[[tuple[int, ...], int, int], list[str]], story: Story) -> list[str]:
    return faults((story.patient, story.other), story.billed, story.at_office)


def _differs(town: Town) -> list[str]:
    """What the daily look finds of both sides, some hours on."""
    town.office.pass_time(reconcile.LATE * 2)
    while reconcile.run_all(town.office.app).new or _behind(town):
        pass
    with town.office.app.db.read() as tx:
        return [f"still differs: {difference}" for difference in reconciled.standing(tx, town.office.practice)]


def _behind(town: Town) -> bool:
    """Whether the daily look has not come to this hour yet: one run looks at a month at most."""
    with town.office.app.db.read() as tx:
        until = reconciled.until(tx, town.office.practice, "stripe_checkout")
    return until is not None and until < town.office.app.now() - reconcile.LATE

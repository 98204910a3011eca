"""Plays many random talks, and says what came out wrong: `python -P -m tests.random_talks --count 3000 --seed 1`."""

from __future__ import annotations

import argparse
import logging
import sys
import tempfile
from collections import Counter
from datetime import UTC, datetime
from multiprocessing import Pool
from pathlib import Path

from bot.commands.replay import play
from bot.rehearsal import Stage
from tests.random_talks.judge import misses, shown, wrongs
from tests.random_talks.tale import tell
from tests.texts_needed import MOST, medians, needed

ON_A_STAGE = 25

Result = tuple[str, list[str], list[str], str, dict[str, int]]
"""A talk's name, what was wrong, what was missed, the talk to read, and the texts that each thing took."""


def main() -> int:
    """0 where nothing wrong was done and nine of ten ended as they should."""
    parser = argparse.ArgumentParser(prog="python -P -m tests.random_talks")
    parser.add_argument("--count", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=1, help="of the first talk")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--failures", type=Path, default=Path("random_talks.txt"), help="where failures are written")
    args = parser.parse_args()
    logging.disable(logging.CRITICAL)
    last = args.seed + args.count
    parts = [(first, min(first + ON_A_STAGE, last)) for first in range(args.seed, last, ON_A_STAGE)]
    results: list[Result] = []
    with Pool(args.jobs) as pool, args.failures.open("w", encoding="utf-8") as file:
        for part in pool.imap_unordered(_part, parts):
            results += part
            for name, wrong, missed, text, _ in part:
                if wrong or missed:
                    print(name, *(f"  WRONG {one}" for one in wrong), *(f"  {one}" for one in missed), text, "",
                          sep="\n", file=file, flush=True)  # fmt: skip
    return _told(results, args.failures)


def _part(seeds: tuple[int, int]) -> list[Result]:
    with tempfile.TemporaryDirectory() as folder:
        return played(Path(folder), range(*seeds))


def played(folder: Path, seeds: range) -> list[Result]:
    """The talks of these seeds, played one after another on one stage."""
    stage = Stage.at(folder, datetime(2026, 1, 1, tzinfo=UTC))
    results = []
    for seed in seeds:
        talk = tell(seed)
        got = play(stage, talk)
        results.append((talk["id"], wrongs(talk, got), misses(talk, got), shown(talk, got),
                        needed(talk, got["turns"])))  # fmt: skip
    stage.app.db.dispose()
    return results


def _told(results: list[Result], failures: Path) -> int:
    right = sum(not wrong and not missed for _, wrong, missed, *_ in results)
    kinds = Counter(one.partition(":")[0] for _, wrong, *_ in results for one in wrong)
    goals, failed = Counter[str](), Counter[str]()
    for name, wrong, missed, *_ in results:
        goal = name.split("_", 2)[2]
        goals[goal] += 1
        failed[goal] += bool(wrong or missed)
    print(f"{len(results)} talks: {right / len(results):.1%} right, {sum(kinds.values())} wrong actions")
    print(*(f"  {count} {kind}" for kind, count in kinds.most_common()), sep="\n")
    print("not right, by goal:", *(f"{goal} {count}/{goals[goal]}" for goal, count in failed.most_common(25) if count))
    for goal, (texts, count) in medians(needs for *_, needs in results).items():
        print(f"  {goal}: {texts:g} texts, the median of {count} talks; at most {MOST[goal]}")
    print(f"each is in {failures}")
    return 0 if not kinds and right >= 0.9 * len(results) else 1


if __name__ == "__main__":
    sys.exit(main())

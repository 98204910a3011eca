"""Plays many random stories, and says what was wrong with any: `python -P -m tests.stories --count 20000 --seed 1`.

With `--record FILE` a line is written for every 240, and the next run with that file goes on where the last one
ended, until `--count` stories have been played in all.
"""

from __future__ import annotations

import argparse
import gc
import logging
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from multiprocessing import Pool
from pathlib import Path

from tests.stories.play import many
from tests.stories.town import Town

IN_A_TOWN = 3
A_LINE = 240
"""Stories after which it is said, and recorded, how it goes."""
IN_MEMORY = Path("/dev/shm")
"""Where Linux keeps files in memory: what is lost with the machine is not what these stories are about."""
RARELY = 200_000
"""Objects that are made before Python looks for garbage; that often takes a tenth of the time."""


def main() -> int:
    """0 where every story ended well."""
    parser = argparse.ArgumentParser(prog="python -P -m tests.stories", description=__doc__)
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1, help="of the first story")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--record", type=Path, help="what was played before, and is from now on")
    args = parser.parse_args()
    logging.disable(logging.CRITICAL)
    played, wrong = so_far(args.record)
    room = IN_MEMORY if IN_MEMORY.is_dir() else None
    with tempfile.TemporaryDirectory(dir=room) as folder, Pool(args.jobs, _begins, [folder]) as pool:
        for first in range(args.seed + played, args.seed + args.count, A_LINE):
            until = min(first + A_LINE, args.seed + args.count)
            began = time.monotonic()
            faults, steps = _all(pool.imap_unordered(_town, _towns(first, until)))
            rate = (until - first) / (time.monotonic() - began)
            line = f"{first} to {until - 1}: {len(faults)} wrong, {steps} steps, {rate:.1f} stories a second"
            say("\n  ".join([line, *faults]), args.record)
            played, wrong = played + until - first, wrong + len(faults)
    print(f"{played} stories from {args.seed}: {wrong} wrong")
    return 1 if wrong else 0


def so_far(record: Path | None) -> tuple[int, int]:
    """How many stories of this record were played, and how many faults were found."""
    lines = record.read_text().splitlines() if record and record.exists() else []
    done = [line.replace(":", "").split() for line in lines if " wrong, " in line]
    return sum(int(until) - int(first) + 1 for first, _, until, *_ in done), sum(int(words[3]) for words in done)


def say(text: str, record: Path | None) -> None:
    """Prints it, and adds it to the record."""
    print(text, flush=True)
    if record:
        with record.open("a") as file:
            file.write(f"{text}\n")


def _towns(first: int, until: int) -> Iterator[range]:
    return (range(one, min(one + IN_A_TOWN, until)) for one in range(first, until, IN_A_TOWN))


def _all(towns: Iterator[tuple[list[str], Counter[str]]]) -> tuple[list[str], int]:
    found = list(towns)
    return [fault for faults, _ in found for fault in faults], sum(names.total() for _, names in found)


_mine = list[Town]()
"""This process's town."""


def _begins(folder: str) -> None:
    _mine.append(Town.open(Path(tempfile.mkdtemp(dir=folder))))
    gc.collect()
    gc.freeze()
    gc.set_threshold(RARELY)


def _town(seeds: range) -> tuple[list[str], Counter[str]]:
    return many(_mine[0], seeds)


if __name__ == "__main__":
    sys.exit(main())

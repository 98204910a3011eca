"""Plays many random stories, and says what was wrong with any: `python -P -m tests.stories --count 20000 --seed 1`."""

from __future__ import annotations

import argparse
import logging
import sys
import tempfile
from collections import Counter
from multiprocessing import Pool
from pathlib import Path

from tests.stories.play import many

IN_A_TOWN = 40


def main() -> int:
    """0 where every story ended well."""
    parser = argparse.ArgumentParser(prog="python -P -m tests.stories")
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1, help="of the first story")
    parser.add_argument("--jobs", type=int, default=2)
    args = parser.parse_args()
    logging.disable(logging.CRITICAL)
    towns = [(first, min(IN_A_TOWN, args.seed + args.count - first))
             for first in range(args.seed, args.seed + args.count, IN_A_TOWN)]  # fmt: skip
    wrong, steps = list[str](), Counter[str]()
    with Pool(args.jobs) as pool:
        for number, (faults, names) in enumerate(pool.imap_unordered(_town, towns), 1):
            wrong += faults
            steps += names
            if faults or number % 25 == 0:
                so_far = f"{min(number * IN_A_TOWN, args.count)} played, {len(wrong)} wrong"
                print(so_far, *faults, sep="\n  ", flush=True)
    print(f"{args.count} stories from {args.seed}, {steps.total()} steps: {len(wrong)} wrong")
    return 1 if wrong else 0


def _town(of: tuple[int, int]) -> tuple[list[str], Counter[str]]:
    first, count = of
    with tempfile.TemporaryDirectory() as folder:
        return many(Path(folder), range(first, first + count))


if __name__ == "__main__":
    sys.exit(main())

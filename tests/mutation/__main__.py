"""Changes the gate, the keywords, redaction and the cadence a little in thousands of ways, and runs their tests.

`python -P -m tests.mutation [FILE or FOLDER ...]`, from the root. A change that no test notices is printed, and must
be gone from the code, caught by a new test, or explained in one line of `survivors.tsv`.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
import zlib
from collections.abc import Sequence
from pathlib import Path

from tests.mutation.mutants import Mutant, of_file
from tests.mutation.run import results
from tests.mutation.targets import ROOT, files, tests_of

EXPLAINED = Path(__file__).with_name("survivors.tsv")


def explained() -> dict[tuple[str, str], str]:
    """Why mutants may live, by file and name."""
    rows = [line.split("\t") for line in EXPLAINED.read_text(encoding="utf-8").splitlines()]
    return {(file, name): why for file, name, why in rows}


def mutants_of(file: str) -> list[Mutant]:
    """Every mutant of a file as it is now."""
    return of_file(file, (ROOT / file).read_text(encoding="utf-8"))


def sample(mutants: Sequence[Mutant], size: int) -> list[Mutant]:
    """Some of them, always the same while their names stay."""
    chosen = sorted(mutants, key=lambda one: zlib.crc32(f"{one.file} {one.name}".encode()))
    return chosen[:size]


def main(args: Sequence[str]) -> int:
    """0 where every survivor is explained, and every explanation is of a survivor."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parser.add_argument("path", nargs="*", help="files and folders of bot/; all of targets.py if none")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes at a time")
    parser.add_argument("--sample", type=int, help="only so many mutants, chosen by their names")
    parser.add_argument("--only", help="only mutants whose name has this in it")
    parser.add_argument("--new", type=Path, help="write what is not explained into this file, as rows of survivors.tsv")
    asked = parser.parse_args(args)
    started = time.monotonic()
    wanted = [one for file in files(asked.path) for one in mutants_of(file) if (asked.only or "") in one.name]
    wanted = sample(wanted, asked.sample) if asked.sample else wanted
    lives = run(wanted, asked.jobs)
    known = explained()
    names = {(one.file, one.name) for one in wanted}
    new = [one for one in lives if one not in known]
    gone = [one for one in known if one in names and one not in lives]
    every = {(file, one.name) for file in {file for file, _ in known} for one in mutants_of(file)}
    lost = [one for one in known if one not in every]
    for title, found in (("NOT EXPLAINED", new), ("KILLED, yet explained", gone), ("NO SUCH MUTANT", lost)):
        for file, name in found:
            print(f"{title}\t{file}\t{name}")
    if asked.new:
        asked.new.write_text("".join(f"{file}\t{name}\t\n" for file, name in new), encoding="utf-8")
    print(f"{len(wanted)} mutants, {len(wanted) - len(lives)} killed, {len(lives)} alive, {len(new)} not explained, "
          f"{time.monotonic() - started:.0f} s")  # fmt: skip
    return 1 if new or gone or lost else 0


def run(wanted: Sequence[Mutant], jobs: int) -> list[tuple[str, str]]:
    """File and name of those that live, in their order."""
    lives: set[tuple[str, str]] = set()
    for tests in dict.fromkeys(tests_of(one.file) for one in wanted):
        group = [one for one in wanted if tests_of(one.file) == tests]
        killed: dict[str, list[bool]] = {}

        def told(one: Mutant, dead: bool, killed: dict[str, list[bool]] = killed) -> None:
            killed.setdefault(one.file, []).append(dead)
            if not dead:
                print(f"alive\t{one.file}\t{one.name}", flush=True)
                lives.add((one.file, one.name))

        started = time.monotonic()
        results(group, tests, jobs, told)
        for file, dead in sorted(killed.items()):
            print(f"{file}: {len(dead)} mutants, {sum(dead)} killed")
        print(f"  {time.monotonic() - started:.0f} s")
    return [(one.file, one.name) for one in wanted if (one.file, one.name) in lives]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""The whole simulation, as one command: 5,000 patients, 120 days, and then the faults that are planted one by one.

    python -P -m tests.simulation                     # the town, and whether the checker finds anything
    python -P -m tests.simulation --faults            # each fault in a smaller town: is it found?
"""

from __future__ import annotations

import argparse
import logging
import tempfile
import time
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

from flows.policy import DEFAULT
from storage import outbox
from tests.simulation import checker
from tests.simulation.cast import EVERYBODY, Folk
from tests.simulation.faults import FAULTS, Fault
from tests.simulation.world import World, a_world


def main() -> int:
    """0 when the clean town has no violation, and every planted fault was found."""
    parser = argparse.ArgumentParser(prog="python -P -m tests.simulation", description=__doc__)
    parser.add_argument("--patients", type=int)
    parser.add_argument("--days", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--faults", nargs="*", metavar="NAME", help="plant faults: all, or those whose name has NAME")
    parser.add_argument("--keep", type=Path, help="a folder for the database")
    args = parser.parse_args()
    logging.disable(logging.CRITICAL)
    if args.faults is None:
        return _town(args.patients or 5000, args.days or 120, args.seed, args.keep)
    chosen = [fault for fault in FAULTS if not args.faults or any(name in fault.name for name in args.faults)]
    return max(_planted(fault, args.patients or 500, args.days or 60, args.seed) for fault in chosen)


OFTEN = replace(DEFAULT, cadence_days_from_first_statement=tuple(range(0, 45, 4)))
"""A cadence that leaves no hold and no promise without a reminder that would fall into it."""


def lived(folder: Path, patients: int, days: int, seed: int, plant: Any = nullcontext, often: bool = False,
          folk: Folk = EVERYBODY) -> World:  # fmt: skip
    """A town that has lived for so many days, with a fault or without; `often`: with a reminder each four days."""
    world = a_world(folder, patients, days, seed, folk, **({"policy": OFTEN} if often else {}))
    with plant():
        world.run()
    return world


def _town(patients: int, days: int, seed: int, keep: Path | None) -> int:
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        world = lived(keep or Path(folder), patients, days, seed)
        lasted = time.perf_counter()
        found = checker.check(world.app.db, world.now)
        checked = time.perf_counter()
        with world.app.db.read() as tx:
            states = outbox.counts(tx)
    print(f"{patients} patients, {days} days, seed {seed}: {sum(states.values())} texts of ours {states}")
    print(f"what happened: {dict(sorted(world.happened.items()))}")
    print(f"lived in {lasted - began:.0f} s, checked in {checked - lasted:.0f} s")
    print(f"violations: {len(found)} ({checker.summary(found)})")
    for one in found[:20]:
        print(f"  {one.rule} {one.row}: {one.words}")
    return int(bool(found))


def _planted(fault: Fault, patients: int, days: int, seed: int) -> int:
    with tempfile.TemporaryDirectory() as folder:
        world = lived(Path(folder), patients, days, seed, fault.plant, often=True, folk=fault.folk)
        found = checker.check(world.app.db, world.now)
    mine = [one for one in found if one.rule in fault.found_by]
    print(f"{'found ' if mine else 'MISSED'} {fault.name}: {checker.summary(found)}", flush=True)
    return int(not mine)


if __name__ == "__main__":
    raise SystemExit(main())

"""A small town lives for some weeks and nothing unlawful leaves; planted faults are found. All of it is a command:
`python -P -m tests.simulation`, with `--faults` for every fault.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from storage import audit
from tests.simulation import checker
from tests.simulation.__main__ import lived
from tests.simulation.faults import FAULTS, Fault

QUICK = {"no quiet hours", "the window opens an hour early", "a week's cap is one higher", "disputes are overlooked"}


def test_a_town_lives_lawfully(tmp_path: Path) -> None:
    world = lived(tmp_path, patients=120, days=30, seed=7)
    found = checker.check(world.app.db, world.now)
    assert found == [], checker.summary(found)
    assert world.happened["inbound"] > 20 and world.happened["payments"] > 3
    with world.app.db.read() as tx:
        assert audit.verify(tx).ok


@pytest.mark.parametrize("fault", [fault for fault in FAULTS if fault.name in QUICK], ids=lambda fault: fault.name)
def test_a_planted_fault_is_found(fault: Fault, tmp_path: Path) -> None:
    world = lived(tmp_path, patients=100, days=21, seed=3, plant=fault.plant)
    found = checker.check(world.app.db, world.now)
    assert {one.rule for one in found} & set(fault.found_by), checker.summary(found)


def test_faults_have_names_of_their_own() -> None:
    names = [fault.name for fault in FAULTS]
    assert len(set(names)) == len(names) >= 30 and set(names) >= QUICK

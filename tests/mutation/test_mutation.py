"""The runner of mutants finds what no test notices, inside functions and at import; what is explained is there."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.mutation.__main__ import explained, mutants_of, sample
from tests.mutation.targets import ROOT, files

PLANTED = "tests/mutation/planted.py"
RUN = f"""
import sys
from tests.mutation import targets
from tests.mutation.__main__ import main
targets.TESTS["{PLANTED}"] = ("tests/mutation/planted_cases.py",)
sys.exit(main(["{PLANTED}", "--jobs", "1", *sys.argv[1:]]))
"""
"""Tests that run are imported already, so mutants of what runs at import need a process of their own."""


def run(*args: str) -> tuple[int, list[str]]:
    """The exit status and the lines that a run over the planted file ends with."""
    done = subprocess.run([sys.executable, "-P", "-c", RUN, *args], cwd=ROOT, capture_output=True, text=True,
                          env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False, timeout=120)  # fmt: skip
    return done.returncode, done.stdout.splitlines()


def test_planted_survivors_are_found_and_the_others_killed() -> None:
    status, lines = run()
    names = {one.name for one in mutants_of(PLANTED)}
    alive = {"LEAST: 10 -> 9", "larger: one > other -> one >= other"}
    assert alive < names
    assert {line.split("\t")[2] for line in lines if line.startswith("NOT EXPLAINED")} == alive
    assert lines[-1].startswith(f"{len(names)} mutants, {len(names) - 2} killed, 2 alive, 2 not explained")
    assert status == 1


def test_where_all_are_killed_nothing_is_amiss() -> None:
    status, lines = run("--only", "LEAST -> ")
    assert lines[-1].startswith("3 mutants, 3 killed, 0 alive, 0 not explained")
    assert status == 0


def test_a_sample_is_always_the_same() -> None:
    mutants = mutants_of("bot/cadence.py")
    assert len(mutants) > 50
    assert [one.name for one in sample(mutants, 15)] == [one.name for one in sample(mutants[::-1], 15)]


def test_names_are_unique_and_know_no_lines() -> None:
    for file in files([]):
        mutants = mutants_of(file)
        assert len({one.name for one in mutants}) == len(mutants), file


def test_what_is_explained_is_a_mutant_of_today_with_a_reason() -> None:
    known = explained()
    for file in {file for file, _ in known}:
        assert file in files([])
        names = {one.name for one in mutants_of(file)}
        assert [name for of, name in known if of == file and name not in names] == []
    assert [one for one, why in known.items() if not why.strip()] == []

"""Runs the vectors' tests and writes docs/vectors.md: `python -P -m tests.compliance.report`, from the root."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence

import pytest

from tests.compliance.tests_of import HERE, shown
from tests.compliance.vectors import DECIDED, LACKING, NOT_BUILT, VECTORS

PAGE = HERE.parents[1] / "docs" / "vectors.md"
HEAD = """# Vectors

The fact sheet's test vectors by label: what is expected in our words, the decision that wins where it differs or says
more, the tests that show it, and whether they passed when this page was written. `python -P -m tests.compliance.report`
runs them and writes the page; CI checks that labels and tests are those of the code.
"""
COLUMNS = ("label", "what is expected", "decision", "test", "passed")


class Results:
    """What became of each test, its parameters left out where the mark is the function's."""

    def __init__(self) -> None:
        self.passed: dict[str, bool] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """A test passed where its set-up, its call and its end did."""
        for name in (report.nodeid, report.nodeid.partition("[")[0]):
            self.passed[name] = self.passed.get(name, True) and report.outcome == "passed"


def page(tests: Mapping[str, Sequence[str]], passed: Mapping[str, bool]) -> str:
    """The page as Markdown; a test without a result did not pass."""
    rows = [_row(label, tests.get(label, ()), passed) for label in VECTORS]
    met = sum(row[-1].startswith("yes") for row in rows)
    counts = (f"{len(rows)} vectors: {met} have tests that pass, {len(NOT_BUILT)} are about what is not built yet, and "
              f"of {len(LACKING)} a test shows a part.\n")  # fmt: skip
    table = [COLUMNS, tuple("---" for _ in COLUMNS), *rows]
    return "\n".join([HEAD, counts, *(f"| {' | '.join(row)} |" for row in table), ""])


def _row(label: str, tests: Sequence[str], passed: Mapping[str, bool]) -> tuple[str, ...]:
    names = "<br>".join(f"`{test.removeprefix('tests/compliance/')}`" for test in tests)
    return label, VECTORS[label].replace("|", "\\|"), DECIDED.get(label, ""), names, _passed(label, tests, passed)


def _passed(label: str, tests: Sequence[str], passed: Mapping[str, bool]) -> str:
    if label in NOT_BUILT:
        return f"not built: {NOT_BUILT[label]}"
    said = "yes" if tests and all(passed.get(test, False) for test in tests) else "**no**"
    return f"{said}; not shown: {LACKING[label]}" if label in LACKING else said


def write() -> int:
    """Runs all, writes the page; pytest's exit status."""
    results = Results()
    tests = [str(file) for file in sorted(HERE.glob("test_*.py")) if file.name != "test_every_vector.py"]
    status = pytest.main(["-q", "-p", "no:cacheprovider", *tests], plugins=[results])
    PAGE.write_text(page(shown(), results.passed), encoding="utf-8")
    print(f"{PAGE} is written.")
    return int(status)


if __name__ == "__main__":
    sys.exit(write())

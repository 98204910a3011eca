"""Each vector of the fact sheet has a test or a reason, and docs/vectors.md says which."""

from __future__ import annotations

import re

from tests.compliance.report import PAGE, page
from tests.compliance.tests_of import shown
from tests.compliance.vectors import DECIDED, LACKING, NOT_BUILT, VECTORS

SHOWN = shown()


def plain(text: str) -> str:
    return re.sub(r"\W+", "_", text.lower()).strip("_")


def test_every_label_has_a_test_or_a_reason() -> None:
    assert set(VECTORS) - set(SHOWN) == set(NOT_BUILT)
    assert not set(NOT_BUILT) & set(SHOWN), "it is built: take it out of NOT_BUILT"


def test_no_label_is_made_up() -> None:
    assert set(SHOWN) <= set(VECTORS)
    assert set(DECIDED) | set(NOT_BUILT) | set(LACKING) <= set(VECTORS) and set(LACKING) <= set(SHOWN)


def test_labels_run_on_without_a_gap() -> None:
    rules: dict[str, list[str]] = {}
    for label in VECTORS:
        rule, _, number = label.rpartition(".")
        rules.setdefault(rule, []).append(number)
    for rule, numbers in rules.items():
        counted = [str(number) for number in range(1, len(numbers) + 1)]
        lettered = [chr(96 + number) for number in range(1, len(numbers) + 1)]
        assert numbers in (counted, lettered), rule


def test_a_tests_name_carries_its_label() -> None:
    named = [(label, test) for label, tests in SHOWN.items() for test in tests]
    assert [pair for pair in named if plain(pair[0]) not in plain(pair[1])] == []


def test_the_page_is_of_these_labels_and_tests() -> None:
    """Where it is not: `python -P -m tests.compliance.report`, and commit docs/vectors.md."""
    passed = dict.fromkeys((test for tests in SHOWN.values() for test in tests), True)
    assert PAGE.read_text(encoding="utf-8").splitlines() == page(SHOWN, passed).splitlines()

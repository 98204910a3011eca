"""What every test may ask for, and the rule that in CI nothing is skipped."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest

from tests import postgres_server

SHARED_MISSING = "needs ../shared"
LONG = ("understanding/test_rasa", "test_talks", "understanding/test_grave", "test_transcripts",
        "understanding/test_classifier", "browser/test_patient_pages", "simulation/test_simulation",
        "bot/test_demo_killed", "test_kill")  # fmt: skip
"""Files that take half a minute and more, the longest first."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first: a worker that takes one of them last leaves the others with nothing to do."""
    place = {f"tests/{name}.py": number for number, name in enumerate(LONG)}
    items.sort(key=lambda item: place.get(item.nodeid.partition("::")[0], len(LONG)))


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The SQLAlchemy address of a PostgreSQL server of our own; tests make their own databases on it."""
    try:
        with postgres_server.server() as url:
            yield url
    except postgres_server.NoServer as reason:
        pytest.skip(f"no PostgreSQL server: {reason}")


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Any:
    """In CI a skip is a failure, unless only a file of ../shared is missing."""
    outcome = yield
    _no_skip_in_ci(outcome.get_result(), item.nodeid)


@pytest.hookimpl(hookwrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Any:
    """The same for a whole file that is skipped."""
    outcome = yield
    _no_skip_in_ci(outcome.get_result(), collector.nodeid)


def _no_skip_in_ci(report: Any, name: str) -> None:
    if not (report.skipped and os.environ.get("CI")) or hasattr(report, "wasxfail"):
        return
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    if SHARED_MISSING not in reason:
        report.outcome = "failed"
        report.longrepr = f"{name} was skipped, which CI does not allow: {reason}"

"""Databases, a text line and pages for the tests of the fact sheet's vectors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.understanding import Classifier, InProcess
from tests.both import migrated_file as migrated_file
from tests.both import shared_file as shared_file
from tests.both import sqlite_url as sqlite_url
from tests.lines import Line
from tests.lines import quick as quick
from tests.lines import sqlite_line as sqlite_line
from tests.webhooks.office import Office, open_office
from tests.webhooks.web import KeptSite, Site


@pytest.fixture(scope="session")
def model() -> InProcess:
    return InProcess(Classifier.load())


@pytest.fixture
def heard(quick: Line, model: InProcess) -> Line:
    """A line that understands what patients text by itself."""
    return replace(quick, app=replace(quick.app, hear=model))


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> KeptSite:
    return KeptSite(tmp_path_factory.mktemp("site"))


@pytest.fixture
def site(kept: KeptSite) -> Site:
    return kept.again()


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = open_office(tmp_path)
    yield made
    made.app.db.dispose()

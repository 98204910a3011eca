"""The same tests on SQLite and on PostgreSQL, each test file in a database of its own."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Iterator

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.pool import NullPool

from storage.db import Database
from storage.migrations import upgrade
from tests.rows import a_keyring

BOTH = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]
_count = itertools.count(1)


def _run(url: str, statement: str) -> None:
    engine = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))


@contextlib.contextmanager
def _empty(request: pytest.FixtureRequest, factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a database without any table, on the server that the fixture's parameter names."""
    if request.param == "sqlite":
        yield f"sqlite:///{factory.mktemp('rows') / 'sheepdog.db'}"
        return
    server, name = request.getfixturevalue("postgres_url"), f"sheepdog_test_{next(_count)}"
    _run(server, f"CREATE DATABASE {name}")
    yield make_url(server).set(database=name).render_as_string(hide_password=False)
    _run(server, f"DROP DATABASE {name} WITH (FORCE)")


@contextlib.contextmanager
def _ready(url: str) -> Iterator[Database]:
    upgrade(url)
    made = Database(url, a_keyring())
    yield made
    made.dispose()


@pytest.fixture(params=BOTH)
def empty_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a database without any table."""
    with _empty(request, tmp_path_factory) as url:
        yield url


@pytest.fixture(scope="module", params=BOTH)
def db(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A database with all tables, shared by the tests of a file: each makes its own practice."""
    with _empty(request, tmp_path_factory) as url, _ready(url) as made:
        yield made


@pytest.fixture
def own_db(empty_url: str) -> Iterator[Database]:
    """A database with all tables and no rows, for one test."""
    with _ready(empty_url) as made:
        yield made

"""A fresh database for a test, on SQLite and on PostgreSQL: copied from one that was migrated once."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text, update
from sqlalchemy.engine import make_url
from sqlalchemy.pool import NullPool

from storage.conversations import conversations, inbound
from storage.db import Database
from storage.migrations import upgrade
from storage.practices import practices
from storage.texts import texts
from storage.touches import touches_table

BOTH = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]
_count = itertools.count(1)


def _run(url: str, statement: str) -> None:
    engine = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))


def _named(url: str, name: str) -> str:
    return make_url(url).set(database=name).render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with all tables and no rows."""
    file = tmp_path_factory.mktemp("migrated") / "sheepdog.db"
    upgrade(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def migrated_name(postgres_url: str) -> str:
    """A PostgreSQL database with all tables and no rows, by name."""
    name = f"sheepdog_migrated_{next(_count)}"
    _run(postgres_url, f"CREATE DATABASE {name}")
    upgrade(_named(postgres_url, name))
    return name


@pytest.fixture
def sqlite_url(migrated_file: Path, tmp_path: Path) -> str:
    """The address of a SQLite database of the test's own."""
    shutil.copy(migrated_file, tmp_path / "sheepdog.db")
    return f"sqlite:///{tmp_path / 'sheepdog.db'}"


@pytest.fixture(scope="session")
def shared_file(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of one SQLite database for all tests of a session that keep to a practice of their own."""
    file = tmp_path_factory.mktemp("shared") / "sheepdog.db"
    shutil.copy(migrated_file, file)
    return f"sqlite:///{file}"


@pytest.fixture(scope="session", params=BOTH)
def shared_url(request: pytest.FixtureRequest) -> str:
    """The same on both kinds of server."""
    if request.param == "sqlite":
        return str(request.getfixturevalue("shared_file"))
    server, like = request.getfixturevalue("postgres_url"), request.getfixturevalue("migrated_name")
    name = f"sheepdog_shared_{next(_count)}"
    _run(server, f"CREATE DATABASE {name} TEMPLATE {like}")
    return _named(server, name)


def put_to_rest(db: Database) -> None:
    """Nothing in a shared database is due any more: the next test begins in quiet."""
    moving = ("queued", "held", "sending", "unknown")
    with db.begin() as tx:
        tx.execute(update(texts).where(texts.c.state.in_(moving)).values(state="dropped", verdict="drop"))
        tx.execute(update(inbound).where(inbound.c.state == "new").values(state="done", given=None))
        tx.execute(update(conversations).where(conversations.c.due_at.is_not(None)).values(due_at=None))
        tx.execute(update(touches_table).where(touches_table.c.state != "sent").values(state="cancelled"))
        tx.execute(update(practices).values(outreach="off"))


@pytest.fixture(params=BOTH)
def url(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a database of the test's own, on either kind of server."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite_url")
        return
    server, like = request.getfixturevalue("postgres_url"), request.getfixturevalue("migrated_name")
    name = f"sheepdog_own_{next(_count)}"
    _run(server, f"CREATE DATABASE {name} TEMPLATE {like}")
    yield _named(server, name)
    _run(server, f"DROP DATABASE {name} WITH (FORCE)")

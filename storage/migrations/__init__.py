"""The database's versions, and the way from one to the next. A revision that was shipped is never edited.

Nothing here is asked for while texts are answered; a start of any process brings the database up to date.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.pool import NullPool

from storage.errors import NewerDatabase

HEAD = "0009"
"""The newest revision in `versions`."""
ONE_AT_A_TIME = 7_350_119_002
"""PostgreSQL's advisory lock for it; on SQLite the transaction itself is exclusive."""
BUSY_S = 60


def upgrade(database_url: str) -> None:
    """Brings the database to this version, and makes it if there is none. Raises NewerDatabase.

    Two processes may do it at once: the second one waits, and finds nothing to do.
    """
    _make_private(database_url)
    engine = _engine(database_url)
    with engine.connect() as connection:
        if _version(connection) == HEAD:
            return
    with _alone(engine) as connection:
        version = _version(connection)
        if version is not None and version not in _known():
            raise NewerDatabase(version)
        if version != HEAD:
            command.upgrade(_config(connection), HEAD)


def downgrade(database_url: str, revision: str) -> None:
    """Takes the database back to an older revision; "base" leaves nothing. What newer tables held is lost."""
    with _alone(_engine(database_url)) as connection:
        version = _version(connection)
        if version is not None and version not in _known():
            raise NewerDatabase(version)
        command.downgrade(_config(connection), revision)


def version(database_url: str) -> str | None:
    """The revision that the database is at; None where it has no tables of ours."""
    with _engine(database_url).connect() as connection:
        return _version(connection)


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
    return found


def _known() -> set[str]:
    return {revision.revision for revision in ScriptDirectory.from_config(_config(None)).walk_revisions()}


def _config(connection: Connection | None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


@contextmanager
def _alone(engine: Engine) -> Iterator[Connection]:
    """One transaction that no other process's migration runs beside."""
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            # WAL is set outside of any transaction, and foreign keys are let be while tables are made anew.
            _driver(connection, "PRAGMA journal_mode=WAL", "PRAGMA foreign_keys=OFF")
        with connection.begin():
            if engine.dialect.name == "sqlite":
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            else:
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ONE_AT_A_TIME})
            yield connection


def _driver(connection: Connection, *statements: str) -> None:
    driver: Any = connection.connection.dbapi_connection
    for statement in statements:
        driver.execute(statement).close()


def _engine(url: str) -> Engine:
    if make_url(url).get_backend_name() != "sqlite":
        return create_engine(url, poolclass=NullPool)
    return create_engine(url, poolclass=NullPool, connect_args={"timeout": BUSY_S, "isolation_level": None})


def _make_private(url: str) -> None:
    """A new SQLite file is its owner's alone."""
    parts = make_url(url)
    if parts.get_backend_name() == "sqlite" and parts.database and not os.path.exists(parts.database):
        os.close(os.open(parts.database, os.O_CREAT | os.O_RDWR, 0o600))

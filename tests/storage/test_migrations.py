"""The database's versions: up and down on both databases, at once, quickly, and never from the future."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.pool import NullPool

from storage import migrations
from storage.errors import NewerDatabase
from storage.schema import APPEND_ONLY, metadata

ROOT = Path(__file__).resolve().parents[2]


def tables(url: str) -> set[str]:
    with create_engine(url, poolclass=NullPool).connect() as connection:
        return set(inspect(connection).get_table_names())


def execute(url: str, statement: str) -> None:
    with create_engine(url, poolclass=NullPool).begin() as connection:
        connection.execute(text(statement))


def test_the_tables_are_what_the_code_says(empty_url: str) -> None:
    migrations.upgrade(empty_url)
    with create_engine(empty_url, poolclass=NullPool).connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, metadata) == []


def test_a_difference_between_tables_and_code_is_seen(empty_url: str) -> None:
    migrations.upgrade(empty_url)
    execute(empty_url, "ALTER TABLE practices ADD COLUMN extra VARCHAR(9)")
    with create_engine(empty_url, poolclass=NullPool).connect() as connection:
        context = MigrationContext.configure(connection)
        assert [difference[0] for difference in compare_metadata(context, metadata)] == ["remove_column"]


def checks(url: str) -> dict[str, dict[str, str]]:
    """By table and name; what they say too where the database repeats it as it was told."""
    with create_engine(url, poolclass=NullPool).connect() as connection:
        return {
            table: {str(one["name"]): one["sqltext"] for one in inspect(connection).get_check_constraints(table)}
            for table in metadata.tables
        }


def test_every_check_of_the_code_is_in_the_database(empty_url: str, tmp_path: Path) -> None:
    migrations.upgrade(empty_url)
    plain = f"sqlite:///{tmp_path / 'plain.db'}"
    metadata.create_all(create_engine(plain, poolclass=NullPool))
    wanted, found = checks(plain), checks(empty_url)
    assert {table: set(names) for table, names in found.items()} == {table: set(had) for table, had in wanted.items()}
    assert empty_url.startswith("postgres") or found == wanted
    assert sum(len(names) for names in wanted.values()) > 40


def test_down_leaves_nothing_and_up_again_makes_it_all(empty_url: str) -> None:
    migrations.upgrade(empty_url)
    assert tables(empty_url) == {*metadata.tables, "alembic_version"}
    migrations.downgrade(empty_url, "base")
    assert tables(empty_url) == {"alembic_version"}
    assert migrations.version(empty_url) is None
    migrations.upgrade(empty_url)
    assert migrations.version(empty_url) == migrations.HEAD


def test_head_is_the_newest_revision() -> None:
    script = ScriptDirectory(str(Path(migrations.__file__).parent))
    assert script.get_heads() == [migrations.HEAD]


def test_a_start_with_nothing_to_do_is_quick(empty_url: str) -> None:
    migrations.upgrade(empty_url)
    started = time.perf_counter()
    for _ in range(5):
        migrations.upgrade(empty_url)
    assert time.perf_counter() - started < 20


def test_a_newer_database_is_refused_in_plain_words(empty_url: str) -> None:
    migrations.upgrade(empty_url)
    execute(empty_url, "UPDATE alembic_version SET version_num = '9999'")
    for act in (lambda: migrations.upgrade(empty_url), lambda: migrations.downgrade(empty_url, "base")):
        with pytest.raises(NewerDatabase, match=r"newer version of Sheepdog \(its version is 9999\)") as refused:
            act()
        assert refused.value.revision == "9999"
    assert tables(empty_url) == {*metadata.tables, "alembic_version"}


def test_two_processes_may_do_it_at_once(empty_url: str) -> None:
    words = "import sys; from storage import migrations; migrations.upgrade(sys.argv[1])"
    command = [sys.executable, "-P", "-W", "error", "-c", words, empty_url]
    started = [
        subprocess.Popen(command, cwd=ROOT, env={"PYTHONPATH": str(ROOT)}, stderr=subprocess.PIPE) for _ in range(3)
    ]
    for process in started:
        _, errors = process.communicate(timeout=60)
        assert process.returncode == 0, errors.decode()
    assert migrations.version(empty_url) == migrations.HEAD


def test_a_step_that_fails_leaves_the_database_as_it_was(empty_url: str) -> None:
    execute(empty_url, "CREATE TABLE browsers (id INTEGER)")
    with pytest.raises(Exception, match="browsers"):
        migrations.upgrade(empty_url)
    assert tables(empty_url) <= {"browsers", "alembic_version"}
    assert migrations.version(empty_url) is None


def test_a_new_file_is_its_owners_alone(tmp_path: Path) -> None:
    migrations.upgrade(f"sqlite:///{tmp_path / 'new.db'}")
    assert (tmp_path / "new.db").stat().st_mode & 0o077 == 0


def test_every_append_only_table_is_guarded(empty_url: str) -> None:
    migrations.upgrade(empty_url)
    asks = (
        "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger'" if empty_url.startswith("sqlite")
        else "SELECT DISTINCT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE NOT tgisinternal"
    )  # fmt: skip
    with create_engine(empty_url, poolclass=NullPool).connect() as connection:
        assert set(connection.execute(text(asks)).scalars()) == set(APPEND_ONLY)

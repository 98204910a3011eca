"""One database for all tests of the checker; each test's rows are rolled back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import Connection

from storage.db import Database
from tests.rows import a_database
from tests.simulation.story import Story

Tell = Callable[..., Story]


@pytest.fixture(scope="session")
def checker_db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    made = a_database(f"sqlite:///{tmp_path_factory.mktemp('checker') / 'sheepdog.db'}")
    yield made
    made.dispose()


@pytest.fixture
def tx(checker_db: Database) -> Iterator[Connection]:
    with checker_db.begin() as tx:
        yield tx
        tx.rollback()


@pytest.fixture
def tell(tx: Connection) -> Tell:
    """Makes a story: Story's arguments but the transaction."""

    def make(**more: Any) -> Story:
        return Story(tx, **more)

    return make


@pytest.fixture
def story(tx: Connection) -> Story:
    return Story(tx)

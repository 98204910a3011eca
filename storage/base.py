"""The tables' common ground: one MetaData with names for constraints, and the types that columns have."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    Column,
    ColumnElement,
    DateTime,
    Dialect,
    ForeignKey,
    Integer,
    MetaData,
    Text,
    literal_column,
)
from sqlalchemy.types import TypeDecorator

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

Id = BigInteger().with_variant(Integer(), "sqlite")
Json = JSON(none_as_null=True)
Digest = Text
"""A keyed digest in hexadecimal: what sealed columns are looked up by."""


class Moment(TypeDecorator[datetime]):
    """A moment: aware, and UTC both on the way in and on the way out. A naive one raises ValueError."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """UTC; without its zone where the database keeps none."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment needs its zone: {value!r}")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Aware UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Sealed(TypeDecorator[str]):
    """Text that is encrypted at rest; `storage.rows` seals and opens it, this type only marks the column."""

    impl = Text()
    cache_ok = True


def pk() -> Column[int]:
    """The row's id."""
    return Column("id", Id, primary_key=True)


def ref(name: str, target: str, *, null: bool = False, **more: Any) -> Column[int]:
    """A reference to another table's row, such as ref("patient_id", "patients.id")."""
    return Column(name, Id, ForeignKey(target), nullable=null, **more)


def practice_ref() -> Column[int]:
    """Whose row this is."""
    return ref("practice_id", "practices.id")


def blind(name: str, kind: str, of: str, *, null: bool = False) -> Column[str]:
    """A keyed digest of the sealed column `of`; `storage.rotate` makes it anew under a new key."""
    return Column(name, Digest, nullable=null, info={"kind": kind, "of": of})


def said(word: str) -> ColumnElement[str]:
    """The word as a literal in the statement: only so does a database see that a partial index answers it."""
    return literal_column(repr(word), Text())


def said_any(words: Iterable[str]) -> list[ColumnElement[str]]:
    """The words as literals, for `in_`."""
    return [said(word) for word in words]


def one_of(column: str, words: Iterable[str]) -> CheckConstraint:
    """Only these words may stand in the column."""
    return CheckConstraint(f"{column} IN ({', '.join(repr(word) for word in words)})", name=column)

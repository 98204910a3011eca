"""The people at a practice's desk."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Boolean, Column, Connection, Table, Text, bindparam, select

from storage.base import Sealed, metadata, one_of, pk, practice_ref
from storage.rows import change, of_id, opened, put

members = Table(
    "staff",
    metadata,
    pk(),
    practice_ref(),
    Column("email", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("totp_secret", Sealed),
    one_of("role", ("desk", "biller", "admin")),
)


@dataclass(frozen=True)
class Staff:
    """Somebody who may sign in at the desk."""

    id: int
    practice_id: int
    email: str
    name: str
    role: str
    password_hash: str = field(repr=False)
    active: bool
    totp_secret: str | None = field(repr=False)


_BY_EMAIL = select(members).where(members.c.email == bindparam("email"))
_OF_PRACTICE = select(members).where(members.c.practice_id == bindparam("practice")).order_by(members.c.id)


def staff(tx: Connection, staff_id: int) -> Staff | None:
    """The member of this id."""
    row = tx.execute(of_id(members), {"own_id": staff_id}).one_or_none()
    return Staff(**opened(tx, members, row)) if row else None


def staff_by_email(tx: Connection, email: str) -> Staff | None:
    """Whose e-mail address this is, however it is capitalised."""
    row = tx.execute(_BY_EMAIL, {"email": email.strip().lower()}).one_or_none()
    return Staff(**opened(tx, members, row)) if row else None


def add_staff(
    tx: Connection,
    practice_id: int,
    email: str,
    name: str,
    role: str,
    password_hash: str,
    *,
    active: bool = True,
    totp_secret: str | None = None,
) -> int:
    """A new member."""
    return put(
        tx,
        members,
        practice_id=practice_id,
        email=email.strip().lower(),
        name=name,
        role=role,
        password_hash=password_hash,
        active=active,
        totp_secret=totp_secret,
    )


def update_staff(tx: Connection, staff_id: int, **changes: Any) -> None:
    """Changes fields of Staff."""
    change(tx, members, staff_id, **changes)


def staff_of(tx: Connection, practice_id: int) -> list[Staff]:
    """A practice's members, oldest first."""
    return [Staff(**opened(tx, members, row)) for row in tx.execute(_OF_PRACTICE, {"practice": practice_id})]

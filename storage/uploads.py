"""What patients send us from a page: pictures and papers, sealed, and opened by staff only.

Nothing here looks at what a file is; bot/uploads.py has decided that before.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import CheckConstraint, Column, Connection, Index, Integer, Table, Text, bindparam, func, select

from storage.base import Moment, Sealed, metadata, one_of, pk, practice_ref, ref
from storage.rows import opened, put

WHAT = ("proof", "front", "back")
"""Sent with "something looks wrong"; the two sides of an insurance card."""
MEDIA_TYPES = ("image/jpeg", "application/pdf")

uploads_table = Table(
    "uploads",
    metadata,
    pk(),
    practice_ref(),
    ref("patient_id", "patients.id"),
    ref("claim_id", "claims.id", null=True),
    Column("what", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("content", Sealed, nullable=False),
    Column("created_at", Moment, nullable=False),
    one_of("what", WHAT),
    one_of("media_type", MEDIA_TYPES),
    CheckConstraint("size > 0", name="size"),
    CheckConstraint("(claim_id IS NULL) = (what = 'proof')", name="claim"),
    Index("ix_uploads_patient", "patient_id", "id"),
    Index("ix_uploads_claim", "claim_id"),
)
"""No name of a file is kept: people put their own into it."""


@dataclass(frozen=True)
class Upload:
    """A file of a patient's without its content. `size` in bytes and `sha256` are of what is kept."""

    id: int
    practice_id: int
    patient_id: int
    claim_id: int | None
    what: str
    media_type: str
    size: int
    sha256: str
    created_at: datetime

    @property
    def picture(self) -> bool:
        """Whether it can be shown; a paper can only be saved."""
        return self.media_type == "image/jpeg"


class Changed(ValueError):
    """What is stored is not what was sent."""


_u = uploads_table.c
_TOLD = select(*(column for column in uploads_table.columns if column.name != "content"))
_OF_PATIENT = _TOLD.where(_u.patient_id == bindparam("patient")).order_by(_u.id.desc()).limit(bindparam("most"))
_SINCE = select(func.count()).where(_u.patient_id == bindparam("patient"), _u.created_at >= bindparam("since"))


def add(tx: Connection, practice_id: int, patient_id: int, what: str, media_type: str, content: bytes, now: datetime,
        claim_id: int | None = None) -> int:  # fmt: skip
    """Keeps a file, sealed."""
    return put(
        tx,
        uploads_table,
        practice_id=practice_id,
        patient_id=patient_id,
        claim_id=claim_id,
        what=what,
        media_type=media_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        content=base64.b64encode(content).decode(),
        created_at=now,
    )


def upload(tx: Connection, upload_id: int) -> Upload | None:
    """The file of this id, without its content."""
    row = tx.execute(_TOLD.where(_u.id == upload_id)).one_or_none()
    return Upload(**row._mapping) if row else None


def content(tx: Connection, upload_id: int) -> bytes:
    """What is in it. Raises NoResultFound where there is none, Changed where it is not what was sent."""
    row = tx.execute(select(uploads_table).where(_u.id == upload_id)).one()
    made = base64.b64decode(opened(tx, uploads_table, row)["content"])
    if hashlib.sha256(made).hexdigest() != row.sha256:
        raise Changed(f"upload {upload_id} does not have the digest that it had when it came")
    return made


def of_patient(tx: Connection, patient_id: int, most: int = 40) -> list[Upload]:
    """A patient's newest files, newest first."""
    rows = tx.execute(_OF_PATIENT, {"patient": patient_id, "most": most})
    return [Upload(**row._mapping) for row in rows]


def of_claim(tx: Connection, claim_id: int) -> list[Upload]:
    """The pictures of a claim's card, newest first."""
    rows = tx.execute(_TOLD.where(_u.claim_id == claim_id).order_by(_u.id.desc()))
    return [Upload(**row._mapping) for row in rows]


def many_since(tx: Connection, patient_id: int, since: datetime) -> int:
    """How many files the patient has sent since then."""
    return int(tx.execute(_SINCE, {"patient": patient_id, "since": since}).scalar_one())


def sides(found: Iterable[Upload]) -> dict[str, Upload]:
    """The newest picture of each side of a card, from files that come newest first."""
    newest: dict[str, Upload] = {}
    for one in found:
        newest.setdefault(one.what, one)
    return newest

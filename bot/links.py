"""Addresses with a token: made for one person, told once, stored only as a digest, and useless after a few days."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import Connection

from bot import lint
from bot.settings import Settings
from flows.money import Money
from storage import links as rows
from storage.links import LinkRow
from storage.people import Practice

Kind = Literal["pay", "agreement", "secure_page", "chat"]

PATHS = {"pay": "/p/{token}", "secure_page": "/p/{token}", "agreement": "/a/{token}", "chat": "/chat/{slug}?t={token}"}
"""The secure page is the pay page behind two factors; a chat link carries the topic to the practice's web chat."""
TOKEN = re.compile(r"[A-Za-z0-9_-]{16,64}")


@dataclass(frozen=True)
class LinkState:
    """Whether an address may be opened. `link` is None only where it is unknown."""

    state: Literal["good", "expired", "revoked", "unknown"]
    link: LinkRow | None = None


def make(tx: Connection, settings: Settings, kind: Kind, practice: Practice, patient_id: int | None,
         conversation_id: int | None, factors: int, now: datetime, amount: Money | None = None,
         quote_id: int | None = None, plan_id: int | None = None, lang: str = "en",
         topic: str = "", proved: Collection[int] = (), as_guarantor: bool = False) -> str:  # fmt: skip
    """A new address. `factors` is how many things its page asks for as proof: one after a proved talk, else two.

    Nobody can read the token again: what is stored is its digest (decision 13).
    """
    limits = practice.policy.links
    token = _token(limits.token_bits // 8)
    rows.add(
        tx,
        token_hash(token),
        practice.id,
        kind,
        now,
        now + timedelta(hours=limits.ttl_h),
        patient_id=patient_id,
        conversation_id=conversation_id,
        factors=factors,
        amount=amount,
        quote_id=quote_id,
        plan_id=plan_id,
        lang=lang,
        topic=topic,
        proved=proved,
        as_guarantor=as_guarantor,
    )
    return settings.public_url + PATHS[kind].format(token=token, slug=practice.slug)


def _token(size: int) -> str:
    """A random word of `size` bytes in which the gate reads no record number: one in 30,000 begins with "mrn"."""
    token = secrets.token_urlsafe(size)
    while lint.personal(f"/{token}"):
        token = secrets.token_urlsafe(size)
    return token


def open_link(tx: Connection, token: str, now: datetime) -> LinkState:
    """How an address stands. Looking changes nothing and uses nothing up: scanners and previews look too."""
    link = rows.by_token_hash(tx, token_hash(token)) if TOKEN.fullmatch(token) else None
    if link is None:
        return LinkState("unknown")
    if link.revoked_at is not None:
        return LinkState("revoked", link)
    return LinkState("expired" if link.expires_at <= now else "good", link)


def alone(tx: Connection, link: LinkRow) -> None:
    """Until this transaction ends nobody else acts at this link: writing the row locks it on every database."""
    rows.update_link(tx, link.id, topic=link.topic)


def token_hash(token: str) -> str:
    """What stands in the database for a token: it is random and long, so a plain digest gives nothing away."""
    return hashlib.sha256(token.encode()).hexdigest()

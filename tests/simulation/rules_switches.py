"""What was switched off: practices, senders, outreach, templates; the verdict on the row; the audit trail's seals."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, select

from storage import audit
from tests.simulation.history import History, Row, Violation
from tests.simulation.rules_stops import ALWAYS

CLASSES = frozenset({"OPTOUT_CONFIRM", "SAFETY", "HELP", "REPLY", "OTP", "RECEIPT", "SERVICE", "NUDGE",
                     "CONSENT_CONFIRM", "CONSENT_ASK", "STAFF"})  # fmt: skip
TEMPLATES = frozenset({"NUDGE", "SERVICE", "CONSENT_CONFIRM", "CONSENT_ASK"})
NOT_REGISTERED = frozenset({"30034", "30032", "30943", "30863"})
FILTERED = "30007"
NOTHING = "0" * 64


def verdict(text: Row) -> Iterator[Violation]:
    """The gate's yes, with its reasons, is on the row of whatever left."""
    if text.cls not in CLASSES:
        yield Violation("class", text.id, f"there is no class {text.cls}")
    if text.verdict != "send":
        yield Violation("verdict", text.id, f"it is {text.state} with the verdict {text.verdict}")
    elif not text.reasons or not all(len(reason) == 2 and reason[0] for reason in text.reasons):
        yield Violation("verdict", text.id, "it left without reasons")


def check(history: History, text: Row) -> Iterator[Violation]:
    """Whether anything was switched off that this text needs."""
    at, practice = text.claimed_at, history.practices[text.practice_id]
    if text.cls != "SAFETY" and history.switched(practice.id, ("sender_unregistered",), ("sender_registered",), at):
        yield Violation("unregistered", text.id, f"{text.cls} from an unregistered sender")
    if text.cls not in ALWAYS:
        if history.switched(practice.id, ("practice_paused",), ("practice_resumed",), at):
            yield Violation("practice_paused", text.id, f"{text.cls} of a practice that was paused")
        if history.was("practice", practice, "kind", at) == "collection_agency":
            yield Violation("not_first_party", text.id, f"{text.cls} of a collection agency")
    begun = text.touch_id is not None or (text.cls == "CONSENT_CONFIRM" and text.answers is None)
    if begun and history.switched(practice.id, ("outreach_paused", "breaker"), ("outreach_on",), at):
        yield Violation("outreach_paused", text.id, f"{text.cls} while outreach was paused")
    off = history.switched(practice.id, ("template_paused",), ("template_resumed",), at, key=text.key)
    if off and text.cls in TEMPLATES:
        yield Violation("template_paused", text.id, f"{text.key} was paused")


def pauses_of_refusals(history: History) -> Iterator[Violation]:
    """What a carrier refused for want of registration, or filtered, stays off until a row says that it was resumed."""
    for of, codes, resumed, only, rule in (
        (lambda row: row.practice_id, NOT_REGISTERED, "practice_resumed", CLASSES - ALWAYS, "practice_paused"),
        (lambda row: (row.practice_id, row.key), frozenset({FILTERED}), "template_resumed", TEMPLATES,
         "template_paused"),
    ):  # fmt: skip
        off: dict[Any, list[datetime]] = defaultdict(list)
        for row in history.texts.values():
            if row.error in codes and row.settled_at is not None:
                off[of(row)].append(row.settled_at)
        for text in history.handed_over if off else ():
            ended = [row.at for row in history.audit_of.get((text.practice_id, resumed), ())
                     if row.data.get("key") in (None, text.key)]  # fmt: skip
            began = [at for at in off.get(of(text), ()) if at < text.claimed_at]
            if text.cls in only and began and not any(max(began) <= at <= text.claimed_at for at in ended):
                yield Violation(rule, text.id, f"{text.cls} after the refusal of {max(began)}")


# -- the audit trail --


def seals(tx: Connection) -> Iterator[Violation]:
    """Every chain, walked anew: each hash is SHA-256 over the hash before it and the row as JSON with sorted keys."""
    heads: dict[int, str] = {}
    for released in tx.execute(select(audit.releases).order_by(audit.releases.c.id)):
        heads[released.chain] = released.hash
    rows = {one.id: one for one in tx.execute(select(audit.rows_table))}
    broken: set[int] = set()
    for link in tx.execute(select(audit.seals).order_by(audit.seals.c.id)):
        row: Any = rows.get(link.audit_id)
        previous = heads.get(link.chain, NOTHING)
        fits = row is not None and (row.practice_id or 0) == link.chain and link.previous == previous
        if link.chain not in broken and not (fits and link.hash == _hash(previous, row)):
            broken.add(link.chain)
            yield Violation("audit_chain", link.audit_id, f"audit row {link.audit_id} breaks chain {link.chain}")
        heads[link.chain] = link.hash


def _hash(previous: str, row: Any) -> str:
    at = row.at.astimezone(UTC).isoformat(timespec="microseconds")
    told = {"id": row.id, "practice": row.practice_id, "actor": row.actor, "action": row.action,
            "subject": row.subject, "data": row.data, "at": at}  # fmt: skip
    words = json.dumps(told, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{previous}\n{words}".encode()).hexdigest()

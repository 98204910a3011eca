"""Texts that are to leave, leave, or have left: nothing is sent that is not a row here first.

A text moves queued/held -> sending (claimed, with the gate's verdict) -> what the provider says, and only forward.
`unknown` is a state: the call was made, and nobody knows what came of it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    Connection,
    and_,
    bindparam,
    func,
    literal_column,
    or_,
    select,
    update,
)

from flows.values import LANES, MessageClass
from storage.base import Json, Moment, said, said_any
from storage.db import keys
from storage.rows import OWN_ID, of_id, put
from storage.sent import backlog as backlog
from storage.sent import begun_waits as begun_waits
from storage.sent import counts as counts
from storage.sent import newest_sent as newest_sent
from storage.sent import nudges_for_balance as nudges_for_balance
from storage.sent import reached as reached
from storage.sent import replies_since as replies_since
from storage.sent import sent_since as sent_since
from storage.text_trail import note
from storage.texts import CLAIMED, RANK, WAITING, Text, text_of, texts
from storage.texts import LEFT as LEFT

LOST_AFTER = timedelta(seconds=20)

_t = texts.c
_found: Any = bindparam("found", expanding=True)
_now = bindparam("now", type_=Moment)
_that_number = and_(_t.practice_id == bindparam("practice"), _t.number_index.in_(_found))
_NEXT = (
    select(texts)
    .where(
        _t.sender_id == bindparam("sender"),
        _t.lane.in_([literal_column(str(lane)) for lane in range(5)]),
        _t.state.in_(said_any(WAITING)),
        _t.due_at <= _now,
    )
    .order_by(_t.lane, _t.due_at, _t.id)
    .limit(bindparam("most"))
)
_waits = _t.state.in_(said_any(WAITING))
_SENDERS = select(_t.sender_id).where(_waits, _t.due_at <= _now).distinct().order_by(_t.sender_id)
_NEXT_DUE = select(func.min(_t.due_at)).where(_waits)
_CLAIM = (
    update(texts)
    .where(_t.id == bindparam(OWN_ID), _t.state.in_(said_any(WAITING)))
    .values(
        state="sending", verdict="send", until=None, claimed_at=_now, attempts=_t.attempts + 1,
        reasons=bindparam("why", type_=Json),
    )
)  # fmt: skip
_JUDGE = (
    update(texts)
    .where(_t.id == bindparam(OWN_ID), _t.state.in_(said_any(WAITING)))
    .values(
        state=bindparam("to"), verdict=bindparam("said"), reasons=bindparam("why", type_=Json),
        until=bindparam("hold_until", type_=Moment),
        due_at=func.coalesce(bindparam("hold_until", type_=Moment), _t.due_at),
        settled_at=bindparam("settled", type_=Moment),
    )
)  # fmt: skip
_MARK = (
    update(texts)
    .where(_t.id == bindparam(OWN_ID), _t.state.in_(bindparam("lower", expanding=True)))
    .values(
        state=bindparam("to"),
        error=func.coalesce(bindparam("problem"), _t.error),
        sent_at=func.coalesce(_t.sent_at, bindparam("sent", type_=Moment)),
        settled_at=func.coalesce(_t.settled_at, bindparam("settled", type_=Moment)),
    )
)
_NAME = (
    update(texts).where(_t.id == bindparam(OWN_ID), _t.provider_id.is_(None)).values(provider_id=bindparam("provider"))
)
_UNSETTLED = (
    select(texts)
    .where(
        _t.state.in_(said_any(("sending", "unknown"))),
        or_(_t.state == said("unknown"), _t.claimed_at <= bindparam("lost", type_=Moment)),
    )
    .order_by(_t.claimed_at, _t.id)
)
_BY_PROVIDER = select(texts).where(_t.provider_id == bindparam("provider")).order_by(_t.id)
_OF_CONVERSATION = (
    select(texts).where(_t.conversation_id == bindparam("conversation")).order_by(_t.id.desc()).limit(bindparam("most"))
)


def add(
    tx: Connection,
    practice_id: int,
    conversation_id: int,
    sender_id: int,
    number: str,
    cls: str,
    key: str,
    body: str,
    lang: str,
    segments: int,
    level: int,
    due_at: datetime,
    now: datetime,
    **links: Any,
) -> int:
    """A text that is to leave at `due_at`; `links` are patient_id, answers, quote_id, touch_id, payment_id,
    quoted_cents, replaces, staff_id."""
    kind = MessageClass(cls)
    return put(
        tx,
        texts,
        practice_id=practice_id,
        conversation_id=conversation_id,
        sender_id=sender_id,
        number=number,
        number_index=keys(tx).blind("number", number) if number else None,
        cls=kind.value,
        lane=LANES[kind],
        key=key,
        body=body,
        lang=lang,
        segments=segments,
        level=level,
        state="queued",
        due_at=due_at,
        reasons=[],
        created_at=now,
        **links,
    )


def text(tx: Connection, text_id: int) -> Text | None:
    """The text of this id."""
    row = tx.execute(of_id(texts), {OWN_ID: text_id}).one_or_none()
    return text_of(tx, row) if row else None


def next_texts(tx: Connection, sender_id: int, now: datetime, limit: int = 20) -> list[Text]:
    """What this sender is to send now: the lowest lane first, then what has been due longest."""
    rows = tx.execute(_NEXT, {"sender": sender_id, "now": now, "most": limit})
    return [text_of(tx, row) for row in rows]


def senders_with_due(tx: Connection, now: datetime) -> list[int]:
    """Senders that have something to send now."""
    return list(tx.execute(_SENDERS, {"now": now}).scalars())


def next_due(tx: Connection) -> datetime | None:
    """When the next waiting text falls due; None: nothing waits."""
    moment: datetime | None = tx.execute(_NEXT_DUE).scalar_one()
    return moment


def claim(tx: Connection, text_id: int, reasons: Sequence[tuple[str, str]], now: datetime) -> bool:
    """The gate said send: the text is ours to hand over, once. False: it is not waiting any more."""
    values = {OWN_ID: text_id, "why": [list(reason) for reason in reasons], "now": now}
    return tx.execute(_CLAIM, values).rowcount == 1


def hold(tx: Connection, text_id: int, until: datetime, reasons: Sequence[tuple[str, str]]) -> bool:
    """The gate said not before `until`. False: it is not waiting any more."""
    return _judge(tx, text_id, "held", "hold", until, reasons, None)


def drop(tx: Connection, text_id: int, reasons: Sequence[tuple[str, str]], now: datetime) -> bool:
    """The text never leaves. False: it is not waiting any more."""
    return _judge(tx, text_id, "dropped", "drop", None, reasons, now)


def _judge(tx: Connection, text_id: int, state: str, verdict: str, until: datetime | None,
           reasons: Sequence[tuple[str, str]], settled: datetime | None) -> bool:  # fmt: skip
    values = {OWN_ID: text_id, "to": state, "said": verdict, "hold_until": until, "settled": settled,
              "why": [list(reason) for reason in reasons]}  # fmt: skip
    return tx.execute(_JUDGE, values).rowcount == 1


def mark(
    tx: Connection,
    text_id: int,
    state: str,
    now: datetime,
    provider_id: str | None = None,
    error: str | None = None,
) -> bool:
    """What the provider says of a text that was handed over. Only forward: False if it had got as far before.

    The provider's id is kept either way, since a receipt can come before the answer to our call.
    """
    if state not in CLAIMED:
        raise ValueError(f"a provider can't say {state!r}")
    if provider_id:
        tx.execute(_NAME, {OWN_ID: text_id, "provider": provider_id})
    lower = [had for had, rank in RANK.items() if had not in WAITING and rank < RANK[state]]
    values = {
        OWN_ID: text_id, "to": state, "lower": lower, "problem": error,
        "sent": now if state in ("sent", "delivered", "undelivered") else None,
        "settled": now if RANK[state] >= RANK["sent"] else None,
    }  # fmt: skip
    return tx.execute(_MARK, values).rowcount == 1


def again(tx: Connection, text_id: int, due_at: datetime, error: str | None = None) -> bool:
    """The provider took nothing and asks us to come back: the text waits again. Only while it is being handed over."""
    waiting = update(texts).where(_t.id == text_id, _t.state == said("sending"))
    values = {"state": "queued", "verdict": None, "claimed_at": None, "due_at": due_at, "error": error}
    return tx.execute(waiting.values(**values)).rowcount == 1


def copy(tx: Connection, text_id: int, now: datetime, due_at: datetime | None = None, attempts: int = 0) -> int:
    """The same words as a new row, through the gate again: the first row is settled, and nobody got it."""
    had = text(tx, text_id)
    if had is None:
        raise LookupError(text_id)
    kept = ("practice_id", "conversation_id", "sender_id", "number", "cls", "key", "body", "lang", "segments", "level",
            "patient_id", "answers", "quote_id", "touch_id", "payment_id", "quoted_cents", "staff_id")  # fmt: skip
    values = {name: getattr(had, name) for name in kept}
    new = add(tx, **values, due_at=due_at or now, now=now, replaces=text_id)
    tx.execute(update(texts).where(_t.id == new).values(attempts=attempts))
    return new


def asked(tx: Connection, text_id: int, now: datetime) -> None:
    """The provider was asked what became of it."""
    tx.execute(update(texts).where(_t.id == text_id).values(asked_at=now, asks=_t.asks + 1))


def by_provider_id(tx: Connection, provider_id: str) -> Text | None:
    """The text that a provider knows by this id."""
    row = tx.execute(_BY_PROVIDER, {"provider": provider_id}).first()
    return text_of(tx, row) if row else None


def unsettled(tx: Connection, now: datetime) -> list[Text]:
    """Texts of which nobody knows what came of them: unknown, or in "sending" for 20 seconds."""
    return [text_of(tx, row) for row in tx.execute(_UNSETTLED, {"lost": now - LOST_AFTER})]


def drop_pending(
    tx: Connection, practice_id: int, number: str, except_cls: Collection[str], reason: str | tuple[str, str],
    now: datetime,
) -> int:  # fmt: skip
    """Drops what waits for this number, other classes than these excepted; how many texts that were."""
    if not number:
        return 0
    rule, words = (reason, "") if isinstance(reason, str) else reason
    found = keys(tx).blinds("number", number)
    waits = update(texts).where(_t.practice_id == practice_id, _t.number_index.in_(found), _waits)
    if except_cls:
        waits = waits.where(_t.cls.not_in(said_any(sorted(MessageClass(cls).value for cls in except_cls))))
    dropped = {"state": "dropped", "verdict": "drop", "reasons": [[rule, words]], "settled_at": now}
    told = (_t.id, _t.practice_id, _t.cls, _t.lane, _t.key, _t.patient_id, _t.staff_id)
    gone = tx.execute(waits.values(**dropped).returning(*told)).all()
    for text in gone:
        note(tx, text, "dropped", [[rule, words]], now)
    return len(gone)


def of_conversation(tx: Connection, conversation_id: int, limit: int = 200) -> list[Text]:
    """The newest texts of a conversation, oldest first, in whatever state."""
    rows = tx.execute(_OF_CONVERSATION, {"conversation": conversation_id, "most": limit}).all()
    return [text_of(tx, row) for row in reversed(rows)]

"""What reminders brought: after how many of the n-th a payment came. Reads only."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, select

from flows.economics import Tally
from storage.accounts import entries, transfers
from storage.base import Moment, said
from storage.touches import OF_PLAN, touches_table

WATCHED = timedelta(days=14)
"""A payment so soon after a reminder, and before the next one, counts as brought by it."""
MOST = 3000
"""The newest reminders that are looked at: enough to know, and what people do changes."""

_t, _e, _l = touches_table.c, entries.c, transfers.c
_SENT = (
    select(_t.patient_id, _t.n, _t.due_at)
    .where(_t.practice_id == bindparam("practice"), _t.state == said("sent"), _t.balance_key.not_like(f"{OF_PLAN}%"),
           _t.due_at <= bindparam("now", type_=Moment))
    .order_by(_t.id.desc())
    .limit(MOST)
)  # fmt: skip
_PAID = (
    select(_l.patient_id, _e.at)
    .join(entries, _e.id == _l.entry_id)
    .where(_l.practice_id == bindparam("practice"), _e.kind == said("you_paid"),
           _e.at >= bindparam("since", type_=Moment))
)  # fmt: skip


def tallies(tx: Connection, practice_id: int, now: datetime) -> dict[int, Tally]:
    """By the number of the reminder. One whose days are not over yet is left out, unless a payment came."""
    sent = tx.execute(_SENT, {"practice": practice_id, "now": now}).all()
    if not sent:
        return {}
    moments = defaultdict[int, list[datetime]](list)
    for row in sent:
        moments[row.patient_id].append(row.due_at)
    for mine in moments.values():
        mine.sort()
    paid = defaultdict[int, list[datetime]](list)
    since = min(row.due_at for row in sent)
    for came in tx.execute(_PAID, {"practice": practice_id, "since": since}):
        paid[came.patient_id].append(came.at)
    touched, brought = Counter[int](), Counter[int]()
    for row in sent:
        mine = moments[row.patient_id]
        place = bisect_right(mine, row.due_at)
        until = min([row.due_at + WATCHED, *mine[place : place + 1]])
        one_came = any(row.due_at <= at < until for at in paid[row.patient_id])
        if one_came or until <= now:
            touched[row.n] += 1
            brought[row.n] += one_came
    return {n: Tally(touched[n], brought[n]) for n in sorted(touched)}

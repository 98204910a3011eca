"""What each patient's accounts come to, kept beside the ledger's lines, and proved from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, Column, Connection, Table, Text, bindparam, select, text
from sqlalchemy.dialects import postgresql, sqlite

from flows.money import ZERO, Money
from storage.accounts import Transfer
from storage.base import metadata, practice_ref

balances_table = Table(
    "ledger_balances",
    metadata,
    Column("account", Text, primary_key=True),
    practice_ref(),
    Column("cents", BigInteger, nullable=False),
)
"""What each patient's accounts come to, kept beside the lines so that a look-up does not grow with history.

It is derived: `unproved` adds the lines up again.
"""

_KEPT = select(balances_table.c.account, balances_table.c.cents).where(
    balances_table.c.account.in_((bindparam("one"), bindparam("two")))
)
_UNPROVED = text("""
    SELECT account, SUM(kept) AS kept, SUM(added) AS added
    FROM (SELECT account, cents AS kept, 0 AS added FROM ledger_balances
          UNION ALL SELECT debit, 0, cents FROM ledger_lines WHERE debit LIKE '%:%'
          UNION ALL SELECT credit, 0, -cents FROM ledger_lines WHERE credit LIKE '%:%') AS both_ways
    GROUP BY account HAVING SUM(kept) <> SUM(added) ORDER BY account
""")


def keep(tx: Connection, practice_id: int, lines: Sequence[Transfer]) -> None:
    """What the lines do to the patient's accounts; in one order, so that two posts never block each other for good."""
    moved: dict[str, int] = {}
    for line in lines:
        for account, cents in ((line.debit, line.amount.cents), (line.credit, -line.amount.cents)):
            if ":" in account:
                moved[account] = moved.get(account, 0) + cents
    for account in sorted(moved):
        tx.execute(_upsert(tx.dialect.name), {"account": account, "practice_id": practice_id, "cents": moved[account]})


@cache
def _upsert(dialect: str) -> Any:
    made: Any = (postgresql if dialect == "postgresql" else sqlite).insert(balances_table)
    added = {"cents": balances_table.c.cents + made.excluded.cents}
    return made.on_conflict_do_update(index_elements=["account"], set_=added)


@dataclass(frozen=True)
class Unproved:
    """An account whose kept balance is not what its lines add up to."""

    account: str
    kept: Money
    lines: Money


def unproved(tx: Connection) -> list[Unproved]:
    """Every patient's account, its lines added up again, where that is not what is kept (decision 28)."""
    return [Unproved(row.account, Money(int(row.kept)), Money(int(row.added))) for row in tx.execute(_UNPROVED)]


def kept(tx: Connection, one: str, two: str) -> dict[str, Money]:
    """The balances of two accounts, debits less credits."""
    found = tx.execute(_KEPT, {"one": one, "two": two})
    return {one: ZERO, two: ZERO} | {row.account: Money(int(row.cents)) for row in found}

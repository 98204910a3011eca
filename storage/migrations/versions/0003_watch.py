"""Calls, number look-ups and incidents; why reminders rest; a chain of seals for each practice, and its releases."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
COLUMNS = {
    "practices": (
        ("dbas", sa.JSON(), None),
        ("registered_name", sa.Text(), sa.text("''")),
        ("lookups", sa.Boolean(), sa.false()),
        ("outreach_why", sa.Text(), sa.text("''")),
        ("outreach_at", MOMENT, None),
    ),
    "patients": (("erased_at", MOMENT, None),),
}
TABLES = ("incidents", "lookups", "calls")
MAY_GO = "done_at IS NULL AND chain = {chain} AND {row} BETWEEN first_id AND last_id"
"""What the retention job has marked as released, in the transaction that takes it out (decision 34)."""


def upgrade() -> None:
    """Adds them. The chain of seals is made anew, one for each practice, by the next sealer."""
    for table, columns in COLUMNS.items():
        for name, kind, default in columns:
            op.add_column(table, sa.Column(name, kind, nullable=default is None, server_default=default))
    _calls()
    _lookups()
    _incidents()
    _releases()
    begun = sa.text("cls IN ('NUDGE', 'SERVICE', 'CONSENT_CONFIRM', 'CONSENT_ASK')")
    answers = sa.text("answers IS NOT NULL")
    op.create_index("ix_links_conversation", "links", ["conversation_id"])
    op.create_index("ix_outbox_answers", "outbox", ["answers"], sqlite_where=answers, postgresql_where=answers)
    op.create_index(
        "ix_outbox_begun", "outbox", ["practice_id", "claimed_at"], sqlite_where=begun, postgresql_where=begun
    )
    op.drop_table("audit_seals")
    _seals()
    guard = _guard_postgresql if op.get_bind().dialect.name == "postgresql" else _guard_sqlite
    guard()


def downgrade() -> None:
    """Leaves the tables as they were; calls, look-ups and incidents are lost, and the chain is made anew."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    op.execute("DROP TRIGGER audit_no_delete" + (" ON audit" if postgresql else ""))
    op.drop_table("audit_seals")
    op.drop_table("audit_releases")
    op.drop_index("ix_outbox_begun", "outbox")
    op.drop_index("ix_outbox_answers", "outbox")
    op.drop_index("ix_links_conversation", "links")
    _old_seals()
    _old_guards(postgresql)
    for table in TABLES:
        op.drop_table(table)
    for table, columns in COLUMNS.items():
        for name, _, _ in columns:
            op.drop_column(table, name)


def _of_patient() -> list[sa.Column[int]]:
    return [
        sa.Column("id", ID, nullable=False),
        sa.Column("practice_id", ID, nullable=False),
        sa.Column("patient_id", ID, nullable=True),
    ]


def _keys(table: str) -> list[sa.Constraint]:
    return [
        sa.ForeignKeyConstraint(["patient_id"], ["patients.id"], name=op.f(f"fk_{table}_patient_id")),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f(f"fk_{table}_practice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]


def _calls() -> None:
    op.create_table(
        "calls",
        *_of_patient(),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("number_index", sa.Text(), nullable=False),
        sa.Column("staff_id", ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_calls_staff_id")),
        *_keys("calls"),
    )
    op.create_index("ix_calls_number", "calls", ["practice_id", "number_index", "at"])
    op.create_index("ix_calls_patient", "calls", ["patient_id", "at"])


def _lookups() -> None:
    op.create_table(
        "lookups",
        *_of_patient(),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("number_index", sa.Text(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.CheckConstraint("answer IN ('yes', 'no', 'error')", name=op.f("ck_lookups_answer")),
        *_keys("lookups"),
    )
    op.create_index("ix_lookups_number", "lookups", ["practice_id", "number_index", "at"])


def _incidents() -> None:
    op.create_table(
        "incidents",
        *_of_patient(),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("number_index", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("closed_by", sa.Text(), nullable=True),
        sa.Column("finding", sa.Text(), nullable=True),
        sa.CheckConstraint("kind IN ('wrong_number', 'reassigned')", name=op.f("ck_incidents_kind")),
        sa.CheckConstraint("state IN ('low_risk', 'to_review', 'closed')", name=op.f("ck_incidents_state")),
        sa.CheckConstraint("level BETWEEN 0 AND 2", name=op.f("ck_incidents_level")),
        *_keys("incidents"),
    )
    op.create_index(op.f("ix_incidents_practice_id_state"), "incidents", ["practice_id", "state"])


def _releases() -> None:
    op.create_table(
        "audit_releases",
        sa.Column("id", ID, nullable=False),
        sa.Column("chain", ID, nullable=False),
        sa.Column("first_id", ID, nullable=False),
        sa.Column("last_id", ID, nullable=False),
        sa.Column("many", sa.Integer(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("done_at", MOMENT, nullable=True),
        sa.CheckConstraint("first_id <= last_id", name=op.f("ck_audit_releases_order")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_releases")),
    )
    op.create_index(op.f("ix_audit_releases_chain_id"), "audit_releases", ["chain", "id"])


def _seals() -> None:
    op.create_table(
        "audit_seals",
        sa.Column("id", ID, nullable=False),
        sa.Column("chain", ID, nullable=False),
        sa.Column("audit_id", ID, nullable=False),
        sa.Column("previous", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["audit_id"], ["audit.id"], name=op.f("fk_audit_seals_audit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_seals")),
        sa.UniqueConstraint("audit_id", name=op.f("uq_audit_seals_audit_id")),
        sa.UniqueConstraint("chain", "previous", name=op.f("uq_audit_seals_chain_previous")),
    )
    op.create_index(op.f("ix_audit_seals_chain_id"), "audit_seals", ["chain", "id"])


def _old_seals() -> None:
    op.create_table(
        "audit_seals",
        sa.Column("id", ID, nullable=False),
        sa.Column("audit_id", ID, nullable=False),
        sa.Column("previous", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["audit_id"], ["audit.id"], name=op.f("fk_audit_seals_audit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_seals")),
        sa.UniqueConstraint("audit_id", name=op.f("uq_audit_seals_audit_id")),
        sa.UniqueConstraint("previous", name=op.f("uq_audit_seals_previous")),
    )


# -- guards --


def _guard_sqlite() -> None:
    op.execute("DROP TRIGGER audit_no_delete")
    _refuse_sqlite("audit", "delete", "DELETE", _kept("COALESCE(OLD.practice_id, 0)", "OLD.id"))
    _refuse_sqlite("audit_seals", "delete", "DELETE", _kept("OLD.chain", "OLD.audit_id"))
    _refuse_sqlite("audit_seals", "update", "UPDATE")
    _refuse_sqlite("audit_releases", "delete", "DELETE")
    _refuse_sqlite("audit_releases", "update", "UPDATE", "WHEN OLD.done_at IS NOT NULL")


def _kept(chain: str, row: str) -> str:
    return f"WHEN NOT EXISTS (SELECT 1 FROM audit_releases WHERE {MAY_GO.format(chain=chain, row=row)})"


def _refuse_sqlite(table: str, what: str, when: str, only: str = "") -> None:
    op.execute(
        f"CREATE TRIGGER {table}_no_{what} BEFORE {when} ON {table} {only} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    )


def _guard_postgresql() -> None:
    op.execute("DROP TRIGGER audit_no_delete ON audit")
    row = "COALESCE((to_jsonb(OLD)->>'audit_id')::bigint, OLD.id)"
    chain = "COALESCE((to_jsonb(OLD)->>'chain')::bigint, (to_jsonb(OLD)->>'practice_id')::bigint, 0)"
    op.execute(
        "CREATE FUNCTION released_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF EXISTS (SELECT 1 FROM audit_releases WHERE {MAY_GO.format(chain=chain, row=row)}) "
        "THEN RETURN OLD; END IF; "
        "RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    for table in ("audit", "audit_seals"):
        _refuse_postgresql(table, "delete", "DELETE", "ROW", "released_only")
    _refuse_postgresql("audit_seals", "update", "UPDATE", "ROW")
    _refuse_postgresql("audit_releases", "delete", "DELETE", "ROW")
    op.execute(
        "CREATE TRIGGER audit_releases_no_update BEFORE UPDATE ON audit_releases FOR EACH ROW "
        "WHEN (OLD.done_at IS NOT NULL) EXECUTE FUNCTION append_only()"
    )
    for table in ("audit_seals", "audit_releases"):
        _refuse_postgresql(table, "truncate", "TRUNCATE", "STATEMENT")


def _refuse_postgresql(table: str, what: str, when: str, each: str, by: str = "append_only") -> None:
    op.execute(f"CREATE TRIGGER {table}_no_{what} BEFORE {when} ON {table} FOR EACH {each} EXECUTE FUNCTION {by}()")


def _old_guards(postgresql: bool) -> None:
    if not postgresql:
        _refuse_sqlite("audit", "delete", "DELETE")
        _refuse_sqlite("audit_seals", "delete", "DELETE")
        _refuse_sqlite("audit_seals", "update", "UPDATE")
        return
    op.execute("DROP FUNCTION released_only()")
    for table, what in (("audit", "delete"), ("audit_seals", "delete"), ("audit_seals", "update")):
        _refuse_postgresql(table, what, what.upper(), "ROW")
    _refuse_postgresql("audit_seals", "truncate", "TRUNCATE", "STATEMENT")

# ruff: noqa: E501
"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)

APPEND_ONLY = {
    "audit": None,
    "audit_seals": None,
    "consents": ("id", "practice_id", "patient_id", "kind", "source", "wording", "version", "scope", "econsent", "by",
                 "at"),
    "ledger_entries": None,
    "ledger_lines": None,
    "quote_ends": None,
    "quotes": ("id", "practice_id", "conversation_id", "patient_id", "owed_cents", "parts", "days", "rules", "kind",
               "created_at", "expires_at"),
}  # fmt: skip
"""No row of these is taken out or changed. Where columns are named, others are sealed and may get a new key."""


def upgrade() -> None:
    """Makes every table, and the triggers that guard the append-only ones."""
    for make in TABLES:
        make()
    guard = _postgresql if op.get_bind().dialect.name == "postgresql" else _sqlite
    for table, columns in APPEND_ONLY.items():
        guard(table, "UPDATE OF " + ", ".join(f'"{name}"' for name in columns) if columns else "UPDATE")


def _sqlite(table: str, update: str) -> None:
    for what, when in (("delete", "DELETE"), ("update", update)):
        op.execute(
            f"CREATE TRIGGER {table}_no_{what} BEFORE {when} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )


def _postgresql(table: str, update: str) -> None:
    op.execute(
        "CREATE OR REPLACE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; "
        "END $$"
    )
    for what, when in (("delete", "DELETE"), ("update", update)):
        op.execute(
            f"CREATE TRIGGER {table}_no_{what} BEFORE {when} ON {table} FOR EACH ROW EXECUTE FUNCTION append_only()"
        )
    op.execute(
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION append_only()"
    )


def downgrade() -> None:
    """Leaves nothing."""
    for table in reversed(NAMES):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION append_only()")


def _clock() -> None:
    op.create_table(
        "clock",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("offset_us", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_clock_one_row")),
        sa.CheckConstraint("offset_us >= 0", name=op.f("ck_clock_forward")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clock")),
    )


def _practices() -> None:
    op.create_table(
        "practices",
        sa.Column("id", ID, nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("program_name", sa.Text(), nullable=False),
        sa.Column("legal_name", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=True),
        sa.Column("zip", sa.Text(), nullable=True),
        sa.Column("specialty", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("hosts", sa.JSON(), nullable=False),
        sa.Column("origins", sa.JSON(), nullable=False),
        sa.Column("hours", sa.JSON(), nullable=False),
        sa.Column("policy", sa.JSON(), nullable=False),
        sa.Column("registered", sa.Boolean(), nullable=False),
        sa.Column("paused", sa.Text(), nullable=False),
        sa.Column("outreach", sa.Text(), nullable=False),
        sa.Column("sensitive", sa.Boolean(), nullable=False),
        sa.CheckConstraint("kind IN ('provider', 'collection_agency')", name=op.f("ck_practices_kind")),
        sa.CheckConstraint("outreach IN ('off', 'on', 'paused')", name=op.f("ck_practices_outreach")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practices")),
        sa.UniqueConstraint("slug", name=op.f("uq_practices_slug")),
    )


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("id", ID, nullable=False),
        sa.Column("practice_id", ID, nullable=True),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_audit_practice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    op.create_index(op.f("ix_audit_practice_id_id"), "audit", ["practice_id", "id"], unique=False)
    op.create_index(op.f("ix_audit_subject_id"), "audit", ["subject", "id"], unique=False)


def _imports() -> None:
    op.create_table(
        "imports",
        sa.Column("id", ID, nullable=False),
        sa.Column("practice_id", ID, nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("totals", sa.JSON(), nullable=False),
        sa.Column("attestation", sa.JSON(), nullable=True),
        sa.Column("undone_at", MOMENT, nullable=True),
        sa.Column("undone_by", sa.Text(), nullable=True),
        sa.CheckConstraint("state IN ('done', 'undone')", name=op.f("ck_imports_state")),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_imports_practice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imports")),
    )
    op.create_index(op.f("ix_imports_practice_id_id"), "imports", ["practice_id", "id"], unique=False)


def _patients() -> None:
    op.create_table(
        "patients",
        sa.Column("id", ID, nullable=False),
        sa.Column("practice_id", ID, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("key_index", sa.Text(), nullable=False),
        sa.Column("first", sa.Text(), nullable=False),
        sa.Column("last", sa.Text(), nullable=False),
        sa.Column("born", sa.Text(), nullable=True),
        sa.Column("zip", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.Column("zone", sa.Text(), nullable=True),
        sa.Column("lang", sa.Text(), nullable=True),
        sa.Column("statement_code", sa.Text(), nullable=True),
        sa.Column("code_index", sa.Text(), nullable=True),
        sa.Column("guarantor_first", sa.Text(), nullable=True),
        sa.Column("guarantor_last", sa.Text(), nullable=True),
        sa.Column("guarantor_born", sa.Text(), nullable=True),
        sa.Column("flags", sa.JSON(), nullable=False),
        sa.Column("oldest_service", sa.Date(), nullable=True),
        sa.Column("first_statement", sa.Date(), nullable=True),
        sa.Column("days_past_due", sa.Integer(), nullable=False),
        sa.Column("statement_count", sa.Integer(), nullable=True),
        sa.Column("specialty", sa.Text(), nullable=True),
        sa.Column("risk_ack_at", MOMENT, nullable=True),
        sa.Column("risk_ack_wording", sa.Text(), nullable=True),
        sa.Column("ma_notice_sent_at", MOMENT, nullable=True),
        sa.Column("contact_prefs", sa.JSON(), nullable=False),
        sa.Column("first_imported_at", MOMENT, nullable=True),
        sa.Column("cadence_day0", sa.Date(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_patients_practice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_patients")),
        sa.UniqueConstraint("practice_id", "id", name=op.f("uq_patients_practice_id_id")),
        sa.UniqueConstraint("practice_id", "key_index", name=op.f("uq_patients_practice_id_key_index")),
    )
    op.create_index(op.f("ix_patients_practice_id_code_index"), "patients", ["practice_id", "code_index"], unique=False)


def _paused_templates() -> None:
    op.create_table(
        "paused_templates",
        sa.Column("id", ID, nullable=False),
        sa.Column("practice_id", ID, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_paused_templates_practice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paused_templates")),
        sa.UniqueConstraint("practice_id", "key", name=op.f("uq_paused_templates_practice_id_key")),
    )


def _proof_tries() -> None:
    op.create_table(
        "proof_tries",
        sa.Column("id", ID, nullable=False),
        sa.Column("practice_id", ID, nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.CheckConstraint("kind IN ('miss', 'proved', 'unlock')", name=op.f("ck_proof_tries_kind")),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_proof_tries_practice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proof_tries")),
    )
    op.create_index(
        op.f("ix_proof_tries_practice_id_subject_id"), "proof_tries", ["practice_id", "subject", "id"], unique=False
    )


def _senders() -> None:
    op.create_table(
        "senders",
        sa.Column("id", ID, nullable=False),
        sa.Column("practice_id", ID, nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("messaging_service_sid", sa.Text(), nullable=True),
        sa.Column("per_minute", sa.Integer(), nullable=False),
        sa.Column("per_day", sa.Integer(), nullable=False),
        sa.Column("carrier_replies", sa.Boolean(), nullable=False),
        sa.Column("stop_words", sa.JSON(), nullable=False),
        sa.Column("start_words", sa.JSON(), nullable=False),
        sa.Column("help_words", sa.JSON(), nullable=False),
        sa.Column("toll_free", sa.Boolean(), nullable=False),
        sa.Column("next_free_at", MOMENT, nullable=True),
        sa.Column("pacific_day", sa.Date(), nullable=True),
        sa.Column("sent_that_day", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_senders_practice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_senders")),
        sa.UniqueConstraint("channel", "number", name=op.f("uq_senders_channel_number")),
    )


def _staff() -> None:
    op.create_table(
        "staff",
        sa.Column("id", ID, nullable=False),
        sa.Column("practice_id", ID, nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("totp_secret", sa.Text(), nullable=True),
        sa.CheckConstraint("role IN ('desk', 'biller', 'admin')", name=op.f("ck_staff_role")),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_staff_practice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
        sa.UniqueConstraint("email", name=op.f("uq_staff_email")),
    )


def _suppressions() -> None:
    op.create_table(
        "suppressions",
        sa.Column("id", ID, nullable=False),
        sa.Column("practice_id", ID, nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("number_index", sa.Text(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("lifted_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_suppressions_practice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suppressions")),
    )
    op.create_index(
        op.f("ix_suppressions_practice_id_number_index"),
        "suppressions",
        ["practice_id", "number_index"],
        unique=True,
        sqlite_where=sa.text("lifted_at IS NULL"),
        postgresql_where=sa.text("lifted_at IS NULL"),
    )


def _audit_seals() -> None:
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


def _consents() -> None:
    op.create_table(
        "consents",
        sa.Column("id", ID, nullable=False),
        sa.Column("practice_id", ID, nullable=False),
        sa.Column("patient_id", ID, nullable=True),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("number_index", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("scope", sa.JSON(), nullable=False),
        sa.Column("econsent", sa.Boolean(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.CheckConstraint("kind IN ('grant', 'revoke')", name=op.f("ck_consents_kind")),
        sa.ForeignKeyConstraint(["patient_id"], ["patients.id"], name=op.f("fk_consents_patient_id")),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_consents_practice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
    )
    op.create_index(op.f("ix_consents_patient_id"), "consents", ["patient_id"], unique=False)
    op.create_index(
        op.f("ix_consents_practice_id_number_index_id"), "consents", ["practice_id", "number_index", "id"], unique=False
    )


def _conversations() -> None:
    op.create_table(
        "conversations",
        sa.Column("id", ID, nullable=False),
        sa.Column("practice_id", ID, nullable=False),
        sa.Column("sender_id", ID, nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("address_index", sa.Text(), nullable=False),
        sa.Column("lang", sa.Text(), nullable=True),
        sa.Column("talk", sa.JSON(), nullable=False),
        sa.Column("handed", sa.Text(), nullable=False),
        sa.Column("taken_by", ID, nullable=True),
        sa.Column("waiting_since", MOMENT, nullable=True),
        sa.Column("waiting_why", sa.Text(), nullable=True),
        sa.Column("due_at", MOMENT, nullable=True),
        sa.Column("claimed_until", MOMENT, nullable=True),
        sa.Column("last_inbound_at", MOMENT, nullable=True),
        sa.Column("last_reply_at", MOMENT, nullable=True),
        sa.Column("session_at", MOMENT, nullable=True),
        sa.Column("proved_at", MOMENT, nullable=True),
        sa.Column("proof_used_at", MOMENT, nullable=True),
        sa.Column("proved", sa.JSON(), nullable=False),
        sa.Column("as_guarantor", sa.Boolean(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("suspicion", sa.Text(), nullable=True),
        sa.Column("done_at", MOMENT, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.CheckConstraint("handed IN ('bot', 'waiting', 'taken')", name=op.f("ck_conversations_handed")),
        sa.CheckConstraint("lang IN ('en', 'es')", name=op.f("ck_conversations_lang")),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_conversations_practice_id")),
        sa.ForeignKeyConstraint(["sender_id"], ["senders.id"], name=op.f("fk_conversations_sender_id")),
        sa.ForeignKeyConstraint(["taken_by"], ["staff.id"], name=op.f("fk_conversations_taken_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversations")),
        sa.UniqueConstraint("sender_id", "address_index", name=op.f("uq_conversations_sender_id_address_index")),
    )
    op.create_index(
        "ix_conversations_done",
        "conversations",
        ["practice_id", "done_at"],
        unique=False,
        sqlite_where=sa.text("done_at IS NOT NULL"),
        postgresql_where=sa.text("done_at IS NOT NULL"),
    )
    op.create_index(
        "ix_conversations_due",
        "conversations",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text("due_at IS NOT NULL"),
        postgresql_where=sa.text("due_at IS NOT NULL"),
    )
    op.create_index(
        "ix_conversations_handed",
        "conversations",
        ["practice_id", "handed"],
        unique=False,
        sqlite_where=sa.text("handed <> 'bot'"),
        postgresql_where=sa.text("handed <> 'bot'"),
    )
    op.create_index(
        op.f("ix_conversations_practice_id_address_index"),
        "conversations",
        ["practice_id", "address_index"],
        unique=False,
    )


def _holds() -> None:
    op.create_table(
        "holds",
        sa.Column("id", ID, nullable=False),
        sa.Column("practice_id", ID, nullable=False),
        sa.Column("patient_id", ID, nullable=True),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("number_index", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("until", MOMENT, nullable=True),
        sa.Column("lift_by", sa.Text(), nullable=False),
        sa.Column("lifted_at", MOMENT, nullable=True),
        sa.Column("lifted_by", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint("lift_by <> 'time' OR until IS NOT NULL", name=op.f("ck_holds_ends")),
        sa.CheckConstraint("lift_by IN ('staff', 'admin', 'patient', 'time')", name=op.f("ck_holds_lift_by")),
        sa.CheckConstraint("patient_id IS NOT NULL OR number_index IS NOT NULL", name=op.f("ck_holds_about")),
        sa.ForeignKeyConstraint(["patient_id"], ["patients.id"], name=op.f("fk_holds_patient_id")),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_holds_practice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holds")),
    )
    op.create_index(
        "ix_holds_number",
        "holds",
        ["practice_id", "number_index"],
        unique=False,
        sqlite_where=sa.text("lifted_at IS NULL"),
        postgresql_where=sa.text("lifted_at IS NULL"),
    )
    op.create_index(
        "ix_holds_patient",
        "holds",
        ["patient_id"],
        unique=False,
        sqlite_where=sa.text("lifted_at IS NULL"),
        postgresql_where=sa.text("lifted_at IS NULL"),
    )


def _import_balances() -> None:
    op.create_table(
        "import_balances",
        sa.Column("id", ID, nullable=False),
        sa.Column("practice_id", ID, nullable=False),
        sa.Column("import_id", ID, nullable=False),
        sa.Column("patient_id", ID, nullable=False),
        sa.Column("balance_cents", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name=op.f("fk_import_balances_import_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patients.id"], name=op.f("fk_import_balances_patient_id")),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_import_balances_practice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_balances")),
        sa.UniqueConstraint("import_id", "patient_id", name=op.f("uq_import_balances_import_id_patient_id")),
    )
    op.create_index(op.f("ix_import_balances_patient_id_id"), "import_balances", ["patient_id", "id"], unique=False)


def _patient_words() -> None:
    op.create_table(
        "patient_words",
        sa.Column("id", ID, nullable=False),
        sa.Column("practice_id", ID, nullable=False),
        sa.Column("patient_id", ID, nullable=False),
        sa.Column("word_index", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["patient_id"], ["patients.id"], name=op.f("fk_patient_words_patient_id")),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_patient_words_practice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_patient_words")),
    )
    op.create_index(op.f("ix_patient_words_patient_id"), "patient_words", ["patient_id"], unique=False)
    op.create_index(
        op.f("ix_patient_words_practice_id_word_index"), "patient_words", ["practice_id", "word_index"], unique=False
    )


def _phones() -> None:
    op.create_table(
        "phones",
        sa.Column("id", ID, nullable=False),
        sa.Column("practice_id", ID, nullable=False),
        sa.Column("patient_id", ID, nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("number_index", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("of", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("verified_at", MOMENT, nullable=True),
        sa.CheckConstraint("kind IN ('mobile', 'landline', 'unknown')", name=op.f("ck_phones_kind")),
        sa.CheckConstraint("of IN ('patient', 'guarantor')", name=op.f("ck_phones_of")),
        sa.CheckConstraint("state IN ('ok', 'wrong', 'unusable', 'reassigned')", name=op.f("ck_phones_state")),
        sa.ForeignKeyConstraint(["patient_id"], ["patients.id"], name=op.f("fk_phones_patient_id")),
        sa.ForeignKeyConstraint(
            ["practice_id", "patient_id"],
            ["patients.practice_id", "patients.id"],
            name=op.f("fk_phones_practice_id_patient_id"),
        ),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_phones_practice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phones")),
        sa.UniqueConstraint("patient_id", "number_index", name=op.f("uq_phones_patient_id_number_index")),
    )
    op.create_index(op.f("ix_phones_patient_id"), "phones", ["patient_id"], unique=False)
    op.create_index(op.f("ix_phones_practice_id_number_index"), "phones", ["practice_id", "number_index"], unique=False)


def _promises() -> None:
    op.create_table(
        "promises",
        sa.Column("id", ID, nullable=False),
        sa.Column("practice_id", ID, nullable=False),
        sa.Column("patient_id", ID, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("amount_cents", sa.Integer(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.CheckConstraint("amount_cents > 0", name=op.f("ck_promises_amount")),
        sa.ForeignKeyConstraint(["patient_id"], ["patients.id"], name=op.f("fk_promises_patient_id")),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_promises_practice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promises")),
    )
    op.create_index(op.f("ix_promises_patient_id_id"), "promises", ["patient_id", "id"], unique=False)


def _touches() -> None:
    op.create_table(
        "touches",
        sa.Column("id", ID, nullable=False),
        sa.Column("practice_id", ID, nullable=False),
        sa.Column("patient_id", ID, nullable=False),
        sa.Column("balance_key", sa.Text(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("why", sa.JSON(), nullable=False),
        sa.Column("outbox_id", ID, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "state IN ('planned', 'queued', 'sent', 'skipped', 'cancelled')", name=op.f("ck_touches_state")
        ),
        sa.CheckConstraint("n >= 1", name=op.f("ck_touches_n")),
        sa.ForeignKeyConstraint(["patient_id"], ["patients.id"], name=op.f("fk_touches_patient_id")),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_touches_practice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_touches")),
        sa.UniqueConstraint("patient_id", "balance_key", "n", name=op.f("uq_touches_patient_id_balance_key_n")),
    )
    op.create_index(
        "ix_touches_due",
        "touches",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text("state = 'planned'"),
        postgresql_where=sa.text("state = 'planned'"),
    )


def _messages() -> None:
    op.create_table(
        "messages",
        sa.Column("id", ID, nullable=False),
        sa.Column("practice_id", ID, nullable=False),
        sa.Column("conversation_id", ID, nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("provider_id", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("given", sa.Text(), nullable=True),
        sa.Column("found", sa.JSON(), nullable=False),
        sa.Column("hits", sa.JSON(), nullable=False),
        sa.Column("media", sa.Integer(), nullable=False),
        sa.Column("opt_out_type", sa.Text(), nullable=True),
        sa.Column("understood", sa.Text(), nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.CheckConstraint("state = 'new' OR given IS NULL", name=op.f("ck_messages_erased")),
        sa.CheckConstraint("state IN ('new', 'done')", name=op.f("ck_messages_state")),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], name=op.f("fk_messages_conversation_id")),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_messages_practice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messages")),
        sa.UniqueConstraint("channel", "provider_id", name=op.f("uq_messages_channel_provider_id")),
    )
    op.create_index(op.f("ix_messages_conversation_id_id"), "messages", ["conversation_id", "id"], unique=False)
    op.create_index(
        "ix_messages_new",
        "messages",
        ["conversation_id"],
        unique=False,
        sqlite_where=sa.text("state = 'new'"),
        postgresql_where=sa.text("state = 'new'"),
    )


def _notes() -> None:
    op.create_table(
        "notes",
        sa.Column("id", ID, nullable=False),
        sa.Column("practice_id", ID, nullable=False),
        sa.Column("conversation_id", ID, nullable=False),
        sa.Column("staff_id", ID, nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], name=op.f("fk_notes_conversation_id")),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_notes_practice_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_notes_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notes")),
    )
    op.create_index(op.f("ix_notes_conversation_id"), "notes", ["conversation_id"], unique=False)


def _quotes() -> None:
    op.create_table(
        "quotes",
        sa.Column("id", ID, nullable=False),
        sa.Column("practice_id", ID, nullable=False),
        sa.Column("conversation_id", ID, nullable=True),
        sa.Column("patient_id", ID, nullable=False),
        sa.Column("owed_cents", sa.Integer(), nullable=False),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.Column("days", sa.JSON(), nullable=False),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.CheckConstraint("owed_cents > 0", name=op.f("ck_quotes_owed")),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], name=op.f("fk_quotes_conversation_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patients.id"], name=op.f("fk_quotes_patient_id")),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_quotes_practice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quotes")),
    )
    op.create_index(op.f("ix_quotes_patient_id_id"), "quotes", ["patient_id", "id"], unique=False)


def _remembered_factors() -> None:
    op.create_table(
        "remembered_factors",
        sa.Column("id", ID, nullable=False),
        sa.Column("practice_id", ID, nullable=False),
        sa.Column("conversation_id", ID, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("digests", sa.JSON(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.CheckConstraint("kind IN ('birth', 'zip', 'code')", name=op.f("ck_remembered_factors_kind")),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name=op.f("fk_remembered_factors_conversation_id")
        ),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_remembered_factors_practice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remembered_factors")),
    )
    op.create_index(
        op.f("ix_remembered_factors_conversation_id_kind"),
        "remembered_factors",
        ["conversation_id", "kind"],
        unique=True,
    )


def _talk_events() -> None:
    op.create_table(
        "talk_events",
        sa.Column("id", ID, nullable=False),
        sa.Column("practice_id", ID, nullable=False),
        sa.Column("conversation_id", ID, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], name=op.f("fk_talk_events_conversation_id")),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_talk_events_practice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_talk_events")),
    )
    op.create_index(op.f("ix_talk_events_conversation_id"), "talk_events", ["conversation_id"], unique=False)


def _tickets() -> None:
    op.create_table(
        "tickets",
        sa.Column("id", ID, nullable=False),
        sa.Column("practice_id", ID, nullable=False),
        sa.Column("patient_id", ID, nullable=True),
        sa.Column("conversation_id", ID, nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("closed_by", sa.Text(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.CheckConstraint("state IN ('open', 'closed')", name=op.f("ck_tickets_state")),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], name=op.f("fk_tickets_conversation_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patients.id"], name=op.f("fk_tickets_patient_id")),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_tickets_practice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tickets")),
    )
    op.create_index(
        "ix_tickets_open",
        "tickets",
        ["conversation_id", "reason"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_index("ix_tickets_patient", "tickets", ["patient_id"], unique=False)
    op.create_index("ix_tickets_practice", "tickets", ["practice_id", "state", "opened_at"], unique=False)


def _plans() -> None:
    op.create_table(
        "plans",
        sa.Column("id", ID, nullable=False),
        sa.Column("practice_id", ID, nullable=False),
        sa.Column("patient_id", ID, nullable=False),
        sa.Column("quote_id", ID, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("via", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=True),
        sa.Column("document_sha256", sa.Text(), nullable=True),
        sa.Column("signed", sa.Text(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("active_at", MOMENT, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "state IN ('offered', 'active', 'completed', 'cancelled', 'defaulted')", name=op.f("ck_plans_state")
        ),
        sa.CheckConstraint(
            "state NOT IN ('active', 'completed', 'defaulted') OR active_at IS NOT NULL", name=op.f("ck_plans_active")
        ),
        sa.ForeignKeyConstraint(["patient_id"], ["patients.id"], name=op.f("fk_plans_patient_id")),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_plans_practice_id")),
        sa.ForeignKeyConstraint(["quote_id"], ["quotes.id"], name=op.f("fk_plans_quote_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plans")),
        sa.UniqueConstraint("quote_id", name=op.f("uq_plans_quote_id")),
    )
    op.create_index("ix_plans_patient", "plans", ["patient_id", "id"], unique=False)
    op.create_index(
        "ix_plans_standing",
        "plans",
        ["patient_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('offered', 'active')"),
        postgresql_where=sa.text("state IN ('offered', 'active')"),
    )


def _quote_ends() -> None:
    op.create_table(
        "quote_ends",
        sa.Column("id", ID, nullable=False),
        sa.Column("practice_id", ID, nullable=False),
        sa.Column("quote_id", ID, nullable=False),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.CheckConstraint("how IN ('agreed', 'declined', 'superseded')", name=op.f("ck_quote_ends_how")),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_quote_ends_practice_id")),
        sa.ForeignKeyConstraint(["quote_id"], ["quotes.id"], name=op.f("fk_quote_ends_quote_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quote_ends")),
        sa.UniqueConstraint("quote_id", name=op.f("uq_quote_ends_quote_id")),
    )


def _links() -> None:
    op.create_table(
        "links",
        sa.Column("id", ID, nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("practice_id", ID, nullable=False),
        sa.Column("patient_id", ID, nullable=True),
        sa.Column("conversation_id", ID, nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("factors", sa.SmallInteger(), nullable=False),
        sa.Column("amount_cents", sa.Integer(), nullable=True),
        sa.Column("quote_id", ID, nullable=True),
        sa.Column("plan_id", ID, nullable=True),
        sa.Column("lang", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("revoked_at", MOMENT, nullable=True),
        sa.CheckConstraint("kind IN ('pay', 'agreement', 'secure_page', 'chat')", name=op.f("ck_links_kind")),
        sa.CheckConstraint("lang IN ('en', 'es')", name=op.f("ck_links_lang")),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], name=op.f("fk_links_conversation_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patients.id"], name=op.f("fk_links_patient_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_links_plan_id")),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_links_practice_id")),
        sa.ForeignKeyConstraint(["quote_id"], ["quotes.id"], name=op.f("fk_links_quote_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_links")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_links_token_hash")),
    )
    op.create_index("ix_links_patient", "links", ["patient_id", "kind"], unique=False)


def _browsers() -> None:
    op.create_table(
        "browsers",
        sa.Column("id", ID, nullable=False),
        sa.Column("practice_id", ID, nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("conversation_id", ID, nullable=True),
        sa.Column("link_id", ID, nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("lang", sa.Text(), nullable=True),
        sa.Column("proved", sa.JSON(), nullable=False),
        sa.Column("as_guarantor", sa.Boolean(), nullable=False),
        sa.Column("proved_at", MOMENT, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.CheckConstraint("kind IN ('chat', 'page')", name=op.f("ck_browsers_kind")),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], name=op.f("fk_browsers_conversation_id")),
        sa.ForeignKeyConstraint(["link_id"], ["links.id"], name=op.f("fk_browsers_link_id")),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_browsers_practice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_browsers")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_browsers_token_hash")),
    )
    op.create_index(op.f("ix_browsers_conversation_id"), "browsers", ["conversation_id"], unique=False)
    op.create_index(op.f("ix_browsers_link_id"), "browsers", ["link_id"], unique=False)


def _payments() -> None:
    op.create_table(
        "payments",
        sa.Column("id", ID, nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("practice_id", ID, nullable=False),
        sa.Column("patient_id", ID, nullable=False),
        sa.Column("conversation_id", ID, nullable=True),
        sa.Column("link_id", ID, nullable=True),
        sa.Column("amount_cents", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("provider_ref", sa.Text(), nullable=True),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("asked_at", MOMENT, nullable=True),
        sa.Column("settled_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "state IN ('created', 'asked', 'unknown', 'declined', 'expired', 'paid')", name=op.f("ck_payments_state")
        ),
        sa.CheckConstraint("amount_cents > 0", name=op.f("ck_payments_amount")),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], name=op.f("fk_payments_conversation_id")),
        sa.ForeignKeyConstraint(["link_id"], ["links.id"], name=op.f("fk_payments_link_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patients.id"], name=op.f("fk_payments_patient_id")),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_payments_practice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payments")),
        sa.UniqueConstraint("ref", name=op.f("uq_payments_ref")),
    )
    op.create_index(op.f("ix_payments_link_id"), "payments", ["link_id"], unique=False)
    op.create_index("ix_payments_patient", "payments", ["patient_id", "id"], unique=False)
    op.create_index(
        "ix_payments_provider",
        "payments",
        ["provider", "provider_ref"],
        unique=True,
        sqlite_where=sa.text("provider_ref IS NOT NULL"),
        postgresql_where=sa.text("provider_ref IS NOT NULL"),
    )
    op.create_index(
        "ix_payments_unsettled",
        "payments",
        ["created_at"],
        unique=False,
        sqlite_where=sa.text("state IN ('created', 'asked', 'unknown')"),
        postgresql_where=sa.text("state IN ('created', 'asked', 'unknown')"),
    )


def _ledger_entries() -> None:
    op.create_table(
        "ledger_entries",
        sa.Column("id", ID, nullable=False),
        sa.Column("practice_id", ID, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("source_kind", sa.Text(), nullable=False),
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("payment_id", ID, nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "kind IN ('charged', 'insurance_paid', 'adjusted', 'you_paid', 'refunded', 'written_off', 'shown')",
            name=op.f("ck_ledger_entries_kind"),
        ),
        sa.ForeignKeyConstraint(["payment_id"], ["payments.id"], name=op.f("fk_ledger_entries_payment_id")),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_ledger_entries_practice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_entries")),
        sa.UniqueConstraint("practice_id", "id", name=op.f("uq_ledger_entries_practice_id_id")),
        sa.UniqueConstraint(
            "source_kind", "source_id", "kind", name=op.f("uq_ledger_entries_source_kind_source_id_kind")
        ),
    )
    op.create_index(op.f("ix_ledger_entries_payment_id"), "ledger_entries", ["payment_id"], unique=False)


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", ID, nullable=False),
        sa.Column("practice_id", ID, nullable=False),
        sa.Column("conversation_id", ID, nullable=False),
        sa.Column("sender_id", ID, nullable=False),
        sa.Column("patient_id", ID, nullable=True),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("number_index", sa.Text(), nullable=True),
        sa.Column("cls", sa.Text(), nullable=False),
        sa.Column("lane", sa.SmallInteger(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("lang", sa.Text(), nullable=False),
        sa.Column("segments", sa.SmallInteger(), nullable=False),
        sa.Column("level", sa.SmallInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("verdict", sa.Text(), nullable=True),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("until", MOMENT, nullable=True),
        sa.Column("claimed_at", MOMENT, nullable=True),
        sa.Column("provider_id", sa.Text(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("answers", ID, nullable=True),
        sa.Column("quote_id", ID, nullable=True),
        sa.Column("touch_id", ID, nullable=True),
        sa.Column("payment_id", ID, nullable=True),
        sa.Column("quoted_cents", sa.Integer(), nullable=True),
        sa.Column("replaces", ID, nullable=True),
        sa.Column("staff_id", ID, nullable=True),
        sa.Column("asked_at", MOMENT, nullable=True),
        sa.Column("asks", sa.Integer(), server_default="0", nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("sent_at", MOMENT, nullable=True),
        sa.Column("settled_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "cls IN ('OPTOUT_CONFIRM', 'SAFETY', 'HELP', 'REPLY', 'OTP', 'RECEIPT', 'SERVICE', 'NUDGE', 'CONSENT_CONFIRM', 'CONSENT_ASK', 'STAFF')",
            name=op.f("ck_outbox_cls"),
        ),
        sa.CheckConstraint("lang IN ('en', 'es')", name=op.f("ck_outbox_lang")),
        sa.CheckConstraint(
            "state <> 'dropped' OR (verdict IS NOT NULL AND verdict = 'drop')", name=op.f("ck_outbox_dropped")
        ),
        sa.CheckConstraint(
            "state IN ('queued', 'held', 'sending', 'unknown', 'sent', 'delivered', 'undelivered', 'failed', 'refused', 'dropped')",
            name=op.f("ck_outbox_state"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('sending', 'sent', 'delivered', 'undelivered', 'unknown', 'failed', 'refused') OR verdict IS NOT NULL",
            name=op.f("ck_outbox_judged"),
        ),
        sa.CheckConstraint("verdict IN ('send', 'hold', 'drop')", name=op.f("ck_outbox_verdict")),
        sa.CheckConstraint("lane BETWEEN 0 AND 4", name=op.f("ck_outbox_lane")),
        sa.CheckConstraint("level BETWEEN 0 AND 2", name=op.f("ck_outbox_level")),
        sa.ForeignKeyConstraint(["answers"], ["messages.id"], name=op.f("fk_outbox_answers")),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], name=op.f("fk_outbox_conversation_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patients.id"], name=op.f("fk_outbox_patient_id")),
        sa.ForeignKeyConstraint(["payment_id"], ["payments.id"], name=op.f("fk_outbox_payment_id")),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_outbox_practice_id")),
        sa.ForeignKeyConstraint(["quote_id"], ["quotes.id"], name=op.f("fk_outbox_quote_id")),
        sa.ForeignKeyConstraint(["replaces"], ["outbox.id"], name=op.f("fk_outbox_replaces")),
        sa.ForeignKeyConstraint(["sender_id"], ["senders.id"], name=op.f("fk_outbox_sender_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_outbox_staff_id")),
        sa.ForeignKeyConstraint(["touch_id"], ["touches.id"], name=op.f("fk_outbox_touch_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
    )
    op.create_index("ix_outbox_conversation", "outbox", ["conversation_id", "id"], unique=False)
    op.create_index(
        "ix_outbox_due",
        "outbox",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text("state IN ('queued', 'held')"),
        postgresql_where=sa.text("state IN ('queued', 'held')"),
    )
    op.create_index("ix_outbox_number", "outbox", ["practice_id", "number_index", "claimed_at"], unique=False)
    op.create_index("ix_outbox_patient", "outbox", ["patient_id", "claimed_at"], unique=False)
    op.create_index(
        "ix_outbox_provider",
        "outbox",
        ["sender_id", "provider_id"],
        unique=True,
        sqlite_where=sa.text("provider_id IS NOT NULL"),
        postgresql_where=sa.text("provider_id IS NOT NULL"),
    )
    op.create_index("ix_outbox_provider_id", "outbox", ["provider_id"], unique=False)
    op.create_index(op.f("ix_outbox_replaces"), "outbox", ["replaces"], unique=False)
    op.create_index(op.f("ix_outbox_touch_id"), "outbox", ["touch_id"], unique=False)
    op.create_index(
        "ix_outbox_unsettled",
        "outbox",
        ["claimed_at"],
        unique=False,
        sqlite_where=sa.text("state IN ('sending', 'unknown')"),
        postgresql_where=sa.text("state IN ('sending', 'unknown')"),
    )
    op.create_index(
        "ix_outbox_waiting",
        "outbox",
        ["sender_id", "lane", "due_at", "id"],
        unique=False,
        sqlite_where=sa.text("state IN ('queued', 'held')"),
        postgresql_where=sa.text("state IN ('queued', 'held')"),
    )


def _ledger_lines() -> None:
    op.create_table(
        "ledger_lines",
        sa.Column("id", ID, nullable=False),
        sa.Column("practice_id", ID, nullable=False),
        sa.Column("entry_id", ID, nullable=False),
        sa.Column("patient_id", ID, nullable=True),
        sa.Column("debit", sa.Text(), nullable=False),
        sa.Column("credit", sa.Text(), nullable=False),
        sa.Column("cents", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "credit IN ('care', 'insurance', 'adjustments', 'write_offs', 'practice', 'refunds') OR credit = 'patient:' || COALESCE(CAST(patient_id AS TEXT), '') OR credit = 'transit:' || COALESCE(CAST(patient_id AS TEXT), '')",
            name=op.f("ck_ledger_lines_credit"),
        ),
        sa.CheckConstraint(
            "debit IN ('care', 'insurance', 'adjustments', 'write_offs', 'practice', 'refunds') OR debit = 'patient:' || COALESCE(CAST(patient_id AS TEXT), '') OR debit = 'transit:' || COALESCE(CAST(patient_id AS TEXT), '')",
            name=op.f("ck_ledger_lines_debit"),
        ),
        sa.CheckConstraint(
            "patient_id IS NULL OR debit LIKE '%:%' OR credit LIKE '%:%'", name=op.f("ck_ledger_lines_whose")
        ),
        sa.CheckConstraint("cents > 0", name=op.f("ck_ledger_lines_cents")),
        sa.CheckConstraint("debit <> credit", name=op.f("ck_ledger_lines_two_accounts")),
        sa.ForeignKeyConstraint(["entry_id"], ["ledger_entries.id"], name=op.f("fk_ledger_lines_entry_id")),
        sa.ForeignKeyConstraint(
            ["practice_id", "entry_id"],
            ["ledger_entries.practice_id", "ledger_entries.id"],
            name=op.f("fk_ledger_lines_practice_id_entry_id"),
        ),
        sa.ForeignKeyConstraint(
            ["practice_id", "patient_id"],
            ["patients.practice_id", "patients.id"],
            name=op.f("fk_ledger_lines_practice_id_patient_id"),
        ),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_ledger_lines_practice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_lines")),
    )
    op.create_index(op.f("ix_ledger_lines_entry_id"), "ledger_lines", ["entry_id"], unique=False)
    op.create_index(op.f("ix_ledger_lines_patient_id_id"), "ledger_lines", ["patient_id", "id"], unique=False)


TABLES = (
    _clock,
    _practices,
    _audit,
    _imports,
    _patients,
    _paused_templates,
    _proof_tries,
    _senders,
    _staff,
    _suppressions,
    _audit_seals,
    _consents,
    _conversations,
    _holds,
    _import_balances,
    _patient_words,
    _phones,
    _promises,
    _touches,
    _messages,
    _notes,
    _quotes,
    _remembered_factors,
    _talk_events,
    _tickets,
    _plans,
    _quote_ends,
    _links,
    _browsers,
    _payments,
    _ledger_entries,
    _outbox,
    _ledger_lines,
)
NAMES = (
    "clock",
    "practices",
    "audit",
    "imports",
    "patients",
    "paused_templates",
    "proof_tries",
    "senders",
    "staff",
    "suppressions",
    "audit_seals",
    "consents",
    "conversations",
    "holds",
    "import_balances",
    "patient_words",
    "phones",
    "promises",
    "touches",
    "messages",
    "notes",
    "quotes",
    "remembered_factors",
    "talk_events",
    "tickets",
    "plans",
    "quote_ends",
    "links",
    "browsers",
    "payments",
    "ledger_entries",
    "outbox",
    "ledger_lines",
)

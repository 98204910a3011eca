"""What patients send from a page, and the claims that an insurance card begins."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
OPEN = sa.text("state IN ('card', 'sent')")


def upgrade() -> None:
    """Adds them."""
    _claims()
    _uploads()


def downgrade() -> None:
    """Takes them away: what patients sent is lost, and who waits for an insurer is known by the hold alone."""
    op.drop_table("uploads")
    op.drop_table("claims")


def _claims() -> None:
    op.create_table(
        "claims",
        sa.Column("id", ID, nullable=False),
        *(sa.Column(name, ID, nullable=False) for name in ("practice_id", "patient_id")),
        sa.Column("conversation_id", ID, nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("came_at", MOMENT, nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.CheckConstraint("state IN ('card', 'sent', 'answered', 'dropped')", name=op.f("ck_claims_state")),
        sa.CheckConstraint("result IN ('full', 'part', 'none')", name=op.f("ck_claims_result")),
        sa.CheckConstraint("state <> 'sent' OR sent_on IS NOT NULL", name=op.f("ck_claims_sent")),
        sa.CheckConstraint("(state = 'answered') = (result IS NOT NULL)", name=op.f("ck_claims_answered")),
        sa.CheckConstraint(
            "(state IN ('answered', 'dropped')) = (ended_at IS NOT NULL)", name=op.f("ck_claims_ended")
        ),
        *(
            sa.ForeignKeyConstraint([f"{name}_id"], [f"{table}.id"], name=op.f(f"fk_claims_{name}_id"))
            for name, table in (("practice", "practices"), ("patient", "patients"), ("conversation", "conversations"))
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claims")),
    )  # fmt: skip
    op.create_index("ix_claims_open", "claims", ["patient_id"], unique=True, sqlite_where=OPEN, postgresql_where=OPEN)
    op.create_index("ix_claims_patient", "claims", ["patient_id", "id"])
    op.create_index("ix_claims_practice", "claims", ["practice_id", "state", "id"])


def _uploads() -> None:
    op.create_table(
        "uploads",
        sa.Column("id", ID, nullable=False),
        *(sa.Column(name, ID, nullable=False) for name in ("practice_id", "patient_id")),
        sa.Column("claim_id", ID, nullable=True),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("what", "media_type")),
        sa.Column("size", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("sha256", "content")),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.CheckConstraint("what IN ('proof', 'front', 'back')", name=op.f("ck_uploads_what")),
        sa.CheckConstraint("media_type IN ('image/jpeg', 'application/pdf')", name=op.f("ck_uploads_media_type")),
        sa.CheckConstraint("size > 0", name=op.f("ck_uploads_size")),
        sa.CheckConstraint("(claim_id IS NULL) = (what = 'proof')", name=op.f("ck_uploads_claim")),
        *(
            sa.ForeignKeyConstraint([f"{name}_id"], [f"{table}.id"], name=op.f(f"fk_uploads_{name}_id"))
            for name, table in (("practice", "practices"), ("patient", "patients"), ("claim", "claims"))
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_uploads")),
    )  # fmt: skip
    op.create_index("ix_uploads_patient", "uploads", ["patient_id", "id"])
    op.create_index("ix_uploads_claim", "uploads", ["claim_id"])

"""A practice's connected account at Stripe, and the account on which a payment was begun."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

COLUMNS = (("practices", "stripe_account"), ("payments", "account"))


def upgrade() -> None:
    """Adds them, empty: the provider's only account."""
    for table, name in COLUMNS:
        op.add_column(table, sa.Column(name, sa.Text(), nullable=False, server_default=sa.text("''")))


def downgrade() -> None:
    """Takes them away."""
    for table, name in COLUMNS:
        op.drop_column(table, name)

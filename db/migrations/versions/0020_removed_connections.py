"""A removed connection is kept, because old campaigns name it"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("connections", sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True))

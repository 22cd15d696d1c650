"""Which blocks of an import's file are already applied"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "contact_imports",
        sa.Column(
            "done_blocks", postgresql.ARRAY(sa.BigInteger()), server_default="{}", nullable=False
        ),
    )
    op.create_index(
        op.f("ix_contact_imports_company_id_created_at"),
        "contact_imports",
        ["company_id", "created_at"],
    )

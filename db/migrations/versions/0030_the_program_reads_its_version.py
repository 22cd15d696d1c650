"""/health/ready compares the tables' version with the program's."""

from alembic import op

from db.rls import SYSTEM_ROLE

revision = "0030"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(f"GRANT SELECT ON alembic_version TO {SYSTEM_ROLE}")

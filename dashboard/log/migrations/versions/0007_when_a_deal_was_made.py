"""when a deal was made, where nothing says when it was accepted; the id of a kept row

Revision: 0007, after 0006.
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("opportunity") as batch_op:
        batch_op.add_column(sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
        batch_op.add_column(
            sa.Column("created_wall_clock", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(sa.Column("created_on", sa.Date(), nullable=True))
    with op.batch_alter_table("rejected_row") as batch_op:
        batch_op.add_column(sa.Column("source_id", sqlmodel.AutoString(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("rejected_row") as batch_op:
        batch_op.drop_column("source_id")
    with op.batch_alter_table("opportunity") as batch_op:
        for name in ("created_on", "created_wall_clock", "created_at"):
            batch_op.drop_column(name)

"""a file is undone: what it replaced comes back

Revision: 0008, after 0007.
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "replaced_row",
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("rep_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sqlmodel.AutoString(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("batch_id", "rep_id", "id"),
    )
    with op.batch_alter_table("import_batch") as batch_op:
        batch_op.add_column(sa.Column("undone_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
        batch_op.add_column(sa.Column("undone_by", sqlmodel.AutoString(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("import_batch") as batch_op:
        batch_op.drop_column("undone_by")
        batch_op.drop_column("undone_at")
    op.drop_table("replaced_row")

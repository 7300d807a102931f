"""who stands behind other systems' ids; what becomes of rows that are not counted; how a file was read

Revision: 0006, after 0005.
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

# Before, all of them waited for a rep, a team ("team:…") or a meeting ("meeting:…").
OF_NOBODY = "waits_for IS NOT NULL AND waits_for NOT LIKE 'team:%' AND waits_for NOT LIKE 'meeting:%'"


def upgrade() -> None:
    op.create_table(
        "identity",
        sa.Column("word", sqlmodel.AutoString(), nullable=False),
        sa.Column("name", sqlmodel.AutoString(), nullable=True),
        sa.Column("email", sqlmodel.AutoString(), nullable=True),
        sa.Column("role", sqlmodel.AutoString(), nullable=True),
        sa.Column("by_hand", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("word"),
    )
    with op.batch_alter_table("rejected_row") as batch_op:
        batch_op.add_column(
            sa.Column("fate", sqlmodel.AutoString(), nullable=False, server_default="rejected")
        )
    op.execute(f"UPDATE rejected_row SET fate = 'unknown person' WHERE {OF_NOBODY}")
    with op.batch_alter_table("import_batch") as batch_op:
        batch_op.add_column(sa.Column("unknown", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("aside", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("way", sa.JSON(), nullable=True))
    waiting = (
        "SELECT count(*) FROM rejected_row r WHERE r.batch_id = import_batch.id AND r.fate = 'unknown person'"
    )
    op.execute(f"UPDATE import_batch SET unknown = ({waiting})")
    op.execute("UPDATE import_batch SET rejected = rejected - unknown")


def downgrade() -> None:
    op.execute("UPDATE import_batch SET rejected = rejected + unknown + aside")
    with op.batch_alter_table("import_batch") as batch_op:
        for name in ("way", "aside", "unknown"):
            batch_op.drop_column(name)
    with op.batch_alter_table("rejected_row") as batch_op:
        batch_op.drop_column("fate")
    op.drop_table("identity")

"""what an SAO took from its meeting, and which meeting was found for it

Revision: 0002, after 0001.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("meeting_inferred", "rep_inherited"):
        op.add_column("opportunity", sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    with op.batch_alter_table("opportunity") as batch_op:
        batch_op.drop_column("rep_inherited")
        batch_op.drop_column("meeting_inferred")

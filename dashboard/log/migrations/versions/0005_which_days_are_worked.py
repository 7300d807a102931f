"""which days are worked, when the fiscal year ends, and targets entered by hand

Revision: 0005, after 0004.
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("team", sa.Column("country", sqlmodel.AutoString(), nullable=True))
    op.create_table(
        "calendar_day",
        sa.Column("team_id", sa.Integer(), sa.ForeignKey("team.id"), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("works", sa.Boolean(), nullable=False),
        sa.Column("name", sqlmodel.AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "day"),
    )
    op.create_table(
        "day_off",
        sa.Column("rep_id", sa.Integer(), sa.ForeignKey("rep.id"), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("rep_id", "day"),
    )
    op.create_table(
        "setting",
        sa.Column("name", sqlmodel.AutoString(), nullable=False),
        sa.Column("value", sqlmodel.AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.add_column("quota", sa.Column("said", sa.Float(), nullable=True))
    # All targets so far came from files.
    op.execute("UPDATE quota SET said = target")
    with op.batch_alter_table("quota") as batch_op:
        batch_op.alter_column("target", existing_type=sa.Float(), nullable=True)


def downgrade() -> None:
    op.execute("DELETE FROM quota WHERE target IS NULL")
    with op.batch_alter_table("quota") as batch_op:
        batch_op.alter_column("target", existing_type=sa.Float(), nullable=False)
        batch_op.drop_column("said")
    for name in ("setting", "day_off", "calendar_day"):
        op.drop_table(name)
    with op.batch_alter_table("team") as batch_op:
        batch_op.drop_column("country")

"""any file is undone: rows that it let in wait again

Revision: 0011, after 0010.
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

PLANS = ("reps", "people", "expectations", "quotas", "holidays", "days_off", "outcomes")


def upgrade() -> None:
    op.create_table(
        "went_in_row",
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("column", sqlmodel.AutoString(), nullable=True),
        sa.Column("value", sqlmodel.AutoString(), nullable=True),
        sa.Column("reason", sqlmodel.AutoString(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=True),
        sa.Column("waits_for", sqlmodel.AutoString(), nullable=False),
        sa.Column("fate", sqlmodel.AutoString(), nullable=False),
        sa.Column("source_id", sqlmodel.AutoString(), nullable=True),
        sa.Column("let_in_by", sa.Integer(), nullable=True),
        sa.Column("became", sqlmodel.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"]),
        sa.PrimaryKeyConstraint("batch_id", "row"),
    )
    op.create_index("ix_went_in_row_waits_for", "went_in_row", ["waits_for"])
    # In place: a table that other rows refer to cannot be made anew while they are there.
    op.add_column(
        "import_batch", sa.Column("undoable", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    _say_which_can_be_undone()


def _say_which_can_be_undone() -> None:
    """Files of before: those of rows that replaced nothing, as far as can be told, or kept what they did."""
    names = ("id", "kind", "changed", "unknown", "aside", "undoable")
    batch = sa.table("import_batch", *map(sa.column, names))
    kept = sa.select(sa.table("replaced_row", sa.column("batch_id")).c.batch_id)
    nothing = sa.and_(*(batch.c[name] == 0 for name in ("changed", "unknown", "aside")))
    whole = batch.c.kind.not_in(PLANS) & (nothing | batch.c.id.in_(kept))
    op.execute(sa.update(batch).where(whole).values(undoable=sa.true()))


def downgrade() -> None:
    with op.batch_alter_table("import_batch") as batch_op:
        batch_op.drop_column("undoable")
    op.drop_table("went_in_row")

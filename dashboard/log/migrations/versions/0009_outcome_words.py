"""what the words of exports mean to the organisation, how often they occur, and outcomes entered by hand

Revision: 0009, after 0008.
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from dashboard.log.vocabulary import UNKNOWN, outcome_of

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "outcome_word",
        sa.Column("kind", sqlmodel.AutoString(), nullable=False),
        sa.Column("word", sqlmodel.AutoString(), nullable=False),
        sa.Column("outcome", sqlmodel.AutoString(), nullable=False),
        sa.Column("said_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("by_hand", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "word"),
    )
    # Filled with all else that is derived, after the migrations.
    op.create_table(
        "outcome_word_count",
        sa.Column("rep_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("kind", sqlmodel.AutoString(), nullable=False),
        sa.Column("word", sqlmodel.AutoString(), nullable=False),
        sa.Column("own_word", sqlmodel.AutoString(), nullable=False),
        sa.Column("touches", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("rep_id", "team_id", "kind", "word", "own_word"),
    )
    for table in ("call", "email", "meeting"):
        op.add_column(table, sa.Column("own_word", sqlmodel.AutoString(), nullable=True))
    op.add_column("meeting", sa.Column("entered", sa.Boolean(), nullable=False, server_default=sa.false()))
    _mark_what_was_entered()


def _mark_what_was_entered() -> None:
    """So far a meeting had the outcome of its word, or one that somebody has entered."""
    meeting = sa.table("meeting", sa.column("outcome"), sa.column("outcome_word"), sa.column("entered"))
    may_be = meeting.c.outcome.in_(("held", "no-show", "cancelled"))
    pairs = sa.select(meeting.c.outcome, meeting.c.outcome_word).where(may_be).distinct()
    for outcome, word in op.get_bind().execute(pairs).all():
        if (outcome_of("meetings", word or "") or UNKNOWN) == outcome:
            continue
        same = (meeting.c.outcome == outcome) & meeting.c.outcome_word.is_not_distinct_from(word)
        op.execute(sa.update(meeting).where(same).values(entered=sa.true()))


def downgrade() -> None:
    with op.batch_alter_table("meeting") as batch_op:
        batch_op.drop_column("entered")
    for table in ("meeting", "email", "call"):
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_column("own_word")
    op.drop_table("outcome_word_count")
    op.drop_table("outcome_word")

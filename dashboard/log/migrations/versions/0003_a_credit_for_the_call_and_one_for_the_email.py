"""a meeting's call and its email are credited each by its own rule

Revision: 0003, after 0002. What the new columns hold is found again when the migration is done.
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

PARTS = {"id": sa.BigInteger, "day": sa.Date, "team_id": sa.Integer, "list": sqlmodel.AutoString}
OLD = {"touch_kind": sqlmodel.AutoString} | {f"touch_{part}": kind for part, kind in PARTS.items()}
NEW = {f"{touch}_{part}": kind for touch in ("call", "email") for part, kind in PARTS.items()}


def upgrade() -> None:
    op.drop_index("ix_meeting_rep_touch", "meeting")
    _replace(OLD, NEW)
    for touch in ("call", "email"):
        op.create_index(f"ix_meeting_rep_{touch}", "meeting", ["rep_id", f"{touch}_day"])


def downgrade() -> None:
    for touch in ("call", "email"):
        op.drop_index(f"ix_meeting_rep_{touch}", "meeting")
    _replace(NEW, OLD)
    op.create_index("ix_meeting_rep_touch", "meeting", ["rep_id", "touch_day"])


def _replace(old: dict, new: dict) -> None:
    for name in old:
        op.execute(f"ALTER TABLE meeting DROP COLUMN {name}")
    for name, kind in new.items():
        op.add_column("meeting", sa.Column(name, kind(), nullable=True))

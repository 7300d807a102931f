"""Alembic's entry: the connection comes from `engine.migrate`, or from the configured database."""

from alembic import context
from sqlmodel import SQLModel

from dashboard.log import tables  # noqa: F401 - registers the tables
from dashboard.log.engine import engine


def run(connection) -> None:
    """Runs the wanted migrations on an open connection."""
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        render_as_batch=True,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    with engine().begin() as opened:
        run(opened)

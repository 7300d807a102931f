"""A number that every change of the log counts up: pages cache what they read by it."""

from sqlalchemy import Connection, insert, select, update

from dashboard.log.tables import Version


def current(connection: Connection) -> int:
    """The log's present version; 0 before anything was loaded."""
    return connection.execute(select(Version.number)).scalar_one_or_none() or 0


def advance(connection: Connection) -> None:
    """Counts the version up by one."""
    if not connection.execute(update(Version).values(number=Version.number + 1)).rowcount:
        connection.execute(insert(Version).values(id=1, number=1))

"""The command line: `python -m dashboard COMMAND`; without a command it runs the app."""

from __future__ import annotations

import argparse
import json
import logging
import os
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from operator import itemgetter
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy.exc import DBAPIError

from dashboard.calendars import read_year_ends
from dashboard.coached import coached, lists_in
from dashboard.figures import coaching
from dashboard.figures.forecast import METRICS
from dashboard.figures.periods import Period, of_quota
from dashboard.imports.parsing import period as quota_period
from dashboard.log.engine import DatabaseProblem, engine, migrate, reason, writing
from dashboard.log.people import name_key
from dashboard.log.scope import Scope
from dashboard.reading import Reading, read, read_seats, usual_zone

KINDS = (
    "calls", "emails", "meetings", "opportunities", "reps", "people", "quotas", "expectations", "holidays",
    "days_off",
)  # fmt: skip

Day = TypeVar("Day", date, datetime)
LOAD_FILES = "load your files with “python -m dashboard import reps.csv calls.csv …”"


class Refused(Exception):
    """The arguments are of no use here; the message is one sentence for people."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command; returns 0 when it did what was asked, 2 on unusable arguments, else 1."""
    parser = build_parser()
    given = parser.parse_args(arguments)
    level = logging.getLevelNamesMapping().get(os.environ.get("LOG_LEVEL", "").upper(), logging.INFO)
    logging.basicConfig(level=level, format="%(message)s")
    logging.getLogger("alembic").setLevel(logging.WARNING)
    command: Callable[[argparse.Namespace], int] = given.command
    try:
        return command(given)
    except Refused as problem:
        print(problem, file=sys.stderr)
        return 2
    except DatabaseProblem as problem:
        print(problem, file=sys.stderr)
    except DBAPIError as problem:
        print(f"That did not work, and nothing was changed: {reason(problem)}.", file=sys.stderr)
    except BrokenPipeError:
        sys.stderr.close()
    except KeyboardInterrupt:
        print("Stopped; nothing half done was kept.", file=sys.stderr)
    except Exception as problem:
        logging.getLogger(__name__).debug("the command failed", exc_info=True)
        why = (str(problem).splitlines() or [""])[0]
        print(
            f"That did not work: {type(problem).__name__}: {why} (LOG_LEVEL=DEBUG shows where)",
            file=sys.stderr,
        )
    return 1


def build_parser() -> argparse.ArgumentParser:
    """The parser of all commands, each with its `--help`."""
    parser = argparse.ArgumentParser(
        prog="python -m dashboard",
        description="The SDR performance dashboard. The database is DATABASE_URL (default: SQLite in data/).",
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    _add_run(commands, parser)
    _add_import(commands)
    _add_metrics(commands)
    _add_coaching(commands)
    _add_forecast(commands)
    sample = commands.add_parser("sample", help="load the sample team", description="Loads the sample team.")
    sample.set_defaults(command=sample_command)
    undo = commands.add_parser(
        "undo",
        help="take a file back whole",
        description="Takes a file back whole: what it brought leaves the log, what it replaced comes back. "
        "The Data page lists the imports with their numbers.",
    )
    undo.add_argument("batch", type=int, metavar="IMPORT", help="the import's number")
    undo.set_defaults(command=undo_command)
    rebuild = commands.add_parser(
        "rebuild",
        help="count again from the raw rows",
        description="Makes all that is derived again from the raw rows: what meetings are credited to, "
        "which SAOs they started, the daily counts.",
    )
    rebuild.set_defaults(command=rebuild_command)
    return parser


def _add_run(commands: argparse._SubParsersAction, parser: argparse.ArgumentParser) -> None:
    run = commands.add_parser(
        "run",
        help="serve the app",
        description="Brings the database up to date, loads the sample team into an "
        "empty one, and serves the app on 127.0.0.1.",
    )
    run.add_argument("--port", type=int, default=8501, help="the port (default 8501)")
    run.add_argument("--empty", action="store_true", help="leave an empty database empty")
    run.set_defaults(command=run_command)
    parser.set_defaults(command=run_command, port=8501, empty=False)


def _add_import(commands: argparse._SubParsersAction) -> None:
    load = commands.add_parser(
        "import",
        help="read exports into the log",
        description="Reads exports. Each file goes in whole or not at all; rows that "
        "cannot be read are kept aside with the reason.",
    )
    load.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a CSV file, plain or .gz")
    load.add_argument("--kind", choices=KINDS, help="what the rows are (default: by the header)")
    load.add_argument(
        "--time-zone",
        metavar="Z",
        type=_zone,
        help="of teams without one in reps.csv, such as Europe/Berlin (default UTC)",
    )
    order = load.add_mutually_exclusive_group()
    order.add_argument(
        "--day-first",
        action="store_const",
        const=True,
        help="read 03/11/2026 as 3 November, in files whose dates do not tell",
    )
    order.add_argument(
        "--month-first", action="store_const", const=False, dest="day_first", help="read it as 11 March"
    )
    load.add_argument(
        "--mapping", type=Path, metavar="FILE", help="how a file of another shape is read (TOML or JSON)"
    )
    load.add_argument(
        "--save-mapping", type=Path, metavar="FILE",
        help="load nothing: write down what the columns of a file seem to be, to be corrected and given "
        "with --mapping",
    )  # fmt: skip
    load.add_argument("--dry-run", action="store_true", help="say what would happen, change nothing")
    load.add_argument("--json", action="store_true", help="print JSON and nothing else")
    load.set_defaults(command=import_command)


def _add_metrics(commands: argparse._SubParsersAction) -> None:
    metrics = commands.add_parser(
        "metrics",
        help="every metric per rep and team",
        description="Every metric per rep, and the team's average.",
    )
    _add_days(metrics)
    how = metrics.add_mutually_exclusive_group()
    how.add_argument("--json", action="store_true", help="print JSON and nothing else")
    how.add_argument("--csv", action="store_true", help="print CSV")
    metrics.set_defaults(command=metrics_command)


def _add_coaching(commands: argparse._SubParsersAction) -> None:
    coaching = commands.add_parser(
        "coaching",
        help="who needs coaching on what, and who is left alone",
        description="The flags and the efficiency guard of these days, team by team: who does worse than "
        "luck explains, and whose low activity is not to be pushed.",
    )
    _add_days(coaching)
    coaching.add_argument("--json", action="store_true", help="print JSON and nothing else")
    coaching.set_defaults(command=coaching_command)


def _add_forecast(commands: argparse._SubParsersAction) -> None:
    forecast = commands.add_parser(
        "forecast",
        help="where the teams will land against quota",
        description="Where reps, teams and all of them will land in a month or quarter: achieved, decision "
        "pending, on the calendar, not booked yet, as a range, and the chance of the quota.",
    )
    forecast.add_argument("--period", required=True, metavar="P", help="2026-11 or 2026-Q4")
    forecast.add_argument("--metric", choices=METRICS, default=METRICS[0], help="default: %(default)s")
    _add_whose(forecast)
    forecast.add_argument("--json", action="store_true", help="print JSON and nothing else")
    forecast.set_defaults(command=forecast_command)


def _add_days(command: argparse.ArgumentParser) -> None:
    """What a command over some days of the log takes."""
    command.add_argument("--from", dest="first", required=True, type=_day, metavar="D", help="2026-11-01")
    command.add_argument("--to", dest="last", required=True, type=_day, metavar="D", help="2026-11-30")
    _add_whose(command)


def _add_whose(command: argparse.ArgumentParser) -> None:
    """What a command about a moment and a team takes."""
    command.add_argument(
        "--as-of",
        type=_moment,
        metavar="T",
        help="now, for what is past and what is to come: a day (its end) or a moment; "
        "without an offset, in the zone most reps of the organisation are in (default: this moment)",
    )
    command.add_argument("--team", metavar="NAME", help="one team only")


def run_command(given: argparse.Namespace) -> int:
    """Serves the app."""
    from dashboard.server import serve

    return serve(given.port, empty=given.empty)


def sample_command(_given: argparse.Namespace) -> int:
    """Loads the sample team, ending today."""
    from dashboard.server import load_sample

    migrate(engine())
    load_sample(engine(), say=print)
    return 0


def rebuild_command(_given: argparse.Namespace) -> int:
    """Counts everything again."""
    from dashboard.log import rederive

    migrate(engine())
    with writing(engine()) as connection:
        print(f"{rederive.everything(connection):,} rep-days counted from the raw rows.")
    return 0


def undo_command(given: argparse.Namespace) -> int:
    """Takes a file back."""
    from dashboard.imports.problem import ImportProblem
    from dashboard.imports.undoing import undo

    migrate(engine())
    try:
        with writing(engine()) as connection:
            print(undo(connection, given.batch, "command line").sentence())
    except ImportProblem as problem:
        raise Refused(str(problem)) from problem
    return 0


def import_command(given: argparse.Namespace) -> int:
    """Reads the files; says per file what became of its rows."""
    from dashboard.imports.terminal import import_files
    from dashboard.imports.terminal_mapping import save_mapping

    migrate(engine())
    if given.save_mapping is not None:
        if len(given.files) > 1:
            raise Refused("--save-mapping takes one file: a mapping file is of files with the same columns.")
        return save_mapping(engine(), given.files[0], given.save_mapping, given.kind)
    return import_files(
        engine(),
        given.files,
        kind=given.kind,
        day_first=given.day_first,
        mapping=given.mapping,
        time_zone=given.time_zone,
        dry_run=given.dry_run,
        as_json=given.json,
    )


def metrics_command(given: argparse.Namespace) -> int:
    """Prints the metrics of a period."""
    from dashboard import exports

    period, _, log = _read(given)
    if given.json:
        print(json.dumps(exports.metrics_json(log, period), ensure_ascii=False, indent=2))
    elif given.csv:
        print(exports.csv(exports.metrics_table(log, period)), end="")
    elif log.is_empty:
        print(_how_to_begin(anybody=len(log.seats) > 0))
    else:
        print(exports.as_text(log, period))
    return 0


def coaching_command(given: argparse.Namespace) -> int:
    """Prints the flags and the guard of a period, read over exactly its days."""
    from dashboard import coaching_exports as exports

    period, scope, log = _read(given, lead=timedelta(days=coaching.LONG))
    # What is logged of later days had not happened by then.
    begun = period.until(log.today)
    if begun is None:
        raise Refused(f"Nothing has happened yet of {period.first} to {period.last}: it is {log.today}.")
    period = begun
    teams = sorted(
        log.seats.drop_duplicates("team_id").set_index("team_id")["team"].items(), key=itemgetter(1)
    )
    pages = [
        coached(log, team_id, period, lists_in(scope, engine(), log), exactly=True) for team_id, _ in teams
    ]
    if given.json:
        print(json.dumps(exports.coaching_json(log, period, pages), ensure_ascii=False, indent=2))
    elif log.is_empty:
        print(_how_to_begin(anybody=len(log.seats) > 0))
    else:
        print("\n\n".join(exports.coaching_text(log, page) for page in pages))
    return 0


def forecast_command(given: argparse.Namespace) -> int:
    """Prints where a month or quarter will end."""
    from dashboard import forecast_exports as exports
    from dashboard.forecasting import read_forecasts

    migrate(engine())
    name = _quota_period(given.period)
    period = of_quota(name, read_year_ends(engine()))
    scope, as_of, _ = _whose(given)
    # What is learnt of rates and delays is learnt of all teams, whichever is asked for.
    found = read_forecasts(Scope.all(), engine(), period.last, as_of, period.first)
    if given.json:
        made = exports.forecast_json(found, name, given.metric, scope.only_team)
        print(json.dumps(made, ensure_ascii=False, indent=2))
    elif found.seats.empty:
        print(_how_to_begin(anybody=False))
    else:
        print(exports.forecast_text(found, name, given.metric, scope.only_team))
    return 0


def _quota_period(text: str) -> str:
    try:
        return quota_period(text)
    except ValueError as problem:
        raise Refused(f"{text} is no month or quarter; write 2026-11 or 2026-Q4.") from problem


def _read(given: argparse.Namespace, lead: timedelta = timedelta()) -> tuple[Period, Scope, Reading]:
    """The days that are asked for, whose they are, and the log of them and of the `lead` before."""
    migrate(engine())
    period = _period(given.first, given.last)
    scope, as_of, zone = _whose(given)
    return period, scope, read(scope, engine(), period.first - lead, period.last, as_of, zone)


def _whose(given: argparse.Namespace) -> tuple[Scope, datetime, str]:
    """Whose log is asked for, as of when, and in whose zone days are."""
    seats, _ = read_seats(Scope.all(), engine())
    scope = Scope.all().narrowed(team=_team(seats, given.team))
    # The organisation's, so that a rep's numbers are the same with and without --team.
    zone = usual_zone(seats)
    return scope, _as_of(given.as_of, zone), zone


def _how_to_begin(anybody: bool) -> str:
    """What to do where nothing is logged, whether or not there are reps."""
    if anybody:
        return f"Nothing is logged of these reps yet: {LOAD_FILES}."
    return f"Nothing is logged yet: {LOAD_FILES}, or a sample team with “python -m dashboard sample”."


def _period(first: date, last: date) -> Period:
    try:
        return Period(first, last)
    except ValueError as problem:
        raise Refused(str(problem)) from problem


def _team(seats, name: str | None) -> int | None:
    if name is None:
        return None
    found = seats.loc[seats["team"].map(name_key) == name_key(name), "team_id"]
    if found.empty:
        known = ", ".join(sorted(set(seats["team"]))) or "none yet"
        raise Refused(f"There is no team called {name}; the teams are: {known}.")
    return int(found.iloc[0])


def _as_of(given: datetime | date | None, zone: str) -> datetime:
    """The moment that counts as now, aware; without an offset it is given in that zone."""
    if given is None:
        return datetime.now(UTC)
    if not isinstance(given, datetime):
        given = datetime.combine(given, time.max)
    if given.tzinfo is not None:
        return given.astimezone(UTC)
    return given.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def _day(text: str) -> date:
    try:
        return _within_reach(date.fromisoformat(text))
    except ValueError as problem:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day; write it as 2026-11-30") from problem


def _within_reach(day: Day) -> Day:
    """The same, where there are days to be counted before and after it."""
    if not 1970 <= day.year <= 2200:
        raise ValueError("a year that no log is of")
    return day


def _moment(text: str) -> datetime | date:
    try:
        return _within_reach(date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text))
    except ValueError as problem:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not a moment; write it as 2026-11-30 or 2026-11-30T18:00:00+01:00"
        ) from problem


def _zone(text: str) -> str:
    try:
        return ZoneInfo(text).key
    except (ValueError, OSError, KeyError) as problem:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not a time zone; write Europe/Berlin, say"
        ) from problem


if __name__ == "__main__":
    sys.exit(main())

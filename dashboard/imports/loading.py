"""Files into the log: each whole, in one transaction, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from dashboard.imports import batches, parsing
from dashboard.imports.apart import is_worth_it, read_apart
from dashboard.imports.found import Asked, Found, find_tables
from dashboard.imports.mapping import Mapping
from dashboard.imports.matching import Known
from dashboard.imports.named import name_anew
from dashboard.imports.notes import Notes, unused_columns
from dashboard.imports.pieces import Piece, Reader
from dashboard.imports.problem import ImportProblem, counted, shortened
from dashboard.imports.reading import Source
from dashboard.imports.remembered import Remembered
from dashboard.imports.report import Report
from dashboard.imports.shapes import ORDER
from dashboard.imports.sinks import Sink, finish, sink_for
from dashboard.imports.table import Table
from dashboard.imports.waiting import read_waiting
from dashboard.imports.ways import Unlike
from dashboard.log.engine import DatabaseProblem, reason, writing
from dashboard.log.store import Writer

Progress = Callable[[int, int], None]
# After these, rows that waited may be readable.
AWAITED_KINDS = ("reps", "people", "meetings", "outcomes")


@dataclass(frozen=True)
class Options:
    """How files are loaded: what is said of them, the time zone of teams without one, and who loads."""

    asked: Asked
    time_zone: str | None = None
    loaded_by: str = "command line"
    progress: Progress | None = None
    dry_run: bool = False


class _Undo(Exception):
    """Leaves a transaction so that it is rolled back."""


def load_file(
    engine: Engine,
    source: Source,
    *,
    name: str | None = None,
    kind: str | None = None,
    day_first: bool | None = None,
    mapping: Mapping | None = None,
    time_zone: str | None = None,
    dry_run: bool = False,
    loaded_by: str = "command line",
    progress: Progress | None = None,
) -> Report:
    """Loads a file with one table (path, or binary file that can seek) and reports on it; see `load_files`.

    `kind` says what the header leaves open, `day_first` what the dates do, `mapping` how a file of a shape of
    one's own is read; `time_zone` (default UTC) is for new teams without one;
    `progress(bytes_read, bytes_total)` is called as it goes. A dry run does everything and undoes it.
    Raises `ImportProblem` when the file cannot be loaded; nothing of it is in the log then.
    """
    reports = load_files(
        engine, [source], names=[name], kind=kind, day_first=day_first, mapping=mapping, time_zone=time_zone,
        dry_run=dry_run, loaded_by=loaded_by, progress=progress,
    )  # fmt: skip
    return reports[0]


def load_files(
    engine: Engine,
    sources: Sequence[Source],
    *,
    names: Sequence[str | None] | None = None,
    kind: str | None = None,
    day_first: bool | None = None,
    mapping: Mapping | None = None,
    time_zone: str | None = None,
    dry_run: bool = False,
    loaded_by: str = "command line",
    progress: Progress | None = None,
    on_report: Callable[[Report], None] | None = None,
) -> list[Report]:
    """Loads several files (`names`: what to call them) with all their tables, what others refer to first,
    each table in a transaction of its own.

    All are recognised before the first is loaded, by what was said of their header before, if anything was.
    Otherwise as `load_file`; `on_report` gets each report
    as soon as it is there, and an `ImportProblem` has the reports of the files that went in before.
    A dry run takes all files together, so that calls find the reps of the same run.
    """
    with engine.connect() as connection:
        # What a dry run does is done once.
        asked = Asked(kind, day_first, mapping, Remembered.load(connection), assume=not dry_run)
    options = Options(asked, _zone(time_zone), loaded_by, progress, dry_run)
    ordered = _in_order(sources, names or [None] * len(sources), options.asked)
    reports: list[Report] = []
    try:
        for report in (_tried if dry_run else _each)(engine, ordered, options):
            reports.append(report)
            if on_report:
                on_report(report)
    except ImportProblem as problem:
        problem.loaded = [] if dry_run else reports
        raise
    return reports


def _each(engine: Engine, tables: list[Found], options: Options) -> Iterator[Report]:
    """Loads tables, each in a transaction that is over before its report is given."""
    for found in tables:
        try:
            yield _loaded(engine, found, options)
        except Unlike:
            yield _loaded(engine, found.looked_through(options.asked), options)


def _loaded(engine: Engine, found: Found, options: Options) -> Report:
    with found.opened() as table, _transaction(engine, table.name) as connection:
        return _load(connection, table, found, options)


def _tried(engine: Engine, tables: list[Found], options: Options) -> Iterator[Report]:
    """Loads tables in one transaction, and undoes it."""
    with _transaction(engine, "The dry run", undo=True) as connection:
        for found in tables:
            with found.opened() as table:
                yield _load(connection, table, found, options)


def _in_order(sources: Sequence[Source], names: Sequence[str | None], asked: Asked) -> list[Found]:
    tables = [
        one for source, name in zip(sources, names, strict=True) for one in find_tables(source, name, asked)
    ]
    return sorted(tables, key=lambda found: ORDER.index(found.way.kinds[0]))


def _zone(name: str | None) -> str | None:
    try:
        return parsing.zone(name) if name else None
    except ValueError as problem:
        raise ImportProblem(f"“{shortened(name or '')}” cannot be used: {problem}") from problem


@contextmanager
def _transaction(engine: Engine, name: str, undo: bool = False) -> Iterator[Connection]:
    """One transaction; what the database refuses becomes a sentence."""
    try:
        with writing(engine) as connection:
            yield connection
            if undo:
                raise _Undo
    except _Undo:
        return
    except DatabaseProblem as problem:
        raise ImportProblem(f"{name} was not loaded, nothing was changed. {problem}") from problem
    except DBAPIError as problem:
        why = shortened(reason(problem), 120)
        raise ImportProblem(f"{name} was not loaded, nothing was changed: {why}.") from problem


def _load(connection: Connection, file: Table, found: Found, options: Options) -> Report:
    """The table's rows into the log, in the transaction of `connection`."""
    way = found.way
    report = Report(file=file.name, kind=way.kind, shape=way.name, dry_run=options.dry_run)
    notes = Notes()
    for remark in (*file.remarks, *found.remarks, *way.remarks):
        notes.say(remark)
    if unused := unused_columns(file.header, file.names, way.used):
        notes.say(unused)
    batch_id = batches.open_batch(connection, report, way, file.header, options.loaded_by)
    _load_rows(connection, file, found, options, report, notes, batch_id)
    if "people" in way.kinds:
        name_anew(connection)
    if set(way.kinds).intersection(AWAITED_KINDS):
        for kind, rows in read_waiting(connection, batch_id).items():
            notes.say(f"{counted(rows, 'row')} of {kind} that had waited for this went in.")
    batches.close_batch(connection, batch_id, report, notes)
    report.batch_id = None if options.dry_run else batch_id
    return report


def _load_rows(
    connection: Connection,
    file: Table,
    found: Found,
    options: Options,
    report: Report,
    notes: Notes,
    batch_id: int,
) -> None:
    way = found.way
    known = Known.load(connection, way.source)
    sinks = {kind: sink_for(connection, kind, way.source, batch_id) for kind in way.kinds}
    with closing(_pieces(file, found, known, notes, options, sinks)) as read:
        for piece in read:
            for part in piece.parts:
                report.add_saved(sinks[part.kind].save(part.rows))
                sinks[part.kind].remove(part.leaving)
            report.add_kept(piece.kept)
            report.read += piece.read
            batches.keep(connection, batch_id, piece.kept)
            if options.progress:
                options.progress(piece.position, piece.total)
    _refuse_unreadable(report)
    finish(sinks.values())


def _pieces(
    file: Table, found: Found, known: Known, notes: Notes, options: Options, sinks: dict[str, Sink]
) -> Iterator[Piece]:
    """The rows of a table, read here or, where that is quicker, apart."""
    if not is_worth_it(found, file.total):
        return Reader(found.way, known, options.time_zone, sinks).pieces(file, notes)
    apart = {kind: sink.apart() for kind, sink in sinks.items() if isinstance(sink, Writer)}
    return read_apart(file, Reader(found.way, known.apart(), options.time_zone, apart), notes)


def _refuse_unreadable(report: Report) -> None:
    """Raises when no row of the whole file can be read; rows that wait for their rep can be."""
    if report.read and report.rejected - report.waiting == report.read:
        first = report.rejected_rows[0].sentence()
        raise ImportProblem(
            f"{report.file} was not loaded: no row can be read as {report.kind} "
            f"({counted(report.read, 'row')} tried); {first}"
        )

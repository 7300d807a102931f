"""Files into the log: each whole, in one transaction, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from dashboard.imports import batches, parsing
from dashboard.imports.kinds import read_chunk
from dashboard.imports.mapping import Mapping
from dashboard.imports.matching import Known
from dashboard.imports.notes import Notes, unused_columns
from dashboard.imports.problem import ImportProblem, counted, shortened
from dashboard.imports.reading import CsvFile, open_csv
from dashboard.imports.report import Report
from dashboard.imports.shapes import ORDER
from dashboard.imports.sinks import sink_for
from dashboard.imports.waiting import read_waiting
from dashboard.imports.ways import Way, way_of
from dashboard.log.engine import DatabaseProblem, reason, writing

Source = Path | str | BinaryIO
Progress = Callable[[int, int], None]
# After these, rows that waited may be readable.
AWAITED_KINDS = ("reps", "people", "meetings")


@dataclass(frozen=True)
class Options:
    """How files are loaded: what their rows are, where the header is not to say it; whether dates have the day
    first; how a file of one's own is read; the time zone of teams without one; and who loads."""

    kind: str | None = None
    day_first: bool | None = None
    mapping: Mapping | None = None
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
    """Loads one CSV file (path, or binary file that can seek; gzip too) and reports on it.

    `kind` says what the header leaves open, `day_first` what the dates do, `mapping` how a file of a shape of
    one's own is read; `time_zone` (default UTC) is for new teams without one;
    `progress(bytes_read, bytes_total)` is called as it goes. A dry run does everything and undoes it.
    Raises `ImportProblem` when the file cannot be loaded; nothing of it is in the log then.
    """
    options = Options(kind, day_first, mapping, _zone(time_zone), loaded_by, progress, dry_run)
    with open_csv(source, name) as file:
        way = _recognised(file, options)
    with open_csv(source, name) as file, _transaction(engine, file.name, undo=dry_run) as connection:
        report = _load(connection, file, way, options)
    return report


def load_files(
    engine: Engine,
    sources: Sequence[Source],
    *,
    kind: str | None = None,
    day_first: bool | None = None,
    mapping: Mapping | None = None,
    time_zone: str | None = None,
    dry_run: bool = False,
    loaded_by: str = "command line",
    progress: Progress | None = None,
    on_report: Callable[[Report], None] | None = None,
) -> list[Report]:
    """Loads several files, what others refer to first, each in a transaction of its own.

    All are recognised before the first is loaded. Otherwise as `load_file`; `on_report` gets each report
    as soon as it is there, and an `ImportProblem` has the reports of the files that went in before.
    A dry run takes all files together, so that calls find the reps of the same run.
    """
    options = Options(kind, day_first, mapping, _zone(time_zone), loaded_by, progress, dry_run)
    ordered = _in_order(sources, options)
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


def _each(engine: Engine, files: list[tuple[Source, Way]], options: Options) -> Iterator[Report]:
    """Loads files, each in a transaction that is over before its report is given."""
    for source, way in files:
        with open_csv(source) as file:
            with _transaction(engine, file.name) as connection:
                report = _load(connection, file, way, options)
            yield report


def _tried(engine: Engine, files: list[tuple[Source, Way]], options: Options) -> Iterator[Report]:
    """Loads files in one transaction, and undoes it."""
    with _transaction(engine, "The dry run", undo=True) as connection:
        for source, way in files:
            with open_csv(source) as file:
                yield _load(connection, file, way, options)


def _in_order(sources: Sequence[Source], options: Options) -> list[tuple[Source, Way]]:
    recognised = []
    for source in sources:
        with open_csv(source) as file:
            recognised.append((source, _recognised(file, options)))
    return sorted(recognised, key=lambda pair: ORDER.index(pair[1].kinds[0]))


def _recognised(file: CsvFile, options: Options) -> Way:
    empty = file.has_no_rows
    way = way_of(file, options.kind, options.day_first, options.mapping)
    if empty:
        raise ImportProblem(f"{file.name} has a header row and no rows under it: there is nothing to load.")
    return way


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


def _load(connection: Connection, file: CsvFile, way: Way, options: Options) -> Report:
    """The file's rows into the log, in the transaction of `connection`."""
    report = Report(file=file.name, kind=way.kind, shape=way.name, dry_run=options.dry_run)
    notes = Notes()
    if unused := unused_columns(file.header, file.names, way.used):
        notes.say(unused)
    batch_id = batches.open_batch(connection, report, way, file.header, options.loaded_by)
    _load_rows(connection, file, way, options, report, notes, batch_id)
    if set(way.kinds).intersection(AWAITED_KINDS):
        for kind, rows in read_waiting(connection).items():
            notes.say(f"{counted(rows, 'row')} of {kind} that had waited for this went in.")
    batches.close_batch(connection, batch_id, report, notes)
    report.batch_id = None if options.dry_run else batch_id
    return report


def _load_rows(
    connection: Connection,
    file: CsvFile,
    way: Way,
    options: Options,
    report: Report,
    notes: Notes,
    batch_id: int,
) -> None:
    known = Known.load(connection, way.source)
    sinks = {kind: sink_for(connection, kind, way.source, batch_id) for kind in way.kinds}
    for chunk in file.chunks():
        parts, aside = way.parts(chunk, known)
        kept = [*aside, *chunk.broken]
        for part in parts:
            frame, rejected = read_chunk(part, known, notes, options.time_zone)
            report.add_saved(sinks[part.shape.kind].write(frame))
            kept += rejected
        kept.sort(key=lambda row: row.row)
        report.add_kept(kept)
        report.read += chunk.read
        batches.keep(connection, batch_id, kept)
        if options.progress:
            options.progress(file.position, file.total)
    _refuse_unreadable(report)
    for sink in sinks.values():
        sink.finish()


def _refuse_unreadable(report: Report) -> None:
    """Raises when no row of the whole file can be read; rows that wait for their rep can be."""
    if report.read and report.rejected - report.waiting == report.read:
        first = report.rejected_rows[0].sentence()
        raise ImportProblem(
            f"{report.file} was not loaded: no row can be read as {report.kind} "
            f"({counted(report.read, 'row')} tried); {first}"
        )

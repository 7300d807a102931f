"""The tables. What grows (calls, emails, daily counts, meetings, opportunities) has the rep in its
key and a key made by the application (`keys.py`), so that it can be distributed by rep later."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Column, Index, UniqueConstraint, false
from sqlmodel import Field, SQLModel


class Team(SQLModel, table=True):
    """A team; its time zone decides which day a call belongs to. `country`: whose public holidays it has,
    such as "US" or "DE-BY", "" for nobody's; empty: those of its time zone's country."""

    id: int = Field(primary_key=True)
    name: str = Field(unique=True)
    time_zone: str
    country: str | None = None


class Rep(SQLModel, table=True):
    """A person who works, or worked, as an SDR."""

    id: int = Field(primary_key=True)
    name: str
    email: str | None = None


class Seat(SQLModel, table=True):
    """A rep in a team, from a day to a day (both inclusive; no day means "not known" or "still")."""

    rep_id: int = Field(primary_key=True, foreign_key="rep.id")
    number: int = Field(primary_key=True)
    team_id: int = Field(foreign_key="team.id", index=True)
    started_on: date | None = None
    ended_on: date | None = None
    manager: str | None = None


class Logged(SQLModel):
    """What every row that grows carries besides its own columns."""

    id: int = Field(primary_key=True, sa_type=BigInteger)
    rep_id: int = Field(primary_key=True)
    team_id: int
    prospect: str | None = None
    account: str | None = None
    source: str
    source_id: str | None = None
    content: int = Field(sa_type=BigInteger)
    batch_id: int


class Touch(Logged):
    """A call or an email. `at` is UTC; `day` and `hour` are the team's local ones; `wall_clock` says that
    the export gave a local time without an offset, so that a corrected time zone moves `at`, not `day`.
    `outcome` follows from `outcome_word` (`outcome_words.py`); `own_word`: what stands in the export's column
    of outcomes where another of its columns gave that word."""

    at: datetime
    wall_clock: bool
    day: date
    hour: int
    outcome: str
    outcome_word: str | None = None
    own_word: str | None = None
    list: str | None = None


class Call(Touch, table=True):
    """One logged outbound call."""

    __table_args__ = (Index("ix_call_rep_day", "rep_id", "day"),)
    duration_s: int | None = None


class Email(Touch, table=True):
    """One logged outbound email."""

    __table_args__ = (Index("ix_email_rep_day", "rep_id", "day"),)


class Meeting(Logged, table=True):
    """One meeting, however often it was moved. `call_*`, `email_*` and `list` are derived: the call and the
    email it is credited to where the export does not say so (`attribution.py`). `outcome_word` and `own_word`
    as of `Touch`; where somebody has `entered` the outcome, it does not follow them."""

    __table_args__ = (
        Index("ix_meeting_rep_booked", "rep_id", "booked_on"),
        Index("ix_meeting_rep_starts", "rep_id", "starts_on"),
        Index("ix_meeting_rep_call", "rep_id", "call_day"),
        Index("ix_meeting_rep_email", "rep_id", "email_day"),
    )
    booked_at: datetime | None = None
    booked_wall_clock: bool = False
    booked_on: date | None = None
    starts_at: datetime | None = None
    starts_wall_clock: bool = False
    starts_on: date | None = None
    channel: str | None = None
    outcome: str
    outcome_word: str | None = None
    own_word: str | None = None
    entered: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    ae: str | None = None
    call_id: int | None = Field(default=None, sa_type=BigInteger)
    call_day: date | None = None
    call_team_id: int | None = None
    call_list: str | None = None
    email_id: int | None = Field(default=None, sa_type=BigInteger)
    email_day: date | None = None
    email_team_id: int | None = None
    email_list: str | None = None
    list: str | None = None


class Opportunity(Logged, table=True):
    """One SAO and what became of it; the amount is in hundredths of the currency. A meeting marked
    accepted without an opportunity of its own has a row here with the source "meeting". Where the export
    does not say them, the rep is who booked the meeting (`rep_inherited`), and the meeting is the rep's
    last with the account (`meeting_inferred`). `created_*`: when the row was made, where the export has no
    day of acceptance; that day then follows from it and from the meeting's (`opportunities.py`)."""

    __table_args__ = (
        Index("ix_opportunity_rep_accepted", "rep_id", "accepted_on"),
        Index("ix_opportunity_rep_closed", "rep_id", "closed_on"),
        Index("ix_opportunity_meeting", "meeting_id"),
    )
    meeting_id: int | None = Field(default=None, sa_type=BigInteger)
    meeting_inferred: bool = False
    rep_inherited: bool = False
    accepted_at: datetime | None = None
    accepted_wall_clock: bool = False
    accepted_on: date | None = None
    created_at: datetime | None = None
    created_wall_clock: bool = False
    created_on: date | None = None
    amount_cents: int | None = Field(default=None, sa_type=BigInteger)
    currency: str | None = None
    stage: str | None = None
    won: bool | None = None
    closed_at: datetime | None = None
    closed_wall_clock: bool = False
    closed_on: date | None = None


class CalendarDay(SQLModel, table=True):
    """A day on which a team is closed though its country has no holiday, or works though it has one."""

    __tablename__ = "calendar_day"
    team_id: int = Field(primary_key=True, foreign_key="team.id")
    day: date = Field(primary_key=True)
    works: bool
    name: str


class DayOff(SQLModel, table=True):
    """A day on which a rep does not work."""

    __tablename__ = "day_off"
    rep_id: int = Field(primary_key=True, foreign_key="rep.id")
    day: date = Field(primary_key=True)


class Setting(SQLModel, table=True):
    """What the organisation has decided once, by name."""

    name: str = Field(primary_key=True)
    value: str


class Quota(SQLModel, table=True):
    """A target for a rep (`team_id` empty) or a team (`rep_id` empty), a metric and a period. `said`: what
    the last file said (empty: none did), so that a target entered by hand stays until a file says something
    else; without a target there is no quota."""

    id: int = Field(primary_key=True, sa_type=BigInteger)
    rep_id: int | None = Field(default=None, foreign_key="rep.id")
    team_id: int | None = Field(default=None, foreign_key="team.id")
    metric: str
    period: str
    target: float | None = None
    said: float | None = None


class Expectation(SQLModel, table=True):
    """The floor of a team's activity, per working day."""

    team_id: int = Field(primary_key=True, foreign_key="team.id")
    metric: str = Field(primary_key=True)
    per_day: float


class CoachingSession(SQLModel, table=True):
    """What was agreed with a rep in the 1:1 of a day, the local one of the rep's team. `focus` is a metric's
    name, "" for none; `revision` counts the changes of the note: who writes it names the one they saw."""

    __tablename__ = "coaching_session"
    __table_args__ = (UniqueConstraint("rep_id", "day"),)
    rep_id: int = Field(primary_key=True)
    id: int = Field(primary_key=True, sa_type=BigInteger)
    day: date
    author: str
    focus: str
    note: str
    revision: int
    created_at: datetime
    changed_at: datetime


class CoachingAction(SQLModel, table=True):
    """Something to do until the next 1:1. One that was taken out stays, to be put back."""

    __tablename__ = "coaching_action"
    __table_args__ = (Index("ix_coaching_action_rep_session", "rep_id", "session_id"),)
    rep_id: int = Field(primary_key=True)
    id: int = Field(primary_key=True, sa_type=BigInteger)
    session_id: int = Field(sa_type=BigInteger)
    position: int
    words: str
    due: date | None = None
    done_on: date | None = None
    removed_at: datetime | None = None


class Counts(SQLModel):
    """The counts of one rep's local day: one column a count, so that a page reads few rows."""

    calls: int = 0
    calls_no_answer: int = 0
    calls_voicemail: int = 0
    calls_wrong_number: int = 0
    calls_gatekeeper: int = 0
    calls_connected: int = 0
    calls_meeting_scheduled: int = 0
    calls_disqualified: int = 0
    calls_unknown: int = 0
    calls_morning: int = 0
    connects_morning: int = 0
    talk_s: int = 0
    emails: int = 0
    emails_sent: int = 0
    emails_bounced: int = 0
    emails_opened: int = 0
    emails_clicked: int = 0
    emails_replied: int = 0
    emails_positive_reply: int = 0
    emails_meeting_scheduled: int = 0
    emails_disqualified: int = 0
    emails_unknown: int = 0
    calls_credited: int = 0
    emails_credited: int = 0


class DailyCount(Counts, table=True):
    """The counts of a rep's local day, in the team they were in then."""

    __tablename__ = "daily_count"
    rep_id: int = Field(primary_key=True)
    day: date = Field(primary_key=True, index=True)
    team_id: int = Field(primary_key=True)


class DailyListCount(Counts, table=True):
    """The same for each call or mailing list; the empty list is "no list"."""

    __tablename__ = "daily_list_count"
    rep_id: int = Field(primary_key=True)
    day: date = Field(primary_key=True, index=True)
    team_id: int = Field(primary_key=True)
    list: str = Field(primary_key=True)


class OutcomeWordCount(SQLModel, table=True):
    """How many calls or emails (`kind`) of a rep in a team have these words for their outcome, see `Touch`;
    "" for none. What the words are decided to mean does not change it."""

    __tablename__ = "outcome_word_count"
    rep_id: int = Field(primary_key=True)
    team_id: int = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    word: str = Field(primary_key=True)
    own_word: str = Field(primary_key=True)
    touches: int


class OutcomeWord(SQLModel, table=True):
    """What the organisation has decided that a word of exports means, where that is not what it means by
    itself (`vocabulary.py`). `word`: as compared; `by_hand`: said on the Data view, and not by a file."""

    __tablename__ = "outcome_word"
    kind: str = Field(primary_key=True)
    word: str = Field(primary_key=True)
    outcome: str
    said_at: datetime
    by_hand: bool


class Identity(SQLModel, table=True):
    """Who stands behind a word by which another system names a person, an id mostly. `word`: as compared
    (`identities.word_key`); `role`: empty for who may be an SDR, "ae" or "ignored" for who is not counted,
    "same" for whom somebody has said to be the same as a rep, "new" for whom a rep was made by that;
    `by_hand`: what somebody has said on the Data view, which no file says otherwise."""

    word: str = Field(primary_key=True)
    name: str | None = None
    email: str | None = None
    role: str | None = None
    by_hand: bool = False


class ImportBatch(SQLModel, table=True):
    """One file that came in: what it held and what became of its rows. `kind`: of what, "calls and emails"
    for a file of both; `unknown` and `aside`: rows of unknown people, and those not to be counted; `way`: how
    a file of another shape than the own was read (`imports.ways`); `undoable`: what it replaced is kept, as
    of files that older versions loaded it is not; `undone_*`: when and by whom it was taken back."""

    __tablename__ = "import_batch"
    id: int = Field(primary_key=True)
    file_name: str
    kind: str
    source: str
    loaded_at: datetime
    loaded_by: str
    read: int
    new: int
    changed: int
    unchanged: int
    rejected: int
    unknown: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    aside: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    way: Any = Field(default=None, sa_column=Column(JSON))
    undoable: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    undone_at: datetime | None = None
    undone_by: str | None = None
    header: Any = Field(default=None, sa_column=Column(JSON))
    remarks: Any = Field(default=None, sa_column=Column(JSON))


class KeptRow(SQLModel):
    """A row of a file as the file has it, with the reason why it is kept; `column` and `value`: the cell at
    fault, `source_id`: its id in the export."""

    batch_id: int = Field(primary_key=True, foreign_key="import_batch.id")
    row: int = Field(primary_key=True)
    column: str | None = None
    value: str | None = None
    reason: str
    fields: Any = Field(default=None, sa_type=JSON, nullable=True)
    source_id: str | None = None


class RejectedRow(KeptRow, table=True):
    """A row that is not in the log, whole, with the reason. `fate`: "rejected" for what could not be read,
    "unknown person", or "set aside" for what is not to be counted. `waits_for` names the unknown rep, team or
    meeting of a row that is read again as soon as that is loaded."""

    __tablename__ = "rejected_row"
    waits_for: str | None = Field(default=None, index=True)
    fate: str = Field(default="rejected", sa_column_kwargs={"server_default": "rejected"})


class WentInRow(KeptRow, table=True):
    """A row that waited and went in, as it was in `rejected_row`: it waits again when the file that let it in
    (`let_in_by`; none: what somebody has said on the Data view) is taken back. `became`: what it is counted
    as, "new", "changed" or "unchanged"; or "set aside", where a newer file has overtaken it."""

    __tablename__ = "went_in_row"
    waits_for: str = Field(index=True)
    fate: str
    let_in_by: int | None = None
    became: str


class ReplacedRow(SQLModel, table=True):
    """A row as it was before a file changed it or took it out: it comes back when that file is undone. Of
    the log (`kind` of rows, `fields` by column: `replaced.py`), or of a small table (its name, `fields`
    before and after; rep 0 where it is no rep's: `changed.py`)."""

    __tablename__ = "replaced_row"
    batch_id: int = Field(primary_key=True)
    rep_id: int = Field(primary_key=True)
    id: int = Field(primary_key=True, sa_type=BigInteger)
    kind: str
    fields: Any = Field(default=None, sa_column=Column(JSON))


class RememberedMapping(SQLModel, table=True):
    """How files with a header are read, as somebody has said it (`imports.remembered`). `key`: the header as
    compared, `mapping` as of `imports.mapping.Mapping`."""

    __tablename__ = "remembered_mapping"
    key: str = Field(primary_key=True)
    header: Any = Field(default=None, sa_column=Column(JSON))
    mapping: Any = Field(default=None, sa_column=Column(JSON))
    said_at: datetime
    said_by: str


class Version(SQLModel, table=True):
    """One row, counted up by every change of the log: the key by which pages cache what they read."""

    __tablename__ = "log_version"
    id: int = Field(primary_key=True)
    number: int

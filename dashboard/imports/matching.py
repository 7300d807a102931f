"""Who is meant: the reps and teams that a file's words name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import pandas as pd
from sqlalchemy import Connection

from dashboard.imports.problem import shortened
from dashboard.imports.rejected import ASIDE, REJECTED, UNKNOWN_PERSON
from dashboard.log import bookers, identities, origins, people
from dashboard.log.identities import ROLES, SAME
from dashboard.log.outcome_words import Decided
from dashboard.log.seats import Seats

# Longer is no name, and too long for the index of what rows wait for.
NAME_LIMIT = 200
TOO_LONG = "Too long for a name, an email or an id."
# Between the things of which a row waits for any one; no name has it.
OR = "\x1f"
# In bytes: what PostgreSQL takes into that index.
LONGEST_WAIT = 2_600
# How much whoever a word names counts for the rows of two people: a rep, nobody knows who, no rep, nobody.
REP, ANYBODY, NO_REP, NOBODY = 3, 2, 1, 0


@dataclass(frozen=True)
class Match:
    """What a word names: an id; or why none, what has to be loaded first, if that would help, and what
    becomes of the row until then."""

    id: int | None = None
    reason: str | None = None
    waits_for: str | None = None
    fate: str = REJECTED

    def or_for(self, words: Iterable[str]) -> Match:
        """The same for a row that may be read as well once somebody stands behind one of these words."""
        keys = [identities.word_key(word) for word in words if word]
        if not keys or self.waits_for is None or self.fate == ASIDE:
            return self
        return replace(
            self, waits_for=_any_of([self.waits_for, *(key for key in keys if len(key) <= NAME_LIMIT)])
        )


@dataclass
class Known:
    """The reps, teams and meetings of the log, by the words that name them; `said`: the words of
    whom somebody has said which rep they are the same as."""

    connection: Connection
    source: str
    reps: dict[str, set[int]] = field(default_factory=dict)
    teams: dict[str, int] = field(default_factory=dict)
    team_names: dict[str, str] = field(default_factory=dict)
    emails: dict[int, str | None] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    roles: dict[str, str] = field(default_factory=dict)
    said: set[str] = field(default_factory=set)

    @classmethod
    def load(cls, connection: Connection, source: str) -> Known:
        """Everybody known now."""
        known = cls(connection, source)
        for rep_id, *words in people.directory(connection).itertuples(index=False):
            known.emails[int(rep_id)] = words[-1]
            for word in words:
                if isinstance(word, str) and word:
                    known.reps.setdefault(people.name_key(word), set()).add(int(rep_id))
        known._learn(identities.identities(connection))
        for team_id, name, _ in people.teams(connection).itertuples(index=False):
            known.teams[people.name_key(name)] = int(team_id)
            known.team_names[people.name_key(name)] = name
        return known

    def apart(self) -> Known:
        """The same for another process, which cannot ask the database for meetings."""
        other = replace(self, connection=None)
        other.seats, other.decided = self.seats, self.decided
        return other

    def _learn(self, rows: pd.DataFrame) -> None:
        """Who stands behind the words of other systems: the rep of that email, else of that name."""
        left = []
        for row in rows.itertuples(index=False):
            if row.name:
                self.names[row.word] = row.name
            if row.role == SAME:
                self.said.add(row.word)
            if row.role in ROLES:
                self.roles[row.word] = row.role
            else:
                left.append(row)
        # A name may be a word behind which somebody else stands: whichever of them comes first.
        while found := {row.word: ids for row in left if (ids := self._behind(row.email, row.name))}:
            self.reps |= found
            left = [row for row in left if row.word not in found]

    def _behind(self, email: str | None, name: str | None) -> set[int]:
        """The reps of an email, else of a name: of those who have another email, nobody is meant."""
        by_email, by_name = (
            self.reps.get(people.name_key(text), set()) if text else set() for text in (email, name)
        )
        return by_email or {rep for rep in by_name if not email or not self.emails[rep]}

    def name_of(self, word: str) -> str:
        """The name of who is meant, where the word is an id that is known; else the word."""
        return self.names.get(identities.word_key(word), word)

    @cached_property
    def decided(self) -> Decided:
        """What words for outcomes are decided to mean."""
        return Decided.load(self.connection)

    @cached_property
    def seats(self) -> Seats:
        """Where the reps work."""
        return Seats.load(self.connection)

    def standing(self, word: str) -> int:
        """How much whoever a word names counts where a row names two."""
        if not word:
            return NOBODY
        if self.rep(word).id is not None:
            return REP
        return NO_REP if self._key(word) in self.roles else ANYBODY

    def _key(self, word: str) -> str:
        """What tells whether somebody is no rep: the word, or the email in it where that is known to be of
        nobody who is counted."""
        key, both = identities.word_key(word), people.name_and_email(word)
        email = people.name_key(both[1]) if both and key not in self.reps else key
        return email if email in self.roles else key

    def _named(self, word: str, key: str) -> set[int]:
        """The reps of that name, email or id; of a name with an email those who stand behind both."""
        name, email = people.name_and_email(word) or (None, None)
        return self.reps.get(key) or self._behind(email, name)

    def rep(self, word: str) -> Match:
        """The rep of that name, email or id, or of a name with an email."""
        key = self._key(word)
        if key in self.roles:
            reason = f"“{shortened(self.name_of(word))}” is {ROLES[self.roles[key]]}."
            return Match(reason=reason, waits_for=key, fate=ASIDE)
        found = self._named(word, key)
        if len(found) == 1:
            return Match(id=next(iter(found)))
        if found:
            return Match(reason=f"More than one rep is called “{shortened(word)}”: say the email instead.")
        if len(key) > NAME_LIMIT:
            return Match(reason=TOO_LONG)
        reason = (
            f"No rep “{shortened(self.name_of(word))}” is known: load a reps.csv that has them, and the row "
            "is read again."
        )
        return Match(reason=reason, waits_for=key, fate=UNKNOWN_PERSON)

    def team(self, word: str) -> Match:
        """The team of that name."""
        key = people.name_key(word)
        if key in self.teams:
            return Match(id=self.teams[key])
        if len(key) > NAME_LIMIT:
            return Match(reason=TOO_LONG)
        reason = (
            f"No team “{shortened(word)}” is known: load a reps.csv that has it, and the row is read again."
        )
        return Match(reason=reason, waits_for=f"team:{key}")

    def meetings(self, source_ids: list[str]) -> dict[str, Match]:
        """The rep of each of these meetings, by the meeting's id in the file."""
        found = people.rep_of_meeting(self.connection, self.source, source_ids)
        return {name: self._of_meeting(name, found.get(name)) for name in source_ids}

    def _of_meeting(self, name: str, rep_id: int | None) -> Match:
        if rep_id is not None:
            return Match(id=int(rep_id))
        if len(name) > NAME_LIMIT:
            return Match(reason=TOO_LONG)
        reason = (
            f"It has no rep, and its meeting “{shortened(name)}” is not known: load the meetings, and the "
            "row is read again."
        )
        return Match(reason=reason, waits_for=f"meeting:{name}")

    def booker(self, deals: pd.DataFrame) -> list[Match]:
        """Who booked the meeting that each of these deals (account, prospect, accepted_at, created_at)
        came from."""
        found = bookers.of_deals(self.connection, deals)
        return [
            Match(id=int(rep)) if pd.notna(rep) else self._no_meeting(traces)
            for rep, *traces in zip(found, *(deals[name] for name in origins.TRACES), strict=True)
        ]

    def _no_meeting(self, traces: Iterable[str | None]) -> Match:
        whom = [trace for trace in traces if isinstance(trace, str) and 0 < len(trace) <= NAME_LIMIT]
        if not whom:
            return Match(reason=TOO_LONG)
        named = " or ".join(f"“{shortened(trace)}”" for trace in dict.fromkeys(whom))
        reason = (
            f"It names no SDR, and no meeting with {named} is known: load the meetings, and the row is read "
            "again."
        )
        # A meeting with any of them may be the one that it came from.
        waits_for = _any_of(f"with:{trace}" for trace in whom)
        return Match(reason=reason, waits_for=waits_for, fate=UNKNOWN_PERSON)

    def now_known(self, waits_for: list[str]) -> set[str]:
        """Which of the things that rows wait for are there now."""
        each = {name for names in waits_for for name in names.split(OR)}
        meeting_ids = [name.removeprefix("meeting:") for name in each if name.startswith("meeting:")]
        meetings = people.rep_of_meeting(self.connection, self.source, meeting_ids)
        there = {f"meeting:{name}" for name in meetings}
        whom = [name.removeprefix("with:") for name in each if name.startswith("with:")]
        there |= {f"with:{name}" for name in bookers.with_meetings(self.connection, whom)}
        there |= {f"team:{name}" for name in self.teams} | (set(self.reps) - set(self.roles))
        there |= {name for name in each if people.name_and_email(name) and self.rep(name).id is not None}
        return {names for names in waits_for if there.intersection(names.split(OR)) or self._is_free(names)}

    def _is_free(self, names: str) -> bool:
        """Whether the first of several people is no SDR by now: the next one counts."""
        return OR in names and names.split(OR)[0] in self.roles


def _any_of(things: Iterable[str]) -> str:
    """What a row waits for that can be read as soon as one of these is there."""
    found = ""
    for one in dict.fromkeys(things):
        longer = f"{found}{OR}{one}" if found else one
        found = longer if len(longer.encode()) <= LONGEST_WAIT else found
    return found


def match_each(words: pd.Series, matches: dict[str, Match]) -> tuple[pd.Series, dict[int, Match]]:
    """The ids of a column of words (missing where there is none), and by label the words without one."""
    codes, different = pd.factorize(words)
    found = [matches[word] for word in different]
    # The code of a missing word is -1.
    each = pd.array([*(match.id for match in found), None], dtype="Int64")
    ids = pd.Series(each.take(codes), index=words.index)
    without = np.flatnonzero(ids.isna().to_numpy() & (codes >= 0))
    return ids, {words.index[place]: found[codes[place]] for place in without}

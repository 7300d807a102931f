"""Who is meant: the reps and teams that a file's words name."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd
from sqlalchemy import Connection

from dashboard.imports.problem import shortened
from dashboard.log import people

# Longer is no name, and too long for the index of what rows wait for.
NAME_LIMIT = 200
TOO_LONG = "Too long for a name, an email or an id."


@dataclass(frozen=True)
class Match:
    """What a word names: an id; or why none, and what has to be loaded first, if that would help."""

    id: int | None = None
    reason: str | None = None
    waits_for: str | None = None


@dataclass
class Known:
    """The reps, teams and meetings of the log, by the words that name them."""

    connection: Connection
    source: str
    reps: dict[str, set[int]] = field(default_factory=dict)
    teams: dict[str, int] = field(default_factory=dict)
    team_names: dict[str, str] = field(default_factory=dict)

    @classmethod
    def load(cls, connection: Connection, source: str) -> Known:
        """Everybody known now."""
        known = cls(connection, source)
        for rep_id, *words in people.directory(connection).itertuples(index=False):
            for word in words:
                if isinstance(word, str) and word:
                    known.reps.setdefault(people.name_key(word), set()).add(int(rep_id))
        for team_id, name, _ in people.teams(connection).itertuples(index=False):
            known.teams[people.name_key(name)] = int(team_id)
            known.team_names[people.name_key(name)] = name
        return known

    def rep(self, word: str) -> Match:
        """The rep of that name or email."""
        key = people.name_key(word)
        found = self.reps.get(key, set())
        if len(found) == 1:
            return Match(id=next(iter(found)))
        if found:
            return Match(reason=f"More than one rep is called “{shortened(word)}”: say the email instead.")
        if len(key) > NAME_LIMIT:
            return Match(reason=TOO_LONG)
        reason = (
            f"No rep “{shortened(word)}” is known: load a reps.csv that has them, and the row is read again."
        )
        return Match(reason=reason, waits_for=key)

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

    def now_known(self, waits_for: list[str]) -> set[str]:
        """Which of the things that rows wait for are there now."""
        meeting_ids = [name.removeprefix("meeting:") for name in waits_for if name.startswith("meeting:")]
        meetings = people.rep_of_meeting(self.connection, self.source, meeting_ids)
        there = {f"meeting:{name}" for name in meetings}
        there |= {f"team:{name}" for name in self.teams} | set(self.reps)
        return there.intersection(waits_for)


def match_each(words: pd.Series, matches: dict[str, Match]) -> tuple[pd.Series, dict[int, Match]]:
    """The ids of a column of words (missing where there is none), and by label the words without one."""
    found = words.map(matches)
    ids = found.map(lambda match: match.id, na_action="ignore").astype("Int64")
    missing = found[ids.isna() & words.notna()]
    return ids, dict(missing.items())

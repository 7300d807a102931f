"""What part of the log a reader may see: the first, required argument of every query."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, Table, false, true


@dataclass(frozen=True)
class Scope:
    """Teams and reps by key, both small and hashable so that a cache can be keyed by them.

    `everything` sees the whole log; otherwise a row is seen when its team is among `teams` or its rep
    among `reps`. `only_team` and `only_rep` narrow what is seen to a choice; they never widen it.
    The empty scope sees nothing.
    """

    everything: bool = False
    teams: tuple[int, ...] = ()
    reps: tuple[int, ...] = ()
    only_team: int | None = None
    only_rep: int | None = None

    @classmethod
    def all(cls) -> Scope:
        """The whole log."""
        return cls(everything=True)

    def narrowed(self, team: int | None = None, rep: int | None = None) -> Scope:
        """The part of this scope that belongs to a team, a rep, or both."""
        return replace(
            self,
            only_team=self.only_team if team is None else team,
            only_rep=self.only_rep if rep is None else rep,
        )

    def among(self, table: Table) -> ColumnElement[bool]:
        """The condition under which a row of a table with `rep_id` and `team_id` is seen."""
        c = table.c
        seen = true() if self.everything else false()
        if not self.everything and self.teams:
            seen = seen | c.team_id.in_(self.teams)
        if not self.everything and self.reps:
            seen = seen | c.rep_id.in_(self.reps)
        if self.only_team is not None:
            seen = seen & (c.team_id == self.only_team)
        if self.only_rep is not None:
            seen = seen & (c.rep_id == self.only_rep)
        return seen

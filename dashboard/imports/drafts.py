"""How a file is read, as somebody says it column by column; and the mapping that this comes to."""

from __future__ import annotations

import re
from collections.abc import Mapping as Dictionary
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from dashboard.imports.contents import INBOUND, YES
from dashboard.imports.header_words import kinds
from dashboard.imports.mapping import Mapping
from dashboard.imports.mapping_parts import PATTERN, Condition, Moment, Names, Word, found_in
from dashboard.imports.problem import shortened

# Fields that are no column of the own format, and make one in another way.
CLOCK, DIRECTION, ROW, FATE = "_time", "direction", "row", "fate"
EMAIL_WORDS = ("opened", "clicked", "replied", "bounced")
# How a column may say one of these, other than by yes.
HOW_TOLD = ("counted", "filled")
NO_MEETING = "no meeting: its day is blank"
NOT_OUTBOUND = "no outbound call or email"
NOT_ACCEPTED = "not accepted yet: its day of acceptance is blank"


@dataclass(frozen=True)
class Draft:
    """What is said of a file: its `kind`, what it is called (`name`: ids are unique in all that is called
    so), which column (as matched) is which field of `header_words`, and what the columns do not tell:
    `words`: by "row", "won" and "lost" which cells say so; `unit`: of durations. `also`:
    what is said of its rows of other kinds."""

    kind: str
    name: str
    columns: Dictionary[str, str] = field(default_factory=dict)
    words: Dictionary[str, tuple[str, ...]] = field(default_factory=dict)
    day_first: bool | None = None
    zone: str = ""
    currency: str = ""
    unit: str = ""
    also: tuple[Draft, ...] = ()

    def missing(self) -> list[str]:
        """What is needed and has no column, in the words of the fields: "Who called"."""
        return [label for one in (self, *self.also) for label in one._lacks(bool(self.also))]

    def _lacks(self, among_others: bool) -> list[str]:
        kind = kinds()[self.kind]
        lacking = [group for group in kind.needs if not set(group).intersection(self.columns)]
        if among_others and not (ROW in self.columns and self.words.get(ROW)):
            lacking.append((ROW,))
        return [" or ".join(kind.fields[name].label for name in group) for group in lacking]

    def mapping(self, header: Sequence[str]) -> Mapping:
        """The mapping that it comes to, for a file with this header; raises `ValueError` for what makes
        none."""
        same = {"name": self.name, "zone": self.zone, "day_first": self.day_first}
        also = tuple(replace(one, **same)._mapping(header) for one in self.also)
        return self._mapping(header).model_copy(update={"also": also})

    def _mapping(self, header: Sequence[str]) -> Mapping:
        names = {cell.strip().casefold(): cell.strip() for cell in header}
        told = {name: _literal(names[column]) for name, column in self.columns.items() if column in names}
        shape_names = [name for name in told if name not in (DIRECTION, ROW, FATE, *EMAIL_WORDS)]
        moments = {
            name.removesuffix(CLOCK): Moment(day=_one(told[name.removesuffix(CLOCK)]), time=_one(told[name]))
            for name in shape_names
            if name.endswith(CLOCK) and name.removesuffix(CLOCK) in told
        }
        columns = {
            name: _one(told[name]) for name in shape_names if not name.endswith(CLOCK) and name not in moments
        }
        if self.kind == "opportunities" and not self._tells_fate(told):
            # Of an open deal the day of closing is a hope.
            columns.pop("closed_at", None)
        return Mapping(
            name=self.name, source=_slug(self.name), kind=self.kind, columns=columns, moments=moments,
            words=self._words(told), only=self._conditions(told, ROW, ROW), aside=self._aside(told),
            won=self._conditions(told, FATE, "won"), lost=self._conditions(told, FATE, "lost"),
            zone=self.zone, currency=self.currency, day_first=self.day_first, units=self.unit or {},
        )  # fmt: skip

    def _tells_fate(self, told: Dictionary[str, str]) -> bool:
        return FATE in told and bool(self.words.get("won") or self.words.get("lost"))

    def _conditions(self, told: Dictionary[str, str], name: str, words: str) -> tuple[Condition, ...]:
        said = self.words.get(words, ())
        return (Condition(column=_one(told[name]), equals=said),) if name in told and said else ()

    def _aside(self, told: Dictionary[str, str]) -> tuple[Condition, ...]:
        aside = []
        if DIRECTION in told:
            aside.append(Condition(column=_one(told[DIRECTION]), equals=INBOUND, why=NOT_OUTBOUND))
        if self.kind == "opportunities" and "accepted_at" in told:
            aside.append(Condition(column=_one(told["accepted_at"]), blank=True, why=NOT_ACCEPTED))
        if days := tuple((told[name],) for name in ("booked_at", "starts_at") if name in told):
            aside.append(Condition(column=days, blank=True, why=NO_MEETING))
        return tuple(aside)

    def _words(self, told: Dictionary[str, str]) -> dict[str, dict[str, Word]]:
        said = {name: self._word(name, told[name]) for name in EMAIL_WORDS if name in told}
        return {"outcome": said} if said else {}

    def _word(self, name: str, column: str) -> Word:
        for how in HOW_TOLD:
            if name in self.words.get(how, ()):
                return Word(column=_one(column), **{how: True})
        return Word(column=_one(column), equals=YES)


def draft_of(mapping: Mapping, header: Sequence[str]) -> Draft:
    """What was said for a mapping to come to this, as far as it can be said column by column."""
    first, *others = (_draft_of(one, header) for one in mapping.each)
    return replace(first, also=tuple(others))


def _draft_of(mapping: Mapping, header: Sequence[str]) -> Draft:
    names = [cell.strip().casefold() for cell in header]
    told: dict[str, Names] = dict(mapping.columns)
    for name, moment in mapping.moments.items():
        told |= {name: moment.day or moment.clock, f"{name}{CLOCK}": moment.time}
    words: dict[str, tuple[str, ...]] = {}
    for name, key, conditions in (
        (ROW, ROW, mapping.only),
        (FATE, "won", mapping.won),
        (FATE, "lost", mapping.lost),
    ):
        for condition in conditions[:1]:
            told[name], words[key] = condition.column, condition.equals
    said = mapping.words.get("outcome", {})
    told |= {name: word.column for name, word in said.items() if name in EMAIL_WORDS}
    for how in HOW_TOLD:
        words[how] = tuple(name for name, word in said.items() if getattr(word, how))
    if mapping.aside and mapping.aside[0].why == NOT_OUTBOUND:
        told[DIRECTION] = mapping.aside[0].column
    columns = {name: found_in(names, groups[0]) for name, groups in told.items() if groups}
    draft = Draft(mapping.kind, mapping.name, {name: one for name, one in columns.items() if one}, words)
    unit = mapping.units if isinstance(mapping.units, str) else ""
    return replace(
        draft, day_first=mapping.day_first, zone=mapping.zone, currency=mapping.currency, unit=unit
    )


def _one(name: str) -> Names:
    return ((name,),)


def _literal(name: str) -> str:
    """A column's name in a mapping: what begins as a pattern would otherwise be one."""
    return f"{PATTERN}{re.escape(name)}" if name.startswith(PATTERN) else name


def _slug(name: str) -> str:
    """A name as the source of ids."""
    return shortened("-".join(re.findall(r"\w+", name.casefold())) or "file")

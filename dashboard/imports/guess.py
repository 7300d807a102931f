"""What a table of no known shape seems to be: its kind, and which of its columns is which of ours, by header
words and by cells. A guess says how sure it is, and why; nothing is loaded by it alone."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from dashboard.imports import guess_details as details
from dashboard.imports.contents import Look, kind_words
from dashboard.imports.drafts import CLOCK, ROW, Draft
from dashboard.imports.header_words import AMONG, EXACT, NOTHING, Field, Kind, kinds, plain

SURE, LIKELY, UNSURE = "sure", "likely", "unsure"
# Cells of which fewer fit are those of another column; from so many on all seem to.
TOO_FEW, NEARLY_ALL = 0.5, 0.9
# What cells that tell by themselves add, or are worth under a header that says nothing.
BY_CONTENT = {"person": 0.45, "outcome": 0.4, "direction": 0.4, "row": 0.4, "zone": 0.4, "email": 0.4,
              "channel": 0.3, "fate": 0.2, "moment": 0.2}  # fmt: skip
CELLS_TELL = 0.3
NEAR = 0.02
# These may be one column.
TOGETHER = {"stage", "fate"}
NAME_TELLS, COLUMN_TELLS, MOST_COLUMNS_TELL, LACK_COSTS = 1.0, 0.3, 1.2, 2.5
LEAST, CLEAR, CLEARER = 1.1, 0.5, 1.5
THOUSANDS = re.compile(r"\b(k|tsd|thousand|thousands|mio|million|millions|k€|k\$)\b|[€$]k\b|k[€$]", re.I)


@dataclass(frozen=True)
class Pick:
    """A column (as matched) for a field: how sure that is, and why."""

    column: str
    sure: str
    why: str


@dataclass(frozen=True)
class Guess:
    """What a table seems to be: `kind` ("" where nothing fits), how `sure` that is, and which columns stand
    for the fields of that kind."""

    kind: str
    sure: str
    picks: dict[str, Pick]
    draft: Draft


@dataclass(frozen=True)
class _Bid:
    """How well a column stands for a field."""

    worth: float
    field: Field
    column: str
    how: str
    share: float
    known: float


def guess(look: Look, kind: str = "") -> Guess:
    """What a table seems to be; `kind`: what somebody says that its rows are."""
    made = {name: _assigned(look, one) for name, one in kinds().items() if kind in ("", name)}
    worth = {name: _worth(look, kinds()[name], bids) for name, bids in made.items()}
    best, *others = sorted(worth, key=lambda name: -worth[name])
    if not kind and worth[best] < LEAST:
        return Guess("", UNSURE, {}, Draft("", details.called(look.name)))
    lead = worth[best] - worth[others[0]] if others else CLEARER
    sure = SURE if lead >= CLEARER else LIKELY if lead >= CLEAR else UNSURE
    sure = sure if kind or worth[best] >= CLEARER else UNSURE
    return _guess(look, kinds()[best], made[best], sure)


def _guess(look: Look, kind: Kind, bids: dict[str, _Bid], sure: str) -> Guess:
    rivals = {name: _rival(look, bid, bids) for name, bid in bids.items()}
    picks = {name: _pick(look, bid, rivals[name]) for name, bid in bids.items()}
    columns = {name: bids[name].column for name in kind.fields if name in bids}
    draft = details.draft_of(look, kind, columns)
    return Guess(kind.name, sure, picks, replace(draft, also=_others(look, kind, columns)))


def _others(look: Look, kind: Kind, columns: dict[str, str]) -> tuple[Draft, ...]:
    """What the rows of other kinds seem to be, where a column says of which each row is."""
    if ROW not in columns:
        return ()
    here = (
        one for one in kinds().values() if one is not kind and kind_words(one, look.columns[columns[ROW]])
    )
    made = ((one, {name: bid.column for name, bid in _assigned(look, one).items()}) for one in here)
    return tuple(
        details.draft_of(look, one, theirs) for one, theirs in made if theirs.get(ROW) == columns[ROW]
    )  # fmt: skip


def _assigned(look: Look, kind: Kind) -> dict[str, _Bid]:
    """The column for each field of a kind: the best bids first, each column once."""
    bids = [
        bid
        for field in kind.fields.values()
        for name in look.columns
        if (bid := _bid(look, kind, field, name)).worth
    ]
    taken: dict[str, _Bid] = {}
    for bid in sorted(bids, key=lambda bid: -bid.worth):
        holders = {name for name, other in taken.items() if other.column == bid.column}
        if bid.field.name not in taken and all({name, bid.field.name} == TOGETHER for name in holders):
            taken[bid.field.name] = bid
    return {name: bid for name, bid in taken.items() if _stands(look, kind, bid, taken)}


def _stands(look: Look, kind: Kind, bid: _Bid, taken: dict[str, _Bid]) -> bool:
    """Whether a field is one beside the others: a time of day is that of a day without one; what each row is
    matters where some are of another kind; a date that only its cells tell where there is no other."""
    name, column = bid.field.name, look.columns[bid.column]
    if name.endswith(CLOCK):
        day = taken.get(name.removesuffix(CLOCK))
        return day is not None and look.columns[day.column].shares.get("timed", 0) < TOO_FEW
    if bid.how == NOTHING and bid.field.reads == "moment":
        groups = (group for group in kind.needs if name in group)
        return not any({*group} & {*taken} - {name} for group in groups)
    return name != ROW or len(kind_words(kind, column)) < len(column.words)


def _bid(look: Look, kind: Kind, field: Field, name: str) -> _Bid:
    column = look.columns[name]
    how, header = field.fit(plain(column.header))
    share, known = column.share(field.reads, kind.name), column.known(field.reads, kind.name)
    worth = 0.0
    numbers = how == AMONG and field.reads == "text" and column.shares.get("number", 0) >= TOO_FEW
    if share >= TOO_FEW and header and not numbers:
        worth = header * (0.6 + 0.4 * share) + (CELLS_TELL * known if field.reads in BY_CONTENT else 0)
    elif known >= NEARLY_ALL and column.distinct > 1 and _may_be_told_by_cells(kind, field):
        worth = BY_CONTENT.get(field.reads, 0.0)
    return _Bid(worth, field, name, how, share, known)


def _may_be_told_by_cells(kind: Kind, field: Field) -> bool:
    """Whether cells alone may tell a field; dates do where one is needed, since any date looks like them."""
    return field.reads != "moment" or any(field.name in group for group in kind.needs)


def _worth(look: Look, kind: Kind, bids: dict[str, _Bid]) -> float:
    """How well a kind fits a table."""
    worth = sum(bid.worth * bid.field.weight for bid in bids.values())
    worth += NAME_TELLS * any(word in plain(look.name).split() for word in kind.words)
    heads = sum(any(word in plain(head).split() for word in kind.words) for head in look.header)
    worth += min(COLUMN_TELLS * heads, MOST_COLUMNS_TELL)
    if ROW in bids:
        mine = kind_words(kind, look.columns[bids[ROW].column])
        worth += NAME_TELLS * bool(mine) - 2 * NAME_TELLS * (not mine)
    return worth - LACK_COSTS * sum(not set(group).intersection(bids) for group in (*kind.needs, *kind.has))


def _rival(look: Look, bid: _Bid, bids: dict[str, _Bid]) -> str:
    """Another column that would stand for the field as well, and stands for nothing else."""
    used = {other.column for other in bids.values()}
    free = (name for name in look.columns if name not in used)
    kind = next(one for one in kinds().values() if one.fields.get(bid.field.name) is bid.field)
    near = (name for name in free if _bid(look, kind, bid.field, name).worth >= bid.worth - NEAR)
    return next(near, "")


def _pick(look: Look, bid: _Bid, rival: str) -> Pick:
    """A column for a field, with how sure that is."""
    column = look.columns[bid.column]
    if rival:
        return Pick(bid.column, UNSURE, f"“{look.columns[rival].header}” may be it as well")
    if not column.cells:
        return Pick(bid.column, UNSURE, "its header, but its first rows are blank")
    if bid.share < NEARLY_ALL and bid.field.reads != "id":
        return Pick(bid.column, UNSURE, "its header, but not all of its cells fit")
    if bid.field.reads == "money" and THOUSANDS.search(column.header):
        return Pick(bid.column, UNSURE, "its header speaks of thousands; amounts are read as they stand")
    if bid.how == NOTHING:
        return Pick(bid.column, LIKELY if bid.field.reads != "moment" else UNSURE, "by its cells alone")
    return _by_header(bid)


def _by_header(bid: _Bid) -> Pick:
    """How sure a header is under which the cells fit."""
    if bid.how == EXACT:
        return Pick(bid.column, SURE, "its header")
    if bid.known >= NEARLY_ALL and bid.field.reads in BY_CONTENT and bid.field.reads != "moment":
        return Pick(bid.column, LIKELY, "its header and its cells")
    if bid.how == AMONG:
        return Pick(bid.column, LIKELY, "words of its header")
    return Pick(bid.column, UNSURE, bid.field.doubt or "its header may mean something else")

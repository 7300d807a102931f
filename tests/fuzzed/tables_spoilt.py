"""Tables and their text as they come apart: columns, rows, delimiters, quotation marks."""

from __future__ import annotations

import csv
import random
from collections.abc import Callable

from exported.dirt import Table
from exported.writing import as_csv

Spoil = Callable[[Table, random.Random], Table]
Write = Callable[[Table, random.Random], str]
FOOTER = [
    "Grand Totals",
    "Copyright (c) 2026",
    "Confidential Information - Do Not Distribute",
    "=HYPERLINK(1)",
    "5",
]
TITLES = [["Calls of the week"], ["As of 2026-11-05", "Mia"], []]


def _place(table: Table, chance: random.Random) -> int:
    return chance.randrange(len(table[0]))


def _columns(table: Table, order: list[int]) -> Table:
    return [[row[place] for place in order] for row in table]


def shuffled(table: Table, chance: random.Random) -> Table:
    """The columns in another order."""
    return _columns(table, chance.sample(range(len(table[0])), len(table[0])))


def missing(table: Table, chance: random.Random) -> Table:
    """A column less."""
    left = list(range(len(table[0])))
    left.pop(_place(table, chance))
    return _columns(table, left)


def doubled(table: Table, chance: random.Random) -> Table:
    """A column twice."""
    return _columns(table, [*range(len(table[0])), _place(table, chance)])


def doubled_otherwise(table: Table, chance: random.Random) -> Table:
    """A column's name over another column too, so that nobody knows which is meant."""
    one, other = chance.sample(range(len(table[0])), 2)
    table[0][one] = table[0][other]
    return table


def renamed(table: Table, chance: random.Random) -> Table:
    """Two columns with each other's names."""
    one, other = chance.sample(range(len(table[0])), 2)
    table[0][one], table[0][other] = table[0][other], table[0][one]
    return table


def other_lengths(table: Table, chance: random.Random) -> Table:
    """Rows that are too short or too long."""
    for row in chance.sample(table[1:], chance.randint(1, len(table) - 1)):
        if chance.random() < 0.5:
            row.pop(chance.randrange(len(row)))
        else:
            row.insert(chance.randrange(len(row) + 1), chance.choice(["", "x", "2026-11-03", "=1+1"]))
    return table


def blank_rows(table: Table, chance: random.Random) -> Table:
    """Rows without anything in between."""
    for _ in range(chance.randint(1, 3)):
        table.insert(chance.randint(1, len(table)), chance.choice([[], [""] * len(table[0]), ["  "]]))
    return table


def footer(table: Table, chance: random.Random) -> Table:
    """Closing words."""
    return [*table, *chance.choice([[], [[]]]), *([words] for words in chance.sample(FOOTER, 2))]


def titles(table: Table, chance: random.Random) -> Table:
    """Titles above the header."""
    return [*(list(row) for row in TITLES[: chance.randint(1, 3)]), *table]


def header_twice(table: Table, chance: random.Random) -> Table:
    """The header again, somewhere."""
    table.insert(chance.randint(1, len(table)), list(table[0]))
    return table


def no_header(table: Table, chance: random.Random) -> Table:
    """No header."""
    return table[1:]


def rows_again(table: Table, chance: random.Random) -> Table:
    """Some rows twice."""
    return [*table, *(list(row) for row in chance.sample(table[1:], chance.randint(1, len(table) - 1)))]


def huge(table: Table, chance: random.Random) -> Table:
    """A cell of more than anybody writes."""
    row = chance.choice(table)
    row[_place(table, chance)] = chance.choice(["x", "é", '"', "a,b\n", "=1+", "🙂"]) * chance.choice(
        [9_000, 70_000, 1_200_000]
    )
    return table


def odd_texts(table: Table, chance: random.Random) -> Table:
    """Cells with what spreadsheets, terminals and databases do not like."""
    odd = [
        '=cmd|"/C calc"!A0',
        "@x",
        "\t=1",
        "a;=1+1",
        "x\ny",
        "\u2028z",
        "\x1b[2Jy",
        "\u202eabc",
        "é" * 3000,
        "{{x}}",
        "<b>",
        "%s",
        "'; DROP TABLE call;--",
        "$(x)",
        "\x85",
        "NULL",
        "\\N",
        "\ufffe",
    ]
    for _ in range(4):
        chance.choice(table)[_place(table, chance)] = chance.choice(odd)
    return table


def with_other_mark(table: Table, chance: random.Random) -> str:
    """Another delimiter."""
    return as_csv(table, delimiter=chance.choice(";\t|:~"))


def with_marks_mixed(table: Table, chance: random.Random) -> str:
    """Some rows with another delimiter."""
    lines = [as_csv([row], delimiter=chance.choice(",,,;")) for row in table]
    return "".join(lines)


def without_quotes(table: Table, chance: random.Random) -> str:
    """No quotation marks around anything."""
    return "\n".join(",".join(row) for row in table) + "\n"


def with_quotes_lost(table: Table, chance: random.Random) -> str:
    """A quotation mark less, or one more."""
    text = as_csv(table, chance.choice([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]))
    place = chance.randrange(len(text))
    marks = [number for number, letter in enumerate(text) if letter == '"']
    if marks and chance.random() < 0.7:
        place = chance.choice(marks)
        return text[:place] + text[place + 1 :]
    return text[:place] + '"' + text[place:]


def with_other_lines(table: Table, chance: random.Random) -> str:
    """Other line ends, and none at the end."""
    return as_csv(table).replace("\n", chance.choice(["\r\n", "\r", "\n\n", "\n\r", "\u2028"])).rstrip()


# Those that move rows and columns: what is left of the table says what may be stored.
MOVED: tuple[Spoil, ...] = (
    shuffled, missing, doubled, renamed, other_lengths, blank_rows, header_twice, rows_again,
)  # fmt: skip
# Those after which it does not.
TORN: tuple[Spoil, ...] = (doubled_otherwise, footer, titles, no_header, huge, odd_texts)
WRITTEN: tuple[Write, ...] = (
    with_other_mark, with_marks_mixed, without_quotes, with_quotes_lost, with_other_lines,
)  # fmt: skip

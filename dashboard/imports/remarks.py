"""What was remarked of a file when it came in, as it stands now: words unknown then may be known."""

from __future__ import annotations

import re
from collections.abc import Iterable

from dashboard.imports.batches import kinds_of
from dashboard.imports.notes import MORE, NOT_KNOWN, TAKEN_AS
from dashboard.imports.problem import shortened
from dashboard.log import vocabulary
from dashboard.log.outcome_words import KINDS, Decided
from dashboard.log.vocabulary import plain


def _pattern(sentence: str) -> re.Pattern[str]:
    """A sentence with anything where it has a blank to be filled."""
    return re.compile("(.+)".join(map(re.escape, sentence.split("\0"))))


OF_A_WORD = _pattern(NOT_KNOWN.format("outcome", "\0", "\0", TAKEN_AS["outcome"]))
OF_MORE = _pattern(MORE.format("\0"))
BY_NOW = "The outcome “{}” was not known ({}); by now it counts as {}."
MORE_THEN = "{} more words were not known when it was loaded."


def as_of_now(remarks: Iterable[str], kind: str, decided: Decided) -> list[str]:
    """Remarks on a file of a kind ("calls and emails"), with what words count as that were not known then."""
    return [_now(remark, kinds_of(kind), decided) for remark in remarks]


def _now(remark: str, kinds: list[str], decided: Decided) -> str:
    if of_more := OF_MORE.fullmatch(remark):
        return MORE_THEN.format(*of_more.groups())
    if (of_word := OF_A_WORD.fullmatch(remark)) is None:
        return remark
    word, rows = of_word.groups()
    means = {kind: outcome for kind in kinds if (outcome := _means(kind, word, kinds, decided))}
    said = [outcome if len(kinds) == 1 else f"{outcome} ({kind})" for kind, outcome in means.items()]
    return BY_NOW.format(word, rows, ", ".join(said)) if said else remark


def _means(kind: str, word: str, kinds: list[str], decided: Decided) -> str | None:
    """What a word, as a remark tells it, means now in rows of a kind; None where nobody knows."""
    if kind not in KINDS:
        return None
    for one, outcome in decided.words[kind].items():
        if plain(shortened(one)) == plain(word):
            return outcome
    # Of several kinds it was another's word that was not known.
    return vocabulary.outcome_of(kind, word) if kinds == [kind] else None

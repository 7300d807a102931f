"""Which kind a file is: by header in any case and order, and by name and words where that leaves it open."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.imports.problem import ImportProblem
from dashboard.imports.reading import open_table
from dashboard.imports.recognise import recognise
from dashboard.imports.shapes import ORDER, SHAPES, shape_of
from dashboard.log import outcomes, vocabulary

EMAILS = "id,rep,at,outcome,list,prospect,account"


def kind_of(text: str, name: str = "x.csv", kind: str | None = None) -> str:
    with open_table(io.BytesIO(text.encode()), name) as file:
        return recognise(file, kind).kind


def refusal(text: str, name: str = "x.csv", kind: str | None = None) -> str:
    with pytest.raises(ImportProblem) as raised:
        kind_of(text, name, kind)
    return str(raised.value)


@given(st.data())
def test_a_full_header_is_recognised_in_any_order_and_case(data: st.DataObject) -> None:
    shape = data.draw(st.sampled_from(SHAPES))
    names = data.draw(st.permutations(shape.names))
    change = data.draw(st.sampled_from([str.upper, str.title, lambda name: f" {name} "]))
    assert kind_of(",".join(change(name) for name in [*names, "something else"])) == shape.kind


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("rep,team", "reps"),
        ("rep,at,duration_s", "calls"),
        ("rep,booked_at", "meetings"),
        ("rep,starts_at", "meetings"),
        ("id,accepted_at", "opportunities"),
        ("rep,metric,period,target", "quotas"),
        ("team,metric,period,target", "quotas"),
        ("team,metric,per_day", "expectations"),
        (EMAILS, "emails"),
    ],
)
def test_the_required_columns_are_enough(header: str, kind: str) -> None:
    assert kind_of(header + "\n") == kind


@pytest.mark.parametrize(
    ("name", "word", "kind"),
    [
        ("calls.csv", "", "calls"),
        ("Cold Calls 2026.CSV", "", "calls"),
        ("emails.csv", "", "emails"),
        ("export.csv", "Left voicemail", "calls"),
        ("export.csv", "bounced", "emails"),
        ("calls and emails.csv", "opened", "emails"),
        ("export.csv", "meeting scheduled", "emails"),
    ],
)
def test_calls_without_a_duration_are_told_from_emails(name: str, word: str, kind: str) -> None:
    assert kind_of(f"{EMAILS}\n1,Bob,2026-11-03,{word},,,\n", name) == kind


def test_what_stays_open_is_asked_for() -> None:
    sentence = refusal("rep,at\nBob,2026-11-03\n")
    assert sentence == (
        "x.csv can be read as calls or emails: say what its rows are (on the command line with --kind)."
    )
    assert kind_of("rep,at\nBob,2026-11-03\n", kind="calls") == "calls"


def test_a_wrong_header_names_its_columns_and_what_the_nearest_kind_lacks() -> None:
    sentence = refusal("Rep,When,Outcome\n1,2,3\n")
    assert "columns Rep, When, Outcome" in sentence
    assert "the nearest kind is calls, which still lacks at." in sentence
    assert "lacks the column at; it has rep, when" in refusal("rep,when\n", kind="calls")
    assert "“deals” is no kind of file" in refusal("rep,at\n", kind="deals")


@pytest.mark.parametrize("mark", [";", "\t", "|"])
def test_a_header_is_recognised_under_any_delimiter(mark: str) -> None:
    assert kind_of("rep,at,duration_s\nBob,2026-11-03,5\n".replace(",", mark)) == "calls"


def test_every_kind_has_a_shape_and_a_place() -> None:
    assert sorted(ORDER) == sorted(shape.kind for shape in SHAPES)
    for shape in SHAPES:
        assert shape_of(shape.kind) is shape
        assert {name for group in shape.required for name in group} <= set(shape.names)


@pytest.mark.parametrize("kind", ["calls", "emails", "meetings"])
def test_canonical_words_mean_themselves_however_they_are_written(kind: str) -> None:
    for word in vocabulary.CANONICAL[kind]:
        for written in (
            word,
            word.upper(),
            word.replace(" ", "_"),
            word.replace(" ", "-"),
            f" {word.title()} ",
        ):
            assert vocabulary.outcome_of(kind, written) == word
    assert vocabulary.outcome_of(kind, "something else") is None
    assert set(vocabulary.OUTCOMES[kind].values()) == set(vocabulary.CANONICAL[kind])


@pytest.mark.parametrize(
    ("kind", "word", "outcome"),
    [
        ("calls", "Left Voicemail", "voicemail"),
        ("calls", "BUSY", "no answer"),
        ("calls", "Answered - Meeting Set", "meeting scheduled"),
        ("calls", "Interested – Demo set", "meeting scheduled"),
        ("calls", "Left live message", "gatekeeper"),
        ("calls", "", "unknown"),
        ("calls", "Answered - Not interested", "connected"),
        ("calls", "Not interested (no budget)", "connected"),
        ("calls", "Connected: Gatekeeper (denied)", "gatekeeper"),
        ("calls", "Answered – Busy", None),
        ("calls", "Answered", None),
        ("calls", "No answer - call back", None),
        ("emails", "", "sent"),
        ("emails", "Interested", "positive reply"),
        ("meetings", "", "scheduled"),
        ("meetings", "No show", "no-show"),
        ("meetings", "Canceled", "cancelled"),
        ("meetings", "Completed", "held"),
        ("meetings", "Rescheduled", "scheduled"),
    ],
)
def test_other_words_for_outcomes(kind: str, word: str, outcome: str | None) -> None:
    assert vocabulary.outcome_of(kind, word) == outcome


def test_no_word_means_two_things() -> None:
    for kind, groups in vocabulary.SYNONYMS.items():
        words = [vocabulary.plain(word) for group in groups.values() for word in group]
        words += [vocabulary.plain(word) for word in vocabulary.CANONICAL[kind]]
        assert len(words) == len(set(words)), kind


def test_channels() -> None:
    assert [vocabulary.channel_of(word) for word in ("Phone", "e-mail", "linked in", "LINKEDIN", "Fax")] == [
        "phone", "email", "LinkedIn", "LinkedIn", None,
    ]  # fmt: skip
    assert set(vocabulary.CHANNELS.values()) == set(outcomes.CHANNELS)

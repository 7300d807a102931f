"""Quick analysis: what the page says of a typed table, which a test hands over in the address."""

from __future__ import annotations

import csv
import io

import pytest

from dashboard import exports, links
from dashboard.figures import quick, typed
from dashboard.views.quick_parts.written import written


@pytest.fixture
def typed_in(visit):
    """`typed_in(table)`: the page over a table."""
    return lambda table: visit("empty", "quick_analysis", table=links.packed(table))


def said(app) -> list[str]:
    """The sentences of the page, with plain spaces."""
    return [text.value.replace("\u00a0", " ") for text in app.markdown]


def captions(app) -> list[str]:
    """The captions of the page."""
    return [caption.value for caption in app.caption]


def few(rows: int):
    """The first reps of the example."""
    return quick.example().iloc[:rows]


def test_it_begins_with_kate(visit):
    app = visit("empty", "quick_analysis")
    assert [head.value for head in app.header] == [
        "1 · The numbers", "2 · What they say", "3 · Results, rates, activity",
    ]  # fmt: skip
    badges, sentences = said(app)[0::2], said(app)[1::2]
    assert badges == [
        ":violet-badge[:material/shield: Leave alone]", ":orange-badge[:material/sports: Coach]",
        ":gray-badge[:material/check: In range]",
    ]  # fmt: skip
    assert sentences[0] == (
        "**Kate** makes 50 calls a day and books 3.0 meetings; the rest make 80 and book 2.0. Do not push "
        "volume: Kate has found a rhythm. At 80 calls a day it might be anything between 2.00 and 4.80 "
        "meetings; Kate loses meetings as soon as the rate falls under 3.75 %. Also books 45 of 150 "
        "conversations (30 %); the rest of the team 20 %. What does Kate say differently?"
    )
    assert sentences[1] == (
        "**Chloe** books 17 of 160 conversations (11 %); the rest of the team 23 %. Less than 1 time in "
        "10,000 by luck. Not for lack of calls."
    )
    assert sentences[2] == (
        "**The other four** are within luck. In 20 days this team of 6 can show gaps of 51 % and more on "
        "conversations and of 60 % and more on held meetings, but none on emails; a smaller one would look "
        "like luck. Luck alone would give about 1 watch among the 18 comparisons made here."
    )
    assert any("undecided a table does not tell" in caption for caption in captions(app))


def test_the_table_goes_from_results_to_activity_and_by_no_volume(visit):
    table = visit("empty", "quick_analysis").dataframe[-1].value
    assert table["Rep"].tolist() == ["Team average", "Kate", "Daniel", "Anna", "Eva", "Boris", "Chloe"]
    assert list(table) == [
        "Rep", "Reading", "SAOs", "Mtgs/day", "Held rate", "n / d (Held rate)", "Mtg→SAO", "n / d (Mtg→SAO)",
        "Conn.→mtg", "n / d (Conn.→mtg)", "Email→mtg", "n / d (Email→mtg)", "Calls/day", "Emails/day",
    ]  # fmt: skip
    assert table["n / d (Conn.→mtg)"].tolist()[:2] == ["201 / 950", "45 / 150"]
    assert [list(words) for words in table["Reading"]][:2] == [[], ["Leave alone"]]


@pytest.mark.parametrize(("rows", "sentence"), [
    (2, "Two reps: too few to compare. Their numbers are below, without flags."),
    (1, "One rep: too few to compare. The numbers are below, without flags."),
])  # fmt: skip
def test_too_few_reps_have_numbers_without_flags(typed_in, rows, sentence):
    app = typed_in(few(rows))
    assert said(app) == [sentence]
    table = app.dataframe[-1].value
    assert len(table) == rows + 1
    assert not any(len(words) for words in table["Reading"])


def test_ramping_reps_are_not_counted_as_a_team(typed_in):
    table = few(4)
    table.loc[[0, 1], "ramping"] = True
    assert said(typed_in(table))[0].startswith("Two reps past the ramp: too few to compare.")


def test_a_cleared_table_asks_for_numbers_and_the_example_comes_back(visit):
    app = visit("empty", "quick_analysis")
    (clear,) = (button for button in app.button if button.label == "Clear")
    app = clear.click().run()
    assert said(app) == ["Nothing to read yet. Type or paste a row for each rep above."]
    assert len(app.header) == 2
    app = app.button[0].click().run()
    assert said(app)[1].startswith("**Kate** makes 50 calls a day")


def test_what_is_left_out_is_named(typed_in):
    table = quick.example()
    table.loc[0, ["calls", "connects"]] = ["12 %", "30"]
    (warning,) = typed_in(table).warning
    assert warning.value.splitlines() == [
        "- Kate, calls\\: “12 %” is a share, where a number is asked for. It is read as no data.",
        "- Kate has more meetings by phone (45) than conversations (30)\\: Connected → meeting is left out.",
    ]


def test_nobody_stands_out(typed_in):
    table = quick.example()
    table.loc[:, list(typed.NUMBERS)] = table.loc[[1] * 6, list(typed.NUMBERS)].to_numpy()
    (_, sentence) = said(typed_in(table))
    assert sentence.startswith("**Nobody stands out.** In 20 days this team of 6 can show gaps of ")


def test_numbers_of_nothing_but_names_say_so(typed_in):
    table = typed.blank(4)
    table["rep"] = ["Anna", "Boris", "Chloe", "Daniel"]
    app = typed_in(table)
    assert said(app)[1] == "**Anna, Boris and 2 others**: too few numbers for a comparison."
    assert any(caption.startswith("About volume nothing is said") for caption in captions(app))


def test_a_name_is_no_markdown(typed_in):
    table = quick.example()
    table.loc[0, "rep"] = "[Kate](http://elsewhere.invalid) $x$"
    sentence = said(typed_in(table))[1]
    assert sentence.startswith(
        "**\\[Kate\\](http\\:\u2060//elsewhere.invalid) \\$x\\$** makes 50 calls a day"
    )


def test_an_address_without_a_table_is_said_and_shows_the_example(visit):
    app = visit("empty", "quick_analysis", table="nonsense")
    (warning,) = app.warning
    assert "perhaps the link was cut" in warning.value
    assert said(app)[1].startswith("**Kate** makes 50 calls a day")


def test_the_link_of_a_page_opens_the_same_page(visit, typed_in):
    table = few(5)
    table.loc[0, "rep"] = "Ann-Kathrin Öztürk"
    (link,) = typed_in(table).code
    again = visit("empty", "quick_analysis", table=link.value.split("?table=")[1])
    assert "**Ann-Kathrin Öztürk** makes 50 calls a day" in "\n".join(said(again))


def test_a_table_too_long_for_a_link_can_be_downloaded(visit, monkeypatch):
    monkeypatch.setattr(links, "LONGEST", 10)
    app = visit("empty", "quick_analysis")
    assert len(app.code) == 0
    assert any("too long for a link" in caption for caption in captions(app))
    assert [button.label for button in app.get("download_button")] == ["Download as CSV"]


def test_the_download_has_what_the_page_shows_and_can_be_pasted_back():
    table = quick.example()
    table.loc[1, ["rep", "calls", "ramping"]] = ["=1+1", "n/a", True]
    found = quick.analyse(typed.read(table).reps)
    header, *lines = csv.reader(io.StringIO(exports.csv(written(found))))
    kate = dict(zip(header, lines[1], strict=True))
    assert (kate["Rep"], kate["Calls"], kate["Reading"]) == ("Kate", "1000", "Leave alone")
    assert kate["In words"].startswith("makes 50 calls a day and books 3.0 meetings; ")
    assert [kate[f"Connected → meeting{part}"] for part in ("", ": n", ": d")] == ["0.3", "45", "150"]
    pasted = typed.blank(len(lines) + 1)
    for place, line in enumerate([header, *lines]):
        pasted.iloc[place, :11] = line[:11]
        pasted.loc[place, "ramping"] = line[11] == "yes"
    again = typed.read(pasted)
    assert again.problems[1:] == ["Row 2, “Team average”, is not a rep and is left out."]
    typed_again = again.reps.replace({"rep": {"'=1+1": "=1+1"}}).set_index("rep").sort_index()
    assert typed_again.equals(typed.read(table).reps.set_index("rep").sort_index())


def test_of_a_day_nothing_is_said_about_volume_yet(typed_in):
    table = quick.example()
    table["days"] = "1"
    text = " ".join(said(typed_in(table)))
    assert "1 day worked, the guard needs 5." in text


def test_who_cannot_be_compared_by_volume_is_named(typed_in):
    table = quick.example()
    table.loc[0, "days"] = "0"
    app = typed_in(table)
    assert "Talk about volume" not in " ".join(said(app))
    assert any("About the volume of Kate nothing is said" in caption for caption in captions(app))

"""The sheet as a file: what the page says, in the page's order; safe to open, and it asks nobody."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
import view_logs
from hypothesis import given
from hypothesis import strategies as st
from paper_files import File, Text, as_read

from dashboard import access
from dashboard.log import sessions
from dashboard.log.engine import engine_at, jotting
from dashboard.log.scope import Scope
from dashboard.log.sessions import OneToOne
from dashboard.views.shared import markup, words
from dashboard.views.sheet_parts import about, agree, kept, paper

TODAY, NOW = date(2026, 11, 3), datetime(2026, 11, 3, 14, 2, tzinfo=UTC)
HOSTILE, NOBODY = "<b>x</b> *Öz* & Co", "Nobody Yet"
# Two reps of whom one has logged nothing; and the same log, to be written to.
WITH_NOTES = "strange with notes"
STRANGE = {
    "reps": "rep,team,started_on,time_zone\n"
    + "".join(f"{rep},<i>T</i>,2024-01-08,UTC\n" for rep in (HOSTILE, NOBODY)),
    "calls": "id,rep,at,outcome\n" + "".join(
        f"{n},{HOSTILE},2026-10-{5 + n % 5:02} 10:00,{'meeting scheduled' if n % 4 else 'connected'}\n"
        for n in range(40)
    ),
}  # fmt: skip
# What is only there to be written into, or to say twice that there is nothing yet.
LEFT_OUT = {":small[Actions]", agree.WHO_SEES, "History"}


@pytest.fixture
def printed(visit, monkeypatch):
    """`printed(log, rep)`: the page of a rep's sheet, and the file that can be downloaded from it."""
    for name in ("strange", WITH_NOTES):
        monkeypatch.setitem(view_logs.LOGS, name, (view_logs._files(STRANGE), view_logs.AS_OF))

    def both(log: str, rep: str, **choices: str):
        pages = []
        with monkeypatch.context() as patched:
            patched.setattr(paper, "download", pages.append)
            app = visit(log, "coaching", rep=rep, **choices)
        page = pages[-1]
        return app, File(paper.file(about.about(page, page.rep_id, page.rep)))

    return both


@pytest.mark.parametrize(
    ("log", "rep", "team"),
    [
        ("sample team", "Sam Okafor", "Mid-Market East"), ("sample team", "Diego Alvarez", "Mid-Market East"),
        ("sample team", "Kate Lindqvist", "Mid-Market East"), ("one rep", "Kate Lind", "Alone"),
        ("calls alone", "Kate Lind", "Alone"), ("one blank rep", "Bo Ek", "Blank"),
        ("no meetings", "Bjørn Ünal", "East"), ("strange", HOSTILE, "<i>T</i>"),
        ("strange", NOBODY, "<i>T</i>"),
    ],
)  # fmt: skip
def test_the_file_says_what_the_page_says(printed, log, rep, team):
    app, file = printed(log, rep, team=team)
    said = [app.title[0].value, *(text.value for text in (*app.header, *app.caption, *app.markdown))]
    said += [text for metric in app.metric for text in (metric.label, metric.value)]
    lines = [line for text in said if text not in LEFT_OUT for line in text.split("\n")]
    missing = [line for line in lines if as_read(line.removeprefix("- ")) not in file.text]
    assert missing == []
    titles = [file.text.find(as_read(head.value)) for head in app.header if head.value not in LEFT_OUT]
    assert titles == sorted(titles)
    assert [element.proto.alt for element in app.get("vega_lite_chart") if element.proto.alt] == [
        alt for alt in file.alts if alt != "Flags"
    ]
    assert_safe(file)


def assert_safe(file: File) -> None:
    """Nothing is asked of anybody, every element is closed, and the headings come one below the other."""
    assert file.forbidden == []
    assert file.closed
    assert {"main", "header", "title"} <= file.tags
    assert file.headings[0] == 1
    assert file.headings.count(1) == 1
    assert all(after - before <= 1 for before, after in zip(file.headings, file.headings[1:], strict=False))


def test_who_is_protected_is_protected_before_any_figure(printed):
    _, file = printed("sample team", "Kate Lindqvist")
    assert file.text.index("Do not push volume") < file.text.index("SAOs, ")
    assert "Calls a day" not in file.text


def test_names_and_notes_are_text(printed, log_of):
    url = log_of(WITH_NOTES).url
    note = "Ask **early** <script>alert(1)</script>\n  - never [x](http://example.com) &amp; \\*"
    agreed(url, 0, note, "connect_rate", (("Role <b>play</b>", TODAY + timedelta(days=7)), ("Listen", None)))
    for days in (5, 12, 19, 26):
        agreed(url, days, f"Note of {days} days ago.", "calls", (("Do *it*", None),))
    app, file = printed(WITH_NOTES, HOSTILE)
    assert f"{HOSTILE}, 1:1 sheet" in file.text
    assert " ".join(note.split()) in file.text
    assert "Focus until the next session: Connect rate" in file.text
    assert "Role <b>play</b> (due 10 Nov)" in file.text
    assert "Do *it*" in file.text
    assert "Note of 19 days ago." in file.text
    assert "Note of 26 days ago." not in file.text
    assert "The last 3 of them." in file.text
    assert not {"b", "script", "i", "a"} & file.tags
    for table in app.table:
        assert all(as_read(str(cell)) in file.text for row in table.value.to_numpy() for cell in row)
    assert_safe(file)


def test_notes_are_only_there_for_who_may_read_them(printed, log_of, monkeypatch):
    agreed(log_of(WITH_NOTES).url, 33, "Secret.", "held_rate", (("Secret too", None),))
    monkeypatch.setattr(access, "may_read_notes", lambda visitor, rep_id: False)
    _, file = printed(WITH_NOTES, HOSTILE)
    assert "Secret" not in file.text
    assert "Held rate" not in file.text
    assert kept.PRIVATE in file.text


def agreed(url: str, days_ago: int, note: str, focus: str, actions: tuple) -> None:
    """Writes down a session of the first rep."""
    one = OneToOne(1, TODAY - timedelta(days=days_ago))
    with jotting(engine_at(url)) as connection:
        sessions.save_focus(Scope.all(), connection, one, focus, "", NOW)
        sessions.save_note(Scope.all(), connection, one, note, 0, NOW)
        for action in actions:
            sessions.add_action(Scope.all(), connection, one, *action, NOW)


@given(st.text(st.characters(exclude_characters=f"\n\r{words.WORD_JOINER}", exclude_categories=["Cs", "Cc"])))
def test_whatever_somebody_is_called_is_read_as_it_is_written(name):
    made = str(markup.html(words.literal(name)))
    assert "<" not in made
    assert Text(made).said == name


def test_our_own_markdown_becomes_html():
    assert markup.html("**a *b* & c** d  \ne") == "<strong>a <em>b</em> &amp; c</strong> d<br>e"
    assert markup.html("**never closed") == "<strong>never closed</strong>"


@pytest.mark.parametrize(
    ("rep", "name"),
    [
        ("Sam Okafor", "1-1-sam-okafor-2026-11-03.html"),
        ("Łukasz “Luke” Żak", "1-1-łukasz-luke-żak-2026-11-03.html"),
        ("../<b>", "1-1-b-2026-11-03.html"),
        ("…", "1-1-rep-2026-11-03.html"),
    ],
)
def test_the_file_is_named_after_the_rep_and_the_day(rep, name):
    page = SimpleNamespace(rep=rep, read=SimpleNamespace(today=TODAY))
    assert paper.file_name(page) == name

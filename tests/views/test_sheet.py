"""Who needs you, and the 1:1 sheet: the right person, the right word, the right order."""

from __future__ import annotations

import pytest

from dashboard.sample import Truth

TRUTH = Truth()
EAST = {"team": TRUTH.team}


def said(app) -> list[str]:
    """The sentences of a page in their order."""
    return [element.value for element in app.markdown]


def place(app, text: str) -> int:
    """Where in the page's whole text something stands."""
    everything = [getattr(element, "value", "") or "" for element in app.main]
    found = [number for number, value in enumerate(everything) if text in str(value)]
    assert found, text
    return found[0]


def links(app) -> list[tuple[str, str]]:
    return [(link.proto.label, link.proto.page) for link in app.get("page_link")]


@pytest.fixture
def team(visit):
    return visit("sample team", "team", **EAST)


def test_the_team_view_says_who_needs_you(team):
    badges = [text for text in said(team) if "-badge[" in text]
    assert 1 <= len(badges) <= 7
    names = [label for label, page in links(team) if page == "coaching"]
    assert len(names) <= 6
    # The weak quality is not seen in every four weeks: `test_coaching_sample` looks at many.
    for name in (TRUTH.kate, TRUTH.weak_booker, TRUTH.low_low):
        assert any(name in label for label in names), name
    # A word first, the name beside it, the sentence after it.
    words = dict(
        zip([label.strip("*").removeprefix(":blue[").rstrip("]") for label in names], badges, strict=False)
    )
    assert "Leave alone" in words[TRUTH.kate]
    assert "Coach" in words[TRUTH.weak_booker]
    # On some days a rate of theirs is low by luck, which comes before.
    assert any(word in words[TRUTH.low_low] for word in ("Talk about volume", "Watch"))


def test_the_bad_list_is_named_as_a_list(team):
    assert any(TRUTH.bad_list in text and "change the list, not the reps" in text for text in said(team))
    assert any(page == "calls" for _, page in links(team))


def test_silence_is_explained(team):
    caption = next(element.value for element in team.caption if "in range" in element.value)
    assert "Luck alone would give" in caption
    assert "a shortfall can be seen from" in caption


def test_each_name_leads_to_the_sheet(team, visit):
    link = next(link for link in team.get("page_link") if TRUTH.weak_booker in link.proto.label)
    assert "sheet=Sam" in link.proto.query_string
    sheet = visit("sample team", "coaching", rep=TRUTH.weak_booker, **EAST)
    assert sheet.title[0].value == f"{TRUTH.weak_booker}, 1:1 sheet"


def test_who_is_under_the_floor_is_named_but_never_who_is_protected(team):
    floor = next(element.value for element in team.caption if element.value.startswith("Floor"))
    assert "60 calls and 30 emails" in floor
    assert TRUTH.low_low in floor
    assert TRUTH.kate not in floor and TRUTH.ramping not in floor


def test_the_sheet_of_kate_protects_before_any_volume(visit):
    app = visit("sample team", "coaching", rep=TRUTH.kate, **EAST)
    heads = [head.value for head in app.header]
    assert heads[0].startswith("Kate makes 5") and heads[0].endswith("Kate has found a rhythm.")
    assert "Low activity is protected only with high output" in heads
    assert "What a spreadsheet would conclude" in heads and "Why that is not in the data" in heads
    first_result = next(number for number, head in enumerate(heads) if head.startswith("1 · Results"))
    assert first_result > heads.index("Talk about instead")
    assert "Leave alone" in said(app)[0]
    # No card of activity for somebody who is not to be read by it.
    assert "Calls a day" not in [card.label for card in app.metric]
    assert "Connected → meeting" in [card.label for card in app.metric]


def test_the_sheet_of_a_weak_booker(visit):
    app = visit("sample team", "coaching", rep=TRUTH.weak_booker, **EAST)
    texts = said(app)
    assert any("Coach: connected → meeting" in text for text in texts)
    proof = next(text for text in texts if "conversations (1" in text)
    assert proof.startswith("**Sam books ") and "by luck" in proof
    heads = [head.value for head in app.header]
    assert [head[:1] for head in heads if head[1:4] == " · "] == ["1", "2", "3", "4", "5"]
    assert "Calls a day" in [card.label for card in app.metric]


def test_low_activity_with_low_output_is_talked_about_after_the_results(visit):
    app = visit("sample team", "coaching", rep=TRUTH.low_low, **EAST)
    heads = [head.value for head in app.header]
    guard = next(number for number, head in enumerate(heads) if "low activity with low output" in head)
    assert guard > 0 and heads[0].startswith("1 · Results")
    assert "What a spreadsheet would conclude" not in heads


def test_a_ramping_rep_has_no_flag(visit):
    app = visit("sample team", "coaching", rep=TRUTH.ramping, **EAST)
    assert any("Ramping" in text for text in said(app))
    assert any("is in week" in text and "Left out of every average" in text for text in said(app))
    assert not any(
        word in text for text in said(app) for word in ("-badge[:material/sports", "shield", "forum")
    )


def test_without_a_rep_everybody_is_there(visit):
    app = visit("sample team", "coaching", **EAST)
    names = [button.label for button in app.button if button.key and button.key.startswith("sheet-of-")]
    assert len(names) == 12
    next(button for button in app.button if TRUTH.kate in button.label).click().run()
    assert app.title[0].value == f"{TRUTH.kate}, 1:1 sheet"


LOGS = (
    "one rep", "one blank rep", "everything", "no emails", "no meetings", "alike", "calls alone", "no quotas",
    "behind", "ended long ago",
)  # fmt: skip


@pytest.mark.parametrize("log", LOGS)
def test_every_sheet_of_every_log_is_drawn(visit, log):
    listed = visit(log, "coaching", team="All teams")
    reps = [option for option in listed.selectbox(key="sheet").options if option != "All reps"]
    assert reps
    # Each sheet is a page of its own to draw: the first, the last, and one between stand for all.
    for rep in {reps[0], reps[len(reps) // 2], reps[-1]}:
        app = visit(log, "coaching", team="All teams", rep=rep)
        assert app.title[0].value.endswith(", 1:1 sheet")


def test_a_sheet_of_days_without_a_working_day_can_be_read(visit):
    app = visit("sample team", "coaching", sheet=TRUTH.kate, period="Custom", days="2026-11-21,2026-11-22")
    assert any("1:1 sheet" in title.value for title in app.title)
    assert any("What we agree today" in head.value for head in app.header)


def test_a_leaver_s_sheet_can_be_read(visit):
    app = visit("sample team", "coaching", team="DACH", sheet=TRUTH.leaver)
    assert any(f"{TRUTH.leaver}, 1:1 sheet" in title.value for title in app.title)


def test_a_link_to_a_rep_of_another_team_opens_the_sheet(visit):
    app = visit("sample team", "coaching", sheet="Grace Adeyemi")
    assert app.title[0].value == "Grace Adeyemi, 1:1 sheet"
    assert app.selectbox(key="team").value == "UK & Ireland"


def test_an_unknown_rep_in_a_link_is_said(visit):
    app = visit("sample team", "coaching", sheet="Nobody Here")
    assert [info.value for info in app.info] == [
        "There is no Nobody Here in Mid-Market East: nobody is chosen."
    ]

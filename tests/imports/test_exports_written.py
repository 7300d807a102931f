"""The made-up exports hold the truth of the team, and what must not count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from exported import (
    aircall,
    hubspot,
    hubspot_api,
    own,
    pipedrive,
    salesforce,
    salesforce_report,
    truth,
    words,
)
from exported.facts import Team
from exported.plainly_read import read

from dashboard.figures.metrics import BY_NAME
from dashboard.log import outcomes

Write = Callable[[Team, Path], list[Path]]
SHAPES: dict[str, Write] = {
    "own": own.write,
    "weekly": salesforce.write_weekly,
    "loader": salesforce.write_loader,
    "report": salesforce_report.write,
    "hubspot": hubspot.write,
    "hubspot api": hubspot_api.write,
    "aircall": aircall.write,
    "pipedrive": pipedrive.write,
}


@pytest.fixture(scope="module")
def team() -> Team:
    """A team to be written and read."""
    return truth.make(51)


def test_the_same_seed_gives_the_same_facts() -> None:
    assert truth.make(1) == truth.make(1)
    assert truth.make(1) != truth.make(2)


@pytest.mark.parametrize("zone", ["America/New_York", "Europe/Berlin"])
def test_the_facts_have_what_goes_wrong(zone: str) -> None:
    team = truth.make(52, zone)
    touches = [*team.calls, *team.emails]
    assert any(team.day(touch.at) != touch.at.date() for touch in touches)
    change = truth.clock_change(team.zone)
    around = [touch.at for touch in touches if abs(touch.at - change) < timedelta(hours=1)]
    assert {team.local(at).fold for at in around} == {0, 1}
    assert {call.outcome for call in team.calls} == set(outcomes.CALL)
    assert {"held", "no-show", "cancelled", "scheduled"} <= {met.outcome for met in team.meetings}
    assert any(met.starts_at > team.as_of for met in team.meetings)
    assert any(met.ae is None for met in team.meetings) and any(met.moved for met in team.meetings)
    assert {sao.won for sao in team.saos} == {None, True, False}
    assert Counter(sao.currency for sao in team.saos).most_common(1)[0][0] == team.currency
    numbers = [fact.number for fact in (*touches, *team.meetings, *team.saos)]
    assert len(set(numbers)) == len(numbers)


def test_a_zone_without_a_change_of_clocks_is_refused() -> None:
    with pytest.raises(ValueError, match="Asia/Tokyo do not change"):
        truth.clock_change(ZoneInfo("Asia/Tokyo"))


def test_all_that_is_carried_is_a_metric() -> None:
    shapes = (own, salesforce, salesforce_report, hubspot, hubspot_api, aircall, pipedrive)
    for carries in (*(shape.CARRIES for shape in shapes), salesforce.LOADER_CARRIES):
        assert carries and carries <= set(BY_NAME)
    assert set(BY_NAME) == own.CARRIES


def test_vendors_words_are_of_canonical_outcomes() -> None:
    for spelled in (words.SALESFORCE_CALLS, words.HUBSPOT_CALLS, words.AIRCALL_TAGS):
        assert set(spelled) == set(outcomes.CALL)
    assert set(words.SALESFORCE_EMAILS) == set(truth.EMAILS) < set(outcomes.EMAIL)
    assert set(words.MEETINGS) < set(outcomes.MEETING)


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_has_all_facts_and_what_must_not_count(team: Team, tmp_path: Path, shape: str) -> None:
    encoding = "iso-8859-1" if shape == "weekly" else "utf-8"
    found = [len(read(path, encoding)) for path in SHAPES[shape](team, tmp_path)]
    facts = [len(kind) for kind in (team.calls, team.emails, team.meetings, team.saos)]
    calls, emails, meetings, saos = facts
    beside = {name: len(rows) for name, rows in vars(team.beside).items()}
    other_tasks = sum(beside[name] for name in ("planned_calls", "planned_emails", "todos"))
    of_aes = beside["ae_calls"] + beside["ae_emails"]
    inbound = beside["inbound_calls"] + beside["internal_calls"]
    ae_meetings, ae_deals = beside["ae_meetings"], beside["ae_deals"]
    tasks = calls + emails + other_tasks + of_aes
    dropped = [meetings + ae_meetings + beside["deleted_meetings"], saos + ae_deals + beside["deleted_deals"]]
    hubspot_s = [
        calls + beside["ae_calls"] + beside["inbound_calls"] + beside["planned_calls"],
        emails + sum(beside[name] for name in ("ae_emails", "received_emails", "failed_emails")) + 4,
        meetings + ae_meetings,
        saos + ae_deals,
    ]
    assert (
        found
        == {
            "own": [4, *facts],
            "weekly": [7, tasks + inbound + beside["deleted_calls"], *dropped],
            "loader": [7, tasks + inbound + beside["deleted_calls"], *dropped],
            "report": [tasks + inbound, meetings + ae_meetings, saos + ae_deals],
            "hubspot": hubspot_s,
            "hubspot api": hubspot_s,
            "aircall": [calls + beside["ae_calls"] + inbound],
            "pipedrive": [tasks + meetings + ae_meetings, saos + ae_deals],
        }[shape]
    )

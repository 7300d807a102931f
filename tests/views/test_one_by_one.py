"""Each SAO says why it is whose it is, and why it counts on its day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dashboard.imports.loading import load_files
from dashboard.log import queries
from dashboard.log.engine import engine_at, migrate, reading
from dashboard.log.scope import Scope
from dashboard.views.shared.one_by_one import why

FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)
FILES = {
    "reps": "rep,team,time_zone\nAna,North,UTC\nBob,North,UTC\n",
    "meetings": (
        "id,rep,booked_at,starts_at,outcome,prospect,account\n"
        "m1,Ana,2026-11-01,2026-11-03,held,,Acme\nm2,Ana,2026-11-02,2026-11-04,held,Jo,\n"
        "m3,Bob,,2026-11-05,accepted,,Beta\nm4,Bob,2026-11-02,2026-11-09,held,,Gamma\n"
        "m5,Bob,2026-11-02,2026-11-06,held,,Delta\n"
    ),
    "opportunities": (
        "id,rep,meeting_id,accepted_at,created_at,account,prospect\n"
        "1,,,2026-11-10,,Acme,\n2,,,2026-11-11,,,Jo\n4,,,,2026-11-03,Gamma,\n5,Bob,m5,2026-11-12,,,\n"
        "6,Bob,,2026-11-13,,Delta,\n7,Ana,,2026-11-14,,Zeta,\n8,Ana,,,2026-11-15,,\n9,,m4,2026-11-16,,,\n"
    ),
}
REASONS = {
    "2026-11-10": "Booked the meeting with this account: 3 Nov, booked on 1 Nov",
    "2026-11-11": "Booked the meeting with this prospect: 4 Nov, booked on 2 Nov",
    "2026-11-05": "Booked the meeting, which was accepted",
    "2026-11-09": "Booked the meeting with this account: 9 Nov, booked on 2 Nov; made on 3 Nov, counted with "
    "its meeting",
    "2026-11-12": "Named in the export, and the meeting of 6 Nov",
    "2026-11-13": "Named in the export; the meeting of 6 Nov found by account",
    "2026-11-14": "Named in the export",
    "2026-11-15": "Named in the export; counted when it was made: nothing says when it was accepted",
    "2026-11-16": "Booked the meeting that the export names: 9 Nov, booked on 2 Nov",
}


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A log with an SAO of every sort."""
    url = f"sqlite:///{tmp_path / 'log.db'}"
    migrate(engine_at(url))
    paths = [tmp_path / f"{name}.csv" for name in FILES]
    for path, content in zip(paths, FILES.values(), strict=True):
        path.write_text(content)
    load_files(engine_at(url), paths)
    monkeypatch.setenv("DATABASE_URL", url)
    return url


def test_every_sao_has_its_reason(url: str) -> None:
    with reading(engine_at(url)) as connection:
        found = queries.opportunities(Scope(everything=True), connection, FIRST, LAST)
    said = {f"{row.accepted_on:%Y-%m-%d}": why(row).replace("\u00a0", " ") for row in found.itertuples()}
    assert said == REASONS


@pytest.mark.parametrize("team", ["All teams", "West"])
def test_the_saos_of_the_period_stand_one_by_one_the_last_first(visit, team: str) -> None:
    app = visit("everything", "accepted", team=team, period="13 weeks")
    one_by_one, numbers = app.dataframe[1].value, app.dataframe[0].value.set_index("Rep")
    assert one_by_one["Accepted"].is_monotonic_decreasing
    counted = numbers["SAOs"].drop("Team average")
    assert one_by_one["Rep"].value_counts().to_dict() == counted[counted > 0].to_dict()
    assert one_by_one["Why it is theirs"].str.len().min() > 10
    assert "Download these as CSV" in [button.label for button in app.get("download_button")]

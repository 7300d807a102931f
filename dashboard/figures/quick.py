"""What a typed table says: the rates, averages, flags and guard of the log's pages, without a log.

A table has no days and no weeks, so nothing can be known of how lumpy they are: rates are taken as
independent trials, counts with the guard's defaults.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from dashboard.figures import attention, efficiency, flags
from dashboard.figures.coaching import Judged
from dashboard.figures.metrics import BY_NAME
from dashboard.figures.typed import COLUMNS, blank

# A rate's numerator and denominator among the typed columns. Meeting → SAO is of the meetings held: which of
# them are undecided a table does not tell.
RATES = {
    "connect_rate": ("connects", "calls"),
    "connected_to_meeting": ("call_meetings", "connects"),
    "email_to_meeting": ("email_meetings", "emails"),
    "held_rate": ("meetings_held", "meetings_scheduled"),
    "meeting_to_sao": ("saos", "meetings_held"),
}
A_DAY = ("meetings_scheduled", *efficiency.ACTIVITIES)
RESULTS = ("saos", "revenue")
AVERAGE = "Team average"
CALLED = {column.name: column.called for column in COLUMNS}

# Kate makes 50 calls and books 3 meetings a day; the other five 80 and 2 on average.
KATE = (
    ("Kate", "20", "1,000", "150", "45", "700", "11", "60", "40", "22"),
    ("Anna", "20", "1,600", "162", "34", "800", "8", "42", "28", "15"),
    ("Boris", "20", "1,640", "158", "30", "760", "9", "40", "26", "13"),
    ("Chloe", "20", "1,560", "160", "17", "840", "8", "26", "17", "8"),
    ("Daniel", "20", "1,580", "165", "38", "800", "9", "48", "31", "17"),
    ("Eva", "20", "1,620", "155", "37", "800", "7", "44", "29", "15"),
)


@dataclass(frozen=True)
class Quick(Judged):
    """What a table says. `reps`: as `typed.Typed`, a rep_id is a row of it; `problems`: a sentence for each
    rate that cannot be."""

    reps: pd.DataFrame
    problems: list[str]

    @property
    def ramped(self) -> int:
        """How many reps there are to compare."""
        return int((~self.reps["ramping"]).sum())

    @property
    def comparable(self) -> bool:
        """Whether they are enough for flags and the guard."""
        return self.ramped >= flags.REPS

    @cached_property
    def findings(self) -> pd.DataFrame:
        """Everything found about the reps, each rep's together, see `attention.findings`."""
        every = attention.findings(self, {})
        first = every.drop_duplicates("rep_id")
        alone = set(first.loc[first["kind"] == efficiency.PROTECT, "rep_id"])
        order = {rep_id: place for place, rep_id in enumerate(first["rep_id"])}
        mine = every["rep_id"]
        return (
            every.assign(after=~mine.isin(alone), person=mine.map(order))
            .sort_values(["after", "person", "place"], kind="stable", ignore_index=True)
            .drop(columns=["after", "person"])
        )

    @cached_property
    def readings(self) -> dict[int, str]:
        """Each rep's first finding, else ramping, in range or too little data; nothing of too few reps."""
        if not self.comparable:
            return {}
        tested = set(self.flags.loc[self.flags["p"].notna(), "rep_id"])
        tested |= set(self.guard.loc[self.guard["verdict"] == efficiency.NORMAL, "rep_id"])
        ramping = set(self.reps.index[self.reps["ramping"]])
        plain = {
            rep: flags.RAMPING if rep in ramping else flags.IN_RANGE if rep in tested else flags.TOO_LITTLE
            for rep in self.reps.index
        }
        first = self.findings.drop_duplicates("rep_id").set_index("rep_id")["kind"]
        return plain | first.to_dict()

    @property
    def unguarded(self) -> list[str]:
        """The ramped reps of whom nothing can be said about volume, where something is of others."""
        missing = ~self.reps["ramping"] & ~self.reps.index.isin(self.guard["rep_id"])
        return self.reps.loc[missing, "rep"].tolist() if len(self.guard) else []

    @property
    def too_early(self) -> pd.DataFrame:
        """The rows of the guard of those with too few days."""
        return self.guard[self.guard["verdict"] == efficiency.TOO_EARLY]

    @property
    def visible(self) -> dict[str, float]:
        """For each rate that was tested the smallest gap that the median rep's trials could have shown."""
        tested = self.flags[self.flags["p"].notna()]
        return tested.groupby("metric", sort=False)["smallest_visible_gap"].median().to_dict()


def example() -> pd.DataFrame:
    """The table that the page begins with, see `typed.read`."""
    table = blank(len(KATE))
    for place, row in enumerate(KATE):
        table.iloc[place, : len(row)] = row
    return table


def analyse(reps: pd.DataFrame) -> Quick:
    """The flags and the guard of the reps of `typed.read`."""
    judged = flags.judge(pd.concat([_cells(reps, name) for name in flags.TESTED], ignore_index=True))
    there = [*_known_of_most(reps, efficiency.ACTIVITIES), *_known_of_most(reps, efficiency.OUTPUTS)]
    activity, output = efficiency.measures(reps.loc[~reps["ramping"], there])
    weak = judged.loc[(judged["metric"] == "meeting_to_sao") & (judged["verdict"] == flags.COACH), "rep_id"]
    guard = _guard(reps, activity, output, reps.index.isin(weak))
    return Quick(judged, guard, BY_NAME.get(activity), BY_NAME.get(output), reps, _impossible(reps))


def _known_of_most(reps: pd.DataFrame, names: tuple[str, ...]) -> list[str]:
    """Of these counts those that are known of the most ramped reps; none that is known of too few."""
    comparable = (reps["days"] > 0) & ~reps["ramping"]
    known = {name: int((reps[name].notna() & comparable).sum()) for name in names}
    most = max(flags.REPS, *known.values())
    return [name for name in names if known[name] == most]


def _parts(reps: pd.DataFrame, name: str) -> tuple[pd.Series, pd.Series]:
    """A rate's successes and trials; missing where either is no data, or there are more successes."""
    x, n = (reps[column] for column in RATES[name])
    known = x <= n
    return x.where(known), n.where(known)


def _impossible(reps: pd.DataFrame) -> list[str]:
    said = []
    for name, (of, among) in RATES.items():
        for row in reps[reps[of] > reps[among]].itertuples():
            more, less = getattr(row, of), getattr(row, among)
            said.append(
                f"{row.rep} has more {CALLED[of]} ({more:,.0f}) than {CALLED[among]} ({less:,.0f}): "
                f"{BY_NAME[name].label} is left out."
            )
    return said


def _cells(reps: pd.DataFrame, name: str) -> pd.DataFrame:
    """The cells of one rate, as `flags.judge` takes them."""
    x, n = _parts(reps, name)
    cells = reps[["rep", "ramping"]].assign(rep_id=reps.index, metric=name, x=x, n=n, lumps=1.0)
    return cells[n.notna()]


def _guard(reps: pd.DataFrame, activity: str | None, output: str | None, weak: np.ndarray) -> pd.DataFrame:
    """The guard over those who worked and whose activity and output are known; over nobody without a
    measure."""
    named = activity is not None and output is not None
    team = reps.assign(rep_id=reps.index, weak_quality=weak, activity=np.nan, output=np.nan)
    if named:
        team = team.assign(activity=reps[activity], output=reps[output])
    team = team[team[["activity", "output"]].notna().all(axis=1) & (team["days"] > 0)]
    # Touches count calls and emails together, which they can where everybody's are known.
    both = team[list(efficiency.ACTIVITIES)]
    touches = both.sum(axis=1) if both.notna().all(axis=None) else team["activity"]
    return efficiency.guard(
        team.assign(
            touches=touches,
            activity_lumps=efficiency.ACTIVITY_LUMPS,
            output_lumps=efficiency.OUTPUT_LUMPS,
        )
    )


def table(found: Quick) -> pd.DataFrame:
    """The team's average, then the reps by SAOs, never by volume: `rep`, `RESULTS`, the counts of `A_DAY`
    (as calls_a_day, …), and each of `RATES` with its `_x` and `_n`; missing for no value."""
    reps = found.reps.sort_values(["saos", "rep"], ascending=[False, True], na_position="last")
    own = reps[~reps["ramping"]]
    columns: dict[str, list] = {"rep": [AVERAGE, *reps["rep"]]}
    columns |= {name: [_per_rep(own, name), *reps[name]] for name in RESULTS}
    for name in A_DAY:
        columns[f"{name}_a_day"] = [_average_a_day(own, name), *_ratio(reps[name], reps["days"])]
    for name in RATES:
        (x, n), (own_x, own_n) = _parts(reps, name), _parts(own, name)
        x, n = ([part.sum(min_count=1), *whole] for part, whole in ((own_x, x), (own_n, n)))
        columns |= {name: _ratio(x, n), f"{name}_x": x, f"{name}_n": n}
    return pd.DataFrame(columns, index=[-1, *reps.index])


def _ratio(x, n) -> np.ndarray:
    x, n = np.asarray(x, dtype=float), np.asarray(n, dtype=float)
    return x / np.where(n > 0, n, np.nan)


def _average_a_day(own: pd.DataFrame, name: str) -> float:
    """A count per ramped rep and day, of those of whom both are known."""
    known = own[own[name].notna() & (own["days"] > 0)]
    return float(_ratio(known[name].sum(), known["days"].sum()))


def _per_rep(own: pd.DataFrame, name: str) -> float:
    """A count per ramped rep; who worked half the days counts as half."""
    a_day = _average_a_day(own, name)
    return float(own[name].mean()) if np.isnan(a_day) else a_day * float(own["days"].max())

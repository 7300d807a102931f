"""What one more rep would bring, and what is assumed for it, in sentences."""

from __future__ import annotations

from dashboard.figures.assumptions import LEAST_SAOS, LEAST_WON, USUAL_CV, Basis
from dashboard.figures.investing import HORIZON, OneMore, Range, Worth, Year
from dashboard.figures.periods import RAMP_WEEKS
from dashboard.figures.quotas import RAMP_STEPS
from dashboard.views.shared import words
from dashboard.views.shared.landing_words import percent as chance

# A part that is not worth a word.
HARDLY = 0.01


def title(found: OneMore, currency: str | None) -> str:
    """The finding: the range of a ramped year, or what cannot be told."""
    year = found.ramped
    if year.saos is None:
        return "What one more rep would bring cannot be told yet"
    if year.revenue is None:
        return f"One more ramped rep would bring {counts(year.saos, 'SAO')} a year; revenue cannot be told"
    reach = between(year.revenue, currency)
    return f"One more ramped rep would bring {reach} a year, if they do as the present ones do"


def sum_of(found: OneMore, currency: str | None) -> str:
    """What a leader can repeat: a ramped year, then the first one."""
    ramped = f"**One more ramped rep**: {_year(found.ramped, currency, ' a year')}."
    first = f"**In the first year**, ramp and sales cycle included: {_year(found.first, currency)}."
    return f"{ramped} {first} Eight in ten reps land within these, if a new rep does as the present ones do."


def _year(year: Year, currency: str | None, per: str = "") -> str:
    said = [f"{counts(year.saos, 'SAO')}{per}"]
    if year.deals is None:
        return f"{said[0]}; how many of them are won cannot be told"
    said.append(counts(year.deals, "deal"))
    if year.revenue is None:
        return f"{', '.join(said)}; the revenue cannot be told"
    said.append(between(year.revenue, currency))
    return f"{', '.join(said)}; most likely {money(year.revenue.middle, currency)}"


def counts(found: Range, one: str) -> str:
    """ "28 to 45 SAOs", "1 deal"."""
    if found.low == found.high:
        return words.plural(int(found.low), one)
    return f"{found.low:,.0f} to {words.plural(int(found.high), one)}"


def between(found: Range, currency: str | None) -> str:
    """ "$80k to $260k"."""
    return f"{money(found.low, currency)} to {money(found.high, currency)}"


def money(amount: float | None, currency: str | None) -> str:
    """An amount for a sentence, in which two signs of dollars must not become a formula."""
    return words.literal(words.money(amount, currency))


def against(worth: Worth, cost: float, currency: str | None) -> str:
    """A year's revenue against its cost; revenue is not margin."""
    said = [f"At {money(cost, currency)} a year revenue is "]
    if worth.first is not None:
        said.append(
            f"{_times(worth.first)} times the cost in the first year, with a chance of "
            f"{chance(worth.first_chance)} to bring at least the cost within it; once ramped "
        )
    else:
        said.append("once ramped ")
    said.append(
        f"{_times(worth.ramped)} times, chance {chance(worth.ramped_chance)}. {_caught_up(worth)}"
        "This is revenue, not margin."
    )
    return "".join(said)


def _times(found: Range) -> str:
    return f"{found.low:.1f} to {found.high:.1f}"


def _caught_up(worth: Worth) -> str:
    """After how many months the revenue since the first day is as much as the cost since."""
    if worth.first is None:
        return ""
    chance_is = "The chance that revenue has caught up with cost is"
    if worth.even is None:
        return f"{chance_is} under one half even after {HORIZON} months. "
    half = f"{chance_is} one half after {_months(worth.even)}"
    if worth.surely is None:
        return f"{half}, and still under 9 in 10 after {HORIZON}. "
    return f"{half}, and 9 in 10 after {worth.surely:,}. "


def _months(count: int) -> str:
    return words.plural(count, "month")


def missing(basis: Basis) -> list[str]:
    """What there is too little of, a sentence each."""
    said = []
    if not basis.knows_saos:
        return [_no_saos(basis)]
    if basis.won < LEAST_WON:
        said.append(
            f"{words.plural_or_no(basis.won, 'deal')} won of {basis.closed} closed, {_days(basis)}: at least "
            f"{LEAST_WON} won are needed to say how many SAOs become deals. {basis.open:,} are still open."
        )
    elif basis.amounts < LEAST_WON:
        said.append(
            f"Of {words.plural(basis.won, 'deal')} won {basis.amounts} have an amount in the organisation's "
            f"currency: at least {LEAST_WON} are needed to say what a deal brings."
        )
    if basis.won >= LEAST_WON and not basis.knows_cycle:
        said.append(
            f"Of {words.plural(basis.cycle.won, 'deal')} won both days are known: at least {LEAST_WON} are "
            "needed to say when a new rep's deals are won."
        )
    return said


def _no_saos(basis: Basis) -> str:
    if basis.rate_days is None:
        return "The log holds no whole month of SAOs yet. With one this card shows what a rep would bring."
    when = words.days(basis.rate_days)
    if not basis.rep_days:
        return f"Nobody was ramped in the whole months of the log ({when})."
    return (
        f"{words.plural_or_no(basis.saos, 'SAO')} by ramped reps, {when}: at least {LEAST_SAOS} are needed "
        "to say how many one more rep would bring."
    )


def assumed(basis: Basis, currency: str | None) -> list[str]:
    """What the ranges assume, each with what it was counted from."""
    said = [_saos(basis), _reps(basis)]
    if basis.knows_deals:
        said.append(
            f"**SAO → won**: {basis.won:,} of {words.plural(basis.closed, 'deal')} closed, {_days(basis)} "
            f"({words.percent(basis.won / basis.closed, basis.closed)}). {_open(basis)}"
        )
    if basis.knows_revenue:
        said.append(_amounts(basis, currency))
    if basis.knows_deals and basis.knows_cycle:
        said.append(_cycle(basis))
    steps = ", ".join(words.percent(step, 1) for step in RAMP_STEPS)
    said.append(
        f"**Ramp**: {steps} of a ramped rep's SAOs in the thirds of the first {RAMP_WEEKS} weeks, as quotas "
        "have it."
    )
    said.append("**Left out**: a change of market, price or lists; whether the AEs have time for more SAOs.")
    return said


def _saos(basis: Basis) -> str:
    return (
        f"**SAOs**: {basis.saos:,} by {words.plural(basis.reps, 'ramped rep')} in {basis.rep_days:,} working "
        f"days of theirs, {words.days(basis.rate_days)}: {basis.a_day:.2f} a rep and day. "
        f"The year to come has {basis.working_days} working days."
    )


def _reps(basis: Basis) -> str:
    differ = f"±{words.percent(basis.spread, 1)}"
    if basis.reps == 1:
        return f"**Reps differ**: of one rep it cannot be seen by how much; {differ} is taken."
    usual = f"the usual ±{words.percent(USUAL_CV, 1)}, the more so the fewer they are"
    return f"**Reps differ** by {differ}, which leans to {usual}. A new one is taken to be one of them."


def _open(basis: Basis) -> str:
    if not basis.open:
        return "None is open."
    verb = "is" if basis.open == 1 else "are"
    return f"{basis.open:,} still open {verb} not counted as lost, but expected to end like the others."


def _amounts(basis: Basis, currency: str | None) -> str:
    average, won = money(basis.average, currency), words.plural(basis.amounts, "deal")
    said = f"**Average deal**: {average} over {won} won."
    if basis.foreign:
        total = basis.amounts + basis.foreign
        said += f" {basis.foreign} of {total} are in other currencies, and not part of the revenue."
    if basis.unknown:
        said += f" Of {basis.unknown} more the amount is not known: they are taken to be like the others."
    return said


def _cycle(basis: Basis) -> str:
    cycle = basis.cycle
    half = (
        f"half of the deals are won within {words.plural(cycle.median, 'day')} of the SAO"
        if cycle.median is not None
        else "half of the deals take longer than the log goes back"
    )
    said = f"**Sales cycle**: {half} ({cycle.won:,} deals won; {cycle.open:,} still open are waited for)."
    if cycle.later >= HARDLY:
        later = words.percent(cycle.later, 1)
        said += f" {later} are expected to take longer than any so far, and count in no first year."
    return said


def _days(basis: Basis) -> str:
    return words.days(basis.deal_days)

"""Who is in the sample organisation and how each of them works: data, and the arrays made of it."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

RAMP_WEEKS = 13


class TeamProfile(NamedTuple):
    """A team: `style` is how its moments are written, "utc", "offset" or "naive"."""

    name: str
    zone: str
    country: str
    style: str
    manager: str
    aes: tuple[str, ...]
    list_weights: tuple[float, ...]


class RepProfile(NamedTuple):
    """A rep: touches and other meetings per working day, rates, the share of calls in the morning, the weeks
    since they started, and how many times as many prospects as others they call, each the less often."""

    name: str
    team: int
    calls: float
    emails: float
    connect: float
    booking: float
    mail_booking: float
    other: float
    accepted: float
    voicemail: float = 0.29
    morning: float = 0.48
    weeks: int = 120
    reach: int = 1


@dataclass(frozen=True)
class Truth:
    """Who stands for what in the sample; `team` is the one with Kate in it."""

    kate: str = "Kate Lindqvist"
    weak_booker: str = "Sam Okafor"
    weak_quality: str = "Marcus Webb"
    good_emailer: str = "Hannah Cole"
    low_low: str = "Diego Alvarez"
    ramping: str = "Ben Osei"
    starter: str = "José Núñez"
    leaver: str = "Björn Sørensen"
    mover: str = "Siobhán O'Connor"
    bad_list: str = "Webinar no-shows Q3"
    hard_ae: str = "Victor Hale"
    team: str = "Mid-Market East"


TRUTH = Truth()
EAST, DACH, UK = 0, 1, 2
CALL_LISTS = (
    "Renewals 2024",
    "Finance ops, 200–1000",
    "Inbound trials",
    "Manufacturing DACH",
    "Tech fast growers",
    "Health groups",
    TRUTH.bad_list,
)
CALL_LIST_LIFT = np.array([1.45, 1.05, 1.08, 1.0, 0.97, 0.92, 0.0])
BAD_LIST = len(CALL_LISTS) - 1
BAD_LIST_BOOKING = 0.06
MAIL_LISTS = ("Newsletter openers", "Event attendees", "Cold outbound A", "Cold outbound B")
MAIL_LIST_LIFT = np.array([1.25, 1.1, 0.92, 0.85])
MAIL_LIST_WEIGHTS = np.array([0.2, 0.2, 0.35, 0.25])

TEAMS = (
    TeamProfile(
        TRUTH.team, "America/New_York", "US", "utc", "Maria Lund",
        ("Rachel Kim", "Omar Farouk", "Paula Jensen", TRUTH.hard_ae),
        (0.07, 0.27, 0.16, 0.05, 0.24, 0.12, 0.09),
    ),
    TeamProfile(
        "DACH", "Europe/Berlin", "DE", "offset", "Jürgen Voß",
        ("Stefanie Köhler", "Lars Grünwald", "Petra Šimić"),
        (0.05, 0.18, 0.12, 0.34, 0.13, 0.10, 0.08),
    ),
    TeamProfile(
        "UK & Ireland", "Europe/London", "GB-ENG", "naive", "Aoife O'Sullivan",
        ("Imogen Clarke", "Callum D'Souza", "Tariq Aziz"),
        (0.08, 0.26, 0.16, 0.02, 0.24, 0.16, 0.08),
    ),
)  # fmt: skip

# Calls, emails, connect, connected → meeting, email → meeting, other meetings, meeting → SAO, voicemail.
REPS = (
    RepProfile(TRUTH.kate, EAST, 50, 35, 0.150, 0.300, 0.0160, 0.20, 0.54, 0.33, 0.68),
    RepProfile("Aisha Rahman", EAST, 88, 42, 0.099, 0.206, 0.0100, 0.10, 0.54),
    RepProfile(TRUTH.good_emailer, EAST, 79, 45, 0.095, 0.215, 0.0190, 0.10, 0.49),
    RepProfile("Priya Nair", EAST, 82, 39, 0.104, 0.206, 0.0090, 0.10, 0.52, 0.21),
    RepProfile("Leo Fontaine", EAST, 90, 39, 0.100, 0.200, 0.0090, 0.10, 0.50, 0.27),
    RepProfile("Tom Becker", EAST, 80, 40, 0.100, 0.213, 0.0090, 0.05, 0.55),
    RepProfile("Elena Petrova", EAST, 78, 38, 0.099, 0.190, 0.0085, 0.15, 0.48, 0.28),
    RepProfile("Nadia Haddad", EAST, 78, 48, 0.103, 0.196, 0.0080, 0.10, 0.52, 0.41),
    RepProfile(TRUTH.weak_booker, EAST, 89, 43, 0.092, 0.116, 0.0100, 0.05, 0.53, 0.36, 0.84, reach=3),
    RepProfile(TRUTH.weak_quality, EAST, 85, 41, 0.097, 0.203, 0.0080, 0.10, 0.28, 0.31),
    RepProfile(TRUTH.low_low, EAST, 53, 25, 0.101, 0.196, 0.0085, 0.05, 0.47, 0.23),
    RepProfile(TRUTH.ramping, EAST, 80, 39, 0.102, 0.148, 0.0050, 0.03, 0.42, weeks=6),
    RepProfile("Jonas Müller", DACH, 70, 52, 0.098, 0.205, 0.0105, 0.10, 0.52),
    RepProfile("Anna-Lena Weiß", DACH, 74, 48, 0.105, 0.195, 0.0100, 0.08, 0.49, 0.25),
    RepProfile("Łukasz Nowak", DACH, 66, 55, 0.094, 0.212, 0.0110, 0.12, 0.51),
    RepProfile("Mehmet Yılmaz", DACH, 78, 46, 0.101, 0.198, 0.0095, 0.05, 0.47, 0.34),
    RepProfile("Zoë Brandt", DACH, 69, 58, 0.099, 0.190, 0.0100, 0.10, 0.55, 0.22),
    RepProfile(TRUTH.leaver, DACH, 64, 44, 0.092, 0.175, 0.0085, 0.04, 0.45),
    RepProfile("Niamh O'Brien", UK, 84, 44, 0.102, 0.206, 0.0100, 0.08, 0.53, 0.25),
    RepProfile("Chloé D'Arcy", UK, 76, 50, 0.097, 0.200, 0.0110, 0.10, 0.50),
    RepProfile("Rhys Llewellyn", UK, 88, 42, 0.095, 0.192, 0.0090, 0.06, 0.48, 0.36),
    RepProfile("Grace Adeyemi", UK, 72, 47, 0.108, 0.210, 0.0105, 0.12, 0.54),
    RepProfile(TRUTH.starter, UK, 78, 44, 0.096, 0.150, 0.0060, 0.02, 0.43, weeks=2),
    RepProfile(TRUTH.mover, UK, 75, 48, 0.100, 0.203, 0.0100, 0.08, 0.51),
)
LEFT_WEEKS_AGO, MOVED_WEEKS_AGO = 7, 15
REP_NAMES = np.array([rep.name for rep in REPS], dtype=object)


def column(field: str) -> NDArray[np.float64]:
    """One number of `RepProfile` as an array over `REPS`."""
    return np.array([getattr(rep, field) for rep in REPS], dtype=float)


def seats(today: date) -> pd.DataFrame:
    """Who sat in which team from when to when: rep, team (positions), started, ended (None: still).
    The mover has two rows; started is a Monday and depends on `today`, so that the starters ramp."""
    monday = today - timedelta(days=today.weekday())
    rows = []
    for position, rep in enumerate(REPS):
        started = monday - timedelta(weeks=rep.weeks + (7 * position if rep.weeks > RAMP_WEEKS else 0))
        left = monday - timedelta(weeks=LEFT_WEEKS_AGO, days=3) if rep.name == TRUTH.leaver else None
        if rep.name == TRUTH.mover:
            moved = monday - timedelta(weeks=MOVED_WEEKS_AGO)
            rows.append((position, rep.team, started, moved - timedelta(days=1)))
            rows.append((position, DACH, moved, None))
        else:
            rows.append((position, rep.team, started, left))
    return pd.DataFrame(rows, columns=["rep", "team", "started", "ended"])


def address(name: str) -> str:
    """The rep's email address: plain ASCII, at an example domain."""
    plain = name.translate(str.maketrans({"ł": "l", "Ł": "L", "ß": "ss", "ø": "o", "ı": "i", "'": None}))
    ascii_name = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    return ascii_name.lower().replace(" ", ".") + "@example.com"

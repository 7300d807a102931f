"""What leaves the program is written whole: to the unit and the cent, never as an exponent or "7.0"."""

from __future__ import annotations

import csv
import io
import json

import pandas as pd
import pytest

from dashboard import exports
from dashboard.figures.metrics import METRICS

CALLS, DENOMINATOR, REVENUE = 12_345_678, 98_765_432, 1_234_567.89


@pytest.fixture(autouse=True)
def large(monkeypatch):
    """A rep with numbers of eight digits, beside one of whom nothing is known."""

    def of(value, rate) -> dict:
        return {metric.name: rate if metric.is_rate else {"value": value} for metric in METRICS}

    rate = {"value": CALLS / DENOMINATOR, "numerator": CALLS, "denominator": DENOMINATOR}
    nothing = of(None, dict.fromkeys(("value", "numerator", "denominator")))
    mine = of(CALLS, rate) | {"revenue": {"value": REVENUE}}
    reps = [
        {"rep": name, "team": "One", "metrics": of_rep} for name, of_rep in (("Ana", mine), ("Bo", nothing))
    ]
    plain = {"team": of(0.5, rate), "reps": reps}
    monkeypatch.setattr(exports, "metrics_json", lambda read, period: plain)
    return plain


def test_the_csv_has_the_text_of_the_json(large):
    lines = list(csv.DictReader(io.StringIO(exports.csv(exports.metrics_table(None, None)))))
    for line, row in zip(lines[1:], large["reps"], strict=True):
        for name, value in row["metrics"].items():
            for part, number in value.items():
                column = name if part == "value" else f"{name}_{part}"
                assert line[column] == ("" if number is None else json.dumps(number)), column


def test_no_name_becomes_a_formula():
    names = ["=1+1", "-2+3", "+4915112345", "Ana"]
    lines = exports.csv(pd.DataFrame({"rep": names, "calls": [1, None, -2, 3.5]}, dtype=object)).splitlines()
    assert lines == ["rep,calls", "'=1+1,1", "'-2+3,", "+4915112345,-2", "Ana,3.5"]


def test_no_column_s_name_becomes_a_formula():
    assert exports.csv(pd.DataFrame({"=1+1": [1], "L1": [-2]})).splitlines() == ["'=1+1,L1", "1,-2"]


def test_the_terminal_shows_every_digit():
    shown = exports.as_text(None, None)
    assert "12.5% (12,345,678/98,765,432)" in shown
    assert "1,234,567.89" in shown
    assert "e+" not in shown

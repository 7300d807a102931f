"""What a rep's few numbers are weighed against."""

from __future__ import annotations

import numpy as np
import pytest

from dashboard.figures import pooling

ONE = np.zeros(4, int)


def test_reps_who_are_alike_are_drawn_to_their_team():
    mean, variance = pooling.rate_of_each([5, 5, 5, 0], [10, 10, 10, 0], ONE, 0.5)
    assert mean == pytest.approx([0.5] * 4, abs=0.01)
    assert variance[3] > variance[0] > 0
    # Ninety-nine trials of the team beside their own ten.
    assert variance[0] == pytest.approx(0.25 / 110, rel=0.02)


def test_reps_who_differ_keep_their_own():
    mean, _ = pooling.rate_of_each([90, 10, 50, 0], [100, 100, 100, 0], ONE, 0.5)
    assert mean[0] > 0.85
    assert mean[1] < 0.15
    assert 0.4 < mean[3] < 0.6


def test_where_nothing_is_known_it_is_what_is_usual_and_hardly_sure():
    mean, variance = pooling.rate_of_each([0, 0], [0, 0], np.array([0, 1]), 0.75)
    assert mean == pytest.approx([0.75, 0.75])
    # No spread is known: as alike as reps may be.
    assert (variance > 0).all()


def test_teams_do_not_mix_but_where_one_knows_nothing():
    group = np.array([0, 0, 1, 1, 2])
    mean, _ = pooling.rate_of_each([30, 30, 70, 70, 0], [100, 100, 100, 100, 0], group, 0.5)
    assert mean == pytest.approx([0.31, 0.31, 0.69, 0.69, 0.5], abs=0.02)


def test_bookings_of_a_new_rep_are_the_team_s_and_less_sure():
    mean, variance = pooling.bookings_of_each([30, 30, 30, 0], [60, 60, 60, 0], ONE, 1.25)
    assert mean == pytest.approx([0.5] * 4, abs=0.01)
    assert np.sqrt(variance[3]) / mean[3] == pytest.approx(pooling.LEAST_CV, rel=0.01)
    assert variance[0] < variance[3]


def test_a_team_that_never_booked_anything_books_nothing():
    mean, variance = pooling.bookings_of_each([0, 0], [60, 0], np.array([0, 0]), 1.25)
    assert mean.tolist() == variance.tolist() == [0, 0]
    mean, _ = pooling.bookings_of_each([60, 0], [60, 0], np.array([0, 1]), 1.25)
    assert mean == pytest.approx([1, 1], abs=0.01)


def test_differences_beyond_luck_widen_the_prior():
    rng = np.random.default_rng(3)
    group = np.zeros(4_000, int)
    days = np.full(4_000, 60.0)
    count = rng.poisson(days * 0.5 * rng.gamma(1 / 0.4**2, 0.4**2, 4_000))
    assert pooling.difference(count, days, group, 1.0) == pytest.approx([0.4], abs=0.03)
    alike = pooling.difference(rng.poisson(days * 0.5).astype(float), days, group, 1.0)
    assert alike[0] < 0.06

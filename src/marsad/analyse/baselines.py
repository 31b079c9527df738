"""What is usual for a place in a week, from its own past, and how surprising a count is against it.

A quasi-likelihood version of the flexible Farrington algorithm (Farrington and others 1996, Noufaily and others 2013)
for sparse counts:

- *growth*: a week's exposure is the median of all reporting over the last ``trend_weeks``; rates are events by
  exposure;
- *gaps*: weeks with hardly any reporting are neither judged nor part of a baseline;
- *past waves*: baseline weeks far above the rest count less (weights ``(outlier / residual)²``);
- *bursts*: counts vary more than chance alone; the dispersion of a place is drawn to that of all places the fewer
  events it has;
- *sparse places*: a place without history is given a little of the mean rate; how unsure a rate is widens what is
  usual.

The count is then compared with a negative binomial of that mean and variance.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from .tables import load_settings

Floats = NDArray[np.float64]
_ROUNDS = 2
_CHI_MEDIAN = 0.455  # median of chi-square with one degree of freedom


class Expected(NamedTuple):
    """For each place, what a week is expected to hold: mean, variance, and the central 95 of 100 counts."""

    mean: Floats
    variance: Floats
    low: Floats
    high: Floats


def exposures(reporting: Floats) -> Floats:
    """How much is reported in each week, slow changes only: median of the last weeks; NaN in a gap."""
    settings = load_settings()
    window = int(settings["trend_weeks"])
    trend = np.array([np.median(reporting[max(0, at - window + 1) : at + 1]) for at in range(len(reporting))])
    gap = reporting < settings["gap_share"] * trend
    return np.where(gap | (trend <= 0), np.nan, trend)


def expect(counts: Floats, exposure: Floats, week: int) -> Expected | None:
    """What ``week`` is expected to hold in each place (rows of ``counts``); None in a gap or with too little behind."""
    settings = load_settings()
    end = week - int(settings["guard_weeks"])
    start = max(0, end - int(settings["baseline_weeks"]))
    kept = np.flatnonzero(~np.isnan(exposure[start:end])) + start if end > 0 else np.zeros(0, dtype=np.int64)
    if len(kept) < settings["least_weeks"] or np.isnan(exposure[week]):
        return None
    past, given = counts[:, kept], exposure[kept]
    weights = _down_weighted(past, given)
    rate, known = _rates(past, given, weights)
    dispersion = _dispersions(past, given, weights, rate)
    mean = rate * exposure[week]
    variance = dispersion * mean + mean**2 * dispersion / known
    low, high = _quantile(0.025, mean, variance), _quantile(0.975, mean, variance)
    return Expected(mean, variance, low, high)


def surprise(count: Floats, expected: Expected) -> tuple[Floats, Floats]:
    """Chance of so many or more, and of so few or fewer, if nothing unusual happens."""
    size, share = _negative_binomial(expected.mean, expected.variance)
    return stats.nbinom.sf(count - 1, size, share), stats.nbinom.cdf(count, size, share)


def _rates(past: Floats, exposure: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Events by exposure of each place, and how many events it rests on; a prior of the mean rate for sparse places."""
    prior = load_settings()["prior_events"]
    events = (weights * past).sum(axis=1)
    given = (weights * exposure).sum(axis=1)
    usual = max(past.sum() / (exposure.sum() * len(past)), 1e-9)
    return (events + prior) / (given + prior / usual), events + prior


def _down_weighted(past: Floats, exposure: Floats) -> Floats:
    """Weights of baseline weeks: 1, less for weeks far above the rest, summing to their number."""
    outlier = load_settings()["outlier"]
    weights = np.ones_like(past)
    for _ in range(_ROUNDS):
        rate, _ = _rates(past, exposure, weights)
        mean = rate[:, None] * exposure
        usual = np.median((past - mean) ** 2 / mean, axis=1) / _CHI_MEDIAN
        spread = np.sqrt(np.maximum(usual, 1.0))[:, None]  # of the median week: a wave must not hide itself
        residual = 1.5 * (past ** (2 / 3) - mean ** (2 / 3)) / (mean ** (1 / 6) * spread)  # Anscombe
        weights = np.where(residual > outlier, (outlier / np.maximum(residual, outlier)) ** 2, 1.0)
        weights *= past.shape[1] / weights.sum(axis=1, keepdims=True)
    return weights


def _dispersions(past: Floats, exposure: Floats, weights: Floats, rate: Floats) -> Floats:
    """Variance over mean of each place (1 is chance alone), drawn to that of all places when events are few."""
    settings = load_settings()
    mean = rate[:, None] * exposure
    squares = (weights * (past - mean) ** 2 / mean).sum(axis=1)
    freedom = max(past.shape[1] - 1, 1)
    events = past.sum(axis=1)
    busy = events > 0
    pooled = np.average(squares[busy] / freedom, weights=events[busy]) if busy.any() else 1.0
    own = (events * squares / freedom + settings["pooled_events"] * pooled) / (events + settings["pooled_events"])
    return np.asarray(np.maximum(own, 1.0), dtype=np.float64)


def _negative_binomial(mean: Floats, variance: Floats) -> tuple[Floats, Floats]:
    """Size and share of SciPy's negative binomial; a variance at the mean is nearly a Poisson."""
    excess = np.maximum(variance - mean, 1e-6 * mean)
    return mean**2 / excess, mean / (mean + excess)


def _quantile(share: float, mean: Floats, variance: Floats) -> Floats:
    return np.asarray(stats.nbinom.ppf(share, *_negative_binomial(mean, variance)), dtype=np.float64)


def discoveries(chances: Floats) -> Floats:
    """Adjusted chances by Benjamini and Hochberg (1995): flagging all under q makes at most a share q of them wrong."""
    order = np.argsort(chances)
    ranked = chances[order] * len(chances) / np.arange(1, len(chances) + 1)
    adjusted = np.empty_like(chances)
    adjusted[order] = np.minimum(np.minimum.accumulate(ranked[::-1])[::-1], 1.0)
    return adjusted

"""False alarms and detection of unusual weeks, by simulation (``make bench-anomalies``; the table of docs/analysis.md).

Places with very different rates are simulated for two and a half years; every week of the last year is judged. In
quiet scenarios each flag is a false alarm; in the others one place is multiplied: is it named?
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from marsad.analyse.anomalies import judge_week
from marsad.analyse.baselines import exposures
from marsad.analyse.happenings import Named

Floats = NDArray[np.float64]
WEEKS, JUDGED = 130, 52
RATES = np.array([0.02] * 20 + [0.1] * 20 + [0.5] * 15 + [2.0] * 10 + [8.0] * 5 + [25.0] * 2)
PLACES = [Named(str(at), str(at), str(at)) for at in range(len(RATES))]


def poisson(chance: np.random.Generator, means: Floats) -> Floats:
    """Chance alone."""
    return chance.poisson(means).astype(float)


def bursts(chance: np.random.Generator, means: Floats) -> Floats:
    """Variance three times the mean."""
    return chance.negative_binomial(means / 2, 1 / 3).astype(float)


def waves(chance: np.random.Generator, means: Floats) -> Floats:
    """Rates that rise and fall by themselves: an AR(1) of 0.7 with spread 0.4 on the log scale."""
    log = np.zeros_like(means)
    for week in range(1, means.shape[1]):
        log[:, week] = 0.7 * log[:, week - 1] + chance.normal(0, 0.4 * np.sqrt(1 - 0.49), len(means))
    return chance.poisson(means * np.exp(log - 0.08)).astype(float)


def flat(weeks: int) -> Floats:
    """Reporting that stays as it is."""
    return np.ones(weeks)


def growing(weeks: int) -> Floats:
    """Reporting that grows by one in a hundred a week."""
    return np.asarray(1.01 ** np.arange(weeks), dtype=np.float64)


def gaps(weeks: int) -> Floats:
    """Reporting that fails in every ninth week."""
    return np.where(np.arange(weeks) % 9 == 4, 0.05, 1.0)


SCENARIOS: dict[str, tuple[Callable[[np.random.Generator, Floats], Floats], Callable[[int], Floats]]] = {
    "chance alone": (poisson, flat),
    "bursts (variance 3 x mean)": (bursts, flat),
    "waves (AR 0.7)": (waves, flat),
    "bursts, growth 1 % a week": (bursts, growing),
    "bursts, gaps every 9th week": (bursts, gaps),
}


def judge(table: Floats, at: int) -> list[str]:
    """Flags of all places in a week."""
    exposure = exposures(table[:, : at + 1].sum(axis=0))
    return [week.flag for week in judge_week(table[:, : at + 1], exposure, at, PLACES, str(at))]


def false_alarms(name: str, runs: int, seed: int) -> tuple[float, float]:
    """Share of place-weeks flagged, and of weeks with any flag, where nothing unusual happens."""
    draw, reporting = SCENARIOS[name]
    flags = weeks = any_flag = cells = 0
    for run in range(runs):
        chance = np.random.default_rng(seed + run)
        table = draw(chance, RATES[:, None] * reporting(WEEKS))
        for at in range(WEEKS - JUDGED, WEEKS):
            found = judge(table, at)
            flags += sum(map(bool, found))
            any_flag += any(found)
            weeks += bool(found)
            cells += len(found)
    return flags / cells, any_flag / weeks


def detection(rate: float, factor: float, runs: int, seed: int) -> float:
    """Share of planted rises that are named: one place of that rate times ``factor``, bursts as background."""
    place = RATES.tolist().index(rate)
    found = 0
    for run in range(runs):
        chance = np.random.default_rng(seed + run)
        table = bursts(chance, np.repeat(RATES[:, None], WEEKS, axis=1))
        table[place, -1] = chance.negative_binomial(rate * factor / 2, 1 / 3)
        found += judge(table, WEEKS - 1)[place] == "rise"
    return found / runs


def main() -> int:
    """Print both tables; exit 1 when a quiet scenario of chance or bursts alarms in over 1 of 100 place-weeks."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--runs", type=int, default=10)
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    start = time.perf_counter()
    worst = 0.0
    for name in SCENARIOS:
        cells, weeks = false_alarms(name, given.runs, given.seed)
        worst = max(worst, cells)
        print(f"{name:<30} flagged {cells:.5f} of place-weeks, {weeks:.3f} of weeks have any flag")
    for rate in (0.1, 0.5, 2.0, 8.0, 25.0):
        shares = [f"x{factor} {detection(rate, factor, 20 * given.runs, given.seed):.2f}" for factor in (2, 3, 5, 10)]
        print(f"usual {rate:>5} events a week: named at {', '.join(shares)}")
    print(f"{time.perf_counter() - start:.0f} s")
    return int(worst > 0.01)


if __name__ == "__main__":
    sys.exit(main())

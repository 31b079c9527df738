"""Floors: figures the coder must not fall under. They only rise (STYLE, habit 6)."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ..errors import GoldError
from .scores import LOWER_IS_BETTER

Floors = dict[str, dict[str, float]]
"""Gold set → figure → floor; a ceiling for figures where lower is better (``false_alarms``)."""

_ROUNDING = 1e-9  # a figure printed equal to its floor passes


@dataclass(frozen=True)
class FloorCheck:
    """``failures``: one line a figure under its floor. ``raises``: the floors that can rise, as lines and values."""

    failures: list[str]
    raises: list[str]
    higher: dict[str, float]

    @property
    def passed(self) -> bool:
        """No figure is under its floor."""
        return not self.failures


def load_floors(path: str | Path) -> Floors:
    """Floors of a JSON file. Raises GoldError naming the file and the remedy."""
    try:
        floors = json.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise GoldError(f"{path}: floors cannot be read ({error}). Restore the file.") from error
    if not isinstance(floors, dict) or not all(_is_floor_set(entry) for entry in floors.values()):
        raise GoldError(f'{path}: not floors. Write {{"dev": {{"core_f1": 0.75}}}}.')
    return floors


def _is_floor_set(entry: object) -> bool:
    return isinstance(entry, dict) and all(
        isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
        for value in entry.values()
    )


def check_floors(figures: Mapping[str, float], floors: Mapping[str, float]) -> FloorCheck:
    """Compare figures (``metrics(scores)``) with the floors of one gold set.

    A floor whose figure does not exist fails: a figure without cases must not pass unseen.
    """
    failures: list[str] = []
    raises: list[str] = []
    higher: dict[str, float] = {}
    for name, floor in floors.items():
        value = figures.get(name)
        kind = "ceiling" if name in LOWER_IS_BETTER else "floor"
        if value is None:
            failures.append(f"{name}: no such figure in this run, its {kind} is {floor:g}")
            continue
        if _short(name, value, floor):
            failures.append(f"{name} {value:.4f} misses its {kind} {floor:g}")
            continue
        best = _tightest(name, value)
        if _short(name, floor, best):
            higher[name] = best
            raises.append(f"{name} {value:.4f} beats its {kind} {floor:g}: it can be set to {best:g}")
    return FloorCheck(failures, raises, higher)


def _short(name: str, value: float, floor: float) -> bool:
    """The value is on the wrong side of the floor."""
    gap = value - floor if name in LOWER_IS_BETTER else floor - value
    return gap > _ROUNDING


def _tightest(name: str, value: float) -> float:
    """The tightest floor with two decimals that the value still meets."""
    if name in LOWER_IS_BETTER:
        return math.ceil(value * 100 - _ROUNDING) / 100
    return math.floor(value * 100 + _ROUNDING) / 100


def raise_floors(path: str | Path, gold_set: str, check: FloorCheck) -> dict[str, float]:
    """Write the floors that can rise into the file and return them; refuses while any floor is missed."""
    if not check.passed:
        raise GoldError(f"{path}: floors are missed, none can rise. Mend: {'; '.join(check.failures)}.")
    floors = load_floors(path)
    for name, value in check.higher.items():
        if _short(name, floors[gold_set][name], value):
            floors[gold_set][name] = value
    Path(path).write_text(json.dumps(floors, indent=2) + "\n", encoding="utf-8")
    return check.higher

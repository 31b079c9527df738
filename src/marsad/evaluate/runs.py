"""Run an evaluation, keep its scores, and say what changed since the last run on the same gold."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
import platformdirs

from ..errors import GoldError, MarsadError
from .gold import GoldReport, load_gold
from .predictions import Prediction
from .scores import LOWER_IS_BETTER, Scores, metrics
from .tallies import score

_SAME = 5e-4  # half of the last digit printed


class Change(msgspec.Struct):
    """A figure that moved."""

    name: str
    before: float
    after: float

    @property
    def better(self) -> bool:
        """Whether it moved the right way."""
        return (self.after < self.before) == (self.name in LOWER_IS_BETTER)


class Diff(msgspec.Struct):
    """What changed: figures, gold events found or lost, matched events whose flags changed, extra events."""

    figures: list[Change]
    found: list[str]
    lost: list[str]
    changed: list[str]
    new_extra: list[str]
    gone_extra: list[str]
    comparable: bool = True


def run_evaluation(gold_paths: Sequence[str | Path], code: Callable[[GoldReport], dict[str, Any]]) -> Scores:
    """Code every gold report with ``code`` and score; a MarsadError counts the report as missing and is kept."""
    golds = load_gold(gold_paths)
    predictions: dict[str, Prediction] = {}
    failures: dict[str, str] = {}
    for report in golds:
        try:
            predictions[report.id] = code(report)
        except MarsadError as error:
            failures[report.id] = str(error)
    scores = score(golds, predictions)
    scores.failures = failures
    return scores


def evaluations_folder(environ: Mapping[str, str] = os.environ) -> Path:
    """``evaluations`` in MARSAD_HOME, or in the platform's data folder."""
    home = environ.get("MARSAD_HOME")
    return (Path(home) if home else Path(platformdirs.user_data_dir("marsad"))) / "evaluations"


def save_scores(scores: Scores, folder: Path | None = None) -> Path:
    """Keep the scores as the next number (``000001.json``) of the folder; an earlier run is never overwritten."""
    folder = folder or evaluations_folder()
    folder.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=folder, suffix=".tmp")
    with os.fdopen(handle, "wb") as file:
        file.write(msgspec.json.format(msgspec.json.encode(scores), indent=1))
        file.flush()
        os.fsync(file.fileno())
    number = max((int(path.stem) for path in _runs(folder)), default=0)
    try:
        while True:
            number += 1
            target = folder / f"{number:06d}.json"
            try:
                os.link(temporary, target)
            except FileExistsError:  # another run took the number
                continue
            return target
    finally:
        Path(temporary).unlink()


def load_last(folder: Path | None = None, gold: str | None = None) -> Scores | None:
    """The latest kept scores, of the gold with that digest if given; None when there are none."""
    for path in reversed(_runs(folder or evaluations_folder())):
        try:
            scores = msgspec.json.decode(path.read_bytes(), type=Scores)
        except (OSError, msgspec.DecodeError) as error:
            raise GoldError(f"{path}: not kept scores ({error}). Move the file away and run again.") from error
        if gold is None or scores.gold == gold:
            return scores
    return None


def _runs(folder: Path) -> list[Path]:
    return sorted((path for path in folder.glob("*.json") if path.stem.isdecimal()), key=lambda path: int(path.stem))


def diff(scores: Scores, last: Scores) -> Diff:
    """What changed from ``last`` to ``scores``; ``comparable`` is false when the gold is not the same."""
    now, then = metrics(scores), metrics(last)
    moved = [Change(name, then[name], now[name]) for name in now if name in then]
    flags, before = _flags(scores), _flags(last)
    common = flags.keys() & before.keys()
    extra, extra_before = _extras(scores), _extras(last)
    return Diff(
        figures=[change for change in moved if abs(change.after - change.before) >= _SAME],
        found=sorted(flags.keys() - before.keys()),
        lost=sorted(before.keys() - flags.keys()),
        changed=[f"{name} {before[name]} → {flags[name]}" for name in sorted(common) if flags[name] != before[name]],
        new_extra=sorted(extra - extra_before),
        gone_extra=sorted(extra_before - extra),
        comparable=scores.gold == last.gold,
    )


def _flags(scores: Scores) -> dict[str, str]:
    """Flags of each gold event that was found, by its id."""
    hits = [hit.rpartition("~") for line in scores.per_report for hit in line.hits]
    return {name: flags for name, _, flags in hits}


def _extras(scores: Scores) -> set[str]:
    return {f"{line.id}: {event}" for line in scores.per_report for event in line.extra}


def render_diff(changes: Diff) -> str:
    """The changes as lines: figures first, then events."""
    lines = [] if changes.comparable else ["The gold changed since the last run: compare with care."]
    for figure in changes.figures:
        mark = "better" if figure.better else "worse"
        lines.append(f"{figure.name} {figure.before:.3f} → {figure.after:.3f} ({mark})")
    parts = {
        "found": changes.found,
        "lost": changes.lost,
        "changed": changes.changed,
        "new extra": changes.new_extra,
        "extra gone": changes.gone_extra,
    }
    lines += [f"{name}: {item}" for name, items in parts.items() for item in items]
    return "\n".join(lines or ["Nothing changed since the last run."]) + "\n"

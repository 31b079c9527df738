"""Score sentences against the Arabic event gold standard records (openeventdata/arabic_event_gsr, MIT).

A CSV row is a sentence with votes: does it tell an ASSAULT, a PROTEST? Strict takes the label: ``yes`` against
``easy no`` and ``difficult no``, the rest left out. Majority takes accept > reject with at least two votes, ties left
out. A text that is both positive and negative in a file is left out. A sentence is predicted positive when an event
coded from it has the PLOVER type and is not denied.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from ..errors import GoldError
from .scores import Counts

_COLUMNS = {"event_type", "label", "accept", "reject", "text"}
_STRICT = {"yes": True, "easy no": False, "difficult no": False}

CodeSentence = Callable[[str], list[dict[str, Any]]]
"""Codes one sentence to events in the codebook's form (``plover`` and ``factuality`` are read)."""


class GsrScores(msgspec.Struct):
    """Counts by PLOVER type, the rows left out, and the texts got wrong."""

    strict: bool
    types: dict[str, Counts]
    left_out: dict[str, int]
    false_positives: dict[str, list[str]]
    false_negatives: dict[str, list[str]]


def score_gsr(folder: str | Path, code_sentence: CodeSentence, strict: bool = True) -> GsrScores:
    """Score the coder on every CSV of the folder. Raises GoldError naming file, line and remedy."""
    paths = sorted(Path(folder).glob("*.csv"))
    if not paths:
        raise GoldError(f"{folder}: no CSV files. Give the folder with assault_dev.csv and protest_dev.csv.")
    scores = GsrScores(strict, {}, {}, {}, {})
    coded: dict[str, set[str]] = {}
    for path in paths:
        for event_type, rows in _load_rows(path, strict).items():
            _score_type(scores, event_type, rows, code_sentence, coded)
    return scores


def _load_rows(path: Path, strict: bool) -> dict[str, list[tuple[str, bool | None]]]:
    """(text, positive or None when the protocol leaves the row out) by event type."""
    rows: dict[str, list[tuple[str, bool | None]]] = {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            lacking = _COLUMNS - set(reader.fieldnames or [])
            if lacking:
                raise GoldError(f"{path}, line 1: no column {', '.join(sorted(lacking))}. Restore the header row.")
            for row in reader:
                judgement = _judge(row, strict, f"{path}, line {reader.line_num}")
                rows.setdefault(row["event_type"], []).append((row["text"], judgement))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise GoldError(f"{path}: cannot be read ({error}). Give a UTF-8 CSV file.") from error
    return rows


def _judge(row: dict[str, str], strict: bool, where: str) -> bool | None:
    if strict:
        return _STRICT.get(row["label"])
    try:
        accept, reject = int(row["accept"]), int(row["reject"])
    except (TypeError, ValueError) as error:
        raise GoldError(f"{where}: accept and reject are not numbers. Give the votes as digits.") from error
    if accept == reject or accept + reject < 2:
        return None
    return accept > reject


def _score_type(
    scores: GsrScores,
    event_type: str,
    rows: list[tuple[str, bool | None]],
    code_sentence: CodeSentence,
    coded: dict[str, set[str]],
) -> None:
    """Add the rows of one type; ``coded`` keeps the PLOVER types of sentences already coded."""
    positive = {text for text, judgement in rows if judgement is True}
    negative = {text for text, judgement in rows if judgement is False}
    counts = scores.types.setdefault(event_type, Counts())
    wrong_yes = scores.false_positives.setdefault(event_type, [])
    wrong_no = scores.false_negatives.setdefault(event_type, [])
    left_out = 0
    for text, judgement in rows:
        if judgement is None or text in positive & negative:
            left_out += 1
            continue
        if text not in coded:
            coded[text] = _plover_types(code_sentence(text))
        predicted = event_type in coded[text]
        counts.add(predicted and judgement, judgement, predicted)
        if predicted != judgement:
            (wrong_yes if predicted else wrong_no).append(text)
    scores.left_out[event_type] = scores.left_out.get(event_type, 0) + left_out


def _plover_types(events: list[dict[str, Any]]) -> set[str]:
    """PLOVER types of the events that are not denied; a mode after the type does not count."""
    return {str(event.get("plover") or "").split("/")[0] for event in events if event.get("factuality") != "denied"}


def gsr_metrics(scores: GsrScores) -> dict[str, float]:
    """Figures by name (``assault_strict_f1`` …), for floors."""
    protocol = "strict" if scores.strict else "majority"
    return {
        f"{name.lower()}_{protocol}_{figure}": getattr(counts, figure)
        for name, counts in scores.types.items()
        for figure in ("p", "r", "f1")
    }


def render_gsr(scores: GsrScores) -> str:
    """One line a type."""
    protocol = "strict" if scores.strict else "majority"
    lines = [
        f"GSR {protocol} {name}: P {counts.p:.3f} R {counts.r:.3f} F1 {counts.f1:.3f}   (hits {counts.hits}, "
        f"gold {counts.gold}, predicted {counts.predicted}, rows left out {scores.left_out[name]})"
        for name, counts in scores.types.items()
    ]
    return "\n".join(lines) + "\n"

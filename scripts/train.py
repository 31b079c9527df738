"""Train the weights of confidence from coded events that people judged (docs/model-card.md): ``make train``.

Learns from the open gold of tests/gold and, for hard negatives, from the traits of the sentences of the Arabic event
gold standard records, kept in tests/gold/sentence_traits.csv (traits and labels, no text; ``--gsr FOLDER`` makes that
file again from the CSV files). The frozen gold is never learned from. Prints how well it does, cross-validated by
document; writes src/marsad/lexicons/confidence.csv.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from marsad.coding.confidences import GATE, INTERCEPT
from marsad.errors import MarsadError
from marsad.evaluate import load_gold
from marsad.evaluate.matches import match_report
from marsad.evaluate.tallies import calibrate
from marsad.pipeline import code_report

ROOT = Path(__file__).resolve().parent.parent
GOLD = ROOT / "tests/gold"
SENTENCES = GOLD / "sentence_traits.csv"
WEIGHTS = ROOT / "src/marsad/lexicons/confidence.csv"
# The rules were tuned on these, so fewer of their events are wrong than of new reports.
TUNED = ("gold_a.jsonl", "gold_b.jsonl")
STRENGTH = 0.1  # inverse of the penalty on large weights
GATE_AT = 0.3  # an event more likely wrong than right by two to one is none
FOLDS = 10
LABELS = {"yes": True, "easy no": False, "difficult no": False}
TYPES = ("ASSAULT", "PROTEST")


class Case(NamedTuple):
    """An event the rules coded: where from, in which document, its traits, and whether people agree."""

    origin: str
    document: str
    traits: tuple[str, ...]
    right: bool


def main() -> int:
    """Exit 0 when the weights are written, 2 when the run failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gsr", type=Path, help="folder of assault_dev.csv and protest_dev.csv")
    options = parser.parse_args()
    try:
        if options.gsr is not None:
            _keep_sentences(options.gsr)
        reports, sentences = _read_reports(), _read_sentences()
    except (MarsadError, OSError) as error:
        print(f"train: {error}", file=sys.stderr)
        return 2
    _tell(reports, sentences)
    _write(_fit([*reports, *sentences]))
    return 0


def _read_reports() -> list[Case]:
    """Events of the open gold: right when a gold event of that type is told by it."""
    cases: list[Case] = []
    for path in sorted(GOLD.glob("gold_*.jsonl")):
        if "frozen" not in path.name:
            cases.extend(_read_gold(path))
    return cases


def _read_gold(path: Path) -> Iterable[Case]:
    origin = "tuned" if path.name in TUNED else "report"
    for report in load_gold([path]):
        coded = code_report(report.text, published=report.published, outlet=report.outlet, explain=True)
        assert coded.coding is not None
        events = [*coded.events, *coded.coding.doubted]
        match = match_report(report, {"events": msgspec.to_builtins(events)})
        right = {id(pair.coded): pair.fields["type"] for pair in match.pairs}
        for event, read in zip(events, match.coded, strict=True):
            traits = tuple(coded.coding.traits[event.event_id])
            yield Case(origin, report.id, traits, right.get(id(read), False))


def _keep_sentences(folder: Path) -> None:
    """Write the traits of the events that the rules find in the gold standard's sentences."""
    rows: list[tuple[str, str, int, str]] = []
    for name in TYPES:
        with (folder / f"{name.lower()}_dev.csv").open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                label = LABELS.get(row["label"])
                if label is None:
                    continue
                document = hashlib.sha256(row["id"].rsplit("-", 1)[0].encode()).hexdigest()[:12]
                rows.extend((name, document, int(label), traits) for traits in _sentence_traits(row["text"], name))
                if label:
                    rows.append((name, document, 1, ""))  # a sentence that tells one, found or not: for recall
    with SENTENCES.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("type", "document", "label", "traits"))
        writer.writerows(rows)


def _sentence_traits(text: str, name: str) -> Iterable[str]:
    coded = code_report(text, explain=True)
    assert coded.coding is not None
    for event in (*coded.events, *coded.coding.doubted):
        if event.plover == name and event.factuality != "denied":
            yield " ".join(coded.coding.traits[event.event_id])


def _read_sentences() -> list[Case]:
    with SENTENCES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        Case(f"sentence_{row['type']}", row["document"], tuple(row["traits"].split()), row["label"] == "1")
        for row in rows
        if row["traits"]
    ]


def _features(case: Case) -> dict[str, float]:
    """Traits, and the origin of the case, whose weight stays behind: it only says how common right events are there."""
    origin = {} if case.origin == "report" else {f"({case.origin})": 3.0}
    return {**dict.fromkeys(case.traits, 1.0), **origin}


def _fit(cases: Sequence[Case]) -> tuple[DictVectorizer, LogisticRegression]:
    vectors = DictVectorizer()
    model = LogisticRegression(C=STRENGTH, max_iter=5000)
    model.fit(vectors.fit_transform(map(_features, cases)), [case.right for case in cases])
    return vectors, model


def _cross_validate(cases: Sequence[Case], helpers: Sequence[Case]) -> np.ndarray:
    """Probability of each case by a model that saw neither it nor another case of its document."""
    found = np.zeros(len(cases))
    folds = GroupKFold(min(FOLDS, len({case.document for case in cases})))
    for learn, test in folds.split(cases, groups=[case.document for case in cases]):
        vectors, model = _fit([*(cases[i] for i in learn), *helpers])
        found[test] = model.predict_proba(vectors.transform([_features(cases[i]) for i in test]))[:, 1]
    return found


def _tell(reports: Sequence[Case], sentences: Sequence[Case]) -> None:
    sure = _cross_validate(reports, sentences)
    error = calibrate(list(zip(sure, [case.right for case in reports], strict=True))).error
    dropped = [case.right for case, p in zip(reports, sure, strict=True) if p < GATE_AT]
    count = sum(case.right for case in reports)
    print(f"events of reports {len(reports)}, right {count}; expected calibration error {error:.3f}")
    print(f"under the gate {GATE_AT}: {len(dropped)}, of them right {sum(dropped)} (cross-validated by document)")
    for name in TYPES:
        _tell_sentences(name, [case for case in sentences if case.origin.endswith(name)], reports)


def _tell_sentences(name: str, cases: Sequence[Case], reports: Sequence[Case]) -> None:
    """F1 on the gold standard's sentences with the rules alone and with the gate, at the threshold best for F1."""
    with SENTENCES.open(encoding="utf-8", newline="") as file:
        wanted = sum(not r["traits"] and r["type"] == name for r in csv.DictReader(file))
    sure = _cross_validate(cases, reports)
    right = np.array([case.right for case in cases])

    def f1(chosen: np.ndarray) -> float:
        return float(2 * (chosen & right).sum() / (chosen.sum() + wanted))

    best = max(f1(sure >= at) for at in np.linspace(0.05, 0.95, 37))
    print(f"GSR strict {name}, by event: rules alone F1 {f1(np.ones(len(right), bool)):.3f}, with the gate {best:.3f}")


def _write(fitted: tuple[DictVectorizer, LogisticRegression]) -> None:
    vectors, model = fitted
    weights = dict(zip(vectors.get_feature_names_out(), model.coef_[0], strict=True))
    rows = [(INTERCEPT, float(model.intercept_[0])), (GATE, GATE_AT)]
    rows += [(name, float(w)) for name, w in sorted(weights.items()) if not name.startswith("(") and abs(w) >= 0.005]
    lines = ["trait,weight", *(f"{name},{weight:.3g}" for name, weight in rows)]
    WEIGHTS.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{WEIGHTS.relative_to(ROOT)}: {len(rows)} weights")


if __name__ == "__main__":
    sys.exit(main())

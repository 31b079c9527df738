"""Confidence and its gate learned again from what people decided: the weights in use, moved by the decisions.

Each decided event is one case: its named traits, and whether people agree that it happened as typed. The weights are
fitted by logistic regression with a normal prior around those in use (so that few decisions move little), and judged on
decisions held out: every case is predicted by weights that saw no other case of its report. Nothing changes until the
new weights are adopted into the user's lexicons.

Source: maximum a posteriori logistic regression by Newton's method (Bishop, Pattern Recognition, 4.3.3 and 4.5).
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator, Sequence
from itertools import islice

import msgspec
import numpy as np
from numpy.typing import NDArray

from ..batch import code_raw
from ..batch.reports import forget_coder
from ..coding.confidences import FILE, GATE, INTERCEPT, load_weights
from ..custody.extractions import restore
from ..errors import ReviewError
from ..evaluate.tallies import calibrate
from ..folders import user_lexicons
from ..ingest import InputProblem
from ..lexicon.tables import USER
from ..store import Store
from ..store.decisions import list_decided
from ..store.event_versions import find_current
from ..store.queries import find_extractions, find_inputs
from ..store.writes import log
from .decisions import EVENT
from .dossiers import Dossier, find_dossiers
from .reasons import load_reasons

LEAST = 40  # decided events, of both kinds, from which learning says anything
FOLDS = 5
STRENGTH = 10.0  # precision of the prior: that of the penalty with which the shipped weights were trained
_STEPS = 50
_NEGLIGIBLE = 1e-9
_PART = 64  # reports coded at a time
_CEILING = 0.6  # highest gate: above it more right events go than wrong ones
Vector = NDArray[np.float64]


class Case(msgspec.Struct, frozen=True):
    """A decided event: the report it is in, its traits, and whether people agree."""

    report_id: str
    traits: tuple[str, ...]
    right: bool


class Quality(msgspec.Struct):
    """How good confidences are on cases: mean log loss, expected calibration error, F1 of what passes the gate."""

    loss: float
    error: float
    f1: float
    gate: float


class Lesson(msgspec.Struct):
    """What was learned: quality on held-out decisions before and after, and the weights that moved most."""

    cases: int
    right: int
    before: Quality
    after: Quality
    moved: list[tuple[str, float, float]]
    weights: dict[str, float]


def find_cases(store: Store) -> Iterator[Case]:
    """Every decided event with its traits, coded again in memory; rejections that blame a value say nothing here."""
    with store.transaction() as connection:
        dossiers = find_dossiers(connection, list_decided(connection, EVENT))
        labels = {one.coded.event_id: right for one in dossiers.values() if (right := _label(one)) is not None}
        homes = {row.input_id: row.report_id for row in find_current(connection, labels).values()}
    waiting = iter(sorted(homes))
    while part := list(islice(waiting, _PART)):
        with store.transaction() as connection:
            rows = find_inputs(connection, part)
            sources = find_extractions(connection, [row.extraction_id or "" for row in rows.values()])
        for key in part:
            coded = code_raw(*restore(store, rows[key], sources[rows[key].extraction_id or ""]), explain=True)
            if isinstance(coded, InputProblem) or coded.coding is None:
                continue
            for event_id, traits in coded.coding.traits.items():
                if event_id in labels:
                    yield Case(homes[key], tuple(traits), labels[event_id])


def _label(dossier: Dossier) -> bool | None:
    """Whether people agree that it happened as typed; None when they did not say."""
    state = dossier.review()
    if state.verdict == "rejected":
        return False if load_reasons()[state.reason or ""].teaches == "wrong" else None
    if state.verdict == "unreviewed":
        return None
    return bool(state.event.event_type == dossier.coded.record["event_type"])


def learn(cases: Sequence[Case]) -> Lesson:
    """Weights learned from all cases, and what those learned from parts of them do on the rest."""
    right = sum(case.right for case in cases)
    if len(cases) < LEAST or right in (0, len(cases)):
        raise ReviewError(
            f"{len(cases)} decided events, {right} of them right, are too few to learn from. Review {LEAST} or more, "
            "and reject what is none: marsad review next"
        )
    used = load_weights()
    truth = [case.right for case in cases]
    held = _predict_held_out(cases, used)
    weights = _fit(cases, used)
    gate = _best_gate(held, truth, used[GATE])
    return Lesson(
        len(cases), right, _measure(_predict(cases, used), truth, used[GATE]), _measure(held, truth, gate),
        _moved(used, weights), {**weights, GATE: gate},
    )  # fmt: skip


def _predict_held_out(cases: Sequence[Case], used: dict[str, float]) -> Vector:
    """Each case by weights that saw no case of its report; which part a report is in follows from its id."""
    folds = [int(hashlib.sha256(case.report_id.encode()).hexdigest(), 16) % FOLDS for case in cases]
    found = np.zeros(len(cases))
    for fold in sorted(set(folds)):
        weights = _fit([case for case, its in zip(cases, folds, strict=True) if its != fold], used)
        mine = [n for n, its in enumerate(folds) if its == fold]
        found[mine] = _predict([cases[n] for n in mine], weights)
    return found


def _predict(cases: Sequence[Case], weights: dict[str, float]) -> Vector:
    odds = [weights[INTERCEPT] + sum(weights.get(trait, 0.0) for trait in case.traits) for case in cases]
    return _logistic(np.array(odds))


def _logistic(odds: Vector) -> Vector:
    found: Vector = 1 / (1 + np.exp(-np.clip(odds, -30, 30)))
    return found


def _fit(cases: Sequence[Case], used: dict[str, float]) -> dict[str, float]:
    """The weights of greatest posterior probability, around those in use."""
    names = [INTERCEPT, *sorted({trait for case in cases for trait in case.traits})]
    at = {name: n for n, name in enumerate(names)}
    matrix = np.zeros((len(cases), len(names)))
    matrix[:, 0] = 1
    for row, case in enumerate(cases):
        matrix[row, [at[trait] for trait in case.traits]] = 1
    truth = np.array([float(case.right) for case in cases])
    prior = np.array([used.get(name, 0.0) for name in names])
    weights = _minimise(matrix, truth, prior)
    return {**used, **{name: float(weight) for name, weight in zip(names, weights, strict=True)}}


def _minimise(matrix: Vector, truth: Vector, prior: Vector) -> Vector:
    """Newton's method; a step that goes too far is halved."""

    def regret(weights: Vector) -> float:
        odds = matrix @ weights
        likely = np.logaddexp(0, odds).sum() - float(truth @ odds)
        return float(likely + STRENGTH / 2 * ((weights - prior) ** 2).sum())

    weights = prior.copy()
    for _ in range(_STEPS):
        p = _logistic(matrix @ weights)
        slope = matrix.T @ (p - truth) + STRENGTH * (weights - prior)
        curve = (matrix.T * (p * (1 - p))) @ matrix + STRENGTH * np.eye(len(prior))
        step, before = np.linalg.solve(curve, slope), regret(weights)
        while regret(weights - step) > before and np.abs(step).max() > _NEGLIGIBLE:
            step = step / 2
        weights = weights - step
        if np.abs(step).max() < _NEGLIGIBLE:
            break
    return weights


def _measure(sure: Vector, truth: Sequence[bool], gate: float) -> Quality:
    clipped = np.clip(sure, 1e-6, 1 - 1e-6)
    loss = -np.log(np.where(truth, clipped, 1 - clipped)).mean()
    error = calibrate([(float(p), right) for p, right in zip(sure, truth, strict=True)]).error or 0.0
    return Quality(round(float(loss), 4), round(error, 4), round(_f1(sure, truth, gate), 4), gate)


def _f1(sure: Vector, truth: Sequence[bool], gate: float) -> float:
    passed = sure >= gate
    hits = int((passed & np.array(truth)).sum())
    return 2 * hits / (int(passed.sum()) + sum(truth))


def _best_gate(sure: Vector, truth: Sequence[bool], used: float) -> float:
    """The gate in use, unless a higher one is better: what lies under it was never seen by anybody."""
    choices = [used, *(round(float(one), 2) for one in np.arange(used + 0.02, _CEILING + 0.001, 0.02))]
    return max(choices, key=lambda gate: (_f1(sure, truth, gate), -gate))


def _moved(used: dict[str, float], weights: dict[str, float]) -> list[tuple[str, float, float]]:
    """Traits with their weight before and after, those that moved most first."""
    pairs = [(name, used.get(name, 0.0), weight) for name, weight in weights.items() if name != GATE]
    return sorted(pairs, key=lambda row: (-abs(row[2] - row[1]), row[0]))[:10]


def adopt_lesson(store: Store, lesson: Lesson, by: str) -> None:
    """Write the weights among the user's lexicons: what is coded from now on has them."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(("trait", "weight"))
    writer.writerows((name, f"{weight:.4g}") for name, weight in sorted(lesson.weights.items()))
    path = user_lexicons() / FILE.removeprefix(USER)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.write_text(buffer.getvalue(), encoding="utf-8")
    part.replace(path)
    forget_coder()
    told = {"cases": lesson.cases, "before": str(lesson.before.loss), "after": str(lesson.after.loss)}
    with store.transaction() as connection:
        log(store, connection, [("weights adopted", FILE, told)], by=by)

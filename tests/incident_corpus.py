"""Reports that tell the same and other happenings (tests/corpus/incidents), coded, and which incident each event is of.

``open.jsonl`` is for tuning, ``held.jsonl`` is measured and never read; a scene is held when the first hex digit of the
SHA-256 of its name is even. A line is a report; ``events`` says of each event it tells its incident, type, day (null
when the report gives none), place, and ``words`` of its sentence where two events would be alike. All texts are ours.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from marsad import code_report
from marsad.evaluate import load_gold
from marsad.evaluate.gold import FAMILIES
from marsad.evaluate.matches import match_events
from marsad.evaluate.predictions import read_coded
from marsad.gazetteer import load_gazetteer
from marsad.lexicon.schemas import SUB_TYPES
from marsad.link import find_uncommon
from marsad.link.passages import load_common
from marsad.model import Event, Report, Telling
from marsad.text.folding import fold_word

ROOT = Path(__file__).resolve().parent
FOLDER = ROOT / "corpus/incidents"
GOLD = [ROOT / "gold/gold_a.jsonl", ROOT / "gold/gold_b.jsonl"]
_TYPES = {sub: kind for kind, subs in SUB_TYPES.items() for sub in subs}
_NEAR = ({"V", "X"}, {"V", "C"}, {"X", "C"}, {"P", "R"}, {"C", "R"}, {"V", "R"}, {"C", "P"}, {"S", "C"})
_LEAST = 2.5  # likeness from which a coded event is the labelled one


@dataclass(frozen=True)
class Corpus:
    """Tellings, and the incident of each event that people labelled; ``missed`` labels no event was coded for."""

    tellings: list[Telling]
    incidents: dict[str, str]
    missed: list[str]


def is_held(scene: str) -> bool:
    return int(hashlib.sha256(scene.encode()).hexdigest()[0], 16) % 2 == 0


def load_reports(name: str) -> list[dict[str, Any]]:
    lines = (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@cache
def load_corpus(name: str) -> Corpus:
    """The reports of ``open`` or ``held``, coded."""
    tellings: list[Telling] = []
    incidents: dict[str, str] = {}
    missed: list[str] = []
    for row in load_reports(name):
        coded = code_report(row["text"], published=row["published"], outlet=row["outlet"], title=row["title"])
        tellings += tell(coded.report, coded.events)
        found = _match(row["events"], coded.events, row["text"])
        incidents.update({event: row["events"][label]["incident"] for label, event in found.items()})
        missed += [label["incident"] for number, label in enumerate(row["events"]) if number not in found]
    return Corpus(tellings, incidents, missed)


@cache
def load_gold_corpus() -> tuple[Corpus, set[frozenset[str]], dict[str, str]]:
    """The development gold coded; pairs of reports that people say are of one incident; the report of each event."""
    pairs = json.loads((FOLDER / "gold_pairs.json").read_text(encoding="utf-8"))
    home = {name: group[0] for group in pairs for name in group}
    paired = {name.split("-")[0] for name in home}
    tellings: list[Telling] = []
    incidents: dict[str, str] = {}
    missed: list[str] = []
    reports: dict[str, str] = {}
    for gold in load_gold(GOLD):
        coded = code_report(gold.text, published=gold.published, outlet=gold.outlet)
        tellings += tell(coded.report, coded.events)
        reports.update((event.event_id, gold.id) for event in coded.events)
        if gold.id in paired:
            plain = [read_coded(msgspec.to_builtins(event)) for event in coded.events]
            matched = dict(match_events(gold.events, plain))
            for number, event in enumerate(gold.events):
                if number in matched:
                    incidents[coded.events[matched[number]].event_id] = home.get(event.id, event.id)
                else:
                    missed.append(event.id)
    told = {frozenset(name.split("-")[0] for name in group) for group in pairs}
    return Corpus(tellings, incidents, missed), told, reports


def tell(report: Report, events: Iterable[Event]) -> list[Telling]:
    """Tellings of a coded report."""
    is_common = load_common(load_gazetteer())
    return [
        Telling(event, report.outlet, report.published, names=find_uncommon(report.text, event, is_common))
        for event in events
    ]


def _match(labels: list[dict[str, Any]], events: list[Event], text: str) -> dict[int, str]:
    """Which coded event each label means: label number to event id, the likest first."""
    weights = sorted(
        ((_likeness(label, event, text), -i, -j) for i, label in enumerate(labels) for j, event in enumerate(events)),
        reverse=True,
    )
    found: dict[int, str] = {}
    for weight, i, j in weights:
        event = events[-j].event_id
        if weight >= _LEAST and -i not in found and event not in found.values():
            found[-i] = event
    return found


def _likeness(label: dict[str, Any], event: Event, text: str) -> float:
    wanted, got = FAMILIES[_TYPES[label["type"]]], FAMILIES[event.event_type]
    exact = label["type"] == event.sub_event_type
    near = 2.0 if exact else 1.0 if wanted == got else 0.5 if {wanted, got} in _NEAR else 0.0
    if not near:
        return 0.0
    place = event.location
    names = fold_word(f"{place.name or ''} {place.name_ar or ''}") if place is not None else ""
    here = 2 * (fold_word(label["place"].split(" (")[0]) in names)
    return near + 2 * (label["date"] == event.date) + here + 3 * _is_told_there(label.get("words"), event, text)


def _is_told_there(words: str | None, event: Event, text: str) -> bool:
    """Whether the event is announced in the sentence that holds the words."""
    if words is None:
        return False
    at = text.index(words)
    start = max(text.rfind(sign, 0, at) for sign in ".\n")
    end = min((found for sign in ".\n" if (found := text.find(sign, at)) >= 0), default=len(text))
    return any(start <= item.start < end for item in event.evidence if item.field == "event_type")

"""Coded events as the scorer sees them, read from the output of ``marsad code --jsonl``."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import GoldError
from .gold import Toll, is_core, read_lines, read_object, sum_toll
from .names import Names, comparable_set

Prediction = dict[str, Any]
"""One object of ``marsad code --jsonl``: ``{"report": {...}, "events": [...]}``."""


@dataclass(frozen=True)
class CodedActor:
    """One coded actor: the mention to show and all its names in comparable form."""

    name: str
    names: Names


@dataclass(frozen=True)
class CodedEvent:
    """The fields of a coded event that are scored."""

    event_type: str | None
    sub_event_type: str | None
    date: str | None
    place: str | None
    place_names: Names
    lat: float | None
    lon: float | None
    country: str | None
    sides: tuple[tuple[CodedActor, ...], tuple[CodedActor, ...]]
    tolls: dict[str, Toll]
    factuality: str | None
    background: bool | None
    cause: str | None
    attribution: str | None
    confidence: float | None

    @property
    def core(self) -> bool:
        """Whether the event, as coded, counts as core."""
        return is_core(self.event_type, self.sub_event_type)


def load_predictions(path: str | Path, gold_ids: Collection[str] | None = None) -> dict[str, Prediction]:
    """Predictions of a JSONL file by report id; a later line of the same report replaces an earlier one.

    The id is the first of ``external_id``, ``id``, ``url`` of the report and the object's own ``id``
    that is in ``gold_ids``; without ``gold_ids``, the first one given. Raises GoldError.
    """
    found: dict[str, Prediction] = {}
    for number, line in read_lines(Path(path)):
        where = f"{path}, line {number}"
        row = read_object(line, where)
        _check_events(row, where)
        report = row.get("report") or {}
        names = [report.get("external_id"), report.get("id"), report.get("url"), row.get("id")]
        usable = [name for name in names if name and (gold_ids is None or name in gold_ids)]
        if usable:
            found[usable[0]] = row
        elif gold_ids is None:
            raise GoldError(f"{where}: no report id. Give report.external_id or report.id.")
    return found


def _check_events(row: Prediction, where: str) -> None:
    events = row.get("events") or []
    if not isinstance(events, list) or not all(isinstance(event, dict) and "event_type" in event for event in events):
        raise GoldError(f"{where}: events without event_type. Give the output of `marsad code --jsonl`.")


def read_coded(event: dict[str, Any]) -> CodedEvent:
    """The scored fields of one event in the codebook's form."""
    location = event.get("location") or {}
    return CodedEvent(
        event_type=event.get("event_type"),
        sub_event_type=event.get("sub_event_type"),
        date=event.get("date") or None,
        place=location.get("name"),
        place_names=comparable_set([location.get(key) for key in ("name", "name_ar", "name_en")]),
        lat=location.get("lat"),
        lon=location.get("lon"),
        country=location.get("country"),
        sides=(_read_side(event, "1"), _read_side(event, "2")),
        tolls={outcome: sum_toll(event.get("casualties"), outcome) for outcome in ("killed", "wounded")},
        factuality=event.get("factuality"),
        background=event.get("background"),
        cause=(event.get("cause") or {}).get("category"),
        attribution=(event.get("attribution") or {}).get("kind"),
        confidence=event.get("confidence"),
    )


def _read_side(event: dict[str, Any], side: str) -> tuple[CodedActor, ...]:
    actors = [actor for actor in event.get("actors") or [] if str(actor.get("side")) == side]
    return tuple(
        CodedActor(actor.get("mention") or actor.get("name_ar") or "", _actor_names(actor)) for actor in actors
    )


def _actor_names(actor: dict[str, Any]) -> Names:
    return comparable_set([actor.get(key) for key in ("mention", "name_ar", "name_en", "actor_id")])


def count_spans(prediction: Prediction) -> tuple[int, int]:
    """(bad, all) evidence spans: bad when ``report.text[start:end]`` is not the span's text."""
    text = (prediction.get("report") or {}).get("text") or ""
    spans = [span for event in prediction.get("events") or [] for span in event.get("evidence") or []]
    bad = sum(text[span["start"] : span["end"]] != span["text"] for span in spans)
    return bad, len(spans)

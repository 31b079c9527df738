"""Why an event may be rejected: the closed list of ``reasons.csv``, to which free words may be added."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from ..errors import ReviewError

OTHER = "other"


class Reason(NamedTuple):
    """A reason with the key of the workbench; ``teaches`` is ``wrong`` when the coder should not have coded it."""

    id: str
    key: str
    label_en: str
    label_ar: str
    teaches: str


@cache
def load_reasons() -> dict[str, Reason]:
    """Reasons by id, in the order of their keys."""
    text = (files("marsad") / "review" / "reasons.csv").read_text(encoding="utf-8")
    return {row["id"]: Reason(**row) for row in csv.DictReader(text.splitlines())}


def parse_reason(text: str, words: str = "") -> Reason:
    """A reason by its id or key; ReviewError names the choices."""
    reasons = load_reasons()
    found = next((reason for reason in reasons.values() if text in (reason.id, reason.key)), None)
    if found is None:
        choices = ", ".join(f"{reason.key} {reason.id}" for reason in reasons.values())
        raise ReviewError(f"{text!r} is no reason to reject. Choose from {choices}.", "reason.unknown", reason=text)
    if found.id == OTHER and not words.strip():
        raise ReviewError("the reason other needs words. Say what is wrong.", "reason.words")
    return found

"""What goes into an export: incidents with the event records they were made from, facts of the run, and choices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import msgspec

from ..errors import ExportError
from ..model import Incident, Telling

FATALITIES = ("best", "low", "acled")
INTER = ("text", "numeric")
SHAPES = ("day", "range")
DISCLOSABLE = ("persons", "witnesses", "sites")


class Entry(msgspec.Struct, frozen=True):
    """An incident with its members, the first published first, and its ACLED-shaped number (``SYR12``) or None."""

    incident: Incident
    tellings: tuple[Telling, ...] = ()
    number: str | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What an export says of itself: the filter as a query string, versions of program and lexicons.

    ``made`` is the ISO time of the export; left out, nothing in the file depends on the clock. ``retired`` are numbers
    that former exports may have and that stand for no incident any more, with the number that took it in, or None.
    """

    filter: str
    version: str
    lexicons: str
    made: str | None = None
    retired: Mapping[str, str | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Choices:
    """What whoever exports may choose.

    ``fatalities``: the best figure (or the low one where no best is told), the low one, or ACLED's practice. ``inter``:
    ACLED's interaction codes as text or numbers. ``shape``: HXL with the day, or with the range of days.
    ``disclose``: what leaves although it is withheld by default (persons, witnesses, sites).
    """

    fatalities: str = "best"
    inter: str = "text"
    shape: str = "day"
    disclose: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        """Refuse a choice that there is not; the message names those there are."""
        for name, value, known in (
            ("fatalities", self.fatalities, FATALITIES), ("inter", self.inter, INTER), ("shape", self.shape, SHAPES),
            *(("disclose", one, DISCLOSABLE) for one in sorted(self.disclose)),
        ):  # fmt: skip
            if value not in known:
                raise ExportError(f"--{name} {value}: there is no such choice. Choose from {', '.join(known)}.")

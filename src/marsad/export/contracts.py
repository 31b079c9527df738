"""``Profile``: the one interface of all export formats. A new format is a module in ``profiles`` with a ``PROFILE``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from .entries import Choices, Entry, Facts


@dataclass(frozen=True, slots=True)
class Job:
    """What a profile is told of the run.

    ``rows`` is how many incidents it will be given, of ``asked`` that fit the filter; ``left_out`` counts the others
    by reason. ``withheld`` counts incidents from which something was taken out, by kind, and grows as they go by.
    """

    facts: Facts
    choices: Choices
    asked: int
    rows: int
    left_out: Mapping[str, int]
    withheld: Mapping[str, int]


def take_all(entry: Entry, choices: Choices) -> str | None:
    """The ``refuse`` of a profile that can hold every incident."""
    return None


@dataclass(frozen=True, slots=True)
class Profile:
    """A format: ``suffix`` of its files, what it is for, and what it ``lacks`` (cannot hold), each in a few words.

    What it is given has been through disclosure, an incident a row. It makes text (``chunks``: bytes to be written one
    after the other, also to a socket) or a whole file (``fill``). ``refuse`` gives the reason why the format cannot
    hold an incident, or None; ``limit`` is how many incidents it can hold. ``members``: it asks for the event records
    of an incident too; others are spared the work of disclosing them. ``obeys`` names the choices that it heeds, beside
    disclosure.
    """

    name: str
    suffix: str
    purpose: str
    lacks: str
    chunks: Callable[[Iterable[Entry], Job], Iterator[bytes]] | None = None
    fill: Callable[[Iterable[Entry], Job, Path], None] | None = None
    refuse: Callable[[Entry, Choices], str | None] = take_all
    limit: int | None = None
    members: bool = True
    obeys: tuple[str, ...] = ()

    def write(self, entries: Iterable[Entry], job: Job, path: Path) -> None:
        """Write the file, without ever holding all incidents."""
        if self.fill is not None:
            self.fill(entries, job, path)
        elif self.chunks is not None:
            with path.open("wb", buffering=1 << 20) as stream:
                stream.writelines(self.chunks(entries, job))

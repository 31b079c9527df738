"""One received report cleaned, coded and fingerprinted: the work that may go on in another process."""

from __future__ import annotations

from dataclasses import dataclass, field

import msgspec

from ..batch import Facts, code_raw, load_quietly
from ..ingest import InputProblem, RawReport
from ..pipeline import Coded
from ..store.records import canonical
from .fingerprints import find_bands, shingles

FLASH = 12  # sequences; texts with fewer say too little to be near copies of one another
_encoder = msgspec.json.Encoder()


@dataclass(frozen=True, slots=True)
class Task:
    """A received report to study: the id of its input, the report, what the caller knows of it."""

    input_id: str
    raw: RawReport
    facts: Facts

    @property
    def size(self) -> int:
        """Bytes received."""
        return len(self.raw.raw)


@dataclass(frozen=True, slots=True)
class Study:
    """What was found: the text version and its events, or the problem. ``events`` are (event id, JSON)."""

    input_id: str
    size: int
    problem: InputProblem | None = None
    text: str = ""
    report: str = ""
    published: str | None = None
    events: list[tuple[str, str]] = field(default_factory=list)
    coder: tuple[str, str, str] = ("", "", "")  # name, version, version of the lexicons
    shingles: int = 0
    bands: list[int] = field(default_factory=list)


def study_all(tasks: list[Task]) -> list[Study]:
    """Study a chunk."""
    load_quietly()
    return [study(task) for task in tasks]


def study(task: Task) -> Study:
    """Clean, code and fingerprint one report; whatever goes wrong is a problem of this report alone."""
    found = code_raw(task.raw, task.facts)
    if isinstance(found, InputProblem):
        return Study(task.input_id, task.size, found)
    try:
        return _write_down(task, found)
    except (UnicodeEncodeError, TypeError, ValueError) as error:
        reason = f"what was found in it cannot be written down ({error})"
        problem = InputProblem(task.raw.source, "failed", reason, "Report this with the input", None, task.raw.id)
        return Study(task.input_id, task.size, problem)


def _write_down(task: Task, found: Coded) -> Study:
    sequences = shingles(found.report.text)
    record = load_quietly().record
    return Study(
        task.input_id, task.size, None, found.report.text, _facts(found), found.report.published,
        [(event.event_id, _encoder.encode(event).decode()) for event in found.events],
        (record.name, record.version, record.lexicons), len(sequences),
        find_bands(sequences) if len(sequences) >= FLASH else [],
    )  # fmt: skip


def _facts(coded: Coded) -> str:
    """The report without its text, as JSON."""
    facts = msgspec.structs.asdict(coded.report)
    del facts["text"]
    return canonical(facts).decode()

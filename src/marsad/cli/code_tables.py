"""``marsad code --csv``: coded reports as a table of the field, an incident a row, without keeping anything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from .. import __version__
from ..batch import Outcome
from ..errors import ExportError
from ..export import Choices, Entry, Facts, Profile, find_profile, profile_names
from ..export.contracts import Job
from ..export.disclosures import Disclosure
from ..export.numbers import Counted, Register, allocate
from ..export.runs import survey_entries
from ..lexicon.tables import lexicons_version
from ..link import link_tellings
from ..model import Event, Telling
from .endings import say


class _Source(msgspec.Struct):
    outlet: str | None = None
    published: str | None = None


class _Line(msgspec.Struct):
    report: _Source
    events: list[Event]


_line = msgspec.json.Decoder(_Line)


def find_table(name: str) -> Profile:
    """The profile of a table as text; ExportError names those there are."""
    tables = [one for one in profile_names() if find_profile(one).suffix == ".csv"]
    if name not in tables:
        raise ExportError(f"--csv {name}: there is no such table. Choose from {', '.join(tables)}.")
    return find_profile(name)


def iter_table(profile: Profile, outcomes: Iterable[Outcome]) -> Iterator[bytes]:
    """The lines of the table: the incidents of all reports together, numbered from one, private people withheld."""
    tellings = {telling.event.event_id: telling for outcome in outcomes for telling in _read(outcome.line)}
    entries, choices = _enter(tellings), Choices()
    survey = survey_entries(profile, entries, choices)
    for reason, ids in sorted(survey.left_out.items()):
        say(f"marsad: {len(ids)} incidents are not in the table: {reason}")
    gate = Disclosure(choices, survey.names)
    left_out = {reason: len(ids) for reason, ids in survey.left_out.items()}
    job = Job(Facts("", __version__, lexicons_version()), choices, survey.asked, survey.rows, left_out, gate.withheld)
    fitting = (one for one in entries if profile.refuse(one, choices) is None)
    assert profile.chunks is not None
    yield from profile.chunks(gate.disclose_all(fitting, profile.members), job)


def _read(line: bytes) -> Iterator[Telling]:
    coded = _line.decode(line)
    for event in coded.events:
        yield Telling(event, coded.report.outlet, coded.report.published, event.report_id)


def _enter(tellings: dict[str, Telling]) -> list[Entry]:
    incidents = link_tellings(list(tellings.values()))
    counted = (
        Counted(one.incident_id, one.events, one.date, one.location.country if one.location is not None else None)
        for one in incidents
    )
    numbers, _ = allocate(counted, Register())
    return [
        Entry(one, tuple(tellings[event] for event in one.events), numbers.get(one.incident_id)) for one in incidents
    ]

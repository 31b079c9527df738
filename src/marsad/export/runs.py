"""``export_file``: incidents in, a file and its sidecar out; how many rows is said before the first is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

import orjson

from ..errors import ExportError
from .concerns import Name, find_private_names
from .contracts import Job, Profile
from .disclosures import Disclosure
from .entries import Choices, Entry, Facts
from .files import about_path, hash_file, whole_files


@dataclass(slots=True)
class Survey:
    """What an export will hold: how many incidents were asked, how many rows that gives, and who stays out and why.

    ``names`` are the private people of all of them.
    """

    asked: int = 0
    rows: int = 0
    left_out: dict[str, list[str]] = field(default_factory=dict)
    names: set[Name] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class About:
    """What the sidecar says, for whoever called."""

    path: Path
    rows: int
    sha256: str
    document: dict[str, Any]


def survey_entries(profile: Profile, entries: Iterable[Entry], choices: Choices) -> Survey:
    """Count the rows and collect what must be known before the first is written."""
    survey = Survey()
    for entry in entries:
        survey.asked += 1
        survey.names |= find_private_names(entry)
        reason = profile.refuse(entry, choices)
        if reason is None:
            survey.rows += 1
        else:
            survey.left_out.setdefault(reason, []).append(entry.incident.incident_id)
    return survey


def export_file(
    profile: Profile, entries: Iterable[Entry], path: Path, facts: Facts, choices: Choices,
    on_survey: Callable[[Survey], object] | None = None,
) -> About:  # fmt: skip
    """Write ``entries`` as ``profile`` to ``path``, with its sidecar; both appear whole or not at all.

    ``entries`` are gone through twice, first to count: give a list, or an object that starts anew. ``on_survey`` is
    told the counts before anything is written. The same entries, facts and choices give the same bytes.
    """
    survey = survey_entries(profile, entries, choices)
    if on_survey is not None:
        on_survey(survey)
    if profile.limit is not None and survey.rows > profile.limit:
        raise ExportError(
            f"{profile.name} holds at most {profile.limit:,} incidents, and {survey.rows:,} fit. "
            "Narrow the filter, or choose another profile, such as jsonl.", "export.limit", limit=profile.limit,
            rows=survey.rows,
        )
    gate = Disclosure(choices, survey.names)
    reasons = {reason: len(ids) for reason, ids in survey.left_out.items()}
    job = Job(_masked(facts, gate), choices, survey.asked, survey.rows, reasons, gate.withheld)
    with whole_files(path, about_path(path)) as (part, about):
        rows = _Rows(profile, entries, choices, gate)
        profile.write(rows, job, part)
        if rows.count != survey.rows:
            message = f"{path}: the incidents changed while they were exported. Run the same command again."
            raise ExportError(message, "export.changed")
        document = _describe(profile, survey, job, path.name, part)
        about.write_bytes(orjson.dumps(document, option=orjson.OPT_INDENT_2) + b"\n")
    return About(path, survey.rows, document["sha256"], document)


class _Rows:
    """The incidents that go into the file, each through disclosure, counted."""

    def __init__(self, profile: Profile, entries: Iterable[Entry], choices: Choices, gate: Disclosure) -> None:
        self.count = 0
        self._profile, self._entries, self._choices, self._gate = profile, entries, choices, gate

    def __iter__(self) -> Iterator[Entry]:
        return self._gate.disclose_all(self._iter_fitting(), self._profile.members)

    def _iter_fitting(self) -> Iterator[Entry]:
        refuse = self._profile.refuse
        for entry in self._entries:
            if refuse(entry, self._choices) is None:
                self.count += 1
                yield entry


def _masked(facts: Facts, gate: Disclosure) -> Facts:
    """The facts with a filter that names nobody who is withheld: a filter may ask for a person."""
    pairs = [(name, gate.mask(value)) for name, value in parse_qsl(facts.filter, keep_blank_values=True)]
    return replace(facts, filter=urlencode(pairs, quote_via=quote))


def _describe(profile: Profile, survey: Survey, job: Job, name: str, part: Path) -> dict[str, Any]:
    return {
        "file": name,
        "profile": profile.name,
        "rows": survey.rows,
        "sha256": hash_file(part),
        "bytes": part.stat().st_size,
        "asked": survey.asked,
        "filter": job.facts.filter,
        "marsad": job.facts.version,
        "lexicons": job.facts.lexicons,
        "made": job.facts.made,
        "choices": {name: getattr(job.choices, name) for name in profile.obeys},
        "disclosed": sorted(job.choices.disclose),
        "withheld": dict(sorted(Counter(job.withheld).items())),
        "cannot_hold": profile.lacks,
        "retired_numbers": dict(job.facts.retired),
        "left_out": [
            {"reason": reason, "count": len(ids), "incidents": ids} for reason, ids in sorted(survey.left_out.items())
        ],
    }

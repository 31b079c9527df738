"""Kept texts coded anew with today's lexicons and rules, and what that changes, event by event.

Nothing is lost: the old codings stay, and events that no coding has any more are withdrawn. A preview writes nothing.

Example: a frame that learns «استهداف» moves events from Attack to Shelling; the preview names them, with their words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from ..lexicon.tables import lexicons_version
from ..pipeline.coder import VERSION
from ..store import Store
from ..store.queries import Reception, find_inputs
from ..store.versions import Outdated, Version, find_coded, iter_outdated
from .differences import CHANGED, GONE, NEW, SAME, Change, compare_codings
from .recordings import record
from .runs import Intake
from .sources import source_of
from .studies import Study
from .withdrawals import parse_events

_PART = 64  # studies compared, and written with one commit
_EXAMPLES = 3  # of each field, and of events new and gone


def current_version() -> Version:
    """What the program codes with today."""
    return Version(VERSION, lexicons_version())


@dataclass(frozen=True, slots=True)
class Selection:
    """Which inputs are meant: those of a ``source`` (as ``marsad sources`` names it), published in a span of days, at
    a ``place`` that holds these words; the first ``limit`` of them.
    """

    source: str | None = None
    since: str | None = None
    until: str | None = None
    place: str | None = None
    limit: int | None = None

    def takes(self, reception: Reception) -> bool:
        """Whether an input is meant; one without a day of publication is in no span."""
        day = (reception.published or "")[:10]
        return (
            (self.source is None or source_of(reception) == self.source)
            and (self.place is None or self.place in reception.place)
            and (self.since is None or day >= self.since)
            and (self.until is None or "" < day <= self.until)
        )


@dataclass(frozen=True, slots=True)
class Recoded:
    """One input coded anew: what became of its events, and which version coded it before."""

    place: str
    size: int
    version: Version
    changes: list[Change]
    study: Study


@dataclass(slots=True)
class Recoding:
    """A run over the inputs that other versions coded. With ``preview`` the store may be open for reading only."""

    store: Store
    intake: Intake
    selection: Selection = field(default_factory=Selection)
    preview: bool = False

    def find(self) -> list[Outdated]:
        """The inputs that would be coded anew."""
        with self.store.transaction() as connection:
            found = iter_outdated(connection, current_version())
            wanted = (one for one in found if self.selection.takes(one.reception))
            return list(islice(wanted, self.selection.limit))

    def run(self, wanted: list[Outdated]) -> Iterator[Recoded]:
        """Code them anew, in order."""
        versions = {one.id: one.version for one in wanted}
        studies = self.intake.preview([one.id for one in wanted])
        while part := list(islice(studies, _PART)):
            former = self._former(part)
            if not self.preview:
                record(self.store, part)
            for study in part:
                place, events = former[study.input_id]
                changes = compare_codings(parse_events(events), parse_events(dict(study.events)))
                yield Recoded(place, study.size, versions[study.input_id], changes, study)

    def _former(self, studies: list[Study]) -> dict[str, tuple[str, dict[str, str]]]:
        """Place and events of inputs as they are before the studies are written, by id."""
        with self.store.transaction() as connection:
            rows = find_inputs(connection, [study.input_id for study in studies])
            coded = find_coded(connection, [row.coding_id for row in rows.values() if row.coding_id is not None])
        return {key: (row.place, coded.get(row.coding_id or "", {})) for key, row in rows.items()}


@dataclass(slots=True)
class Difference:
    """What a run changed, summed up: by what coded before, by kind, field and rule, with examples in their words."""

    preview: bool
    now: Version
    inputs: int = 0
    unreadable: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    versions: dict[Version, Counter[str]] = field(default_factory=dict)  # inputs, and events by kind
    fields: Counter[str] = field(default_factory=Counter)
    rules: dict[str, Counter[str]] = field(default_factory=dict)
    examples: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def count(self, recoded: Recoded) -> None:
        """Add one input."""
        self.inputs += 1
        self.unreadable += recoded.study.problem is not None
        version = self.versions.setdefault(recoded.version, Counter())
        version["inputs"] += 1
        for change in recoded.changes:
            self.kinds[change.kind] += 1
            version[change.kind] += 1
            if change.kind == SAME:
                continue
            for rule in change.rules:
                self.rules.setdefault(rule, Counter())[change.kind] += 1
            self.fields.update(part.field for part in change.fields)
            for name in [part.field for part in change.fields] or [change.kind]:
                shown = self.examples.setdefault(name, [])
                if len(shown) < _EXAMPLES:
                    shown.append({"place": recoded.place, **change.as_json()})

    def as_json(self) -> dict[str, Any]:
        """One object, the same for the same changes."""
        kinds = self.kinds
        return {
            "preview": self.preview, "now": self.now._asdict(), "inputs": self.inputs, "unreadable": self.unreadable,
            "versions": [{**one._asdict(), **counts} for one, counts in sorted(self.versions.items())],
            "events": {
                "before": kinds[SAME] + kinds[CHANGED] + kinds[GONE],
                "after": kinds[SAME] + kinds[CHANGED] + kinds[NEW], **{k: kinds[k] for k in (SAME, NEW, GONE, CHANGED)},
            },
            "fields": dict(self.fields.most_common()),
            "rules": {rule: dict(sorted(counts.items())) for rule, counts in sorted(self.rules.items())},
            "examples": self.examples,
        }  # fmt: skip

"""The run of ``marsad add``: preview, progress, each problem as it comes, and the summary."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path

from ..batch import Facts
from ..custody import Intake, open_record
from ..custody.containers import Containers
from ..custody.receptions import Receipt
from ..custody.studies import Study
from ..custody.whereabouts import Item, place_of
from ..folders import data_home
from ..incidents import update_incidents
from ..ingest import InputProblem
from ..present.screens import safe
from ..review.projections import lay_all_decisions
from ..store import Store
from ..store.queries import count_states, find_inputs
from ..store.records import STATES
from .endings import put, say, say_waiting
from .progress import follow, follow_queue, size_of

_PREVIEW = 5
_SHOWN = 5  # duplicates named in the summary
_OUTCOMES = (
    ("new", "new"), ("renewed", "read anew"), ("again", "already here"), ("skipped", "no reports by nature"),
    ("refused", "not there"),
)  # fmt: skip
_MANY = 1 << 20  # bytes; from here on a second process is worth its start
_MANY_QUEUED = 500  # reports in the queue, for the same reason


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the caller asked of ``marsad add``; ``items`` are what the inputs hold, ``streams`` where those without a
    file lie.
    """

    inputs: Sequence[str]
    items: Iterator[Item]
    streams: Mapping[str, Path]
    facts: Facts
    code: bool
    again: bool
    receipts: bool
    json: bool
    processes: int


@dataclass(slots=True)
class Summary:
    """What became of the inputs of a run, each named that was not coded."""

    home: str
    outcomes: Counter[str] = field(default_factory=Counter)
    states: Counter[str] = field(default_factory=Counter)
    skipped: list[dict[str, str]] = field(default_factory=list)
    resumed: int = 0
    failed: int = 0

    def as_json(self) -> str:
        """One JSON object."""
        told = {
            "home": self.home, "received": sum(self.outcomes.values()), "new": self.outcomes["new"],
            **{name: self.outcomes[name] for name in ("again", "renewed", "refused", "skipped")},
            "resumed": self.resumed, "states": {state: self.states[state] for state in STATES},
            "skipped": self.skipped,
        }  # fmt: skip
        return json.dumps(told, ensure_ascii=False) + "\n"

    def as_text(self) -> str:
        """A few lines: received, states, what was skipped and why, what to do next."""
        received = sum(self.outcomes.values())
        news = ", ".join(f"{self.outcomes[name]} {words}" for name, words in _OUTCOMES if self.outcomes[name])
        lines = [f"{received} received" + (f" ({news})" if news else "") + f", kept in {self.home}"]
        if self.resumed:
            lines.append(f"{self.resumed} coded from the queue")
        lines += [f"  {state.replace('_', ' '):<11}{self.states[state]:>7}" for state in STATES if self.states[state]]
        copies = [skip for skip in self.skipped if skip["state"] == "duplicate"]
        lines += [safe(f"  duplicate: {skip['place']} of {skip['reason']}") for skip in copies[:_SHOWN]]
        if len(copies) > _SHOWN:
            lines.append(f"  and {len(copies) - _SHOWN} more: marsad status --list duplicate")
        if self.states["unreadable"] or self.outcomes["refused"]:
            lines.append("What could not be read is named above; marsad status --list unreadable names it again.")
        lines.append(_next_step(self.states))
        return "\n".join(lines) + "\n"


def _next_step(states: Counter[str]) -> str:
    if states["queued"]:
        return "Next: marsad add (codes the queue)"
    return "Next: marsad events · marsad status · marsad sources"


def run_intake(wishes: Wishes) -> Summary | None:
    """Do it; None when there was nothing to do."""
    home = data_home()
    summary = Summary(str(home))
    with open_record(home, on_wait=say_waiting) as store:
        tell = _Teller(summary, wishes.receipts).tell
        containers = Containers(store.objects, wishes.streams)
        intake = Intake(store, wishes.facts, wishes.code, _processes(wishes, store), tell, containers)
        queue = follow_queue(intake.resume(wishes.again)) if wishes.code else iter(())
        resumed = [_name(study, summary) for study in queue]
        summary.resumed = len(resumed)
        if not wishes.inputs and not resumed:
            return None
        items = _preview(wishes.items)
        for done in follow(intake.add(items), wishes.inputs, quiet=not wishes.inputs):
            if isinstance(done, Study):
                _name(done, summary)
        summary.outcomes = intake.outcomes
        if resumed or intake.outcomes["renewed"]:  # texts that people decided on may have been coded anew
            with store.transaction() as connection:
                lay_all_decisions(connection)
        if wishes.code:
            update_incidents(store)
        _count(store, {**dict.fromkeys(resumed, "resumed"), **intake.seen}, summary)
    return summary


def _processes(wishes: Wishes, store: Store) -> int:
    """As asked, or as many as the machine has when the work is worth their start."""
    if wishes.processes:
        return wishes.processes
    with store.transaction() as connection:
        waiting = count_states(connection)["accepted" if wishes.again else "queued"]
    total = size_of(wishes.inputs)
    many = waiting >= _MANY_QUEUED or (total is not None and total >= _MANY)
    return min(os.cpu_count() or 1, 8) if many and wishes.code else 1


class _Teller:
    """Says what was received: receipts for programs, problems for people."""

    def __init__(self, summary: Summary, receipts: bool) -> None:
        self.summary = summary
        self.receipts = receipts

    def tell(self, receipt: Receipt) -> None:
        """One item is on the disk, or was refused."""
        item, row = receipt.item, receipt.input
        if isinstance(item, InputProblem):
            say(f"marsad: {item}")
            self.summary.failed += not item.skipped
            if row is None:
                told = {"place": place_of(item), "state": receipt.outcome, "reason": item.problem, "kind": item.kind}
                self.summary.skipped.append(told)
        if self.receipts and row is not None:
            line = {"input": row.id, "sha256": row.raw_id, "place": row.place, "received": receipt.outcome}
            put(json.dumps(line, ensure_ascii=False) + "\n")


def _name(study: Study, summary: Summary) -> str:
    """Name a report that could not be coded; the id of its input."""
    if study.problem is not None:
        say(f"marsad: {study.problem}")
        summary.failed += 1
    return study.input_id


def _preview(items: Iterator[Item]) -> Iterable[Item]:
    """Show the first inputs to whoever watches, before the work begins."""
    if not sys.stderr.isatty():
        return items
    first = list(islice(items, _PREVIEW))
    for item in first:
        if isinstance(item, InputProblem):
            continue
        title = safe(item.title or item.text.strip()[:80].split("\n")[0])
        say(f"  {(item.published or 'no date')[:10]:<10}  {item.kind or 'report'}  {title[:80]}")
    return chain(first, items)


def _count(store: Store, seen: dict[str, str], summary: Summary) -> None:
    """Count the states that the inputs of the run ended in, and name what was not coded."""
    ids = list(seen)
    with store.transaction() as connection:
        for at in range(0, len(ids), 1000):
            rows = find_inputs(connection, ids[at : at + 1000])
            origins = find_inputs(connection, {row.duplicate_of for row in rows.values() if row.duplicate_of})
            for row in sorted(rows.values(), key=lambda row: row.place):
                summary.states[row.state] += 1
                if row.state == "unreadable":
                    reason = f"{row.problem}. {row.remedy}"
                    told = {"place": row.place, "state": row.state, "reason": reason, "kind": row.problem_kind or ""}
                    summary.skipped.append(told)
                elif row.duplicate_of is not None and seen[row.id] != "again":
                    reason = origins[row.duplicate_of].place
                    summary.skipped.append({"place": row.place, "state": row.state, "reason": reason})

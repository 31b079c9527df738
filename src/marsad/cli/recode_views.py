"""The run of ``marsad recode``, and the difference it made as tables for a person."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from ..batch import Facts
from ..custody import Intake, open_record
from ..custody.differences import CHANGED, GONE, NEW, SAME
from ..custody.recodings import Difference, Recoded, Recoding, Selection, current_version
from ..present.screens import Screen, safe
from ..review.projections import lay_all_decisions
from ..store import Store, open_store
from .endings import say, say_waiting
from .homes import require_home
from .outputs import open_output
from .progress import follow_queue

_MANY = 200  # inputs; from here on a second process is worth its start
_SHOWN = 12  # fields and rules in the tables
_LAST = ("confidence", "evidence")  # change with whatever else does
_VALUE = 60  # characters of a value in an example


def run_recoding(selection: Selection, preview: bool, processes: int, output: Path | None) -> Difference:
    """Do it, or only look what it would do."""
    with _open(preview) as store:
        recoding = Recoding(store, Intake(store, Facts()), selection, preview)
        wanted = recoding.find()
        cores = min(os.cpu_count() or 1, 8) if len(wanted) >= _MANY else 1
        recoding.intake.processes = processes or cores
        difference = Difference(preview, current_version())
        done = follow_queue(recoding.run(wanted), len(wanted))
        if output is None:
            _count(done, difference, None)
        else:
            with open_output(output) as stream:
                _count(done, difference, stream)
        if not preview:
            with store.transaction() as connection:
                lay_all_decisions(connection)
    return difference


@contextmanager
def _open(preview: bool) -> Iterator[Store]:
    """A preview only reads: it needs no lock and leaves no trace."""
    with open_store(require_home()) if preview else open_record(require_home(), on_wait=say_waiting) as store:
        yield store


def _count(done: Iterator[Recoded], difference: Difference, stream: IO[bytes] | None) -> None:
    for recoded in done:
        difference.count(recoded)
        if recoded.study.problem is not None:
            say(f"marsad: {recoded.study.problem}")
        for change in recoded.changes if stream is not None else ():
            if change.kind != SAME and stream is not None:
                line = {"place": recoded.place, **change.as_json()}
                stream.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")


def show_difference(found: Difference, as_json: bool, terminal: bool) -> str:
    """The difference as JSON, or as a few tables and what to do next."""
    if as_json:
        return json.dumps(found.as_json(), ensure_ascii=False) + "\n"
    if not found.inputs:
        return f"Nothing to code anew: all that is meant was coded with lexicons {found.now.lexicons}.\n"
    told = found.as_json()["events"]
    verb = "would be coded anew" if found.preview else "coded anew"
    lines = [
        f"{found.inputs} reports {verb} with lexicons {found.now.lexicons}: {told['before']} events before, "
        f"{told['after']} after",
        f"  {told[SAME]} the same · {told[CHANGED]} changed · {told[NEW]} new · {told[GONE]} gone",
    ]
    lines += [
        f"  {counts['inputs']} reports were coded by {one.version or 'nothing'}, lexicons {one.lexicons or '-'}: "
        f"{counts[CHANGED]} events changed, {counts[NEW]} new, {counts[GONE]} gone"
        for one, counts in sorted(found.versions.items())
    ]
    next_step = "marsad recode writes this" if found.preview else "marsad events · marsad events --withdrawn"
    tables = Screen(terminal).render(*_tables(found))
    return "\n".join([*lines, tables.rstrip("\n"), f"Next: {next_step}"]) + "\n"


def _tables(found: Difference) -> list[RenderableType]:
    parts: list[RenderableType] = []
    if found.fields:
        table = Table("field", "events", "for example: before", "after", "words", title="Changed by field")
        ordered = sorted(found.fields.items(), key=lambda item: (item[0] in _LAST, -item[1], item[0]))
        for name, count in ordered[:_SHOWN]:
            table.add_row(name, str(count), *_example(found.examples[name], name))
        parts.append(table)
    if found.rules:
        table = Table("rule", NEW, GONE, CHANGED, title="By rule")
        for rule, counts in sorted(found.rules.items(), key=lambda item: (-item[1].total(), item[0]))[:_SHOWN]:
            table.add_row(rule, *(str(counts[kind] or "") for kind in (NEW, GONE, CHANGED)))
        parts.append(table)
    for kind in (NEW, GONE):
        for change in found.examples.get(kind, []):
            what = f"{kind}: {change['sub_event_type']}, {change['date'] or 'no date'}, "
            parts.append(Text(safe(f"{what}«{'، '.join(change['words'])}» in {change['place']}")))
    return parts


def _example(examples: list[dict[str, Any]], name: str) -> tuple[str, str, str]:
    """Before, after and the words of the first example of a field."""
    change = next(part for part in examples[0]["fields"] if part["field"] == name)
    words = change["words_after"] or change["words_before"] or examples[0]["words"]
    before, after = (_only(change[one], change[other]) for one, other in (("before", "after"), ("after", "before")))
    return _short(before), _short(after), safe("، ".join(dict.fromkeys(words)))[:_VALUE]


def _only(value: Any, other: Any) -> Any:
    """Of a list only what the other has not."""
    if not isinstance(value, list):
        return value
    rest = [part for part in value if part not in (other or [])]
    return rest[0] if len(rest) == 1 else rest or None


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False) if value is not None else "-"
    return safe(text)[:_VALUE]

"""The run of ``marsad verify``."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from ..custody import Finding, verify
from ..custody.checkpoints import load_checkpoint
from ..errors import StoreError
from ..folders import data_home
from ..review.projections import lay_all_decisions
from ..store import open_store
from ..store.projectors import rebuild
from .endings import put, say, say_waiting
from .homes import require_home

_SHOWN = 100  # findings named on the screen


def rebuild_home() -> None:
    """Derive the projection anew from the events and what people decided on them."""
    with open_store(require_home(), write=True, on_wait=say_waiting) as store, store.transaction() as connection:
        rebuild(connection)
        lay_all_decisions(connection)


def verify_home(as_json: bool, terminal: bool, against: Sequence[Path] = ()) -> bool:
    """Check the store of this data folder and say what changed; True when something did.

    ``against`` are checkpoints kept elsewhere: files, or folders of backups and packages.
    """
    witnesses = [load_checkpoint(path) for path in against]
    seen: Counter[str] = Counter()
    found: list[Finding] = []
    try:
        with open_store(data_home()) as store:
            step = Ticker(seen, terminal)
            for finding in verify(store, step.count, witnesses):
                found.append(finding)
                if not as_json and len(found) <= _SHOWN:
                    say(f"marsad: {'note: ' if finding.note else ''}{finding}")
    except StoreError as error:
        found.append(Finding("database", str(error)))
        if not as_json:
            say(f"marsad: {error}")
    damage = [finding for finding in found if not finding.note]
    if as_json:
        told = {
            "intact": not damage, "objects": seen["object"], "rows": seen["row"],
            "changed": [{"where": finding.where, "what": finding.what} for finding in damage],
            "notes": [{"where": finding.where, "what": finding.what} for finding in found if finding.note],
        }  # fmt: skip
        put(json.dumps(told, ensure_ascii=False) + "\n")
    else:
        verdict = f"{len(damage)} things changed" if damage else "intact"
        if len(found) > _SHOWN:
            say(f"marsad: and {len(found) - _SHOWN} more; marsad verify --json names all")
        put(f"{seen['object']} objects and {seen['row']} rows checked: {verdict}\n")
    return bool(damage)


class Ticker:
    """Counts what was checked, and shows it on a terminal now and then."""

    def __init__(self, seen: Counter[str], terminal: bool) -> None:
        """Count into ``seen``; ``terminal`` when somebody watches."""
        self.seen = seen
        self.terminal = terminal

    def count(self, kind: str) -> None:
        """One more object or row."""
        self.seen[kind] += 1
        if self.terminal and self.seen.total() % 20_000 == 0:
            say(f"  {self.seen['object']} objects, {self.seen['row']} rows")

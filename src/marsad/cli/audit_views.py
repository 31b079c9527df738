"""What ``marsad audit`` and ``marsad erase`` show."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

import msgspec
import typer

from ..custody import open_record
from ..custody.checkpoints import told
from ..custody.erasures import erase, find_person, find_words
from ..present.screens import safe
from ..store import open_store
from ..store.commitments import find_private
from ..store.lines import Line, list_checkpoints, list_last_lines
from ..store.records import PrivateRow
from .endings import put, say
from .homes import require_home

_GONE = "(erased)"
_DETAIL = 80  # characters of a detail on the screen


def iter_log_lines(count: int, as_json: bool) -> Iterator[str]:
    """The last lines of the log, the newest first, with the names and words that are still here."""
    with open_store(require_home()) as store, store.transaction() as connection:
        lines = list_last_lines(connection, count)
        known = find_private(connection, {key for line in lines for key in _commitments(line).values()})
    for line in lines:
        said = {name: known[key].content if key in known else _GONE for name, key in _commitments(line).items()}
        by = said.pop("by", None)
        detail = msgspec.json.decode(line["detail"])
        if as_json:
            shown = {name: line[name] for name in ("number", "at", "action", "subject")}
            yield json.dumps({**shown, "by": by, "detail": detail, "private": said}, ensure_ascii=False) + "\n"
            continue
        told_too = " ".join(f"{name}: {value}" for name, value in {**detail, **said}.items() if value is not None)
        subject = line["subject"][:12]
        text = f"{line['number']:>7}  {line['at'][:16]}  {by or '-':<12.12}  {line['action']:<14}{subject}  {told_too}"
        yield safe(text[: _DETAIL + 60]) + "\n"


def _commitments(line: Line) -> dict[str, str]:
    """What a line commits to, by name; ``by`` is who did it."""
    found: dict[str, str] = msgspec.json.decode(line["private"]) if line["private"] else {}
    return found | ({"by": line["by"]} if line["by"] else {})


def iter_checkpoint_lines(as_json: bool) -> Iterator[str]:
    """The checkpoints, the oldest first."""
    with open_store(require_home()) as store, store.transaction() as connection:
        found = [told(row) for row in list_checkpoints(connection)]
    for one in found:
        if as_json:
            yield one.as_json().decode() + "\n"
        else:
            yield f"{one.size:>8} lines  {one.at[:16]}  root {one.root[:16]}…  key {one.key}\n"


def erase_words(words: str | None, person: str | None, yes: bool, ask: bool) -> bool:
    """Show what would be erased and erase it when told to; False when there is nothing of the kind."""
    with open_record(require_home()) as store:
        rows = find_words(store, words) if words is not None else find_person(store, person or "")
        if not rows:
            say("marsad: nothing of the kind is kept; names and comments are searched, not the reports.")
            return False
        put("".join(_shown(rows)))
        if not yes and not (ask and typer.confirm(f"Erase these {len(rows)} for good?")):
            say(f"marsad: nothing was erased. To erase these {len(rows)}, run it again with --yes.")
            return True
        erase(store, rows)
    put(f"{len(rows)} erased. Backups made before, and packages with --with-private, still hold them.\n")
    return True


def _shown(rows: Iterable[PrivateRow]) -> Iterator[str]:
    return (f"  {row.kind:<10}  {safe(row.content)}\n" for row in rows)

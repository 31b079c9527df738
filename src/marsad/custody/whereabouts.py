"""Where inputs come from: the place that names one, and the file that it lay in.

Example: message 17 of ``دردشة/result.json`` has the place ``/دردشة/result.json, message 17``; its file is the export.
"""

from __future__ import annotations

import re
from pathlib import Path

from ..ingest import InputProblem, RawReport
from ..ingest.records import hash_bytes
from ..store.records import InputRow, hash_values

Item = RawReport | InputProblem

_NOTHING_GIVEN = frozenset(("missing", "empty"))  # no such file, an empty folder: nothing was handed over
_RECORD = re.compile(r", record [0-9]+ at byte [0-9]+\Z")


def key_of(item: Item) -> str | None:
    """The id of an input, from its bytes and place; None when nothing was handed over, or no report by nature."""
    if isinstance(item, InputProblem) and (item.skipped or (item.raw is None and item.kind in _NOTHING_GIVEN)):
        return None
    return hash_values([hash_bytes(item.raw) if item.raw is not None else None, place_of(item)])


def place_of(item: Item) -> str:
    """Where an item came from, the same from whatever folder the program is called."""
    name = absolute(item.container if item.container and item.locator else item.source)
    if item.container and item.locator:
        return f"{name}, {whole(item.locator)}"
    if isinstance(item, InputProblem) and item.line is not None:
        return f"{name}, line {item.line}"
    return name


def absolute(name: str) -> str:
    """The name of a file or container, whatever folder the program was called in; addresses stay as they are."""
    name = whole(name)
    return name if "://" in name or name.startswith("-") else str(Path(name).absolute())


def outermost(row: InputRow) -> str:
    """The file that an input lay in: ``دفعة.zip`` of ``دفعة.zip > result.json``, the archive of a feed's record."""
    return outer(row.container or "")


def outer(container: str) -> str:
    """The file of a container that may lie in others."""
    return _RECORD.sub("", container.split(" > ")[0])


def whole(text: str) -> str:
    """Text that can be written down; file names need not be UTF-8, and no database keeps NUL."""
    return text.encode("utf-8", "backslashreplace").decode().replace("\0", "\ufffd")

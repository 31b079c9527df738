"""JSON lines of the full codebook: an incident a line, with the event records it was made from. Nothing is lost.

``iter_entries`` reads a file back: what was disclosed comes back as it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from ...errors import ExportError
from ..contracts import Job, Profile
from ..entries import Entry


def chunks(entries: Iterable[Entry], job: Job) -> Iterator[bytes]:
    """The lines of the file."""
    encode = msgspec.json.Encoder().encode
    return (encode(entry) + b"\n" for entry in entries)


def iter_entries(path: Path) -> Iterator[Entry]:
    """The incidents of a file; ExportError names the line that is none."""
    decode = msgspec.json.Decoder(Entry).decode
    with path.open("rb") as stream:
        for number, line in enumerate(stream, 1):
            try:
                yield decode(line)
            except msgspec.MsgspecError as error:
                raise ExportError(f"{path}, line {number}: no incident ({error}). Export the file again.") from error


PROFILE = Profile("jsonl", ".jsonl", "another Marsad, archives, programs: all that is known", "nothing", chunks=chunks)

"""Plain text: one report. What no other reader claims ends here, and binaries are named here.

Example: ``بلاغ.txt`` with «قُتل شاب في درعا» is one report.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..decoding import decode
from ..records import InputProblem, RawReport, hash_bytes
from .contracts import Blob, Item, Reader, Reading, whole


def read(blob: Blob, reading: Reading) -> Iterator[Item]:
    """The whole blob as one report, or why it is none."""
    yield whole(read_text(blob.read_all(), blob.source), blob)


def read_text(raw: bytes, source: str) -> RawReport | InputProblem:
    """One report from the bytes of a text."""
    key = hash_bytes(raw)
    decoded = decode(raw)
    if decoded.problem is not None:
        return InputProblem(source, *decoded.problem, None, key)
    return RawReport(raw, key, source, decoded.text, warnings=list(decoded.warnings))


READER = Reader("text", lambda blob: True, read)

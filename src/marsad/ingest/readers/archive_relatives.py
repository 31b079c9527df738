"""What lies beside web archives and holds no page that is read: their indexes (CDX, CDXJ, ZipNum) and old ARC files.

All are plain text to look at, and would be taken for reports; here they are named instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..limits import MAX_FILE_BYTES
from .contracts import Blob, Item, Reader, Reading, Refused, whole

_ARC = b"filedesc://"
_KEY = rb"[^\s{}]+\)[^\s]* "  # org,example)/news/1 and a blank
_INDEX = re.compile(
    rb"CDX [A-Za-z] |!meta [0-9]+ \{|" + _KEY + rb"[0-9]{14}(?: \{|\t| https?://)"  # with and without a heading
)


def claims(blob: Blob) -> bool:
    """The first line of an index or of an ARC file."""
    return blob.head.startswith(_ARC) or _INDEX.match(blob.head) is not None


def read(blob: Blob, reading: Reading) -> Iterator[Item]:
    """The one problem that it is."""
    if blob.head.startswith(_ARC):
        remedy = "Make it a WARC file: warcio recompress old.arc.gz new.warc.gz"
        refusal = Refused("unsupported", "this is an ARC file, which came before WARC", remedy)
    else:
        problem = "this is an index of web archives and holds no pages"
        refusal = Refused("skipped", problem, "Give the WARC files that it lists", None, True)
    yield whole(refusal.at(blob.source, blob.read_all() if blob.size <= MAX_FILE_BYTES else None), blob)


READER = Reader("index", claims, read)

"""Readers, one file a kind, and which of them reads a blob: content decides first, the name second.

To add a kind: write its file with a ``READER`` and set it in ``READERS`` before the kinds that would claim it too.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

from ..characters import flag_characters
from ..limits import MAX_FILE_BYTES
from ..records import RawReport
from . import (
    archive_relatives,
    channels,
    csvs,
    feeds,
    gzips,
    htmls,
    jsonlines,
    mhtmls,
    opmls,
    telegrams,
    texts,
    waczs,
    warcs,
    workbooks,
    zips,
)
from .contracts import Blob, Item, Reader, Reading, Refused, whole

READERS: tuple[Reader, ...] = (
    workbooks.READER,
    waczs.READER,
    zips.READER,
    warcs.READER,
    archive_relatives.READER,
    gzips.READER,
    mhtmls.READER,
    opmls.READER,
    feeds.READER,
    channels.READER,
    htmls.READER,
    telegrams.READER,
    jsonlines.READER,
    jsonlines.JSON_READER,
    csvs.READER,
    texts.READER,
)


def find_reader(blob: Blob) -> Reader:
    """The reader that claims the blob; plain text when no other does."""
    return next(reader for reader in READERS if reader.claims(blob))


def open_blob(blob: Blob, reading: Reading) -> Iterator[Item]:
    """Every report and problem of a blob; nothing is raised but what stops the program."""
    reader = find_reader(blob)
    try:
        for item in reader.read(blob, reading):
            yield _stamp(item, reader.kind, blob)
    except Refused as refusal:
        yield whole(refusal.at(blob.source, _bytes(blob)), blob)
    except (OSError, MemoryError):
        raise
    except Exception as error:  # a fault of a reader must not cost the other inputs
        if os.environ.get("MARSAD_DEBUG"):
            raise
        reason = f"the reader of {reader.kind} failed on it ({type(error).__name__}: {str(error)[:200]})"
        remedy = "Report this with the input; the other inputs are not affected"
        yield whole(Refused("failed", reason, remedy).at(blob.source, _bytes(blob)), blob)


def _stamp(item: Item, kind: str, blob: Blob) -> Item:
    """What the blob knows of every report in it; the innermost reader goes first."""
    if isinstance(item, RawReport) and item.kind is None:
        item.kind = kind
        item.url = item.url or blob.url
        item.fetched = item.fetched or blob.fetched
        item.exchange = blob.exchange
        item.warnings.extend(blob.warnings)
        flag_characters(item)
    return item


def _bytes(blob: Blob) -> bytes | None:
    """The blob's bytes, where they can be read whole."""
    try:
        return blob.read_all() if blob.size <= MAX_FILE_BYTES else None
    except (Refused, OSError, ValueError):
        return None

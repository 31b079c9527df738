"""ZIP archives: every member read as the input it is. Names are shown and never used as paths; nothing is extracted.

Example: ``تقارير.zip`` with ``درعا.txt`` and ``محادثة/result.json`` gives the text and every message.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from tempfile import SpooledTemporaryFile
from typing import IO

from ..limits import (
    MAX_ARCHIVE_ITEMS,
    MAX_BOMBS,
    MAX_DIRECTORY_BYTES,
    MAX_INFLATION,
    MAX_SPOOL_BYTES,
    MEGABYTE,
    SPOOL_IN_MEMORY,
)
from ..records import InputProblem
from .contracts import Blob, Budget, Item, Reader, Reading, Refused, bomb, inside

_TAIL = 22 + 65_535
_UNPACK = "Check where it comes from; unpack it yourself and give the files if you trust it"
DAMAGED = "Get the archive again or compare its hash with the original"
_DOCUMENTS = (
    ("word/document.xml", "a Word document", "Save it as text or HTML and give that"),
    ("ppt/presentation.xml", "a presentation", "Save its text and give that"),
    ("xl/workbook.bin", "a binary workbook", "Save it as XLSX or CSV and give that"),
    ("META-INF/manifest.xml", "an OpenDocument file", "Save it as text, HTML, XLSX or CSV and give that"),
    ("META-INF/container.xml", "a book (EPUB)", "Save its text and give that"),
)
_FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, OSError, struct.error, ValueError, IndexError, OverflowError)


def is_zip(blob: Blob) -> bool:
    """True for bytes that begin as a ZIP archive does, an empty one too."""
    return blob.head.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def open_archive(blob: Blob) -> zipfile.ZipFile:
    """The archive; :class:`Refused` when its table of contents is damaged or would take too much memory."""
    _check_directory(blob.stream)
    try:
        blob.stream.seek(0)
        archive = zipfile.ZipFile(blob.stream)
    except (*_FAULTS, NotImplementedError) as error:
        raise Refused("damaged", f"the archive is damaged or cut ({str(error)[:80]})", DAMAGED) from None
    if len(archive.filelist) > MAX_ARCHIVE_ITEMS:
        raise Refused("too-large", f"the archive holds more than {MAX_ARCHIVE_ITEMS:,} items", "Split it")
    return archive


def member_names(blob: Blob) -> frozenset[str]:
    """Names in the archive; empty when it cannot be opened."""
    try:
        with open_archive(blob) as archive:
            return frozenset(archive.namelist())
    except Refused:
        return frozenset()


def _check_directory(stream: IO[bytes]) -> None:
    """The size of the table of contents, before anything reads it into memory."""
    stream.seek(0, 2)
    size = stream.tell()
    stream.seek(max(0, size - _TAIL))
    tail = stream.read(_TAIL)
    sizes = []
    at = tail.rfind(b"PK\x05\x06")
    if at >= 0 and len(tail) >= at + 22:
        sizes.append(struct.unpack("<I", tail[at + 12 : at + 16])[0])
    at = tail.rfind(b"PK\x06\x06")
    if at >= 0 and len(tail) >= at + 56:
        sizes.append(struct.unpack("<Q", tail[at + 40 : at + 48])[0])
    real = [found for found in sizes if found != 0xFFFFFFFF]
    if any(found > MAX_DIRECTORY_BYTES for found in real):
        raise Refused("too-large", "the archive's table of contents is too large or damaged", "Split the archive")


def copy_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: Budget, spool: IO[bytes]) -> int:
    """Inflate a member into ``spool`` and check its CRC; the number of bytes."""
    if info.flag_bits & 0x1:
        raise Refused("encrypted", "it is encrypted", "Unpack the archive with its password and give the files")
    size = 0
    try:
        with archive.open(info) as member:
            while part := member.read(64 * 1024):
                size += len(part)
                budget.spend(len(part))
                _check_size(size, info)
                spool.write(part)
    except NotImplementedError:
        raise Refused("unsupported", "its compression is not known here", "Pack it again as an ordinary ZIP") from None
    except (*_FAULTS, RuntimeError) as error:
        raise Refused("damaged", f"its data are damaged or cut ({str(error)[:80]})", DAMAGED) from None
    if size != info.file_size:
        raise Refused("damaged", f"it holds {size} bytes, its entry says {info.file_size}", DAMAGED)
    return size


def _check_size(size: int, info: zipfile.ZipInfo) -> None:
    if size > MAX_SPOOL_BYTES or size > max(MEGABYTE, MAX_INFLATION * info.compress_size):
        raise bomb()


def read(blob: Blob, reading: Reading) -> Iterator[Item]:
    """Every member in the order of the archive."""
    with open_archive(blob) as archive:
        for part, kind, remedy in _DOCUMENTS:
            if part in archive.NameToInfo:
                raise Refused("unsupported", f"this is {kind}", remedy)
        files = [info for info in archive.infolist() if not is_folder(info)]
        if not files:
            raise Refused("empty", "the archive holds no files", "Give an archive with reports")
        if sum(info.compress_size for info in files) > blob.size:
            raise bomb()  # members that share their bytes
        bombs = 0
        for info in files:
            if bombs > MAX_BOMBS:
                raise Refused("bomb", f"more than {MAX_BOMBS} of its members are bombs; the rest was not read", _UNPACK)
            # Below the first archive everything counts against the member it came out of.
            budget = reading.budget if blob.depth else Budget.of(info.compress_size)
            for item in _read_member(archive, info, blob, replace(reading, budget=budget)):
                bombs += isinstance(item, InputProblem) and item.kind == "bomb"
                yield item


def _read_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, blob: Blob, reading: Reading) -> Iterator[Item]:
    name = member_name(info)
    source = f"{blob.source} > {name}"
    parts = PurePosixPath(name.replace("\\", "/")).parts
    if any(part.startswith(".") and part != ".." for part in parts) or "__MACOSX" in parts:
        refusal = Refused("skipped", "a hidden file", "Give it by itself if it is a report", None, True)
        yield inside(refusal.at(source), blob, name)
        return
    warnings: tuple[str, ...] = ()
    if ".." in parts or name.startswith(("/", "\\")) or ":" in name[:3] or "\\" in name:
        warnings = ("path: the archive names a place outside itself; it was read in place and nothing was written",)
    with SpooledTemporaryFile(SPOOL_IN_MEMORY) as spool:
        try:
            size = copy_member(archive, info, reading.budget, spool)
        except Refused as refusal:
            yield inside(refusal.at(source), blob, name)
            return
        yield from reading.enter(
            replace(
                blob, source=source, name=parts[-1] if parts else name, stream=spool, size=size, container=blob.source,
                locator=name, depth=blob.depth + 1, warnings=blob.warnings + warnings,
            )
        )  # fmt: skip


def member_name(info: zipfile.ZipInfo) -> str:
    """The member's name; Arabic names of old packers, which do not say that they are UTF-8, are mended."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return info.filename


def is_folder(info: zipfile.ZipInfo) -> bool:
    """Whether a member is a folder; unlike ``ZipInfo.is_dir`` it bears a member without a name."""
    return info.filename.endswith("/")


READER = Reader("zip", is_zip, read)

"""WACZ: a ZIP of WARC files with hashes of its parts (auto-archiver, Browsertrix, ArchiveWeb.page).

Every resource of ``datapackage.json`` is checked against its hash, then the WARC files under ``archive/`` are read, and
every record that the indexes list must be there.
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Generator, Iterator
from dataclasses import replace
from tempfile import SpooledTemporaryFile
from typing import IO, Any

import orjson

from ..limits import MEGABYTE, SPOOL_IN_MEMORY
from .cdx_indexes import begins_record, read_indexes
from .contracts import Blob, Item, Reader, Reading, Refused, inside
from .zips import DAMAGED, copy_member, is_folder, is_zip, member_name, member_names, open_archive

_PACKAGE = "datapackage.json"


def claims(blob: Blob) -> bool:
    """A ZIP with a data package and WARC files."""
    if not is_zip(blob):
        return False
    names = member_names(blob)
    return _PACKAGE in names and any(name.startswith("archive/") for name in names)


def read(blob: Blob, reading: Reading) -> Iterator[Item]:
    """The records of every WARC file; parts whose hash differs from the package's are named."""
    with open_archive(blob) as archive:
        indexed = read_indexes(archive, reading.budget)
        listed = indexed.offsets
        for name in indexed.unread:
            odd = Refused("damaged", "no line of this index can be read, so records were not checked by it", DAMAGED)
            yield inside(odd.at(f"{blob.source} > {name}"), blob, name)
        hashes = yield from _hashes(archive, blob, reading)
        left = dict(hashes)
        for info in archive.infolist():
            name = member_name(info)
            wanted = left.pop(name, None)
            if is_folder(info) or (not name.startswith("archive/") and wanted is None):
                continue
            with SpooledTemporaryFile(SPOOL_IN_MEMORY) as spool:
                yield from _read_part(archive, info, wanted, spool, blob, reading)
                yield from _check_index(spool, listed.get(name.removeprefix("archive/")), blob, name)
        for name in left | {f"archive/{name}": "" for name in listed if f"archive/{name}" not in archive.NameToInfo}:
            missing = Refused("damaged", "the package or its index lists it, but it is not in the archive", DAMAGED)
            yield inside(missing.at(f"{blob.source} > {name}"), blob, name)


def _hashes(archive: zipfile.ZipFile, blob: Blob, reading: Reading) -> Generator[Item, None, dict[str, str]]:
    """Hashes that the package states, by name; returns them after naming what is wrong with the package."""
    found: dict[str, str] = {}
    with SpooledTemporaryFile(SPOOL_IN_MEMORY) as spool:
        try:
            copy_member(archive, archive.getinfo(_PACKAGE), reading.budget, spool)
            spool.seek(0)
            found = _listed(orjson.loads(spool.read(16 * MEGABYTE)))
        except (Refused, orjson.JSONDecodeError) as error:
            problem = f"its {_PACKAGE} cannot be read ({str(error)[:80]}), so hashes were not checked"
            yield blob.problem("damaged", problem, DAMAGED)
    return found


def _listed(package: Any) -> dict[str, str]:
    resources = package.get("resources") if isinstance(package, dict) else None
    return {
        str(part.get("path")): str(part.get("hash"))
        for part in (resources if isinstance(resources, list) else [])
        if isinstance(part, dict) and part.get("hash")
    }


def _read_part(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, wanted: str | None, spool: IO[bytes], blob: Blob, reading: Reading
) -> Iterator[Item]:
    name = member_name(info)
    source = f"{blob.source} > {name}"
    try:
        size = copy_member(archive, info, reading.budget, spool)
    except Refused as refusal:
        yield inside(refusal.at(source), blob, name)
        return
    if wanted is not None and not _matches(spool, wanted):
        wrong = Refused("damaged", "its hash is not the one the package states", DAMAGED)
        yield inside(wrong.at(source), blob, name)
    if name.startswith("archive/"):
        part = replace(blob, source=source, name=name, stream=spool, size=size, container=blob.source, locator=name)
        yield from reading.enter(replace(part, depth=blob.depth + 1))


def _check_index(spool: IO[bytes], offsets: set[int] | None, blob: Blob, name: str) -> Iterator[Item]:
    """Names records that the index lists and the file does not hold: it was cut, and its hash made anew."""
    missing = sum(not begins_record(spool, offset) for offset in sorted(offsets or ()))
    if missing:
        problem = f"the index lists {len(offsets or ())} records, {missing} of them are not where it says"
        yield inside(Refused("damaged", problem, DAMAGED).at(f"{blob.source} > {name}"), blob, f"{name}, index")


def _matches(spool: IO[bytes], wanted: str) -> bool:
    """True when the hash is right, or of a kind that cannot be checked here."""
    algorithm, _, value = wanted.rpartition(":")
    if (algorithm or "sha256") not in ("sha256", "sha512", "sha1", "md5"):
        return True
    spool.seek(0)
    digest = hashlib.new(algorithm or "sha256", usedforsecurity=False)
    while part := spool.read(MEGABYTE):
        digest.update(part)
    return digest.hexdigest() == value.lower()


READER = Reader("wacz", claims, read)

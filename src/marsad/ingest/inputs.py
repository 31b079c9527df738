"""``iter_inputs``: reports and problems of any mix of files, folders, addresses and standard input, in a fixed order.

Example: ``list(iter_inputs(["تقارير/", "نشرة.jsonl", "result.json", "-"]))``.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import IO, Protocol

from .limits import MAX_LINE_BYTES
from .readers import open_blob
from .readers.contracts import Blob, Budget, Reading, Refused
from .readers.jobs import run_job
from .readers.jsonlines import iter_lines
from .records import InputProblem, RawReport
from .streams import Streams
from .workers import Worker

Item = RawReport | InputProblem
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,15}://")


class Fetch(Protocol):
    """Takes an address from the network: a blob, or why there is none."""

    def __call__(self, url: str) -> Blob | InputProblem:
        """Fetch ``url``."""
        ...


def iter_inputs(
    paths: Sequence[str | Path],
    *,
    stdin: IO[bytes] | None = None,
    columns: Mapping[str, str] | None = None,
    fetch: Fetch | None = None,
    guarded: bool = True,
    streams: Streams | None = None,
) -> Iterator[Item]:
    """Every report of ``paths`` in order; ``-`` is standard input; folders are read whole, sorted.

    ``columns`` names columns of tables for fields (``{"text": "المحتوى"}``); ``fetch`` reads addresses, which are a
    problem without it; ``guarded`` parses pages, feeds and workbooks in a limited process; ``streams`` keeps standard
    input and pipes for longer than it takes to read them.
    """
    with closing(Worker()) as worker, nullcontext(streams) if streams is not None else Streams() as kept:
        reading = Reading(columns or {}, worker if guarded else run_job, open_blob)
        for path in paths:
            if str(path) == "-":
                yield from _read_stdin(stdin if stdin is not None else sys.stdin.buffer, reading, kept)
            elif _ADDRESS.match(str(path)):
                yield from _read_address(str(path), reading, fetch)
            else:
                yield from _read_path(Path(path), reading, kept)


def iter_blobs(blobs: Iterable[Blob]) -> Iterator[Item]:
    """Every report of blobs that are at hand already, parsed in a limited process."""
    with closing(Worker()) as worker:
        reading = Reading({}, worker, open_blob)
        for blob in blobs:
            yield from read_blob(blob, reading)


def read_blob(blob: Blob, reading: Reading) -> Iterator[Item]:
    """Reports of one blob, with an allowance of its own."""
    yield from open_blob(blob, replace(reading, budget=Budget()))


def _read_address(url: str, reading: Reading, fetch: Fetch | None) -> Iterator[Item]:
    if not url.lower().startswith(("http://", "https://")):
        yield InputProblem(
            url, "unsupported", "only http and https addresses are read", "Save the page and give the file"
        )
        return
    if fetch is None:
        problem = "this is an address, and nothing is taken from the network unless asked"
        yield InputProblem(url, "not-fetched", problem, "Add --fetch, or save the page and give the file")
        return
    found = fetch(url)
    if isinstance(found, InputProblem):
        yield found
    else:
        yield from read_blob(found, reading)


def _read_path(path: Path, reading: Reading, streams: Streams) -> Iterator[Item]:
    try:
        if path.is_dir():
            yield from _read_folder(path, reading, streams)
        elif not path.exists():
            yield InputProblem(str(path), "missing", "there is no such file or folder", "Check the path")
        elif not path.is_file() and not path.is_fifo():
            problem = "this is neither a file nor a folder"
            yield InputProblem(str(path), "missing", problem, "Give a file, a folder or -")
        else:
            yield from _read_file(path, reading, streams)
    except OSError as error:
        yield _unreadable(path, error)
    except ValueError:
        yield InputProblem(str(path).replace("\0", "�"), "missing", "the path holds a NUL", "Check the path")


def _unreadable(path: str | Path, error: OSError) -> InputProblem:
    reason = error.strerror or type(error).__name__
    return InputProblem(str(path), "unreadable", f"it cannot be read ({reason})", "Check that you may read it")


def _read_folder(folder: Path, reading: Reading, streams: Streams) -> Iterator[Item]:
    """Files of a folder and its sub-folders by name; hidden ones are passed over."""
    seen = False
    for name, folders, files in os.walk(folder):
        folders[:] = sorted(sub for sub in folders if not sub.startswith("."))
        for file in sorted(files):
            if not file.startswith("."):
                seen = True
                yield from _read_path(Path(name) / file, reading, streams)
    if not seen:
        yield InputProblem(str(folder), "empty", "the folder holds no files", "Give a folder with reports")


def _read_file(path: Path, reading: Reading, streams: Streams) -> Iterator[Item]:
    with path.open("rb") as stream:
        if not stream.seekable():
            yield from _read_stream(stream, str(path), path.name, b"", reading, streams)
            return
        yield from read_blob(Blob(str(path), path.name, stream, os.fstat(stream.fileno()).st_size), reading)


def _read_stream(
    stream: IO[bytes], source: str, name: str, before: bytes, reading: Reading, streams: Streams
) -> Iterator[Item]:
    """A stream that cannot be sought in, from a file that it is written to."""
    try:
        path = streams.keep(source, before, stream)
    except Refused as refusal:
        yield refusal.at(source)
        return
    with path.open("rb") as copy:
        yield from read_blob(Blob(source, name, copy, path.stat().st_size), reading)


def _read_stdin(stream: IO[bytes], reading: Reading, streams: Streams) -> Iterator[Item]:
    """Standard input: JSON lines when the first line is an object, else one input of any kind."""
    first = before = b""
    while not first.strip():
        before += first
        first = stream.readline(MAX_LINE_BYTES + 1)
        if not first or len(before) > MAX_LINE_BYTES:
            yield InputProblem("-", "empty", "standard input is empty", "Pipe a report into it")
            return
    head = first.strip().removeprefix(b"\xef\xbb\xbf")
    if head.startswith(b"{") and (head.endswith(b"}") or len(first) > MAX_LINE_BYTES):
        yield from iter_lines(stream, Blob.from_bytes(b"", "-", "-"), reading.columns, first)
        return
    try:
        yield from _read_stream(stream, "-", "", before + first, reading, streams)
    except OSError as error:
        yield _unreadable("-", error)

"""``iter_inputs``: reports and problems of any mix of files, folders and standard input, in a fixed order.

Example: ``list(iter_inputs(["تقارير/", "نشرة.jsonl", "-"]))``.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import IO

from .decoding import decode
from .jsonl import iter_json, iter_lines
from .pages import looks_like_html, read_page
from .records import MAX_FILE_BYTES, MAX_LINE_BYTES, InputProblem, RawReport, hash_bytes

_HTML = frozenset((".html", ".htm", ".xhtml"))
_LINES = frozenset((".jsonl", ".ndjson"))
_TABLES = frozenset((".csv", ".tsv", ".xlsx", ".xls", ".ods", ".parquet"))
_SPLIT = "Split it, or give JSON lines (.jsonl), which have no limit"


def iter_inputs(paths: Sequence[str | Path], *, stdin: IO[bytes] | None = None) -> Iterator[RawReport | InputProblem]:
    """Every report of ``paths`` in order; ``-`` is standard input; folders are read whole, sorted."""
    for path in paths:
        if str(path) == "-":
            yield from _read_stdin(stdin if stdin is not None else sys.stdin.buffer)
        else:
            yield from _read_path(Path(path))


def _read_path(path: Path) -> Iterator[RawReport | InputProblem]:
    try:
        if path.is_dir():
            yield from _read_folder(path)
        elif not path.exists():
            yield InputProblem(str(path), "missing", "there is no such file or folder", "Check the path")
        elif not path.is_file() and not path.is_fifo():
            yield InputProblem(
                str(path), "missing", "this is neither a file nor a folder", "Give a file, a folder or -"
            )
        else:
            yield from _read_file(path)
    except OSError as error:
        yield _unreadable(path, error)
    except ValueError:
        yield InputProblem(str(path).replace("\0", "�"), "missing", "the path holds a NUL", "Check the path")


def _unreadable(path: Path, error: OSError) -> InputProblem:
    reason = error.strerror or type(error).__name__
    return InputProblem(str(path), "unreadable", f"it cannot be read ({reason})", "Check that you may read it")


def _read_folder(folder: Path) -> Iterator[RawReport | InputProblem]:
    """Files of a folder and its sub-folders by name; hidden ones are passed over."""
    seen = False
    for name, folders, files in os.walk(folder):
        folders[:] = sorted(sub for sub in folders if not sub.startswith("."))
        for file in sorted(files):
            if not file.startswith("."):
                seen = True
                yield from _read_path(Path(name) / file)
    if not seen:
        yield InputProblem(str(folder), "empty", "the folder holds no files", "Give a folder with reports")


def _read_file(path: Path) -> Iterator[RawReport | InputProblem]:
    source = str(path)
    suffix = path.suffix.lower()
    if suffix in _TABLES:
        yield InputProblem(
            source,
            "unsupported",
            f"a table ({suffix}) is no report",
            "Export it as JSON lines (.jsonl) with a text field",
        )
        return
    with path.open("rb") as stream:
        if suffix in _LINES:
            yield from _read_lines(stream, source)
            return
        raw = stream.read(MAX_FILE_BYTES + 1)
    yield from _read_blob(raw, source, suffix)


def _read_lines(stream: IO[bytes], source: str) -> Iterator[RawReport | InputProblem]:
    found = False
    for item in iter_lines(stream, source):
        found = True
        yield item
    if not found:
        key = hash_bytes(b"")
        yield InputProblem(source, "empty", "the input is empty", "Give one JSON object a line", None, key, b"")


def _read_stdin(stream: IO[bytes]) -> Iterator[RawReport | InputProblem]:
    """Standard input: JSON lines when the first line is an object, else one text, page or JSON file."""
    first = before = b""
    while not first.strip():
        before += first
        first = stream.readline(MAX_LINE_BYTES + 1)
        if not first or len(before) > MAX_LINE_BYTES:
            yield InputProblem("-", "empty", "standard input is empty", "Pipe a report into it")
            return
    head = first.strip().removeprefix(b"\xef\xbb\xbf")
    if head.startswith(b"{") and (head.endswith(b"}") or len(first) > MAX_LINE_BYTES):
        yield from iter_lines(stream, "-", first)
        return
    raw = before + first
    yield from _read_blob(raw + stream.read(MAX_FILE_BYTES + 1 - len(raw)), "-", ".json" if head[:1] in b"[{" else "")


def _read_blob(raw: bytes, source: str, suffix: str) -> Iterator[RawReport | InputProblem]:
    if len(raw) > MAX_FILE_BYTES:
        yield InputProblem(source, "too-large", "the file is larger than 100 MB", _SPLIT)
        return
    if suffix == ".json" and (source != "-" or _is_json(raw)):
        yield from iter_json(raw, source)
        return
    yield read_blob(raw, source, suffix in _HTML)


def _is_json(raw: bytes) -> bool:
    return raw.rstrip()[-1:] in (b"]", b"}")


def read_blob(raw: bytes, source: str, html: bool) -> RawReport | InputProblem:
    """One report from the bytes of a text or a page."""
    key = hash_bytes(raw)
    if html or looks_like_html(raw):
        page = read_page(raw, source)
        return replace(page, raw=raw) if isinstance(page, InputProblem) else page
    decoded = decode(raw)
    if decoded.problem is not None:
        return InputProblem(source, *decoded.problem, None, key, raw)
    return RawReport(raw, key, source, decoded.text, warnings=list(decoded.warnings))

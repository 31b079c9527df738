"""JSON lines, JSON objects and lists to reports; a bad line is a problem with its number, the rest is read.

Example line: ``{"id": "7", "published": "2022-08-10", "text": "اندلعت اشتباكات …"}``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import IO, Any

import orjson

from .dates import parse_published
from .decoding import check_text
from .records import MAX_LINE_BYTES, InputProblem, RawReport, hash_bytes

_CHUNK = 1024 * 1024
_SURROGATE = re.compile("[\ud800-\udfff]")
_FIELDS = ("url", "outlet", "title", "byline")


def iter_lines(stream: IO[bytes], source: str, first: bytes = b"") -> Iterator[RawReport | InputProblem]:
    """Reports of a JSONL stream; ``first`` is a line already read. Memory stays bounded by one line."""
    number = 0
    while True:
        line = first or stream.readline(MAX_LINE_BYTES + 1)
        first = b""
        if not line:
            return
        number += 1
        if len(line) > MAX_LINE_BYTES and not line.endswith(b"\n"):
            _skip_line(stream)
            yield InputProblem(
                source, "too-long", "the line is too long (more than 16 MB)", "Split it; one report a line", number
            )
            continue
        line = line.rstrip(b"\r\n")
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        if line.strip():
            yield read_line(line, source, number)


def _skip_line(stream: IO[bytes]) -> None:
    while True:
        rest = stream.readline(_CHUNK)
        if not rest or rest.endswith(b"\n"):
            return


def read_line(line: bytes, source: str, number: int | None) -> RawReport | InputProblem:
    """One report from the bytes of a JSON object."""
    value = _load(line)
    if isinstance(value, str):
        return InputProblem(
            source, "bad-json", value, "Mend the line: one JSON object with a text", number, hash_bytes(line), line
        )
    return read_object(value[0], line, source, number)


def _load(raw: bytes) -> str | tuple[Any]:
    """The value in a tuple, or what is wrong with the bytes."""
    try:
        return (orjson.loads(raw),)
    except orjson.JSONDecodeError as error:
        reason = str(error)
    except RecursionError:
        return "the JSON is nested too deep"
    if "surrogate" in reason:
        try:
            return (json.loads(raw),)
        except (ValueError, RecursionError):
            pass
    return f"not valid JSON ({reason[:120]})"


def read_object(value: Any, raw: bytes, source: str, number: int | None) -> RawReport | InputProblem:
    """A report from a JSON object; anything but ``text`` may be missing."""
    key = hash_bytes(raw)
    if not isinstance(value, dict):
        remedy = 'Write {"text": "…"} on each line'
        return InputProblem(source, "bad-json", "not a JSON object", remedy, number, key, raw)
    text = value.get("text")
    if not isinstance(text, str):
        problem = "the report has no text" if text is None else "the text is not a string"
        return InputProblem(source, "no-text", problem, 'Give the report as a string under "text"', number, key, raw)
    decoded = check_text(text)
    if decoded.problem is not None:
        return InputProblem(source, *decoded.problem, number, key, raw)
    name = f"{source}, line {number}" if number is not None else source
    report = RawReport(raw, key, name, decoded.text, warnings=list(decoded.warnings))
    _read_fields(report, value)
    return report


def _read_fields(report: RawReport, value: dict[str, Any]) -> None:
    for name in _FIELDS:
        found = value.get(name)
        if isinstance(found, str) and found.strip():
            setattr(report, name, _SURROGATE.sub("\ufffd", found.strip()))
        elif found not in (None, ""):
            report.warnings.append(f"{name}: not a string, ignored")
    external = value.get("id")
    if isinstance(external, str | int) and not isinstance(external, bool):
        report.external_id = _SURROGATE.sub("\ufffd", str(external))
    elif external is not None:
        report.warnings.append("id: neither a string nor a number, ignored")
    published = value.get("published")
    report.published = parse_published(published)
    if report.published is None and published not in (None, ""):
        report.warnings.append(f"published: {str(published)[:60]!r} is no date, ignored; write 2021-03-10")


def iter_json(raw: bytes, source: str) -> Iterator[RawReport | InputProblem]:
    """Reports of a JSON file: an object, a list, or ``{"reports": [...]}``."""
    value = _load(raw.removeprefix(b"\xef\xbb\xbf"))
    if isinstance(value, str):
        yield InputProblem(
            source, "bad-json", value, "Mend the file, or give JSON lines (.jsonl)", None, hash_bytes(raw), raw
        )
        return
    found = value[0]
    if isinstance(found, dict) and isinstance(found.get("reports"), list):
        found = found["reports"]
    if isinstance(found, dict):
        yield read_object(found, raw, source, None)
        return
    if not isinstance(found, list) or not found:
        yield InputProblem(
            source,
            "no-text",
            "no reports in the file",
            'Give an object, a list, or {"reports": […]}',
            None,
            hash_bytes(raw),
            raw,
        )
        return
    for number, item in enumerate(found, 1):
        yield read_object(item, _bytes_of(item), source, number)


def _bytes_of(item: Any) -> bytes:
    try:
        return orjson.dumps(item, option=orjson.OPT_SORT_KEYS)
    except (TypeError, orjson.JSONEncodeError):
        return json.dumps(item, sort_keys=True).encode("utf-8")

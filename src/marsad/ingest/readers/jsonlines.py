"""JSON lines, JSON objects and lists to reports; a bad line is a problem with its number, the rest is read.

Example line: ``{"id": "7", "published": "2022-08-10", "text": "اندلعت اشتباكات …"}``. Other keys (``المحتوى``,
``content``) are matched as the headings of a table are.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import IO, Any

import orjson

from ...errors import InputError
from ..columns import match_columns
from ..dates import parse_published
from ..decoding import check_text
from ..limits import MAX_COLUMNS, MAX_LINE_BYTES
from ..records import InputProblem, RawReport, hash_bytes
from .contracts import Blob, Item, Reader, Reading, Refused, inside, whole

SUFFIXES = frozenset((".jsonl", ".ndjson"))
_CHUNK = 1024 * 1024
_SURROGATE = re.compile("[\ud800-\udfff]")
_FIELDS = ("url", "outlet", "title", "byline")


def claims(blob: Blob) -> bool:
    """A name that says so, or two lines that are each an object."""
    if blob.suffix in SUFFIXES:
        return True
    first, end, rest = blob.head.partition(b"\n")
    if not end or not (first.startswith(b"{") and first.rstrip().endswith(b"}") and rest.lstrip().startswith(b"{")):
        return False
    return isinstance(load_json(first), tuple)


def read(blob: Blob, reading: Reading) -> Iterator[Item]:
    """One report a line."""
    blob.stream.seek(0)
    found = False
    for item in iter_lines(blob.stream, blob, reading.columns):
        found = True
        yield item
    if not found:
        yield whole(Refused("empty", "the input is empty", "Give one JSON object a line").at(blob.source, b""), blob)


def iter_lines(stream: IO[bytes], blob: Blob, given: Mapping[str, str], first: bytes = b"") -> Iterator[Item]:
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
            problem = "the line is too long (more than 16 MB)"
            told = InputProblem(blob.source, "too-long", problem, "Split it; one report a line", number)
            yield inside(told, blob, f"line {number}")
            continue
        line = line.rstrip(b"\r\n")
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        if line.strip():
            yield _read_line(line, blob, number, given)


def _skip_line(stream: IO[bytes]) -> None:
    while True:
        rest = stream.readline(_CHUNK)
        if not rest or rest.endswith(b"\n"):
            return


def _read_line(line: bytes, blob: Blob, number: int, given: Mapping[str, str]) -> Item:
    value = load_json(line)
    if isinstance(value, str):
        remedy = "Mend the line: one JSON object with a text"
        told = InputProblem(blob.source, "bad-json", value, remedy, number, hash_bytes(line), line)
        return inside(told, blob, f"line {number}")
    item = read_object(value[0], line, blob.source, number, given)
    return inside(item, blob, f"line {number}", line)


def load_json(raw: bytes) -> str | tuple[Any]:
    """The value in a tuple, or what is wrong with the bytes.

    NaN is wrong. Half characters are read; in texts they are replaced and named later.
    """
    try:
        return (orjson.loads(raw),)
    except orjson.JSONDecodeError as error:
        reason = str(error)
    except RecursionError:
        return "the JSON is nested too deep"
    if "surrogate" in reason:
        try:
            return (json.loads(raw, parse_constant=_no_constant),)
        except (ValueError, RecursionError):
            pass
    return f"not valid JSON ({reason[:120]})"


def _no_constant(name: str) -> Any:
    raise ValueError(name)


def read_object(
    value: Any, raw: bytes, source: str, number: int | None, given: Mapping[str, str]
) -> RawReport | InputProblem:
    """A report from a JSON object; anything but the text may be missing."""
    key = hash_bytes(raw)
    if not isinstance(value, dict):
        return InputProblem(source, "bad-json", "not a JSON object", 'Write {"text": "…"} on each line', number, key)
    if "text" not in value or given:
        try:
            value = _matched(value, given)
        except InputError as error:
            return InputProblem(source, "columns", error.problem, error.remedy, number, key)
    text = value.get("text")
    if not isinstance(text, str):
        problem = "the report has no text" if text is None else "the text is not a string"
        return InputProblem(source, "no-text", problem, 'Give the report as a string under "text"', number, key)
    found = read_fields(value, raw, f"{source}, line {number}" if number is not None else source)
    if isinstance(found, InputProblem):
        return InputProblem(source, found.kind, found.problem, found.remedy, number, key)
    return found


def _matched(value: dict[Any, Any], given: Mapping[str, str]) -> dict[str, Any]:
    """The object with the names of fields for known keys; its own names for the rest."""
    keys = [str(key) for key in list(value)[:MAX_COLUMNS]]
    columns = match_columns(keys, given)
    return {**value, **{field: value.get(key) for field, key in columns.found.items()}}


def read_fields(value: Mapping[str, Any], raw: bytes, place: str) -> RawReport | InputProblem:
    """A report from named fields, of which ``text`` is a string."""
    key = hash_bytes(raw)
    decoded = check_text(value["text"])
    if decoded.problem is not None:
        return InputProblem(place, *decoded.problem, None, key)
    report = RawReport(raw, key, place, decoded.text, warnings=list(decoded.warnings))
    _set_fields(report, value)
    return report


def _set_fields(report: RawReport, value: Mapping[str, Any]) -> None:
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


def canonical(item: Any) -> bytes:
    """Canonical JSON of a value: keys sorted, no blanks, UTF-8."""
    try:
        return orjson.dumps(item, option=orjson.OPT_SORT_KEYS)
    except (TypeError, orjson.JSONEncodeError):
        return json.dumps(item, sort_keys=True).encode("utf-8")


def claims_json(blob: Blob) -> bool:
    """An object or a list: by name, or by its first and last signs (a text may begin with a bracket)."""
    if blob.suffix == ".json":
        return True
    return re.match(rb"[\[{]\s*[\"\[{\]}]", blob.head) is not None and blob.tail.endswith((b"}", b"]"))


def read_json(blob: Blob, reading: Reading) -> Iterator[Item]:
    """Reports of a JSON file: an object, a list, ``{"reports": [...]}``, or a chat export under another name."""
    raw = blob.read_all()
    value = load_json(raw.removeprefix(b"\xef\xbb\xbf"))
    if isinstance(value, str):
        raise Refused("bad-json", value, "Mend the file, or give JSON lines (.jsonl)")
    from .telegrams import is_export, iter_export

    found = value[0]
    if is_export(found):
        yield from iter_export(found, blob)
        return
    if isinstance(found, dict) and isinstance(found.get("reports"), list):
        found = found["reports"]
    if isinstance(found, dict):
        yield whole(read_object(found, raw, blob.source, None, reading.columns), blob)
        return
    if not isinstance(found, list) or not found:
        raise Refused("no-text", "no reports in the file", 'Give an object, a list, or {"reports": […]}')
    for number, item in enumerate(found, 1):
        content = canonical(item)
        yield inside(read_object(item, content, blob.source, number, reading.columns), blob, f"item {number}", content)


READER = Reader("jsonl", claims, read)
JSON_READER = Reader("json", claims_json, read_json)

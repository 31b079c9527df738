"""Bytes to text: UTF-8 first, then what Arabic pages were written in; anything else is a named problem.

Example: ``"قتل".encode("windows-1256")`` inside a longer Arabic text is read, with a warning.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from .limits import MAX_CHARACTERS

_ARABIC = re.compile(r"[ء-غف-يٮ-ۓ]+")
_LETTERS = re.compile(r"[^\W\d_]+")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_SAMPLE = 20_000
_SIGNATURES = (
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"PK\x03\x04", "a ZIP archive or an Office document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"SQLite format 3", "a database"),
    (b"RIFF", "a sound or video file"),
    (b"\x00\x00\x00\x18ftyp", "a video file"),
    (b"\x00\x00\x00\x20ftyp", "a video file"),
    (b"ID3", "a sound file"),
    (b"\x7fELF", "a program"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"PAR1", "a Parquet table"),
)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text and warnings, or a problem: kind, what is wrong, remedy."""

    text: str = ""
    warnings: tuple[str, ...] = ()
    problem: tuple[str, str, str] | None = None


def arabic_share(text: str) -> float:
    """Share of Arabic letters among all letters, from the first 20,000 characters; 0 without letters."""
    sample = text[:_SAMPLE]
    letters = sum(map(len, _LETTERS.findall(sample)))
    return sum(map(len, _ARABIC.findall(sample))) / letters if letters else 0.0


def decode(raw: bytes) -> Decoded:
    """Text of a file's bytes; see the module for what is tried."""
    if not raw.strip(b" \t\r\n\x0b\x0c"):
        return Decoded(problem=("empty", "the input is empty", "Give a file with the text of a report"))
    for start, name in _SIGNATURES:
        if raw.startswith(start):
            archive = name.endswith("archive")
            remedy = "Unpack it and give what is inside" if archive else "Save the report as text or HTML and give that"
            return Decoded(problem=("binary", f"this is {name}, not text", remedy))
    return _check(_decode_marked(raw) or _decode_plain(raw))


def _decode_marked(raw: bytes) -> Decoded | None:
    """A file that begins with a byte-order mark."""
    for mark, name in _BOMS:
        if not raw.startswith(mark):
            continue
        try:
            text = raw[len(mark) :].decode(name)
        except UnicodeDecodeError as error:
            return _invalid(name.upper(), error.start + len(mark))
        if name == "utf-8":
            return Decoded(text)
        if arabic_share(text) < 0.5:
            return _invalid(name.upper(), 0)
        return Decoded(text, (f"encoding: read as {name.upper()}; save as UTF-8 to be sure",))
    return None


def _decode_plain(raw: bytes) -> Decoded:
    if b"\x00" in raw:
        return Decoded(
            problem=(
                "binary",
                "the file holds NUL bytes, so it is not text",
                "Save the report as UTF-8 text and give that",
            )
        )
    try:
        return Decoded(raw.decode("utf-8"))
    except UnicodeDecodeError as error:
        failure = error
    text = raw.decode("windows-1256", errors="replace")
    if arabic_share(text) >= 0.6 and not _is_broken_utf8(text):
        return Decoded(text, ("encoding: not UTF-8, read as Windows-1256; check the letters",))
    return _invalid("UTF-8", failure.start)


def _is_broken_utf8(text: str) -> bool:
    """UTF-8 Arabic read as Windows-1256 has ط or ظ as every second letter."""
    sample = text[:_SAMPLE]
    return sample.count("ط") + sample.count("ظ") > 0.25 * sum(map(len, _ARABIC.findall(sample)))


def _invalid(name: str, at: int) -> Decoded:
    problem = f"the bytes are not valid {name} (first bad byte at offset {at})"
    return Decoded(problem=("encoding", problem, "Save the file again as UTF-8"))


def _check(decoded: Decoded) -> Decoded:
    if decoded.problem is not None:
        return decoded
    return check_text(decoded.text, decoded.warnings)


def check_text(text: str, warnings: tuple[str, ...] = ()) -> Decoded:
    """Limits that hold for any text: not empty, not too long, not a binary in disguise; says when it is not Arabic."""
    if len(text) > MAX_CHARACTERS:
        problem = f"the text is too long ({len(text):,} characters, at most {MAX_CHARACTERS:,})"
        return Decoded(problem=("too-long", problem, "Split it into one file a report"))
    text, notes = _without_unwritable(text)
    if not text.strip("\ufeff \t\r\n\x0b\x0c\u200b\u200e\u200f"):
        return Decoded(problem=("empty", "the text is empty", "Give the text of a report"))
    if len(_CONTROLS.findall(text[:_SAMPLE])) > 0.1 * min(len(text), _SAMPLE):
        return Decoded(
            problem=("binary", "the text is mostly control characters", "Save the report as UTF-8 text and give that")
        )
    if arabic_share(text) < 0.3:
        notes += ("not-arabic: fewer than 30 of 100 letters are Arabic",)
    return Decoded(text, warnings + notes)


def _without_unwritable(text: str) -> tuple[str, tuple[str, ...]]:
    """Half characters are no UTF-8, and no database keeps NUL: one sign stands for each, so that offsets stay."""
    notes: tuple[str, ...] = ()
    if "\0" in text:
        text, notes = text.replace("\0", "\ufffd"), ("nul: NUL characters were replaced by U+FFFD",)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return _SURROGATE.sub("\ufffd", text), (*notes, "surrogates: half characters were replaced by U+FFFD")
    return text, notes

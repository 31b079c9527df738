"""The characters of a page: UTF-8, else what the page or its letters say.

Example: a page of 2012 that declares windows-1256 is read so, with a warning.
"""

from __future__ import annotations

import re

from .decoding import Decoded, decode

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{3,20})", re.IGNORECASE)
_DECLARED = (b"windows-1256", b"cp1256", b"iso-8859-6", b"utf-16")


def looks_like_html(raw: bytes) -> bool:
    """True for bytes that begin as a page does."""
    head = raw[:512].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    return head.startswith((b"<!doctype html", b"<html", b"<head", b"<?xml")) and (
        b"<html" in raw[:4096].lower() or (head[:1] == b"<" and head[:5] != b"<?xml")
    )


def decode_page(raw: bytes) -> Decoded:
    """The page's characters; its own charset is tried when it is not UTF-8."""
    try:
        return Decoded(raw.decode("utf-8-sig").replace("\x00", "")) if raw.strip() else decode(raw)
    except UnicodeDecodeError:
        declared = _CHARSET.search(raw[:4096])
    if declared is not None and declared.group(1).lower() in _DECLARED:
        name = declared.group(1).decode("ascii").lower()
        return Decoded(raw.decode(name, errors="replace"), (f"encoding: read as {name}, as the page says",))
    return _lenient(raw)


def _lenient(raw: bytes) -> Decoded:
    """A page with a few bad bytes is read; a binary is not."""
    decoded = decode(raw)
    if decoded.problem is None or decoded.problem[0] != "encoding":
        return Decoded(
            decoded.text, tuple(w for w in decoded.warnings if not w.startswith("not-arabic")), decoded.problem
        )
    text = raw.decode("utf-8", errors="replace")
    if text.count("\ufffd") > 0.02 * len(text):
        return decoded
    return Decoded(text, ("encoding: some bytes are not UTF-8 and were replaced by U+FFFD",))

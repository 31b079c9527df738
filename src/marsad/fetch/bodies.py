"""Bodies of HTTP messages: chunks joined, compression undone, under a cap.

Example: ``Content-Encoding: gzip`` whose 2 kB inflate to a gigabyte end as :class:`BodyError` after the cap.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping

_STEP = 64 * 1024


class BodyError(Exception):
    """A body that cannot be decoded; the message says why."""


def decode_body(raw: bytes, headers: Mapping[str, str], limit: int) -> bytes:
    """The entity of a message by its ``transfer-encoding`` and ``content-encoding`` (header names in lower case)."""
    if "chunked" in headers.get("transfer-encoding", "").lower():
        raw = join_chunks(raw)
    encodings = [part.strip().lower() for part in headers.get("content-encoding", "").split(",")]
    for encoding in reversed([name for name in encodings if name and name != "identity"]):
        raw = inflate(raw, encoding, limit)
    return raw


def join_chunks(raw: bytes) -> bytes:
    """The body of ``Transfer-Encoding: chunked``; a body that is not chunked after all (crawlers undo it) as it is."""
    parts: list[bytes] = []
    at = 0
    while True:
        end = raw.find(b"\r\n", at, at + 64)
        size = _chunk_size(raw[at:end]) if end > 0 else None
        if size is None:
            if not parts:
                return raw
            raise BodyError("a chunk of the body is damaged")
        if size == 0:
            return b"".join(parts)
        start, stop = end + 2, end + 2 + size
        if stop > len(raw):
            raise BodyError("the body ends inside a chunk")
        parts.append(raw[start:stop])
        at = stop + 2


def _chunk_size(line: bytes) -> int | None:
    digits = line.split(b";")[0].strip()
    if not 0 < len(digits) <= 8:
        return None
    try:
        return int(digits, 16)
    except ValueError:
        return None


def inflate(raw: bytes, encoding: str, limit: int) -> bytes:
    """Undo one content encoding (gzip, deflate, br); at most ``limit`` bytes come out."""
    if encoding in ("gzip", "x-gzip"):
        if raw[:2] != b"\x1f\x8b":
            return raw  # crawlers undo the compression and leave the header
        return _inflate(raw, 31, limit)
    if encoding == "deflate":
        try:
            return _inflate(raw, 15, limit)
        except BodyError:
            return _inflate(raw, -15, limit)
    if encoding == "br":
        return _inflate_brotli(raw, limit)
    raise BodyError(f"its compression ({encoding[:20]}) is not known here")


def _inflate(raw: bytes, bits: int, limit: int) -> bytes:
    """Members of a gzip body, or one deflate stream, to their clean end."""
    parts: list[bytes] = []
    size = 0
    while raw:
        engine = zlib.decompressobj(bits)
        while not engine.eof:
            try:
                part = engine.decompress(raw, _STEP)
            except zlib.error as error:
                raise BodyError(f"its compressed data are damaged ({error})") from None
            if not part and not engine.unconsumed_tail and not engine.eof:
                raise BodyError("its compressed data end too early")
            parts.append(part)
            raw, size = engine.unconsumed_tail, size + len(part)
            if size > limit:
                raise BodyError(f"it inflates to more than {limit >> 20} MB")
        raw = engine.unused_data if bits == 31 and engine.unused_data[:2] == b"\x1f\x8b" else b""
    return b"".join(parts)


def _inflate_brotli(raw: bytes, limit: int) -> bytes:
    import io

    from fastwarc.stream_io import BrotliReader

    try:
        with BrotliReader(io.BytesIO(raw)) as reader:
            found: bytes = reader.read(limit + 1)
    except OSError as error:
        raise BodyError(f"its compressed data are damaged ({str(error)[:80]})") from None
    if len(found) > limit:
        raise BodyError(f"it inflates to more than {limit >> 20} MB")
    return found

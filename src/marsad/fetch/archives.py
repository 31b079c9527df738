"""What was asked and answered, as WARC request and response records (ISO 28500), to be kept as evidence."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import NamedTuple

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

Headers = Sequence[tuple[str, str]]


class Exchange(NamedTuple):
    """One request and its answer, as they went over the wire. ``moment`` is ISO in UTC."""

    url: str
    moment: str
    address: str
    request: str
    request_headers: Headers
    status: str
    headers: Headers
    body: bytes


def to_warc(exchange: Exchange) -> bytes:
    """Two gzip members: the response, then the request that names it."""
    buffer = io.BytesIO()
    writer = WARCWriter(buffer, gzip=True, warc_version="1.1")
    facts = {"WARC-Date": exchange.moment, "WARC-IP-Address": exchange.address}
    answer = writer.create_warc_record(
        exchange.url,
        "response",
        payload=io.BytesIO(exchange.body),
        http_headers=StatusAndHeaders(exchange.status, list(exchange.headers), protocol="HTTP/1.1"),
        warc_headers_dict=facts,
    )
    asked = writer.create_warc_record(
        exchange.url,
        "request",
        http_headers=StatusAndHeaders(exchange.request, list(exchange.request_headers), is_http_request=True),
        warc_headers_dict={"WARC-Date": exchange.moment},
    )
    writer.write_request_response_pair(asked, answer)
    return buffer.getvalue()

"""Addresses to blobs: what the network gives, as an input like any other.

Example: ``iter_inputs(["https://example.org/news/1"], fetch=FetchBlobs(Fetcher()))``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import unquote, urlsplit

from ..fetch.clients import Fetched, Fetcher, NotFetched
from .readers.contracts import Blob
from .records import InputProblem

_NAMES = {"text/html": "page.html", "application/xhtml+xml": "page.html", "text/plain": "page.txt"}


@dataclass(frozen=True, slots=True)
class FetchBlobs:
    """The ``fetch`` of :func:`marsad.ingest.iter_inputs` over a fetcher."""

    fetcher: Fetcher

    def __call__(self, url: str) -> Blob | InputProblem:
        """The body of an address, or why there is none."""
        found = self.fetcher.fetch(url)
        if isinstance(found, NotFetched):
            return as_problem(found)
        return as_blob(found)


def as_problem(found: NotFetched) -> InputProblem:
    """The same as a problem of intake."""
    return InputProblem(found.url, found.kind, found.problem, found.remedy)


def as_blob(found: Fetched) -> Blob:
    """A fetched body, with the request and response it came in."""
    kind = found.headers.get("content-type", "").partition(";")[0].strip().lower()
    name = _NAMES.get(kind) or unquote(urlsplit(found.url).path.rsplit("/", 1)[-1])
    blob = Blob.from_bytes(found.body, found.url, name)
    return replace(blob, url=found.url, fetched=found.moment, exchange=found.exchange)

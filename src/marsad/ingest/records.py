"""What intake gives: a report as received, or a problem that names the input and the remedy."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from ..errors import InputError


@dataclass(slots=True)
class RawReport:
    """A report as received, before cleaning. ``id`` is the SHA-256 of ``raw`` in hex.

    ``extractor`` says what read a page, with its version (``recipe:sana/1f3a9c02``); None for plain text.
    ``warnings`` begin with a kind and a colon (``not-arabic: …``, ``published: …``, ``encoding: …``).
    ``raw`` is the file, or the item of a container: the payload of an archive's record, the member of a ZIP, the
    canonical JSON of a table's row, of a chat's message or of a feed's entry. ``container`` then says what held it
    (``chats.zip > result.json``) and ``locator`` where (``message 17``); ``kind`` is the kind of the input that was
    read (``html``, ``telegram``), ``fetched`` when it was taken from the network (ISO, UTC), ``exchange`` the request
    and response of that as WARC records.
    """

    raw: bytes
    id: str
    source: str
    text: str
    external_id: str | None = None
    url: str | None = None
    outlet: str | None = None
    title: str | None = None
    published: str | None = None
    byline: str | None = None
    extractor: str | None = None
    warnings: list[str] = field(default_factory=list)
    container: str | None = None
    locator: str | None = None
    kind: str | None = None
    fetched: str | None = None
    exchange: bytes | None = None


@dataclass(frozen=True, slots=True)
class InputProblem:
    """Why an input is no report: where (``source``, with line), ``kind``, what is wrong, what to do.

    Example: ``نشرة.jsonl, line 3: not a JSON object. Mend the line; …``. ``id`` is the SHA-256 of its
    bytes when they could be read, ``raw`` the bytes themselves: what cannot be read today is evidence all the same.
    ``skipped`` marks what is no report by nature and no fault (a service message,
    a picture in an archive): it is named too, but nothing is wrong with the input. ``columns`` are those of a table of
    which nobody knows which holds the text.
    """

    source: str
    kind: str
    problem: str
    remedy: str
    line: int | None = None
    id: str | None = None
    raw: bytes | None = field(default=None, repr=False)
    container: str | None = None
    locator: str | None = None
    skipped: bool = False
    columns: tuple[str, ...] = ()

    def __str__(self) -> str:
        """One line for a person: where, what, remedy."""
        where = f"{self.source}, line {self.line}" if self.line is not None else self.source
        return f"{where}: {self.problem}. {self.remedy}"

    def as_error(self) -> InputError:
        """The same as an exception, for callers that want one."""
        where = f"{self.source}, line {self.line}" if self.line is not None else self.source
        return InputError(where, self.problem, self.remedy)


def hash_bytes(raw: bytes) -> str:
    """SHA-256 in hex: the id of a report."""
    return hashlib.sha256(raw).hexdigest()

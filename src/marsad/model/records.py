"""The records of the codebook, field for field (docs: CODEBOOK sections 1, 4, 5 and 6).

Offsets are Unicode code points of ``Report.text``. Dates are ISO strings. Latitude and
longitude are decimal degrees (WGS 84).
"""

from __future__ import annotations

import msgspec


class Report(msgspec.Struct):
    """One report as received; ``id`` is the SHA-256 of the original bytes, in hex."""

    id: str
    text: str
    external_id: str | None = None
    url: str | None = None
    outlet: str | None = None
    title: str | None = None
    byline: str | None = None
    dateline: str | None = None
    published: str | None = None
    retrieved: str | None = None
    lang: str | None = None
    warnings: list[str] = []


class Location(msgspec.Struct):
    """A place; ``precision`` 1 the place itself, 2 near it or its district, 3 its governorate."""

    name: str | None = None
    name_ar: str | None = None
    name_en: str | None = None
    kind: str | None = None
    admin1: str | None = None
    admin2: str | None = None
    admin3: str | None = None
    country: str | None = None
    lat: float | None = None
    lon: float | None = None
    precision: int | None = None
    gazetteer_id: str | None = None
    site: str | None = None


class Person(msgspec.Struct):
    """A named person inside an actor; private people (``public_role`` false) are withheld by default."""

    name: str
    role: str | None = None
    public_role: bool = False


class Actor(msgspec.Struct):
    """A party to an event; ``side`` is "1", "2" or "other"."""

    side: str
    mention: str
    actor_id: str | None
    name_ar: str
    name_en: str | None
    kind: str
    country: str | None = None
    affiliation: list[str] = []
    persons: list[Person] = []
    associated: bool = False


class Casualty(msgspec.Struct):
    """One group and outcome: killed, wounded, captured, abducted, arrested, missing, displaced."""

    outcome: str
    group: str
    low: int | None
    best: int | None
    high: int | None
    text: str
    children: int | None = None
    women: int | None = None


class Weapon(msgspec.Struct):
    """Category and wording of a weapon."""

    category: str
    text: str


class Cause(msgspec.Struct):
    """Why it happened, as the report says: category of the codebook and the words."""

    category: str
    text: str


class Attribution(msgspec.Struct):
    """Who says so; ``kind`` is null for the outlet's own voice."""

    outlet: str | None = None
    source: str | None = None
    kind: str | None = None


class Related(msgspec.Struct):
    """A link to another event of the report: follows, causes, responds-to, part-of."""

    event_id: str
    relation: str


class Evidence(msgspec.Struct):
    """The words a field rests on: ``text == report.text[start:end]``, always."""

    field: str
    start: int
    end: int
    text: str


class Coder(msgspec.Struct):
    """What coded the event: program, version, rules, lexicon version."""

    name: str
    version: str
    lexicons: str
    rules: list[str] = []


class Event(msgspec.Struct):
    """One coded event (CODEBOOK section 4)."""

    event_id: str
    report_id: str
    event_type: str
    sub_event_type: str
    plover: str
    date: str | None = None
    date_end: str | None = None
    date_precision: str = "unknown"
    date_text: str | None = None
    location: Location | None = None
    origin: Location | None = None
    destination: Location | None = None
    actors: list[Actor] = []
    casualties: list[Casualty] = []
    weapons: list[Weapon] = []
    cause: Cause | None = None
    attribution: Attribution | None = None
    factuality: str = "asserted"
    background: bool = False
    related: list[Related] = []
    evidence: list[Evidence] = []
    confidence: float = 0.5
    coder: Coder | None = None

"""Filters against the store, on both databases: what is found, in which order, and how often, is what a slow look at
every event finds.
"""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from databases import Databases
from marsad.errors import FilterError
from marsad.model import Box, Event, Filter
from marsad.store import Store, open_store
from marsad.store.facets import FACETS, count_facets
from marsad.store.outlines import find_query, find_words, fold_name
from marsad.store.projection_checks import find_differences
from marsad.store.projectors import Decided, lay_over
from marsad.store.rankings import rank_places
from marsad.store.records import hash_values
from marsad.store.selections import ORDERS, count_events, find_events, iter_filtered
from shelved_events import Told, keep, make_tellings

COPY = 3  # this telling is repeated
TOLD = make_tellings(60)
DECIDED = TOLD[5].events[0]
EDITED = msgspec.structs.replace(
    DECIDED, event_type="Riots", sub_event_type="Mob violence", date="2019-06-15", date_precision="day", date_end=None
)


@pytest.fixture(scope="module")
def filled(each_backend: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Sixty reports, one of them a copy of another, and an event that people edited."""
    home = tmp_path_factory.mktemp("filled")
    with each_backend.used():
        with open_store(home, write=True) as store:
            keep(store, TOLD)
            keep(store, [TOLD[COPY]._replace(folder="/there")])
            with store.transaction() as connection:
                lay_over(connection, {DECIDED.event_id: Decided("edited", msgspec.json.encode(EDITED).decode())})
        with open_store(home) as store:
            yield store


@pytest.fixture
def connection(filled: Store) -> Iterator[Connection]:
    with filled.transaction() as connection:
        yield connection


# -- the slow way ------------------------------------------------------------------------------------------


class Row:
    """An event as a slow look sees it."""

    def __init__(self, told: Told, number: int, folder: str, copy: bool) -> None:
        event = told.events[number]
        self.status = "edited" if event is DECIDED else "unreviewed"
        self.event: Event = EDITED if event is DECIDED else event
        self.report, self.number, self.copy = told.report, number, copy
        self.words = set(find_words(f"{told.report['title'] or ''} {told.text}"))
        self.tie = hash_values([told.report["id"], f"{folder}/{told.report['id']}"])
        attribution = event.attribution
        self.outlet = told.report["outlet"] or (attribution.outlet if attribution else None)
        self.span = self._span()
        killed = [c for c in event.casualties if c.outcome == "killed" and (c.best is not None or c.low is not None)]
        self.killed = sum(c.low if c.best is None else c.best for c in killed) if killed else None

    def _span(self) -> tuple[date, date] | None:
        event = self.event
        if event.date is None:
            return None
        first = date.fromisoformat(event.date)
        if event.date_end:
            return first, date.fromisoformat(event.date_end)
        lasts = {
            "week": first + timedelta(days=6), "year": first.replace(month=12, day=31),
            "month": first.replace(day=monthrange(first.year, first.month)[1]),
        }  # fmt: skip
        return first, lasts.get(event.date_precision, first)


def _rows() -> list[Row]:
    """Every event; of the two inputs with the same bytes, the one with the smaller id is the origin."""
    folders = ("/here", "/there")
    rows = [Row(told, n, "/here", False) for told in TOLD for n in range(len(told.events))]
    twins = [[Row(TOLD[COPY], n, folder, False) for n in range(len(TOLD[COPY].events))] for folder in folders]
    origin, copy = sorted(twins, key=lambda its: its[0].tie)
    for row in copy:
        row.copy = True
    return [row for row in rows if row.report is not TOLD[COPY].report] + origin + copy


def _fits(row: Row, wanted: Filter) -> bool:
    return all((_fits_names(row, wanted), _fits_days(row, wanted), _fits_figures(row, wanted), _fits_rest(row, wanted)))


def _fits_names(row: Row, wanted: Filter) -> bool:
    event, place = row.event, row.event.location
    told: dict[str, tuple[str | None, ...]] = {
        "event_type": (event.event_type,), "plover": (event.plover,), "factuality": (event.factuality,),
        "outlet": (row.outlet,), "status": (row.status,), "admin1": (place and place.admin1,),
        "country": (place and place.country,), "place": (place.name, place.name_ar, place.name_en) if place else (),
    }  # fmt: skip
    return all(
        {fold_name(name) for name in getattr(wanted, kind)} & {fold_name(name) for name in names if name}
        for kind, names in told.items()
        if getattr(wanted, kind)
    )


def _fits_days(row: Row, wanted: Filter) -> bool:
    if row.span is None:
        asked = wanted.since is not None or wanted.until is not None
        return wanted.undated is True or (wanted.undated is None and not asked)
    first, last = (day.isoformat() for day in row.span)
    return (wanted.since is None or last >= wanted.since) and (wanted.until is None or first <= wanted.until)


def _fits_figures(row: Row, wanted: Filter) -> bool:
    if wanted.min_killed is not None and (row.killed is None or row.killed < wanted.min_killed):
        return False
    low, high = wanted.min_confidence or 0, 1 if wanted.max_confidence is None else wanted.max_confidence
    return low <= row.event.confidence <= high and wanted.background in (None, row.event.background)


def _fits_rest(row: Row, wanted: Filter) -> bool:
    place, box = row.event.location, wanted.bbox
    if box is not None:
        if place is None or place.lat is None or place.lon is None:
            return False
        if not (box.south <= place.lat <= box.north and box.west <= place.lon <= box.east):
            return False
    if wanted.actor or wanted.side:
        names = {fold_name(name) for name in wanted.actor}
        if not any(
            (not wanted.side or actor.side in wanted.side)
            and (not names or names & {fold_name(n) for n in (actor.actor_id, actor.name_ar, actor.name_en) if n})
            for actor in row.event.actors
        ):
            return False
    for word, begins in find_query(wanted.text or ""):
        if not (any(one.startswith(word) for one in row.words) if begins else word in row.words):
            return False
    return (
        (wanted.copies or not row.copy) and row.event.event_id in (wanted.event_id or (row.event.event_id,))
        and row.report["id"] in (wanted.report_id or (row.report["id"],))
    )  # fmt: skip


ROWS = _rows()
_KEYS: dict[str, Any] = {
    "newest": lambda row: -row.span[1].toordinal() if row.span else 0,
    "oldest": lambda row: row.span[0].toordinal() if row.span else 10**7,
    "published": lambda row: row.report["published"] or "9999",
    "least-sure": lambda row: row.event.confidence,
    "most-killed": lambda row: -row.killed if row.killed is not None else 1,
}


def _expected(wanted: Filter, order: str = "newest") -> list[tuple[str, bool]]:
    rows = sorted(ROWS, key=lambda row: (_KEYS[order](row), row.tie, row.number))
    return [(row.event.event_id, row.copy) for row in rows if _fits(row, wanted)]


# -- what is found -----------------------------------------------------------------------------------------

_NAMES = {
    "event_type": ("battles", "Protests", "Riots", "Elections"), "plover": ("ASSAULT",), "country": ("SY", "LY"),
    "admin1": ("deir ez zor", "Daraa", "Homs"), "place": ("العشاره", "al asharah", "سبها", "مدينة سبها", "قرية"),
    "outlet": ("عنب بلدى", "enab baladi", "تلفزيون سوريا"), "factuality": ("asserted", "denied"),
    "actor": ("islamic-state", "تنظيم الدوله", "مسلحو القرية", "National Defence forces"), "side": ("1", "2", "other"),
    "status": ("edited", "unreviewed", "rejected"),
    "event_id": (DECIDED.event_id, TOLD[COPY].events[0].event_id), "report_id": (TOLD[COPY].report["id"], "0" * 64),
}  # fmt: skip
_TEXTS = ("قصف", "قصف*", "الاهالي", "أهالي مدينة", "غار*", "2.500", "rpg-7", "rp*", "عاجل قتل", "قُتل", "لا توجد*")
_BOXES = (Box(40, 34, 41, 36), Box(36.0669, 32.7381, 36.0669, 32.7381), Box(-180, -90, 180, 90), Box(0, 0, 1, 1))
_DAYS = st.dates(date(2020, 11, 1), date(2023, 2, 1)).map(lambda day: day.isoformat())


@st.composite
def filters(draw: st.DrawFn) -> Filter:
    """A few conditions at once."""
    given: dict[str, Any] = {}
    for kind in draw(st.sets(st.sampled_from(sorted(_NAMES)), max_size=2)):
        given[kind] = tuple(draw(st.sets(st.sampled_from(_NAMES[kind]), min_size=1, max_size=2)))
    single: dict[str, st.SearchStrategy[Any]] = {
        "text": st.sampled_from(_TEXTS), "bbox": st.sampled_from(_BOXES), "background": st.booleans(),
        "undated": st.booleans(), "min_confidence": st.sampled_from((0.0, 0.5, 1.0)),
        "max_confidence": st.sampled_from((1.0,)), "min_killed": st.integers(0, 12), "copies": st.just(True),
    }  # fmt: skip
    for name in draw(st.sets(st.sampled_from(sorted(single)), max_size=2)):
        given[name] = draw(single[name])
    ends = draw(st.sampled_from(((), ("since",), ("until",), ("since", "until"))))
    days = sorted(draw(st.lists(_DAYS, min_size=len(ends), max_size=len(ends))))
    return Filter(**given, **dict(zip(ends, days, strict=True)))


@settings(max_examples=60, deadline=None)
@given(wanted=filters(), order=st.sampled_from(sorted(ORDERS)), size=st.integers(1, 40))
def test_a_filter_finds_what_a_slow_look_finds(filled: Store, wanted: Filter, order: str, size: int) -> None:
    expected = _expected(wanted, order)
    with filled.transaction() as connection:
        assert count_events(connection, wanted) == len(expected)
        found = [(e.event_id, e.copy) for e in iter_filtered(connection, wanted, order=order)]
        assert found == expected
        page = find_events(connection, wanted, order=order, limit=size)
        paged = list(page.events)
        while page.after is not None:
            assert len(page.events) == size
            page = find_events(connection, wanted, order=order, limit=size, after=page.after)
            paged += page.events
        assert [(e.event_id, e.copy) for e in paged] == expected


@settings(max_examples=30, deadline=None)
@given(wanted=filters())
def test_facets_count_what_a_slow_look_counts(filled: Store, wanted: Filter) -> None:
    rows = [row for row in ROWS if _fits(row, wanted)]
    expected = {
        "event_type": Counter(row.event.event_type for row in rows),
        "admin1": Counter(row.event.location and row.event.location.admin1 for row in rows),
        "outlet": Counter(row.outlet for row in rows),
        "actor": Counter(key for row in rows for key in {a.actor_id or a.name_ar for a in row.event.actors}),
        "week": Counter(_monday(row) for row in rows),
    }
    with filled.transaction() as connection:
        found = count_facets(connection, wanted, FACETS)
        first = count_facets(connection, wanted, ["event_type"], limit=1)
    assert {name: dict(found[name]) for name in expected} == expected
    assert first["event_type"] == found["event_type"][:1]
    for name, counts in found.items():
        assert name == "week" or [count.events for count in counts] == sorted((c.events for c in counts), reverse=True)


def _monday(row: Row) -> str | None:
    return (row.span[0] - timedelta(days=row.span[0].weekday())).isoformat() if row.span else None


def test_what_is_listed_is_the_coded_record_its_report_and_the_decision(connection: Connection) -> None:
    (edited,) = find_events(connection, Filter(status=("edited",))).events
    assert msgspec.json.decode(edited.event, type=Event) == DECIDED
    assert msgspec.json.decode(edited.decided or "", type=Event) == EDITED
    assert (edited.status, edited.copy, msgspec.json.decode(edited.report)) == ("edited", False, TOLD[5].report)
    (other,) = find_events(connection, Filter(event_id=(TOLD[6].events[0].event_id,))).events
    assert (other.status, other.decided) == ("unreviewed", None)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ({"order": "best"}, "Choose from newest, oldest"),
        ({"after": "nonsense"}, "the page before"),
        ({"after": "!"}, "the page before"),
        ({"after": "WyJvbGRlc3QiLDEsMSwxLDFd"}, "in the same order"),
    ],
)
def test_a_page_that_cannot_be_had_is_named(connection: Connection, question: dict[str, str], told: str) -> None:
    with pytest.raises(FilterError, match=told):
        find_events(connection, Filter(), **question)  # type: ignore[arg-type]


def test_text_without_words_and_unknown_facets_are_named(connection: Connection) -> None:
    with pytest.raises(FilterError, match="Give words"):
        count_events(connection, Filter(text="!?"))
    with pytest.raises(FilterError, match="Choose from event_type"):
        count_facets(connection, Filter(), ["colour"])


def test_places_are_ranked_and_those_that_no_table_has_told_apart(connection: Connection) -> None:
    events = [event for told in TOLD for event in told.events if event.location is not None]
    counts = Counter(event.location.name_ar or event.location.name for event in events if event.location)
    ranked = rank_places(connection, Filter(), 100)
    assert {one.name: one.events for one in ranked} == counts
    assert [one.events for one in ranked] == sorted(counts.values(), reverse=True)
    assert {one.name for one in ranked if not one.known} == {"طفس", "قرية لا يعرفها أحد"}  # vague, and without an id
    located = [event.location for event in events if event.location is not None]
    places = {place.name_ar or place.name: place for place in located}
    assert any(one.name_en for one in ranked)
    for one in ranked:
        assert (one.name_en, one.admin2) == (places[one.name].name_en, places[one.name].admin2), one


def test_an_empty_store_has_no_events(backend: Databases, tmp_path: Path) -> None:
    with open_store(tmp_path / "home") as store, store.transaction() as connection:
        assert find_events(connection, Filter(text="قصف", bbox=_BOXES[0])) == ([], None)
        assert count_facets(connection, Filter(), ["actor", "week"]) == {"actor": [], "week": []}


# -- kept up to date ---------------------------------------------------------------------------------------


def test_the_projection_is_what_the_evidence_says(connection: Connection) -> None:
    assert list(find_differences(connection)) == []

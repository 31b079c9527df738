"""``Filter``: from an address and back, equal filters written alike, wrong ones refused by name."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.errors import FilterError
from marsad.model import Box, Filter

_VALUES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1).map(str.strip)
_NAMES = st.lists(_VALUES.filter(bool), max_size=3).map(tuple)
_DAYS = st.dates().map(lambda day: day.isoformat())


@st.composite
def filters(draw: st.DrawFn) -> Filter:
    """Any filter that says something consistent."""
    days = sorted(draw(st.lists(_DAYS, min_size=2, max_size=2)))
    shares = sorted(draw(st.lists(st.floats(0, 1).map(abs), min_size=2, max_size=2)))
    lons, lats = (sorted(draw(st.tuples(st.floats(-n, n), st.floats(-n, n)))) for n in (180, 90))
    yes = st.none() | st.booleans()
    closed: dict[str, Any] = {
        "side": draw(st.sets(st.sampled_from(["1", "2", "other"])).map(tuple)),
        "status": draw(st.sets(st.sampled_from(["unreviewed", "edited"])).map(tuple)),
    }
    return Filter(
        since=draw(st.sampled_from([None, days[0]])), until=draw(st.sampled_from([None, days[1]])),
        undated=draw(yes), event_type=draw(_NAMES), admin1=draw(_NAMES), actor=draw(_NAMES), report_id=draw(_NAMES),
        bbox=draw(st.sampled_from([None, Box(lons[0], lats[0], lons[1], lats[1])])), background=draw(yes),
        min_confidence=draw(st.sampled_from([None, shares[0]])),
        max_confidence=draw(st.sampled_from([None, shares[1]])),
        min_killed=draw(st.none() | st.integers(0, 10**9)), text=draw(st.none() | _VALUES.filter(bool)),
        copies=draw(st.booleans()), **closed,
    )  # fmt: skip


@given(filters())
def test_a_filter_comes_back_from_its_query_string(wanted: Filter) -> None:
    assert Filter.parse(wanted.format()) == wanted
    assert Filter.parse(wanted.pairs()) == wanted


def test_equal_filters_are_written_alike() -> None:
    one = Filter.parse("?admin1=Hama&event_type=Riots&event_type=Battles&since=2021-03-01")
    other = Filter.parse("since=2021-03-01&until=&event_type=Battles&event_type=Riots&event_type=Battles&admin1=Hama")
    assert one == other
    assert hash(one) == hash(other)
    assert one.format() == other.format() == "since=2021-03-01&event_type=Battles&event_type=Riots&admin1=Hama"
    assert Filter().format() == ""


def test_arabic_values_and_rectangles_are_read_as_written() -> None:
    found = Filter.parse(
        "actor=%D8%A7%D9%84%D8%AF%D9%81%D8%A7%D8%B9+%D8%A7%D9%84%D9%88%D8%B7%D9%86%D9%8A&bbox=38.5,34,41,36.5"
    )
    assert found.actor == ("الدفاع الوطني",)
    assert found.bbox == Box(38.5, 34, 41, 36.5)
    assert str(found.bbox) == "38.5,34,41,36.5"


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("sinse=2021-03-01", "Did you mean since"),
        ("colour=red", "Filters are since, until"),
        ("side=3", "Choose from 1, 2, other"),
        ("factuality=true", "Choose from asserted, reported, claimed, possible, denied"),
        ("status=done", "Choose from unreviewed, accepted, edited, rejected, reopened"),
        ("since=24.3.2021", "Give a day such as"),
        ("since=2021-03-02&until=2021-03-01", "not before 2021-03-02"),
        ("since=2021-03-02&since=2021-03-01", "Give it once"),
        ("undated=perhaps", "yes or no"),
        ("bbox=1,2,3", "west,south,east,north"),
        ("bbox=40,34,39,36", "west,south,east,north"),
        ("bbox=nan,34,39,36", "Give a number"),
        ("min_confidence=1.5", "from 0 to 1"),
        ("min_confidence=0.8&max_confidence=0.2", "not below 0.8"),
        ("min_killed=-1", "whole number"),
        ("min_killed=1e30", "whole number"),
        ("min_killed=many", "Give a number"),
        ("place=%00", "Leave out"),
    ],
)
def test_what_cannot_be_asked_is_named_with_the_choices(query: str, told: str) -> None:
    with pytest.raises(FilterError, match=told):
        Filter.parse(query)


def test_filters_made_in_python_are_checked_too() -> None:
    with pytest.raises(FilterError, match="Choose from"):
        Filter(side=("left",))
    with pytest.raises(FilterError, match="Leave out"):
        Filter(text="\ud800")

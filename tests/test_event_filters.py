"""``marsad events`` with filters, and ``marsad verify --rebuild``, on both databases."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from conftest import Ended, Run
from databases import Databases
from shelves import make_home, reports, write_lines


@pytest.fixture
def home(backend: Databases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, marsad: Run) -> Path:
    """Eight reports, the first of them twice."""
    path = make_home(tmp_path / "home")
    monkeypatch.setenv("MARSAD_HOME", str(path))
    marsad("add", write_lines(tmp_path / "a.jsonl", [*reports(8), reports(1)[0]]))
    return path


def lines(ended: Ended) -> list[dict[str, Any]]:
    return [json.loads(line) for line in ended.out.splitlines()]


def test_options_narrow_what_is_listed_and_the_count_comes_first(marsad: Run, home: Path) -> None:
    everything = marsad("events", "--jsonl")
    assert everything.err == f"marsad: {len(lines(everything))} events\n"
    arrests = [event for event in lines(everything) if event["sub_event_type"] == "Arrests"]
    found = marsad("events", "--jsonl", "--subtype", "arrests", "--subtype", "agreement")
    assert lines(found) == arrests
    assert found.err == f"marsad: {len(arrests)} of {len(lines(everything))} events\n"
    assert marsad("events", "--filter", "sub_event_type=arrests", "--jsonl").out == found.out
    table = marsad("events", "--subtype", "arrests")
    assert (len(table.text.splitlines()), table.err) == (len(arrests), found.err)


def test_every_option_reaches_the_filter(marsad: Run, home: Path) -> None:
    (event, *_) = lines(marsad("events", "--jsonl", "--dated", "--actor", "الدفاع الوطنى"))
    place, actor = event["location"], event["actors"][0]
    corner = f"{place['lon']},{place['lat']}"
    told = {
        "since": event["date"], "until": event["date"], "type": event["event_type"], "subtype": event["sub_event_type"],
        "plover": event["plover"], "country": place["country"], "admin1": place["admin1"],
        "place": place["name"], "bbox": f"{corner},{corner}", "side": actor["side"],
        "outlet": event["report"]["outlet"], "factuality": event["factuality"],
        "min-confidence": event["confidence"], "max-confidence": event["confidence"], "event": event["event_id"],
        "report": event["report_id"], "status": "unreviewed", "text": "الدفاع وطن*",
    }  # fmt: skip
    words = [word for name, value in told.items() for word in (f"--{name}", value)]
    assert lines(marsad("events", "--jsonl", "--no-background", "--dated", *words)) == [event]
    for wrong in ("--until=1999-01-01", "--min-killed=9999", "--background", "--admin2=nowhere", "--admin3=nowhere"):
        assert lines(marsad("events", "--jsonl", wrong)) == [], wrong


def test_order_and_limit(marsad: Run, home: Path) -> None:
    newest = marsad("events", "--jsonl", "--dated", "--order", "newest")
    days = [event["date"] for event in lines(newest)]
    assert days == sorted(days, key=str, reverse=True)
    assert lines(marsad("events", "--jsonl", "--dated", "--order", "oldest", "--limit", "2")) != lines(newest)[:2]
    assert "the first 2 shown" in marsad("events", "--limit", "2").err
    copies = lines(marsad("events", "--jsonl", "--copies"))
    assert len(copies) > len(lines(marsad("events", "--jsonl")))


def test_names_that_no_event_has_are_said_with_those_like_them(marsad: Run, home: Path) -> None:
    ended = marsad("events", "--jsonl", "--place", "هجيين", "--actor", "nobody at all")
    assert (ended.code, ended.out) == (0, b"")
    assert "no event has place هجيين; there are هجين" in ended.err
    assert "no event has actor nobody at all\n" in ended.err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--since", "yesterday"], "Give a day such as 2021-03-24"),
        (["--side", "left"], "Choose from 1, 2, other"),
        (["--filter", "colour=red"], "there is no filter 'colour'"),
        (["--filter", "since=2021-01-01", "--since", "2021-01-02"], "Give it once"),
        (["--withdrawn", "--type", "Battles"], "withdrawn events are found by --event alone"),
    ],
)
def test_what_cannot_be_asked_is_a_wrong_usage(marsad: Run, home: Path, words: list[str], told: str) -> None:
    ended = marsad("events", *words)
    assert (ended.code, told in ended.err) == (2, True), ended.err


def test_an_order_that_is_none_is_named(marsad: Run, home: Path) -> None:
    ended = marsad("events", "--order", "best")
    assert (ended.code, "Choose from newest, oldest" in ended.err) == (1, True)


def test_a_broken_projection_is_named_and_rebuilt(backend: Databases, marsad: Run, home: Path) -> None:
    backend.run(home, "delete from current_actor")
    ended = marsad("verify")
    assert (ended.code, "marsad verify --rebuild" in ended.err) == (1, True)
    assert marsad("verify", "--rebuild").code == 0
    assert marsad("verify").code == 0

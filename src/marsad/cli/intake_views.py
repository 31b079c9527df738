"""What ``marsad status`` and ``marsad sources`` show of the store."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from typing import Any

import msgspec

from ..custody import tell_health
from ..folders import data_home
from ..ingest.watches import WATCH_STATE, FeedState, StateFile
from ..present.screens import Screen, safe
from ..store import open_store
from ..store.queries import count_states, find_extractors, find_inputs, list_inputs
from ..store.records import STATES

_MEANING = {
    "accepted": "inputs kept, the sum of the states below",
    "coded": "with events",
    "no_event": "read, and nothing in them is an event",
    "unreadable": "kept, but not read: marsad status --list unreadable",
    "queued": "kept, not coded yet: marsad add codes them",
    "duplicate": "copies of another input: marsad status --list duplicate",
}


def show_status(as_json: bool) -> str:
    """Counts by state; they add up to accepted."""
    with open_store(data_home()) as store, store.transaction() as connection:
        counts = count_states(connection)
    if as_json:
        return json.dumps(counts) + "\n"
    lines = [f"{name.replace('_', ' '):<11}{counts[name]:>8}  {_MEANING[name]}" for name in ("accepted", *STATES)]
    return "\n".join([*lines, f"in {data_home()}"]) + "\n"


def show_inputs(state: str, as_json: bool) -> str:
    """The inputs of a state, each with the reason."""
    with open_store(data_home()) as store, store.transaction() as connection:
        rows = list_inputs(connection, state)
        origins = find_inputs(connection, {row.duplicate_of for row in rows if row.duplicate_of})
        extractors = find_extractors(connection, rows)
    lines: list[str] = []
    for row in rows:
        if as_json:
            extractor = extractors.get(row.extraction_id or "")
            lines.append(json.dumps({**msgspec.structs.asdict(row), "extractor": extractor}, ensure_ascii=False))
            continue
        reason = f": {row.problem}. {row.remedy}" if row.problem else ""
        if row.duplicate_of is not None:
            reason = f": a copy of {origins[row.duplicate_of].place}"
        extractor = extractors.get(row.extraction_id or "")
        lines.append(safe(row.place + (f" [{extractor}]" if extractor is not None else "") + reason))
    return "".join(f"{line}\n" for line in lines)


def show_sources(as_json: bool) -> str:
    """A line a source: accepted, states, last day published; a line a watched feed: last answer, what went wrong."""
    with open_store(data_home()) as store:
        found = tell_health(store)
    feeds = StateFile(data_home() / WATCH_STATE).load()
    if as_json:
        told = [
            {"source": h.source, "accepted": h.accepted, **{s: h.states[s] for s in STATES}, "last": h.last}
            for h in found
        ]  # fmt: skip
        return json.dumps([*told, *map(_feed_facts, feeds.items())], ensure_ascii=False) + "\n"
    from rich.table import Table

    table = Table("source", *("accepted", *(state.replace("_", " ") for state in STATES)), "last published")
    for health in found:
        counts = (str(health.states[state] or "") for state in STATES)
        table.add_row(safe(health.source), str(health.accepted), *counts, health.last or "")
    if not feeds:
        return Screen(sys.stdout.isatty()).render(table)
    watched = Table("feed", "last answer", "failures", "next", "last problem")
    for url, state in feeds.items():
        facts = _feed_facts((url, state))
        failures = str(state.failures or "")
        watched.add_row(safe(url), facts["last_success"] or "never", failures, facts["next"], safe(state.last_problem))
    return Screen(sys.stdout.isatty()).render(table, watched)


def _feed_facts(feed: tuple[str, FeedState]) -> dict[str, Any]:
    """What is known of a watched feed, times in UTC."""
    url, state = feed
    return {
        "source": state.title or url, "feed": url, "last_success": _moment(state.last_success),
        "failures": state.failures, "problem": state.last_problem, "next": _moment(state.next_time),
    }  # fmt: skip


def _moment(seconds: float | None) -> str | None:
    """Seconds since 1970 as ISO, to the minute."""
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC).isoformat(timespec="minutes")

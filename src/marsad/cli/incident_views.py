"""What ``marsad incidents`` shows of the store; brings the incidents up to date first."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import msgspec
from sqlalchemy import Connection

from ..folders import data_home
from ..incidents import (
    explain_incident,
    find_incident,
    is_current,
    list_doubtful,
    list_incidents,
    update_incidents,
)
from ..incidents.renderings import render_explanation, row_of
from ..store import open_store
from .endings import say_waiting

_encoder = msgspec.json.Encoder()


@contextmanager
def read_incidents() -> Iterator[Connection]:
    """A reader of incidents that are those of what is kept now."""
    home = data_home()
    with open_store(home) as store, store.transaction() as connection:
        current = is_current(connection)
    if not current:
        with open_store(home, write=True, on_wait=say_waiting) as store:
            update_incidents(store)
    with open_store(home) as store, store.transaction() as connection:
        yield connection


def iter_incident_bytes(since: str | None, lines: bool) -> Iterator[bytes]:
    """Incidents as JSON: one a line, or one array."""
    with read_incidents() as connection:
        found = list_incidents(connection, since)
    if lines:
        yield from (_encoder.encode(incident) + b"\n" for incident in found)
        return
    yield b"["
    for number, incident in enumerate(found):
        yield (b",\n" if number else b"\n") + _encoder.encode(incident)
    yield b"\n]\n"


def iter_incident_rows(since: str | None) -> Iterator[str]:
    """Incidents for a person: a line each."""
    with read_incidents() as connection:
        found = list_incidents(connection, since)
    yield from (row_of(incident) + "\n" for incident in found)
    if found:
        yield "Next: marsad incidents explain ID (the id is the last column)\n"
    else:
        yield "No incidents. Add reports first: marsad add reports/\n"


def show_doubtful(limit: int, as_json: bool) -> str:
    """Pairs of two incidents for people to judge: the probability, then a line for each of the two incidents."""
    with read_incidents() as connection:
        found = list_doubtful(connection, limit)
        named = {one.incident_id: one for one in list_incidents(connection)} if not as_json else {}
    if as_json:
        return _encoder.encode(found).decode() + "\n"
    lines = [
        f"{pair.p:.2f}  events {pair.a} and {pair.b}\n"
        f"      {row_of(named[pair.incident_a])}\n      {row_of(named[pair.incident_b])}\n"
        for pair in found
    ]
    return "".join(lines) or "No pair is in doubt.\n"


def show_incident(name: str, as_json: bool) -> str:
    """Everything that made one incident."""
    with read_incidents() as connection:
        explanation = explain_incident(connection, find_incident(list_incidents(connection), connection, name))
    if as_json:
        return _encoder.encode(explanation).decode() + "\n"
    return render_explanation(explanation, sys.stdout.isatty())

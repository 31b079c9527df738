"""Incidents for commands that weigh, count or compare them: those of the store, or of a JSONL file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from ..errors import InputError
from ..model import Event, Incident, Telling


def load_incidents(path: Path | None, since: str | None = None, until: str | None = None) -> list[Incident]:
    """Incidents of a JSONL file, or of everything added when no file is given, between two days (both included).

    A line may be an incident (also of an export), an event, or a report with its events (``marsad code --jsonl``);
    events are linked.
    """
    found = list(_of_file(path) if path is not None else _of_store())
    return [incident for incident in found if _within(incident, since, until)]


def check_days(since: str | None, until: str | None) -> None:
    """Refuse a bound that is no ISO day."""
    for name, day in (("--since", since), ("--until", until)):
        try:
            known = day is None or date.fromisoformat(day).isoformat() == day
        except ValueError:
            known = False
        if not known:
            raise InputError(f"{name} {day}", "this is no day", "Write it as 2019-12-31")


def _within(incident: Incident, since: str | None, until: str | None) -> bool:
    if incident.date is None:
        return True  # whoever counts says how many have no date
    return not (since and (incident.date_end or incident.date) < since) and not (until and incident.date > until)


def _of_store() -> Iterator[Incident]:
    from ..incidents import list_incidents
    from .incident_views import read_incidents

    with read_incidents() as connection:
        yield from list_incidents(connection)


def _of_file(path: Path) -> Iterator[Incident]:
    from ..link import link_tellings

    tellings: list[Telling] = []
    for number, line in enumerate(path.read_bytes().splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = msgspec.json.decode(line)
            if isinstance(row, dict) and "incident" in row:  # a line of marsad export --profile jsonl
                row = row["incident"]
            if isinstance(row, dict) and "incident_id" in row:
                yield msgspec.convert(row, Incident)
            else:
                tellings += _tellings(row)
        except (msgspec.MsgspecError, TypeError, KeyError) as error:
            remedy = "Give lines of marsad incidents, marsad events --jsonl or marsad code --jsonl"
            raise InputError(f"{path}, line {number}", f"neither incident nor event ({error})", remedy) from error
    yield from link_tellings(tellings)


def _tellings(row: dict[str, Any]) -> list[Telling]:
    """The events of a line; a line of ``marsad code`` has several beside their report."""
    if "events" in row:
        return [_telling(event | {"report": row["report"]}) for event in row["events"]]
    return [_telling(row)]


def _telling(row: dict[str, Any]) -> Telling:
    report = row.get("report") or {}
    event = msgspec.convert(row, Event)
    return Telling(event, report.get("outlet"), report.get("published"), event.report_id)

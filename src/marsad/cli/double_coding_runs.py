"""The runs of double coding: a sample, blind codings, disputes, agreement."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import msgspec
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from ..errors import ReviewError
from ..model import Event
from ..present.screens import Screen, safe
from ..present.tables import event_table, heading
from ..review import Dossier, find_dossiers
from ..review.agreements import Agreement, measure_agreement
from ..review.proposals import Assign, Code, FieldEdit
from ..review.ratings import Rating, blank, choose_sample, differ, find_ratings, list_assignments, list_disputes
from .review_rounds import report_of
from .review_runs import person, reading, resolve_dossier, run_proposal

_DONE = "Nothing is left to code a second time. A lead assigns more: marsad review sample N --coder NAME\n"


def assign_sample(size: int, coder: str, hide: str, by: str | None, as_json: bool) -> None:
    """Choose reviewed events and assign them."""
    with reading() as connection:
        events = choose_sample(connection, coder, size)
    run_proposal(Assign(by=person(by), events=events, coder=coder, hide=hide), as_json)


def show_blind(by: str | None, as_json: bool) -> str:
    """The next assigned event, without what its coder must not see."""
    who = person(by)
    with reading() as connection:
        waiting = list_assignments(connection, who)
        if not waiting:
            return "null\n" if as_json else _DONE
        dossier = find_dossiers(connection, [waiting[0].event_id])[waiting[0].event_id]
        report = report_of(connection, dossier)
    record = blank(dossier.coded.record) if waiting[0].hide == "all" else dossier.coded.record
    if as_json:
        told = {"event": record, "report": report, "left": len(waiting)}
        return msgspec.json.encode(told).decode() + "\n"
    event = msgspec.convert(record, Event)
    trigger = next((one.text for one in event.evidence if one.field == "event_type"), "")
    screen = Screen(sys.stdout.isatty())
    parts: list[RenderableType] = [*heading(report), Text(safe(report.text), justify="right")]
    parts += [f"The event that «{safe(trigger)}» announces:"] if waiting[0].hide == "all" else []
    parts += [] if waiting[0].hide == "all" else [event_table(1, event, report)]
    parts.append(f"event {event.event_id}; {len(waiting)} left. Next: marsad review code FIELD=VALUE... (or --none)")
    return screen.render(*parts)


def code_blind(values: Sequence[str], name: str | None, none: bool, by: str | None, as_json: bool) -> None:
    """Take what a second coder says."""
    who = person(by)
    with reading() as connection:
        event = (
            resolve_dossier(connection, name).coded.event_id if name else _next(list_assignments(connection, who), who)
        )
    edits = [_parse(value) for value in values]
    run_proposal(Code(by=who, event=event, edits=edits, none=none), as_json)


def _next(waiting: Sequence[object], who: str) -> str:
    if not waiting:
        raise ReviewError(f"nothing is assigned to {who}. Name an event with --event.")
    return str(getattr(waiting[0], "event_id"))  # noqa: B009


def _parse(text: str) -> FieldEdit:
    field, equals, value = text.partition("=")
    if not equals:
        raise ReviewError(f"{text!r} is no FIELD=VALUE. Write it as date=2021-03-09.")
    return FieldEdit(field=field.strip(), value=value.strip())


def show_disputes(as_json: bool) -> str:
    """Events on which coders differ."""
    with reading() as connection:
        found = list_disputes(connection)
        dossiers = find_dossiers(connection, list(found))
    if as_json:
        return msgspec.json.encode(found).decode() + "\n"
    if not found:
        return "No coders differ on any event that is not settled.\n"
    lines = [_line(dossiers[key], ratings) for key, ratings in found.items()]
    return "".join(lines) + "Next: marsad review show ID, then accept, edit or reject it with --settle\n"


def _line(dossier: Dossier, ratings: Sequence[Rating]) -> str:
    coders = ", ".join(one.coder for one in ratings)
    return f"{dossier.coded.event_id:<18}  {', '.join(differ(ratings)):<40}  {coders}\n"


def show_agreement(machine: bool, as_json: bool) -> str:
    """Agreement, a line a field."""
    with reading() as connection:
        measured = measure_agreement(find_ratings(connection, machine))
    if as_json:
        return msgspec.json.encode(measured).decode() + "\n"
    if not any(one.units for one in measured):
        return "Nobody has coded anything a second time. Begin with: marsad review sample 50 --coder NAME\n"
    table = Table("field", "events", "equal", "alpha", "most often taken for one another")
    for one in measured:
        table.add_row(one.slot, str(one.units), _share(one.percent), _number(one.alpha), _confusions(one))
    return Screen(sys.stdout.isatty()).render(table, "alpha: 1 is perfect, 0 is chance; - where nothing can be said")


def _share(percent: float | None) -> str:
    return "-" if percent is None else f"{percent:.0%}"


def _number(alpha: float | None) -> str:
    return "-" if alpha is None else f"{alpha:.2f}"


def _confusions(one: Agreement) -> str:
    return safe("; ".join(f"{a} / {b} ({count})" for a, b, count in one.confusions[:2]))

"""The runs behind ``marsad review`` and ``marsad queue`` that look at more than one decision."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

import msgspec
from sqlalchemy import Connection

from ..errors import ReviewError
from ..model import Filter, Report
from ..present.screens import safe
from ..review import Dossier, find_dossiers
from ..review.decisions import EVENT, REMARK, read_decision
from ..review.dossiers import read_report
from ..review.proposals import Edit, FieldEdit
from ..review.queues import Waiting, hand_out, list_queue, refresh_queue, skip
from ..store import open_store
from ..store.decisions import find_decisions, iter_decisions
from ..store.queries import find_texts
from ..store.queues import count_waiting
from .homes import require_home
from .review_runs import (
    disputed_codings,
    encode,
    person,
    reading,
    resolve_dossier,
    resolve_handed,
    run_on_event,
    writing,
)
from .review_views import describe, render_event

_NOTHING = "Nothing waits for review here. marsad events lists what there is; marsad add brings more.\n"


def show_next(wanted: Filter, by: str | None, as_json: bool) -> str:
    """The next event of a person."""
    with writing(by) as store:
        waiting = hand_out(store, person(by), wanted)
        if waiting is None:
            return "null\n" if as_json else _NOTHING
        with store.transaction() as connection:
            return _show(connection, find_dossiers(connection, [waiting.event_id])[waiting.event_id], waiting, as_json)


def skip_event(name: str | None, by: str | None) -> str:
    """Put an event off."""
    who = person(by)
    with writing(by) as store:
        with store.transaction() as connection:
            dossier = resolve_dossier(connection, name) if name else resolve_handed(connection, store, who)
        skip(store, who, dossier.coded.event_id)
    return f"event {dossier.coded.event_id}: put off, it comes back later.\nNext: marsad review next\n"


def show_event(name: str | None, by: str | None, text: bool, as_json: bool) -> str:
    """An event as it stands."""
    with open_store(require_home()) as store, store.transaction() as connection:
        dossier = resolve_dossier(connection, name) if name else resolve_handed(connection, store, person(by))
        return _show(connection, dossier, None, as_json, text)


def _show(
    connection: Connection, dossier: Dossier, waiting: Waiting | None, as_json: bool, text: bool = False
) -> str:  # fmt: skip
    report = report_of(connection, dossier)
    if not as_json:
        return render_event(dossier, report, waiting.why if waiting is not None else (), text)
    told = msgspec.to_builtins(dossier.review())
    told["report"] = msgspec.to_builtins(report)
    if waiting is not None:
        told["waiting"] = msgspec.to_builtins(waiting)
    return msgspec.json.encode(told).decode() + "\n"


def report_of(connection: Connection, dossier: Dossier) -> Report:
    """The report that an event is told in."""
    return read_report(find_texts(connection, [dossier.coded.text_id])[dossier.coded.text_id])


def edit_event(
    name: str | None, by: str | None, said: tuple[str, str | None, str | None], expected: int | None, settle: bool,
    as_json: bool,
) -> None:  # fmt: skip
    """Correct a field of an event: its name, the value, the words that say so."""
    field, value, quote = said

    def make(dossier: Dossier, who: str) -> Edit:
        start, end = _find(dossier, quote) if quote else (None, None)
        change = FieldEdit(field=field, value=msgspec.UNSET if value is None else value, start=start, end=end)
        settled = disputed_codings(dossier) if settle else []
        event = dossier.coded.event_id
        return Edit(by=who, event=event, edits=[change], expected=expected, adjudicates=settled)

    run_on_event(name, by, as_json, make)


def _find(dossier: Dossier, quote: str) -> tuple[int, int]:
    """Where words stand in the report: the place nearest to the word that announces the event."""
    with reading() as connection:
        text = report_of(connection, dossier).text
    trigger = next((one["start"] for one in dossier.coded.record["evidence"]), 0)
    places = [at for at in range(len(text)) if text.startswith(quote, at)]
    if not places:
        raise ReviewError(
            f"«{quote}» does not stand in the report. Copy the words as they are: marsad review show --text."
        )
    start = min(places, key=lambda at: abs(at - trigger))
    return start, start + len(quote)


def iter_log(name: str | None, limit: int, as_json: bool) -> Iterator[str]:
    """The last decisions, of one event or of all."""
    with reading() as connection:
        rows = iter_decisions(connection)
        if name is not None:
            ids = [resolve_dossier(connection, name)]
            keys = {ids[0].coded.event_id, *ids[0].former}
            found = find_decisions(connection, (EVENT, REMARK, "incident", "coding"), keys)
            rows = iter(sorted({row.number: row for key in found for row in found[key]}.values()))
        last = deque(rows, maxlen=limit)
    for row in last:
        decision = read_decision(row)
        yield f"{encode(decision) if as_json else safe(describe(decision))}\n"
    if not last and not as_json:
        yield "Nobody has decided anything yet. Next: marsad review next\n"


def list_waiting(wanted: Filter, by: str | None, limit: int, as_json: bool) -> str:
    """What waits, the most urgent first."""
    with writing(by) as store, store.transaction() as connection:
        refresh_queue(connection)
        waiting = list_queue(connection, person(by), store.clock(), wanted, limit)
        count = count_waiting(connection, wanted)
        dossiers = find_dossiers(connection, [one.event_id for one in waiting])
    if as_json:
        return msgspec.json.encode({"count": count, "waiting": waiting}).decode() + "\n"
    if not waiting:
        return _NOTHING
    lines = [_line(one, dossiers[one.event_id]) for one in waiting]
    return f"{count} events wait.\n{''.join(lines)}Next: marsad review next · marsad review show ID\n"


def _line(one: Waiting, dossier: Dossier) -> str:
    event = dossier.review().event
    place = event.location.name_en or event.location.name if event.location is not None else None
    what = f"{event.date or 'no date':<10}  {event.sub_event_type:<34.34}  {safe(place or '-'):<20.20}"
    return f"{one.urgency:>6.2f}  {one.event_id:<18}  {what}  {', '.join(one.why).replace('_', ' ')}\n"

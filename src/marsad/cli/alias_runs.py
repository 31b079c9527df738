"""The runs of ``marsad lexicon alias``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import msgspec

from ..errors import LexiconError
from ..gazetteer import load_gazetteer
from ..lexicon.actors import load_registry
from ..lexicon.aliases import DISTRICT, EVERYWHERE, REPORT, Alias, load_aliases
from ..present.screens import safe
from ..review.trials import Tried, adopt_alias, drop_alias, try_alias, try_without
from ..store import open_store
from .homes import require_home
from .review_runs import person, writing

_SHOWN = 20  # changes named on the screen


def make_alias(
    said: tuple[str, str], report: str | None, area: str | None, days: tuple[str | None, str | None],
    decision: int | None,
) -> Alias:  # fmt: skip
    """The alias that the options describe; whether it is a place or an actor follows from the target."""
    wording, target = (text.strip() for text in said)
    if report and area:
        raise LexiconError("an alias acts in one report or in an area. Give --report or --area, not both.")
    kind = "actor" if target in load_registry().entries else "place"
    if kind == "place" and load_gazetteer().find_id(target) is None:
        raise LexiconError(f"{target!r} is no actor and no place. marsad gazetteer lookup «{wording}» shows ids.")
    if not wording:
        raise LexiconError("the wording is empty. Give it as reports write it.")
    scope = REPORT if report else DISTRICT if area else EVERYWHERE
    since, until = (_parse_day(day) for day in days)
    return Alias(
        kind=kind, wording=wording, target=target, scope=scope, area=report or area or "", since=since, until=until,
        decision=str(decision or ""),
    )  # fmt: skip


def _parse_day(day: str | None) -> str:
    try:
        return date.fromisoformat(day).isoformat() if day else ""
    except ValueError:
        raise LexiconError(f"{day!r} is no day. Write it as 2024-12-08.") from None


def add_alias(alias: Alias, adopt: bool, by: str | None, as_json: bool) -> str:
    """Try an alias, or adopt it."""
    with open_store(require_home()) as store:
        tried = list(try_alias(store, alias))
    recoded = None
    if adopt:
        with writing(by) as store:
            recoded = adopt_alias(store, alias, person(by))
    return _tell(alias, tried, recoded, as_json)


def remove_alias(alias_id: str, adopt: bool, by: str | None, as_json: bool) -> str:
    """Try to do without an alias, or take it out."""
    alias = next((one for one in load_aliases() if one.id == alias_id), None)
    if alias is None:
        raise LexiconError(f"alias {alias_id}: there is none. marsad lexicon alias list names them.")
    with open_store(require_home()) as store:
        tried = list(try_without(store, alias))
    recoded = None
    if adopt:
        with writing(by) as store:
            recoded = drop_alias(store, alias_id, person(by))
    return _tell(alias, tried, recoded, as_json)


def _tell(alias: Alias, tried: Sequence[Tried], recoded: int | None, as_json: bool) -> str:
    """What changes, and what to do next."""
    if as_json:
        changes = [{"place": one.place, **change.as_json()} for one in tried for change in one.changes]
        told: dict[str, Any] = {"id": alias.id, "alias": alias, "changes": changes, "recoded": recoded}
        return msgspec.json.encode(told).decode() + "\n"
    lines = [line for one in tried for line in _lines(one)]
    shown = [*lines[:_SHOWN], *([f"  and {len(lines) - _SHOWN} more: --json lists all"] if len(lines) > _SHOWN else [])]
    what = f"{_count(sum(len(one.changes) for one in tried), 'event')} in {_count(len(tried), 'report')}"
    if recoded is None:
        end = f"{what} would change. Nothing is written: --adopt does it."
    else:
        end = f"{what} changed, {_count(recoded, 'report')} coded anew (alias {alias.id})."
    return "".join(f"{safe(line)}\n" for line in [*shown, f"«{alias.wording}» = {alias.target}: {end}"])


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _lines(tried: Tried) -> Iterator[str]:
    for change in tried.changes:
        event = change.after or change.before
        assert event is not None
        fields = "; ".join(f"{one.field}: {_short(one.before)} → {_short(one.after)}" for one in change.fields)
        yield f"  {event.event_id:<18}  {change.kind:<8}{event.sub_event_type:<32.32}  {fields}"


def _short(value: Any) -> str:
    return "-" if value is None else str(value)[:40]


def list_aliases(as_json: bool) -> str:
    """The adopted aliases, a line each."""
    found = load_aliases()
    if as_json:
        return msgspec.json.encode([{"id": one.id, **msgspec.structs.asdict(one)} for one in found]).decode() + "\n"
    if not found:
        return "No aliases yet. A correction offers one: marsad review edit\n"
    return "".join(
        safe(f"{one.id}  «{one.wording}» = {one.target}  {one.scope} {one.area} {one.since}-{one.until}").rstrip(" -")
        + "\n"
        for one in found
    )

"""The options that say which events are meant, the same for every command: ``@takes_filter``.

Each is a field of ``Filter``; one that may hold several values may be given several times. A whole filter, as the
address of a page has it, goes in ``--filter``.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any

import typer

from ..errors import FilterError
from ..model import Filter

_DAY, _NAME, _SHARE = "DATE", "NAME", "0..1"
# Field: option, what stands for its value in the help, help.
_OPTIONS: dict[str, tuple[str, str | None, str]] = {
    "since": ("--since", _DAY, "On this day or later."),
    "until": ("--until", _DAY, "On this day or before."),
    "undated": ("--undated/--dated", None, "Also events without a day, or only those with one."),
    "event_type": ("--type", _NAME, "Event type: Battles."),
    "sub_event_type": ("--subtype", _NAME, "Sub event type: Armed clash."),
    "plover": ("--plover", _NAME, "PLOVER type: ASSAULT."),
    "country": ("--country", "CODE", "Country: SY."),
    "admin1": ("--admin1", _NAME, "Governorate."),
    "admin2": ("--admin2", _NAME, "District."),
    "admin3": ("--admin3", _NAME, "Subdistrict."),
    "place": ("--place", _NAME, "Place, Arabic or English: العشارة."),
    "bbox": ("--bbox", "W,S,E,N", "Rectangle in degrees: 38.5,34.5,41.5,36.5."),
    "actor": ("--actor", _NAME, "Actor: id of the registry, or name."),
    "side": ("--side", "1|2|other", "Side that the actor is on."),
    "outlet": ("--outlet", _NAME, "Outlet of the report."),
    "factuality": ("--factuality", "WORD", "asserted, reported, claimed, possible, denied."),
    "background": ("--background/--no-background", None, "Only earlier events told as context, or none of them."),
    "min_confidence": ("--min-confidence", _SHARE, "At least this sure."),
    "max_confidence": ("--max-confidence", _SHARE, "At most this sure."),
    "min_killed": ("--min-killed", "N", "At least so many killed."),
    "text": ("--text", "WORDS", "Words that all stand in the report: قصف, also in بالقصف; قص* begins one."),
    "event_id": ("--event", "ID", "This event."),
    "report_id": ("--report", "ID", "Events of this report."),
    "status": ("--status", "WORD", "unreviewed, accepted, edited, rejected, reopened."),
    "copies": ("--copies", None, "Also events of reports that are duplicates."),
}
_PREFIX = "wanted_"  # keeps the names of these arguments apart from a command's own
_WHOLE = typer.Option("--filter", metavar="QUERY", help="A whole filter: 'since=2021-03-01&event_type=Battles'.")


def takes_filter(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command these options; it gets what they say as its argument ``wanted``."""
    own = inspect.signature(command, eval_str=True)
    mine = [*(_parameter(name) for name in _OPTIONS), _parameter_of("whole", str, _WHOLE)]

    @wraps(command)
    def filtering(**given: Any) -> None:
        said = {parameter.name.removeprefix(_PREFIX): given.pop(parameter.name) for parameter in mine}
        command(wanted=_read(said), **given)

    others = [
        parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY) for parameter in own.parameters.values()
        if parameter.name != "wanted"
    ]  # fmt: skip
    filtering.__signature__ = own.replace(parameters=[*mine, *others])  # type: ignore[attr-defined]
    filtering.__annotations__ = {parameter.name: parameter.annotation for parameter in (*mine, *others)}
    return filtering


def _parameter(field: str) -> inspect.Parameter:
    """A field as an option: text that ``Filter`` reads, or a switch."""
    flags, metavar, told = _OPTIONS[field]
    option = typer.Option(flags, metavar=metavar, help=told)
    default = dict(zip(Filter.__struct_fields__, Filter.__struct_defaults__, strict=True))[field]
    kind: Any = bool if metavar is None else list[str] if default == () else str
    return _parameter_of(field, kind, option)


def _parameter_of(name: str, kind: Any, option: Any) -> inspect.Parameter:
    annotation = Annotated[kind | None, option]
    return inspect.Parameter(f"{_PREFIX}{name}", inspect.Parameter.KEYWORD_ONLY, default=None, annotation=annotation)


def _read(said: dict[str, Any]) -> Filter:
    """The filter that the options say."""
    whole = said.pop("whole") or ""
    pairs = [(name, _write(one)) for name, its in said.items() for one in (its if isinstance(its, list) else [its])]
    given = [(name, value) for name, value in pairs if value]
    try:
        return Filter.parse([*Filter.parse(whole).pairs(), *given])
    except FilterError as error:
        raise typer.BadParameter(str(error)) from None


def _write(value: str | bool | None) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value or ""

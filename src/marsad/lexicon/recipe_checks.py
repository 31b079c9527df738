"""Checks of the outlet recipes: keys, selectors, hosts and names that two recipes claim.

Example: ``outlet_recipes/syria.yaml, line 12, sy24: body is no CSS selector (.a >> b). Mend the selector.``
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from .outlet_recipes import SELECTORS, fold_name, split_list
from .schemas import Complaint, check_keys

STATUSES = {"shape", "reported", "verified"}
_OUTLET = (
    {"id", "hosts", "names", "country", "status", "source", "checked"},
    {"shape", "every", "order", "dates", *SELECTORS},
)
_SHAPE = ({"id", "name_en", "sign", "body", "status", "source", "checked"}, {"every", "order", *SELECTORS})
_HOST = re.compile(r"^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$")
_DAY = re.compile(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")


def check_shape(row: dict[str, Any]) -> Iterator[Complaint]:
    """A publishing system: it has a sign, a body, and selectors that parse."""
    yield from check_keys(row, _SHAPE)
    yield from _check_common(row)


def check_outlet(row: dict[str, Any], shapes: set[str]) -> Iterator[Complaint]:
    """An outlet: hosts without scheme, names, and a body of its own or of a known shape."""
    yield from check_keys(row, _OUTLET)
    for host in split_list(row.get("hosts")):
        if not _HOST.match(host) or host.startswith("www."):
            yield f"the host {host!r} is not a bare name", "Write example.org: small letters, no www., no https://"
    if row.get("shape") and str(row["shape"]) not in shapes:
        yield f"shape is {row['shape']!r}", f"Use one of {', '.join(sorted(shapes))}"
    if not row.get("shape") and not row.get("body"):
        yield "has neither a shape nor a body", "Add one of the two"
    yield from _check_common(row)


def check_claims(rows: list[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], Complaint]]:
    """Hosts and names that an earlier recipe has too."""
    owners: dict[str, str] = {}
    for row in rows:
        claims = {*split_list(row.get("hosts")), *(fold_name(name) for name in split_list(row.get("names")))}
        for claim in sorted(claims):
            owner = owners.setdefault(claim, str(row.get("id")))
            if owner != str(row.get("id")):
                yield row, (f"{claim} belongs to {owner} too", "Keep it in one of them")


def _check_common(row: dict[str, Any]) -> Iterator[Complaint]:
    if str(row.get("status")) not in STATUSES:
        yield f"status is {row.get('status')!r}", f"Use one of {', '.join(sorted(STATUSES))}"
    if not _DAY.match(str(row.get("checked"))):
        yield f"checked is {row.get('checked')!r}", "Write the day as 2026-11-25"
    if row.get("order") not in (None, "day-first", "month-first"):
        yield f"order is {row.get('order')!r}", "Use day-first or month-first"
    for what in SELECTORS:
        value = row.get(what)
        if value is not None and not _is_selector(str(value)):
            yield f"{what} is no CSS selector ({value})", "Mend the selector"


def _is_selector(value: str) -> bool:
    from selectolax.lexbor import LexborHTMLParser, SelectolaxError  # only the check needs a parser

    try:
        LexborHTMLParser("<p>").css_first(value)
    except (SelectolaxError, ValueError):
        return False
    return bool(value.strip())

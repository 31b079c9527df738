"""Saved views: what the workbench shows, under a title that a person gave it. A view is an alert that is sent nowhere.

Example: ``save_view(store, "دير الزور هذا العام", "explore", "admin1=Deir+ez-Zor&since=2026-01-01", "ar")``.
"""

from __future__ import annotations

import hashlib
from itertools import count

from sqlalchemy import Connection

from ..errors import AlertError
from ..model import Filter
from ..store import Store
from .definitions import Alert, Language, add_alert, find_alert, is_name, list_alerts, remove_alert, rename_alert

PAGES = (
    "overview", "explore", "review", "duplicates", "actors", "places", "sources", "quality", "exports", "briefings",
)  # fmt: skip
_MOST = 120  # letters of a title


def save_view(store: Store, title: str, page: str, wanted: str, language: Language) -> Alert:
    """Keep a filter and the page that shows it. AlertError when the title is taken or none, FilterError as ever."""
    if page not in PAGES:
        message = f"{page[:80]!r}: there is no such page. Choose from {', '.join(PAGES)}."
        raise AlertError(message, "view.page", page=page[:80])
    with store.transaction() as connection:
        title = _check_title(connection, title)
        name = _make_name(connection, title)
    view = Alert(name, Filter.parse(wanted).format(), language, title=title, page=page)
    add_alert(store, view)
    return view


def rename_view(store: Store, name: str, title: str) -> Alert:
    """Give a view, or any alert, another title."""
    with store.transaction() as connection:
        find_alert(connection, name)
        title = _check_title(connection, title, name)
    return rename_alert(store, name, title)


def forget_view(store: Store, name: str) -> None:
    """Take a view out. AlertError for an alert that is sent somewhere: others wait for what it tells."""
    with store.transaction() as connection:
        alert = find_alert(connection, name)
    if alert.targets:
        message = f"{name} is sent to somebody. Remove it in a terminal: marsad alert remove {name}"
        raise AlertError(message, "view.sent", name=name)
    remove_alert(store, name)


def _check_title(connection: Connection, title: str, renamed: str | None = None) -> str:
    """The title without needless spaces; AlertError when it is empty, too long, or another view's."""
    title = " ".join(title.split())
    if not title or len(title) > _MOST or not title.isprintable():
        raise AlertError(f"A view needs a title of 1 to {_MOST} letters. Write one.", "view.title", most=_MOST)
    taken = [one.called for one in list_alerts(connection) if one.name != renamed]
    if title.casefold() in (one.casefold() for one in taken):
        message = f"{title}: there is a view of this title. Write another, or delete that one."
        raise AlertError(message, "view.taken", title=title)
    return title


def _make_name(connection: Connection, title: str) -> str:
    """The title where it can be a name, else one that follows from it; numbered where that is taken."""
    taken = {one.name for one in list_alerts(connection)}
    stem = title if is_name(title) else f"view-{hashlib.sha256(title.encode()).hexdigest()[:8]}"
    return next(name for at in count(1) if (name := stem if at == 1 else f"{stem[:58]}-{at}") not in taken)

"""``deliver``: the incidents of a data folder that a filter means, as a file, numbered and noted in the audit log."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote

import msgspec
from sqlalchemy import Connection

from .. import __version__
from ..custody import open_record
from ..incidents import update_incidents
from ..lexicon.tables import lexicons_version
from ..model import Filter
from ..store import Store, open_store
from ..store.incident_numbers import load_numbers
from ..store.incidents import iter_incidents
from ..store.writes import log
from .contracts import Profile
from .entries import Choices, Facts
from .numbers import Counted, find_retired, number_incidents
from .runs import About, Survey, export_file
from .selections import Selection


class _Place(msgspec.Struct):
    country: str | None = None


class _Counted(msgspec.Struct):
    incident_id: str
    events: list[str]
    date: str | None = None
    location: _Place | None = None


_counted = msgspec.json.Decoder(_Counted)
OnWait = Callable[[str], object]


def number_store(store: Store) -> dict[str, str]:
    """Link what changed, and give every incident its number; numbers by incident id."""
    update_incidents(store)
    with store.transaction() as connection:
        return number_incidents(connection, iter_counted(connection))


def iter_counted(connection: Connection) -> Iterator[Counted]:
    """The incidents as far as numbering reads them."""
    for record in iter_incidents(connection):
        one = _counted.decode(record)
        yield Counted(one.incident_id, one.events, one.date, one.location.country if one.location is not None else None)


def deliver(
    home: Path, profile: Profile, wanted: Filter, path: Path, choices: Choices, *, made: str | None = None,
    by: str | None = None, on_survey: Callable[[Survey], object] | None = None, on_wait: OnWait | None = None,
) -> About:  # fmt: skip
    """Write the file and its sidecar; ``on_survey`` is told how many rows there will be before the first is written."""
    with open_store(home, write=True, on_wait=on_wait, by=by) as store:
        numbers = number_store(store)
    with open_store(home) as store, store.transaction() as connection:
        retired = find_retired(iter_counted(connection), load_numbers(connection))
        facts = Facts(wanted.format(), __version__, lexicons_version(), made, retired)
        entries = Selection(connection, wanted, numbers)
        about = export_file(profile, entries, path, facts, choices, on_survey)
    with open_record(home, on_wait=on_wait, by=by) as store:
        _note(store, about, choices)
    return about


def _note(store: Store, about: About, choices: Choices) -> None:
    """Every export is in the audit log; the filter, which may name people, as a commitment."""
    told = {
        "profile": about.document["profile"], "rows": about.rows, "disclosed": sorted(choices.disclose),
        "withheld": about.document["withheld"],
    }  # fmt: skip
    with store.transaction() as connection:
        asked = unquote(about.document["filter"])
        log(store, connection, [("exported", about.sha256, told)], private={"filter": asked} if asked else None)

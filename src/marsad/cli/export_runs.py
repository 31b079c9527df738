"""What ``marsad export`` does: numbers the incidents, writes the file, notes in the audit log what left."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import msgspec
from sqlalchemy import Connection

from .. import __version__
from ..export import About, Choices, Facts, Profile, Survey, about_path, export_file
from ..export.numbers import Counted, number_incidents
from ..export.selections import Selection
from ..incidents import update_incidents
from ..lexicon.tables import lexicons_version
from ..model import Filter
from ..store import Store, open_store
from ..store.incidents import iter_incidents
from ..store.writes import log
from .endings import say
from .event_views import hint_names
from .homes import require_home
from .intake_runs import say_waiting


class _Place(msgspec.Struct):
    country: str | None = None


class _Counted(msgspec.Struct):
    incident_id: str
    events: list[str]
    date: str | None = None
    location: _Place | None = None


_counted = msgspec.json.Decoder(_Counted)


def run_export(profile: Profile, wanted: Filter, path: Path, choices: Choices, made: str | None) -> str:
    """Write the file and its sidecar; what to say at the end. How many rows there will be is said first."""
    home = require_home()
    with open_store(home, write=True, on_wait=say_waiting) as store:
        update_incidents(store)
        with store.transaction() as connection:
            numbers = number_incidents(connection, _iter_counted(connection))
    facts = Facts(wanted.format(), __version__, lexicons_version(), made)
    with open_store(home) as store, store.transaction() as connection:
        entries = Selection(connection, wanted, numbers)
        about = export_file(profile, entries, path, facts, choices, lambda survey: _say_counts(survey, path))
        if not len(entries):
            hint_names(connection, wanted)
    with open_store(home, write=True, on_wait=say_waiting) as store:
        _note(store, about, choices)
    return f"{path}: {about.rows} incidents\n{about_path(path)}: what they are, what was withheld and left out\n"


def _iter_counted(connection: Connection) -> Iterator[Counted]:
    for record in iter_incidents(connection):
        one = _counted.decode(record)
        yield Counted(one.incident_id, one.events, one.date, one.location.country if one.location is not None else None)


def _say_counts(survey: Survey, path: Path) -> None:
    say(f"marsad: {survey.rows} of the {survey.asked} incidents that fit go to {path}")
    for reason, ids in sorted(survey.left_out.items()):
        say(f"marsad: {len(ids)} not exported: {reason}")


def _note(store: Store, about: About, choices: Choices) -> None:
    """Every export is in the audit log; the filter, which may name people, as a commitment."""
    told = {
        "profile": about.document["profile"], "rows": about.rows, "disclosed": sorted(choices.disclose),
        "withheld": about.document["withheld"],
    }  # fmt: skip
    with store.transaction() as connection:
        asked = unquote(about.document["filter"])
        log(store, connection, [("exported", about.sha256, told)], private={"filter": asked} if asked else None)

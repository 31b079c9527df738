"""What people add to their own lexicons without an editor: an actor or a place that nothing shipped knows.

Its names mean it only where an alias says so (``by_alias``), so that what a trial of the alias shows is all that
changes. Entries lie in ``actors/taught.yaml`` and ``places/taught.csv`` of the user's lexicons, to be edited like any.

Example: ``NewActor(name_ar="ربع النشامى", kind="rebel", country="SY")``, which «ربع النشامى» means in one report.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterator
from typing import Any

import msgspec

from ..errors import LexiconError
from ..folders import user_lexicons
from ..model.places import Place
from ..text.folding import fold_word
from .actors import KINDS, ActorEntry, load_registry
from .letters import mend
from .tables import USER, load_csv, path_of

ACTORS, PLACES = f"{USER}actors/taught.yaml", f"{USER}places/taught.csv"
PLACE_KINDS = (
    "village", "town", "city", "neighbourhood", "camp", "site", "base", "crossing", "road", "mountain", "desert",
    "field",
)  # fmt: skip
_COLUMNS = (
    "id", "name_ar", "aliases_ar", "name_en", "kind", "country", "admin1", "admin2", "admin3", "lat", "lon", "common",
    "by_alias", "source",
)  # fmt: skip
_SOURCE = "added in the workbench"


class NewActor(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="actor"):
    """An actor to add; ``parent`` is the id of whom it belongs to."""

    name_ar: str
    kind: str
    name_en: str = ""
    country: str = ""
    parent: str = ""

    @property
    def id(self) -> str:
        """Follows from what it is."""
        return _make_id("actor", self.name_ar, self.kind, self.country, self.parent)


class NewPlace(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="place"):
    """A place to add; degrees WGS 84, units by their English names."""

    name_ar: str
    kind: str
    country: str
    lat: float
    lon: float
    name_en: str = ""
    admin1: str = ""
    admin2: str = ""
    admin3: str = ""

    @property
    def id(self) -> str:
        """Follows from what and where it is."""
        return _make_id("place", self.name_ar, self.kind, self.country, f"{self.lat:.4f},{self.lon:.4f}")


NewEntry = NewActor | NewPlace


def _make_id(kind: str, name: str, *more: str) -> str:
    said = "\0".join((kind, fold_word(name), *more))
    return f"own-{hashlib.sha256(said.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"


def make_actor(new: NewActor) -> ActorEntry:
    """The entry as the registry will have it."""
    links = ((new.parent, None, None),) if new.parent else ()
    name = _clean(new.name_ar)
    return ActorEntry(new.id, name, new.name_en.strip() or name, new.kind, new.country or None, links)


def make_place(new: NewPlace) -> Place:
    """The place as the gazetteer will have it."""
    units = (new.admin1 or None, new.admin2 or None, new.admin3 or None)
    return Place(
        new.id, _clean(new.name_ar), new.name_en.strip(), new.kind, new.country, *units, new.lat, new.lon
    )  # fmt: skip


def require_entry(new: NewEntry) -> None:
    """LexiconError says what is wrong with an entry and what to do."""
    for problem, remedy, code in _check_actor(new) if isinstance(new, NewActor) else _check_place(new):
        raise LexiconError(f"«{new.name_ar[:80]}»: {problem}. {remedy}.", code, name=new.name_ar[:80])


def _check_actor(new: NewActor) -> Iterator[tuple[str, str, str]]:
    yield from _check_said(new, KINDS)
    if new.parent and new.parent not in load_registry().entries:
        yield f"it belongs to {new.parent!r}, which is no actor", "Choose one of the registry", "entry.parent"


def _check_place(new: NewPlace) -> Iterator[tuple[str, str, str]]:
    yield from _check_said(new, PLACE_KINDS)
    if not new.country:
        yield "it lies in no country", "Give its two-letter code", "entry.country"
    if not (-90 <= new.lat <= 90 and -180 <= new.lon <= 180):
        yield f"it cannot lie at {new.lat}, {new.lon}", "Give degrees north and east", "entry.where"


def _check_said(new: NewEntry, kinds: frozenset[str] | tuple[str, ...]) -> Iterator[tuple[str, str, str]]:
    if not fold_word(_clean(new.name_ar)).strip():
        yield "the Arabic name is empty", "Give it", "entry.name"
    if new.kind not in kinds:
        yield f"kind is {new.kind!r}", f"Use one of {', '.join(sorted(kinds))}", "entry.kind"
    if new.country and not (len(new.country) == 2 and new.country.isascii() and new.country.isupper()):
        yield f"country is {new.country!r}", "Give a two-letter code such as SY", "entry.country"
    if not all(part.isprintable() for part in msgspec.structs.astuple(new) if isinstance(part, str)):
        yield "it holds a line break or control", "Write plain text", "entry.plain"


def _clean(name: str) -> str:
    """The name as lexicons write it: Arabic letters for their look-alikes, no tatweel."""
    return " ".join(mend(name).split())


def add_entry(new: NewEntry) -> None:
    """Write an entry among the user's lexicons, once; LexiconError when it cannot be."""
    require_entry(new)
    name, text = (ACTORS, _actors_with(new)) if isinstance(new, NewActor) else (PLACES, _places_with(new))
    path = user_lexicons() / name.removeprefix(USER)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.write_text(text, encoding="utf-8")
    part.replace(path)


def _actors_with(new: NewActor) -> str:
    """The file of actors with one more at its end; what stands there stays as it is written."""
    path = path_of(ACTORS)
    text = path.read_text(encoding="utf-8").rstrip("\n") + "\n\n" if path.exists() else ""
    if new.id in load_registry().entries:
        return text.rstrip("\n") + "\n"
    entry = make_actor(new)
    row: dict[str, Any] = {
        "id": entry.id, "name_ar": entry.name_ar, "name_en": entry.name_en, "kind": entry.kind,
        **({"country": entry.country} if entry.country else {}),
        **({"affiliation": [{"to": new.parent}]} if new.parent else {}),
        "by_alias": True, "source": _SOURCE,
    }  # fmt: skip
    said = (f"{key}: {value if key == 'id' else json.dumps(value, ensure_ascii=False)}" for key, value in row.items())
    return text + "- " + "\n  ".join(said) + "\n"


def _places_with(new: NewPlace) -> str:
    """The table of places with one more row."""
    rows = load_csv(PLACES) if path_of(PLACES).exists() else []
    if rows and set(rows[0]) != set(_COLUMNS):
        raise LexiconError(f"{PLACES}: other columns. Write {','.join(_COLUMNS)}, or give the file another name.")
    place = make_place(new)
    row = {name: getattr(place, name, None) for name in _COLUMNS} | {"common": 0, "by_alias": 1, "source": _SOURCE}
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(buffer, _COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows([one for one in rows if one["id"] != place.id] + [row])
    return buffer.getvalue()

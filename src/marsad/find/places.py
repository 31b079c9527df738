"""Find the places of one sentence: names, their kind words, what they lie in and what they are not.

Example: ``انفجر لغم في بلدة غرانيج شرقي دير الزور`` gives one mention, غرانيج, whose container is دير الزور.
"""

from __future__ import annotations

from ..text.words import Words
from .place_cursor import PlaceNames
from .place_links import Linker
from .place_mentions import PlaceMention, SiteMention
from .place_reading import Reader
from .place_sites import find_sites

__all__ = ["PlaceMention", "PlaceNames", "SiteMention", "find_places", "find_sites"]


def find_places(words: Words, first: int, last: int, gazetteer: PlaceNames) -> list[PlaceMention]:
    """Places of the sentence ``first``..``last`` (``last`` excluded, as ``split_sentences`` gives it), in their order.

    A wider place that only says where another lies is its ``container`` and not in the list.
    """
    reader = Reader(words, first, last, gazetteer)
    if not reader.read():
        return []
    return Linker(reader, reader.found).link()

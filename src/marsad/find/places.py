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

__all__ = ["PlaceFinder", "PlaceMention", "PlaceNames", "SiteMention", "find_places", "find_sites"]


class PlaceFinder:
    """Finds the places of one text, sentence by sentence."""

    def __init__(self, words: Words, gazetteer: PlaceNames) -> None:
        """Take the words of a text and the gazetteer that knows their names."""
        self.reader = Reader(words, gazetteer)

    def find(self, first: int, last: int) -> list[PlaceMention]:
        """Places of the sentence ``first``..``last`` (excluded, as ``split_sentences`` gives it), in their order.

        A wider place that only says where another lies is its ``container`` and not in the list.
        """
        found = self.reader.read(first, last)
        return Linker(self.reader, found).link() if found else found


def find_places(words: Words, first: int, last: int, gazetteer: PlaceNames) -> list[PlaceMention]:
    """Places of one sentence; a whole text is cheaper with one ``PlaceFinder``."""
    return PlaceFinder(words, gazetteer).find(first, last)

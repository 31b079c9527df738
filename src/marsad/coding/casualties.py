"""The casualties of one group and outcome as one entry of the record (codebook, section 6).

Example: ``قُتل رجل وزوجته وأطفالهما الثلاثة`` is one entry of five killed civilians, three of them children.
"""

from __future__ import annotations

from ..model import Casualty
from .evidence import Quotes
from .protos import Toll

_TOGETHER = 15  # words within which the counts are quoted as one
_BETWEEN = " … "


def write_casualty(outcome: str, group: str, tolls: list[Toll], quotes: Quotes) -> Casualty:
    """One entry for those of ``group`` who met one fate, all counted or all vague."""
    low, best, high = (_bound([getattr(toll, bound) for toll in tolls]) for bound in ("low", "best", "high"))
    children, women = (_part([getattr(toll, part) for toll in tolls]) for part in ("children", "women"))
    return Casualty(outcome, group, low, best, high, _text(tolls, quotes), children, women)


def _bound(counts: list[int | None]) -> int | None:
    """The sum, open when one of the counts is: at least ten and one more are at least eleven."""
    return None if None in counts else sum(filter(None, counts))


def _part(counts: list[int | None]) -> int | None:
    """How many of all are children or women: the sum of those told, None when none is."""
    return None if counts.count(None) == len(counts) else sum(filter(None, counts))


def _text(tolls: list[Toll], quotes: Quotes) -> str:
    """The words of all the counts: one quote where they stand together, else one after the other."""
    first, last = min(toll.first for toll in tolls), max(toll.last for toll in tolls)
    if last - first < _TOGETHER:
        return quotes.quote(first, last)
    return _BETWEEN.join(quotes.quote(toll.first, toll.last) for toll in tolls)

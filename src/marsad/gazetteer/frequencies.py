"""Word frequencies of Arabic, for the build of the index only (loading them takes most of a second)."""

from __future__ import annotations

import math
from collections.abc import Callable

from ..text.folding import fold_word

# From this Zipf frequency a word is ordinary: no unknown village is called so.
ORDINARY_FROM = 3.4
# Rarer words count as unknown; no rule asks below this.
RAREST = 1.2


def load_frequencies() -> tuple[Callable[[str], float], frozenset[str]]:
    """A function from a folded word to its Zipf frequency (0 = unknown, 7 = في), and the ordinary words.

    Spellings that fold alike are summed. Example: the frequency of ``الباب`` is about 4.9.
    """
    import wordfreq

    totals: dict[str, float] = {}
    rarest = 10 ** (RAREST - 9)
    for word, share in wordfreq.get_frequency_dict("ar", "best").items():
        if share < rarest:
            continue
        key = fold_word(word)
        totals[key] = totals.get(key, 0.0) + share

    def zipf(word: str) -> float:
        share = totals.get(word, 0.0)
        return max(0.0, math.log10(share * 1e9)) if share else 0.0

    least = 10 ** (ORDINARY_FROM - 9)
    return zipf, frozenset(word for word, share in totals.items() if share >= least)

"""What a text shares with its near copies: three-word sequences, and bands to look them up by.

Words are folded (hamza, ta marbuta, digits …) and bare of signs, so reprints with other quotation marks or vowel
marks have the same sequences. Bands are those of MinHash: two texts that share 60% of their sequences meet in one of
48 bands with a probability of 0.998, two that share 45% with 0.87, two that share 20% with 0.07.
"""

from __future__ import annotations

import struct
from hashlib import blake2b

from rensa import RMinHash

from ..text.words import split_words

_WORDS = 3
_BANDS = 48
_ROWS = 4  # values of the signature in a band
_SEED = 20_110_315  # any number; another one makes other bands


def shingles(text: str) -> frozenset[str]:
    """The different three-word sequences of a text; of a shorter one all its words."""
    words = split_words(text).words
    if len(words) < _WORDS:
        return frozenset((" ".join(words),)) if words else frozenset()
    return frozenset(map(" ".join, zip(words, words[1:], words[2:], strict=False)))


def find_bands(sequences: frozenset[str]) -> list[int]:
    """64-bit numbers that near copies are likely to have one of in common."""
    sketch = RMinHash(_BANDS * _ROWS, _SEED)
    sketch.update(sorted(sequences))
    values = sketch.digest()
    return [_hash_band(number, values[number * _ROWS : (number + 1) * _ROWS]) for number in range(_BANDS)]


def _hash_band(number: int, values: list[int]) -> int:
    packed = struct.pack(f"<B{_ROWS}I", number, *values)
    return int.from_bytes(blake2b(packed, digest_size=8).digest(), "big", signed=True)

"""Compare names as the scorer does: spelling, article and punctuation do not count («الحسكة» = «حسكه»)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_DROPPED = [*range(0x064B, 0x0653), 0x0670, 0x0640, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
_FOLDED = {"إ": "ا", "أ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي"}
_TABLE: dict[int, str | None] = {**dict.fromkeys(_DROPPED), **{ord(a): b for a, b in _FOLDED.items()}}
_MARKS = re.compile(r"[^\w\s]")

Names = frozenset[str]


@lru_cache(maxsize=65536)
def comparable(name: str) -> str:
    """Form in which two spellings of one name are equal; empty when nothing is left.

    >>> comparable("قوّات الدفاع الوطنيّ")
    'قوات دفاع وطني'
    """
    folded = unicodedata.normalize("NFKC", name).translate(_TABLE).lower()
    words = _MARKS.sub(" ", folded).split()
    return " ".join(word[2:] if word.startswith("ال") and len(word) > 4 else word for word in words)


def comparable_set(names: Iterable[str | None]) -> Names:
    """The comparable forms of ``names``, without empty ones."""
    return frozenset(form for form in (comparable(name) for name in names if name) if form)


def same_name(left: str, right: str) -> bool:
    """True when one comparable name holds the other as whole words.

    Two shared words are enough («دفاع وطني» in «مليشيا دفاع وطني»); a single word only when it has
    more than three letters and the longer name has at most three words.
    """
    small, big = sorted((set(left.split()), set(right.split())), key=len)
    if not small <= big:
        return False
    return len(small) >= 2 or (len(big) <= 3 and all(len(word) > 3 for word in small))


def same_actor(accepted: Names, coded: Names) -> bool:
    """True when any accepted name and any coded name are the same name."""
    if accepted & coded:
        return True
    return any(same_name(a, b) for a in accepted for b in coded)

"""What a number wording says: bounds, best value and what kind of number it is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class NumberMention:
    """One quantity, words ``first``..``last`` (both included, bounds before the number too, nouns not).

    ``kind``: count; part (بعضهم), others (آخرون), same-as-before (مثلهم), another (وجرح ثالث), one-of (أحد عناصره);
    and what counts nothing: ordinal, percent, time, date, clock, year, age, distance, measure, money, calibre,
    name (اللواء 107), other. ``exact`` is False for vague and bounded numbers, ``approx`` marks نحو and حوالي,
    ``definite`` the article (القتلى الأربعة), ``proclitics`` what is glued to the first word (بثلاثة).
    """

    first: int
    last: int
    low: int | None
    best: int | None
    high: int | None
    exact: bool
    kind: str
    approx: bool = False
    definite: bool = False
    proclitics: str = ""

    @property
    def counts(self) -> bool:
        """True for numbers that count people or things: ``ثلاثة عناصر`` yes, ``اللواء 107`` no."""
        return self.kind in ("count", "part", "others", "same-as-before", "another", "one-of")

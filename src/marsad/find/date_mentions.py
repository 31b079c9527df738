"""What a date wording says, before anybody asks which day it is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class DateMention:
    """One date phrase, words ``first``..``last`` (both included).

    ``kind``: absolute (9 آذار 2019), day-offset (أمس), weekday (الثلاثاء), relative-span (الأسبوع الماضي),
    anaphoric (اليوم التالي), feast (أول أيام العيد), vague (قبل أيام), future (السبت المقبل),
    span (خلال شهر آب), clock (الساعة الخامسة), anchor (منذ سبع سنوات).
    ``anchor`` mentions never date an event; ``since`` ones say when something that goes on began.
    """

    first: int
    last: int
    text: str = ""
    kind: str = ""
    day: int | None = None
    day_end: int | None = None
    month: int | None = None
    year: int | None = None
    calendar: str = "gregorian"
    weekday: int | None = None
    weekday_end: int | None = None
    offset: int | None = None
    unit: str | None = None
    unit_offset: int = 0
    part: int | None = None
    relation: int | None = None
    day_shift: int = 0
    tod: str | None = None
    night: bool = False
    swappable: bool = False
    clock: bool = False
    anchor: bool = False
    vague: bool = False
    since: bool = False

    @property
    def dates(self) -> bool:
        """True if the mention can date an event: ``أمس`` yes, ``منذ سبع سنوات`` and ``الساعة الخامسة`` no."""
        return not (self.clock or self.anchor)

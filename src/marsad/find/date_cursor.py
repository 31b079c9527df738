"""A cursor over the words of one sentence, with the date mention it is filling."""

from __future__ import annotations

from .date_lexicon import DateWord, date_lexicon
from .date_mentions import DateMention
from .number_words import NumberReader

_JOINS = frozenset(' ()/-،,"[]|')
FROM = "من"


class DateCursor:
    """``at`` is the next word to read, ``last`` is exclusive; readers move it and fill ``found``."""

    __slots__ = (
        "around", "at", "days", "first", "forms", "found", "gaps", "headed", "last", "leads", "loose", "low", "numbers",
        "pieces", "words",
    )  # fmt: skip

    def __init__(self, words: list[str], gaps: list[str], first: int, last: int) -> None:
        """Words ``first`` ≤ i < ``last`` of the parallel lists of ``Words``."""
        lexicon = date_lexicon()
        self.words = words
        self.gaps = gaps
        self.low = first
        self.last = last
        self.forms = lexicon.forms
        self.around = lexicon.around
        self.pieces = lexicon.pieces
        self.leads = lexicon.leads
        self.days = lexicon.days
        self.numbers = NumberReader(words, gaps, last)

    def start(self, at: int) -> None:
        """Begin a new mention at word ``at``."""
        self.at = self.first = at
        self.found = DateMention(at, at)
        self.headed = False  # يوم or a time of day came before: a bare 19/12 or a feast is then a date
        self.loose = False  # a preposition of time or مطلع came before: العام alone is then the year

    def word(self, shift: int = 0) -> str:
        """The word ``shift`` places from the cursor, or ``""`` outside the sentence."""
        i = self.at + shift
        return self.words[i] if self.low <= i < self.last else ""

    def digits(self) -> bool:
        """Whether the word at the cursor is written in digits."""
        return self.at < self.last and "0" <= self.words[self.at][0] <= "9"

    def after(self, role: str) -> bool:
        """Whether the word before the phrase belongs to the lexicon's set ``role`` (``سوق`` before ``الجمعة``)."""
        i = self.first - 1
        return i >= self.low and self.words[i] in self.around[role] and not self.gaps[self.first].strip(' "(')

    def entry(self, *roles: str) -> DateWord | None:
        """The longest reading of the word at the cursor with one of ``roles``."""
        for entry in self.readings():
            if entry.role in roles:
                return entry
        return None

    def readings(self) -> tuple[DateWord, ...]:
        """What the word at the cursor can be, with the words that follow it; longest first."""
        at = self.at
        form = self.forms.get(self.words[at]) if at < self.last else None
        if form is None:
            return ()
        single, longer = form
        if longer is not None and at + 1 < self.last:
            following = longer.get(self.words[at + 1])
            if following is not None:
                return (*[entry for entry in following if self._fits(entry.tail)], *single)
        return single

    def take(self, *roles: str) -> DateWord | None:
        """Like ``entry``, and moves past it."""
        for entry in self.readings():
            if entry.role in roles:
                self.at += 1 + len(entry.tail)
                return entry
        return None

    def close(self) -> bool:
        """Whether only a space (or nothing) stands before the word at the cursor."""
        return self.at < self.last and self.gaps[self.at] in (" ", "")

    def _fits(self, tail: tuple[str, ...]) -> bool:
        """Whether the words after the cursor are ``tail``, on the same line."""
        i = self.at
        for word in tail:
            i += 1
            if i >= self.last or self.words[i] != word or self.gaps[i].strip(" "):
                return False
        return True

    def joined(self) -> bool:
        """Whether the word at the cursor may continue the phrase: a space, a bracket, a comma, a slash."""
        at = self.at
        if at >= self.last:
            return False
        gap = self.gaps[at]
        return gap == " " or at == self.first or (len(gap) < 5 and _JOINS.issuperset(gap))

    def empty(self) -> bool:
        """Whether no day, week, month or year is known yet."""
        found = self.found
        dated = found.offset is not None or found.weekday is not None or found.day is not None
        return not (found.kind or dated or found.month is not None or found.year is not None or found.unit is not None)

    def relation(self) -> int | None:
        """``الماضي`` -1, ``الجاري`` 0, ``المقبل`` 1 right after the cursor; moves past it."""
        at = self.at
        if at >= self.last or self.words[at] not in self.forms or self.gaps[at] not in (" ", ""):
            return None
        entry = self.take("rel")
        return None if entry is None else entry.value

    def take_era(self) -> None:
        """Move past ``م``, ``هـ``, ``للهجرة`` after a year; the Hijri sign makes the date a Hijri one."""
        if self.at < self.last and self.gaps[self.at].strip(" ") == "" and self.word() in self.around["era"]:
            if self.word().startswith(("ه", "للهجره")):
                self.found.calendar = "hijri"
            self.at += 1

"""Finds numbers and vague quantities in a sentence, with the bounds the codebook gives them (section 6).

Example: ``مقتل أكثر من عشرين عنصرا وجرح آخرين`` gives low 21 and, for ``آخرين``, low 2.
"""

from __future__ import annotations

from ..text.words import Words
from .number_kinds import kind_of, stands_for_person
from .number_lexicon import Phrase, QuantityLexicon, quantity_lexicon
from .number_mentions import NumberMention
from .number_words import NumberReader, NumberWord, Reading
from .tags import NUMBER, tagged

__all__ = ["NumberMention", "find_numbers"]

_KIND_OF_ROLE = {"vague": "count", "part": "part", "others": "others", "same": "same-as-before"}
_NOUN_WINDOW = 5
_DUALS = ("ان", "يين")  # آخران، أخريين; آخرين may be many


def find_numbers(words: Words, first: int, last: int) -> list[NumberMention]:
    """Number mentions among words ``first`` ≤ i < ``last`` (one sentence), in order, never overlapping."""
    tokens = words.words
    mentions: list[NumberMention] = []
    finder: _Finder | None = None
    resume = first
    for i in tagged(words, NUMBER, first, last):
        if i < resume:
            continue
        if finder is None:
            finder = _Finder(tokens, words.gaps, first, last)
        mention = finder.read(i, resume)
        if mention is not None:
            mentions.append(mention)
            resume = mention.last + 1
    return mentions


class _Finder:
    """Reads the quantity at a word of one sentence."""

    __slots__ = ("first", "gaps", "last", "lexicon", "reader", "words")

    lexicon: QuantityLexicon

    def __init__(self, words: list[str], gaps: list[str], first: int, last: int) -> None:
        """Words ``first`` ≤ i < ``last``."""
        self.words = words
        self.gaps = gaps
        self.first = first
        self.last = last
        self.lexicon = quantity_lexicon()
        self.reader = NumberReader(words, gaps, last)

    def read(self, at: int, free: int) -> NumberMention | None:
        """The mention at word ``at``; words before ``free`` belong to an earlier mention."""
        form = self.words[at]
        if form in self.lexicon.forward:
            phrase = self._forward(at)
            if phrase is not None:
                return self._quantity(at, phrase, free)
        word = self.reader.lexicon.get(form)
        if word is None and not form[0].isdigit():
            return None
        if word is not None and word.kind == "ordinal":
            return self._ordinal(at, word)
        reading = self.reader.cardinal(at)
        if reading is None:
            return self._unread(at, word)
        return self._cardinal(at, reading, word, free)

    def _forward(self, at: int) -> Phrase | None:
        for phrase in self.lexicon.forward.get(self.words[at], ()):
            if self._follows(at + 1, phrase.others):
                return phrase
        return None

    def _follows(self, at: int, others: tuple[str, ...]) -> bool:
        for shift, word in enumerate(others):
            i = at + shift
            if i >= self.last or self.words[i] != word or self.gaps[i].strip(" "):
                return False
        return True

    def _quantity(self, at: int, phrase: Phrase, free: int) -> NumberMention | None:
        """``عشرات``, ``عدد من``, ``آخرون``, ``مثلهم``: a low bound, or what another number says."""
        kind = _KIND_OF_ROLE[phrase.role]
        last = at + len(phrase.others)
        low: int | None = int(phrase.value) or None
        if kind == "count" and not phrase.others and not self._next(last) and self.words[at].endswith(("بعض", "عده")):
            return None  # عده is also he counted him
        if kind == "count" and self._next(last) == "من":
            last += 1
        if kind == "count":
            kind = kind_of(self.words, self.gaps, self.first, self.last, at, last, None)
        if kind == "others" and not phrase.proclitic and at > self.first and (at == free or self._describes(at)):
            return None  # خمسة آخرون, مدنيين آخرين: what comes before is the one that counts
        one = kind == "others" and low == 1
        if one and not (phrase.proclitic == "و" and self._next(last) == "من"):
            return None  # قُتل عنصر من قسد وآخر من الأسايش; but بين الحين والآخر
        exact = low if one or (phrase.role == "others" and self.words[at].endswith(_DUALS)) else None
        return NumberMention(at, last, low, exact, exact, False, kind, proclitics=phrase.proclitic)

    def _describes(self, at: int) -> bool:
        before = self.words[at - 1]
        return self.gaps[at] == " " and len(before) > 4 and before.endswith(("ين", "ان", "ات"))

    def _next(self, at: int) -> str:
        """The word after ``at`` if only a space stands between."""
        i = at + 1
        return self.words[i] if i < self.last and self.gaps[i] in (" ", "") else ""

    def _ordinal(self, at: int, word: NumberWord) -> NumberMention | None:
        reading = self.reader.ordinal(at)
        if reading is None:
            return None
        one = not word.definite and word.value > 1
        if one and stands_for_person(self.words, self.gaps, reading.end, self.last):
            return NumberMention(at, reading.end - 1, 1, 1, 1, True, "another", proclitics=word.proclitic)
        value = reading.value
        kind = "clock" if at > self.first and self.words[at - 1] == "الساعه" else "ordinal"
        return NumberMention(at, reading.end - 1, value, value, value, True, kind, False, word.definite)

    def _unread(self, at: int, word: NumberWord | None) -> NumberMention | None:
        """What looks like a number and counts nothing: ``15:30``, ``12/10/2020``, ``13-13``; or ``أحد عناصره``."""
        token = self.words[at]
        if word is not None:
            following = self._next(at)
            if word.kind == "one_of" and not word.definite and following not in ("", *self.lexicon.after_another):
                return NumberMention(at, at, 1, 1, 1, True, "one-of", proclitics=word.proclitic)
            return None
        head, dash, tail = token.partition("-")
        if dash and head.isdigit() and tail.isdigit() and int(head) < int(tail) and self._next(at):
            kind = kind_of(self.words, self.gaps, self.first, self.last, at, at, None)
            return NumberMention(at, at, int(head), None, int(tail), False, kind)
        separators = token.count("/") + token.count("-") + token.count(".")
        kind = "clock" if ":" in token else "date" if separators > 1 else "other"
        return NumberMention(at, at, None, None, None, False, kind)

    def _cardinal(self, at: int, reading: Reading, word: NumberWord | None, free: int) -> NumberMention:
        first, definite, proclitics = at, reading.definite, word.proclitic if word is not None else ""
        glued = word is None and at > free and not self.gaps[at].strip(" /")
        if glued and self.words[at - 1] in ("و", "ب", "ل", "ف", "ال", "وال", "بال", "لل"):
            first, proclitics = at - 1, self.words[at - 1]
            definite = definite or proclitics.endswith("ال")
        value, last = reading.value, reading.end - 1
        bound, opening = self._bound(first, free)
        kind = kind_of(self.words, self.gaps, self.first, self.last, opening, last, value)
        if kind == "name" and (proclitics == "و" or (word is not None and not word.definite)):
            kind = "count"  # طريق لثمانية مدنيين; a name in words has the article: شارع الستين
        mention = NumberMention(opening, last, value, value, value, True, kind, False, definite, proclitics)
        if bound is not None:
            mention.proclitics = bound.proclitic
            _apply(mention, bound.role)
        self._second(mention, bound, reading)
        if bound is not None and bound.role == "between" and mention.exact:
            mention.first, mention.proclitics = first, proclitics  # بين 18 مدنيا و14 عنصرا: a list
        if kind == "percent":
            mention.last = self._percent_end(mention.last)
        if bound is None and mention.exact:
            self._trailing(mention)
        return mention

    def _percent_end(self, last: int) -> int:
        following = self._next(last)
        if following == "في":
            return last + 2
        return last + 1 if self.lexicon.nouns.get(following) == "percent" else last

    def _bound(self, first: int, free: int) -> tuple[Phrase | None, int]:
        """The bound that ends right before the number (``أكثر من``) and the word it starts at."""
        i = first - 1
        if i < free or self.gaps[first] not in (" ", "", ' "', " ("):
            return None, first
        words, bounds = self.words, self.lexicon.bounds
        if i > free:
            for phrase in bounds.get((words[i], words[i - 1]), ()):
                opening = i - len(phrase.others)
                if opening >= free and all(words[i - 1 - k] == w for k, w in enumerate(phrase.others)):
                    return phrase, opening
        for phrase in bounds.get((words[i],), ()):
            return phrase, i
        return None, first

    def _second(self, mention: NumberMention, bound: Phrase | None, reading: Reading) -> None:
        """The other end of ``بين عشرين وستين``, ``3 أو 4``, ``3 إلى 5``."""
        at = mention.last + 1
        between = bound is not None and bound.role == "between"
        if at >= self.last or self.gaps[at] not in (" ", " - ", "-"):
            return
        word = self.words[at]
        if word in ("و", "او", "الي") or (between and word == "وبين"):
            at += 1
            linked = between or word in ("او", "الي")
        else:
            linked = between and word[0] == "و"
        if not linked or at >= self.last or self._from_before(mention, word):
            if between:
                self._split(mention, reading)
            return
        other = self.reader.cardinal(at)
        if other is None or mention.best is None:
            return
        low = mention.best
        if other.value >= 1000 > low and other.end - at > 1:  # بين 20 و30 ألفا: the scale is said once
            low *= 1000
        if other.value > low:
            mention.low, mention.best, mention.high, mention.exact = low, None, other.value, False
            first, last = mention.first, other.end - 1
            mention.last = last
            mention.kind = kind_of(self.words, self.gaps, self.first, self.last, first, last, other.value)

    def _from_before(self, mention: NumberMention, link: str) -> bool:
        """``ارتفع من 5 إلى 8``: a change, not a range."""
        i = mention.first - 1
        return link == "الي" and i >= self.first and self.words[i] == "من"

    def _split(self, mention: NumberMention, reading: Reading) -> None:
        """``بين خمسة وعشرين``: read as twenty-five, meant as five and twenty."""
        units = reading.value % 10
        if reading.end - 1 > mention.first and 20 < reading.value < 100 and units:
            mention.low, mention.best, mention.high, mention.exact = units, None, reading.value - units, False

    def _trailing(self, mention: NumberMention) -> None:
        """A bound after the number or after its noun: ``ثلاثة أشخاص على الأقل``."""
        start = mention.last + 1
        trailing, numbers, gaps = self.lexicon.trailing, self.reader.lexicon, self.gaps
        for i, word in enumerate(self.words[start : min(start + _NOUN_WINDOW, self.last)], start):
            if gaps[i] not in (" ", ""):
                return
            if word in numbers and i > start:
                return
            if word not in trailing or self._next(i) == "من":  # خمسة قتلى وأكثر من عشرين جريحاً
                continue
            for phrase in trailing[word]:
                if self._follows(i + 1, phrase.others):
                    _apply(mention, phrase.role.removeprefix("after_"))
                    return


def _apply(mention: NumberMention, role: str) -> None:
    """Bounds of the codebook: about N is N, more than N at least N+1, at least N keeps N as the best value."""
    value = mention.best
    if value is None or role == "between":
        return
    mention.exact = False
    if role == "approx":
        mention.approx = True
    elif role == "more":
        mention.low, mention.best, mention.high = value + 1, None, None
    elif role == "at_least":
        mention.high = None
    elif role == "less":
        mention.low, mention.best, mention.high = None, None, value - 1
    elif role == "at_most":
        mention.low = None

"""The clauses of a sentence that give a reason.

A marker (بسبب، على خلفية، احتجاجاً على) opens the clause of the cause; a word of time (إثر، بعد)
does so only before a quarrel, a killing, an arrest; so do verbs of quarrel and demand.

Example: in ``اندلعت اشتباكات بسبب خلاف على ثمن بضاعة`` the clause begins at بسبب.
Source: codebook section 4 (cause).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

from ..lexicon.grammars import load_grammar
from .cause_words import (
    Group,
    cause_verb,
    is_harmful,
    is_quarrel,
    is_the_quarrel,
    keywords_in,
    load_cause_words,
    reasons_told,
    tells_offence,
)  # fmt: skip
from .cues import CAUSE
from .sentences import Sentence
from .wordings import bare, readings

_ANY: frozenset[str] = frozenset()
_EVENTFUL = frozenset(("fight", "arrest", "take", "crowd", "property", "curfew", "body", "mob"))
_WHEN = frozenset(("عندما", "حين", "حينما"))
_MOVED = frozenset(("crowd", "curfew"))  # what harm may move people to
_OFFENDED = frozenset(("arrest", "fight", "take", "appoint", "body", "property"))
_QUARRELLED = ("اختلف", "تنازع", "تشاجر", "تخاصم", "تلاسن")
_REFUSED = ("خلاف", "رفض")
_ABOUT = frozenset(("علي", "حول", "بسبب"))
_DEMANDED = frozenset(("ضد", "الي", "ان"))
_NO_DEMAND = frozenset(("بعد", "بين", "لدي", "لهم", "بها", "لها", "بهم", "لكن"))
_PROTESTED = frozenset(("علي", "ضد", "من"))
_OVER = frozenset(("علي", "حول"))
_BLAMED = frozenset(("سبب", "السبب", "اسباب", "الاسباب", "ذلك", "اندلاع", "حدوث", "وقوع"))
_IS = frozenset(("هو", "هي"))
_BEGAN_WITH = frozenset(("عقب", "اثر", "عندما", "بعدما", "حين", "بسبب"))
_BEGUN_REACH = 5  # words from a quarrel to what it began over
_BARE_REASONS = frozenset(("سبب", "اسباب", "بسبب"))
_LONG = 16  # words of a clause
_REASON_REACH, _DEMAND_REACH, _QUARREL_REACH, _TOLD_REACH = 6, 9, 8, 8
_CAME = ("جا", "وجا")  # جاء ذلك
_TOUCHING = 3  # words between two markers of one cause


@dataclass(slots=True, frozen=True)
class CauseMention:
    """Words ``first``..``last`` of the cause, the group of its marker, and whose category is still open."""

    first: int
    last: int
    group: Group
    families: frozenset[str] = _ANY
    told: bool = False

    def explains(self, family: str) -> bool:
        """Whether a happening of that family may have this cause."""
        return (not self.group.families or family in self.group.families) and (
            not self.families or family in self.families
        )


class CauseFinder:
    """Causes told in one sentence."""

    def __init__(self, sentence: Sentence) -> None:
        """Look at one sentence."""
        self.s = sentence
        self.words = sentence.texts
        self.gaps = sentence.words.gaps
        self.table = load_cause_words()
        told = (p for p in sentence.predicates if p.finite and (p.kind == "act" or p.proclitics[:1] == "و"))
        self.verbs = {p.at for p in told}

    def find(self) -> list[CauseMention]:
        """Causes in order; a later marker ends the clause of the one before."""
        found: list[CauseMention] = []
        free = self.s.first
        for i in self.s.cued(CAUSE):
            mention = self._opening(i) if i >= free else None
            if mention is None:
                continue
            if found and found[-1].last >= mention.first:
                mention = _overlap(found.pop(), mention, found)
            found.append(mention)
            free = self._past_marker(i)
        return found

    def _past_marker(self, i: int) -> int:
        hit = self.table.markers.at(self.words, i, self.s.last)
        return hit[0] + 1 if hit is not None else i + 1

    def _opening(self, i: int) -> CauseMention | None:
        return self._marker(i) or self._verb(i) or self._offence(i) or self._begun(i) or self._dispute(i)

    # -- what opens the clause -------------------------------------------------------------------

    def _marker(self, i: int) -> CauseMention | None:
        hit = self.table.markers.at(self.words, i, self.s.last)
        if hit is None:
            return None
        end, group = hit
        if self.s.before(i) in load_grammar().no_any:
            return None  # دون توجيه أي تهمة بحقه
        start, families = end + 1, _ANY
        if group.id == "told":
            return self._told(i, start, group)
        if group.id == "accusing" and self._answers_for(start):
            return None
        if end == i and (start >= self.s.last or self.words[start] in self.table.ignore_after):
            return None
        if group.id == "result" and self._is_harm(start):
            families = _MOVED
        if group.id == "soft":
            reason = None if self._is_deed(i, start) else self._reason(start)
            if reason is None:
                return None
            families = reason
        if group.id == "over":
            return CauseMention(i, self._matter_end(end), group)
        return CauseMention(i, self._clause_end(max(end, min(start, self.s.last - 1))), group, families)

    def _told(self, i: int, start: int, group: Group) -> CauseMention | None:
        """السبب, where a clause or the sentence opens; سبب alone is a word like others."""
        if self.words[i] in _BARE_REASONS:
            return self._defined(i, group)
        opens = i - self.s.first <= 2 or i == self.s.clause_start(i)
        if not opens or start >= self.s.last or not self.table.beside.isdisjoint(self.words[start : start + 2]):
            return None
        spans, after = load_grammar().spans_after, pairwise(self.words[start : start + _TOUCHING])
        if any(word == "بعد" and span in spans for word, span in after):
            return None  # تأتي هذه الاشتباكات بعد يومين من
        if self.words[i].startswith(_CAME) and start < self.s.last and self.words[start] in load_grammar().according:
            return None  # جاء ذلك وفق بيان
        near = range(start, min(self.s.last, start + _TOLD_REACH))
        goes = next((j for j in near if self.words[j] in ("الي", "ل")), start)  # past the words set between commas
        return CauseMention(i, self._clause_end(min(goes, self.s.last - 1)), group, told=True)

    def _defined(self, i: int, group: Group) -> CauseMention | None:
        """سبب المواجهات هو اقتراب مجموعة من نقطة: what the reason is follows هو."""
        reach = range(i + 2, min(self.s.last - 1, i + _LONG))
        told = next((j for j in reach if self.words[j] in _IS), None)
        return None if told is None else CauseMention(told + 1, self._clause_end(told + 1), group, told=True)

    def _is_deed(self, i: int, start: int) -> bool:
        """محاولة اغتيال، عندما أقدم مجهولون على إطلاق الرصاص: what happened, no reason."""
        return self.words[i] in _WHEN and not self.table.undertaken.isdisjoint(self.words[start : start + 2])

    def _answers_for(self, start: int) -> bool:
        """متهمة القوات بتنفيذ الهجوم: who is said to have done it, no reason."""
        grammar, near = load_grammar(), self.words[start : min(self.s.last, start + _TOLD_REACH)]
        return not (grammar.undertakings.isdisjoint(near) and grammar.responsible.isdisjoint(near))

    def _is_harm(self, start: int) -> bool:
        """بسبب انفجار لغم: what follows is what killed, no reason."""
        operations, undertaken = self.table.operations, self.table.undertaken
        while start + 1 < self.s.last and not operations.isdisjoint(map(bare, self.words[start : start + 2])):
            start += 1  # جراء ثلاث عمليات اغتيال
        near = self.words[start : min(self.s.last, start + 2)]
        if near and (is_harmful(near[0]) or near[0] in undertaken):
            return True
        return len(near) > 1 and not near[0].startswith(_REFUSED) and is_harmful(near[1])

    def _reason(self, start: int) -> frozenset[str] | None:
        """Families a word of time may explain, by the noun that follows; None when it is only time."""
        for j in range(start, min(self.s.last, start + _REASON_REACH)):
            if j > start and "،" in self.gaps[j]:
                return None
            for reason in reasons_told(self.words[j]):
                if j - start < reason.within:
                    return reason.families or _EVENTFUL
        return None

    def _verb(self, i: int) -> CauseMention | None:
        """طالب المحتجون بإطلاق المعتقلين، اختلفت اللجان على حمولة شاحنة."""
        key = cause_verb(self.words[i])
        if key is None:
            return None
        if key == "blame":
            return self._blame(i)
        if key == "quarrel":
            first = self._quarrel(i)
            return None if first < 0 else CauseMention(first, self._matter_end(i), self.table.groups["ground"])
        first = self._demands(i)
        return CauseMention(first, self._clause_end(first), self.table.groups["demand"]) if first >= 0 else None

    def _blame(self, i: int) -> CauseMention | None:
        """عزا مصدر السبب إلى خلاف على معبر."""
        near = self.words[i + 1 : min(self.s.last, i + 1 + _TOLD_REACH)]
        if "الي" not in near:
            return None
        goes = near.index("الي")
        if _BLAMED.isdisjoint(near[:goes]) and not any(map(is_quarrel, near[goes + 1 : goes + 2])):
            return None
        return CauseMention(i, self._clause_end(i + 1 + goes), self.table.groups["told"], told=True)

    def _begun(self, i: int) -> CauseMention | None:
        """إن الخلاف بدأ حول ملكية سيارة: what the quarrel told of began over."""
        if not is_the_quarrel(self.words[i]):
            return None
        near = self.words[i + 1 : min(self.s.last, i + 1 + _BEGUN_REACH)]
        over = next((j for j, word in enumerate(near) if word in _OVER | _BEGAN_WITH), 0)
        if not over or self.table.begins.isdisjoint(map(bare, near[:over])):
            return None
        first = i + 1 + over
        return CauseMention(first, self._clause_end(first), self.table.groups["ground"], told=True)

    def _dispute(self, i: int) -> CauseMention | None:
        """أدى خلاف على تقاسم المسروقات إلى اشتباك: a quarrel over something that led to what happened."""
        if not is_quarrel(self.words[i]):
            return None
        near = self.words[i + 1 : min(self.s.last, i + 1 + _TOUCHING)]
        over = next((j for j, word in enumerate(near) if word in _OVER), -1)
        if over < 0 or any("،" in gap for gap in self.gaps[i + 1 : i + 2 + over]):
            return None
        return CauseMention(i, self._past_aside(self._matter_end(i + 1 + over)), self.table.groups["ground"], _EVENTFUL)

    def _past_aside(self, end: int) -> int:
        """إثر خلاف مع عناصر الفرقة الرابعة، على ترسيم سيارات: what it was over, told past a comma."""
        goes_on = end + 2 < self.s.last and self.words[end + 1] in _OVER
        return self._clause_end(end + 1) if goes_on else end

    def _matter_end(self, start: int) -> int:
        """Last word of what a quarrel was over, before إلى and what it led to: على تقاسم المسروقات إلى اشتباك."""
        end = self._clause_end(start)
        leads = next((j for j in range(start + 2, end) if self.words[j] == "الي"), None)
        return end if leads is None else leads - 1

    def _demands(self, i: int) -> int:
        """Where a demand begins; -1 when it is none (the student طالب): what is asked for follows a preposition."""
        near = self.words[i + 1 : min(self.s.last, i + _DEMAND_REACH)]
        if bare(self.words[i]).endswith("حتج"):  # احتج السائقون على رفع الرسوم
            return next((i + 1 + n for n, word in enumerate(near) if word in _PROTESTED), -1)
        asked = any((w[0] in "بل" and len(w) > 2 and w not in _NO_DEMAND) or w in _DEMANDED for w in near)
        return i if asked else -1

    def _quarrel(self, i: int) -> int:
        """First word of a quarrel told with a verb and على: على حمولة شاحنة اختلفت اللجان; -1 when it is none."""
        start = self.s.clause_start(i)
        before = next((j for j in range(start, i) if readings(self.words[j])[-1] == "علي"), -1)
        if before >= 0 and i - before < _QUARREL_REACH:
            return before
        near = self.words[i + 1 : min(self.s.last, i + 1 + _QUARREL_REACH)]
        if any(map(is_quarrel, near[:3])):
            return i
        return i if bare(self.words[i]).startswith(_QUARRELLED) and not _ABOUT.isdisjoint(near) else -1

    def _offence(self, i: int) -> CauseMention | None:
        """اعتقلوه لانتسابه إلى التنظيم."""
        if not tells_offence(self.words[i]) or self.s.before(i) in load_grammar().goings:
            return None
        return CauseMention(i, self._clause_end(i), self.table.groups["ground"], _OFFENDED)

    def _clause_end(self, start: int) -> int:
        """Last word of the clause: up to a comma or a verb that tells another happening."""
        last = start
        while last + 1 < self.s.last and last - start < _LONG and "،" not in self.gaps[last + 1]:
            if last > start and last + 1 in self.verbs and not self._names_matter(last + 1):
                break
            last += 1
        return last

    def _names_matter(self, j: int) -> bool:
        """رفضوا دفع إتاوة: a word that reads like a verb and names what it was about."""
        keywords = self.table.keywords
        return any(keywords.at([stem, *self.words[j + 1 : j + 3]], 0, 3) for stem in keywords_in(self.words[j]))


def _overlap(outer: CauseMention, inner: CauseMention, found: list[CauseMention]) -> CauseMention:
    """A marker inside the clause of another: one cause when they touch (على خلفية تنازع), else the outer ends."""
    if outer.told:
        return replace(inner, first=outer.first, told=True)
    if inner.group.id == "demand" and outer.group.id == "soft":
        return inner  # خلال مشاركته في موكب للمطالبة بـ: the demand is the reason
    if inner.group.id == "over":
        return replace(outer, last=inner.last)  # بعدما تنازع رجلان على ثمن سيارة
    if inner.first - outer.first <= _TOUCHING:
        group = inner.group if outer.group.id == "soft" and inner.group.id != "demand" else outer.group
        return replace(outer, last=inner.last, group=group)
    found.append(replace(outer, last=inner.first - 1))
    return inner

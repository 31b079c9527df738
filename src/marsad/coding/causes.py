"""Why it happened, as the report says: the clause that gives the reason, its category, and whose reason it is.

A marker (بسبب، على خلفية، احتجاجاً على) opens the clause; a word of time (إثر، بعد) does so only
before a quarrel, a killing, an arrest. The cause belongs to the nearest happening before it, or to
the one that follows when the clause stands in front, or to the one told before when a sentence says
where it comes from (ويعود السبب إلى).

Example: ``اندلعت اشتباكات بين الطرفين بسبب خلاف على ثمن بضاعة`` → dispute-money.
Source: codebook section 4 (cause).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from ..lexicon.tables import load_yaml
from ..text.folding import fold_word
from .sentences import Sentence
from .wordings import Phrases, bare, readings, stems, verb_table

if TYPE_CHECKING:
    from .drafts import Draft

_LONG = 16
_NO_FAMILIES: frozenset[str] = frozenset()


@dataclass(slots=True, frozen=True)
class _Group:
    """Markers of one sort: what they may explain and the category they suggest."""

    id: str
    families: frozenset[str]
    default: str
    killing: str = ""
    only: bool = False


@dataclass(slots=True, frozen=True)
class CauseMention:
    """Words ``first``..``last`` of the cause, the group of its marker, and whose category is still open."""

    first: int
    last: int
    group: _Group
    families: frozenset[str] = _NO_FAMILIES
    told: bool = False

    def explains(self, family: str) -> bool:
        """Whether a happening of that family may have this cause."""
        return (not self.group.families or family in self.group.families) and (
            not self.families or family in self.families
        )


@dataclass(slots=True, frozen=True)
class _Table:
    """The compiled causes.yaml."""

    markers: Phrases[_Group]
    verbs: dict[str, str]
    groups: dict[str, _Group]
    reasons: tuple[tuple[frozenset[str], int, frozenset[str]], ...]
    keywords: Phrases[tuple[str, int]]
    lists: dict[str, frozenset[str]]


def _folded(words: Iterable[Any]) -> frozenset[str]:
    return frozenset(fold_word(str(w)) for w in words)


@cache
def _table() -> _Table:
    table: dict[str, Any] = load_yaml("causes.yaml")
    markers: dict[str, _Group] = {}
    groups: dict[str, _Group] = {}
    for row in table["groups"]:
        group = _Group(
            row["id"],
            frozenset(row.get("families", ())),
            row["default"],
            row.get("killing", ""),
            row.get("only", False),
        )
        groups[group.id] = group
        for word in row["words"]:
            markers.setdefault(fold_word(word), group)
    reasons = tuple((frozenset(r["families"]), int(r["within"]), _folded(r["words"])) for r in table["reasons"])
    keywords: dict[str, tuple[str, int]] = {}
    for row in table["categories"]:
        for word in row["keywords"]:
            keywords.setdefault(fold_word(word), (row["category"], row["bonus"]))
    lists = {name: _folded(table[name]) for name in ("crowd_words", "similar", "offences", "harmful", "ignore_after")}
    return _Table(Phrases(markers), verb_table(table["verbs"]), groups, reasons, Phrases(keywords), lists)


class CauseFinder:
    """Causes told in one sentence."""

    def __init__(self, sentence: Sentence) -> None:
        """Look at one sentence."""
        self.s = sentence
        self.words = sentence.words.words
        self.table = _table()
        self.verbs = {p.at for p in sentence.predicates if p.kind == "act" and p.finite}

    def find(self) -> list[CauseMention]:
        """Causes in order; a later marker ends the clause of the one before."""
        found: list[CauseMention] = []
        i = self.s.first
        while i < self.s.last:
            mention = self._marker(i) or self._verb(i) or self._offence(i)
            if mention is None:
                i += 1
                continue
            if found and found[-1].last >= mention.first:
                mention = self._overlap(found.pop(), mention, found)
            found.append(mention)
            i = max(i + 1, self._past_marker(i))
        return found

    def _overlap(self, outer: CauseMention, inner: CauseMention, found: list[CauseMention]) -> CauseMention:
        """A marker inside the clause of another: one cause when they touch (على خلفية تنازع), else the outer ends."""
        if outer.told:
            return replace(inner, first=outer.first, told=True)
        if inner.first - outer.first <= 3:
            group = inner.group if outer.group.id == "soft" and inner.group.id != "demand" else outer.group
            return replace(outer, last=inner.last, group=group)
        found.append(replace(outer, last=inner.first - 1))
        return inner

    def _past_marker(self, i: int) -> int:
        hit = self.table.markers.at(self.words, i, self.s.last)
        return hit[0] + 1 if hit is not None else i + 1

    def _marker(self, i: int) -> CauseMention | None:
        hit = self.table.markers.at(self.words, i, self.s.last)
        if hit is None:
            return None
        end, group = hit
        start = end + 1
        if (
            group.id != "told"
            and (start >= self.s.last or self.words[start] in self.table.lists["ignore_after"])
            and end == i
        ):
            return None
        families = _NO_FAMILIES
        if group.id == "result" and self._harmful(start):
            return None
        if group.id == "soft":
            reason = self._reason(start)
            if reason is None:
                return None
            families = reason
        if group.id == "told" and not self._tells(i, start):
            return None
        told = group.id == "told"
        last = self._told_end(start) if told else self._clause_end(max(end, min(start, self.s.last - 1)))
        return CauseMention(i, last, group, families, told)

    def _tells(self, i: int, start: int) -> bool:
        """السبب, where a clause or the sentence opens; سبب alone is a word like others."""
        opens = i - self.s.first <= 2 or i == self.s.clause_start(i)
        return opens and start < self.s.last and self.words[i] not in ("سبب", "اسباب", "بسبب")

    def _harmful(self, start: int) -> bool:
        """بسبب انفجار لغم: what follows is what killed, no reason."""
        near = self.words[start : min(self.s.last, start + 2)]
        harmful = self.table.lists["harmful"]
        if near and stems(near[0]) & harmful:
            return True
        return len(near) > 1 and not near[0].startswith(("خلاف", "رفض")) and bool(stems(near[1]) & harmful)

    def _reason(self, start: int) -> frozenset[str] | None:
        """Families a word of time may explain, by the noun that follows; None when it is only time."""
        gaps = self.s.words.gaps
        for j in range(start, min(self.s.last, start + 6)):
            if j > start and "،" in gaps[j]:
                return None
            found = stems(self.words[j])
            exact = frozenset((bare(self.words[j]), self.words[j]))
            for families, within, words in self.table.reasons:
                if j - start < within and (exact if "مقتل" in words else found) & words:
                    return families or frozenset(
                        ("fight", "arrest", "take", "crowd", "property", "curfew", "body", "mob")
                    )
        return None

    def _verb(self, i: int) -> CauseMention | None:
        key = next((self.table.verbs[t] for t in readings(self.words[i]) if t in self.table.verbs), None)
        if key is None:
            return None
        first = i
        if key == "quarrel":
            first = self._quarrel(i)
            if first < 0:
                return None
        elif not self._demands(i):
            return None
        group = self.table.groups["ground" if key == "quarrel" else "demand"]
        return CauseMention(first, self._clause_end(i), group)

    def _demands(self, i: int) -> bool:
        """طالب المحتجون بـ, not the student طالب: what is asked for follows with a preposition."""
        near = self.words[i + 1 : min(self.s.last, i + 6)]
        return any((w[0] in "بل" and len(w) > 3) or w in ("ضد", "الي", "ان") for w in near)

    def _quarrel(self, i: int) -> int:
        """First word of a quarrel told with a verb and على: على حمولة شاحنة اختلفت اللجان; -1 when it is none."""
        start = self.s.clause_start(i)
        before = next((j for j in range(start, i) if readings(self.words[j])[-1] == "علي"), -1)
        if before >= 0 and i - before < 8:
            return before
        near = self.words[i + 1 : min(self.s.last, i + 9)]
        if any(stems(w) & self.table.reasons[0][2] for w in near[:3]):
            return i
        quarrels = bare(self.words[i]).startswith(("اختلف", "تنازع", "تشاجر", "تخاصم", "تلاسن"))
        return i if quarrels and ("علي" in near or "حول" in near or "بسبب" in near) else -1

    def _offence(self, i: int) -> CauseMention | None:
        word = self.words[i]
        if word[0] != "ل" or len(word) < 6 or not word.endswith(("ه", "ها", "هم", "هما")):
            return None
        if not stems(word[1:]) & self.table.lists["offences"] or (
            word.endswith("ه") and word[1:] in self.table.lists["offences"]
        ):
            return None
        return CauseMention(
            i,
            self._clause_end(i),
            self.table.groups["ground"],
            frozenset(("arrest", "fight", "take", "appoint", "body", "property")),
        )

    def _told_end(self, start: int) -> int:
        """ويعود السبب، وفق المصادر، إلى إقدام ...: past the words set between commas."""
        goes = next((j for j in range(start, min(self.s.last, start + 8)) if self.words[j] in ("الي", "ل")), start)
        return self._clause_end(min(goes, self.s.last - 1))

    def _clause_end(self, start: int) -> int:
        """Last word of the clause: up to a comma or a verb that tells another happening."""
        gaps = self.s.words.gaps
        last = start
        while last + 1 < self.s.last and last - start < _LONG and "،" not in gaps[last + 1]:
            if last > start and last + 1 in self.verbs:
                break
            last += 1
        return last


def category(words: list[str], group: _Group, family: str) -> str:
    """Category of the words of a cause: the nearest keyword wins, specific ones from further off."""
    if group.only:
        return group.default
    best, rank = "", 99
    keywords = _table().keywords
    for i in range(len(words)):
        for stem in stems(words[i]):
            hit = keywords.at([stem, *words[i + 1 : i + 3]], 0, min(3, len(words) - i))
            if hit is not None and i - hit[1][1] < rank:
                best, rank = hit[1][0], i - hit[1][1]
    if family == "crowd" and best in ("revenge", "arrest-attempt", "dispute-checkpoint"):
        return group.killing or group.default if best == "revenge" else "political"
    if family == "arrest" and best in ("arrest-attempt", "revenge"):
        return "other"
    if family not in ("crowd", "fight", "property") and best == "living-conditions":
        return "other"
    if group.id == "reply" and best not in ("living-conditions",):
        return "revenge"
    return best or group.default


class Reasons:
    """Which cause belongs to which draft of a report."""

    def __init__(self, drafts: list[Draft], sentences: list[Sentence]) -> None:
        """Find the causes of all drafts at once."""
        self.drafts = drafts
        self.sentences = sentences
        self.causes: dict[int, tuple[CauseMention, str]] = {}
        told = {p.sentence.number for d in drafts for p in d.protos}
        for number in sorted(told | {n + 1 for n in told} | {n + 2 for n in told}):
            if number < len(sentences):
                for mention in CauseFinder(sentences[number]).find():
                    self._assign(sentences[number], mention)
        self._similar()
        self._raids()

    def of(self, draft: Draft) -> tuple[CauseMention, str] | None:
        """The cause of a draft and its category."""
        return self.causes.get(id(draft))

    def _give(self, draft: Draft, mention: CauseMention, sentence: Sentence) -> None:
        if id(draft) not in self.causes:
            words = sentence.words.words[mention.first : mention.last + 1]
            self.causes[id(draft)] = (mention, category(words, mention.group, draft.family))

    def _assign(self, sentence: Sentence, mention: CauseMention) -> None:
        """To the nearest happening before it, else the first after it, else the one told before."""
        before, after = self._around(sentence, mention)
        if before or after:
            for draft in before[max(before)] if before else after[min(after)]:
                self._give(draft, mention, sentence)
        elif mention.told or self._of_the_crowd(sentence, mention):
            self._explain(sentence, mention)
        elif mention.group.id in _RETELLING:
            acts = [p for p in sentence.predicates if p.kind == "act" and p.frame is not None and p.at < mention.first]
            if acts:
                self._explain(sentence, mention, acts[-1].act.family)

    def _around(
        self, sentence: Sentence, mention: CauseMention
    ) -> tuple[dict[int, list[Draft]], dict[int, list[Draft]]]:
        """Drafts the cause may explain by the word that tells them, before it and after it."""
        before: dict[int, list[Draft]] = {}
        after: dict[int, list[Draft]] = {}
        for draft in self.drafts:
            if not mention.explains(draft.family):
                continue
            for at in {p.at for q in draft.protos if q.sentence is sentence for p in q.preds}:
                if at < mention.first or (at == mention.first and mention.group.id == "demand"):
                    before.setdefault(at, []).append(draft)
                elif at > mention.last:
                    after.setdefault(at, []).append(draft)
        return before, after

    def _of_the_crowd(self, sentence: Sentence, mention: CauseMention) -> bool:
        """وطالب المحتجون بـ, a sentence after the protest."""
        if "crowd" not in mention.group.families:
            return False
        words = _table().lists["crowd_words"]
        return any(bare(w) in words for w in sentence.words.words[sentence.first : sentence.last])

    def _explain(self, sentence: Sentence, mention: CauseMention, family: str = "") -> None:
        """ويعود السبب، واندلعت الاشتباكات بعد ...: the last happening told before, not a background one."""
        best: Draft | None = None
        for draft in self.drafts:
            number = max((p.sentence.number for p in draft.protos if p.sentence.number < sentence.number), default=-9)
            if (
                sentence.number - number > 2
                or not mention.explains(draft.family)
                or draft.background
                or family not in ("", draft.family)
            ):
                continue
            if best is None or number >= max(
                p.sentence.number for p in best.protos if p.sentence.number < sentence.number
            ):
                best = draft
        if best is not None:
            self._give(best, mention, sentence)

    def _similar(self) -> None:
        """مواكب مماثلة: protests like the one before have its cause."""
        cause: tuple[CauseMention, str] | None = None
        similar = _table().lists["similar"]
        for draft in self.drafts:
            if draft.family != "crowd":
                continue
            own = self.causes.get(id(draft))
            sentence = draft.base.sentence
            if own is not None:
                cause = own
            elif cause is not None and any(
                bare(w) in similar for w in sentence.words.words[sentence.first : sentence.last]
            ):
                self.causes[id(draft)] = cause

    def _raids(self) -> None:
        """A fight told within a raid comes of it: مداهمة أحد المواقع انتهت بتحييد خامس بعد اشتباك."""
        for draft in self.drafts:
            if draft.family != "fight" or id(draft) in self.causes:
                continue
            sentence = draft.base.sentence
            for i in range(sentence.first, draft.base.at):
                if stems(sentence.words.words[i]) & _RAIDS and draft.base.at - i < 25:
                    mention = CauseMention(i, min(i + 3, draft.base.at - 1), _table().groups["soft"])
                    self.causes[id(draft)] = (mention, "arrest-attempt")
                    break


_RETELLING = frozenset(("soft", "ground", "result", "reply", "pursuit"))
_RAIDS = frozenset(("مداهمه", "دهم", "مداهمات"))

"""Why it happened, as the report says: whose reason each cause is.

A cause belongs to the nearest happening before it, or to the one that follows when the clause
stands in front, or to the one told before when a sentence says where it comes from (ويعود السبب إلى).

Example: ``اندلعت اشتباكات بين الطرفين بسبب خلاف على ثمن بضاعة`` → dispute-money.
Source: codebook section 4 (cause).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from .cause_categories import category
from .cause_clauses import CauseFinder, CauseMention
from .cause_words import is_raid, load_cause_words
from .cues import CAUSE
from .sentences import Sentence
from .wordings import bare

if TYPE_CHECKING:
    from .drafts import Draft

_RETELLING = frozenset(("soft", "ground", "accused", "result", "reply", "pursuit", "raid", "over"))
_BEGUN_REACH = 4  # words before the reason
_OWN_REACH = 2  # words from a marker of time to the happening itself
_RECENT = 2  # sentences after a happening that may explain it
_RAID_REACH = 24  # words


class Reasons:
    """Which cause belongs to which draft of a report."""

    def __init__(self, drafts: list[Draft], sentences: list[Sentence]) -> None:
        """Find the causes of all drafts at once."""
        self.drafts = drafts
        self.causes: dict[int, tuple[CauseMention, str]] = {}
        self.told = _told_words(drafts)
        numbers = {told + later for told in self.told for later in range(_RECENT + 1)}
        for number in sorted(n for n in numbers if n < len(sentences)):
            sentence = sentences[number]
            for mention in CauseFinder(sentence).find() if sentence.cued(CAUSE) else ():
                self._assign(sentence, mention)
        self._similar()
        self._struck()
        self._raids()

    def of(self, draft: Draft) -> tuple[CauseMention, str] | None:
        """The cause of a draft and its category."""
        return self.causes.get(id(draft))

    def _give(self, draft: Draft, mention: CauseMention, sentence: Sentence) -> None:
        if id(draft) not in self.causes:
            words = sentence.texts[mention.first : mention.last + 1]
            self.causes[id(draft)] = (mention, category(words, mention.group, _family(draft)))

    def _assign(self, sentence: Sentence, mention: CauseMention) -> None:
        """To the nearest happening before it, else the first after it, else the one told before."""
        begins = mention.group.id in _RETELLING and _begins(sentence, mention)
        nearest = [] if begins else self._nearest(sentence, mention)
        if nearest:
            for draft in nearest:
                self._give(draft, mention, sentence)
        elif mention.told:
            self._explain(sentence, mention)
        elif _is_of_crowd(sentence, mention):
            self._explain_crowds(sentence, mention)
        elif mention.group.id in _RETELLING:
            acts = [p for p in sentence.acts if p.frame is not None and p.at < mention.first]
            if acts or begins:
                self._explain(sentence, mention, acts[-1].act.family if acts else "")

    def _nearest(self, sentence: Sentence, mention: CauseMention) -> list[Draft]:
        """Drafts the cause may explain, by the last word before it that tells them, else the first after it."""
        before: dict[int, list[Draft]] = {}
        after: dict[int, list[Draft]] = {}
        itself = mention.group.id in ("demand", "condemn")
        told = self.told.get(sentence.number, ())
        own = {id(d) for at, d in told if mention.first < at <= mention.first + _OWN_REACH}
        for at, draft in told:
            if not mention.explains(_family(draft)) or (mention.group.id == "soft" and id(draft) in own):
                continue  # أصيب ثلاثة إثر مشاجرة: the brawl is the happening itself
            if at < mention.first + itself:  # the verb of a demand may be the act
                before.setdefault(at, []).append(draft)
            elif at > mention.last:
                after.setdefault(at, []).append(draft)
        return before[max(before)] if before else after[min(after)] if after else []

    def _explain(self, sentence: Sentence, mention: CauseMention, family: str = "") -> None:
        """ويعود السبب، واندلعت الاشتباكات بعد ...: the last happening told before, not a background one."""
        for back in range(1, _RECENT + 1):
            for _, draft in reversed(self.told.get(sentence.number - back, ())):
                if mention.explains(_family(draft)) and not draft.background and family in ("", draft.family):
                    self._give(draft, mention, sentence)
                    return

    def _explain_crowds(self, sentence: Sentence, mention: CauseMention) -> None:
        """ويطالب المحتجون برحيل المحافظ: every protest told before that gives no reason of its own."""
        for draft in self.drafts:
            if _family(draft) == "crowd" and not draft.background and draft.first_sentence < sentence.number:
                self._give(draft, mention, sentence)

    def _similar(self) -> None:
        """مواكب مماثلة: protests like the one before have its cause."""
        cause: tuple[CauseMention, str] | None = None
        similar = load_cause_words().similar
        for draft in self.drafts:
            if _family(draft) != "crowd":
                continue
            own = self.causes.get(id(draft))
            if own is not None:
                cause = own
            elif cause is not None and _has_bare(draft.base.sentence, similar):
                self.causes[id(draft)] = cause

    def _struck(self) -> None:
        """A crowd that was fired at had gone out for what the report says of its protests."""
        crowds = [d for d in self.drafts if _family(d) == "crowd"]
        known = next((self.causes[id(d)] for d in crowds if id(d) in self.causes), None)
        for draft in crowds:
            if known is not None and id(draft) not in self.causes and _struck_crowd(draft):
                self.causes[id(draft)] = known

    def _raids(self) -> None:
        """A fight told within a raid comes of it: مداهمة أحد المواقع انتهت بتحييد خامس بعد اشتباك."""
        soft = load_cause_words().groups["soft"]
        for draft in self.drafts:
            if draft.family != "fight" or id(draft) in self.causes:
                continue
            sentence, at = draft.base.sentence, draft.base.at
            near = range(max(sentence.first, at - _RAID_REACH), at)
            raid = next((i for i in near if is_raid(sentence.texts[i])), None)
            if raid is not None:
                self.causes[id(draft)] = (CauseMention(raid, min(raid + 3, at - 1), soft), "arrest-attempt")


def _family(draft: Draft) -> str:
    """The family whose reasons a happening has: firing at a crowd has those of the protest."""
    return "crowd" if draft.family == "crowd" or _struck_crowd(draft) else draft.family


def _struck_crowd(draft: Draft) -> bool:
    if draft.base.killed_crowd or draft.base.intervention:
        return True
    return draft.family == "fight" and any(x.category == "protester" for proto in draft.protos for x in proto.side2)


def _told_words(drafts: Iterable[Draft]) -> dict[int, list[tuple[int, Draft]]]:
    """The words that tell the drafts, by the number of their sentence."""
    told: dict[int, list[tuple[int, Draft]]] = {}
    for draft in drafts:
        words = {(proto.sentence.number, p.at) for proto in draft.protos for p in proto.preds}
        for number, at in words:
            told.setdefault(number, []).append((at, draft))
    return told


def _begins(sentence: Sentence, mention: CauseMention) -> bool:
    """إن النزاع نشب بسبب خلاف، وتجدد الخصام بعد أن: the definite noun says that what was told before began so."""
    near = sentence.window(mention.first - _BEGUN_REACH, mention.first)
    begins = load_cause_words().begins
    return any(
        bare(word) in begins and any(x.startswith("ال") for x in near[max(0, i - 1) : i + 2])
        for i, word in enumerate(near)
    )


def _is_of_crowd(sentence: Sentence, mention: CauseMention) -> bool:
    """وطالب المحتجون بـ, a sentence after the protest."""
    return "crowd" in mention.group.families and _has_bare(sentence, load_cause_words().crowd_words)


def _has_bare(sentence: Sentence, words: frozenset[str]) -> bool:
    return any(bare(w) in words for w in sentence.texts[sentence.first : sentence.last])

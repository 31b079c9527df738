"""Read the report as a story: each happening is told again, or starts an event where and when the story is.

Example: ``قُتل شاب في درعا أمس. وأصيب آخر في الهجوم`` is one event, told in two sentences.
Sources: codebook section 2 and rulings 1, 2, 3, 14, 20, 24, 26.
"""

from __future__ import annotations

from datetime import date

from ..find.date_mentions import DateMention
from ..find.parties import Party
from ..find.places import PlaceMention
from ..lexicon.grammars import load_grammar
from ..model import Location
from ..resolve.places import settlement
from .accusations import learn_accused
from .backgrounds import came_before, goes_back, is_background, is_recalled
from .compatibilities import explains_attack
from .conflicts import are_told_closer, has_both_losses, is_met
from .drafts import UNDATED, Draft, Setting, has_named, names_both
from .identities import Told, find_same
from .inheritances import (
    inherit_attackers,
    inherit_both,
    inherit_captor,
    inherit_doer,
    inherit_fighters,
    inherit_opponent,
    inherit_protested,
    inherit_target,
    learn_defenders,
    learn_fleeing,
    learn_suspects,
    may_oppose,
)
from .memories import Memory
from .protos import Proto, Toll
from .retellings import is_spelled_out
from .sentences import Sentence
from .sources import Source
from .speakers import Speakers, claims, follows_up
from .speeches import Speeches
from .summaries import NOWHERE, drop_summaries, find_weakness
from .whereabouts import find_whereabouts

_VIOLENT = frozenset(("fight", "boom", "body"))
_HARMFUL = _VIOLENT | {"crowd", "disrupt", "territory"}
_UNSURE = frozenset(("denied", "possible"))  # what may not have happened has no day but its own
_ADOPTION = 2  # sentences from a happening to a toll told alone


class Story:
    """Turns the protos of all sentences, in order, into event drafts; ``dropped`` says what started none and why."""

    def __init__(self, published: date | None) -> None:
        """Start with nothing told."""
        self.memory = Memory(published)
        self.told = Told()
        self.drafts = self.told.drafts
        self.dropped: list[tuple[Proto, str]] = []
        self.unplaced: list[tuple[Proto, Setting, Source | None]] = []  # told so far without day and place
        self.paragraph = -1
        self.speakers = Speakers()
        self.tally = False
        self.mentioned: list[Party] = []

    def open(self, dates: list[DateMention], bulletin: bool, provisional: bool = False) -> None:
        """Start at the day of the heading, if it names one."""
        self.memory.open(dates, bulletin, provisional)

    def enter(self, sentence: Sentence) -> None:
        """Come to a sentence, whether it tells anything or not."""
        self.memory.enter(sentence)

    def hear(self, sentence: Sentence) -> None:
        """A sentence that tells no happening may accuse somebody of the one before, or say where it was."""
        self._place(sentence)
        learn_defenders(self.drafts, sentence)
        learn_accused(self.drafts, sentence)

    def tell(self, sentence: Sentence, protos: list[Proto], orphans: list[Toll]) -> None:
        """Take in one sentence; ``orphans`` are tolls of a sentence that names no happening."""
        self._adopt(sentence, orphans)
        self.mentioned.extend(x for x in sentence.parties if may_oppose(x))
        if sentence.paragraph != self.paragraph:
            self.paragraph = sentence.paragraph
            self.memory.turn(sentence)
        undated = "undated_story" in sentence.scope_phrases or "undated_story" in sentence.scope_kinds
        background = is_background(sentence)
        undated = undated or goes_back(sentence)
        speeches = self.speakers.read(sentence)
        if sentence.number <= 1 and not protos and "tally_phrases" in sentence.scope_phrases:
            self.tally = True
        self._follow_up(sentence, speeches, protos)
        self._place(sentence)
        for proto in protos:
            source = speeches.of([proto.predicate, *proto.preds], proto.verdict)
            recalled = background or is_recalled(sentence, proto.predicate)
            before = came_before(sentence, proto.predicate)
            self._take(proto, self.memory.setting_of(proto, undated or before, recalled), source)
        self.memory.settle(sentence)
        if not protos:
            learn_fleeing(self.drafts, sentence)
        learn_suspects(self.drafts, sentence)
        learn_defenders(self.drafts, sentence)
        learn_accused(self.drafts, sentence)
        if speeches.claim is not None:
            self._claim(sentence, speeches.claim, protos)

    def finish(self) -> list[Draft]:
        """The drafts, without a lead that only sums up what is then told town by town."""
        return drop_summaries(self.drafts)

    # -- one happening ---------------------------------------------------------------------------

    def _take(self, proto: Proto, setting: Setting, source: Source | None) -> None:
        """Tell ``proto``: again, as a new event (one for each place of a list), or drop it."""
        earlier = find_same(self.told, proto, setting)
        if earlier is not None:
            where = earlier.location
            if not earlier.side1:
                inherit_attackers(self.drafts, proto)
            _retell(earlier, proto, setting, source)
            if earlier.location is not where:
                self.told.move(earlier)
            return
        reason = self._weakness(proto, setting)
        if reason:
            self.dropped.append((proto, reason))
            if reason == NOWHERE:
                self.unplaced.append((proto, setting, source))
            return
        places = _places(proto, setting)
        suffered = _told_twice(proto, places)
        for n, (mention, location) in enumerate(places):
            if not (setting.background and proto.family == "boom"):
                inherit_doer(self.drafts, proto)
            inherit_attackers(self.drafts, proto)
            draft = _draft(proto, setting, mention, location, source)
            if n != suffered:
                draft.tolls = [t for t in proto.tolls if t.zero]
                fallen = [t.party for t in proto.tolls if not t.zero]
                draft.side2 = [x for x in draft.side2 if x not in fallen or x.entries]
            if proto.both or self._ends_fight(proto):
                inherit_both(self.drafts, draft, self.mentioned)
            inherit_opponent(self.drafts, draft)
            inherit_protested(self.drafts, draft)
            inherit_target(self.drafts, draft)
            inherit_captor(self.drafts, draft)
            inherit_fighters(self.drafts, draft)
            self.told.add(draft)
        self.memory.remember(setting, is_recalled(proto.sentence, proto.predicate))

    def _ends_fight(self, proto: Proto) -> bool:
        """شهدت المدينة اشتباكاً بين الفصيلين انتهى باتفاق: those who fought agreed."""
        if proto.family != "agreement" or proto.side1 or proto.side2:
            return False
        fought = [d for d in self.drafts if proto.sentence.number - d.last_sentence <= _ADOPTION]
        return bool(fought) and fought[-1].family == "fight"

    def _weakness(self, proto: Proto, setting: Setting) -> str:
        if self.tally and not setting.own_date:
            return "part of a tally"
        if setting.own_date and self.memory.is_history(setting.date):
            return "history"
        return find_weakness(proto, setting, self.memory.date.date is not None, bool(self.drafts))

    # -- what a sentence says of events told before ----------------------------------------------

    def _place(self, sentence: Sentence) -> None:
        """ووقعت الحادثة في بلدة طفس أمس: when and where the last happening was, or those that had neither yet."""
        found = find_whereabouts(sentence)
        if found is None:
            return
        there = self.memory.setting_at(found.place, found.date, sentence)
        waiting = [x for x in self.unplaced if sentence.number - x[0].sentence.number <= _ADOPTION + 1]
        last = self.drafts[-1] if self.drafts else None
        if waiting and (last is None or last.last_sentence < waiting[0][0].sentence.number):
            self.unplaced = []
            self.dropped = [x for x in self.dropped if all(x[0] is not proto for proto, _, _ in waiting)]
            for proto, setting, source in waiting:
                proto.place = proto.place or found.place
                self._take(proto, there.beside(setting), source)
        elif last is not None and sentence.number - last.last_sentence <= _ADOPTION:
            where = last.location
            last.settle(there)
            if last.location is not where:
                self.told.move(last)

    def _adopt(self, sentence: Sentence, orphans: list[Toll]) -> None:
        """أحصى جهاز الإسعاف تسعة قتلى: a toll told alone belongs to the happening before it."""
        general = sentence.texts[sentence.first].removeprefix("و") in load_grammar().general_openers
        if not orphans or general or "tally_phrases" in sentence.scope_phrases:
            return
        killed = all(t.outcome == "killed" for t in orphans)
        able = _HARMFUL if killed else _HARMFUL - {"body"}
        told = [d for d in self.drafts if d.family in able]
        latest = max((d.last_sentence for d in told), default=-1)
        last = next((d for d in told if d.last_sentence == latest), None)
        if last is not None and sentence.number - last.last_sentence <= _ADOPTION:
            last.add_tolls(orphans)

    def _claim(self, sentence: Sentence, source: Source, protos: list[Proto]) -> None:
        """تبنى داعش العملية: side 1 of the event told before; who told that still vouches for it."""
        if not source.claim or not source.parties:
            return
        if any(p.at > source.last for q in protos if not q.definite for p in q.preds):
            return
        if any(sentence.scope.get(i) == "negation" for i in range(sentence.first, source.first)):
            return
        if not claims(sentence, source, ""):
            return
        told = [d for d in reversed(self.drafts) if d.family in _VIOLENT or d.family == "take"]
        draft = min(told, key=lambda d: not claims(sentence, source, d.family), default=None)
        if draft is None:
            return
        if _is_mentioned(draft):
            draft.source = draft.source or source
        if not has_named(draft.side1):
            draft.side1 = list(source.parties)

    def _follow_up(self, sentence: Sentence, speeches: Speeches, protos: list[Proto]) -> None:
        """A source named right after the happening speaks of it: وأكد مصدر طبي خطورة حالة الجرحى.

        What it tells first counts, in a clause before any happening: وقال مصدر إن الطرفين استخدما القذائف، وإن ...
        """
        speech = speeches.first
        if speech is None or not self.drafts or self.drafts[-1].source is not None:
            return
        last = self.drafts[-1]
        if last.background and last.protos[-1].sentence.paragraph != sentence.paragraph:
            return
        end = min((p.at for q in protos for p in q.preds), default=sentence.last)
        if protos and (end <= speech.start or not sentence.comma_between(speech.start, end)):
            return
        harmed = any(not t.zero for t in last.tolls)
        if speech.source.armed and last.family not in _VIOLENT:
            return
        if sentence.number - last.last_sentence <= 1 and follows_up(sentence, speech.source, harmed, end):
            last.source = speech.source


def _places(proto: Proto, setting: Setting) -> list[tuple[PlaceMention | None, Location | None]]:
    """One event per named place of a list under one verb: قصف بلدات أ وب وج."""
    places = [(setting.mention, setting.location)]
    if setting.own_place and proto.family not in ("agreement", "mediate"):
        places += [(mention, settlement(mention)) for mention in proto.more_places]
    return sorted(places, key=lambda pair: pair[0].first if pair[0] is not None else 0)


def _told_twice(proto: Proto, places: list[tuple[PlaceMention | None, Location | None]]) -> int:
    """Which of a list has the toll: the place named again beside it (قتل رجلاً في الأتارب), else the first."""
    names = [m.name for m in proto.sentence.places if m.coordinated is None]
    return next((n for n, (mention, _) in enumerate(places) if mention is not None and mention.name in names), 0)


def _draft(
    proto: Proto, setting: Setting, mention: PlaceMention | None, location: Location | None, source: Source | None
) -> Draft:
    unsure = proto.verdict in _UNSURE and not setting.own_date
    when = UNDATED if unsure else setting.date
    return Draft(
        proto.twin(), [proto], when, location, mention, list(proto.side1), list(proto.side2), list(proto.other),
        list(proto.tolls), setting.background, setting.own_place, setting.own_date, source,
        sites=[proto.site] if proto.site is not None else [],
    )  # fmt: skip


def _is_mentioned(draft: Draft) -> bool:
    """بعد اغتيال عنصر: told so far only as what came before something else."""
    base = draft.base
    return not base.predicate.finite and base.sentence.before(base.at) in load_grammar().earlier


def _retell(draft: Draft, proto: Proto, setting: Setting, source: Source | None) -> None:
    """Let ``proto`` add to an event what that lacks."""
    how = explains_attack(draft, proto)
    draft.protos.append(proto)
    _retell_sides(draft, proto)
    draft.other.extend(proto.other)
    draft.add_tolls([t for t in proto.tolls if not _is_part(draft, proto, t)])
    base = draft.base
    if how or (proto.act.rank > base.act.rank and proto.family == draft.family):
        base.act = proto.act
    if draft.is_sided or is_spelled_out(draft, proto, setting.location):
        draft.own_place = False  # شرقي دير الزور, then بلدة الشحيل
    draft.settle(setting)
    if proto.site is not None:
        draft.sites.append(proto.site)
    if source is not None and (not source.claim or _is_mentioned(draft)):
        draft.source = draft.source or source  # who adopts a deed has not told it
    if draft.family == "crowd" and proto.family == "fight":
        proto.intervention, proto.killed_crowd = True, proto.act.id != "beating"
        draft.side2 = [*draft.side2, *[x for x in proto.side1 if x.armed]]
    base.intervention = base.intervention or proto.intervention
    base.killed_crowd = base.killed_crowd or proto.killed_crowd


def _is_part(draft: Draft, proto: Proto, toll: Toll) -> bool:
    """قُتل 13. وقالت الشبكة إن بين الضحايا سبعة أطفال: some of those counted before are no rival figure."""
    among = proto.sentence.before(toll.first) in load_grammar().part_words
    return among and (toll.best or 0) < draft.count(toll.outcome)


def _retell_sides(draft: Draft, proto: Proto) -> None:
    """Parties of a side that named nobody; both sides when only the new telling names both."""
    if is_met(draft, proto):
        draft.side2 = [*draft.side2, *proto.side1]
        return
    if has_both_losses(draft, proto):
        draft.side1 = [x for x in proto.side2 if x.entries]
    if names_both(proto) and (not names_both(draft) or are_told_closer(draft, proto)):
        draft.side1, draft.side2 = list(proto.side1), list(proto.side2)
    if draft.family != "crowd" or proto.family != "fight":
        sides = {id(x) for x in draft.side1 + draft.side2}
        for mine, theirs in ((draft.side1, proto.side1), (draft.side2, proto.side2)):
            if all(x.category == "post" and not x.entries for x in mine):
                mine.extend(x for x in theirs if id(x) not in sides)

"""Read the report as a story: carry date, place and parties forward, merge by the one-event rule.

Sources: codebook section 2 and rulings 1, 2, 3, 14, 20, 24, 26.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

import msgspec

from ..find.date_mentions import DateMention
from ..find.parties import Party
from ..find.places import PlaceMention, SiteMention
from ..model.records import Location
from ..resolve.actors import Cast
from ..resolve.dates import ResolvedDate, resolve_date
from ..resolve.places import settlement
from .protos import Proto, Toll
from .sentences import Sentence
from .sources import Source, Speakers, Speeches, claims, follows_up

_VIOLENT = frozenset(("fight", "boom", "body"))
_UNDATED = ResolvedDate(None, None, "unknown", "")
_RETELLS = frozenset(("فقد", "وقد", "هذا"))


@dataclass(slots=True)
class Draft:
    """An event of the report while it is being told."""

    base: Proto
    protos: list[Proto]
    date: ResolvedDate
    location: Location | None
    mention: PlaceMention | None
    side1: list[Party]
    side2: list[Party]
    other: list[Party]
    tolls: list[Toll]
    toll_sentences: dict[str, Sentence] = field(default_factory=dict)
    background: bool = False
    own_place: bool = False
    own_date: bool = False
    source: Source | None = None
    source_sentence: Sentence | None = None
    claimed: bool = False
    joint: bool = False
    sites: list[SiteMention] = field(default_factory=list)
    mention_owner: Sentence | None = None

    @property
    def family(self) -> str:
        """Family of the act."""
        return self.base.act.family


class Story:
    """Turns the protos of all sentences, in order, into event drafts."""

    def __init__(self, published: date | None, cast: Cast) -> None:
        self.published = published
        self.cast = cast
        self.drafts: list[Draft] = []
        self.lead_date: ResolvedDate = _UNDATED
        self.date: ResolvedDate = _UNDATED
        self.place: PlaceMention | None = None
        self.location: Location | None = None
        self.lead_place: PlaceMention | None = None
        self.paragraph = -1
        self.speakers = Speakers()
        self.dropped: list[tuple[Proto, str]] = []
        self.tally = False

    def open(self, dates: list[DateMention], bulletin: bool) -> None:
        """A heading that says the day dates what follows: اليوم in any report, a full date in a bulletin."""
        for mention in dates:
            if mention.dates and (mention.kind == "day-offset" or (bulletin and mention.kind == "absolute" and mention.day is not None)):
                resolved = resolve_date(mention, self.published)
                if resolved.date is not None and resolved.precision == "day":
                    self.lead_date = self.date = resolved
                    return

    def enter(self, sentence: Sentence) -> None:
        """A line that is only a place opens its section: ⬅ حلب، #إدلب."""
        if sentence.last - sentence.first <= 4 and not sentence.predicates and len(sentence.places) == 1:
            mention = sentence.places[0]
            if mention.location is not None and not mention.anaphor:
                self.place, self.location = mention, settlement(mention)

    def tell(self, sentence: Sentence, protos: list[Proto], orphans: list[Toll] | None = None) -> None:
        """Take in one sentence; ``orphans`` are tolls of a sentence that names no happening."""
        self._adopt(sentence, orphans or [])
        if sentence.paragraph != self.paragraph:
            self.paragraph = sentence.paragraph
            self.date = self.lead_date
        background = is_background(sentence) or any(d.kind == "vague" for d in sentence.dates)
        undated = "undated_story" in sentence.scope_phrases or any(k == "undated_story" for k in sentence.scope.values())
        speeches = self.speakers.read(sentence)
        if sentence.number <= 1 and not protos and "tally_phrases" in sentence.scope_phrases:
            self.tally = True
        for proto in protos:
            self._take(proto, background, undated, speeches.of([proto.predicate, *proto.preds], proto.verdict))
        if not protos:
            self._fleeing(sentence)
        self._suspects(sentence)
        self._claim(sentence, speeches.claim, protos)
        if not protos:
            self._follow_up(sentence, speeches)

    def _follow_up(self, sentence: Sentence, speeches: Speeches) -> None:
        """A source named right after the happening speaks of it: وأكد مصدر طبي خطورة حالة الجرحى."""
        source = speeches.main
        if source is None or not self.drafts or self.drafts[-1].source is not None:
            return
        last = self.drafts[-1]
        if last.background and last.protos[-1].sentence.paragraph != sentence.paragraph:
            return
        if sentence.number - last.protos[-1].sentence.number <= 1 and follows_up(sentence, source, any(not t.zero for t in last.tolls)):
            last.source, last.source_sentence = source, sentence

    def finish(self) -> list[Draft]:
        """The drafts, without a lead that only sums up what is then told town by town."""
        detailed = {d.family for d in self.drafts if not d.joint}
        kept = [d for d in self.drafts if not self._summary(d) and not (d.joint and d.family in detailed)]
        spots = [d for d in kept if d.own_place]
        if spots and all(same_spot(spots[0].location, d.location) for d in spots):
            for draft in kept:
                if draft.location is None and draft.base.sentence.number < spots[0].base.sentence.number:
                    draft.location, draft.mention, draft.mention_owner = spots[0].location, spots[0].mention, spots[0].mention_owner
        return kept

    def _summary(self, draft: Draft) -> bool:
        if draft.base.sentence.number > 1 or draft.location is None or draft.background:
            return False
        if not (_several(draft) or draft.location.kind in ("governorate", "desert", "country", "district") or (draft.location.precision or 1) == 3 or draft.mention is not None and draft.mention.region):
            return False
        later = [
            d for d in self.drafts
            if d.base.sentence.number > draft.base.sentence.number and d.own_place and d.location is not None
            and (d.location.precision or 1) <= 2 and _kin(d.family) == _kin(draft.family) and d.date.date == draft.date.date
            and (d.location.admin1 == draft.location.admin1 or d.location.admin1 == draft.location.name_en)
        ]  # fmt: skip
        if len(later) == 1 and not _conflict(later[0], draft.base):
            _hand_over(draft, later[0])
        return bool(later)

    # -- one happening ---------------------------------------------------------------------------

    def _take(self, proto: Proto, background: bool, undated: bool, source: Source | None) -> None:
        when, own_date = self._when(proto, undated, background)
        where = proto.place
        location = settlement(where) if where is not None else None
        own_place = where is not None and not (where.anaphor and where.location is None)
        if where is not None and location is not None and location.lat is None:
            location = self._in_town(where, location)
        spot = _spot_of(proto)
        if spot is not None and (location is None or not own_place or spot.precision == 1 and location.kind in ("governorate", "district")):
            location, own_place = spot, True
        if location is None:
            where, location = (self.place, self.location)
            own_place = False
        earlier = self._same_event(proto, when, location, own_date, own_place)
        if earlier is not None:
            self._merge(earlier, proto, when, own_date, own_place, where, location, source)
            return
        reason = self._too_weak(proto, own_date, own_place)
        if reason:
            self.dropped.append((proto, reason))
            return
        for n, (mention, spot) in enumerate(self._places(proto, where, location, own_place)):
            self._inherit_agent(proto)
            self._same_attackers(proto)
            draft = Draft(
                replace(proto), [proto], when, spot, mention, list(proto.side1), list(proto.side2), list(proto.other),
                list(proto.tolls) if n == 0 else [t for t in proto.tolls if t.zero], background=background, own_place=own_place, own_date=own_date, source=source,
                source_sentence=proto.sentence if source is not None else None, sites=[proto.site] if proto.site is not None else [],
                mention_owner=proto.sentence,
            )  # fmt: skip
            if proto.both:
                draft.joint = proto.act.family in ("reinforce", "deploy") and not any(x.entries for x in proto.side1)
                self._both(draft)
            self._inherit_opponent(draft)
            for toll in draft.tolls:
                draft.toll_sentences.setdefault(toll.outcome, proto.sentence)
            self.drafts.append(draft)
        self._remember(proto, when, own_date, where, location, own_place, background)

    def _in_town(self, mention: PlaceMention, location: Location) -> Location:
        """A quarter no gazetteer knows lies in the town told before: حي التأمينات in Daraa."""
        town = self.location
        if mention.kind_cue != "neighbourhood" and mention.unknown and town is not None and town.lat is not None:
            return msgspec.structs.replace(town, name=location.name, name_ar=location.name_ar, name_en=None, kind=location.kind,
                                           precision=2, gazetteer_id=None)  # fmt: skip
        if mention.kind_cue != "neighbourhood" or town is None or town.kind not in ("city", "town", "village"):
            if mention.kind_cue == "neighbourhood" and location.name and not location.name.startswith("حي"):
                location = msgspec.structs.replace(location, name=f"حي {location.name}", name_ar=f"حي {location.name_ar}")
            return location
        return msgspec.structs.replace(town, site=f"حي {location.name}")

    def _when(self, proto: Proto, undated: bool, background: bool) -> tuple[ResolvedDate, bool]:
        if proto.date is not None:
            resolved = resolve_date(proto.date, self.published, self.date if self.date.date else None)
            return resolved, True
        if undated:
            return _UNDATED, False
        return self.date, False

    def _places(
        self, proto: Proto, where: PlaceMention | None, location: Location | None, own: bool
    ) -> list[tuple[PlaceMention | None, Location | None]]:
        """One event per named place of a list under one verb."""
        places = [(where, location)]
        if own and proto.more_places and proto.act.family not in ("agreement", "mediate"):
            for mention in proto.more_places:
                places.append((mention, settlement(mention)))
        places.sort(key=lambda pair: pair[0].first if pair[0] is not None else 0)
        return places

    def _same_attackers(self, proto: Proto) -> None:
        """المجموعة ذاتها، المهاجمون: those of the fight told before."""
        vague = [x for x in proto.side1 if not x.entries and x.category in ("force", "gunman") and x.sense is not None and x.sense.form.definite]
        if not vague or len(vague) != len(proto.side1):
            return
        for draft in reversed(self.drafts):
            if draft.family in _VIOLENT and draft.side1 and draft.base.sentence is not proto.sentence:
                proto.side1 = list(draft.side1)
                return

    def _inherit_agent(self, proto: Proto) -> None:
        """A movement, cordon or renewed shelling without a subject continues the last named force."""
        if any(x.entries or x.category in ("gunman", "protester") for x in proto.side1) or not self.drafts or proto.both:
            return
        family = proto.act.family
        if family in ("deploy", "withdraw", "cordon", "sweep", "reinforce", "arrest", "base") and proto.predicate.finite:
            wanted = [d for d in self.drafts if any(x.entries for x in d.side1)][-1:]
        elif family in ("arrest", "disrupt", "property") and proto.sentence.number - self.drafts[-1].protos[-1].sentence.number <= 1:
            wanted = [d for d in self.drafts if any(x.entries for x in d.side1) and d.family in ("arrest", "disrupt", "deploy", "sweep")][-1:]
        elif family == "boom" and proto.definite:
            wanted = [d for d in self.drafts if d.family == "boom"][-1:]
        else:
            return
        for draft in wanted:
            proto.side1 = [x for x in draft.side1 if x.entries]

    def _inherit_opponent(self, draft: Draft) -> None:
        """Territory taken further on is taken from the same opponent."""
        if draft.family != "territory" or any(x.entries for x in draft.side2):
            return
        for earlier in reversed(self.drafts):
            if earlier.family in ("territory", "fight") and any(x.entries for x in earlier.side2):
                if {id(x) for x in earlier.side1} & {id(x) for x in draft.side1} or earlier.family == "territory":
                    draft.side2 = [x for x in earlier.side2 if x.entries]
                return

    def _both(self, draft: Draft) -> None:
        """الطرفان: the parties of the last two-sided event."""
        for earlier in reversed(self.drafts):
            if earlier.side1 and earlier.side2 and earlier.family in ("fight", "agreement", "territory"):
                if draft.family in ("reinforce", "deploy", "alert"):
                    draft.side1 = draft.side1 or [*earlier.side1, *earlier.side2]
                else:
                    draft.side1 = draft.side1 or list(earlier.side1)
                    draft.side2 = draft.side2 or list(earlier.side2)
                return

    def _too_weak(self, proto: Proto, own_date: bool, own_place: bool) -> str:
        """Reasons not to start an event from this proto alone."""
        if self.tally and not own_date:
            return "part of a tally"
        if proto.verdict == "denied" and not (own_place or proto.side1 or own_date):
            return "denied without place or party"
        present = proto.predicate.sense.form.tense == "present"
        informative = own_date or own_place or bool(proto.side1) or bool(proto.side2) or bool(proto.tolls)
        if not own_date and self.date.date is None and not (own_place and _precise(proto.place)) and proto.act.family in _CORE_FAMILIES:
            return "neither day nor place"
        if proto.recall and not proto.side1 and not proto.tolls:
            return "recalled as a time"
        if proto.definite and not (proto.tolls and (own_place or own_date)) and not (own_date or own_place) and not proto.side1:
            return "refers to something told elsewhere"
        if present and not own_date and proto.act.family in _EVENTUAL and not self._headline(proto):
            return "present tense without a day"
        if not informative and not self.drafts:
            return "nothing specific"
        if not informative and proto.act.family in ("fight", "boom", "crowd", "agreement", "arrest"):
            return "nothing specific"
        if proto.outcome_only and not proto.tolls and not proto.side2:
            return "death without victim"
        if proto.outcome_only and proto.act.id == "harm" and not (own_date or own_place or proto.side1) and not self.drafts:
            return "harm without happening"
        return ""

    def _headline(self, proto: Proto) -> bool:
        told = proto.place is not None and bool(proto.side1) and bool(proto.side2 or proto.tolls)
        return proto.sentence.first == 0 or bool(proto.sentence.dates) or told

    # -- the one-event rule ----------------------------------------------------------------------

    def _same_event(
        self, proto: Proto, when: ResolvedDate, location: Location | None, own_date: bool, own_place: bool
    ) -> Draft | None:
        candidates = []
        if _another(proto) or (proto.both and proto.act.family in ("reinforce", "deploy")):
            return None
        for draft in reversed(self.drafts):
            if not _compatible_family(draft, proto) or draft.joint:
                continue
            if own_date and draft.date.date != when.date and not (draft.date.date is None and not draft.own_date):
                continue
            if own_place and not same_spot(draft.location, location):
                continue
            if not own_date and not proto.definite and not proto.outcome_only and draft.background and draft.date.date != when.date:
                continue
            if _conflict(draft, proto):
                continue
            if draft.base.sentence is proto.sentence and not own_place and not own_date and not proto.outcome_only and draft.base.act.id != proto.act.id and draft.family == proto.act.family:
                continue
            candidates.append(draft)
        if not candidates:
            return None
        if own_place or own_date or proto.definite or proto.outcome_only:
            return self._unless_new_harm(candidates[0], proto, own_place, own_date)
        latest = candidates[0]
        if proto.sentence.number - latest.protos[-1].sentence.number > 2 and proto.side1 and proto.tolls:
            return None
        if self._apart_story(proto):
            return None
        return latest

    def _unless_new_harm(self, draft: Draft, proto: Proto, own_place: bool, own_date: bool) -> Draft | None:
        """Another death with its own victim and means, same place or not, is another event."""
        if not proto.outcome_only or not (own_place and own_date):
            return draft
        return draft

    def _apart_story(self, proto: Proto) -> bool:
        return any(k == "other_story" for k in proto.sentence.scope.values()) and proto.sentence is not None

    def _merge(
        self, draft: Draft, proto: Proto, when: ResolvedDate, own_date: bool, own_place: bool,
        where: PlaceMention | None, location: Location | None, source: Source | None,
    ) -> None:  # fmt: skip
        draft.protos.append(proto)
        if _names_both(proto) and not (draft.side1 and draft.side2 and _names_both(draft)):
            draft.side1, draft.side2 = list(proto.side1), list(proto.side2)
        sides = {id(x) for x in draft.side1 + draft.side2}
        for mine, theirs in ((draft.side1, proto.side1), (draft.side2, proto.side2)):
            if draft.family == "crowd" and proto.act.family == "fight":
                break
            if not any(x.entries or x.category != "post" for x in mine):
                mine.extend(x for x in theirs if id(x) not in sides)
        draft.other.extend(proto.other)
        known = {t.outcome for t in draft.tolls}
        for toll in proto.tolls:
            if toll.outcome not in known:
                draft.tolls.append(toll)
                draft.toll_sentences.setdefault(toll.outcome, proto.sentence)
            elif not toll.zero:
                _rival(draft, toll)
        if proto.act.rank > draft.base.act.rank and proto.act.family == draft.family:
            draft.base.act = proto.act
        if own_date and not draft.own_date:
            draft.date, draft.own_date = when, True
        if own_place and not draft.own_place:
            draft.mention, draft.location, draft.own_place, draft.mention_owner = where, location, True, proto.sentence
        if proto.site is not None:
            draft.sites.append(proto.site)
        if draft.source is None and source is not None:
            draft.source, draft.source_sentence = source, proto.sentence
        if draft.family == "crowd" and proto.act.family == "fight":
            proto.intervention = proto.killed_crowd = True
            draft.side2 = [*draft.side2, *[x for x in proto.side1 if x.armed]]
        draft.base.intervention = draft.base.intervention or proto.intervention
        draft.base.killed_crowd = draft.base.killed_crowd or proto.killed_crowd

    def _adopt(self, sentence: Sentence, orphans: list[Toll]) -> None:
        """أحصى جهاز الإسعاف تسعة قتلى: a toll told alone belongs to the happening before it."""
        if not orphans or not self.drafts or "tally_phrases" in sentence.scope_phrases:
            return
        last = next((d for d in reversed(self.drafts) if d.family in _VIOLENT | {"crowd", "disrupt", "territory"}), None)
        if last is None or sentence.number - last.protos[-1].sentence.number > 2:
            return
        known = {t.outcome for t in last.tolls}
        for toll in orphans:
            if toll.outcome not in known:
                last.tolls.append(toll)
                last.toll_sentences.setdefault(toll.outcome, sentence)
            elif not toll.zero:
                _rival(last, toll)

    def _suspects(self, sentence: Sentence) -> None:
        """يُرجّح أن خلايا داعش وراء العملية: who is thought to have done it (ruling 4)."""
        words = sentence.words.words
        for i in range(sentence.first, sentence.last):
            if words[i] not in ("وراء", "خلف") or any(p.kind == "accuse" and p.sense.lemma in ("اتهم", "حمل") for p in sentence.predicates):
                continue
            named = [x for x in sentence.parties if x.entries and 0 < i - x.last <= 5 and x.entries[0].kind != "other"]
            violent = [d for d in self.drafts if d.family in _VIOLENT and not d.side1]
            if named and violent:
                violent[-1].side1 = named[-1:]

    def _fleeing(self, sentence: Sentence) -> None:
        """A sentence that only tells how the attackers fled shows that they were unknown gunmen."""
        seen = [x for x in sentence.parties if x.category == "gunman" and x.sense is not None and x.sense.form.definite]
        if seen and self.drafts and sentence.number - self.drafts[-1].protos[-1].sentence.number <= 1:
            last = self.drafts[-1]
            if last.family in _VIOLENT and not last.side1:
                last.side1 = seen[:1]

    # -- memory ----------------------------------------------------------------------------------

    def _remember(
        self, proto: Proto, when: ResolvedDate, own_date: bool, where: PlaceMention | None, location: Location | None,
        own_place: bool, background: bool,
    ) -> None:  # fmt: skip
        if own_date:
            self.date = when
            if self.lead_date.date is None and when.date is not None and not background:
                self.lead_date = when
        if own_place and location is not None and not background:
            self.place, self.location = where, location

    def _claim(self, sentence: Sentence, source: Source | None, protos: list[Proto]) -> None:
        """تبنى داعش العملية: side 1 of the event told before, which becomes claimed."""
        if source is None or not source.claim or not source.parties or any(p.at > source.last for q in protos if not q.definite for p in q.preds):
            return
        if any(i in sentence.scope and sentence.scope[i] == "negation" for i in range(sentence.first, source.first)):
            return
        told = [d for d in reversed(self.drafts) if d.family in _VIOLENT | {"take"}]
        for draft in sorted(told, key=lambda d: not claims(sentence, source, d.family)):
            if claims(sentence, source, ""):
                draft.claimed = True
                draft.source, draft.source_sentence = source, sentence
                if not any(p.entries for p in draft.side1):
                    draft.side1 = list(source.parties)
                return


_EVENTUAL = frozenset(("fight", "boom", "take", "arrest", "property", "crowd", "territory", "cordon"))
_CORE_FAMILIES = frozenset(("fight", "boom", "take", "crowd", "body", "property", "arrest", "sexual"))


def _precise(mention: PlaceMention | None) -> bool:
    """Whether a place is closer than a governorate."""
    if mention is None or mention.location is None:
        return mention is not None
    return (mention.location.precision or 1) < 3 and mention.location.kind not in ("governorate", "country")


_SPOT_KINDS = frozenset(("camp", "base", "field", "crossing", "dam", "site", "mountain"))


def _spot_of(proto: Proto) -> Location | None:
    """The location of a named spot the gazetteer knows, when it is all the place told: مخيم مشهد روحين."""
    if proto.site is None or not proto.site.candidates:
        return None
    place = proto.site.candidates[0]
    if place.kind not in _SPOT_KINDS:
        return None
    return Location(proto.site.name, place.name_ar, place.name_en, place.kind, place.admin1, place.admin2, place.admin3, place.country,
                    place.lat, place.lon, 1, place.id, proto.site.name)  # fmt: skip


def _names_both(told: Proto | Draft) -> bool:
    """Whether both sides are organisations."""
    return any(x.entries for x in told.side1) and any(x.entries for x in told.side2)


_OTHER = frozenset(("اخري", "اخر", "مماثل", "مماثله", "ثانيه", "ثان", "مشابه", "مشابهه", "شبيها", "شبيه"))


def _another(proto: Proto) -> bool:
    """وقفة أخرى، هجوم مماثل: another happening of the same kind."""
    words = proto.sentence.words.words
    return any(w in _OTHER for w in words[proto.predicate.last + 1 : proto.predicate.last + 3]) and not proto.predicate.finite


def is_background(sentence: Sentence) -> bool:
    """A sentence that recalls an earlier happening: وكان ... قد، سبق أن، يُذكر أن."""
    words = sentence.words.words
    window = words[sentence.first : sentence.first + 4]
    if any(w in ("وسبق", "سبق", "يذكر", "يشار", "الجدير", "وكان", "وكانت", "كانت", "كان", "وكانوا") for w in window[:2]):
        return True
    return any(w in ("كان", "كانت", "وكان", "وكانت") for w in window) and "قد" in words[sentence.first : sentence.first + 14]


def _several(draft: Draft) -> bool:
    """The lead names no place but the places around one: في قرى القنيطرة."""
    mention = draft.mention
    if mention is None or mention.first == 0:
        return False
    words = draft.base.sentence.words.words
    return words[mention.first - 1] in ("قري", "بلدات", "مناطق", "ارياف", "مدن", "احياء") and mention.coordinated is None


def _hand_over(lead: Draft, detail: Draft) -> None:
    """The one detail of a summary takes over what only the summary told."""
    detail.side1 = detail.side1 or lead.side1
    detail.side2 = detail.side2 or lead.side2
    known = {t.outcome for t in detail.tolls}
    detail.tolls.extend(t for t in lead.tolls if t.outcome not in known)


def _kin(family: str) -> str:
    """Families a summary may stand for: fights and explosions are both violence."""
    return "violence" if family in ("fight", "boom", "body") else family


def same_spot(a: Location | None, b: Location | None) -> bool:
    """Whether two locations are one place for the one-event rule."""
    if a is None or b is None:
        return True
    if a.gazetteer_id is not None and a.gazetteer_id == b.gazetteer_id:
        return True
    if a.name_ar == b.name_ar and a.name_ar is not None:
        return True
    # a governorate told first and its town later is the same place told closer
    return bool(a.kind in ("governorate", "country", "desert") and b.admin1 == a.name_en)


def _compatible_family(draft: Draft, proto: Proto) -> bool:
    fa, fb = draft.family, proto.act.family
    if proto.verdict == "denied" and draft.base.verdict != "denied":
        return False
    if proto.outcome_only:
        return fa in ("fight", "boom", "crowd", "territory", "body")
    if fa == fb:
        return draft.base.verdict == proto.verdict or proto.definite
    pair = {fa, fb}
    if pair == {"fight", "boom"}:
        return proto.act.generic and (proto.definite or not proto.side1)
    if pair == {"territory", "fight"}:
        return proto.definite
    if fa == "crowd" and fb == "fight" and proto.act.generic:
        return proto.intervention or any(x.category == "protester" for x in proto.side2)
    return False


def _conflict(draft: Draft, proto: Proto) -> bool:
    """Named actors that contradict: other organisations on both sides, or another victim of a new death."""
    names = actor_names
    mine = names(draft.side1) | names(draft.side2)
    theirs = names(proto.side1) | names(proto.side2)
    if mine and theirs and not mine & theirs and not _kin_groups(draft, proto):
        return True
    if draft.family not in _VIOLENT and names(draft.side1) and names(proto.side1) and not names(draft.side1) & names(proto.side1):
        return True
    if draft.family in ("reinforce", "deploy", "cordon", "withdraw", "mediate", "arrest"):
        a, b = names(draft.side1), names(proto.side1)
        return bool(a and b and not a & b)
    return False


def _kin_groups(draft: Draft, proto: Proto) -> bool:
    """Two families on one side of the story and the clan they both belong to on the other do not contradict."""
    told = [[e for p in side for e in p.entries] for side in (draft.side1 + draft.side2, proto.side1 + proto.side2)]
    return min(len(x) for x in told) == 1 and all(e.kind == "identity-militia" for x in told for e in x)


def actor_names(parties: list[Party]) -> set[str]:
    """Ids (or revealed names) of the organisations among the parties."""
    return {e.id or e.name_ar for p in parties for e in p.entries}


def _rival(draft: Draft, toll: Toll) -> None:
    """Rival figures widen low and high; best stays the first figure (rulings 9 and 21)."""
    same = [t for t in draft.tolls if t.outcome == toll.outcome and not t.zero]
    if len(same) != 1 or toll.best is None or same[0].best is None:
        return
    first = same[0]
    if toll.party is not None and toll.party.sense is not None and toll.party.sense.form.definite:
        return
    if first.best and toll.best >= 3 and abs(toll.best - first.best) <= max(first.best, 3):
        first.low = min(first.low or toll.best, toll.best)
        first.high = max(first.high or toll.best, toll.best)

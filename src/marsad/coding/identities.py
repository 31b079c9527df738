"""The one-event rule across sentences: is a happening one that was told before.

Example: after ``هاجم مسلحون حاجزاً في تسيل`` the words ``وأسفر الهجوم عن مقتل عنصرين`` tell the same event.
Source: codebook section 2 and rulings 1, 2, 14, 20 and 26.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from math import cos, hypot, inf, radians

from ..find.parties import Party, actor_names
from ..lexicon.grammars import load_grammar
from ..model import Location
from .backgrounds import came_before, goes_back
from .conflicts import find_conflict
from .drafts import Draft, Setting
from .protos import Proto, Toll

_VIOLENT = frozenset(("fight", "boom", "body"))
_MAY_KILL = frozenset(("fight", "boom", "crowd", "territory", "body"))
_WIDE = frozenset(("governorate", "country", "desert"))
_PLANTED = frozenset(("explosion", "suicide", "grenade"))
_FIRED = frozenset(("shelling", "airstrike"))
_ROUGH = frozenset(("gunman", "protester", "civilian"))
_NEXT = 3  # words from عقب to the verb
_UNKNOWN_KIND = "unidentified-armed"
_QUARTER_KM = 8.0  # from the middle of a town to its quarters
_NEAR_KM = 15.0  # between two places one deed may be told at
_WITHIN_TOWN = frozenset(("neighbourhood", "site", "square"))
_RECENT = 2  # sentences
_REGION = 3  # precision of a governorate or region


class Told:
    """The drafts of a report so far, filed by where they were: one told again is found without asking all."""

    def __init__(self) -> None:
        """Start with nothing told."""
        self.drafts: list[Draft] = []
        self._spots: dict[object, list[int]] = {}

    def add(self, draft: Draft) -> None:
        """Take in a new draft."""
        self.drafts.append(draft)
        self._file(draft.location, len(self.drafts) - 1)

    def move(self, draft: Draft) -> None:
        """File a draft by its new location too."""
        self._file(draft.location, self.drafts.index(draft))

    def _file(self, location: Location | None, number: int) -> None:
        """Under each key that ``same_spot`` compares."""
        keys: set[object] = {None}
        if location is not None:
            keys = {key for key in (location.gazetteer_id, location.name_ar) if key is not None}
            if (whole := _whole(location)) is not None:
                keys.add(("within", whole))
        for key in keys:
            self._spots.setdefault(key, []).append(number)

    def at(self, location: Location | None) -> Iterable[Draft]:
        """The drafts that may have been at a location, the last told first; all when it is None."""
        if location is None:
            return reversed(self.drafts)
        within = (("within", location.admin1), ("within", location.country))
        keys = (None, location.gazetteer_id, location.name_ar, *within)
        numbers = {n for key in keys for n in self._spots.get(key, ())}
        return [self.drafts[n] for n in sorted(numbers, reverse=True)]


def find_same(told: Told, proto: Proto, setting: Setting) -> Draft | None:
    """The draft that ``proto`` tells again, the last told first; None when it is a new event."""
    if is_another(proto) or _is_besides(proto, setting) or (proto.both and proto.family in ("reinforce", "deploy")):
        return None
    if proto.family == "crowd" and (_is_beside_crowd(told.drafts, proto) or _gathers_later(proto)):
        return None
    if proto.family == "crowd" and len(proto.more_places) > 1:
        return None  # خرج المتظاهرون في سرمدا وقورقانيا وبنش: town by town what a lead summed up
    near = told.at(setting.location if setting.own_place and not _may_be_elsewhere(proto, setting) else None)
    if _points_back(proto, setting):
        near = told.drafts[-1:]
    latest = next((d for d in near if _may_be(d, proto, setting)), None)
    if latest is None or setting.told or proto.definite or proto.outcome_only:
        return latest
    if proto.sentence.number - latest.last_sentence > _RECENT and proto.side1 and proto.tolls:
        return None
    return None if "other_story" in proto.sentence.scope_kinds else latest


def _may_be(draft: Draft, proto: Proto, setting: Setting) -> bool:
    if draft.joint or not _compatible(draft, proto) or _is_behind(draft, proto):
        return False
    other_day = draft.date.date != setting.date.date
    vague = setting.date.date is None  # خلال اليومين الماضيين: in the fights just told
    spans = vague and (proto.outcome_only or _is_same_fight(draft, proto, setting.location))
    if setting.own_date and not spans:
        if other_day and (draft.date.date is not None or draft.own_date) and not _is_said_of_it(draft, proto, setting):
            return False
    elif other_day and draft.background and not proto.definite and not proto.outcome_only:
        return False
    elsewhere = setting.own_place and not _points_back(proto, setting)
    if elsewhere and (_is_of_several(draft, proto, setting) or not _may_be_there(draft, proto, setting)):
        return False
    return not find_conflict(draft, proto) and not _beside(draft, proto, setting)


def _points_back(proto: Proto, setting: Setting) -> bool:
    """وأدى الاستهداف إلى ... في أجواء المنطقة: the deed and the place just told."""
    mention = setting.mention
    return proto.definite and mention is not None and mention.anaphor and mention.kind_cue == "district"


def _is_of_several(draft: Draft, proto: Proto, setting: Setting) -> bool:
    """قُتل ثلاثة بعمليات اغتيال في محافظة درعا. وقُتل شاب في مدينة الصنمين: one of those that the lead sums up."""
    where, s = draft.location, draft.base.sentence
    if where is None or (where.kind not in _WIDE and where.precision != _REGION) or proto.sentence is s:
        return False
    if setting.location is None or (setting.location.precision or 1) >= _REGION or proto.definite:
        return False
    several = load_grammar().several_deeds
    return any(p.sentence is s for p in draft.protos) and not several.isdisjoint(s.texts[s.first : s.last])


def _is_said_of_it(draft: Draft, proto: Proto, setting: Setting) -> bool:
    """قُتل 13 يوم الاثنين بقصف. وقالت الشبكة إن الهجوم، الذي بدأ فجر اليوم: "today" as it was said, the day before."""
    told, said = draft.date.date, setting.date.date
    today = not load_grammar().said_today.isdisjoint(setting.date.text.split())
    soon = proto.sentence.number - draft.last_sentence <= 1
    first = min(proto.preds, key=lambda p: p.at)
    known = first.part == "noun" and first.sense.form.definite
    if told is None or said is None or not (known and today and soon):
        return False
    return date.fromisoformat(told) + timedelta(days=1) == date.fromisoformat(said)


def _is_behind(draft: Draft, proto: Proto) -> bool:
    """Only the deed before which a deed came; the next sentence goes on with that deed itself."""
    return draft.background and draft.base.sentence is not proto.sentence and goes_back(draft.base.sentence)


def _beside(draft: Draft, proto: Proto, setting: Setting) -> bool:
    """Two different acts of one family in one sentence stay two events."""
    if draft.base.sentence is not proto.sentence or setting.told or proto.outcome_only:
        return False
    return draft.base.act.id != proto.act.id and draft.family == proto.family


def _is_beside_crowd(drafts: list[Draft], proto: Proto) -> bool:
    """اعتصم خريجون، فيما أشعل محاضرون الإطارات: other people, told beside in one sentence."""
    last = drafts[-1] if drafts else None
    if last is None or last.family != "crowd" or last.base.sentence is not proto.sentence:
        return False
    beside = proto.sentence.opens_with(proto.at, load_grammar().meanwhile)
    return beside and bool(proto.side1 and last.side1) and all(x not in last.side1 for x in proto.side1)


def _gathers_later(proto: Proto) -> bool:
    """ومساءً أضرم محتجون النار: other people, at another time of the day."""
    s = proto.sentence
    timed = any(d.clock and d.first == s.first for d in s.dates)
    return timed and proto.predicate.finite and bool(proto.side1) and not any(x.definite for x in proto.side1)


def is_another(proto: Proto) -> bool:
    """وقفة أخرى، هجوم مماثل: another happening of the same kind; وعقب الجريمة هاجم: one after it."""
    if (proto.predicate.finite and _comes_after(proto)) or goes_back(proto.sentence):
        return True
    if came_before(proto.sentence, proto.predicate):
        return True
    after = proto.predicate.last + 1
    return not proto.predicate.finite and not load_grammar().another.isdisjoint(proto.sentence.texts[after : after + 2])


def _is_besides(proto: Proto, setting: Setting) -> bool:
    """كما أصيب الشاب فلان بإطلاق نار من مجهولين في مدينة جاسم: a deed of its own, with doer, victim and place anew."""
    s = proto.sentence
    if s.texts[s.first] not in load_grammar().besides or proto.definite or proto.outcome_only:
        return False
    victim = any(x.definite and x.best == 1 and not x.armed for x in proto.side2)
    return setting.own_place and bool(proto.side1) and victim


def _comes_after(proto: Proto) -> bool:
    """The sentence opens with عقب or إثر and what was told, and an agent acts next."""
    s = proto.sentence
    opens = s.texts[s.first].removeprefix("و") in load_grammar().earlier
    known = s.texts[s.first + 1 : s.first + 2]
    return opens and any(w.startswith("ال") for w in known) and proto.at - s.first <= _NEXT and bool(proto.side1)


def _compatible(draft: Draft, proto: Proto) -> bool:
    """Whether acts of these families can be one event."""
    mine, theirs = draft.family, proto.family
    if proto.verdict == "denied" and draft.base.verdict != "denied":
        return False
    if proto.outcome_only:
        return mine in _MAY_KILL and not _came_before(draft, proto)
    if mine == theirs:
        return proto.definite or (draft.base.verdict == proto.verdict and not _other_blast(draft, proto))
    pair = {mine, theirs}
    if pair == {"fight", "boom"}:
        if proto.used and mine == "fight":
            return proto.sentence.number - draft.last_sentence <= 1
        if explains_attack(draft, proto) or _is_same_strike(draft, proto) or _is_its_blast(draft, proto):
            return True
        if proto.definite and draft.base.act.generic:
            return proto.sentence.number - draft.last_sentence <= _RECENT  # أن القذيفة أطلقتها القوات
        return proto.act.generic and (proto.definite or not proto.side1)
    if pair == {"territory", "fight"}:
        return proto.definite or _took_captives(draft, proto) or _counts_losses(draft, proto)
    if mine == "crowd" and theirs == "fight" and (proto.act.generic or proto.act.id == "beating"):
        return proto.intervention or any(x.category == "protester" for x in proto.side2) or _answers(draft, proto)
    return _is_detail(draft, proto)


def _is_same_strike(draft: Draft, proto: Proto) -> bool:
    """طائرة مسيّرة نفذت غارة. وقالت المصادر إن المسيّرة استهدفت سيارة: the aircraft just told, or the same toll."""
    doers = actor_names(draft.side1) & actor_names(proto.side1)
    if draft.family != "boom" or not doers or not proto.act.generic:
        return False
    known = any(x.definite for x in proto.side1) or _same_toll(draft, proto)
    return known and proto.sentence.number - draft.last_sentence <= 1


def _is_its_blast(draft: Draft, proto: Proto) -> bool:
    """استهداف موكب بعبوة أصيب فيه ستة. وأعلنت الوزارة إصابة ستة بانفجار عبوة: the attack was that blast."""
    planted = draft.family == "fight" and draft.base.act.generic and proto.act.id in _PLANTED
    return planted and _same_toll(draft, proto) and proto.sentence.number - draft.last_sentence <= _RECENT


def explains_attack(draft: Draft, proto: Proto) -> bool:
    """تصدى اللواء لهجوم استهدف معسكره. وأفاد البيان أن انتحارياً فجّر سيارة: how an attack so far of nobody was done."""
    bare = draft.family == "fight" and draft.base.act.id == "attack" and not (draft.side1 or draft.tolls)
    told = proto.family == "boom" and bool(proto.side1) and proto.sentence is not draft.base.sentence
    return bare and told and proto.sentence.number - draft.last_sentence <= 1


def _came_before(draft: Draft, proto: Proto) -> bool:
    """تظاهروا بعد مقتل شاب: the death brought the happening about."""
    base, s = draft.base, proto.sentence
    if base.sentence is not s or base.at > proto.at or base.outcome_only or proto.predicate.rule.id == "civ-die":
        return False
    named = bool(proto.side2) and not proto.predicate.finite  # مقتل شاب, not مقتل أحدهم
    return named and s.before(proto.at) in load_grammar().earlier


def _took_captives(draft: Draft, proto: Proto) -> bool:
    """سيطرت الهيئة على البلدة. وأسرت عشرات العناصر: those who took the place took them there."""
    captives = any(t.outcome == "captured" for t in proto.tolls)
    same = actor_names(draft.side1) & actor_names(proto.side1)
    return captives and bool(same) and proto.sentence.number - draft.last_sentence <= 1


def _counts_losses(draft: Draft, proto: Proto) -> bool:
    """سيطرت الفصائل على البلدة. وقال قائد إنهم قتلوا عشرين من الجيش: losses of those the place was taken from."""
    killed = any(t.outcome == "killed" and t.best != 0 for t in proto.tolls)
    beaten = actor_names(draft.side2) & actor_names(proto.side2)
    soon = proto.sentence.number - draft.last_sentence <= 1
    return killed and bool(beaten) and soon and proto.place is None and proto.date is None


def _answers(draft: Draft, proto: Proto) -> bool:
    """وردت دورية بإطلاق الرصاص: the force that a crowd faced answers it."""
    soon = proto.sentence.number - draft.last_sentence <= 1
    return soon and proto.lemma in load_grammar().answers and any(x.armed for x in proto.side1)


def _other_blast(draft: Draft, proto: Proto) -> bool:
    """A blast and the shelling after it are two: انفجرت عبوة بالدورية، وعلى الأثر قصف الجيش المزارع.

    But what shook a place may be explained: هزّت ثلاثة انفجارات المطار. وقال الوزير إن الحوثيين استهدفوا المطار بصواريخ.
    """
    if draft.base.lemma in load_grammar().blasts and not draft.side1 and (proto.place is None or proto.place.anaphor):
        return False
    acts = {draft.base.act.id, proto.act.id}
    return proto.predicate.finite and len(acts) == 2 and bool(acts & _PLANTED) and bool(acts & _FIRED)


def _are_known(proto: Proto) -> bool:
    """The doers are those told of before: المسلحون، المشاغبون."""
    gunmen, texts = load_grammar().gunmen, proto.sentence.texts
    return bool(proto.side1) and all(
        texts[x.head] in gunmen or (x.definite and _is_unnamed(x)) for x in proto.side1
    )


def _is_unnamed(party: Party) -> bool:
    if party.entries:
        return party.entries[0].kind == _UNKNOWN_KIND
    return party.category in _ROUGH


def _is_detail(draft: Draft, proto: Proto) -> bool:
    """What those of a deed just told did beside it: صادر المسلحون الأعلام، أحرق المهاجمون المنازل."""
    if proto.family not in ("property", "withdraw") or proto.sentence.number - draft.last_sentence > 1:
        return False
    if not _are_known(proto):
        return False
    seized = proto.lemma in load_grammar().seizes and draft.family in ("take", "arrest", "fight")
    return seized or draft.base.act.id in ("mob", "riot") or (draft.family == "fight" and proto.family == "withdraw")


def _may_be_there(draft: Draft, proto: Proto, setting: Setting) -> bool:
    """Whether the place told is that of the draft, its quarter where known doers go on, or only the speaker's."""
    if same_spot(draft.location, setting.location) or _is_speakers(proto):
        return True
    if any(told(draft, proto, setting.location) for told in _TOLD_ELSEWHERE):
        return True
    return _are_known(proto) and _is_quarter(draft.location, setting.location)


def _is_same_fight(draft: Draft, proto: Proto, place: Location | None) -> bool:
    """اشتباكات بين أ وب في دير الزور. واندلعت بين أ وب في حي الجورة: the same two, in a quarter of the town."""
    again = proto.predicate.rule.two_sided or proto.outcome_only
    if not (again and draft.base.predicate.rule.two_sided):
        return False
    mine, theirs = actor_names(draft.side1 + draft.side2), actor_names(proto.side1 + proto.side2)
    soon = proto.sentence.number - draft.last_sentence <= _RECENT
    there = same_spot(draft.location, place) or _is_quarter(draft.location, place)
    return soon and there and len(mine) > 1 and mine == theirs


def _is_of_them(draft: Draft, proto: Proto, place: Location | None) -> bool:
    """استهدف مسلحون عنصرين في الصنمين. ووفق المصادر جرى استهدافهما قرب القنية: those just told, at a place near by."""
    pronoun = not proto.predicate.finite and bool(proto.predicate.enclitic) and not proto.tolls
    soon = proto.sentence.number - draft.last_sentence <= _RECENT
    return pronoun and soon and draft.base.act.id == proto.act.id and _kilometres(draft.location, place) <= _NEAR_KM


def _is_counted_again(draft: Draft, proto: Proto, place: Location | None) -> bool:
    """مقتل ثلاثة على أطراف درعا. وأفاد قائد الشرطة بمقتل الثلاثة قرب النعيمة: as many, at a place near by."""
    speaks = any(q.kind == "reporting" and q.at < proto.at for q in proto.sentence.predicates)
    soon = proto.sentence.number - draft.last_sentence <= 1 and proto.sentence is not draft.base.sentence
    many = max((_sum(proto.tolls, outcome) for outcome in ("killed", "wounded")), default=0) > 1
    if not (speaks and soon and draft.family == proto.family):
        return False
    revealed = draft.base.act.id == proto.act.id and not draft.side1 and bool(proto.side1)
    return (revealed or (many and _same_toll(draft, proto))) and _kilometres(draft.location, place) <= _NEAR_KM


def is_spelled_out(draft: Draft, proto: Proto, place: Location | None) -> bool:
    """أفاد مصدر بنزاع شرق العمارة. وقال المصدر إن نزاعاً اندلع في ناحية السلام: what its lead told."""
    lead, where, s = draft.base.sentence, draft.location, proto.sentence
    if where is None or place is None or lead.number or s.number > _RECENT or draft.base.act.id != proto.act.id:
        return False
    same_source = any(
        q.kind == "reporting" and q.at - s.first <= 1 and s.texts[q.last + 1] in load_grammar().the_source
        for q in s.predicates if q.at < proto.at
    )
    wide = where.kind in _WIDE or (draft.mention is not None and draft.mention.direction is not None)
    return same_source and wide and place.admin1 == where.admin1 and not _differ(draft, proto)


def _differ(draft: Draft, proto: Proto) -> bool:
    """Whether both name their sides, or count the dead, and do not agree."""
    if actor_names(draft.side1 + draft.side2) and actor_names(proto.side1 + proto.side2):
        return actor_names(draft.side1 + draft.side2).isdisjoint(actor_names(proto.side1 + proto.side2))
    mine, theirs = _sum(draft.tolls, "killed"), _sum(proto.tolls, "killed")
    return bool(mine and theirs) and mine != theirs


def _kilometres(a: Location | None, b: Location | None) -> float:
    """How far apart two places are; far when one is not known."""
    if a is None or b is None or a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return inf
    north, east = (a.lat - b.lat) * 111, (a.lon - b.lon) * 111 * cos(radians(a.lat))
    return hypot(north, east)


def _may_be_elsewhere(proto: Proto, setting: Setting) -> bool:
    """Whether a draft at another place may be meant: see ``_may_be_there``."""
    place = setting.location
    if _points_back(proto, setting) or _is_speakers(proto):
        return True
    if proto.predicate.enclitic and not proto.predicate.finite:
        return True
    if any(q.kind == "reporting" and q.at < proto.at for q in proto.sentence.predicates):
        return True
    quarter = place is not None and place.kind in _WITHIN_TOWN
    counted = max((t.best or 0 for t in proto.tolls), default=0)
    return counted > 1 or (quarter and (_are_known(proto) or counted > 0 or proto.predicate.rule.two_sided))


def _is_speakers(proto: Proto) -> bool:
    """قال مصدر طبي في مشفى السويداء إن امرأة أصيبت: the place is the speaker's, and the harm was told before."""
    place, s = proto.place, proto.sentence
    if place is None or not proto.outcome_only or place.first > proto.at:
        return False
    that = load_grammar().that
    speaks = any(q.kind == "reporting" and q.at < place.first for q in s.predicates)
    return speaks and not that.isdisjoint(s.texts[place.last + 1 : proto.at])


def _is_quarter(town: Location | None, place: Location | None) -> bool:
    """Whether ``place`` is a quarter of ``town`` or a spot in it."""
    if town is None or place is None or place.kind not in _WITHIN_TOWN or town.admin1 != place.admin1:
        return False
    return _kilometres(town, place) <= _QUARTER_KM


def same_spot(a: Location | None, b: Location | None) -> bool:
    """Whether two locations are one place for the one-event rule; so are a governorate and its town told after it."""
    if a is None or b is None:
        return True
    if a.gazetteer_id is not None and a.gazetteer_id == b.gazetteer_id:
        return True
    if a.name_ar == b.name_ar and a.name_ar is not None:
        return True
    return a.kind in _WIDE and _lies_in(b, a)


def _retells(draft: Draft, proto: Proto, place: Location | None) -> bool:
    """ريف درعا الغربي in the lead, the village in the detail: the same act with the same count, in one governorate."""
    if draft.location is None or place is None:
        return False
    if _is_quarter(draft.location, place) and draft.family == proto.family and _same_toll(draft, proto):
        return proto.sentence.number - draft.last_sentence <= 1 and proto.sentence is not draft.base.sentence
    if draft.base.act.id != proto.act.id:
        return False
    if not _lies_in(place, draft.location) and not (draft.is_sided and place.admin1 == draft.location.admin1):
        return False
    if proto.sentence.number - draft.last_sentence > _RECENT:
        return False
    return _same_toll(draft, proto)


def _same_toll(draft: Draft, proto: Proto) -> bool:
    return any(_sum(draft.tolls, outcome) == _sum(proto.tolls, outcome) != 0 for outcome in ("killed", "wounded"))


def _sum(tolls: list[Toll], outcome: str) -> int:
    return sum(t.best or 0 for t in tolls if t.outcome == outcome)


def _lies_in(place: Location, wide: Location) -> bool:
    """Whether a place may be where a wide location leaves it open."""
    unit = place.country if wide.kind == "country" else place.admin1
    return unit is not None and unit == _whole(wide)


def _whole(location: Location) -> str | None:
    """The unit within which a wide location leaves open where: itself, or the governorate of ريف درعا الغربي."""
    if location.kind in _WIDE:
        return location.country if location.kind == "country" else location.name_en
    return location.admin1 if location.kind == "district" and location.precision == 3 else None


# tellings of one event at two places
_TOLD_ELSEWHERE = (_retells, _is_same_fight, _is_of_them, _is_counted_again, is_spelled_out)

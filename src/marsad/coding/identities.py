"""The one-event rule across sentences: is a happening one that was told before.

Example: after ``هاجم مسلحون حاجزاً في تسيل`` the words ``وأسفر الهجوم عن مقتل عنصرين`` tell the same event.
Source: codebook section 2 and rulings 1, 2, 14, 20 and 26.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from ..lexicon.grammars import load_grammar
from ..model import Location
from .backgrounds import came_before, goes_back
from .compatibilities import are_compatible
from .conflicts import find_conflict
from .drafts import Draft, Setting
from .protos import Proto
from .retellings import is_same_fight, may_be_elsewhere, may_be_there, points_back
from .vicinities import REGION, WIDE, whole_of

_NEXT = 3  # words from عقب to the verb
_RECENT = 2  # sentences


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
            if (whole := whole_of(location)) is not None:
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
    near = told.at(setting.location if setting.own_place and not may_be_elsewhere(proto, setting) else None)
    if points_back(proto, setting):
        near = told.drafts[-1:]
    latest = next((d for d in near if _may_be(d, proto, setting)), None)
    if latest is None or setting.told or proto.definite or proto.outcome_only:
        return latest
    if proto.sentence.number - latest.last_sentence > _RECENT and proto.side1 and proto.tolls:
        return None
    return None if "other_story" in proto.sentence.scope_kinds else latest


def _may_be(draft: Draft, proto: Proto, setting: Setting) -> bool:
    if draft.joint or not are_compatible(draft, proto) or _is_behind(draft, proto):
        return False
    other_day = draft.date.date != setting.date.date
    vague = setting.date.date is None  # خلال اليومين الماضيين: in the fights just told
    spans = vague and (proto.outcome_only or is_same_fight(draft, proto, setting.location))
    if setting.own_date and not spans:
        if other_day and (draft.date.date is not None or draft.own_date) and not _is_said_of_it(draft, proto, setting):
            return False
    elif other_day and draft.background and not proto.definite and not proto.outcome_only:
        return False
    elsewhere = setting.own_place and not points_back(proto, setting)
    if elsewhere and (_is_of_several(draft, proto, setting) or not may_be_there(draft, proto, setting)):
        return False
    return not find_conflict(draft, proto) and not _beside(draft, proto, setting)


def _is_of_several(draft: Draft, proto: Proto, setting: Setting) -> bool:
    """قُتل ثلاثة بعمليات اغتيال في محافظة درعا. وقُتل شاب في مدينة الصنمين: one of those that the lead sums up."""
    where, s = draft.location, draft.base.sentence
    if where is None or (where.kind not in WIDE and where.precision != REGION) or proto.sentence is s:
        return False
    if setting.location is None or (setting.location.precision or 1) >= REGION or proto.definite:
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

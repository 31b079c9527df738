"""Leads that only sum up what is then told town by town, and the happenings too weak to start an event.

Example: ``شهدت محافظة درعا عدة هجمات أمس`` is dropped when each attack is then told in its town.
Source: codebook section 2 and ruling 3.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from ..find.parties import actor_names
from ..find.places import PlaceMention
from ..lexicon.grammars import load_grammar
from .conflicts import find_conflict
from .drafts import Draft, Setting, has_named
from .protos import Proto
from .vicinities import same_spot

_VIOLENT = frozenset(("fight", "boom", "body"))
_WIDE = frozenset(("governorate", "desert", "country", "district"))
_EVENTUAL = frozenset(("fight", "boom", "take", "arrest", "property", "crowd", "territory", "cordon"))
NOWHERE = "neither day nor place"
_SETTLEMENTS = frozenset(("city", "town", "village", "camp", "neighbourhood"))
_CORE = frozenset(("fight", "boom", "take", "crowd", "body", "property", "arrest", "sexual"))
_REGION = 3  # precision of a governorate or region
_HEADLINE_VERB = 6  # words before the verb of a headline
_QUARTERS = "احياء"  # أحياء المدينة: one town
_NEEDS_FACTS = frozenset(("fight", "boom", "crowd", "agreement", "arrest"))


def drop_summaries(drafts: list[Draft]) -> list[Draft]:
    """The drafts without summing leads; a report of one spot lends it to what it told before naming it."""
    detailed = {d.family for d in drafts if not d.joint}
    kept = [d for d in drafts if not _is_summary(d, drafts) and not (d.joint and d.family in detailed)]
    spots = [d for d in kept if d.own_place]
    if spots and all(same_spot(spots[0].location, d.location) for d in spots):
        for draft in kept:
            if draft.location is None and draft.first_sentence < spots[0].first_sentence:
                draft.location, draft.mention = spots[0].location, spots[0].mention
    return kept


def _is_summary(draft: Draft, drafts: list[Draft]) -> bool:
    vague = draft.background and draft.date.date is None and draft.first_sentence == 0  # شهد الريف خلال الساعات الماضية
    if draft.first_sentence > 1 or (draft.background and not vague) or not _is_wide(draft):
        return False
    if draft.first_sentence and any(t.best for t in draft.tolls) and not draft.base.act.generic:
        return False  # the second sentence counts the dead of a blast of its own
    later = [d for d in drafts if _details(draft, d)] or _items_of(draft, drafts)
    if len(later) == 1 and draft.first_sentence and find_conflict(later[0], draft.base):
        return False  # what others did elsewhere
    if len(later) == 1 and not find_conflict(later[0], draft.base):
        _hand_over(draft, later[0])
    return bool(later)


def _is_wide(draft: Draft) -> bool:
    """A governorate, a region or several places."""
    location, mention = draft.location, draft.mention
    if location is None or (mention is not None and _is_unknown_town(mention)):
        return False
    region = mention is not None and bool(mention.region)
    around_town = location.kind == "desert" and (location.precision or 1) < _REGION  # بادية بلدة أبو خشب
    wide = location.kind in _WIDE and not around_town
    return region or draft.is_sided or wide or location.precision == 3 or _is_several(draft, mention)


def _is_several(draft: Draft, mention: PlaceMention | None) -> bool:
    """The lead names no place but the places around one: في قرى القنيطرة."""
    if mention is None or mention.first == 0 or mention.coordinated is not None:
        return False
    word = draft.base.sentence.texts[mention.first - 1]
    return word in load_grammar().several_places and not (mention.anaphor and word == _QUARTERS)


def _details(lead: Draft, d: Draft) -> bool:
    """Whether ``d`` tells, in a town of its own, what the lead only summed up."""
    if d.first_sentence <= lead.first_sentence or not d.own_place or d.location is None or lead.location is None:
        return False
    if d.background:
        return False
    if (d.location.precision or 1) > 2 or _kin(d.family) != _kin(lead.family) or not _is_of_day(lead, d):
        return False
    if lead.family == "boom" and d.family != "boom" and lead.tolls:
        return False  # غارات ... قتلت تسعة is no summary of the clashes after it
    if lead.base.act.id == "killing" and lead.side1 and d.family == "boom":
        return False  # قتل قيادي ومدني برصاص مسلحين is no summary of the blast told after it
    return d.location.admin1 in (lead.location.admin1, lead.location.name_en)


def _is_of_day(lead: Draft, d: Draft) -> bool:
    """The day of the lead, or the night before it: اليوم الإثنين in the lead, ليل الأحد/الإثنين in the detail."""
    if d.date.date == lead.date.date or (lead.background and lead.date.date is None):
        return True
    if d.date.date is None or lead.date.date is None or load_grammar().nights.isdisjoint(d.date.text.split()):
        return False
    return date.fromisoformat(d.date.date) + timedelta(days=1) == date.fromisoformat(lead.date.date)


def _items_of(lead: Draft, drafts: list[Draft]) -> list[Draft]:
    """The happenings of a country whose dead add up to those of a lead that names only a region: جنوبي البلاد."""
    if lead.location is None or lead.location.precision != _REGION or not (total := lead.count("killed")):
        return []
    items = [
        d for d in drafts if d.own_place and d.location is not None and d.location.country == lead.location.country
        and d.first_sentence > lead.first_sentence and d.count("killed") and _kin(d.family) == _kin(lead.family)
        and d.date.date == lead.date.date and (d.location.precision or 1) < _REGION
    ]  # fmt: skip
    return items if len(items) > 1 and sum(d.count("killed") for d in items) == total else []


def _kin(family: str) -> str:
    """Families a summary may stand for: fights and explosions are both violence."""
    return "violence" if family in _VIOLENT else family


def _hand_over(lead: Draft, detail: Draft) -> None:
    """The one detail of a summary takes over what only the summary told."""
    detail.side1 = lead.side1 if has_named(lead.side1) and not has_named(detail.side1) else detail.side1 or lead.side1
    detail.side2 = lead.side2 if has_named(lead.side2) and not has_named(detail.side2) else detail.side2 or lead.side2
    known = {t.outcome for t in detail.tolls}
    fallen = actor_names([t.party for t in detail.tolls if t.party is not None])
    beside = bool(fallen) and fallen <= actor_names(detail.side1)  # مقتل أربعة من مقاتليها ... مقتل أحد المهاجمين
    detail.tolls.extend(
        t for t in lead.tolls
        if t.outcome not in known or (beside and t.party is not None and actor_names([t.party]).isdisjoint(fallen))
    )  # fmt: skip


# -- too weak to start an event ------------------------------------------------------------------


def find_weakness(proto: Proto, setting: Setting, story_dated: bool, started: bool) -> str:
    """Why this happening starts no event of its own; "" when it may.

    ``story_dated`` whether the report is at a known day, ``started`` whether it told an event before.
    """
    return next((reason for reason, test in _WEAK if test(proto, setting, story_dated, started)), "")


def _denied_bare(proto: Proto, setting: Setting, story_dated: bool, started: bool) -> bool:
    return proto.verdict == "denied" and not (setting.told or any(x.armed for x in proto.side1))


def _nowhere(proto: Proto, setting: Setting, story_dated: bool, started: bool) -> bool:
    """Neither day nor place: شهدت المنطقة هجمات; who fought whom and how many fell make up for a wide place."""
    if setting.own_date or story_dated or proto.family not in _CORE:
        return False
    fought = any(x.entries for x in proto.side1) and any(x.entries for x in proto.side2)
    full = fought and any(t.best for t in proto.tolls)
    return not (setting.own_place and (full or _is_precise(proto.place)))


def _recalled(proto: Proto, setting: Setting, story_dated: bool, started: bool) -> bool:
    """منذ الهجوم: only a time."""
    return proto.recall and not proto.side1 and not proto.tolls


def _referred(proto: Proto, setting: Setting, story_dated: bool, started: bool) -> bool:
    """The article points to something told elsewhere: الهجوم; one who only stands by it adds nothing."""
    bare = not (proto.side1 and (proto.side2 or proto.tolls or not started))
    return proto.definite and not setting.told and bare


def _present(proto: Proto, setting: Setting, story_dated: bool, started: bool) -> bool:
    """The present tense without a day tells a state, but in a headline or with full facts."""
    if setting.own_date or proto.predicate.sense.form.tense != "present":
        return False
    if proto.family == "deploy":
        return not (story_dated or proto.sentence.dates)  # يتمركز مقاتلوه في محيط البلدة
    if proto.family not in _EVENTUAL:
        return False
    headline = proto.sentence.first == 0 and proto.predicate.at <= _HEADLINE_VERB
    if headline or proto.sentence.dates:
        return False
    return proto.place is None or not proto.side1 or not (proto.side2 or proto.tolls)


def _vague(proto: Proto, setting: Setting, story_dated: bool, started: bool) -> bool:
    informative = setting.told or proto.side1 or proto.side2 or proto.tolls
    return not informative and (not started or proto.family in _NEEDS_FACTS)


def _victimless(proto: Proto, setting: Setting, story_dated: bool, started: bool) -> bool:
    return (proto.outcome_only or proto.family == "body") and not proto.tolls and not proto.side2


def _deedless(proto: Proto, setting: Setting, story_dated: bool, started: bool) -> bool:
    bare = proto.outcome_only and proto.act.id == "harm" and not started
    return bare and not (setting.told or proto.side1)


def _toolless(proto: Proto, setting: Setting, story_dated: bool, started: bool) -> bool:
    """تُباع القنبلة بمئة دينار، الحصار وقطع الطرقات: a weapon or a riot that nobody uses or makes on no day."""
    bare = proto.predicate.rule.weak or (proto.act.id == "riot" and not proto.predicate.finite)
    return bare and not (setting.own_date or story_dated or proto.side1 or proto.side2 or proto.tolls)


def _brokerless(proto: Proto, setting: Setting, story_dated: bool, started: bool) -> bool:
    """أُفرج عنهم بعد وساطة قبلية: a mediation by nobody named."""
    return proto.family == "mediate" and proto.predicate.part == "noun" and not (proto.side1 or proto.definite)


def _surrounding(proto: Proto, setting: Setting, story_dated: bool, started: bool) -> bool:
    """وسط حالة استنفار، وسط انتشار أمني: a mood around the deed, of nobody."""
    around = proto.sentence.window(proto.at - 2, proto.at)
    if proto.predicate.finite or proto.side1:
        return False
    if proto.family == "reinforce":  # إثر وصول تعزيزات
        return not load_grammar().earlier.isdisjoint(around)
    return proto.family in ("alert", "deploy") and "وسط" in around


_WEAK: tuple[tuple[str, Callable[[Proto, Setting, bool, bool], bool]], ...] = (
    ("denied without place or party", _denied_bare),
    (NOWHERE, _nowhere),
    ("recalled as a time", _recalled),
    ("refers to something told elsewhere", _referred),
    ("present tense without a day", _present),
    ("nothing specific", _vague),
    ("death without victim", _victimless),
    ("harm without happening", _deedless),
    ("a weapon or a riot without deed", _toolless),
    ("a mediation without mediator", _brokerless),
    ("only around the deed", _surrounding),
)


def _is_unknown_town(mention: PlaceMention) -> bool:
    """قرية كذا بريف حلب، الفاعور في البقاع: a name of one place that no gazetteer has."""
    settled = mention.kind_cue in _SETTLEMENTS or mention.unknown
    return settled and mention.region is None and (mention.location is None or mention.location.gazetteer_id is None)


def _is_precise(mention: PlaceMention | None) -> bool:
    """Whether a place is closer than a governorate; a village that no gazetteer knows is: قرية كذا بريف حلب."""
    if mention is None or mention.location is None:
        return mention is not None
    if _is_unknown_town(mention):
        return True
    return (mention.location.precision or 1) < 3 and mention.location.kind not in ("governorate", "country")

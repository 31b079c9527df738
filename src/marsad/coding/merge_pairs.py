"""Which families of acts merge into one event within a sentence, and under which condition (``PAIRS``).

Example: ``أوقفوا ستة وضبطوا حشيشة`` is one arrest, ``انفجرت عبوة ثم فتحوا النار`` two events.
Source: codebook section 2, the one-event rule, and rulings 15, 18 and 24.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ..find.parties import actor_names
from .protos import Proto

if TYPE_CHECKING:
    from .merges import Merger

_VIOLENT = frozenset(("fight", "boom"))
_ENDINGS = frozenset(("property", "withdraw", "release", "take"))
_DEEDS = frozenset(("deploy", "fight", "boom", "crowd", "territory", "take", "arrest", "property", "body"))


def _together(m: Merger, a: Proto, b: Proto) -> bool:
    """Unless they are told apart: crowds and what meets them, territory and the fight for it."""
    return not m.apart(a, b)


def _fought_over(m: Merger, a: Proto, b: Proto) -> bool:
    """سيطروا على البلدة بعد معارك; but هاجموا حاجزاً ودخلوا البلدة بلا قتال are two."""
    return "transfer" not in (a.act.id, b.act.id) and not m.apart(a, b)


def _weapon_of_fight(m: Merger, a: Proto, b: Proto) -> bool:
    """هاجموا الحاجز بعبوة ناسفة."""
    fight = a if a.family == "fight" else b
    return fight.act.generic and not m.is_sequel(a, b) and not m.apart(a, b)


def _seizure(m: Merger, a: Proto, b: Proto) -> bool:
    """اعتقلوه وصادروا هاتفه، سيطروا على الحاجز واستولوا على مدفع; but صادروا الحمولة، كما اختطفوا السائقين are two."""
    if b.family == "take" and b.predicate.finite and m.s.opens_with(b.at, m.grammar.meanwhile):
        return False
    goods = a if a.family == "property" else b
    return goods.lemma in m.grammar.seizes and not other_agent(a, b)


def _looting_fight(m: Merger, a: Proto, b: Proto) -> bool:
    """هاجموا المنزل وأحرقوه، صدوا الهجوم واستولوا على عربات."""
    if a.family != "fight" or m.apart(a, b):
        return False
    return (a.act.generic and not a.tolls and not _on_people(a)) or a.act.id == "mob" or _seizure(m, a, b)


def _on_people(fight: Proto) -> bool:
    """Whether somebody was attacked, and not only a place."""
    return any(x.category != "post" for x in fight.side2)


def _retreat(m: Merger, a: Proto, b: Proto) -> bool:
    """أطلقوا النار على الحاجز وانسحبوا: how the attackers left belongs to what they did."""
    retreats = b.family == "withdraw" and b.lemma in m.grammar.retreats and not b.side2
    names, others = actor_names(a.side1), actor_names(b.side1)
    if names and others and names.isdisjoint(others):
        return False  # هاجم عناصر من أ حاجزاً، ودخلوا البلدة بعد انسحاب ب
    if not retreats or other_agent(a, b):
        return False
    return _before_it_left(m, b) or all(place.anaphor for place in m.own_places(b))


def _before_it_left(m: Merger, b: Proto) -> bool:
    """نصبت حاجزاً لساعة قبل أن تنسحب إلى قاعدتها: how a stay ended, wherever they went."""
    return m.s.texts[max(m.s.first, b.at - 2) : b.at] == ["قبل", "ان"]


def _freed(m: Merger, a: Proto, b: Proto) -> bool:
    """اعتقلوا عاملين ثم أطلقوا سراحهما: the end of the detention told."""
    return b.family == "release" and not m.own_places(b) and not m.own_dates(b) and all(x in a.side2 for x in b.side2)


def _entered(m: Merger, a: Proto, b: Proto) -> bool:
    """دخلت قوة البلدة وفرضت طوقاً: she came to do it."""
    return a.lemma in m.grammar.enters and _goes_on(m, a, b) and not other_agent(a, b)


def _seized_beside(m: Merger, a: Proto, b: Proto) -> bool:
    """أوقفوا ستة وضبطوا حشيشة: what was found on those arrested."""
    goods = a if a.family == "disrupt" else b
    return goods.lemma in m.grammar.finds and not other_agent(a, b) and not m.apart(a, b)


def _used(m: Merger, a: Proto, b: Proto) -> bool:
    """اشتباكات استُخدمت فيها قذائف الهاون."""
    return b.used or _weapon_of_fight(m, a, b)


def _fought_off(m: Merger, a: Proto, b: Proto) -> bool:
    """أحبطوا هجوماً وقتلوا خمسة من المهاجمين: the attack was fought (WORDING 9)."""
    return a.family == "disrupt" and a.lemma in m.grammar.foils and not _other_side(a, b)


def _other_side(a: Proto, b: Proto) -> bool:
    return bool(actor_names(a.side1) and actor_names(b.side1)) and other_agent(a, b)


def _turned_into(m: Merger, a: Proto, b: Proto) -> bool:
    """تمركزوا في مدرسة وحولوها إلى ثكنة."""
    return a.family == "deploy" and bool(b.predicate.enclitic)


def _by_blast(m: Merger, a: Proto, b: Proto) -> bool:
    """قطعوا خط التوتر بتفجير برجين: the blast was the means."""
    return a.family == "property" and b.predicate.proclitics.endswith("ب") and not b.tolls


def _closed(m: Merger, a: Proto, b: Proto) -> bool:
    """فرضت حظر تجوال وأغلقت مداخل المدينة."""
    return a.family == "curfew" and not other_agent(a, b)


def _missed(m: Merger, a: Proto, b: Proto) -> bool:
    """عُثر على جثتي شابين كانا قد فُقدا: the dead had been missing."""
    return a.family == "body" and b.act.id == "missing"


def _goes_on(m: Merger, a: Proto, b: Proto) -> bool:
    """نصبت حواجز وفتشت المارة، فتشت المزارع واعتقلت عاملين: one operation told step by step."""
    return b.predicate.finite and b.predicate.proclitics[:1] in ("و", "ف") and not m.apart(a, b)


def _stormed_base(m: Merger, a: Proto, b: Proto) -> bool:
    """اقتحموا المدرسة وحولوها إلى مقر."""
    return a.family == "fight" and a.lemma in m.grammar.storms


def _defused(m: Merger, a: Proto, b: Proto) -> bool:
    """ضبطوا عبوة وفجروها."""
    return a.family == "disrupt" and bool(b.predicate.enclitic)


def _short_stay(m: Merger, a: Proto, b: Proto) -> bool:
    """انتشروا ثم انسحبوا."""
    return a.family == "deploy" and b.lemma != "اخلي" and (not m.own_places(b) or _before_it_left(m, b))


def _led_away(m: Merger, a: Proto, b: Proto) -> bool:
    """اعتقلوه واقتادوه."""
    return a.lemma in m.grammar.leads_away or b.lemma in m.grammar.leads_away


def _sweep_of_arrests(m: Merger, a: Proto, b: Proto) -> bool:
    """حملة دهم واعتقال، فتشوا المنازل واعتقلوا شابين."""
    searched = a.family == "sweep" and a.lemma in m.grammar.searches
    if a.family == "sweep" and b.family == "arrest" and _led_to(m, a, b):
        return True
    return a.at + 3 >= b.at or (searched and _goes_on(m, a, b) and not other_agent(a, b))


def _led_to(m: Merger, a: Proto, b: Proto) -> bool:
    """نفذت عملية تفتيش أسفرت عن اعتقال شابين."""
    results = (q.at for q in m.s.predicates if q.kind == "result" and not q.proclitics)
    return any(a.at < at < b.at and b.at - at <= 3 for at in results) and not m.apart(a, b)


def _stormed_and_searched(m: Merger, a: Proto, b: Proto) -> bool:
    """توغلت في القرية حيث اقتحمت منزلاً ونفذت عمليات تفتيش: one incursion, nobody met it."""
    fight = a if a.family == "fight" else b
    quiet = fight.lemma in m.grammar.storms and not fight.tolls and not any(x.armed for x in fight.side2)
    return quiet and not other_agent(a, b) and not m.apart(a, b)


def _search(m: Merger, a: Proto, b: Proto) -> bool:
    """نصبوا حاجزاً وفتشوا المارة."""
    if _is_coordinated(a, b):
        return True
    went_on = _goes_on(m, a, b) or (_is_carried_on(m, b) and not m.apart(a, b))
    return m.same_clause(a, b) or (a.family == "deploy" and went_on and not other_agent(a, b))


def _is_carried_on(m: Merger, b: Proto) -> bool:
    """نصبت حاجزاً وعمدت إلى تفتيش المارة: a noun that a joined verb carries."""
    lights = (q for q in m.s.predicates if q.kind == "light" and q.finite and q.proclitics[:1] in ("و", "ف"))
    return not b.predicate.finite and any(0 < b.at - q.at <= 3 for q in lights)


def _is_coordinated(a: Proto, b: Proto) -> bool:
    """تفتيش المارة وتمشيط المنطقة: another noun of what is told already."""
    joined = not b.predicate.finite and b.predicate.proclitics[:1] == "و"
    return joined and any(q.act.family == b.family and 0 < b.at - q.last <= 3 for q in a.preds)


def _in_one_clause(m: Merger, a: Proto, b: Proto) -> bool:
    """استقدام تعزيزات وانتشار."""
    return m.same_clause(a, b)


def _met_and_agreed(m: Merger, a: Proto, b: Proto) -> bool:
    """عُقد اجتماع أفضى إلى اتفاق: what a meeting led to."""
    return b.family == "agreement" and not m.apart(a, b)


PAIRS: dict[frozenset[str], Callable[[Merger, Proto, Proto], bool]] = {
    frozenset(("fight", "boom")): _used,
    frozenset(("crowd", "fight")): _together,
    frozenset(("crowd", "property")): _together,
    frozenset(("crowd", "cordon")): _together,
    frozenset(("territory", "fight")): _fought_over,
    frozenset(("property", "arrest")): _seizure,
    frozenset(("property", "disrupt")): _seizure,
    frozenset(("property", "base")): _seizure,
    frozenset(("fight", "property")): _looting_fight,
    frozenset(("fight", "base")): _stormed_base,
    frozenset(("disrupt", "boom")): _defused,
    frozenset(("deploy", "withdraw")): _short_stay,
    frozenset(("arrest", "take")): _led_away,
    frozenset(("sweep", "arrest")): _sweep_of_arrests,
    frozenset(("reinforce", "deploy")): _in_one_clause,
    frozenset(("deploy", "sweep")): _search,
    frozenset(("take", "property")): _seizure,
    frozenset(("territory", "property")): _seizure,
    frozenset(("fight", "withdraw")): _retreat,
    frozenset(("sweep", "withdraw")): _retreat,
    frozenset(("fight", "sweep")): _stormed_and_searched,
    frozenset(("fight", "deploy")): _stormed_and_searched,
    frozenset(("boom", "withdraw")): _retreat,
    frozenset(("property", "withdraw")): _retreat,
    frozenset(("arrest", "withdraw")): _retreat,
    frozenset(("take", "withdraw")): _retreat,
    frozenset(("crowd", "withdraw")): _retreat,
    frozenset(("arrest", "release")): _freed,
    frozenset(("take", "release")): _freed,
    frozenset(("arrest", "disrupt")): _seized_beside,
    frozenset(("disrupt", "fight")): _fought_off,
    frozenset(("deploy", "base")): _turned_into,
    frozenset(("property", "boom")): _by_blast,
    frozenset(("curfew", "cordon")): _closed,
    frozenset(("deploy", "cordon")): _entered,
    frozenset(("body", "take")): _missed,
    frozenset(("mediate", "agreement")): _met_and_agreed,
}


def other_agent(a: Proto, b: Proto) -> bool:
    """Another organisation did it; in a fight the other side may answer."""
    x, y = actor_names(a.side1), actor_names(b.side1)
    if not (x and y) or x & y:
        return False
    defenders = actor_names(a.side2)
    if a.family == b.family == "fight" and not defenders:
        return False  # صدوا هجوماً للتنظيم وأسروا عشرة
    return a.family not in _VIOLENT or not defenders & y


def is_detail(carrier: Proto, proto: Proto) -> bool:
    """What only ends or accompanies a deed does not name it: goods taken from people attacked, a retreat, a release."""
    if proto.family == "property" and carrier.family == "fight":
        return bool(carrier.tolls) or _on_people(carrier)
    if proto.family == "boom" and carrier.family == "property":
        return True
    if proto.used or (proto.family == "disrupt" and carrier.family == "arrest"):
        return True
    return proto.family in _ENDINGS and carrier.family in _DEEDS

"""The final type of an event: generic acts by weapon and victim, territory by who takes it, crowds by what met them.

Example: ``استهداف سيارة بعبوة ناسفة`` is a remote explosive, ``استهداف حاجز بالأسلحة الرشاشة`` a clash.
Sources: codebook section 3 and rulings 7, 10, 15, 16, 17; WORDING 5.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..find.parties import ARMED, Party
from ..lexicon.acts import Act, load_acts
from ..lexicon.grammars import load_grammar
from .protos import Proto
from .weapons import WeaponMention, is_cargo, weapons_near

_LOCAL = ("محلي", "المحلي")
# The act that a weapon makes of a generic one, and which of several wins.
_BOOM = {
    "drone": "airstrike", "warplane": "airstrike", "barrel bomb": "airstrike", "helicopter": "airstrike",
    "artillery": "shelling", "mortar": "shelling", "rockets": "shelling", "IED": "explosion",
    "car bomb": "explosion", "landmine": "explosion",
    "explosive belt": "suicide", "grenade": "grenade", "chemical": "chemical",
}  # fmt: skip
_STRENGTH = ("chemical", "suicide", "grenade", "airstrike", "explosion", "shelling")
_KIN = frozenset(("identity-militia",))
_UNARMED = frozenset(("civilian", "woman", "child", "protester"))
_UNARMED_KINDS = frozenset(("civilians", "other", "protesters"))
_ARMED_OWNERS = frozenset(("combatant", "commander", "force"))
_OF_REACH, _DEVICE_REACH, _BOMBER_REACH = 2, 4, 8  # words


def final_act(proto: Proto, victims: list[Party], attackers: list[Party]) -> Act:
    """The act that names the event once victims, attackers and weapons are known."""
    changed = (
        _by_means(proto) or _by_fighters(proto, victims, attackers) or _by_victims(proto, victims, attackers)
    )  # fmt: skip
    return load_acts()[changed] if changed else proto.act


def _by_means(proto: Proto) -> str | None:
    """What the weapon makes of a generic act, of shelling and of an explosion."""
    act = proto.act
    if act.id == "explosion":
        return _device(proto)
    weapon = _by_weapon(proto) if act.generic or act.id == "shelling" else None
    if act.generic:
        return "suicide" if weapon == "explosion" and _has_bomber(proto) else weapon
    return "airstrike" if weapon == "airstrike" else None


def _by_fighters(proto: Proto, victims: list[Party], attackers: list[Party]) -> str | None:
    """Families and crowds against each other, against things, and soldiers in what began as a brawl."""
    act = proto.act
    caught = "القبض" in proto.lemma  # only the law does that
    held = "حتجز" in proto.sentence.texts[proto.at]  # احتجز الأهالي عنصرين
    if act.id == "arrest" and attackers and not caught and all(_is_lawless(x, held) for x in attackers):
        return "abduction"
    if act.id == "mob":
        soldiers = any(is_armed(x) and not _all_kin(proto, [x]) for x in attackers + victims if x.entries)
        return "clash" if soldiers else None  # شجار بين عنصرين من فصيلين
    if act.id == "riot":
        kin = bool(attackers) and _all_kin(proto, attackers)
        things = _only_things(victims) if victims else not _is_angry(attackers)
        return "destruction" if kin and things else None  # مستوطنون رشقوا المركبات
    if act.family != "fight":
        return None
    if act.id in ("beating", "attack") and _is_angry(attackers) and not any(map(is_armed, victims)):
        return "mob"
    if _is_mob(proto, victims, attackers) or (act.id == "clash" and _are_civilians(proto)):
        return "mob"
    return "riot" if act.id == "clash" and _is_street_fight(proto) else None


def _by_victims(proto: Proto, victims: list[Party], attackers: list[Party]) -> str | None:
    """Whom a generic act of violence struck: a crowd, a place, fighters or civilians."""
    act = proto.act
    if act.family == "fight" and _is_crowd(victims):
        proto.intervention = proto.killed_crowd = True
        return "protest"
    if act.id == "attack" and _is_raid(proto, victims):
        return "raid"
    if act.generic and act.id != "body":
        return "clash" if _is_fight(proto, victims, attackers) else "killing"
    return None


def _is_mob(proto: Proto, victims: list[Party], attackers: list[Party]) -> bool:
    """Families fight, and nobody else armed; one that attacks people who are no family is an attack."""
    if not _all_kin(proto, attackers) or any(is_armed(v) and not _all_kin(proto, [v]) for v in victims):
        return False
    return (
        proto.act.id == "clash" or not victims or any(_all_kin(proto, [v]) or v.category == "post" for v in victims)
    )


def _is_lawless(party: Party, held: bool) -> bool:
    """احتجز مسلحون من عشائر المنطقة: gunmen and clans take people, they arrest nobody; residents may hold somebody."""
    if party.entries:
        return party.entries[0].kind in ("identity-militia", "unidentified-armed")
    local = party.category == "force" and any(word.startswith(_LOCAL) for word in party.modifiers)
    return party.category == "gunman" or (held and (local or party.category in ("civilian", "protester")))


def _is_angry(attackers: list[Party]) -> bool:
    """شبان غاضبون: a crowd that falls upon people."""
    return any(x.category == "protester" for x in attackers)


def _are_civilians(proto: Proto) -> bool:
    """Only people without arms of office fight: farmers and herders, youths of two quarters."""
    fighting = [x for x in proto.side1 + proto.side2 if x.category not in ("victim_killed", "victim_wounded")]
    return len(fighting) > 1 and all(x.category == "civilian" and not x.entries for x in fighting)


def _only_things(victims: list[Party]) -> bool:
    return bool(victims) and all(v.category == "post" and not v.entries for v in victims)


def _is_street_fight(proto: Proto) -> bool:
    """مواجهات أصيب فيها شبان بالاختناق: gas, rubber bullets or stones, and no fighters on both sides."""
    if any(x.entries for x in proto.side1) and any(x.entries for x in proto.side2):
        return False
    texts = proto.sentence.texts[proto.sentence.first : proto.sentence.last]
    return not load_grammar().crowd_control.isdisjoint(texts)


def _is_crowd(victims: list[Party]) -> bool:
    """Only protesters were acted upon."""
    crowd = [v for v in victims if v.category != "others"]
    return bool(crowd) and all(v.category == "protester" for v in crowd)


def _is_raid(proto: Proto, victims: list[Party]) -> bool:
    """Storming a place without harm: اقتحمت قوات الاحتلال البلدة."""
    storms = load_grammar().storms
    harmed = any(is_armed(v) or v.category in _UNARMED for v in victims)
    return not proto.tolls and all(p.lemma in storms for p in proto.preds if p.act.family == "fight") and not harmed


def _is_fight(proto: Proto, victims: list[Party], attackers: list[Party]) -> bool:
    """Whether a generic act of violence is a clash and no attack on civilians."""
    if any(p.frame is not None and p.frame.fight for p in proto.preds):
        return True
    if victims:
        return any(map(is_armed, victims))
    if any(t.named for t in proto.tolls):
        return False  # قُتل سامر الحسن برصاص مجهولين
    return proto.act.id in ("attack", "shooting") and bool(attackers)


def _all_kin(proto: Proto, parties: Iterable[Party]) -> bool:
    kin = [is_kin for p in parties if (is_kin := _is_kin(proto, p)) is not None]
    return bool(kin) and all(kin)


def _is_kin(proto: Proto, party: Party) -> bool | None:
    """Whether a party is a family or clan, by its entry, its noun or what it is of; None when nothing says.

    Example: بين عائلتين، مجموعات من قبيلتي الهوسا والهمج.
    """
    if party.entries:
        return party.entries[0].kind in _KIN
    kin = load_grammar().clans
    if party.sense is not None and party.sense.lemma in kin:
        return True
    of = [x for x in proto.sentence.parties if x.prep == "من" and 0 < x.first - party.last <= _OF_REACH]
    return True if any(x.sense is not None and x.sense.lemma in kin for x in of) else None


def is_armed(party: Party) -> bool:
    """Whether an attack on the party is an attack on fighters: soldiers, their posts, their organisation."""
    if party.category in _UNARMED:
        return False
    if party.entries and party.entries[0].kind in _UNARMED_KINDS:
        return False
    if party.category == "post" and not party.entries:
        military = load_grammar().military_beginnings
        if party.sense is not None and party.sense.lemma in load_grammar().armed_posts:
            return True
        return party.owner in _ARMED_OWNERS or any(m.startswith(military) for m in party.modifiers)
    return party.category in ARMED or bool(party.entries)


# -- by weapon -----------------------------------------------------------------------------------


def _by_weapon(proto: Proto) -> str | None:
    """The strongest act that a weapon of the happening makes, else what its doer flies or fires."""
    clauses = {proto.sentence.clause_of(p.at) for p in proto.preds}
    clauses |= {proto.sentence.clause_of(p.at) - 1 for p in proto.preds if p.proclitics[:1] == "ف"}  # فجُرح اثنان
    booms = {
        _BOOM[w.category] for w in weapons_near(proto)
        if w.category in _BOOM and not is_cargo(proto.sentence, w) and _is_used(proto, w, clauses)
    }  # fmt: skip
    if not booms:
        booms = {act for party in proto.side1 if (act := _by_doer(proto, party))}
    return next((act for act in _STRENGTH if act in booms), None)


def _is_used(proto: Proto, weapon: WeaponMention, clauses: set[int]) -> bool:
    """A weapon in a clause of the happening, or its instrument with no other act between."""
    if proto.sentence.clause_of(weapon.first) in clauses:
        return True
    return weapon.instrument and not _act_between(proto, weapon.first)


def _act_between(proto: Proto, word: int) -> bool:
    """Whether another stated act stands between the happening and a word."""
    own = {p.at for p in proto.preds}
    near = min(own, key=lambda at: abs(at - word))
    low, high = min(near, word), max(near, word)
    return any(low < p.at < high and p.firm and not p.discarded and p.at not in own for p in proto.sentence.acts)


def _by_doer(proto: Proto, party: Party) -> str | None:
    """An aircraft strikes from the air, artillery shells: استهدف الطيران، قوات المدفعية."""
    grammar = load_grammar()
    if any(e.kind == "identity-militia" for e in party.entries):
        return None  # المسيرية is a tribe
    words = proto.sentence.texts[party.first : party.last + 1]
    if any(w.startswith(grammar.aircraft_beginnings) for w in words):
        return "airstrike"
    return "shelling" if any(w.startswith(grammar.gun_beginnings) for w in words) else None


def _device(proto: Proto) -> str | None:
    """What exploded, when it stands beside the explosion word: a grenade, a belt."""
    for weapon in weapons_near(proto, _DEVICE_REACH):
        if weapon.category in ("grenade", "explosive belt") and abs(weapon.first - proto.at) <= _DEVICE_REACH:
            return _BOOM[weapon.category]
    if _has_bomber(proto):
        return "suicide"
    return "shelling" if _shell_burst(proto) else None


def _has_bomber(proto: Proto) -> bool:
    """انتحاري beside the blast."""
    bombers, texts = load_grammar().bombers, proto.sentence.texts
    low = max(proto.sentence.first, min(p.at for p in proto.preds) - _BOMBER_REACH)
    return not bombers.isdisjoint(texts[low : max(p.last for p in proto.preds) + _BOMBER_REACH])


def _shell_burst(proto: Proto) -> bool:
    """انفجار صاروخ باليستي: what burst was fired, not planted."""
    after = [w for w in weapons_near(proto, _DEVICE_REACH) if w.first == proto.predicate.last + 1]
    return any(w.category in ("rockets", "mortar", "artillery") for w in after) and any(
        p.kind == "light" and p.lemma == "اطلق" and p.at > proto.at for p in proto.sentence.predicates
    )


# -- by circumstance -----------------------------------------------------------------------------


def sub_type(act: Act, proto: Proto, kinds: list[str], harmed: bool) -> str:
    """The sub-type of the codebook; ``kinds`` of side 1, ``harmed`` whether anybody was killed or wounded."""
    if act.id == "overtake":
        regains = "state-forces" in kinds
        return "Government regains territory" if regains else "Non-state actor overtakes territory"
    if act.id == "protest":
        if proto.killed_crowd and harmed:
            return "Excessive force against protesters"
        if proto.intervention:
            return "Protest with intervention"
    return act.sub

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
_DEVICE_REACH = 4  # words


def final_act(proto: Proto, victims: list[Party], attackers: list[Party]) -> Act:
    """The act that names the event once victims, attackers and weapons are known."""
    acts, act = load_acts(), proto.act
    weapon = _by_weapon(proto) if act.generic or act.id == "shelling" else None
    if act.generic and weapon is not None:
        return acts[weapon]
    if act.family == "fight" and act.id != "mob" and _is_mob(victims, attackers):
        return acts["mob"]
    if act.id == "shelling" and weapon == "airstrike":
        return acts["airstrike"]
    if act.id == "explosion":
        return acts[_device(proto) or "explosion"]
    if act.family == "fight" and _is_crowd(victims):
        proto.intervention = proto.killed_crowd = True
        return acts["protest"]
    if act.id == "attack" and _is_raid(proto, victims):
        return acts["raid"]
    if act.generic and act.id != "body":
        return acts["clash"] if _is_fight(proto, victims, attackers) else acts["killing"]
    return act


def _is_mob(victims: list[Party], attackers: list[Party]) -> bool:
    """Families fight, and nobody else armed."""
    return _all_kin(attackers) and not any(is_armed(v) and not _all_kin([v]) for v in victims)


def _is_crowd(victims: list[Party]) -> bool:
    """Only protesters were acted upon."""
    crowd = [v for v in victims if v.category != "others"]
    return bool(crowd) and all(v.category == "protester" for v in crowd)


def _is_raid(proto: Proto, victims: list[Party]) -> bool:
    """Storming a place without harm: اقتحمت قوات الاحتلال البلدة."""
    storms = load_grammar().storms
    return not proto.tolls and all(p.lemma in storms for p in proto.preds) and not any(map(is_armed, victims))


def _is_fight(proto: Proto, victims: list[Party], attackers: list[Party]) -> bool:
    """Whether a generic act of violence is a clash and no attack on civilians."""
    if any(p.frame is not None and p.frame.fight for p in proto.preds):
        return True
    if victims:
        return any(map(is_armed, victims))
    return proto.act.id in ("attack", "shooting") and bool(attackers)


def _all_kin(parties: Iterable[Party]) -> bool:
    kinds = [e.kind for p in parties for e in p.entries[:1]]
    return bool(kinds) and all(kind in _KIN for kind in kinds)


def is_armed(party: Party) -> bool:
    """Whether an attack on the party is an attack on fighters: soldiers, their posts, their organisation."""
    if party.category in _UNARMED:
        return False
    if party.entries and party.entries[0].kind in _UNARMED_KINDS:
        return False
    if party.category == "post" and not party.entries:
        military = load_grammar().military_beginnings
        return party.owner in _ARMED_OWNERS or any(m.startswith(military) for m in party.modifiers)
    return party.category in ARMED or bool(party.entries)


# -- by weapon -----------------------------------------------------------------------------------


def _by_weapon(proto: Proto) -> str | None:
    """The strongest act that a weapon of the happening makes, else what its doer flies or fires."""
    clauses = {proto.sentence.clause_of(p.at) for p in proto.preds}
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
    bombers = any(p.sense is not None and p.sense.lemma == "انتحاري" for p in proto.side1)
    return "suicide" if bombers else None


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

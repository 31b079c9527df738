"""The final type of an event: generic acts by weapon and victim, territory by who takes it, crowds by what met them.

Sources: codebook section 3 and rulings 7, 10, 15, 16, 17; WORDING 5.
"""

from __future__ import annotations

from ..find.parties import ARMED, Party
from ..lexicon.acts import Act, load_acts
from .protos import Proto
from .sentences import Sentence

_BOOM = {
    "drone": "airstrike", "warplane": "airstrike", "barrel bomb": "airstrike", "helicopter": "airstrike", "artillery": "shelling",
    "mortar": "shelling", "rockets": "shelling", "IED": "explosion", "car bomb": "explosion", "landmine": "explosion",
    "explosive belt": "suicide", "grenade": "grenade", "chemical": "chemical",
}  # fmt: skip
_STRENGTH = ("chemical", "suicide", "grenade", "airstrike", "explosion", "shelling")
_BY_WORDS = frozenset(("عبر", "بواسطه", "جراء", "بفعل", "اثر", "نتيجه", "باستخدام"))
_FAMILY_KINDS = frozenset(("identity-militia",))
_DOMESTIC = frozenset(("state-forces",))


def weapons_near(sentence: Sentence, proto: Proto, reach: int = 30) -> list[tuple[int, int, str, bool]]:
    """Weapon mentions of the happening: (first, last, category, whether it is the instrument)."""
    words = sentence.words.words
    found: list[tuple[int, int, str, bool]] = []
    low = max(sentence.first, min(p.at for p in proto.preds) - reach)
    high = min(sentence.last, max(p.last for p in proto.preds) + reach)
    i = low
    while i < high:
        info = sentence.infos[i]
        end, category, proclitic = -1, "", ""
        if info is not None:
            for pro, rest, sense in info.phrases:
                if sense.kind == "weapon" and i + len(rest) > end and tuple(words[i + 1 : i + 1 + len(rest)]) == rest:
                    end, category, proclitic = i + len(rest), sense.key, pro
            if end < 0:
                for pro, sense in info.senses:
                    if sense.kind == "weapon":
                        end, category, proclitic = i, sense.key, pro
        if end >= 0:
            before = words[i - 1] if i > sentence.first else ""
            found.append((i, end, category, proclitic.endswith("ب") or before in _BY_WORDS or before == "ب"))
            i = end
        i += 1
    return found


def final_act(proto: Proto, victims: list[Party], attackers: list[Party]) -> Act:
    """The act that names the event once victims, attackers and weapons are known."""
    acts = load_acts()
    act = proto.act
    if act.generic:
        by_weapon = _by_weapon(proto)
        if by_weapon is not None:
            return acts[by_weapon]
    if act.family == "fight" and act.id != "mob" and _all_kin(attackers) and not any(_is_armed(v) and not _all_kin([v]) for v in victims):
        return acts["mob"]
    if act.id == "shelling" and _by_weapon(proto) == "airstrike":
        return acts["airstrike"]
    if act.id == "explosion":
        return acts[_device(proto) or "explosion"]
    crowd = [v for v in victims if v.category != "others"]
    if act.family == "fight" and crowd and all(v.category == "protester" for v in crowd):
        proto.intervention = True
        proto.killed_crowd = True
        return acts["protest"]
    if act.id == "attack" and not proto.tolls and all(p.sense.lemma in ("اقتحم", "اقتحام") for p in proto.preds) and not any(_is_armed(v) for v in victims):
        return acts["raid"]
    if act.generic and act.id not in ("body",):
        return acts["clash"] if _armed_target(proto, victims, attackers) else acts["killing"]
    return act


def _device(proto: Proto) -> str | None:
    """What exploded, when it stands beside the explosion word: a grenade, a belt."""
    for first, _, category, _ in weapons_near(proto.sentence, proto, 4):
        if category in ("grenade", "explosive belt") and abs(first - proto.at) <= 4:
            return _BOOM[category]
    bombers = [p for p in proto.side1 if p.sense is not None and p.sense.lemma == "انتحاري"]
    return "suicide" if bombers else None


def _all_kin(parties: list[Party]) -> bool:
    kinds = [e.kind for p in parties for e in p.entries[:1]]
    return bool(kinds) and all(k in _FAMILY_KINDS for k in kinds)


def _by_weapon(proto: Proto) -> str | None:
    clauses = {proto.sentence.clause_of(p.at) for p in proto.preds}
    booms = {
        _BOOM[category] for first, _, category, instrument in weapons_near(proto.sentence, proto)
        if category in _BOOM and not _cargo(proto.sentence, first)
        and (proto.sentence.clause_of(first) in clauses or (instrument and not _other_act_between(proto, first)))
    }  # fmt: skip
    if not booms:
        booms = {act for party in proto.side1 if (act := _by_agent(proto.sentence, party))}
    return next((act for act in _STRENGTH if act in booms), None)


_AIRCRAFT = ("طائر", "الطائر", "مسير", "المسير", "طيران", "الطيران", "مقاتلات", "المقاتلات", "مقاتله", "مروحي", "المروحي", "سلاح الجو")
_GUNS = ("مدفعيه", "المدفعيه", "راجمات", "راجمه", "دبابات", "مدافع")


def _by_agent(sentence: Sentence, party: Party) -> str | None:
    """An aircraft strikes from the air, artillery shells: استهدفت طائرات إسرائيلية، قوات المدفعية."""
    words = sentence.words.words[party.first : party.last + 1]
    if any(w.startswith(_AIRCRAFT) for w in words):
        return "airstrike"
    return "shelling" if any(w.startswith(_GUNS) for w in words) else None


def _other_act_between(proto: Proto, word: int) -> bool:
    """Whether another stated act stands between the happening and a word."""
    own = {p.at for p in proto.preds}
    near = min(own, key=lambda at: abs(at - word))
    low, high = min(near, word), max(near, word)
    return any(p.kind == "act" and not p.discarded and low < p.at < high and p.at not in own and p.frame is not None and not p.frame.weak
               for p in proto.sentence.predicates)  # fmt: skip


_CARGO = frozenset(("محمله", "محملا", "محملة", "تحمل", "يحمل", "شحنه", "مستودع", "مستودعات", "تهريب", "نقل", "مضادات", "مخزن"))


def _cargo(sentence: Sentence, word: int) -> bool:
    """Weapons that are carried or stored, not used."""
    words = sentence.words.words
    return any(words[j] in _CARGO for j in range(max(sentence.first, word - 3), word))


def _armed_target(proto: Proto, victims: list[Party], attackers: list[Party]) -> bool:
    if any(p.frame is not None and p.frame.fight for p in proto.preds):
        return True
    armed = [v for v in victims if _is_armed(v)]
    if armed:
        return True
    if victims:
        return False
    return proto.act.id in ("attack", "shooting") and bool(attackers)


def _is_armed(party: Party) -> bool:
    if party.category in ("civilian", "woman", "child", "protester") and not _soldier_modifiers(party):
        return False
    if party.entries and party.entries[0].kind in ("civilians", "other", "protesters"):
        return False
    if party.category == "post":
        return bool(party.entries) or party.owner in ("combatant", "commander", "force") or any(m.startswith("عسكري") or m.startswith("العسكري") or m.startswith("امني") for m in party.modifiers)
    return party.category in ARMED or bool(party.entries)


def _soldier_modifiers(party: Party) -> bool:
    return False


def territory_sub(attackers: list[Party], kinds: list[str]) -> str:
    """Government regains territory for the state's own forces, else Non-state actor overtakes territory."""
    return "Government regains territory" if any(k in _DOMESTIC for k in kinds) else "Non-state actor overtakes territory"

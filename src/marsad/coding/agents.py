"""Doers that the act word alone does not show: who announced it, who wielded the weapon, who fled.

Example: in ``أعلنت وزارة الداخلية إحباط تهريب`` the ministry that announces did it.
"""

from __future__ import annotations

from ..find.parties import Party
from ..find.predicates import Predicate
from ..lexicon.grammars import load_grammar
from .announcements import subject_before
from .chunks import bare_chunks
from .protos import Proto
from .role_finders import RoleFinder
from .sentences import Sentence
from .weapons import weapons_near

VIOLENT = frozenset(("fight", "boom"))
MOVES = frozenset(("reinforce", "deploy", "withdraw", "mediate"))
_BESIDE = 2  # words between a verb and its subject
_MEMBERS_AFTER, _MEMBERS = 14, 20
_AGAINST_REACH = 14  # words between the cause of a protest and whom it names
_SHOT_REACH = 5  # words from a shell to where it came from
_DAMAGE_REACH = 4  # words from the damage to what it was done to
_PROTESTED = frozenset(("", "ل", "ضد", "من قبل", "ب", "علي", "من", "لدي"))


def shared_subject(sentence: Sentence, p: Predicate) -> list[Party]:
    """أعلنت الميليشيات الاستنفار وأفرغت مقارها: the subject of a reporting or light verb joined to this one."""
    if not p.finite or p.proclitics[:1] not in ("و", "ف"):
        return []
    for q in reversed([q for q in sentence.predicates if q.at < p.at]):
        if q.kind == "act" and q.finite:
            return []
        if q.kind not in ("reporting", "light") or not q.finite:
            continue
        if q.sense.form.gender == p.sense.form.gender:
            chunk = next(iter(bare_chunks(sentence, q.last + 1, p.at)), None) or subject_before(sentence, q)
            if chunk is not None and chunk.first - q.last <= _BESIDE and _may_go_on(chunk.head):
                return chunk.parties
        elif q.kind == "light" and (sent := _sent(sentence, q, p)):
            return sent
    return []


def _may_go_on(head: Party) -> bool:
    return head.armed and head.category != "post"


def _sent(sentence: Sentence, q: Predicate, p: Predicate) -> list[Party]:
    """أرسل الجيش دورية وأوقفت أربعة: the patrol that was sent, by the gender of the verb."""
    sent = [x for x in sentence.parties if q.at < x.first < p.at and x.category == "force" and not x.prep][:1]
    agrees = bool(sent) and sent[0].sense is not None and sent[0].sense.form.gender == p.sense.form.gender
    return sent if agrees else []


def add_protested(sentence: Sentence, protos: list[Proto]) -> None:
    """احتجاجاً على اعتقال قسد شباناً، ضد هيئة تحرير الشام: whom a crowd protests against."""
    for crowd in [p for p in protos if p.family == "crowd" and not p.side2]:
        marks = [i for i in range(sentence.first, sentence.last) if _is_against(sentence.texts[i])]
        named = (x for i in marks for x in sentence.parties if i < x.first <= i + _AGAINST_REACH and x.entries)
        crowd.side2 = [x for x in named if _may_be_protested(x) and x not in crowd.side1][:1]
        if not crowd.side2:
            seats = (x for x in sentence.parties if x.prep == "امام" and x.entries)
            crowd.side2 = [x for x in seats if x.entries[0].kind not in ("civilians", "protesters")][:1]


def _is_against(word: str) -> bool:
    against = load_grammar().against
    return word in against or word.lstrip("ول") in against


def _may_be_protested(party: Party) -> bool:
    if party.entries[0].kind in ("other", "civilians", "protesters", "identity-militia"):
        return False
    return party.category == "post" or party.prep in _PROTESTED


def add_members(proto: Proto) -> None:
    """تعزيزات ضمت عناصر من فاطميون: whom the force is made of moves with it."""
    sentence, start = proto.sentence, proto.predicate.last + 1
    comprising = load_grammar().comprising
    window = range(start, min(sentence.last, start + _MEMBERS_AFTER - 1))
    mark = next((i for i in window if sentence.texts[i] in comprising), None)
    if mark is None:
        return
    end = min((q.at for q in sentence.acts if q.at > mark), default=sentence.last)
    for party in sentence.parties:
        inside = party.entries and mark < party.first <= mark + _MEMBERS and party.first < end
        if inside and party.category != "post" and party not in proto.side1:
            proto.side1.append(party)
            proto.associated.append(party)


def add_launchers(protos: list[Proto]) -> None:
    """قذائف من مواقع قسد، برميل من مروحية للنظام: from whose guns, aircraft or posts it came."""
    grammar = load_grammar()
    for proto in [p for p in protos if p.family in VIOLENT and not p.side1]:
        texts, told = proto.sentence.texts, [w.last for w in weapons_near(proto)]
        for party in proto.sentence.parties:
            shot = party.prep == "من" and party.entries and any(0 < party.first - at <= _SHOT_REACH for at in told)
            if shot and (party.category == "post" or texts[party.head].startswith(grammar.machine_beginnings)):
                proto.side1 = [party]
                proto.side2 = [x for x in proto.side2 if x is not party]
                break


def add_jailers(protos: list[Proto]) -> None:
    """وفاة شاب تحت التعذيب في سجون قسد: whose prison it is answers for a death in it."""
    grammar = load_grammar()
    for proto in [p for p in protos if p.family == "fight" and not p.side1]:
        s = proto.sentence
        proto.side1 = [
            x for x in s.parties
            if x.entries and x.first > proto.at and (
                s.before(x.first) in grammar.branch_words if x.category == "org"
                else x.category == "post" and x.sense is not None and x.sense.lemma in grammar.prisons
            )
        ][:1]  # fmt: skip


def add_wielders(tools: list[Predicate], protos: list[Proto], roles: RoleFinder) -> None:
    """Who used the weapon named: قنبلة رماها مجهول، صاروخ أطلقته طائرة، برصاص مسلحين."""
    violent = [q for q in protos if q.family in VIOLENT]
    crowds = [q for q in protos if q.family == "crowd"]
    for p in tools if violent or crowds else ():
        armed = [x for x in roles.of(p).side1 if x.armed]
        if armed and not violent:
            crowds[-1].side2.extend(x for x in armed if x not in crowds[-1].side2)
            crowds[-1].intervention = crowds[-1].killed_crowd = True
        if not violent:
            continue
        target = min(violent, key=lambda q: abs(q.at - p.at))
        if armed and not target.side1:
            target.side1 = [x for x in armed if x not in target.side2]
        light = roles.of(p).light
        if light is not None and light.role == "patient" and not any(x.entries for x in target.side2):
            met = [x for x in roles.of(p).side2 if x.entries and x not in target.side1]
            target.side2 = [*met, *target.side2]  # تعرضت دورية لقسد لإطلاق نار فقُتل عنصر


def known_gunmen(sentence: Sentence) -> list[Party]:
    """Gunmen told of as known: ولاذ المهاجمون بالفرار."""
    return [x for x in sentence.parties if x.category == "gunman" and x.definite]


def add_fleeing(sentence: Sentence, protos: list[Proto]) -> None:
    """ولاذ المنفذون بالفرار: the attackers were there, though nobody knows them."""
    violent = [p for p in protos if p.family in VIOLENT and not p.side1]
    if len(violent) != 1:
        return
    seen = known_gunmen(sentence)
    if seen and not any(x in violent[0].side2 for x in seen):
        violent[0].side1 = seen[:1]


def add_occupants(protos: list[Proto]) -> None:
    """استهداف قاعدة تضم قوات أمريكية: who stays in what is struck."""
    # nobody who holds a town is struck by a brawl in it: شجار في بلدة تسيطر عليها قسد
    struck = [p for p in protos if p.family in VIOLENT and not p.predicate.rule.two_sided]
    for proto in [p for p in struck if not any(x.entries for x in p.side2)]:
        inside = (x for x in proto.sentence.parties if x.first > proto.at and _stays(proto.sentence, x))
        proto.side2.extend([x for x in inside if x not in proto.side1 and x not in proto.side2][:1])


def _stays(sentence: Sentence, party: Party) -> bool:
    """Whether a verb of staying stands by the party: تتمركز فيه قوات تركية، كهوف تتحصن فيها خلايا."""
    grammar = load_grammar()
    if party.entries and sentence.before(party.first) in grammar.comprising:
        return True
    around = [*sentence.window(party.first - 2, party.first), *sentence.texts[party.last + 1 : party.last + 2]]
    return not grammar.occupying.isdisjoint(around)


def add_their_fire(protos: list[Proto]) -> None:
    """اقتاد الجنود شباناً وسقط ثامن برصاصهم: their bullets are those of the force named before."""
    for proto in [p for p in protos if p.family in VIOLENT and not p.side1]:
        s, words = proto.sentence, load_grammar().their_fire
        mark = next((i for i in range(proto.at + 1, s.last) if s.texts[i] in words), None)
        if mark is not None:
            armed = [x for x in s.parties if x.last < mark and x.armed and x not in proto.side2]
            proto.side1 = armed[-1:]


def add_damaged(protos: list[Proto]) -> None:
    """أضرار في منازل المدنيين: whose things were hit, when nobody was."""
    damages = load_grammar().damages
    for proto in [p for p in protos if p.family == "boom" and not p.side2 and not any(not t.zero for t in p.tolls)]:
        s = proto.sentence
        hit = (x for x in s.parties if x.category == "post" and x.owner and x.first > proto.at)
        proto.side2 = [x for x in hit if not damages.isdisjoint(s.window(x.first - _DAMAGE_REACH, x.first))][:1]


def add_withdrawn(protos: list[Proto]) -> None:
    """سيطر الجيش على البلدة عقب انسحاب الفصائل: the place was taken from who left it."""
    for proto in [p for p in protos if p.family == "territory" and not p.side2]:
        since, before = load_grammar().since, proto.sentence.before
        left = (q for q in protos if q.family == "withdraw" and (q.at < proto.at or before(q.at) in since))
        gone = next((q for q in left if q.side1), None)
        if gone is not None:
            proto.side2 = [x for x in gone.side1 if x.entries and x not in proto.side1]


def add_planters(protos: list[Proto]) -> None:
    """لغم خلّفه التنظيم، عبوة زرعها مجهولون: who left or laid what exploded."""
    for proto in [p for p in protos if p.family == "boom" and not p.side1]:
        s, planted = proto.sentence, load_grammar().planted
        layers = (
            x for x in s.parties if x.armed and (
                not planted.isdisjoint(s.window(x.first - 2, x.first))
                or (x.strength == "adjective" and s.texts[x.head].startswith(load_grammar().explosive_beginnings))
            )
        )  # fmt: skip
        proto.side1 = [x for x in layers if x not in proto.side2 and not x.prep][:1]


def add_releasers(protos: list[Proto]) -> None:
    """أُطلق سراح طبيب كان مسلحون قد خطفوه: who took them let them go."""
    for proto in [p for p in protos if p.family == "release" and not p.side1]:
        taken = (q for q in protos if q.family in ("take", "arrest") and q.side1)
        proto.side1 = next((list(q.side1) for q in taken), [])


def add_quarrelled(sentence: Sentence, protos: list[Proto]) -> None:
    """اندلعت اشتباكات بعد احتجاز الجهاز آمر اللواء: with no sides told, those of the deed it came of."""
    earlier = load_grammar().earlier
    for proto in [p for p in protos if p.predicate.rule.two_sided and not (p.side1 or p.side2)]:
        deeds = (q for q in protos if q is not proto and q.at > proto.at and sentence.before(q.at) in earlier)
        deed = next((q for q in deeds if _is_force(q.side1) and _is_force(q.side2)), None)
        if deed is not None:
            proto.side1, proto.side2 = list(deed.side1), list(deed.side2)


def _is_force(side: list[Party]) -> bool:
    return bool(side) and all(x.entries and x.armed for x in side)


def settle_attackers(protos: list[Proto]) -> None:
    """قُتل أحد المهاجمين، فرّ المنفذون: by their name they did it, though here something happens to them."""
    names = load_grammar().attackers
    for proto in [p for p in protos if p.family in VIOLENT]:
        doers = [x for x in proto.side2 if x.sense is not None and x.sense.lemma in names and not x.entries]
        proto.side2 = [x for x in proto.side2 if x not in doers]
        proto.side1 = proto.side1 or doers[:1]


def settle_pairs(protos: list[Proto]) -> None:
    """قتلى من الجيش والتنظيم في اشتباكات بينهما، مقتل جندي في اشتباك مع التنظيم: they fought each other."""
    for proto in [p for p in protos if p.family == "fight" and not p.side1]:
        forces = [x for x in proto.side2 if x.entries and x.entries[0].kind not in ("civilians", "protesters", "other")]
        met = [x for x in forces if x.prep == "مع"] if any(q.rule.two_sided for q in proto.preds) else []
        first = met[:1] or (forces[:1] if proto.both else [])
        if first and (len(forces) == 2 or (met and len(forces) == 1 and len(proto.side2) > 1)):
            proto.side1, proto.side2 = first, [x for x in proto.side2 if x is not first[0]]


def settle_foiled_attacks(protos: list[Proto]) -> list[Proto]:
    """أحبط الجيش هجوماً: a clash when harm or fighting is told, else only a foiled attack (WORDING 9)."""
    foils = load_grammar().foils
    for foiled in [p for p in protos if p.family == "disrupt" and p.lemma in foils]:
        attack = next((q for q in protos if q.family == "fight" and 0 < q.at - foiled.at <= 8), None)
        if attack is None:
            continue
        fought = any(q.family in VIOLENT and (q.tolls or q is not attack) for q in protos)
        if not fought:
            return [q for q in protos if q is not attack]
        attack.side2.extend(x for x in foiled.side1 if x not in attack.side2 and x not in attack.side1)
        attack.side1 = [x for x in attack.side1 if x not in foiled.side1]
        return [q for q in protos if q is not foiled]
    return protos


# Who else had a part in violence, from what is said beside it.
VIOLENT_STEPS = (
    settle_pairs, add_jailers, add_occupants, add_their_fire, add_damaged, add_planters, add_launchers,
)  # fmt: skip

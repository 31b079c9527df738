"""Who does what to whom around one predicate: subjects, objects, genitives, prepositions, light verbs.

Arabic verbs come first with their subject bare after them (هاجم مسلحون حاجزاً); a plural or dual
verb has its subject before it or earlier (أن مسلحين أطلقوا النار); duals and sound plurals carry
case. Light verbs lend their subject to the event noun (شنّ X هجوماً، تعرض مقر Y لهجوم، قصف نفذته X).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from ..find.parties import Party
from ..find.predicates import Predicate
from ..lexicon.grammars import load_grammar
from .chunks import Chunk, Limits, chunk_parties, is_passive
from .pronouns import people_governed
from .sentences import Sentence

_FIRED_REACH = 4  # words from the noun of a strike to who fired
_STRUCK_REACH = 12  # words from an act to whose what was struck is
_NAMELY = 4  # words to the names of the two
_OWNERS = 16  # words to whom each of two groups belongs


@dataclass(slots=True, eq=False)
class Roles:
    """Parties by role around a predicate; ``light`` the verb that carries a noun.

    ``inherits_agent`` when the doer was named before.
    """

    side1: list[Party] = field(default_factory=list)
    side2: list[Party] = field(default_factory=list)
    other: list[Party] = field(default_factory=list)
    inherits_agent: bool = False
    light: Predicate | None = None

    def put(self, role: str, parties: list[Party]) -> None:
        """Add parties to side "1", "2" or "other"; "owner" adds whose thing it is to side 2; other roles drop them."""
        if role == "owner":
            role, parties = "2", [y for x in parties if _owns(y := _of_people(x))]
        mine = self.side1 if role == "1" else self.side2 if role == "2" else self.other if role == "other" else None
        if mine is not None:
            mine.extend(x for x in parties if x not in mine)

    def oppose(self, parties: list[Party]) -> None:
        """Two parties against each other: اشتبك الجيش والحوثيون."""
        self.put("1", parties[:1])
        self.put("2", parties[1:])

    def without_sides(self, parties: list[Party]) -> list[Party]:
        """Those of ``parties`` that have no side yet."""
        return [x for x in parties if x not in self.side1 and x not in self.side2]


def _of_people(party: Party) -> Party:
    """Homes, shops and private cars that nobody is named for are some civilian's: هدمت جرافات الاحتلال منزلاً."""
    grammar = load_grammar()
    if party.category != "post" or party.owner or party.entries or party.possessed:
        return party
    sense = party.sense
    if sense is None or (sense.lemma or sense.form.text) not in grammar.private_things:
        return party
    armed = any(word.startswith(tuple(grammar.garrisons)) for word in party.modifiers)
    return party if armed else replace(party, owner="civilian")


def _owns(party: Party) -> bool:
    """People, or a house or car by whose it is: بضائع تجار، سيارة ناشط."""
    if party.category == "post":
        return bool(party.owner or party.entries)
    return party.category in ("civilian", "woman")


def is_helper(sentence: Sentence, chunk: Chunk) -> bool:
    """Who takes part beside the doer: بمساندة الطيران، بالتعاون مع قسد."""
    helpers = load_grammar().helpers
    if chunk.prep in helpers:
        return True
    if chunk.prep == "ب" and sentence.before(chunk.first) in load_grammar().backed:
        return True  # مدعومة بمقاتلين من حزب الله
    return chunk.prep in ("مع", "من") and sentence.texts[max(sentence.first, chunk.first - 2)] in helpers


def helpers_between(sentence: Sentence, first: int, last: int) -> list[Party]:
    """Who takes part, told in ``first`` ≤ word < ``last``: قوات الجيش، تساندها المقاومة الشعبية، كسرت."""
    found = (c for c in chunk_parties(sentence, first, last) if is_helper(sentence, c))
    return [x for chunk in found for x in chunk.parties]


def meets_somebody(sentence: Sentence, first: int, last: int) -> bool:
    """اشتبكت قسد ومجلس منبج مع الفصائل: whom they met is told in ``first`` ≤ word < ``last``, so both are together."""
    found = chunk_parties(sentence, first, last)
    return any(c.prep == "مع" and c.head.armed and not is_helper(sentence, c) for c in found)


class Prepositions:
    """Roles of the parties of one sentence that stand after prepositions."""

    def __init__(self, sentence: Sentence, limits: Limits) -> None:
        """Take the sentence and how far its predicates reach."""
        self.s = sentence
        self.limits = limits
        self.grammar = load_grammar()

    def assign(self, p: Predicate, roles: Roles) -> None:
        """Sort what follows ``p`` by its prepositions, as its frame says: اشتباكات بين A وB، على يد C."""
        taken = {id(x) for x in roles.side1 + roles.side2}
        for chunk in chunk_parties(self.s, p.at + 1, self.limits.reach(p)):
            parties = [x for x in chunk.parties if id(x) not in taken]
            prep = chunk.prep
            if not prep and self.s.before(chunk.first) in self.grammar.source_words:
                prep = "من قبل"
            if not parties or not prep:
                continue
            self._sort(p, roles, chunk, prep, parties)
        if p.rule.two_sided and not (p.finite or roles.side1 or roles.side2):
            self._between_before(p, roles)
        if not roles.side2:
            roles.put("2", self._struck(p))
        if not roles.side2 and (meant := people_governed(self.s, p)) is not None and meant not in roles.side1:
            roles.put("2", [meant])

    def _struck(self, p: Predicate) -> list[Party]:
        """قصفت المدفعية، وفق الموقع، تعزيزات للحوثيين: whose what was struck is."""
        if p.rule.act.family not in ("fight", "boom"):
            return []
        near = (x for x in self.s.parties if x.prep == "ل" and x.entries and 0 < x.first - p.last <= _STRUCK_REACH)
        return [x for x in near if self.s.before(x.first) in self.grammar.struck_things][:1]

    def _sort(self, p: Predicate, roles: Roles, chunk: Chunk, prep: str, parties: list[Party]) -> None:
        """Give the parties after one preposition their side."""
        if prep == "بين" and p.rule.two_sided:
            if not (roles.side1 and roles.side2):
                self._between(parties, roles)
        elif prep in self.grammar.doer_after or self._mans(p, chunk):
            if not self._killed_before(p, chunk):
                roles.put("1", parties)
        elif is_helper(self.s, chunk):
            roles.side1.extend(x for x in roles.without_sides(parties) if x.armed)
        else:
            side = "" if prep == "ل" and p.enclitic and not p.finite else self._role(p, chunk)  # هجماتها تحذير للحكومة
            owned = side == "1" and prep == "ل" and bool(roles.side1) and chunk.head.category in ("org", "post")
            roles.put("2" if owned else side, parties)  # قصف الطيران شحنة أسلحة لحزب الله
        if not roles.side1 and p.rule.act.family == "reinforce" and prep == "من":
            roles.put("1", [x for x in parties if x.entries and x.category != "post"])  # تعزيزات من ألوية العمالقة

    def _killed_before(self, p: Predicate, chunk: Chunk) -> bool:
        """تظاهروا احتجاجاً على مقتل شاب برصاص الشرطة: who shot is the doer of the death alone."""
        between = (q for q in self.s.acts if p.last < q.at < chunk.first and not q.finite)
        return p.rule.act.family == "crowd" and any(q.rule.outcome in ("killed", "wounded") for q in between)

    def _mans(self, p: Predicate, chunk: Chunk) -> bool:
        """اعتُقل شابان على حاجز لقسد: whose checkpoint it is took them."""
        sense = chunk.head.sense
        post = chunk.head.category == "post" and sense is not None and sense.lemma in self.grammar.manned
        passive = p.finite and p.rule.act.family == "arrest" and is_passive(self.s, p)
        return post and passive and chunk.prep in ("علي", "عند") and bool(chunk.head.entries)

    def _between_before(self, p: Predicate, roles: Roles) -> None:
        """تطور خلاف بين أ وب إلى اشتباك: those who quarrelled fought."""
        acts = [q.last for q in self.s.acts if q.at < p.at and q.firm]
        chunks = chunk_parties(self.s, max(acts, default=self.s.first), p.at)
        quarrel = next((c for c in chunks if c.prep == "بين"), None)
        if quarrel is not None:
            self._between(quarrel.parties, roles)

    def _role(self, p: Predicate, chunk: Chunk) -> str:
        """What the frame says of the preposition; كمين لداعش is laid by IS, كمين لدورية for a patrol."""
        role = p.rule.preps.get(chunk.prep, "")
        if not role and chunk.prep in self.grammar.fired_at and p.rule.act.family in ("fight", "boom"):
            return "2"
        if chunk.prep == "من" and not role and self._fired_from(p, chunk):
            return "1"
        if chunk.prep == "ل" and role == "1" and p.finite and not is_passive(self.s, p):
            return "2" if chunk.head.category == "org" else ""  # هاجم مسلحون قرية لقبيلة كذا: whose the object is
        if chunk.prep == "ل" and role == "1" and not chunk.head.armed:
            return ""  # هجوم على مخيم للنازحين
        strangers = chunk.head.category == "gunman" and not chunk.head.entries  # كمين لمجهولين
        laid = chunk.prep == "ل" and role == "2" and not p.finite and (chunk.head.category == "org" or strangers)
        return "1" if laid else role

    def _fired_from(self, p: Predicate, chunk: Chunk) -> bool:
        """قصف مدفعي من قوات النظام: right after the noun of a strike, who fired."""
        head, near = chunk.head, chunk.first - p.last <= _FIRED_REACH
        return near and not p.finite and p.rule.act.family == "boom" and head.category == "org" and bool(head.entries)

    def _between(self, parties: list[Party], roles: Roles) -> None:
        """The two sides after بين: بين قسد والجيش الوطني، بين فصيلين هما A وB، بين A من جهة وB من جهة أخرى."""
        texts = self.s.texts
        parties = self._namely(parties) or self._one_and_other(parties) or parties
        cut = 1
        for n, party in enumerate(parties[:-1], 1):
            after = texts[party.last + 1 : party.last + 3]
            if len(after) == 2 and after[0] == "من" and after[1] in self.grammar.sides:
                cut = n
        roles.put("1", parties[:cut])
        roles.put("2", parties[cut:])

    def _namely(self, parties: list[Party]) -> list[Party]:
        """بين فصيلين هما أ وب: the two that are named after."""
        end = parties[-1].last
        mark = next((j for j in self._after(end, _NAMELY) if self.s.texts[j] in self.grammar.both_namely), self.s.last)
        named = [x for x in self.s.parties if x.first > mark][:2]
        return named if len(named) == 2 else []

    def _one_and_other(self, parties: list[Party]) -> list[Party]:
        """بين مجموعتين إحداهما تتبع لقسد والأخرى للجيش: the owner of each."""
        first, texts = parties[0].head, self.s.texts
        near = self._after(first, _OWNERS)
        one = next((j for j in near if texts[j] in self.grammar.first_of_two), self.s.last)
        other = next((j for j in near if j > one and texts[j] in self.grammar.second_of_two), None)
        if other is None:
            return []
        named = [x for x in self.s.parties if x.entries and x.first < other + _NAMELY and x.last > one]
        mine = [x for x in named if x.last < other]
        return [mine[0], named[len(mine)]] if mine and len(named) > len(mine) else []

    def _after(self, word: int, reach: int) -> range:
        return range(word + 1, min(self.s.last, word + reach))

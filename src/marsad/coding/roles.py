"""Who does what to whom around one predicate: subjects, objects, genitives, prepositions, light verbs.

Arabic verbs come first with their subject bare after them (هاجم مسلحون حاجزاً); a plural or dual
verb has its subject before it or earlier (أن مسلحين أطلقوا النار); duals and sound plurals carry
case. Light verbs lend their subject to the event noun (شنّ X هجوماً، تعرض مقر Y لهجوم، قصف نفذته X).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from ..find.parties import Party
from ..find.predicates import Predicate
from .sentences import RELATIVE, THAT, TURNS, Sentence

_BY = frozenset(("علي يد", "من قبل", "برصاص", "بنيران", "بيد", "بسلاح", "بواسطه", "مخلفات"))
_RIDES = frozenset(("يستقلون", "يستقلان", "يستقل", "تستقل", "يستقلها", "تستقلان", "كانوا يستقلون", "متن", "يركبون", "يقودون", "يقود", "يقودان"))
_THAT_PRONOUNS = frozenset(("انها", "انهم", "انه", "بانها", "وانها", "انهما", "وانهم", "انهن", "بانه", "وانه"))
_SOURCE_WORDS = frozenset(("مصدرها", "مصدره"))
_WITH = frozenset(("برفقه", "بمشاركه", "بمسانده", "تساندها", "بدعم", "بالتعاون", "بالاشتراك", "بموازره", "ترافقهم", "يرافقهم"))


@dataclass(slots=True)
class Chunk:
    """Parties joined by و under one preposition (or none)."""

    parties: list[Party]
    prep: str

    @property
    def first(self) -> int:
        """First word of the chunk."""
        return self.parties[0].first


@dataclass(slots=True)
class Roles:
    """Parties by role around a predicate; ``pronoun`` when the object is an attached pronoun."""

    side1: list[Party] = field(default_factory=list)
    side2: list[Party] = field(default_factory=list)
    other: list[Party] = field(default_factory=list)
    both: bool = False
    pronoun: str = ""
    inherits_agent: bool = False
    light: Predicate | None = None
    passive: bool = False


def chunk_parties(sentence: Sentence, first: int, last: int) -> list[Chunk]:
    """Chunks of the parties that start in ``first`` ≤ word < ``last``."""
    chunks: list[Chunk] = []
    previous: Party | None = None
    for party in sentence.parties:
        if party.first < first:
            continue
        if party.first >= last:
            break
        if party.joined and not party.prep and previous is not None and party.first - previous.last <= 6:
            chunks[-1].parties.append(party)
        elif party.joined and chunks and party.prep == chunks[-1].prep == "بين":
            chunks[-1].parties.append(party)
        else:
            chunks.append(Chunk([party], party.prep))
        previous = party
    return chunks


class RoleFinder:
    """Roles of the predicates of one sentence."""

    def __init__(self, sentence: Sentence) -> None:
        self.s = sentence
        self.stops = [p for p in sentence.predicates if self._stops(p)]
        words = sentence.words.words
        self.turns = [i for i in range(sentence.first + 1, sentence.last) if words[i] in TURNS and (words[i] != "قبل" or words[i + 1 : i + 2] == ["ان"])]
        self.order = {id(p): n for n, p in enumerate(sentence.predicates)}
        self.subjects: dict[int, list[Party]] = {}

    def _stops(self, p: Predicate) -> bool:
        if p.finite:
            return True
        if p.kind != "act" or p.frame is None:
            return False
        return not p.frame.weak and not p.proclitics.endswith("ب")

    def limit(self, p: Predicate) -> int:
        """First word after ``p`` that belongs to another predicate."""
        end = next((stop.at for stop in self.stops if stop.at > p.last), self.s.last)
        turn = next((t for t in self.turns if t > p.last), end)
        return min(end, turn)

    def left_limit(self, p: Predicate) -> int:
        """Word after the predicate before ``p``."""
        before = self.s.first
        for stop in self.stops:
            if stop.at >= p.at:
                break
            before = stop.last + 1
        return before

    def roles(self, p: Predicate) -> Roles:
        """Roles around an act predicate."""
        roles = Roles(pronoun=p.enclitic if p.finite else "")
        if p.finite:
            self._of_verb(p, roles)
        else:
            self._of_noun(p, roles)
        self._of_prepositions(p, roles)
        self.subjects[p.at] = roles.side1 or roles.side2
        return roles

    # -- verbs -----------------------------------------------------------------------------------

    def _of_verb(self, p: Predicate, roles: Roles) -> None:
        frame = p.frame
        assert frame is not None
        bare = [c for c in chunk_parties(self.s, p.last + 1, self.limit(p)) if not c.prep and not self._ridden(c)]
        form = p.sense.form
        left = None
        if form.number in ("p", "d") or not bare or self._after_that(p):
            left = self._left_subject(p)
        passive = form.passive or self._marked_passive(p) or frame.middle
        subject, objects = self._subject_object(p, bare, left, passive)
        if not subject and not passive and objects is not left:
            subject = self._adjacent_left(p, objects)
        if not subject and self._pronoun_before(p):
            roles.inherits_agent = True
        roles.passive = passive or (not subject and bool(objects))
        agent, patient = (frame.agent, frame.patient)
        if subject and frame.two_sided and len(subject) == 2 and not objects and agent == "1":
            self._put(roles, "1", subject[:1])
            self._put(roles, "2", subject[1:])
        elif subject:
            self._put(roles, agent, subject)
        if objects:
            self._put(roles, patient if patient != "none" else "", objects)
        if not subject and not roles.passive:
            roles.inherits_agent = True

    def _ridden(self, chunk: Chunk) -> bool:
        """مسلحون يستقلون دراجة نارية: what the attackers ride is no object."""
        return chunk.first > self.s.first and self.s.words.words[chunk.first - 1] in _RIDES

    def _subject_object(
        self, p: Predicate, bare: list[Chunk], left: list[Party] | None, passive: bool
    ) -> tuple[list[Party], list[Party]]:
        frame = p.frame
        assert frame is not None
        if passive:
            if left and p.sense.form.number in ("p", "d"):
                return [], left
            return [], (bare[0].parties if bare else left or [])
        if self._pronoun_before(p) and bare:
            return [], bare[0].parties
        if left is not None and (p.sense.form.number in ("p", "d") or not bare or self._after_that(p)):
            if bare and not self._likely_subject(p, bare[0]):
                return left, bare[0].parties
            if not bare and frame.outcome == "killed" and not p.enclitic:
                return [], left
            if not bare and not self._can_act(Chunk(left, "")):
                return [], []
            if not bare or p.sense.form.number in ("p", "d"):
                return left, (bare[0].parties if bare else [])
        if not bare:
            return [], []
        if p.enclitic:
            return bare[0].parties, []
        if len(bare) >= 2 and self._can_act(bare[0]) and not self._accusative(bare[0]):
            return bare[0].parties, bare[1].parties
        return self._single(p, bare)

    def _single(self, p: Predicate, bare: list[Chunk]) -> tuple[list[Party], list[Party]]:
        """One bare phrase after a singular verb: subject or object (قُتل شاب / اعتقلت قسد / اعتقل شاباً)."""
        frame = p.frame
        assert frame is not None
        chunk = bare[0]
        if self._accusative(chunk) or p.sense.form.number in ("p", "d"):
            return [], chunk.parties
        if frame.outcome is None:
            return (chunk.parties, []) if self._likely_subject(p, chunk) else ([], chunk.parties)
        head = chunk.parties[0]
        if head.category == "org" and frame.outcome in ("arrested", "abducted") and not head.counted:
            return chunk.parties, []
        if head.category == "force" and not head.counted and frame.outcome != "wounded":
            return chunk.parties, []
        if head.category == "org" and p.sense.form.gender == "f" and not head.counted:
            return chunk.parties, []
        return [], chunk.parties

    def _pronoun_before(self, p: Predicate) -> bool:
        """أنها قتلت: the subject is the speaker or what was named before."""
        return p.at > self.s.first and self.s.words.words[p.at - 1] in _THAT_PRONOUNS

    def _adjacent_left(self, p: Predicate, objects: list[Party]) -> list[Party]:
        """كان التنظيم قد هاجم السجن، قوة روسية تدخل البلدة: the subject just before the verb."""
        low = max(self.left_limit(p), p.at - 16)
        chunks = [c for c in chunk_parties(self.s, low, p.at) if not c.prep and c.parties[-1].last < p.at]
        armed = [c for c in reversed(chunks) if c.parties[0].armed]
        for chunk in [*armed, *(c for c in reversed(chunks) if c not in armed)]:
            if self._commas(chunk.parties[-1].last, p.at) <= (3 if p.proclitics[:1] == "و" else 0) and self._can_act(chunk) and chunk.parties[0] not in objects:
                return chunk.parties
        return []

    def _after_that(self, p: Predicate) -> bool:
        start = self.s.clause_start(p.at)
        return self.s.words.words[start] in THAT and p.at - start > 1

    def _left_subject(self, p: Predicate) -> list[Party] | None:
        """The bare phrase before the verb in its clause (أن مسلحين ... أطلقوا)."""
        low = self.left_limit(p)
        that = next((i for i in range(p.at - 1, low - 1, -1) if self.s.words.words[i] in THAT), None)
        chunks = [
            c for c in chunk_parties(self.s, low, p.at)
            if not c.prep and self._commas(c.parties[-1].last, p.at) <= 2 and (that is None or c.first > that)
        ]  # fmt: skip
        if not chunks and p.sense.form.number in ("p", "d"):
            earlier = [c for c in chunk_parties(self.s, self.s.first, low) if not c.prep and c.parties[0].armed]
            return earlier[-1].parties if earlier else None
        if not chunks:
            return None
        return chunks[0].parties if that is not None else chunks[-1].parties

    def _commas(self, a: int, b: int) -> int:
        gaps = self.s.words.gaps
        return sum("،" in gaps[j] for j in range(a + 1, b + 1))

    def _likely_subject(self, p: Predicate, chunk: Chunk) -> bool:
        if p.frame is not None and p.frame.outcome is not None and not chunk.parties[0].armed:
            return False
        return not self._accusative(chunk) and self._can_act(chunk)

    def _can_act(self, chunk: Chunk) -> bool:
        head = chunk.parties[0]
        if head.category in ("victim_killed", "victim_wounded", "others", "detainee"):
            return False
        if head.category == "post":
            return bool(head.entries) and head.strength == "adjective"
        return head.armed or head.category in ("civilian", "protester", "child", "woman")

    def _accusative(self, chunk: Chunk) -> bool:
        head = chunk.parties[0]
        if head.sense is None:
            return False
        form = head.sense.form
        text = self.s.words.words[head.head]
        if form.number == "s" and form.case == "acc" and text.endswith("ا") and not form.definite and head.number is None:
            return True
        return form.case == "acc" and text.endswith(("ين", "ي")) and not self._nominative_possible(head)

    def _nominative_possible(self, party: Party) -> bool:
        return party.number is not None

    def _marked_passive(self, p: Predicate) -> bool:
        """A written damma on the first letter says passive (قُتل، اعتُقل)."""
        raw = self.s.words.raw(p.at, p.at)
        return "\u064f" in raw[:5]

    # -- nouns -----------------------------------------------------------------------------------

    def _of_noun(self, p: Predicate, roles: Roles) -> None:
        frame = p.frame
        assert frame is not None
        for party in self.s.parties:
            if party.first == p.at and party.strength == "adjective":
                self._put(roles, frame.agent if frame.agent != "none" else "1", [party])
        if p.part == "phrase" and self._verbal(p):
            self._of_verbal_phrase(p, roles)
            return
        chunks = chunk_parties(self.s, p.at + 1, self.limit(p))
        if chunks and not chunks[0].prep and chunks[0].first <= p.last + 3 and not self._commas(p.last, chunks[0].first):
            if not (frame.two_sided and self._is_between(p)):
                if frame.of == "1" and chunks[0].parties[0].category == "post" and chunks[0].parties[0].strength != "adjective":
                    self._put(roles, "2", chunks[0].parties)  # استهداف آلية لقسد
                elif frame.of == "2" and self._doer_then_object(chunks):
                    self._put(roles, "1", chunks[0].parties)
                    self._put(roles, "2", chunks[1].parties)
                else:
                    self._put(roles, frame.of, chunks[0].parties)
        if p.at > self.s.first and self.s.words.words[p.at - 1] == "وراء":
            behind = [x for x in self.s.parties if x.last < p.at and p.at - x.last <= 4 and x.armed]
            self._put(roles, "1", [x for x in behind[-1:] if x not in roles.side2])
        before, after = self._light_before(p), self._light_after(p)
        if after is not None and after.enclitic:
            lights = [after] + ([before] if before is not None and before.role == "patient" else [])
        else:
            lights = [x for x in (before or after,) if x is not None]
        for light in lights:
            roles.light = roles.light or light
            self._of_light(p, light, roles)

    def _doer_then_object(self, chunks: list[Chunk]) -> bool:
        """توقيف الأمن السياسي طالباً: the genitive is who did it, the accusative after it the object."""
        if len(chunks) < 2 or not chunks[0].parties[0].entries:
            return False
        if chunks[1].prep == "ل" and chunks[0].parties[0].category != "post":
            return True
        if chunks[1].prep:
            return False
        between = self._commas(chunks[0].parties[-1].last, chunks[1].first)
        return between <= 2 and (self._accusative(chunks[1]) or chunks[1].parties[0].number is not None)

    def _verbal(self, p: Predicate) -> bool:
        """A phrase that starts with a finite verb: ضرب طوقاً، قامت بتفكيكها، دفعت بتعزيزات."""
        info = self.s.infos[p.at]
        if info is None or any(s.part == "noun" and s.kind == "act" for _, s in info.senses):
            return False
        return any(s.part == "verb" and s.form.tense for _, s in info.senses)

    def _of_verbal_phrase(self, p: Predicate, roles: Roles) -> None:
        """Its subject stands inside or after it, before a relative pronoun, or just before the verb."""
        frame = p.frame
        assert frame is not None
        words = self.s.words.words
        if frame.of in ("1", "2"):
            victims = [c for c in chunk_parties(self.s, p.last + 1, self.limit(p)) if not c.prep and c.first <= p.last + 3]
            if victims:
                self._put(roles, frame.of, victims[0].parties)
        subject: list[Party] = []
        if p.at > self.s.first and words[p.at - 1] in RELATIVE:
            subject = [x for x in self.s.parties if x.last in (p.at - 2, p.at - 3)][-1:]
        if not subject:
            bare = [c for c in chunk_parties(self.s, p.at + 1, self.limit(p)) if not c.prep]
            if bare and self._can_act(bare[0]) and not self._accusative(bare[0]):
                subject = bare[0].parties
        if not subject:
            subject = self._adjacent_left(p, [])
        after = self._light_after(p)
        if after is not None and after.enclitic:
            roles.light = after
            self._of_light(p, after, roles)
        subject = [x for x in subject if x not in roles.side1 and x not in roles.side2]
        if frame.agent not in ("1", "2"):
            return
        if subject:
            self._put(roles, frame.agent, subject)
        else:
            roles.inherits_agent = True

    def _is_between(self, p: Predicate) -> bool:
        nxt = p.last + 1
        return nxt < self.s.last and self.s.words.words[nxt] == "بين"

    def _light_before(self, p: Predicate) -> Predicate | None:
        predicates = self.s.predicates
        n = self.order[id(p)]
        while n > 0:
            n -= 1
            before = predicates[n]
            if before.kind == "light":
                return before if p.at - before.at <= 24 else None
            if before.kind == "act" and not before.finite and (before.frame is None or before.frame.weak or self._joined(before, p)):
                continue
            return None
        return None

    def _joined(self, a: Predicate, b: Predicate) -> bool:
        """Two event nouns under one verb: حملة دهم واعتقال، غارات على A وقصف."""
        return b.proclitics[:1] == "و" and b.at - a.last <= 12 or b.at - a.last <= 2

    def _light_after(self, p: Predicate) -> Predicate | None:
        predicates = self.s.predicates
        n = self.order[id(p)] + 1
        while n < len(predicates) and predicates[n].kind == "act" and not predicates[n].finite:
            frame = predicates[n].frame
            if frame is None or not (frame.weak or predicates[n].at - p.last <= 2):
                return None
            n += 1
        if n >= len(predicates):
            return None
        after = predicates[n]
        if after.kind not in ("light", "act") or not after.finite or after.proclitics[:1] in ("و", "ف") or after.at - p.last > 9:
            return None
        if after.kind == "act" and not after.enclitic:
            return None
        if not (after.enclitic or self._relative(after) or after.at - p.last <= 4):
            return None
        return after if after.role in ("agent", "") else None

    def _relative(self, p: Predicate) -> bool:
        word = self.s.words.words[p.at - 1] if p.at > self.s.first else ""
        return word in ("التي", "الذي", "الذين")

    def _of_light(self, p: Predicate, light: Predicate, roles: Roles) -> None:
        frame = p.frame
        assert frame is not None
        signs = light.sense.lemma == "وقع" and frame.act.id == "agreement"
        if light.role in ("none", "place") and not signs:
            return
        if light.at < p.at:
            self._helpers(light, p, roles)
        end = p.at if light.at < p.at else self.limit(light)
        bare = [c for c in chunk_parties(self.s, light.last + 1, end) if not c.prep]
        subject = bare[0].parties if bare else None
        if light.sense.part == "noun" and subject is None:
            roles.inherits_agent = True
            return
        if subject is None and light.at < p.at:
            subject = self._left_subject(light)
        passive_light = light.sense.form.passive or self._marked_passive(light)
        if subject and not passive_light:
            side = "2" if light.role == "patient" and not signs else (frame.agent if frame.agent in ("1", "2") else "1")
            if frame.two_sided and side == "1" and len(subject) == 2 and not roles.side2:
                self._put(roles, "1", subject[:1])
                self._put(roles, "2", subject[1:])
                return
            self._put(roles, side, [x for x in subject if x not in roles.side1 and x not in roles.side2])
            self.subjects[light.at] = subject
        elif light.role == "agent" and not passive_light and not roles.side1:
            roles.inherits_agent = True

    def _helpers(self, light: Predicate, p: Predicate, roles: Roles) -> None:
        """Who takes part beside the subject: نفذت قوات التحالف بالتعاون مع "قسد" إنزالاً."""
        words = self.s.words.words
        for chunk in chunk_parties(self.s, light.last + 1, p.at):
            if chunk.prep in _WITH or (chunk.prep == "مع" and words[max(self.s.first, chunk.first - 2)] in _WITH):
                roles.side1.extend(x for x in chunk.parties if x not in roles.side1)

    # -- prepositions ----------------------------------------------------------------------------

    def _of_prepositions(self, p: Predicate, roles: Roles) -> None:
        frame = p.frame
        assert frame is not None
        taken = {id(x) for x in roles.side1 + roles.side2}
        for chunk in chunk_parties(self.s, p.at + 1, self._reach(p)):
            parties = [x for x in chunk.parties if id(x) not in taken]
            if not parties:
                continue
            prep = chunk.prep
            if not prep and chunk.first > self.s.first and self.s.words.words[chunk.first - 1] in _SOURCE_WORDS:
                prep = "من قبل"
            if not prep:
                continue
            if prep == "بين" and frame.two_sided:
                self._between(parties, roles)
            elif prep in _BY:
                self._put(roles, "1", parties)
            elif prep in _WITH or (prep == "مع" and self.s.words.words[max(self.s.first, chunk.first - 2)] in _WITH):
                self._associate(roles, parties)
            else:
                role = frame.preps.get(prep, "")
                if role in ("1", "2", "other"):
                    self._put(roles, role, parties)

    def _reach(self, p: Predicate) -> int:
        """Prepositional phrases may follow a passive or light verb of the same happening."""
        limit = self.limit(p)
        for stop in self.stops:
            if stop.at == limit and stop.kind == "light" and p.frame is not None and (not p.finite or p.frame.agent == "none"):
                if p.frame.two_sided or stop.enclitic or self._relative(stop):
                    return self.limit(stop)
        return limit

    def _between(self, parties: list[Party], roles: Roles) -> None:
        words = self.s.words.words
        end = parties[-1].last
        for j in range(end + 1, min(self.s.last, end + 4)):
            if words[j] in ("هما", "وهما"):
                named = [x for x in self.s.parties if x.first > j][:2]
                if len(named) == 2:
                    parties = named
                    break
        if len(parties) == 1:
            self._put(roles, "1", parties)
            return
        cut = 1
        for n, party in enumerate(parties[:-1]):
            after = words[party.last + 1 : party.last + 3]
            if after and after[0] == "من" and len(after) > 1 and after[1] in ("جهه", "جانب", "طرف"):
                cut = n + 1
        self._put(roles, "1", parties[:cut])
        self._put(roles, "2", parties[cut:])

    def _associate(self, roles: Roles, parties: list[Party]) -> None:
        roles.side1.extend(x for x in parties if x not in roles.side1 and x not in roles.side2)

    def _put(self, roles: Roles, role: str, parties: list[Party]) -> None:
        if role == "1":
            roles.side1.extend(x for x in parties if x not in roles.side1)
        elif role == "2":
            roles.side2.extend(x for x in parties if x not in roles.side2)
        elif role == "other":
            roles.other.extend(x for x in parties if x not in roles.other)

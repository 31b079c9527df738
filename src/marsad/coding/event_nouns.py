"""Roles around an act noun: its genitive, and the light verb that lends it a subject.

Example: in ``شنّ التنظيم هجوماً على حاجز`` the verb شنّ makes التنظيم the doer of هجوماً.
"""

from __future__ import annotations

from ..find.parties import Party
from ..find.predicates import Predicate
from ..lexicon.grammars import load_grammar
from .announcements import announcers
from .chunks import Chunk, Limits, bare_chunks, can_act, chunk_parties, is_accusative, is_passive, is_relative
from .pronouns import people_before
from .roles import Roles, helpers_between, meets_somebody
from .scopes import is_accused_of
from .sentences import Sentence
from .subjects import Subjects

_SIDES = ("1", "2")
_CIVIL = frozenset(("civilian", "woman", "child"))
_GENITIVE = 3  # words from the noun to its genitive
_LIGHT_BEFORE, _LIGHT_AFTER = 24, 9
_SAID_AFTER = 14  # words from the noun to its verb, over who says so
_RELATED = 2  # words from a noun to the verb about it
_SAME_VERB = 12  # words between two nouns under one verb


class EventNouns:
    """Roles of the act nouns of one sentence."""

    def __init__(self, sentence: Sentence, limits: Limits, subjects: Subjects) -> None:
        """Take the sentence and what its verbs need."""
        self.s = sentence
        self.limits = limits
        self.subjects = subjects

    def assign(self, p: Predicate, roles: Roles) -> None:
        """Roles of the phrases around the noun or phrase ``p``."""
        frame = p.rule
        for party in self.s.parties:
            if party.head == p.at and party.strength == "adjective":
                roles.put(frame.agent if frame.agent != "none" else "1", [party])
        if p.part == "phrase" and self._verbal(p):
            self._of_verbal_phrase(p, roles)
            return
        if p.part == "phrase" and p.rule.middle:
            before = bare_chunks(self.s, self.limits.left(p), p.at)
            roles.put("2", before[-1].parties if before else [])
        self._genitive(p, roles)
        if self.s.before(p.at) == "وراء":
            behind = [x for x in self.s.parties if x.last < p.at and p.at - x.last <= 4 and x.armed]
            roles.put("1", [x for x in behind[-1:] if x not in roles.side2])
        if p.rule.two_sided and not p.enclitic:
            self._pair_before(p, roles)
        if is_accused_of(self.s, p):
            self._accused(p, roles)
        for light in self._lights(p):
            roles.light = roles.light or light
            self._of_light(p, light, roles)
        if p.part == "phrase" and p.rule.act.family == "territory" and not roles.side1:
            roles.inherits_agent = self._comes_in(p)

    def _comes_in(self, p: Predicate) -> bool:
        """هاجموا الحاجز ودخلوا البلدة بلا قتال: those who did what was told before."""
        lights = (q for q in self.s.predicates if q.kind == "light" and q.finite and q.at < p.at)
        return any(not self.s.comma_between(q.at, p.at) for q in lights)

    def _genitive(self, p: Predicate, roles: Roles) -> None:
        """Whom a noun is about, right after it: مقتل شاب، هجوم التنظيم، توقيف الأمن طالباً."""
        chunks = chunk_parties(self.s, p.at + 1, self.limits.right(p))
        by = bool(chunks) and chunks[0].prep in load_grammar().doer_after
        if (p.rule.of == "2" or by) and (meant := people_before(self.s, p)) is not None:
            roles.put("2", [meant])  # مقتله، استهدافه من قبل مسلحين
            return
        if not chunks or chunks[0].prep or chunks[0].first > p.last + _GENITIVE:
            return
        before = self.s.before(chunks[0].first)
        if before in load_grammar().source_words:
            return
        if before in load_grammar().sponsor_words:
            roles.put("other", chunks[0].parties)
            return
        if self.s.commas(p.last, chunks[0].first) or (p.rule.two_sided and self._is_between(p)):
            return
        head = chunks[0].head
        if p.rule.agent == "2" and head.armed:
            roles.put("2", chunks[0].parties)  # فض قوات الأمن موكبا
        elif p.rule.of == "1" and self._is_target(p, head):
            roles.put("2", chunks[0].parties)
        elif p.rule.of == "2" and self._doer_then_object(chunks):
            roles.put("1", chunks[0].parties)
            roles.put("2", chunks[1].parties)
        else:
            storms = p.lemma in load_grammar().storms and (head.category == "org" or _storm_a_house(chunks))
            roles.put("1" if storms else p.rule.of, chunks[0].parties)
            if p.rule.of == "1" and head.armed and self._is_object(p, chunks):
                roles.put("2", chunks[1].parties)  # قصف قوات النظام مواقع للفصائل

    def _accused(self, p: Predicate, roles: Roles) -> None:
        """اتهم المركز الإعلامي فصائل تابعة للحكومة بقصف قرية: who is accused did it."""
        accuses = load_grammar().accuses
        verbs = [q.last for q in self.s.predicates if q.kind == "accuse" and q.lemma in accuses and q.at < p.at]
        words = (i for i in range(p.at - 1, self.s.first, -1) if self.s.texts[i] in load_grammar().accusations)
        said = max([*verbs, next(words, -1)])
        if said < 0 or p.at - said > _LIGHT_BEFORE or any(said < q.at < p.at for q in self.s.acts):
            return
        accused = bare_chunks(self.s, said + 1, p.at)
        if accused and p.rule.agent in _SIDES:
            roles.put(p.rule.agent, accused[-1].parties)

    def _is_object(self, p: Predicate, chunks: list[Chunk]) -> bool:
        """Whether the second phrase, bare and close, is what the first did it to: مهاجمة المجموعة دورية للجيش."""
        if len(chunks) < 2 or chunks[1].prep or self.s.commas(chunks[0].last, chunks[1].first):
            return False
        if chunks[1].first - chunks[0].last > _GENITIVE or any(
            chunks[0].last < q.at < chunks[1].first for q in self.s.acts if q is not p
        ):
            return False
        head = chunks[1].head
        thing = head.category in ("post", "force") and bool(head.entries) and not head.definite
        return thing or is_accusative(self.s, head)

    def _is_target(self, p: Predicate, head: Party) -> bool:
        """استهداف آلية لقسد، استهداف دورية تركية، استهداف المدنيين: what is struck, no doer; aircraft and guns do."""
        if p.lemma in load_grammar().targeting and _is_unarmed(head):
            return True
        if head.category == "post":
            machine = self.s.texts[head.head].startswith(load_grammar().machine_beginnings)
            return head.strength != "adjective" or (p.lemma in load_grammar().targeting and not machine)
        return head.category == "force" and p.lemma in load_grammar().targeting and not head.definite

    def _pair_before(self, p: Predicate, roles: Roles) -> None:
        """كانت قسد وقوات النظام قد أعلنتا هدنة: two forces named together before an agreement or a fight of two."""
        if roles.side1 or roles.side2 or self._is_between(p):
            return
        chunks = [c for c in bare_chunks(self.s, self.s.first, p.at) if len(c.parties) == 2 and c.last < p.at]
        named = bool(chunks) and all(x.entries for x in chunks[-1].parties)
        if not named or self.s.commas(chunks[-1].last, p.at):
            return
        if not meets_somebody(self.s, p.at + 1, self.limits.reach(p)):
            roles.oppose(chunks[-1].parties)

    def _doer_then_object(self, chunks: list[Chunk]) -> bool:
        """توقيف الأمن السياسي طالباً: the genitive is who did it, the accusative after it the object."""
        if len(chunks) < 2:
            return False
        beside = chunks[1].first == chunks[0].last + 1 and not (chunks[1].prep or chunks[1].head.joined)
        if beside and chunks[0].head.category == "force" and chunks[1].head.category in _CIVIL:
            return True  # اعتقال دورية تابعة له ستة شبان
        if chunks[0].head.category == "gunman" and not chunks[0].head.entries and not chunks[1].prep:
            return is_accusative(self.s, chunks[1].head)  # اغتيال مجهولين متهماً بالسرقة
        if not (chunks[0].head.entries or (chunks[0].head.armed and chunks[0].head.definite)):
            return False
        led = chunks[1].head.category == "commander" and bool(chunks[1].head.entries)
        if beside and (led or (chunks[1].head.category in _CIVIL and not chunks[1].head.definite)):
            return True  # قنص مسلح حوثي امرأة، احتجاز جهاز الردع آمر اللواء
        if chunks[0].head.counted or chunks[0].head.low == 1:
            return False  # مقتل 12 عنصراً من داعش بقصف للطيران
        if chunks[1].prep:
            between = any(p.at < chunks[1].first for p in self.s.acts if p.at > chunks[0].last)
            return chunks[1].prep == "ل" and chunks[0].head.category in ("org", "force") and not between
        if self.s.commas(chunks[0].last, chunks[1].first) > 2:
            return False
        if chunks[1].head.category in ("post", "force") and chunks[1].first - chunks[0].last <= _GENITIVE:
            return bool(chunks[1].head.entries)
        return is_accusative(self.s, chunks[1].head) or chunks[1].head.number is not None

    def _is_between(self, p: Predicate) -> bool:
        after = p.last + 1
        return after < self.s.last and self.s.texts[after] == "بين"

    # -- phrases with a verb ---------------------------------------------------------------------

    def _verbal(self, p: Predicate) -> bool:
        """A phrase that starts with a finite verb: ضرب طوقاً، قامت بتفكيكها، دفعت بتعزيزات."""
        info = self.s.infos[p.at]
        if info is None or any(s.part == "noun" and s.kind == "act" for _, s in info.senses):
            return False
        return any(s.part == "verb" and s.form.tense for _, s in info.senses)

    def _of_verbal_phrase(self, p: Predicate, roles: Roles) -> None:
        """Its subject stands inside or after it, before a relative pronoun, or just before the verb."""
        frame = p.rule
        if frame.of in _SIDES:
            after = bare_chunks(self.s, p.last + 1, self.limits.right(p))
            victims = [c for c in after if c.first - self._dated(p, c) <= p.last + _GENITIVE]
            if victims:
                roles.put(frame.of, victims[0].parties)
        subject = self._subject_of_phrase(p)
        light = self._light_after(p)
        if light is not None and light.enclitic:
            roles.light = light
            self._of_light(p, light, roles)
        subject = roles.without_sides(subject)
        if frame.agent not in _SIDES:
            return
        roles.put(frame.agent, subject)
        roles.inherits_agent = roles.inherits_agent or not subject

    def _dated(self, p: Predicate, chunk: Chunk) -> int:
        """Words between that only say when: أعدمت ميدانياً، في 17 من الشهر، سائقي شاحنة."""
        spans = (range(d.first, d.last + 1) for d in self.s.dates)
        count = sum(p.last < i < chunk.first for span in spans for i in span)
        return count + (count > 0 and self.s.texts[p.last + 1] in load_grammar().at)

    def _subject_of_phrase(self, p: Predicate) -> list[Party]:
        if self.s.before(p.at) in load_grammar().relative:
            antecedent = [x for x in self.s.parties if x.last in (p.at - 2, p.at - 3)]
            if antecedent:
                return antecedent[-1:]
        bare = bare_chunks(self.s, p.at + 1, self.limits.right(p))
        if bare and can_act(bare[0].head) and not is_accusative(self.s, bare[0].head):
            return bare[0].parties
        return self.subjects.adjacent(p, [])

    # -- light verbs -----------------------------------------------------------------------------

    def _lights(self, p: Predicate) -> list[Predicate]:
        """The light verbs that carry the noun: شنّ ... هجوماً، قصف نفذته ..., both in تعرض لقصف نفذته."""
        before, after = self._light_before(p), self._light_after(p)
        if after is not None and after.enclitic:
            return [after, before] if before is not None and before.role == "patient" else [after]
        light = before or after
        return [light] if light is not None else []

    def _light_before(self, p: Predicate) -> Predicate | None:
        for before in reversed(self.s.predicates[: self.s.predicates.index(p)]):
            if before.kind == "light" and before.enclitic and self._is_of_another(before, p):
                continue  # شنت طائرات التحالف الذي تقوده دولة غارات
            if before.kind == "light" and self._came_before(before, p):
                return None
            if before.kind == "light":
                return before if p.at - before.at <= _LIGHT_BEFORE else None
            if before.kind != "act" or before.finite:
                return None
            if before.frame is not None and not before.frame.weak and not _joined(before, p):
                return None
        return None

    def _is_of_another(self, light: Predicate, p: Predicate) -> bool:
        """Whether a verb with a pronoun is about the noun before it: الذي تقوده دولة، اتفاق رعته لجنة، عقب اشتباكات."""
        if is_relative(self.s, light):
            return True
        return any(q is not p and not q.finite and 0 < light.at - q.last <= _RELATED for q in self.s.acts)

    def _came_before(self, light: Predicate, p: Predicate) -> bool:
        """كثفت القوات عملياتها عقب تفجير انتحاري: what came before was done by somebody else."""
        if light.sense.part != "verb" or p.rule.two_sided:
            return False
        before = self.s.before(p.at)
        theirs = before in load_grammar().since and any(x.first == p.last + 1 and x.entries for x in self.s.parties)
        return theirs or before in load_grammar().aftermath  # دخلوا البلدة بعد انسحاب الهيئة منها

    def _light_after(self, p: Predicate) -> Predicate | None:
        said = False
        for after in self.s.predicates[self.s.predicates.index(p) + 1 :]:
            if after.kind == "act" and not after.finite:
                if after.frame is None or not (after.frame.weak or after.at - p.last <= 2):
                    return None
                continue
            if after.kind == "reporting" and not said and self._says_who(p, after):
                said = True
                continue
            return after if self._carries_after(p, after, _SAID_AFTER if said else _LIGHT_AFTER) else None
        return None

    def _says_who(self, p: Predicate, verb: Predicate) -> bool:
        """قصف قالت المديرية إن قسد نفذته: a verb of saying between the deed and who did it."""
        return verb.finite and not verb.proclitics and verb.at - p.last <= 2 and not self.s.commas(p.last, verb.at)

    def _carries_after(self, p: Predicate, verb: Predicate, reach: int) -> bool:
        """A finite verb right after the noun that is about it: قصف نفذته، اشتباكات اندلعت."""
        if verb.kind not in ("light", "act") or not verb.finite or verb.proclitics[:1] in ("و", "ف"):
            return False
        away = verb.at - p.last
        if away > reach or verb.role not in ("agent", "none", ""):
            return False
        if verb.role == "none" and not p.rule.weak:
            return False
        if verb.enclitic:
            return True
        return verb.kind == "light" and (away <= 4 or is_relative(self.s, verb))

    def _of_light(self, p: Predicate, light: Predicate, roles: Roles) -> None:
        """The subject of the light verb does, or suffers, what the noun says."""
        signs = light.lemma == "وقع" and p.act.id == "agreement"
        if light.role in ("none", "place") and not signs:
            return
        subject = self._subject_of_light(p, light)
        if light.at < p.at:
            start = min(light.last, subject[-1].last) if subject else light.last
            beside = roles.without_sides(helpers_between(self.s, start + 1, p.at))
            roles.put("2" if light.role == "patient" and not signs else "1", beside)
        if light.sense.part == "noun" and subject is None:
            roles.inherits_agent = True
            return
        if light.lemma in load_grammar().sponsors and p.act.id == "agreement":
            roles.put("other", subject or [])
            return
        passive = is_passive(self.s, light)
        if subject and not passive:
            answers = light.role == "patient" and p.proclitics.endswith("ب") and light.at < p.at
            self._put_subject(p, roles, subject, suffers=light.role == "patient" and not signs and not answers)
        elif light.role == "agent" and not passive and not roles.side1:
            roles.inherits_agent = True

    def _subject_of_light(self, p: Predicate, light: Predicate) -> list[Party] | None:
        """After the verb, else before a verb that stands before the noun; None when a noun has none."""
        end = p.at if light.at < p.at else self.limits.right(light)
        bare = bare_chunks(self.s, light.last + 1, end)
        if bare:
            return bare[0].parties
        if light.sense.part != "noun" and light.at > p.at and light.enclitic and self._is_told_of(p, light):
            return self.subjects.left(light)  # قصف قالت المديرية إن قسد نفذته
        if light.sense.part == "noun" or light.at > p.at:
            return None
        if self.s.before(light.at) in load_grammar().that_pronouns and (said := announcers(self.s, light)):
            return said  # أعلنت القوة أنها صدت هجوماً
        if is_relative(self.s, light) and (told := [x for x in self.s.parties if x.last == light.at - 2]):
            return told  # حلّق للطيران الروسي الذي نفذ غارات
        return self.subjects.left(light)

    def _is_told_of(self, p: Predicate, light: Predicate) -> bool:
        """Whether a clause with أن stands between the noun and the verb that carries it."""
        return any(self.s.texts[i] in load_grammar().that for i in range(p.last + 1, light.at))

    def _put_subject(self, p: Predicate, roles: Roles, subject: list[Party], suffers: bool) -> None:
        agent = p.rule.agent if p.rule.agent in _SIDES else "1"
        side = "2" if suffers else agent
        pair = p.rule.two_sided and side == "1" and len(subject) == 2 and not roles.side2
        if pair and not meets_somebody(self.s, p.last + 1, self.limits.right(p)):
            roles.oppose(subject)
        else:
            roles.put(side, roles.without_sides(subject))


def _joined(a: Predicate, b: Predicate) -> bool:
    """Two event nouns under one verb: حملة دهم واعتقال، غارات على A وقصف."""
    return b.at - a.last <= (_SAME_VERB if b.proclitics[:1] == "و" else 2)


def _storm_a_house(chunks: list[Chunk]) -> bool:
    """خلال اقتحام قوات الاحتلال المدينة، بعد اقتحام مسلحين منزل أحد الأهالي: who storms, and what."""
    beside = len(chunks) > 1 and not chunks[1].prep and chunks[1].first - chunks[0].last <= _GENITIVE
    return beside and chunks[0].head.armed and chunks[1].head.category == "post"


def _is_unarmed(head: Party) -> bool:
    """استهداف المدنيين: civilians strike nobody."""
    return head.category in ("civilian", "woman", "child", "protester") and not head.entries

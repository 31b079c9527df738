"""Subject and objects of a verb.

Example: in ``أن مسلحين أطلقوا النار`` the subject of أطلقوا stands before it, in ``اعتقلت قسد شاباً`` after it.
"""

from __future__ import annotations

from ..find.parties import PEOPLE, Party
from ..find.predicates import Predicate
from ..lexicon.grammars import load_grammar
from .announcements import announcers
from .chunks import Chunk, Limits, bare_chunks, can_act, chunk_parties, is_accusative, is_passive
from .pronouns import people_before
from .roles import Roles, helpers_between, meets_somebody
from .sentences import Sentence

_ARMED_ACTS = frozenset(("sweep", "cordon", "arrest", "deploy", "boom"))  # no civilian does these: وفتشت المارة
_PEOPLE = frozenset(("civilian", "woman", "child"))
_HARM = frozenset(("killed", "wounded"))
_CAPTIVITY = frozenset(("arrested", "abducted"))  # شاب كان قد اختطف: no civilian takes people
_DEEDS = frozenset(("fight", "boom"))
_WHOSE = 5  # words that say to whom a group belongs
_QUALIFIED = 2  # words from a deed, perhaps with an adjective, to the verb that says what it struck
_LEFT = 16  # words before the verb where its subject may stand
_TOPIC = 5  # commas over which the subject after أن goes on: أن حاجزاً أوقف، صباح اليوم، شاحنة، واعتقل سائقها
_Pair = tuple[list[Party], list[Party]]


class Subjects:
    """Subjects and objects of the verbs of one sentence."""

    def __init__(self, sentence: Sentence, limits: Limits) -> None:
        """Take the sentence and how far its predicates reach."""
        self.s = sentence
        self.limits = limits
        self.grammar = load_grammar()

    def assign(self, p: Predicate, roles: Roles) -> None:
        """Roles of the bare phrases around the verb ``p``."""
        frame = p.rule
        after = bare_chunks(self.s, p.last + 1, self.limits.right(p))
        bare = [c for c in after if not self._stands_aside(c)]
        passive = is_passive(self.s, p) or frame.middle or self._suffers_from(p, bare)
        apart = passive and bool(bare) and self._new_clause(p.at, bare[0].first)
        left = self.left(p) if _many(p) or not bare or apart or self._after_that(p) else None
        subject, objects = self._subject_object(p, bare, left, passive)
        if p.enclitic and not objects and not passive and (meant := people_before(self.s, p)) is not None:
            objects = [meant]
            subject = [x for x in subject if x is not meant]
        if not subject and not passive and objects is not left:
            subject = self._striker(p) or self._striker_after(p) or self.adjacent(p, objects)
        pair = frame.two_sided and len(subject) == 2 and not objects and frame.agent == "1"
        if pair and not meets_somebody(self.s, p.last + 1, self.limits.right(p)):
            roles.oppose(subject)
        else:
            roles.put(frame.agent, subject)
            if subject and subject[-1].last < p.at:
                roles.put(frame.agent, helpers_between(self.s, subject[-1].last + 1, p.at))
        roles.put(frame.patient, objects)
        suffers = passive or (bool(objects) and not self._is_active(p, objects[0]))
        if not subject and (not suffers or self._pronoun_before(p)):
            roles.inherits_agent = True

    def _subject_object(self, p: Predicate, bare: list[Chunk], left: list[Party] | None, passive: bool) -> _Pair:
        if passive:
            if left and _many(p):
                return [], left
            told_on = bool(bare and left) and self._new_clause(p.at, bare[0].first)
            return [], (bare[0].parties if bare and not told_on else left or [])
        if bare and self._finds(p, bare[0]):
            return bare[0].parties, bare[1].parties if len(bare) > 1 else []
        if bare and self._is_told_before(p, bare[0]):
            return [], bare[0].parties
        if left is not None and (pair := self._with_left(p, bare, left)) is not None:
            return pair
        if not bare:
            return [], []
        if p.enclitic:  # أعلن حزب الله قصفه قوة إسرائيلية: the pronoun means whoever announces it
            said = announcers(self.s, p)
            return (said, bare[0].parties) if said else (bare[0].parties, [])
        acts = can_act(bare[0].head) or bool(self._single(p, bare[0])[0])
        if len(bare) >= 2 and bare[0].head.entries and is_accusative(self.s, bare[1].head):
            acts = True  # دهست آلية للقوات التركية طفلاً
        if len(bare) >= 2 and acts and not is_accusative(self.s, bare[0].head):
            return bare[0].parties, bare[1].parties
        return self._single(p, bare[0])

    def _suffers_from(self, p: Predicate, bare: list[Chunk]) -> bool:
        """وقتل عنصر ثانٍ برصاص مجهولين: who did it is told after, so the one phrase beside the verb suffered it."""
        if p.rule.outcome is None or p.enclitic or len(bare) != 1 or bare[0].head.category == "org":
            return False
        after = chunk_parties(self.s, bare[0].last + 1, self.limits.reach(p))
        return any(c.prep in self.grammar.doer_after for c in after)

    def _weapon_before(self, p: Predicate) -> bool:
        """عبوة ناسفة استهدفت دوريتهم: a weapon just before the verb is its subject."""
        if p.enclitic or p.proclitics or _many(p):
            return False
        near = self.s.infos[max(self.s.first, p.at - 2) : p.at]
        return any(info is not None and info.weapon for info in near)

    def _striker_after(self, p: Predicate) -> list[Party]:
        """أصابت راجمة للنظام منزلاً: whose the aircraft or gun right after the verb is."""
        near = range(p.last + 1, min(self.s.last, p.last + 4))
        gun = next((i for i in near if self.s.texts[i] in self.grammar.strikers), None)
        if gun is None or gun > p.last + 2:
            return []
        return [x for x in self.s.parties if x.prep == "ل" and x.entries and 0 < x.first - gun <= 2][:1]

    def _finds(self, p: Predicate, chunk: Chunk) -> bool:
        """عثر متطوعون على جثة شاب: who finds a body stands before على, the dead after it."""
        if p.lemma not in self.grammar.finds_bodies or p.rule.act.family != "body":
            return False
        return "علي" not in self.s.texts[p.last + 1 : chunk.first]

    def _striker(self, p: Predicate) -> list[Party]:
        """مسيّرة للجيش استهدفت مشفى: whose the aircraft or gun just before the verb is."""
        if not self._weapon_before(p):
            return []
        owners = (x for x in self.s.parties if x.prep == "ل" and x.entries and 0 < p.at - x.last <= 2)
        return [x for x in owners if self.s.before(x.first) in self.grammar.strikers]

    def _is_told_before(self, p: Predicate, chunk: Chunk) -> bool:
        """Whether the subject of a verb is a pronoun, a weapon or a deed before it, and the phrase after its object."""
        weapon = chunk.head.possessed and self._weapon_before(p)
        return weapon or self._pronoun_before(p) or self._is_of_deed(p)

    def _is_of_deed(self, p: Predicate) -> bool:
        """كمين نفذه مسلح استهدف دورية: the deed just told is the subject of a verb that says what it struck."""
        if p.proclitics or p.enclitic or p.lemma not in self.grammar.strikes_at or _many(p):
            return False
        deeds = [q for q in self.s.acts if q.at < p.at and not q.finite and q.act.family in _DEEDS]
        if not deeds or self.s.commas(deeds[-1].last, p.at):
            return False
        agrees = p.sense.form.gender == deeds[-1].sense.form.gender
        if agrees and p.at - deeds[-1].last <= _QUALIFIED and not deeds[-1].sense.form.definite:
            return True  # في انفجار استهدف دورية، غارة إسرائيلية ضربت مقراً
        if p.sense.form.gender != "m":
            return False
        return any(q.kind == "light" and q.enclitic and deeds[-1].at < q.at < p.at for q in self.s.predicates)

    def _new_clause(self, a: int, b: int) -> bool:
        """استشهد في الحين، ثم لحق به زميل: the people after belong to what is told next."""
        openers = self.grammar.clause_openers
        return any(a < start <= b and self.s.texts[start] in openers for start in self.s.starts)

    def _is_active(self, p: Predicate, found: Party) -> bool:
        """وقتل شاباً، وقتلت ستة مسلحين: an accusative, or a noun the verb does not agree with, is its object."""
        if p.enclitic or p.sense.form.active or is_accusative(self.s, found):
            return True
        masculine = found.sense is not None and found.sense.form.gender == "m" and found.category != "force"
        return p.sense.form.gender == "f" and p.sense.form.number == "s" and masculine and found.counted

    def _with_left(self, p: Predicate, bare: list[Chunk], left: list[Party]) -> _Pair | None:
        """A phrase before the verb: its subject, or what was harmed (أن شاباً قُتل); None when it says nothing."""
        if bare:
            if self._after_that(p) and not p.enclitic and self._is_topic(p, left):
                return left, bare[0].parties  # بأن قوات اليونيفيل سيّرت دوريات
            if not self._likely_subject(p, bare[0].head):
                return left, bare[0].parties
            return (left, bare[0].parties) if _many(p) else None
        active = p.lemma in self.grammar.plainly_active
        taken = p.rule.outcome in _CAPTIVITY and left[0].category in _PEOPLE and not self._is_member(left[0])
        harms = (p.rule.outcome == "killed" and p.rule.act.family != "body" and not active) or taken
        if harms and not p.enclitic and (left[0].category != "org" or left[0].number is not None):
            return [], left
        return (left, []) if self._may_do(p, left[0]) else ([], [])

    def _is_topic(self, p: Predicate, left: list[Party]) -> bool:
        """Whether nothing but whose they are stands between them and their verb: أن لواء القدس الموالي لإيران سيّر."""
        gap = range(left[-1].last + 1, p.at)
        if not gap:
            return True
        theirs = self.s.texts[gap[0]].startswith(self.grammar.belonging_beginnings)
        return theirs and len(gap) <= _WHOSE and self._may_do(p, left[0])

    def _single(self, p: Predicate, chunk: Chunk) -> _Pair:
        """One bare phrase after a singular verb: subject or object (قُتل شاب / اعتقلت قسد / اعتقل شاباً)."""
        outcome, head, parties = p.rule.outcome, chunk.head, chunk.parties
        if _many(p) or is_accusative(self.s, head):
            return [], parties
        if p.rule.act.family == "property" and head.category == "post" and self._is_machine(head):
            return parties, []
        if outcome is None and head.counted and p.rule.act.family == "boom":
            selves = p.rule.patient == "none" and head.armed
            return (parties, []) if selves else ([], parties)  # فجّر أحد عناصر التنظيم نفسه، وقتلت خمسة مقاتلين
        if outcome is None:
            return (parties, []) if self._likely_subject(p, head) else ([], parties)
        if head.counted:
            return [], parties
        if self._mans(p, head):
            return parties, []
        takes = head.category == "org" and (outcome in ("arrested", "abducted") or p.sense.form.gender == "f")
        return (parties, []) if takes or (head.category == "force" and outcome != "wounded") else ([], parties)

    def _is_member(self, head: Party) -> bool:
        """أفراد الأجهزة: men of a service, who do take people."""
        return head.sense is not None and head.sense.lemma in self.grammar.service_men

    def _mans(self, p: Predicate, head: Party) -> bool:
        """أوقف حاجز للفرقة الرابعة شاحنات: those who man a post take people and things at it."""
        if head.category != "post" or head.sense is None or head.sense.lemma not in self.grammar.manned:
            return False
        return p.rule.outcome in ("arrested", "abducted") or p.rule.act.family == "property"

    def _is_machine(self, head: Party) -> bool:
        """Bulldozers and tanks raze for their owner: سوّت جرافات الاحتلال منزلاً."""
        return bool(head.entries) and head.sense is not None and head.sense.lemma in self.grammar.razers

    def _may_do(self, p: Predicate, head: Party) -> bool:
        """Whether a phrase before the verb may be its subject; ونهبت is not said of men."""
        form = p.sense.form
        men = head.category in PEOPLE and head.sense is not None and head.sense.form.gender == "m"
        broken = head.sense is not None and head.sense.form.number == "p" and not head.sense.form.case
        clash = form.gender == "f" and form.number == "s" and men and not (broken and not head.counted)
        return (can_act(head) or self._mans(p, head)) and not clash

    def _stands_aside(self, chunk: Chunk) -> bool:
        """What they ride, where shells come from and who stays in a place are beside it: قاعدة تضم قوات أمريكية."""
        before, grammar = self.s.before(chunk.first), self.grammar
        if chunk.head.category == "post" and before[:1] == "ب" and self._is_means(chunk.first - 1):
            return True  # قتلوا بتفجير دراجة
        aside = before in grammar.rides or before in grammar.source_words or before in grammar.comprising
        return aside or before in grammar.in_aid_of  # توجهت إلى بقرص لمؤازرة الحرس الثوري

    def _is_means(self, word: int) -> bool:
        return any(q.at == word and not q.finite and q.proclitics.endswith("ب") for q in self.s.predicates)

    def _pronoun_before(self, p: Predicate) -> bool:
        """أنها قتلت: the subject is the speaker or what was named before."""
        return self.s.before(p.at) in self.grammar.that_pronouns

    def _after_that(self, p: Predicate) -> bool:
        return self.s.opens_with(p.at, self.grammar.that) and p.at - self.s.clause_start(p.at) > 1

    def adjacent(self, p: Predicate, objects: list[Party]) -> list[Party]:
        """كان التنظيم قد هاجم السجن، قوة روسية تدخل البلدة: the subject just before the verb, armed ones first."""
        low = max(self.limits.left(p), p.at - _LEFT)
        chunks = [c for c in bare_chunks(self.s, low, p.at) if c.last < p.at]
        chunks.reverse()
        chunks.sort(key=lambda c: not c.head.armed)
        commas = 3 if p.proclitics[:1] == "و" else 0
        for chunk in chunks:
            if chunk.head in objects or is_accusative(self.s, chunk.head) or not self._may_do(p, chunk.head):
                continue
            if p.rule.act.family == "arrest" and chunk.head.category in _PEOPLE:
                continue  # أصيب ثمانية فلسطينيين واعتقل آخران
            if self.s.before(chunk.first) in self.grammar.held_by:
                continue  # حي خاضع لسيطرة الحكومة
            if not chunk.head.armed and not self.grammar.that.isdisjoint(self.s.texts[chunk.last + 1 : p.at]):
                continue  # أفاد ناشطون أن الطرفين تبادلا أسرى
            if self.s.commas(chunk.last, p.at) <= commas:
                return chunk.parties
        return self._topic(p, objects)

    def _topic(self, p: Predicate, objects: list[Party]) -> list[Party]:
        """أن حاجزاً أوقف، صباح اليوم، شاحنة، واعتقل سائقها: whom the clause with أن is about goes on doing."""
        if not p.proclitics.startswith("و"):
            return []
        that = next((i for i in range(p.at - 1, self.s.first - 1, -1) if self.s.texts[i] in self.grammar.that), None)
        if that is None or self.s.commas(that, p.at) > _TOPIC or any(that < q.at < p.at for q in self.s.acts):
            return []
        topic = next((c for c in bare_chunks(self.s, that + 1, p.at) if c.first == that + 1), None)
        may = topic is not None and topic.head not in objects and self._may_do(p, topic.head)
        return topic.parties if topic is not None and may else []

    def left(self, p: Predicate) -> list[Party] | None:
        """The bare phrase before the verb in its clause (أن مسلحين ... أطلقوا)."""
        low = self.limits.left(p)
        that = next((i for i in range(p.at - 1, low - 1, -1) if self.s.texts[i] in self.grammar.that), None)
        chunks = [
            c for c in bare_chunks(self.s, low, p.at)
            if self.s.commas(c.last, p.at) <= 2 and (that is None or c.first > that)
        ]  # fmt: skip
        if chunks and that is not None:
            return chunks[0].parties
        chunks = [c for c in chunks if self.s.before(c.first) not in self.grammar.held_by]
        chunks = [c for c in chunks if not self._are_harmed(c) and self.s.before(c.first) not in self.grammar.rides]
        if _many(p):
            chunks = [c for c in chunks if len(c.parties) > 1 or c.head.best != 1]
        suffers = is_passive(self.s, p) or p.rule.middle if p.frame is not None else False
        doers = [c for c in chunks if c.head.armed and not is_accusative(self.s, c.head) and not suffers]
        if chunks:
            return (doers or chunks)[-1].parties
        if not _many(p):
            return None
        earlier = [c for c in bare_chunks(self.s, self.s.first, low) if c.head.armed]
        return earlier[-1].parties if earlier else None

    def _are_harmed(self, chunk: Chunk) -> bool:
        """أدى إلى إصابة مسن وحفيده، ثم سرقوا الأغنام: those hurt do not go on."""
        return any(q.last == chunk.first - 1 and not q.finite and q.rule.outcome in _HARM for q in self.s.acts)

    def _likely_subject(self, p: Predicate, head: Party) -> bool:
        if (p.rule.outcome is not None or p.rule.act.family in _ARMED_ACTS) and not head.armed:
            return False
        return not is_accusative(self.s, head) and can_act(head)


def _many(p: Predicate) -> bool:
    """A plural or dual verb, whose subject stands before it."""
    return p.sense.form.number in ("p", "d")

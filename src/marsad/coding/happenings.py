"""From the predicates of one sentence to its happenings (protos): judge, give roles, merge, place, date.

Example: ``قُتل شاب وأصيب آخر بانفجار لغم في بلدة غرانيج أمس`` has three predicates and is one happening.
"""

from __future__ import annotations

from itertools import pairwise

from ..find.parties import Party, actor_names
from ..find.predicates import Predicate
from ..lexicon.acts import load_acts
from ..lexicon.grammars import load_grammar
from .agents import (
    MOVES,
    VIOLENT,
    VIOLENT_STEPS,
    add_fleeing,
    add_members,
    add_protested,
    add_quarrelled,
    add_releasers,
    add_wielders,
    add_withdrawn,
    settle_attackers,
    settle_foiled_attacks,
    shared_subject,
)
from .announcements import announce
from .bodies import bodies, count_bodies
from .counted import people_of
from .cues import BOTH
from .handovers import settle_handovers
from .merges import Merger, is_answer
from .pronouns import people_before
from .protos import Proto, Toll
from .role_finders import RoleFinder
from .scenes import SceneFinder
from .sentences import Sentence
from .shared_counts import distribute_counts, same_as_before, share_counts, share_object, share_owner, split_sums
from .tolls import companions, told_already, tolls_of, zero_toll
from .totals import replace_by_totals, settle_deaths, settle_rivals, totals_of
from .verdicts import TOLD, is_day_dated, judge, judge_sentence
from .victims import add_members_hurt, add_parts, mark_admitted, mark_parts, negated_nouns, victim_nouns

_ANNOUNCED = frozenset(("disrupt", "arrest", "fight", "territory", "raid", "alert", "curfew", "withdraw", "deploy",
                        "sweep", "release", "cordon"))  # fmt: skip
_HARMFUL = frozenset(("fight", "boom", "crowd", "body"))
_ABLE = _HARMFUL | {"disrupt", "territory", "arrest", "property"}
_CARRIED = _HARMFUL | {"disrupt"}
_CIVILIANS = frozenset(("civilian", "woman", "child"))
_TAKEN_REACH = 4  # words from استعاد to السيطرة
_DISPERSAL_REACH, _DISPERSED_BEFORE, _RECALL_REACH, _COUNTED_REACH, _BESIDE = 14, 8, 6, 12, 8
_BETWEEN = 5  # words from a fight to بينهما: اشتباكات عنيفة دارت بينهما
_BODILY = ("killed", "wounded")
_RAIDS = frozenset(("raid", "sweep"))
_SOFT = frozenset(("civ-hospital",))
_SPOKEN_OF = frozenset(("demanded", "words"))


class Assembler:
    """Builds the protos of one sentence; ``discarded`` keeps what was dropped and why.

    ``orphans`` are the tolls of a sentence that names no happening.
    """

    def __init__(self, sentence: Sentence) -> None:
        """Set the parts of totals aside and prepare the roles."""
        self.s = sentence
        self.grammar = load_grammar()
        self.discarded: list[tuple[Predicate, str]] = []
        self.orphans: list[Toll] = []
        self.parts = mark_parts(sentence)
        share_counts(sentence)
        share_owner(sentence)
        self.roles = RoleFinder(sentence)
        self.day_dated = is_day_dated(sentence)
        self.both = [i for i in sentence.cued(BOTH) if (info := sentence.infos[i]) is not None and info.both_sides]
        self.untold = judge_sentence(sentence)
        self.zeros: list[Toll] = []
        self.silent: set[int] = set()  # clauses that tell nothing
        self.tools: list[Predicate] = []
        self.surrounding: list[Party] = []
        self.attempting: list[Party] = []

    def assemble(self) -> list[Proto]:
        """Happenings of the sentence, in order of their words."""
        protos = settle_handovers(self.s, settle_foiled_attacks(self._read_acts()))
        self.zeros += negated_nouns(self.s, self.silent)
        tolls = victim_nouns(self.s, self.silent)
        share_object(protos)
        tolls += [*bodies(self.s, self.silent), *totals_of(self.s), *self.zeros]
        if not protos:
            replace_by_totals(self.s, tolls)
            settle_rivals(self.s, tolls)
            mark_admitted(self.s, tolls)
            add_parts(tolls, self.parts)
            self.orphans = tolls
            return []
        merged = Merger(self.s, self.roles.limits).merge(protos)
        distribute_counts(self.s, merged)
        add_wielders(self.tools, merged, self.roles)
        settle_attackers(merged)
        self._give_tolls(merged, tolls)
        self._surround(merged)
        add_releasers(merged)
        add_quarrelled(self.s, merged)
        if any(p.family in VIOLENT for p in merged):
            for step in VIOLENT_STEPS:
                step(merged)
        add_withdrawn(merged)
        add_fleeing(self.s, merged)
        add_protested(self.s, merged)
        add_members_hurt(merged, self.parts)
        for proto in merged:
            same_as_before(proto.tolls)
            split_sums(proto.tolls)
            settle_deaths(self.s, proto.tolls)
            replace_by_totals(self.s, proto.tolls)
            settle_rivals(self.s, proto.tolls)
            add_parts(proto.tolls, self.parts)
            mark_admitted(self.s, proto.tolls)
        scenes = SceneFinder(self.s, merged)
        for proto in merged:
            scenes.place(proto)
            scenes.date(proto)
        for deed, raid in pairwise(merged):
            _join_raid(deed, raid)
        return merged

    # -- one predicate ---------------------------------------------------------------------------

    def _read_acts(self) -> list[Proto]:
        protos: list[Proto] = []
        agent: list[Party] = []
        weak = any(p.rule.weak for p in self.s.acts)
        solid = [p for p in self.s.acts if p.firm and p.act.family in _CARRIED and not _points_back(p)] if weak else []
        solid = [p for p in solid if not is_answer(p)]  # تعرضت دورية لإطلاق نار فردت على المصادر
        for p in self.s.acts:
            means = self._means(p)
            if p.rule.weak and not means and self._is_tool(p, solid):
                self.tools.append(p)
                continue
            if self._details_part(p):
                p.discarded = "part"  # بينهم امرأة أصيبت داخل منزلها
                self.discarded.append((p, "part"))
                continue
            verdict = self.untold or means or self._goes_with(p) or judge(self.s, p, self.day_dated)
            if verdict not in TOLD:
                self._discard(p, verdict)
                continue
            proto = self._proto(p, verdict, agent)
            agent = agent if self._came_before(p) else proto.side1 or agent
            protos.append(proto)
        return protos

    def _goes_with(self, p: Predicate) -> str:
        """منذ استعاد الجيش السيطرة: the noun that a verb takes tells no more than the verb."""
        if p.finite or p.act.family != "territory" or not p.sense.form.definite:
            return ""
        verb = next((q for q in reversed(self.s.acts) if q.at < p.at), None)
        taken = verb is not None and verb.finite and verb.act.family == "territory" and p.at - verb.at <= _TAKEN_REACH
        return verb.discarded if taken and verb is not None else ""

    def _came_before(self, p: Predicate) -> bool:
        """دخلوا البلدة بعد انسحاب الهيئة منها: who left before goes on with nothing."""
        return p.act.family == "withdraw" and not p.finite and self.s.before(p.at) in self.grammar.since

    def _details_part(self, p: Predicate) -> bool:
        """What happened to one of a total already counted."""
        plain = p.finite and p.rule.outcome is not None and not p.proclitics
        if plain and people_of(p) is None and not any(q.rule.outcome for q in self.s.acts if q.at < p.at):
            return False  # أحد عشر شخصاً بينهم أربعة من قسد قتلوا
        return plain and any(x.last == p.at - 1 for x in self.parts) and self.s.words.gaps[p.at] == " "

    def _means(self, p: Predicate) -> str:
        """احتجاجاً على مقتل شاب برصاص دورية: how a death came about that is only spoken of."""
        if not p.finite and p.rule.outcome in _BODILY and self.s.before(p.at) == "خلفيه":
            return "words"  # على خلفية مقتل شاب
        dead = next((q for q in reversed(self.s.acts) if q.at < p.at), None)
        if dead is None or p.finite or not p.proclitics.endswith("ب") or dead.rule.outcome is None:
            return ""
        same = self.s.clause_of(dead.at) == self.s.clause_of(p.at)
        return dead.discarded if same and dead.discarded in _SPOKEN_OF else ""

    def _is_tool(self, p: Predicate, solid: list[Predicate]) -> bool:
        """A weapon word beside a violent act is its means; alone it needs a verb that carries it."""
        clause = self.s.clause_of(p.at)
        if any(abs(self.s.clause_of(q.at) - clause) <= 2 for q in solid):
            return True
        return self.roles.of(p).light is None and not self._is_counted(p)

    def _is_counted(self, p: Predicate) -> bool:
        """عشرون قذيفة على كنصفرة: shells counted onto a place are the shelling itself."""
        if p.act.family != "boom" or not any(n.last == p.at - 1 for n in self.s.numbers):
            return False
        return any(m.preposition == "علي" and 0 < m.first - p.at <= _COUNTED_REACH for m in self.s.places)

    def _discard(self, p: Predicate, verdict: str) -> None:
        """Drop a predicate, but keep what it says beside: who surrounded whom, that nobody was hurt."""
        p.discarded = verdict
        self.discarded.append((p, verdict))
        if verdict == "attempt" and p.act.family in VIOLENT:
            self.attempting.extend(x for x in self.roles.of(p).side1 if x.armed)
        if verdict == "part" and p.act.id == "cordon":
            self.surrounding.extend(self.roles.of(p).side1)
        self.silent.add(self.s.clause_of(p.at))
        outcome = p.rule.outcome
        if verdict == "negated" and outcome in ("killed", "wounded"):
            zero = zero_toll(self.s, p.at, outcome)
            if zero is not None:
                self.zeros.append(zero)

    def _proto(self, p: Predicate, verdict: str, earlier: list[Party]) -> Proto:
        """The happening that ``p`` tells; ``earlier`` did what was told before it."""
        frame = p.rule
        roles = self.roles.of(p)
        proto = Proto(frame.act, self.s, p, [p], roles.side1, roles.side2, roles.other, verdict=verdict)
        if roles.inherits_agent and not proto.side1 and frame.agent == "1":
            proto.side1 = [x for x in shared_subject(self.s, p) or earlier if x not in proto.side2]
        claims = not self.grammar.responsibility.isdisjoint(self.s.window(p.at - 2, p.at))
        announced = proto.family in _ANNOUNCED or (proto.family == "boom" and frame.agent == "1")
        if not proto.side1 and not p.finite and (announced or claims):
            announce(proto)
        if proto.family in ("disrupt", "sweep"):  # عثر الأهالي على لغم، تفتيش المارة
            proto.side1 = [x for x in proto.side1 if x.armed]
        if proto.family in ("arrest", "take") and proto.side2 and all(x.category == "others" for x in proto.side2):
            meant = people_before(self.s, p, "هم")  # واعتقلت أربعة منهم
            proto.side2 = [*proto.side2, meant] if meant is not None and meant not in proto.side1 else proto.side2
        proto.used = frame.weak and roles.light is not None and roles.light.lemma in self.grammar.uses
        self._describe(proto)
        if proto.family == "crowd" and any(x.armed and x.prep in self.grammar.doer_after for x in proto.side1):
            proto.intervention = proto.killed_crowd = True  # مظاهرة خلفت قتلى برصاص قوات الأمن
        proto.tolls = self._tolls(p, roles.side2)
        if frame.outcome == "captured" and proto.side2 and all(map(_is_civilian, proto.side2)):
            _abduct(proto)
        if proto.family in MOVES:
            add_members(proto)
        return proto

    def _tolls(self, p: Predicate, victims: list[Party]) -> list[Toll]:
        """What ``p`` says of its victims, of those beside them and of bodies found."""
        outcome = p.rule.outcome or self._harm_in(p)
        if not outcome:
            return []
        tolls = tolls_of(self.s, p, victims, outcome, self.roles.limits.right(p))
        tolls += companions(self.s, tolls)
        if p.rule.act.family == "body":
            tolls = count_bodies(self.s, p, tolls)
        if p.rule.id in _SOFT:
            tolls = [t for t in tolls if t.party is not None and t.best and not t.party.definite]
        for toll in tolls:
            toll.at, toll.soft = p.at, p.rule.id in _SOFT
        return tolls

    def _harm_in(self, p: Predicate) -> str | None:
        """قتلت مسيّرة شخصاً: a verb of killing or harm tells a toll under whatever frame it is read."""
        info = self.s.infos[p.at]
        if not p.finite or info is None:
            return None
        others = (s.frame for _, s in info.senses if s.frame is not None and s.lemma == p.lemma)
        return next((f.outcome for f in others if f.outcome in _BODILY and f.agent == "1"), None)

    def _describe(self, proto: Proto) -> None:
        """What kind of telling it is: an intervention, only an outcome, a noun that points back, of both sides."""
        p, frame, texts = proto.predicate, proto.predicate.rule, self.s.texts
        disperses = frame.act.family == "fight" and not self.grammar.dispersal.isdisjoint(
            texts[max(self.s.clause_start(p.at) - _DISPERSED_BEFORE, self.s.first) : p.at + _DISPERSAL_REACH]
        )
        proto.intervention = frame.intervention or disperses
        only = frame.act.id in ("killing", "harm") and not frame.fight and frame.outcome is not None
        only = only or (frame.outcome == "captured" and self._counted_beside(p))
        proto.outcome_only = only and p.lemma not in self.grammar.assassinates
        one_of_several = texts[p.last + 1] in self.grammar.nth if p.last + 1 < self.s.last else False
        proto.definite = p.part == "noun" and p.sense.form.definite and not one_of_several
        proto.recall = proto.definite and not self.grammar.since.isdisjoint(
            self.s.window(p.at - _RECALL_REACH, p.at)
        )
        between = p.rule.two_sided and not self.grammar.between_them.isdisjoint(texts[p.last + 1 : p.last + _BETWEEN])
        if self.both or between:
            left, right = self.roles.limits.left(p), self.roles.limits.right(p)
            proto.both = between or any(left <= i < right for i in self.both)

    def _counted_beside(self, p: Predicate) -> bool:
        """مقتل 38 وأسر 11: prisoners counted beside the dead are a toll too."""
        return p.proclitics == "و" and any(
            q.rule.outcome in _BODILY and 0 < p.at - q.last <= _BESIDE for q in self.s.acts
        )

    # -- all happenings together -----------------------------------------------------------------

    def _give_tolls(self, protos: list[Proto], tolls: list[Toll]) -> None:
        """Tolls told by nouns go to the nearest happening that could have caused them."""
        able = [p for p in protos if p.family in _ABLE]
        able = [p for p in able if p.family in _HARMFUL] or able
        for toll in tolls if able else ():
            target = min(able, key=lambda p: self._distance(p, toll))
            if toll.total or not told_already(target.tolls, toll):
                target.tolls.append(toll)

    def _distance(self, proto: Proto, toll: Toll) -> float:
        clauses = abs(self.s.clause_of(proto.at) - self.s.clause_of(toll.first))
        return clauses * 20 + abs(proto.at - toll.first) * 0.1 + (5 if proto.at > toll.first else 0)

    def _surround(self, protos: list[Proto]) -> None:
        """حاصروا ... ثم قتلوه: who surrounded is part of the violence; a failed attempt that hurt has its doer."""
        for proto in protos if self.attempting else ():
            if proto.family in VIOLENT:
                proto.side1 = proto.side1 or self.attempting[:1]
        for proto in protos if self.surrounding else ():
            if proto.family in VIOLENT:
                proto.side2.extend(x for x in self.surrounding if x not in proto.side1 and x not in proto.side2)


def _is_civilian(party: Party) -> bool:
    return party.category in _CIVILIANS and not party.entries and not party.possessed


def _abduct(proto: Proto) -> None:
    """وأسروا ثمانية مدنيين: civilians are no prisoners of war."""
    proto.act = load_acts()["abduction"]
    for toll in proto.tolls:
        toll.outcome = "abducted" if toll.outcome == "captured" else toll.outcome


def _points_back(p: Predicate) -> bool:
    """وتبنت الهجوم جماعة: the deed just told, of which nothing is the means."""
    return p.part == "noun" and p.sense.form.definite and not p.proclitics


def _join_raid(deed: Proto, raid: Proto) -> None:
    """قُتل شاب إثر مداهمة نفذتها قسد مساء أمس: the day of the raid; who raided killed whoever is not his own."""
    came_of = deed.outcome_only and raid.act.id in _RAIDS and not raid.predicate.finite
    if not came_of or deed.sentence.before(raid.at) not in load_grammar().cause_before:
        return
    deed.date = deed.date or raid.date
    if not deed.side1:
        fallen = actor_names(deed.side2)
        deed.side1 = [x for x in raid.side1 if x not in deed.side2 and fallen.isdisjoint(actor_names([x]))]

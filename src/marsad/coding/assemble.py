"""From the predicates of one sentence to its happenings (protos): judge, give roles, merge, place, date."""

from __future__ import annotations

from collections.abc import Callable

from ..find.date_mentions import DateMention
from ..find.parties import Party
from ..find.places import PlaceMention
from ..find.predicates import Predicate
from .protos import Proto, Toll
from .roles import RoleFinder, Roles, chunk_parties
from .scopes import judge
from .sentences import RELATIVE, THAT, Sentence
from .tolls import add_parts, companions, mark_parts, rising, rivals, same_as_before, share_counts, share_object, tolls_of, victim_nouns, zero_toll

VIOLENT = frozenset(("fight", "boom"))
_MOVES = frozenset(("reinforce", "deploy", "withdraw", "mediate"))
_THEN = frozenset(("ثم", "بعدها", "لاحقا", "وبعدها", "عقبها", "اعقب", "واعقب", "تلاه", "تلاها", "التفجير", "الانفجار"))
_TO = frozenset(("الي", "نحو", "باتجاه", "صوب", "في اتجاه", "ل"))
Judge = Callable[[Predicate, str], None]


class Assembler:
    """Builds the protos of one sentence; ``discarded`` keeps what was dropped and why."""

    def __init__(self, sentence: Sentence) -> None:
        self.s = sentence
        self.parts = mark_parts(sentence)
        share_counts(sentence)
        self.roles = RoleFinder(sentence)
        self.discarded: list[tuple[Predicate, str]] = []
        self.orphans: list[Toll] = []
        self.day_dated = any(d.dates and d.kind in ("absolute", "day-offset", "weekday", "feast") and (d.day is not None or d.kind != "absolute")
                             for d in sentence.dates)  # fmt: skip

    def protos(self) -> list[Proto]:
        """Happenings of the sentence, in order of their words."""
        protos: list[Proto] = []
        zeros: list[Toll] = []
        acts = [p for p in self.s.predicates if p.kind == "act"]
        solid = [p for p in acts if p.frame is not None and not p.frame.weak]
        silent: set[int] = set()
        previous_agent: list[Party] = []
        tools: list[Predicate] = []
        surrounding: list[Party] = []
        for p in acts:
            frame = p.frame
            assert frame is not None
            if frame.weak and self._tool(p, solid):
                tools.append(p)
                continue
            verdict = judge(self.s, p, self.day_dated, True)
            p.discarded = verdict if verdict not in ("", "denied", "possible") else ""
            if p.discarded:
                self.discarded.append((p, verdict))
                if verdict == "part" and p.act.id == "cordon":
                    surrounding.extend(self.roles.roles(p).side1)
                silent.add(self.s.clause_of(p.at))
                if verdict == "negated" and frame.outcome in ("killed", "wounded"):
                    zero = zero_toll(self.s, p.at, frame.outcome)
                    if zero is not None:
                        zeros.append(zero)
                continue
            proto = self._proto(p, verdict, previous_agent)
            previous_agent = proto.side1 or previous_agent
            protos.append(proto)
        protos = self._foiled_attacks(protos)
        self._add_negated_nouns(zeros, silent)
        nouns = victim_nouns(self.s, silent)
        share_object(protos)
        nouns += rising(self.s)
        if not protos:
            self.orphans = [*nouns, *zeros]
        merged = self._merge(protos)
        self._wielders(tools, merged)
        self._give_tolls(merged, nouns, zeros)
        for proto in merged:
            if proto.act.family in VIOLENT:
                proto.side2.extend(x for x in surrounding if x not in proto.side1 and x not in proto.side2)
        self._fleeing(merged)
        for proto in merged:
            if proto.act.family == "crowd" and not proto.side2:
                proto.side2 = self._protested(proto)
        for proto in merged:
            same_as_before(proto.tolls)
            rivals(self.s, proto.tolls)
        for proto in merged:
            add_parts(proto.tolls, self.parts)
            self._place(proto, merged)
            self._date(proto)
        return merged

    def _foiled_attacks(self, protos: list[Proto]) -> list[Proto]:
        """أحبط الجيش هجوماً: a clash when harm or fighting is told, else only a foiled attack (WORDING 9)."""
        for foiled in [p for p in protos if p.act.family == "disrupt" and p.predicate.sense.lemma in _FOILS]:
            attack = next((q for q in protos if q.act.family == "fight" and 0 < q.at - foiled.at <= 8), None)
            if attack is None:
                continue
            fought = any(q.act.family in ("fight", "boom") and (q.tolls or q is not attack) for q in protos)
            if not fought:
                return [q for q in protos if q is not attack]
            attack.side2.extend(x for x in foiled.side1 if x not in attack.side2 and x not in attack.side1)
            attack.side1 = [x for x in attack.side1 if x not in foiled.side1]
            return [q for q in protos if q is not foiled]
        return protos

    def _tool(self, p: Predicate, solid: list[Predicate]) -> bool:
        """A weapon word beside a violent act is its means; alone it needs a verb that carries it."""
        for q in solid:
            if q.act.family in ("fight", "boom", "crowd", "body", "disrupt") and abs(self.s.clause_of(q.at) - self.s.clause_of(p.at)) <= 2:
                return True
        return self.roles.roles(p).light is None

    def _protested(self, proto: Proto) -> list[Party]:
        """احتجاجاً على اعتقال قسد شباناً، ضد هيئة تحرير الشام: whom a crowd protests against."""
        words = self.s.words.words
        for i in range(self.s.first, self.s.last):
            if words[i].lstrip("ول") not in _AGAINST and words[i] not in _AGAINST:
                continue
            for party in self.s.parties:
                if i < party.first <= i + 14 and party.entries and (party.category == "post" or party.prep in ("", "ل", "ضد", "من قبل", "ب", "علي", "من", "لدي")):
                    if party.entries[0].kind not in ("other", "civilians", "protesters", "identity-militia") and party not in proto.side1:
                        return [party]
        return []

    def _fleeing(self, protos: list[Proto]) -> None:
        """ولاذ المنفذون بالفرار: the attackers were there, though nobody knows them."""
        violent = [p for p in protos if p.act.family in VIOLENT and not p.side1]
        seen = [x for x in self.s.parties if x.category == "gunman" and x.sense is not None and x.sense.form.definite]
        if len(violent) == 1 and seen and not any(x in violent[0].side2 for x in seen):
            violent[0].side1 = seen[:1]

    # -- one predicate ---------------------------------------------------------------------------

    def _proto(self, p: Predicate, verdict: str, previous_agent: list[Party]) -> Proto:
        frame = p.frame
        assert frame is not None
        roles: Roles = self.roles.roles(p)
        proto = Proto(frame.act, self.s, p, [p], roles.side1, roles.side2, roles.other, verdict=verdict)
        if roles.inherits_agent and not proto.side1 and frame.agent == "1":
            proto.side1 = [x for x in self._shared_subject(p) or previous_agent if x not in proto.side2]
        proto.intervention = frame.intervention
        if frame.act.family == "fight" and any(w in _DISPERSAL for w in self.s.words.words[p.at : p.at + 14]):
            proto.intervention = True
        if not proto.side1 and frame.act.family in _ANNOUNCED and not p.finite:
            proto.side1 = [x for x in self._announcer(p) if x not in proto.side2]
        proto.outcome_only = frame.act.id in ("killing", "harm") and not frame.fight and frame.outcome is not None and p.sense.lemma not in ("اغتال", "اغتيال")
        proto.definite = p.part == "noun" and p.sense.form.definite
        proto.recall = proto.definite and any(w in _AFTER for w in self.s.words.words[max(self.s.first, p.at - 6) : p.at])
        if frame.outcome:
            proto.tolls = tolls_of(self.s, p, roles, frame.outcome, self.roles.limit(p))
            proto.tolls += companions(self.s, proto.tolls)
        self._anaphora(proto)
        self._members(proto)
        return proto

    def _shared_subject(self, p: Predicate) -> list[Party]:
        """أعلنت الميليشيات الاستنفار وأفرغت مقارها: the subject of a reporting or light verb joined to this one."""
        if not p.finite or p.proclitics[:1] not in ("و", "ف"):
            return []
        for q in reversed([q for q in self.s.predicates if q.at < p.at]):
            if q.kind == "act" and q.finite:
                return []
            if q.kind in ("reporting", "light") and q.finite and q.sense.form.gender == p.sense.form.gender:
                subject = next((c for c in chunk_parties(self.s, q.last + 1, p.at) if not c.prep), None)
                if subject is not None and subject.first - q.last <= 2 and subject.parties[0].armed and subject.parties[0].category != "post":
                    return subject.parties
        return []

    def _members(self, proto: Proto) -> None:
        """تعزيزات ضمت عناصر من فاطميون: whom the force is made of fights beside it."""
        if proto.act.family not in _MOVES:
            return
        words = self.s.words.words
        for i in range(proto.predicate.last + 1, min(self.s.last, proto.predicate.last + 14)):
            if words[i] in _COMPRISING:
                inside = [x for x in self.s.parties if x.entries and i < x.first <= i + 20 and x.category != "post"]
                taken = [q.at for q in self.s.predicates if q.kind == "act" and q.at > i]
                for party in inside:
                    if (not taken or party.first < taken[0]) and party not in proto.side1:
                        proto.side1.append(party)
                        proto.associated.append(party)
                return

    def _announcer(self, p: Predicate) -> list[Party]:
        """أعلنت وزارة الداخلية إحباط تهريب، أعلنت الهيئة سيطرتها: the announcing force did it."""
        before = [q for q in self.s.predicates if q.at < p.at]
        if not before or before[-1].kind != "reporting" or p.at - before[-1].at > 24:
            return []
        words = self.s.words.words
        if any(w in THAT for w in words[before[-1].at : p.at]):
            return []
        chunks = [c for c in chunk_parties(self.s, before[-1].last + 1, p.at) if not c.prep]
        return [x for x in chunks[0].parties if x.entries and x.entries[0].kind not in ("other", "civilians")] if chunks else []

    def _anaphora(self, proto: Proto) -> None:
        """الطرفان stands for both sides of what was told before."""
        low, high = self.roles.left_limit(proto.predicate), self.roles.limit(proto.predicate)
        for i in range(low, high):
            info = self.s.infos[i]
            if info is not None and any(sense.kind == "anaphora_party" for _, sense in info.senses):
                proto.both = True

    def _add_negated_nouns(self, zeros: list[Toll], silent: set[int]) -> None:
        """دون وقوع إصابات said with a plain noun."""
        for party in self.s.parties:
            if party.category not in ("victim_wounded", "victim_killed"):
                continue
            for j in range(max(self.s.first, party.head - 5), party.head):
                if self.s.scope.get(j) in ("negation", "denial") and self.s.words.words[j] not in ("غير",):
                    silent.add(self.s.clause_of(party.head))
                    if not party.sense or party.number is None:
                        zero = zero_toll(self.s, party.head, "wounded" if party.category == "victim_wounded" else "killed")
                        if zero is not None:
                            zeros.append(zero)
                    break

    def _wielders(self, tools: list[Predicate], protos: list[Proto]) -> None:
        """Who used the weapon named: قنبلة رماها مجهول، صاروخ أطلقته طائرة، برصاص مسلحين."""
        for p in tools:
            roles = self.roles.roles(p)
            armed = [x for x in roles.side1 if x.armed]
            violent = [q for q in protos if q.act.family in VIOLENT]
            if not armed or not violent:
                continue
            target = min(violent, key=lambda q: abs(q.at - p.at))
            if not target.side1:
                target.side1 = [x for x in armed if x not in target.side2]

    # -- merging ---------------------------------------------------------------------------------

    def _merge(self, protos: list[Proto]) -> list[Proto]:
        merged: list[Proto] = []
        for proto in protos:
            carrier = self._carrier(proto, merged)
            if carrier is None:
                merged.append(proto)
            else:
                self._join(carrier, proto)
        return self._absorb_outcomes(merged)

    def _carrier(self, proto: Proto, merged: list[Proto]) -> Proto | None:
        for candidate in reversed(merged):
            if self._mergeable(candidate, proto):
                return candidate
        return None

    def _mergeable(self, a: Proto, b: Proto) -> bool:
        fa, fb = a.act.family, b.act.family
        if a.verdict != b.verdict and "denied" in (a.verdict, b.verdict):
            return False
        if self._prior(b) and not a.outcome_only and fa != "territory":
            return False
        if b.outcome_only and not a.outcome_only:
            return fa in ("fight", "boom", "crowd", "territory", "body") and not self._apart(a, b)
        if a.outcome_only and b.outcome_only:
            return not self._apart(a, b)
        if fa == fb:
            return not self._apart(a, b) and not self._other_agent(a, b)
        pair = {fa, fb}
        if pair == {"fight", "boom"}:
            generic = a if fa == "fight" else b
            return generic.act.generic and not self._sequel(a, b) and not self._apart(a, b)
        if "crowd" in pair and pair & {"fight", "property", "cordon"}:
            return not self._apart(a, b)
        if pair == {"territory", "fight"}:
            return not self._apart(a, b)
        if "property" in pair and pair & {"arrest", "disrupt", "base"}:
            seizure = a if fa == "property" else b
            return seizure.predicate.sense.lemma in ("صادر", "مصادره", "استولي")
        if pair == {"fight", "property"}:
            return fa == "fight" and a.act.generic and not a.tolls and not self._apart(a, b)
        if pair == {"fight", "base"}:
            return fa == "fight" and a.predicate.sense.lemma in ("اقتحم", "اقتحام")
        if fa == "disrupt" and fb == "boom":
            return bool(b.predicate.enclitic)
        if pair == {"deploy", "withdraw"}:
            return fa == "deploy" and not b.predicate.sense.lemma == "اخلي" and not self._own_places(b)
        if pair == {"arrest", "take"}:
            return b.predicate.sense.lemma in ("اقتاد", "اقتيد") or a.predicate.sense.lemma in ("اقتاد", "اقتيد")
        if pair == {"sweep", "arrest"}:
            return a.at + 3 >= b.at
        if pair in ({"reinforce", "deploy"}, {"deploy", "sweep"}):
            return self.s.clause_of(a.at) == self.s.clause_of(b.at) and b.at - a.at <= 6
        return False

    def _prior(self, b: Proto) -> bool:
        """An earlier happening named after بعد/إثر/عقب: اشتباكات بعد اغتيال عنصر."""
        word = self.s.words.words[b.at - 1] if b.at > self.s.first else ""
        return not b.predicate.finite and word in ("بعد", "اثر", "عقب") and bool(b.side2 or b.tolls)

    def _sequel(self, a: Proto, b: Proto) -> bool:
        """A second happening after the first: انفجرت عبوة ثم فتحوا النار."""
        words = self.s.words.words
        later = b if b.at > a.at else a
        if later.act.id != "shooting" or not later.predicate.finite:
            return False
        return any(words[j] in _THEN for j in range(min(a.at, b.at), min(self.s.last, later.at + 12)))

    def _apart(self, a: Proto, b: Proto) -> bool:
        """Different named places, or a new clause (كما، فيما) with its own place or date."""
        if self.s.clause_of(a.at) == self.s.clause_of(b.at):
            return False
        if b.outcome_only and not b.predicate.finite and not self._coordinated(b):
            return False
        if a.outcome_only and not b.predicate.finite and self._as_cause(b):
            return False
        pa, pb = self._own_places(a), self._own_places(b) or self._places_between(a, b)
        if pa and pb and not any(x is y or _same_place(x, y) for x in pa for y in pb):
            return True
        return False

    def _coordinated(self, b: Proto) -> bool:
        """A death told beside the other, not as its result: كما قُتل، وإلى مقتل شخصين في قرية تنوب."""
        word = self.s.words.words[self.s.clause_start(b.at)]
        return word in ("كما", "فيما", "بينما", "وفيما") or (word[0] == "و" and word[1:] in ("الي", "عن", "مقتل", "اصابه", "بمقتل"))

    def _as_cause(self, b: Proto) -> bool:
        """What killed, named after its marker: خلال فض موكب، جراء قصف، بانفجار."""
        word = self.s.words.words[b.at - 1] if b.at > self.s.first else ""
        return b.predicate.proclitics.endswith("ب") or word in ("خلال", "اثناء", "في", "جراء", "اثر", "نتيجه", "بفعل", "بسبب")

    def _places_between(self, a: Proto, b: Proto) -> list[PlaceMention]:
        """Places of the clause just before ``b``: تابعت طريقها إلى قرية كذا وأقامت حاجزاً."""
        clause = self.s.clause_of(b.at)
        return [
            m for m in self.s.places
            if not m.role and a.at < m.first < b.at and self.s.clause_of(m.first) == clause - 1 > self.s.clause_of(a.at)
        ]  # fmt: skip

    def _own_places(self, proto: Proto) -> list[PlaceMention]:
        clause = self.s.clause_of(proto.at)
        end = self.roles.limit(proto.predicate)
        return [
            m for m in self.s.places
            if not m.role and m.preposition not in _TO and (self.s.clause_of(m.first) == clause or proto.at < m.first < end)
        ]  # fmt: skip

    def _other_agent(self, a: Proto, b: Proto) -> bool:
        x, y = _names(a.side1), _names(b.side1)
        if not (x and y) or x & y:
            return False
        return a.act.family not in VIOLENT or not (_names(a.side2) & y)

    def _join(self, carrier: Proto, proto: Proto) -> None:
        carrier.preds.extend(proto.preds)
        carrier.tolls.extend(proto.tolls)
        carrier.both = carrier.both or proto.both
        carrier.intervention = carrier.intervention or proto.intervention
        crowd = "crowd" in (carrier.act.family, proto.act.family) and carrier.act.family != proto.act.family
        if crowd:
            self._join_crowd(carrier, proto)
            return
        winner_changes = proto.act.rank > carrier.act.rank
        for mine, theirs in ((carrier.side1, proto.side1), (carrier.side2, proto.side2), (carrier.other, proto.other)):
            other_side = carrier.side2 if mine is carrier.side1 else carrier.side1
            mine.extend(x for x in theirs if x not in mine and x not in other_side)
        if winner_changes:
            carrier.act, carrier.predicate = proto.act, proto.predicate
            carrier.outcome_only = carrier.outcome_only and proto.outcome_only
        carrier.definite = carrier.definite and proto.definite

    def _join_crowd(self, carrier: Proto, proto: Proto) -> None:
        crowd, force = (carrier, proto) if carrier.act.family == "crowd" else (proto, carrier)
        if force.act.family == "fight":
            carrier.intervention = True
            if force.act.id in ("shooting", "killing", "harm", "attack"):
                carrier.killed_crowd = True
        side1 = list(crowd.side1)
        armed = [x for x in force.side1 if x.armed and x not in side1 and x.category != "gunman"]
        carrier.act, carrier.predicate = crowd.act, crowd.predicate
        carrier.side1 = side1
        carrier.side2 = [*crowd.side2, *[x for x in armed if x not in crowd.side2]]
        carrier.outcome_only = False

    def _absorb_outcomes(self, protos: list[Proto]) -> list[Proto]:
        """Deaths told before what caused them: قُتل أربعة ... في كمين، بانفجار لغم، برصاص."""
        kept: list[Proto] = []
        for n, proto in enumerate(protos):
            if proto.outcome_only:
                cause = next((q for q in protos[n + 1 :] if not q.outcome_only and q.act.family in ("fight", "boom", "crowd")
                              and not self._apart(proto, q) and proto.verdict == q.verdict and not self._new_story(q)), None)  # fmt: skip
                if cause is not None:
                    self._precede(proto, cause)
                    continue
            kept.append(proto)
        return kept

    def _new_story(self, q: Proto) -> bool:
        start = self.s.clause_start(q.at)
        return self.s.words.words[start] in ("كما", "فيما", "بينما", "وفيما") and q.predicate.finite

    def _precede(self, outcome: Proto, cause: Proto) -> None:
        cause.preds.extend(outcome.preds)
        cause.tolls = [*outcome.tolls, *cause.tolls]
        if cause.act.family == "crowd":
            cause.intervention = True
            cause.killed_crowd = cause.killed_crowd or bool(outcome.tolls)
            return
        cause.side1.extend(x for x in outcome.side1 if x not in cause.side1 and x not in cause.side2)
        cause.side2.extend(x for x in outcome.side2 if x not in cause.side2 and x not in cause.side1)

    def _give_tolls(self, protos: list[Proto], nouns: list[Toll], zeros: list[Toll]) -> None:
        for toll in [*nouns, *zeros]:
            target = self._nearest_violent(protos, toll)
            if target is None:
                continue
            known = {t.outcome for t in target.tolls if not t.zero}
            if toll.zero and toll.outcome in {t.outcome for t in target.tolls}:
                continue
            if not toll.zero and toll.outcome in known and (
                any(t.first == toll.first for t in target.tolls) or toll.party is None or not toll.party.counted
            ):
                continue
            target.tolls.append(toll)

    def _nearest_violent(self, protos: list[Proto], toll: Toll) -> Proto | None:
        families = ("fight", "boom", "crowd", "body", "disrupt", "territory", "arrest", "property")
        able = [p for p in protos if p.act.family in families]
        violent = [p for p in able if p.act.family in ("fight", "boom", "crowd", "body")] or able
        if not violent:
            return None
        return min(violent, key=lambda p: abs(self.s.clause_of(p.at) - self.s.clause_of(toll.first)) * 20 + abs(p.at - toll.first) * 0.1
                   + (5 if p.at > toll.first else 0))  # fmt: skip

    def _act_between(self, proto: Proto, word: int) -> bool:
        """Another act told after بعد between the happening and a later date keeps that date for itself."""
        own = {p.at for p in proto.preds}
        for q in self.s.predicates:
            if q.kind == "act" and not q.discarded and proto.at < q.at < word and q.at not in own and q.frame is not None and not q.frame.weak:
                if self.s.words.words[q.at - 1] in _AFTER:
                    return True
        return False

    def _in_anchor(self, word: int, proto: Proto) -> bool:
        """A date inside a relative clause about something else (قراهم التي خرجوا منها خلال هجوم تموز)."""
        start = self.s.clause_start(word)
        own = any(p.at >= start for p in proto.preds) or start - proto.predicate.last == 1  # الهجوم الذي استهدف ... أمس
        return self.s.words.words[start] in RELATIVE and not own

    # -- place and date --------------------------------------------------------------------------

    def _place(self, proto: Proto, protos: list[Proto]) -> None:
        frame = proto.predicate.frame
        assert frame is not None
        moving = proto.act.family in _MOVES
        best: PlaceMention | None = None
        best_cost = 99.0
        for mention in self.s.places:
            if self._no_scene(mention):
                continue
            if mention.role and not (moving and mention.role in ("approach", "flight")):
                continue
            if moving and self._movement(proto, mention):
                continue
            cost = self._place_cost(proto, mention, protos)
            if cost < best_cost:
                best, best_cost = mention, cost
        proto.place = best if best_cost < 12 else None
        if proto.place is None and moving:
            proto.place = (proto.origin or proto.destination) if proto.act.family == "withdraw" else (proto.destination or proto.origin)
        if proto.place is None and not moving:
            proto.place = next((m for m in self.s.places if m.role == "road-end" and m.location is not None and not self._cuts(proto.at, m.first, protos)), None)
        if proto.place is not None and proto.place.coordinated is not None and proto.place.preposition != "بين":
            group = proto.place.coordinated
            among = any(m.coordinated == group and (m.preposition == "بين" or self._crossing(m)) for m in self.s.places)
            beside = proto.place.first > proto.at or not self._cuts(proto.at, proto.place.first, protos)
            proto.more_places = [] if among or not beside else [m for m in self.s.places if m.coordinated == group and m is not proto.place and not m.role]
        self._sites(proto, protos)
        if proto.place is None and not moving:
            proto.place = self._of_victim(proto)
        if proto.place is None and proto.site is not None and proto.site.place is not None and not proto.site.place.role:
            proto.place = proto.site.place

    def _of_victim(self, proto: Proto) -> PlaceMention | None:
        """اغتالوا مختار بلدة أم ولد: with no other place told, the office-holder's own town."""
        victims = [x.last for x in proto.side2] + [t.party.last for t in proto.tolls if t.party is not None]
        return next((m for m in self.s.places if m.role == "office" and m.location is not None and any(0 <= m.first - v <= 4 for v in victims)), None)

    def _crossing(self, mention: PlaceMention) -> bool:
        """تقاطع بلدتي أ وب is one place."""
        words = self.s.words.words
        return any(w in ("تقاطع", "مفترق", "الواصل", "الواصله", "يربط") for w in words[max(self.s.first, mention.first - 3) : mention.first])

    def _no_scene(self, mention: PlaceMention) -> bool:
        """A name that cannot be the scene: unresolved anaphor, what follows تابعة ل, a wider place that only locates."""
        if mention.anaphor and (mention.location is None or mention.antecedent is None or mention.antecedent.role == "road-end"):
            return True
        if mention.preposition == "اتجاه":
            return True
        words = self.s.words.words
        before = words[max(self.s.first, mention.first - 2) : mention.first]
        if any(w.startswith(("تابع", "التابع", "موالي", "الموالي")) for w in before):
            return True
        if any(w in _POWERS for w in before) and _seat(mention):
            return True  # السلطة في دمشق; but قوات النظام في بادية تدمر
        for other in self.s.places:
            if other is mention or other.role or not 0 < mention.first - other.last <= 4 or other.coordinated is None and other.anaphor:
                continue
            if mention.preposition in ("في", "ب") and _wider(mention, other):
                return True
        return False

    def _sites(self, proto: Proto, protos: list[Proto]) -> None:
        for site in self.s.sites:
            if any(x.name_first <= site.last and site.first <= x.name_last for x in self.s.parties if x.name_first >= 0 and not x.unknown):
                continue
            near = proto.site is None and abs(site.first - proto.at) <= 25 and self._cuts(proto.at, site.first, protos) == 0
            if near:
                proto.site = site

    def _movement(self, proto: Proto, mention: PlaceMention) -> bool:
        """Origin (من) and destination (إلى) of a movement; True when the mention is used up so."""
        if self._cuts(proto.at, mention.first, []) > 1 or mention.first < proto.at:
            return False
        if mention.preposition == "من" and proto.origin is None:
            proto.origin = mention
            return True
        if mention.preposition in _TO and proto.destination is None:
            proto.destination = mention
            return True
        return False

    def _place_cost(self, proto: Proto, mention: PlaceMention, protos: list[Proto]) -> float:
        at = proto.at
        distance = abs(mention.first - at)
        cost = distance * 0.06
        cost += 1.2 * abs(self.s.clause_of(mention.first) - self.s.clause_of(at)) * 0.5
        cost += 2.2 * self._cuts(at, mention.first, protos)
        if mention.first < at:
            cost += 1.0
        if mention.anaphor and any(site.first < mention.first <= site.last for site in self.s.sites):
            cost += 4.0  # مبنى المحافظة
        if mention.preposition in _TO:
            cost += 4.0
        if mention.preposition == "من":
            cost += 3.0
        if mention.preposition in ("في", "ب", "داخل", "وسط", "عند", "قرب", "علي"):
            cost -= 0.5
        return cost

    def _cuts(self, a: int, b: int, protos: list[Proto]) -> int:
        """Other happenings between two words."""
        low, high = min(a, b), max(a, b)
        return sum(1 for q in protos for pred in q.preds[:1] if low < pred.at < high)

    def _date(self, proto: Proto) -> None:
        best: DateMention | None = None
        best_cost = 99.0
        for mention in self.s.dates:
            if not mention.dates or mention.kind in ("future", "span"):
                continue
            if mention.first > proto.at and self._act_between(proto, mention.first):
                continue
            cost = abs(mention.first - proto.at) * 0.05 + abs(self.s.clause_of(mention.first) - self.s.clause_of(proto.at)) * 0.4
            cost += 1.5 * sum(1 for d in (proto.at,) for q in self.s.predicates if q.kind == "act" and q not in proto.preds and not q.discarded
                              and min(d, mention.first) < q.at < max(d, mention.first))  # fmt: skip
            if mention.vague or mention.kind == "relative-span":
                cost += 1.5
            if mention.first > proto.at and self._in_anchor(mention.first, proto):
                cost += 6
            if cost < best_cost:
                best, best_cost = mention, cost
        proto.date = best if best_cost < 6 else None


_ANNOUNCED = frozenset(("disrupt", "arrest", "fight", "territory", "raid", "alert", "curfew", "withdraw", "deploy", "sweep", "release", "cordon"))
_AGAINST = frozenset(("احتجاجا", "تنديدا", "رفضا", "استنكارا", "ضد", "منددين", "مندده", "مطالبين", "مطالبه", "باسقاط", "اسقاط", "للمطالبه", "يطالبون",
                      "تطالب", "طالبوا", "طالبت", "طالب", "نددوا", "نددت", "ينددون", "تندد", "رافضين", "محتجين"))  # fmt: skip
_DISPERSAL = frozenset(("تفريقهم", "لتفريقهم", "لتفريق", "تفريق", "لفضهم", "المحتجين", "المتظاهرين"))
_COMPRISING = frozenset(("ضمت", "تضم", "ضم", "يضم", "قوامها", "قوامه", "تتالف", "مولفه", "مولفا"))
_FOILS = frozenset(("احبط", "احباط", "افشل", "افشال"))
_AFTER = frozenset(("بعد", "عقب", "اثر", "منذ"))
_POWERS = frozenset(("السلطه", "للسلطه", "الحكومه", "للحكومه", "سلطات", "السلطات", "حكومه"))
_WIDE = frozenset(("governorate", "district", "subdistrict", "desert", "country", "mountain"))


def _names(parties: list[Party]) -> set[str]:
    return {e.id or e.name_ar for p in parties for e in p.entries}


def _seat(mention: PlaceMention) -> bool:
    """Whether the place is a city or a country, where a government sits."""
    return mention.location is not None and mention.location.kind in ("city", "country", "governorate") and not mention.kind_cue


def _wider(a: PlaceMention, b: PlaceMention) -> bool:
    """Whether ``a`` is a wider place that holds ``b``."""
    if a.location is None or b.location is None:
        return False
    if a.region or (a.location.precision or 1) > (b.location.precision or 1):
        return True
    return a.location.kind in _WIDE and b.location.kind not in _WIDE


def _same_place(a: PlaceMention, b: PlaceMention) -> bool:
    if a.location is None or b.location is None:
        return a.name == b.name
    return a.location.name_ar == b.location.name_ar or a.anaphor or b.anaphor

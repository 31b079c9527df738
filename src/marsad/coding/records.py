"""Write drafts as event records of the codebook: actors, casualties, evidence, ids, confidence."""

from __future__ import annotations

import hashlib

from ..find.parties import Party
from ..find.places import PlaceMention
from ..lexicon.actors import ActorEntry, load_registry
from ..lexicon.acts import Act
from ..model import (
    Actor, Attribution, Casualty, Cause, Coder, Event, Evidence, Location, Person, Related, Report, Weapon,
)  # fmt: skip
from ..resolve.actors import GENERIC, Cast, generic_actor
from ..text.clitics import cores
from ..text.folding import fold_word
from ..text.words import Words
from .causes import Reasons
from .classes import final_act, territory_sub, weapons_near
from .protos import Toll
from .sentences import Sentence
from .story import Draft
from .voices import attribution_kind, factuality

_POST_ONLY = frozenset(("post", "victim_killed", "victim_wounded"))
_PLURAL_CIVIL = frozenset(("civilian", "woman", "child"))


_COMMON_NOUNS = ("يليشيا", "مليشيا", "يليشيات", "مليشيات", "تنظيم", "قوات", "حركه", "جماعه", "فصايل", "وحدات", "كتايب", "مجموعه", "فرقه", "جبهه")


class Writer:
    """Writes the drafts of one report."""

    def __init__(self, report: Report, words: Words, cast: Cast, coder: Coder, sentences: list[Sentence]) -> None:
        self.report = report
        self.words = words
        self.cast = cast
        self.coder = coder
        self.sentences = sentences
        self.used_ids: dict[str, int] = {}
        self.associated: set[int] = set()
        self.named: list[tuple[int, ActorEntry]] = []
        for sentence in sentences:
            for party in sentence.parties:
                if party.entries and party.strength == "strong" and not party.unknown:
                    entry = cast.choose(party.entries, party.strength)
                    if entry is not None and entry.kind not in ("civilians", "other", "protesters"):
                        self.named.append((party.first, entry))
        self.last_armed: ActorEntry | None = None

    def write(self, drafts: list[Draft]) -> list[Event]:
        """Events of the report, in the order told."""
        lead = next((d.date.date for d in drafts if d.date.date and not d.background), None)
        self.reasons = Reasons(drafts, self.sentences)
        events = [self._event(d, lead) for d in drafts]
        self._relate(drafts, events)
        return events

    # -- one event -------------------------------------------------------------------------------

    def _event(self, draft: Draft, lead: str | None) -> Event:
        evidence: list[Evidence] = []
        self.cast.when = draft.date.date or self.report.published
        self.associated = {id(x) for proto in draft.protos for x in proto.associated}
        side1 = self._actors(draft.side1, "1", evidence)
        known = {a.actor_id or a.name_ar for a in side1}
        side2 = [a for a in self._actors(draft.side2, "2", evidence) if (a.actor_id or a.name_ar) not in known or draft.base.act.family == "fight" and a.kind == "identity-militia"]
        victims = draft.side2 + [t.party for t in draft.tolls if t.party is not None and t.party not in draft.side1]
        act = final_act(draft.base, victims, draft.side1)
        side1, side2 = self._defaults(act, draft, _named_first(side1), _named_first(side2))
        other = self._actors(draft.other, "other", evidence)
        casualties = self._casualties(draft, side1, side2, evidence)
        side2 = self._victims_as_side(draft, side1, side2, casualties)
        event_type, sub, plover = self._types(draft, act, side1)
        location = self._location(draft, evidence)
        factuality, attribution = self._voice(draft, side1, side2, evidence)
        background = draft.background or bool(lead and draft.date.date and draft.date.date < lead and draft.date.precision == "day")
        cause = self._cause(draft, evidence)
        weapons = self._weapons(draft, evidence)
        trigger = draft.base.predicate
        self._evidence(evidence, "event_type", trigger.at, trigger.last)
        if draft.date.text and draft.base.date is not None:
            self._evidence(evidence, "date", draft.base.date.first, draft.base.date.last)
        event = Event(
            event_id="", report_id=self.report.id, event_type=event_type, sub_event_type=sub, plover=plover,
            date=draft.date.date, date_end=draft.date.date_end, date_precision=draft.date.precision,
            date_text=draft.date.text or None, location=location,
            origin=self._movement(draft.base.origin, "origin", evidence),
            destination=self._movement(draft.base.destination, "destination", evidence),
            actors=[*side1, *side2, *other], casualties=casualties, weapons=weapons, cause=cause, attribution=attribution,
            factuality=factuality, background=background, evidence=evidence,
            coder=Coder(self.coder.name, self.coder.version, self.coder.lexicons, sorted({p.frame.id for q in draft.protos for p in q.preds if p.frame})),
        )  # fmt: skip
        event.event_id = self._id(event, trigger.at)
        event.confidence = _confidence(event, draft)
        return event

    def _id(self, event: Event, word: int) -> str:
        place = event.location.name if event.location is not None else ""
        key = "|".join((self.report.id, event.event_type, event.sub_event_type, event.date or "", place or "", str(self.words.starts[word])))
        digest = hashlib.sha256(key.encode()).hexdigest()[:16]
        n = self.used_ids.get(digest, 0)
        self.used_ids[digest] = n + 1
        return digest if n == 0 else f"{digest}-{n}"

    def _types(self, draft: Draft, act: Act, side1: list[Actor]) -> tuple[str, str, str]:
        if act.id == "overtake":
            return act.type, territory_sub(draft.side1, [a.kind for a in side1]), act.plover
        if act.id == "protest":
            if draft.base.killed_crowd and any(t.outcome in ("killed", "wounded") and not t.zero for t in draft.tolls):
                return act.type, "Excessive force against protesters", act.plover
            if draft.base.intervention:
                return act.type, "Protest with intervention", act.plover
        return act.type, act.sub, act.plover

    # -- actors ----------------------------------------------------------------------------------

    def _actors(self, parties: list[Party], side: str, evidence: list[Evidence]) -> list[Actor]:
        actors: list[Actor] = []
        seen: set[str] = set()
        for party in parties:
            actor = self._actor(party, side)
            if actor is None or (key := actor.actor_id or actor.name_ar) in seen:
                continue
            seen.add(key)
            actor.persons = self._persons(party)
            actor.associated = id(party) in self.associated
            actors.append(actor)
            first, last = self._span(party)
            self._evidence(evidence, f"actors[{side}]", first, last)
        return actors

    def _persons(self, party: Party) -> list[Person]:
        """A named commander: قائد ميليشيا الدفاع الوطني "فلان"، القيادي المدعو فلان."""
        if party.category != "commander":
            return []
        words = self.words
        nxt = party.last + 1
        if nxt < len(words.words) and '"' in words.gaps[nxt] and words.words[nxt] not in _NAME_STOPS:
            end = nxt
            while end + 1 < len(words.words) and '"' not in words.gaps[end + 1] and end - nxt < 4:
                end += 1
            return [Person(words.raw(nxt, end), words.raw(party.head, party.head), True)]
        for j in range(nxt, min(nxt + 2, len(words.words) - 2)):
            if words.words[j] in _CALLED:
                return [Person(words.raw(j + 1, j + 2), words.raw(party.head, party.head), True)]
        return []

    def _span(self, party: Party) -> tuple[int, int]:
        if party.name_first >= 0:
            return party.name_first, party.name_last
        return party.head, party.last

    def _actor(self, party: Party, side: str) -> Actor | None:
        first, last = self._span(party)
        mention = self._mention(first, last)
        if party.possessed and not party.entries and party.category in ("combatant", "force", "commander") and (owner := self._owner(party)):
            return self._from_entry(owner, side, mention)
        if party.strength == "weak" and (known := self._antecedent(party)) is not None:
            return self._from_entry(known, side, mention)
        entry = self.cast.choose(party.entries, party.strength) if party.entries else None
        if entry is not None and party.category in _PLURAL_CIVIL and (entry.kind in ("identity-militia", "other") or not _member(party)):
            entry = None
        if entry is not None:
            self.cast.note(entry)
            if entry.kind not in ("civilians", "other", "protesters"):
                self.last_armed = entry
            return self._from_entry(entry, side, mention)
        if party.category == "org" and party.strength in ("weak", "country") and self.last_armed is not None:
            return self._from_entry(self.last_armed, side, mention)
        if party.category in _POST_ONLY and not party.owner or party.category == "others":
            return None
        service = self._service(party)
        if service is not None:
            return self._from_entry(service, side, mention)
        generic = generic_actor(party)
        if generic is None and party.category in ("victim_killed", "victim_wounded") and party.owner in _PLURAL_CIVIL:
            generic = GENERIC["civilian"]
        if generic is not None:
            return self._from_entry(generic, side, mention)
        definite = party.sense is not None and party.sense.form.definite
        if definite and party.category in ("force", "combatant") and self.last_armed is not None:
            return self._from_entry(self._namesake(party) or self.last_armed, side, mention)
        if party.category in ("force", "combatant", "commander", "detainee"):
            kind = "other" if party.category in ("detainee",) else "unidentified-armed"
            return Actor(side, mention, None, mention, None, kind)
        return None

    def _namesake(self, party: Party) -> ActorEntry | None:
        """الفرقة after فرقة الحمزة: the last actor named before whose name holds the noun."""
        assert party.sense is not None
        noun = party.sense.lemma or party.sense.form.text
        return next((e for first, e in reversed(self.named) if first < party.first and noun in fold_word(e.name_ar).split()), None)

    def _service(self, party: Party) -> ActorEntry | None:
        """Soldiers and policemen without a unit serve in the army or police of the report's country."""
        if party.category != "combatant" or party.sense is None or self.cast.country is None:
            return None
        name = _SERVICES.get(party.sense.lemma)
        if name is None:
            return None
        rows = load_registry().names.get(name, ())
        entries = tuple(e for rest, found, strength in rows if not rest and strength == "country" for e in found if e.country == self.cast.country and e.alive(self.cast.when))
        return entries[0] if entries else None

    def _antecedent(self, party: Party) -> ActorEntry | None:
        """Whom a short name means: the last actor named before that bears it, the country's only one, else the last armed one."""
        nearest: ActorEntry | None = None
        for first, entry in reversed(self.named):
            if first >= party.first:
                continue
            if entry in party.entries:
                return entry
            nearest = nearest or entry
        word = self.words.words[party.name_first]
        if party.name_first != party.name_last or "ال" not in word[:4]:
            return nearest
        only = self.cast.only(party.entries)
        return (nearest or only) if word.endswith(_COMMON_NOUNS) else (only or nearest)

    def _owner(self, party: Party) -> ActorEntry | None:
        """Whose fighters عناصره and مقاتليها are: the organisation named before in the sentence, else the last one."""
        sentence = next((s for s in self.sentences if s.first <= party.first < s.last), None)
        if sentence is not None:
            for other in reversed(sentence.parties):
                if other.last < party.first and other.entries and (entry := self.cast.choose(other.entries, other.strength)):
                    return entry
        return self.last_armed

    def _from_entry(self, entry: ActorEntry, side: str, mention: str) -> Actor:
        return Actor(
            side, mention, entry.id or None, entry.name_ar, entry.name_en or None, entry.kind, entry.country,
            entry.affiliated(self.cast.when),
        )  # fmt: skip

    def _mention(self, first: int, last: int) -> str:
        start, end = self._word_span(first, last)
        if self.words.words[first].startswith("لل") and self.report.text[start : start + 2] == "لل":
            return "ال" + self.report.text[start + 2 : end].replace('"', "")
        return self.report.text[start:end].replace('"', "").replace("“", "").replace("”", "").replace("«", "").replace("»", "")

    def _defaults(self, act: Act, draft: Draft, side1: list[Actor], side2: list[Actor]) -> tuple[list[Actor], list[Actor]]:
        """Protests have protesters on side 1; what people are called there is kept."""
        if act.family == "crowd":
            if draft.base.act.family == "fight":
                side1, side2 = side2, side1
            crowd = [a for a in side1 if a.kind in ("civilians", "protesters", "other", "identity-militia")]
            armed = [a for a in side1 if a not in crowd]
            for actor in armed:
                actor.side = "2"
            protesters = [Actor("1", crowd[0].mention if crowd else "متظاهرون", "protesters", "متظاهرون", "protesters", "protesters")]
            side1 = protesters
            side2 = [*[a for a in side2 if a.kind not in ("civilians", "protesters")], *[a for a in armed if a.actor_id not in {b.actor_id for b in side2}]]
        return side1, side2

    def _own_side(self, party: Party, side2: list[Actor]) -> Actor | None:
        """Unnamed soldiers belong to the armed side acted upon (مقتل أربعة عناصر in an attack on its post)."""
        if party.category not in ("combatant", "commander", "others") or party.entries:
            return None
        armed = [a for a in side2 if a.actor_id and a.kind not in ("civilians", "protesters")]
        return armed[0] if len(armed) == 1 else None

    def _victims_as_side(self, draft: Draft, side1: list[Actor], side2: list[Actor], casualties: list[Casualty]) -> list[Actor]:
        """People harmed are acted upon: side 2 of a one-sided event that names nobody else there."""
        if draft.base.act.family not in ("fight", "boom", "take", "body", "arrest"):
            return side2
        have = {a.actor_id for a in side1} | {a.actor_id for a in side2}
        for toll in draft.tolls:
            if toll.zero or toll.party is None:
                continue
            actor = self._own_side(toll.party, side2) or self._actor(toll.party, "2")
            if actor is None or actor.actor_id in have or (actor.actor_id is None and side2):
                continue
            if actor.kind == "unidentified-armed" and side1:
                continue
            side2.append(actor)
            have.add(actor.actor_id)
        if not side2 and draft.base.act.id in ("killing",) and any(c.outcome == "killed" for c in casualties):
            side2.append(Actor("2", "مدنيون", "civilians", "مدنيون", "civilians", "civilians"))
        return side2

    # -- casualties ------------------------------------------------------------------------------

    def _casualties(self, draft: Draft, side1: list[Actor], side2: list[Actor], evidence: list[Evidence]) -> list[Casualty]:
        found: list[Casualty] = []
        for toll in draft.tolls:
            low, best, high = toll.low, toll.best, toll.high
            group = self._group(toll, draft, side2)
            start, end = self._word_span(toll.first, toll.last)
            found.append(Casualty(toll.outcome, group, low, best, high, self.report.text[start:end], toll.children, toll.women))
            self._evidence(evidence, f"casualties.{toll.outcome}", toll.first, toll.last)
        return found

    def _group(self, toll: Toll, draft: Draft, side2: list[Actor]) -> str:
        party = toll.party
        two_sided = bool(draft.side1) and bool(draft.side2) and draft.base.predicate.frame is not None and draft.base.predicate.frame.two_sided
        if two_sided and (party is None or (not party.entries and not party.possessed and party.category in ("combatant", "others"))):
            return "unknown"
        if party is None:
            if len(side2) == 1:
                return side2[0].actor_id or side2[0].name_ar
            return "unknown"
        actor = self._own_side(party, side2) or self._actor(party, "2")
        if actor is None:
            return "unknown"
        return actor.actor_id or actor.name_ar

    # -- place, voice, cause, weapons ------------------------------------------------------------

    def _location(self, draft: Draft, evidence: list[Evidence]) -> Location | None:
        location = draft.location
        if location is None:
            return None
        site = location.site
        if site is None and draft.sites:
            site = draft.sites[0].name
            self._evidence(evidence, "location.site", draft.sites[0].first, draft.sites[0].last)
        if draft.mention is not None:
            self._evidence(evidence, "location", draft.mention.first, draft.mention.last)
        return Location(
            location.name, location.name_ar, location.name_en, location.kind, location.admin1, location.admin2, location.admin3,
            location.country, location.lat, location.lon, location.precision, location.gazetteer_id, site,
        )  # fmt: skip

    def _movement(self, mention: PlaceMention | None, field: str, evidence: list[Evidence]) -> Location | None:
        if mention is None or mention.location is None:
            return None
        self._evidence(evidence, field, mention.first, mention.last)
        return mention.location

    def _voice(self, draft: Draft, side1: list[Actor], side2: list[Actor], evidence: list[Evidence]) -> tuple[str, Attribution | None]:
        kind = attribution_kind(draft, [*side1, *side2], self.cast.when)
        verdict = factuality(draft.base.verdict, kind)
        source, text = draft.source, None
        if kind is not None and source is not None:
            start = self.words.folded.raw_start(self.words.starts[source.first] + source.skip)
            end = self.words.span(source.first, source.last)[1]
            text = self.report.text[start:end]
            evidence.append(Evidence("attribution", start, end, text))
        if kind is None and self.report.outlet is None:
            return verdict, None
        return verdict, Attribution(self.report.outlet, text, kind)

    def _cause(self, draft: Draft, evidence: list[Evidence]) -> Cause | None:
        found = self.reasons.of(draft)
        if found is None:
            return None
        mention, category = found
        start, end = self._word_span(mention.first, mention.last)
        self._evidence(evidence, "cause", mention.first, mention.last)
        return Cause(category, self.report.text[start:end])

    def _weapons(self, draft: Draft, evidence: list[Evidence]) -> list[Weapon]:
        weapons: list[Weapon] = []
        seen: set[str] = set()
        for proto in draft.protos:
            for first, last, category, _ in weapons_near(proto.sentence, proto, 15):
                if category in seen:
                    continue
                seen.add(category)
                start, end = self._word_span(first, last)
                weapons.append(Weapon(category, self.report.text[start:end]))
                self._evidence(evidence, "weapons", first, last)
        return weapons

    # -- relations and evidence ------------------------------------------------------------------

    def _relate(self, drafts: list[Draft], events: list[Event]) -> None:
        """Reinforcement, cordon, arrest or mediation follows the last fight told at that place."""
        for n, (draft, event) in enumerate(zip(drafts, events, strict=True)):
            if draft.family not in ("reinforce", "deploy", "cordon", "sweep", "mediate", "agreement", "arrest", "alert", "withdraw"):
                continue
            for m in range(n - 1, -1, -1):
                if drafts[m].family in ("fight", "boom", "body", "crowd", "take") and events[m].date == event.date:
                    relation = "responds-to" if draft.family in ("arrest", "cordon", "sweep") else "follows"
                    event.related.append(Related(events[m].event_id, relation))
                    break

    def _word_span(self, first: int, last: int) -> tuple[int, int]:
        """Raw span of words, without the proclitics of the first."""
        start, end = self.words.span(first, last)
        word = self.words.words[first]
        if first == last or word[0] in "وفبلك":
            skip = self._proclitic_length(word)
            start = self.words.folded.raw_start(self.words.starts[first] + skip)
        return start, end

    def _proclitic_length(self, word: str) -> int:
        from ..lexicon.dictionary import load_dictionary
        from ..find.parties import _name_rows

        rows = _name_rows(word)
        if rows:
            return 0 if word.startswith("لل") else len(rows[0][0])
        info = load_dictionary().analyse(word)
        if info is not None and info.senses:
            return 0 if word.startswith("لل") else len(info.senses[0][0])
        return 1 if word.startswith("وال") else 0

    def _evidence(self, evidence: list[Evidence], field: str, first: int, last: int) -> None:
        start, end = self._word_span(first, last)
        evidence.append(Evidence(field, start, end, self.report.text[start:end]))


def _named_first(actors: list[Actor]) -> list[Actor]:
    """Unnamed soldiers beside a named force of their side are its own."""
    if not any(a.actor_id and a.kind not in ("civilians", "protesters", "unidentified-armed") for a in actors):
        return actors
    return [a for a in actors if a.actor_id is not None or a.kind in ("identity-militia", "rebel", "political-militia", "other")]


_SERVICES = {w: "الجيش" for w in ("جندي", "عسكري", "ضابط", "رقيب", "ملازم", "نقيب", "عقيد", "عميد", "رايد", "مجند", "عريف", "مقدم")} | {"شرطي": "الشرطه"}
_CALLED = frozenset(("المدعو", "يدعي", "يكني", "الملقب", "الملقبه", "واسمه"))
_NAME_STOPS = frozenset(("في", "من", "علي", "بعد"))
_MEMBERS = frozenset(("شخص", "شاب", "رجل", "فرد", "عضو"))


def _member(party: Party) -> bool:
    """People words that may name a fighter: أفراد من قسد، شبان من الحشد; a driver or a brother does not."""
    return party.sense is not None and party.sense.lemma in _MEMBERS


def _confidence(event: Event, draft: Draft) -> float:
    """A first, hand-set estimate from how much the sentence states; calibrated by the learned layer."""
    score = 0.42
    score += 0.12 * draft.own_date + 0.12 * draft.own_place + 0.08 * bool(draft.side1) + 0.06 * bool(draft.side2)
    score += 0.06 * bool(event.casualties) + 0.04 * (draft.base.predicate.part == "verb")
    score -= 0.1 * (event.factuality == "possible") + 0.06 * draft.background
    return round(max(0.05, min(0.97, score)), 3)


def load_names() -> None:
    """Warm the tables this module needs."""
    cores("")

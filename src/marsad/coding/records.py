"""Write drafts as event records of the codebook, each filled field with its evidence.

Source: codebook sections 4 and 6.
"""

from __future__ import annotations

import hashlib

import msgspec

from ..find.parties import Party
from ..find.party_words import load_people_words
from ..find.places import PlaceMention
from ..lexicon.acts import Act
from ..lexicon.grammars import load_grammar
from ..model import Actor, Attribution, Casualty, Cause, Coder, Event, Evidence, Location, Related, Report, Weapon
from ..resolve.actors import Cast
from ..text.words import Words
from .backgrounds import is_context
from .casualties import write_casualty
from .causes import Reasons
from .classes import final_act, sub_type
from .confidences import GATE, confidence, load_weights
from .drafts import Draft
from .evidence import Quotes
from .lineups import BYSTANDERS, crowd_sides, is_infighting, only_fighters, opposed
from .protos import Toll
from .sentences import Sentence
from .sides import Sides, named_first, own_side
from .traits import find_traits
from .voices import PARTY, attribution_kind, factuality
from .weapons import weapons_near

_BATTLES = "Battles"
_ONE_SIDED = frozenset(("fight", "boom", "take", "body", "arrest"))
_RESPONSES = frozenset(
    ("reinforce", "deploy", "cordon", "sweep", "mediate", "agreement", "arrest", "alert", "withdraw")
)
_FORCEFUL = frozenset(("arrest", "cordon", "sweep"))
_DEEDS = frozenset(("fight", "boom", "body", "crowd", "take"))
_WEAPON_REACH = 15  # words
_OTHERS_REACH = 8  # words from people counted to others of them
_ON_CIVILIANS = "Violence against civilians"
_HARM = frozenset(("killed", "wounded"))


class Writer:
    """Writes the drafts of one report."""

    def __init__(self, report: Report, words: Words, cast: Cast, coder: Coder, sentences: list[Sentence]) -> None:
        """Take the report, its words, who was named in it and its sentences."""
        self.report = report
        self.cast = cast
        self.coder = coder
        self.sentences = sentences
        self.quotes = Quotes(report.text, words)
        self.sides = Sides(self.quotes, cast, sentences)
        self.used_ids: dict[str, int] = {}
        self.traits: dict[str, list[str]] = {}  # by event id
        self.doubted: list[Event] = []  # under the gate

    def write(self, drafts: list[Draft]) -> list[Event]:
        """Events of the report, in the order told; those too unsure to be events go to ``doubted``."""
        if not drafts:
            return []
        lead = next((d.date.date for d in drafts if d.date.date and not d.background), None)
        reasons = Reasons(drafts, self.sentences)
        gate = load_weights()[GATE]
        told: list[tuple[Draft, Event]] = []
        for draft in drafts:
            event = self._event(draft, lead, reasons)
            if event.confidence < gate:
                self.doubted.append(event)
            else:
                told.append((draft, event))
        _relate(told)
        return [event for _, event in told]

    # -- one event -------------------------------------------------------------------------------

    def _event(self, draft: Draft, lead: str | None, reasons: Reasons) -> Event:
        evidence: list[Evidence] = []
        self.cast.when = draft.date.date or self.report.published
        where = draft.location
        self.cast.area = (where.admin1, where.admin2) if where is not None else None
        act, side1, side2, other = self._actors(draft, evidence)
        casualties = self._casualties(draft, act, side2, evidence)
        self._add_victims(draft, act, side1, side2, casualties)
        harmed = any(t.outcome in ("killed", "wounded") and not t.zero for t in draft.tolls)
        location = self._location(draft, evidence)
        verdict, attribution = self._voice(draft, [*side1, *side2], evidence)
        cause = self._cause(draft, reasons, evidence)
        weapons = self._weapons(draft, evidence)
        self._quote_trigger(draft, evidence)
        event = Event(
            event_id="", report_id=self.report.id, event_type=act.type,
            sub_event_type=sub_type(act, draft.base, [a.kind for a in side1], harmed), plover=act.plover,
            date=draft.date.date, date_end=draft.date.date_end, date_precision=draft.date.precision,
            date_text=draft.date.text or None, location=location,
            origin=self._end(draft.base.origin, "origin", evidence),
            destination=self._end(draft.base.destination, "destination", evidence),
            actors=[*side1, *side2, *other], casualties=casualties, weapons=weapons, cause=cause,
            attribution=attribution, factuality=verdict, background=is_context(draft, lead),
            evidence=evidence, coder=self._coder(draft),
        )  # fmt: skip
        event.event_id = self._id(event, draft.base.at)
        traits = self.traits[event.event_id] = find_traits(draft, event)
        event.confidence = confidence(traits)
        return event

    def _coder(self, draft: Draft) -> Coder:
        rules = sorted({p.frame.id for q in draft.protos for p in q.preds if p.frame})
        return Coder(self.coder.name, self.coder.version, self.coder.lexicons, rules)

    def _id(self, event: Event, word: int) -> str:
        """A stable id from report, type, date, place and the position of the trigger; a number tells doubles apart."""
        place = event.location.name if event.location is not None else None
        at = str(self.quotes.words.starts[word])
        key = "|".join((self.report.id, event.event_type, event.sub_event_type, event.date or "", place or "", at))
        digest = hashlib.sha256(key.encode()).hexdigest()[:16]
        n = self.used_ids.get(digest, 0)
        self.used_ids[digest] = n + 1
        return digest if n == 0 else f"{digest}-{n}"

    def _quote_trigger(self, draft: Draft, evidence: list[Evidence]) -> None:
        """Evidence of the type and of the date."""
        trigger, dated = draft.base.predicate, draft.base.date
        evidence.append(self.quotes.evidence("event_type", trigger.at, trigger.last))
        if draft.date.text and dated is not None:
            evidence.append(self.quotes.evidence("date", dated.first, dated.last))

    # -- actors ----------------------------------------------------------------------------------

    def _actors(self, draft: Draft, evidence: list[Evidence]) -> tuple[Act, list[Actor], list[Actor], list[Actor]]:
        """The act that the parties make of the event, and the actors of each side."""
        associated = {id(x) for proto in draft.protos for x in proto.associated}
        side1 = self.sides.actors(draft.side1, "1", associated, evidence)
        known = {a.actor_id or a.name_ar for a in side1}
        self.sides.opponents = {a.actor_id for a in side1 if a.actor_id}
        feud = draft.family == "fight"  # two families may bear one name
        frame = draft.base.predicate.frame
        two_sided = frame is not None and frame.two_sided
        side2 = [
            a for a in self.sides.actors(draft.side2, "2", associated, evidence)
            if (a.actor_id or a.name_ar) not in known or (feud and a.kind == "identity-militia" and a.actor_id is None)
            or (two_sided and a.kind == "unidentified-armed")
        ]  # fmt: skip
        self.sides.opponents = set()
        victims = draft.side2 + [t.party for t in draft.tolls if t.party is not None and t.party not in draft.side1]
        act = final_act(draft.base, victims, draft.side1)
        side1, side2 = named_first(side1), named_first(side2)
        if act.family == "crowd":
            side1, side2 = crowd_sides(draft, side1, side2)
        elif act.type == _BATTLES:
            side1, side2 = only_fighters(side1, side2)
            if not side1 and two_sided:
                side1, side2 = opposed(side2)
            if two_sided and len(side1) == 1 and not side2 and is_infighting(draft):
                side2 = [msgspec.structs.replace(side1[0], side="2")]
        return act, side1, side2, self.sides.actors(draft.other, "other", associated, evidence)

    def _add_victims(
        self, draft: Draft, act: Act, side1: list[Actor], side2: list[Actor], casualties: list[Casualty]
    ) -> None:
        """People harmed are acted upon: side 2 of a one-sided event that names nobody else there."""
        if draft.family not in _ONE_SIDED:
            return
        have = {a.actor_id for a in [*side1, *side2]}
        frame = draft.base.predicate.frame
        fought = bool(side1) and bool(side2) and frame is not None and frame.two_sided
        for toll in draft.tolls:
            if toll.zero or toll.party is None or (fought and not toll.party.armed):
                continue
            actor = own_side(toll.party, side2) or self.sides.actor(toll.party, "2")
            if actor is None or actor.actor_id in have or (actor.actor_id is None and side2):
                continue
            if side1 and actor.kind == "unidentified-armed":
                continue
            if act.type == _BATTLES and actor.kind in BYSTANDERS and side1 and any(
                a.kind not in BYSTANDERS for a in side2
            ):
                continue
            side2.append(actor)
            have.add(actor.actor_id)
        if not side2 and _harms_people(act, draft, casualties):
            side2.append(Actor("2", "مدنيون", "civilians", "مدنيون", "civilians", "civilians"))

    # -- casualties ------------------------------------------------------------------------------

    def _casualties(self, draft: Draft, act: Act, side2: list[Actor], evidence: list[Evidence]) -> list[Casualty]:
        told: dict[tuple[str, str, bool], list[Toll]] = {}
        for toll in draft.tolls:
            evidence.append(self.quotes.evidence(f"casualties.{toll.outcome}", toll.first, toll.last))
            outcome = act.outcome if toll.outcome == "arrested" and act.outcome else toll.outcome
            vague = toll.best is None  # nine and a number of others: the nine would be lost in the sum
            told.setdefault((outcome, self._group(toll, draft, side2), vague), []).append(toll)
        return [write_casualty(outcome, group, tolls, self.quotes) for (outcome, group, _), tolls in told.items()]

    def _group(self, toll: Toll, draft: Draft, side2: list[Actor]) -> str:
        """Whose casualties: the actor's id; unknown in a clash whose fallen nobody assigns."""
        party, frame = toll.party, draft.base.predicate.frame
        word = self.quotes.words.words[toll.last].removeprefix("و")
        if word in load_people_words().others and (party is None or not party.entries):
            party = _told_before(toll, draft) or party
        two_sided = bool(draft.side1) and bool(draft.side2) and frame is not None and frame.two_sided
        unassigned = party is None or (
            not party.entries and not party.possessed and party.category in ("combatant", "others")
        )
        if two_sided and unassigned:
            return "unknown"
        if party is None and toll.named and not side2:
            return "civilians"
        if party is None:
            actor = side2[0] if len(side2) == 1 else None
        else:
            actor = own_side(party, side2) or self.sides.actor(party, "2")
        return "unknown" if actor is None else actor.actor_id or actor.name_ar

    # -- place, voice, cause, weapons ------------------------------------------------------------

    def _location(self, draft: Draft, evidence: list[Evidence]) -> Location | None:
        if draft.location is None:
            return None
        site = draft.location.site
        if site is None and draft.sites:
            site = draft.sites[0].name
            evidence.append(self.quotes.evidence("location.site", draft.sites[0].first, draft.sites[0].last))
        if draft.mention is not None:
            evidence.append(self.quotes.place("location", draft.mention))
        if site == draft.location.site:
            return draft.location
        return msgspec.structs.replace(draft.location, site=site)

    def _end(self, mention: PlaceMention | None, field: str, evidence: list[Evidence]) -> Location | None:
        """Origin or destination of a movement."""
        if mention is None or mention.location is None:
            return None
        evidence.append(self.quotes.place(field, mention))
        return mention.location

    def _voice(self, draft: Draft, actors: list[Actor], evidence: list[Evidence]) -> tuple[str, Attribution | None]:
        """Factuality, and who says so."""
        kind = attribution_kind(draft, actors, self.cast.when)
        if kind is None and self.cast.signatory is not None:
            kind = PARTY  # a statement in the first person
        verdict = factuality(draft.base.verdict, kind)
        source, text = draft.source, None
        if kind is not None and source is not None:
            quote, text = self.quotes.speaker(source.first, source.last, source.skip)
            evidence.append(quote)
        if kind is None and self.report.outlet is None:
            return verdict, None
        return verdict, Attribution(self.report.outlet, text, kind)

    def _cause(self, draft: Draft, reasons: Reasons, evidence: list[Evidence]) -> Cause | None:
        found = reasons.of(draft)
        if found is None:
            return None
        mention, category = found
        quote = self.quotes.evidence("cause", mention.first, mention.last)
        evidence.append(quote)
        return Cause(category, quote.text)

    def _weapons(self, draft: Draft, evidence: list[Evidence]) -> list[Weapon]:
        """One mention of each category, near the words of the event."""
        first: dict[str, Evidence] = {}
        for proto in draft.protos:
            for weapon in weapons_near(proto, _WEAPON_REACH):
                if weapon.category not in first:
                    first[weapon.category] = self.quotes.evidence("weapons", weapon.first, weapon.last)
        evidence.extend(first.values())
        return [Weapon(category, quote.text) for category, quote in first.items()]


def _harms_people(act: Act, draft: Draft, casualties: list[Casualty]) -> bool:
    """Unnamed people killed or hurt, with nothing struck that was somebody's: ستة شهداء بقصف على المدينة."""
    harmed = any(c.outcome in _HARM and c.best != 0 for c in casualties)
    homes = load_grammar().dwellings
    struck = [x for x in draft.side2 if x.category == "post" and (x.sense is None or x.sense.lemma not in homes)]
    if struck and draft.base.act.id != "killing":
        return False
    if draft.family == "body" or any(toll.named and (toll.best or 0) > 1 for toll in draft.tolls):
        return True  # أوقفت القوة كلاً من فلان وفلان
    return harmed and (act.type == _ON_CIVILIANS or draft.family == "boom")


def _told_before(toll: Toll, draft: Draft) -> Party | None:
    """مقتل عشرات من الدعم السريع وإصابة آخرين: others are of those counted right before them."""
    before = [t for t in draft.tolls if t.party is not None and 0 < toll.first - t.last <= _OTHERS_REACH]
    return max(before, key=lambda t: t.first).party if before else None


def _relate(told: list[tuple[Draft, Event]]) -> None:
    """Reinforcement, cordon, arrest or mediation follows the last fight told at that place."""
    deeds: dict[str | None, Event] = {}  # the last one of each day
    for draft, event in told:
        if draft.family in _DEEDS:
            deeds[event.date] = event
        elif draft.family in _RESPONSES and event.date in deeds:
            relation = "responds-to" if draft.family in _FORCEFUL else "follows"
            event.related.append(Related(deeds[event.date].event_id, relation))

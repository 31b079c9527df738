"""Actors of an event: each party as an entry of the registry, a generic actor or an unnamed one.

Example: عناصره are the fighters of the organisation named before, المسلحون are unidentified gunmen.
Source: codebook section 5, rulings 4, 5 and 6.
"""

from __future__ import annotations

from dataclasses import replace

from ..find.parties import PEOPLE, Party
from ..lexicon.actors import ActorEntry, load_registry
from ..lexicon.grammars import load_grammar
from ..model import Actor, Evidence, Person
from ..resolve.actors import GENERIC, Cast, generic_actor
from .antecedents import UNFIGHTING, Antecedents
from .evidence import Quotes
from .sentences import Sentence

_CIVIL = frozenset(("civilian", "woman", "child"))
_VICTIMS = frozenset(("victim_killed", "victim_wounded"))
_OWNERLESS = _VICTIMS | {"post"}
_OWNED = frozenset(("combatant", "force", "commander"))
_MAY_BELONG = _OWNED | {"gunman"}
_UNNAMED = _OWNED | {"detainee"}
_OWNER_REACH = 2  # words from a name over التابع to whose it is
_SENT_REACH = 2  # words from a force to the patrol it sends
_UNIT_LENGTH = 3  # words after the number of a unit
_KUNYAS = frozenset(("ابو", "ابا", "ابي"))
_NAME_LENGTH = 4  # words of a quoted name after the first


class Sides:
    """Writes the parties of one report as actors; remembers who was named, and the armed actor written last."""

    def __init__(self, quotes: Quotes, cast: Cast, sentences: list[Sentence]) -> None:
        """Collect the organisations named in full, in the order of the text."""
        self.quotes = quotes
        self.cast = cast
        self.grammar = load_grammar()
        self.armed: list[ActorEntry] = []
        self.opponents: set[str] = set()
        self.known = Antecedents(quotes.words.words, cast, sentences)

    def actors(self, parties: list[Party], side: str, associated: set[int], evidence: list[Evidence]) -> list[Actor]:
        """Actors of one side, each once; ``associated`` holds the ids of parties that only take part."""
        actors: list[Actor] = []
        if not parties:
            return actors
        seen: set[str] = set()
        named = any(x.entries and x.armed for x in parties)
        for party in (y for x in parties for y in self._of_both(x)):
            if named and party.category == "post" and not party.entries and not party.owner:
                continue  # the car of the force named beside it
            if named and party.category == "combatant" and not party.entries and self._service(party) is not None:
                continue  # a policeman at its checkpoint
            if named and side == "2" and self._is_terrorist(party):
                continue
            actor = self.actor(party, side)
            if actor is None or (key := actor.actor_id or actor.name_ar) in seen:
                continue
            seen.add(key)
            actor.persons = self._persons(party)
            actor.associated = id(party) in associated
            actors.append(actor)
            evidence.append(self.quotes.evidence(f"actors[{side}]", *_name_span(party)))
        return actors

    def actor(self, party: Party, side: str) -> Actor | None:
        """The party as an actor; None when it names nobody (posts, others)."""
        entry = self._named_entry(party)
        if entry is None:
            mention = self.quotes.mention(party.head, party.last)
            entry = self._garrison(party) if party.category == "post" or self._leads_armed(party) else None
            if entry is None and side == "2" and party.category == "post" and party.possessed:
                return self._householder(party, side)
            if entry is None and (party.category == "others" or (party.category in _OWNERLESS and not party.owner)):
                return None
            entry = entry or self._unnamed_entry(party)
        else:
            mention = self.quotes.mention(*_name_span(party))
        if entry is not None:
            return Actor(
                side, mention, entry.id or None, entry.name_ar, entry.name_en or None, entry.kind, entry.country,
                entry.affiliated(self.cast.when),
            )  # fmt: skip
        if party.category == "org" and party.strength in ("weak", "country") and not self.known.points_back(party):
            return Actor(side, mention, None, mention, None, party.entries[0].kind)
        if party.category in _UNNAMED or (party.category == "post" and party.owner in _UNNAMED):
            kind = "other" if "detainee" in (party.category, party.owner) else "unidentified-armed"
            return Actor(side, mention, None, mention, None, kind)
        return None

    def _householder(self, party: Party, side: str) -> Actor | None:
        """نجا رئيس المجلس من عبوة استهدفت سيارته: whose car or house it is, named before in the sentence."""
        before = [x for x in self.known.sentence_of(party).parties if x.last < party.first and not x.possessed]
        owner = next((x for x in reversed(before) if x.category in PEOPLE and x.category != "gunman"), None)
        return self.actor(owner, side) if owner is not None and owner.best == 1 else None

    def _armed_before(self, party: Party) -> ActorEntry | None:
        """The last force named before a noun or pronoun that points back, but for the other side: القوات، عناصره."""
        before = {e.id for first, e in self.known.named if first < party.first}
        return next((e for e in reversed(self.armed) if e.id in before and e.id not in self.opponents), None)

    def _of_both(self, party: Party) -> list[Party]:
        """عناصرهما, مواقعهما: the two organisations named last, but for who stands on the other side."""
        if not party.possessed or party.entries or not self.quotes.words.words[party.head].endswith("هما"):
            return [party]
        sentence = self.known.sentence_of(party)
        if any(x.best == 2 and x.first < party.first for x in sentence.parties):
            return [party]  # إصابة منتسبين اثنين بعبوة استهدفت دوريتهما
        before = [e for first, e in reversed(self.known.named) if first < party.first and e.id not in self.opponents]
        pair = list(dict.fromkeys(before))[:2]
        return [replace(party, entries=(e,), strength="strong") for e in reversed(pair)] if len(pair) == 2 else [party]

    # -- entries ---------------------------------------------------------------------------------

    def _named_entry(self, party: Party) -> ActorEntry | None:
        """Whom a name, a possessive or a short name means."""
        if self.known.is_ours(party) and (speaker := self.known.speaker(party)) is not None:
            return speaker
        member = party.category == "civilian" and party.sense is not None and party.sense.lemma in self.grammar.own
        if party.possessed and not party.entries and (party.category in _MAY_BELONG or member):
            owner = self._owner(party)
            if owner is not None and owner.kind not in UNFIGHTING:
                return owner
        if party.strength == "weak" and (known := self.known.meant(party)) is not None:
            return known
        if party.strength == "country" and (known := self.known.called(party)) is not None:
            return known
        entry = self._chosen_entry(party)
        if entry is not None and not self._is_bystander(party, entry):
            self.cast.note(entry)
            if entry.kind not in UNFIGHTING:
                self.armed.append(entry)
            return entry
        if party.category == "org" and party.strength in ("weak", "country"):
            if self.known.points_back(party):
                return self.known.meant(party) or self._armed_before(party)
            return self._army_of_unit(party)
        return None

    def _chosen_entry(self, party: Party) -> ActorEntry | None:
        """Of the actors that bear the name of the party, the one that is meant here."""
        if not party.entries:
            return None
        if len(party.entries) > 1 and (theirs := self._of_owner(party)) is not None:
            return theirs
        return self.known.occupier(party) or self.cast.choose(party.entries, party.strength)

    def _of_owner(self, party: Party) -> ActorEntry | None:
        """الأمن الداخلي التابع للحكومة: of those that bear the name, the one that belongs to whom is told after."""
        sentence = self.known.sentence_of(party)
        named = (x for x in sentence.parties if x.prep == "ل" and x.entries)
        after = (x for x in named if 0 < x.first - party.last <= _OWNER_REACH)
        owner = next((x for x in after if sentence.before(x.first) in self.grammar.owned_by), None)
        if owner is None:
            return None
        chosen = self.cast.choose(owner.entries, owner.strength)
        owners = {chosen.id} if chosen is not None else {e.id for e in owner.entries}
        return next((e for e in party.entries if not owners.isdisjoint(self._above(e))), None)

    def _above(self, entry: ActorEntry) -> set[str]:
        """Ids of those an actor belongs to, and of those these belong to."""
        above = set(entry.affiliated(self.cast.when))
        for other in [load_registry().entries.get(i) for i in above]:
            above.update(other.affiliated(self.cast.when) if other is not None else ())
        return above

    def _is_bystander(self, party: Party, entry: ActorEntry) -> bool:
        """People who are no fighters of the organisation beside them: a driver or a brother; أفراد and شبان may be."""
        if party.category not in _CIVIL or self._leads_armed(party):
            return False
        member = party.sense is not None and party.sense.lemma in self.grammar.members
        return not member or entry.kind in ("identity-militia", "other")

    def _is_terrorist(self, party: Party) -> bool:
        """ثلاثة إرهابيين beside the organisation that was struck: its own fighters."""
        if party.category != "gunman" or party.entries or party.sense is None:
            return False
        return party.sense.lemma in self.grammar.terrorists

    def _leads_armed(self, party: Party) -> bool:
        """رئيس جهاز دعم الاستقرار: who leads an armed body, named right after."""
        if party.sense is None or party.sense.lemma not in self.grammar.heads:
            return False
        after = self.quotes.words.words[party.head + 1 : party.head + 2]
        return any(word.removeprefix("ال") in self.grammar.armed_bodies for word in after)

    def _unnamed_entry(self, party: Party) -> ActorEntry | None:
        """Services of the country, generic actors, and who the article points back to."""
        entry = self._told_before(party) or self.known.of_body(party) or self._service(party)
        entry = entry or self._army_of_unit(party) or generic_actor(party)
        if entry is not None:
            return entry
        if party.category in _VICTIMS and party.owner in _CIVIL:
            return GENERIC["civilian"]
        if party.definite and party.category in ("force", "combatant"):
            return self.known.namesake(party) or self._armed_before(party)
        return self._sender(party)

    def _told_before(self, party: Party) -> ActorEntry | None:
        """ضابط وعنصران من الفرع … مقتل الضابط: with the article, one of the soldiers just told."""
        if party.category != "combatant" or not party.definite:
            return None
        soldiers = (x for x in self.known.told_before(party) if x.category == "combatant" and x.entries)
        return next((self._chosen_entry(x) for x in soldiers), None)

    def _sender(self, party: Party) -> ActorEntry | None:
        """أرسل الجيش دورية، فتسللت قوة خاصة: a patrol nobody is named for is of the force right before its verb."""
        if party.category != "force" or party.sense is None or party.entries:
            return None
        if party.sense.lemma not in self.grammar.detachments:
            return None
        before = [x for x in self.known.sentence_of(party).parties if x.last < party.first and x.entries and not x.prep]
        sender = before[-1] if before else None
        if sender is None or party.first - sender.last > _SENT_REACH or sender.category not in ("org", "force"):
            return None
        entry = self.cast.choose(sender.entries, sender.strength)
        return entry if entry is not None and entry.id not in self.opponents else None

    def _service(self, party: Party) -> ActorEntry | None:
        """Soldiers and policemen without a unit serve in the army or police of the report's country."""
        if party.category != "combatant" or party.sense is None:
            return None
        return self._of_country(self.grammar.services.get(party.sense.lemma, ""))

    def _garrison(self, party: Party) -> ActorEntry | None:
        """حاجز عسكري، مركز شرطة: a post that only says of what kind it is belongs to that service of the country."""
        words = [*self.quotes.words.words[party.head + 1 : party.last + 1], *party.modifiers]
        for beginning, name in self.grammar.garrisons.items():
            if any(word.startswith(beginning) for word in words):
                return self._of_country(name)
        return None

    def _army_of_unit(self, party: Party) -> ActorEntry | None:
        """اللواء 35 مدرع، الفرقة الرابعة عشرة مشاة: a numbered unit with its branch is the army's of the country."""
        words = self.quotes.words.words[party.head : party.last + _UNIT_LENGTH]
        if words[0].lstrip("ولب").removeprefix("ال") not in self.grammar.units:
            return None
        return self._of_country("الجيش") if not self.grammar.branches.isdisjoint(words) else None

    def _of_country(self, name: str) -> ActorEntry | None:
        """Who bears a common name (الجيش، قوات الأمن) in the report's country on its day."""
        first, *rest = name.split() or [""]
        rows = load_registry().names.get(first, ()) if self.cast.country is not None else ()
        entries = (e for more, found, s in rows if s == "country" and list(more) == rest for e in found)
        country = self.cast.country
        alive = [e for e in entries if country in (e.country, *e.abroad) and e.alive(self.cast.when)]
        return min(alive, key=lambda e: (e.country != country, e.kind != "state-forces"), default=None)

    def _owner(self, party: Party) -> ActorEntry | None:
        """Whose fighters عناصره and مقاتليها are: the organisation named before in the sentence, else the last one."""
        for other in reversed(self.known.sentence_of(party).parties):
            if other.last < party.first and other.entries:
                entry = self.cast.choose(other.entries, other.strength)
                if entry is not None:
                    return entry
        return self._armed_before(party)

    # -- persons ---------------------------------------------------------------------------------

    def _persons(self, party: Party) -> list[Person]:
        """A named commander: قائد ميليشيا الدفاع الوطني "فلان"، القيادي المدعو فلان، القيادي أبو حفص الشامي."""
        if party.category != "commander":
            return []
        span = self._quoted_name(party.last + 1) or self._called_name(party.last + 1) or self._kunya(party.last + 1)
        words = self.quotes.words
        return [Person(words.raw(*span), words.raw(party.head, party.head), True)] if span is not None else []

    def _quoted_name(self, at: int) -> tuple[int, int] | None:
        """The words between a quotation mark that opens before word ``at`` and the one that closes after it."""
        texts, gaps = self.quotes.words.words, self.quotes.words.gaps
        if at >= len(texts) or not gaps[at].endswith('"') or texts[at] in self.grammar.name_stops:
            return None
        ends = (end for end in range(at, at + _NAME_LENGTH) if end + 1 < len(gaps) and gaps[end + 1].startswith('"'))
        end = next(ends, None)
        return (at, end) if end is not None else None

    def _called_name(self, at: int) -> tuple[int, int] | None:
        texts = self.quotes.words.words
        called = (j for j in range(at, min(at + 2, len(texts) - 2)) if texts[j] in self.grammar.called)
        return next(((j + 1, j + 2) for j in called), None)

    def _kunya(self, at: int) -> tuple[int, int] | None:
        """أبو حفص, with the name of origin behind it: أبو حفص الشامي."""
        texts, gaps = self.quotes.words.words, self.quotes.words.gaps
        if at + 1 >= len(texts) or texts[at] not in _KUNYAS or gaps[at] != " " or gaps[at + 1] != " ":
            return None
        last = at + 2
        follows = last < len(texts) and gaps[last] == " "
        return at, last if follows and texts[last].startswith("ال") and texts[last].endswith("ي") else at + 1


def own_side(party: Party, side2: list[Actor]) -> Actor | None:
    """Unnamed soldiers belong to the armed side acted upon (مقتل أربعة عناصر in an attack on its post)."""
    if party.category not in ("combatant", "commander", "others") or party.entries:
        return None
    armed = [a for a in side2 if a.actor_id and a.kind not in ("civilians", "protesters")]
    return armed[0] if len(armed) == 1 else None


def named_first(actors: list[Actor]) -> list[Actor]:
    """Unnamed soldiers beside a named force of their side are its own."""
    if not any(a.actor_id and a.kind not in ("civilians", "protesters", "unidentified-armed") for a in actors):
        return actors
    kept = ("identity-militia", "rebel", "political-militia", "other")
    return [a for a in actors if a.actor_id is not None or a.kind in kept]


def _name_span(party: Party) -> tuple[int, int]:
    """Words of its organisation, else from its head on."""
    if party.name_first >= 0:
        return party.name_first, party.name_last
    return party.head, party.last

"""Read a text: its sentences, with every mention in them settled against the others.

Dates and places come first, because their words say no act (فجر اليوم، جسر الشغور); then numbers,
parties and predicates. A word names a party or a place, not both.
"""

from __future__ import annotations

from functools import lru_cache

from ..coding.sentences import Sentence
from ..find.date_mentions import DateMention
from ..find.dates import find_dates
from ..find.given_names import hide_names
from ..find.numbers import find_numbers
from ..find.parties import NO_NAMES, Party, PartyFinder
from ..find.party_names import Names
from ..find.party_words import party_word
from ..find.places import PlaceFinder, PlaceMention, SiteMention, find_sites
from ..find.predicates import Predicate, PredicateFinder
from ..find.tags import read_words
from ..gazetteer import Gazetteer
from ..lexicon.actors import ActorEntry
from ..lexicon.dictionary import Dictionary
from ..lexicon.grammars import load_grammar
from ..model import Report
from ..resolve.actors import Cast
from ..text.folding import fold_word
from ..text.words import Words, split_sentences, split_words

_SETTLEMENTS = frozenset(("city", "town", "village"))
_NAMED_SPOTS = frozenset(("hospital", "street", "market"))
_STATEMENT = ("بيان", "تصريح", "بلاغ")
_SHADDA = "\u0651"


def read_sentences(
    words: Words, dictionary: Dictionary, gazetteer: Gazetteer, actors: Names = NO_NAMES
) -> list[Sentence]:  # fmt: skip
    """Sentences of a text with everything found in them; ``actors`` are names known in this report alone."""
    infos = read_words(words, dictionary)
    hide_names(words, infos)
    scenes, parties = PlaceFinder(words, gazetteer), PartyFinder(words, infos, actors)
    predicates = PredicateFinder(words, infos)
    sentences: list[Sentence] = []
    paragraph = 0
    for number, (first, last) in enumerate(split_sentences(words)):
        paragraph += "\n" in words.gaps[first]
        dates = find_dates(words, first, last)
        places = scenes.find(first, last)
        numbers = find_numbers(words, first, last)
        named = parties.find(first, last, numbers)
        found = predicates.find(first, last, _covered(words, dates, places, named))
        named = _without_states(named, found)
        places = _scenes(words, number, places)
        sites = find_sites(words, first, last, places)
        named, places = _share_names(named, places, sites)
        sentences.append(
            Sentence(number, paragraph, first, last, words, infos, named, places, sites, dates, numbers, found)
        )
    return sentences


def _covered(words: Words, dates: list[DateMention], places: list[PlaceMention], parties: list[Party]) -> set[int]:
    """Words of dates, places and names, which say no act."""
    covered: set[int] = set()
    for date in dates:
        covered.update(range(date.first + _opens_with_verb(words, date), date.last + 1))
    for place in places:
        covered.update(range(place.first, place.last + 1))
    for party in parties:
        if party.strength == "strong" and party.entries and not party.unknown:
            covered.update(range(party.name_first, party.name_last + 1))
        covered.update(range(party.unknown_from, party.last + 1))  # لم تُعرف هويتهم
        if party.entries and party.category != "org":
            covered.update(i for i in range(party.head + 1, party.name_first) if party_word(words.words[i]).links)
    return covered


def _opens_with_verb(words: Words, date: DateMention) -> bool:
    """فجّر (with shadda, or cut off by a comma) is no dawn: فجّر، الأربعاء الماضي، سيارة."""
    return "،" in words.gaps[date.first + 1] or _SHADDA in words.raw(date.first, date.first)


def _without_states(parties: list[Party], predicates: list[Predicate]) -> list[Party]:
    """أردوه قتيلاً: what became of whom the pronoun means is nobody else."""
    objects = {p.at + 1 for p in predicates if p.kind == "act" and p.finite and p.enclitic}
    if not objects:
        return parties
    return [x for x in parties if x.head not in objects or x.number is not None or not x.category.startswith("victim")]


def _scenes(words: Words, number: int, places: list[PlaceMention]) -> list[PlaceMention]:
    """Places without bare kind words; a town before a colon inside the report is no outlet's."""
    places = [m for m in places if not _is_kind(m.name)]
    for mention in places:
        if mention.role == "outlet" and number and ":" in words.gaps[mention.last + 1]:
            mention.role = ""
    return places


@lru_cache(maxsize=50_000)
def _is_kind(name: str) -> bool:
    return fold_word(name) in load_grammar().kind_names


def _share_names(
    parties: list[Party], places: list[PlaceMention], sites: list[SiteMention]
) -> tuple[list[Party], list[PlaceMention]]:
    """A word names a party or a place, not both: السيدة زينب is a town, وزارة الدفاع السورية is no place."""
    if not parties or not (places or sites):
        return parties, places
    parties = [p for p in parties if not _is_of_name(p, places, sites)]
    within = {i for s in sites for i in range(s.first, s.last + 1)}
    before = load_grammar().scene_before
    scenes = {m.first: m.last for m in places if m.preposition in before}
    parties = [
        p for p in parties
        if not (p.category == "org" and max(scenes.get(p.name_first, -1), scenes.get(p.first, -1)) >= p.name_last)
        and (p.entries or p.category == "post" or p.head not in within or p.number is not None or _is_kin(p))
    ]  # fmt: skip
    named = {i for p in parties if p.entries and not p.unknown for i in range(p.name_first, p.name_last + 1)}
    chain = [m for place in places for m in (place, place.container) if m is not None]
    placed = {i for m in chain for i in range(m.first, m.last + 1)}
    kept = [m for m in places if m.first not in named or m.last not in named or m.anaphor]
    return [p for p in parties if p.entries or p.head not in placed], kept


def _is_of_name(party: Party, places: list[PlaceMention], sites: list[SiteMention]) -> bool:
    """مستشفى شهداء الأقصى، شارع الثورة: a name inside that of a spot is no party."""
    if not party.entries or party.category != "org":
        return False
    spots = [(m.first, m.last) for m in places if not m.anaphor]
    spots += [(x.first, x.last) for x in sites if x.kind in _NAMED_SPOTS]
    return any(first < party.first and party.last <= last for first, last in spots)


def _is_kin(party: Party) -> bool:
    """إمام مسجد ونجله: kin beside somebody are no part of a site's name."""
    return party.joined and party.possessed


def link_anaphors(sentences: list[Sentence]) -> None:
    """في المدينة after a settlement of its own sentence means that one, even a victim's home town."""
    for sentence in sentences:
        for mention in sentence.places:
            if not mention.anaphor or mention.kind_cue not in _SETTLEMENTS:
                continue
            for earlier in reversed(sentence.places):
                if earlier.first < mention.first and earlier.role in ("", "home") and _is_settlement(earlier):
                    mention.antecedent, mention.location = earlier, earlier.location
                    break


def _is_settlement(mention: PlaceMention) -> bool:
    return not mention.anaphor and mention.location is not None and mention.location.kind in _SETTLEMENTS


def is_fiction(sentences: list[Sentence]) -> bool:
    """A report about a play, a film or a match: two words of that world in its first two sentences."""
    words = [kind for s in sentences[:2] for kind in s.scope.values()]
    return words.count("fiction") >= 2 or words.count("sport_metaphor") >= 3


def find_signatory(report: Report, dictionary: Dictionary, cast: Cast) -> ActorEntry | None:
    """Who says "our fighters": the organisation that signs, else that of the heading (بيان صادر عن)."""
    heading = report.title if (report.title or "").startswith(_STATEMENT) else None
    for line in (report.byline, heading):
        words = split_words(line or "")
        found = PartyFinder(words, read_words(words, dictionary)).find(0, len(words), [])
        known = [p for p in found if p.entries and p.strength == "strong" and not p.unknown]
        named = (cast.choose(p.entries, p.strength) for p in known)
        if (signatory := next(filter(None, named), None)) is not None:
            return signatory
    return None

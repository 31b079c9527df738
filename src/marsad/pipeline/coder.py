"""The coder: one report to its events.

Example: ``code_report("انفجر لغم بسيارة لقسد في بلدة غرانيج اليوم", published="2022-04-22")``.
"""

from __future__ import annotations

import gc
import hashlib
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from ..clean import clean_text, detect_lang
from ..coding.assemble import Assembler
from ..coding.protos import Proto
from ..coding.records import Writer
from ..coding.sentences import Sentence, mark_scopes, split_clauses
from ..coding.story import Story
from ..find.date_mentions import DateMention
from ..find.dates import find_dates
from ..find.numbers import find_numbers
from ..find.parties import Party, PartyFinder
from ..find.places import PlaceMention, SiteMention, find_places, find_sites
from ..find.predicates import Predicate, PredicateFinder
from ..gazetteer import Gazetteer, load_gazetteer
from ..lexicon.dictionary import Dictionary, WordInfo, load_dictionary
from ..lexicon.tables import lexicons_version
from ..model import Coder as CoderRecord
from ..model import Event, Report
from ..resolve.actors import Cast
from ..resolve.places import country_of, resolve_places
from ..text.folding import fold_word
from ..text.words import Words, split_sentences, split_words

VERSION = "0.1.0"


@dataclass(slots=True)
class Coding:
    """What was found on the way, for ``marsad explain``."""

    words: Words
    sentences: list[Sentence] = field(default_factory=list)
    discarded: list[tuple[Predicate, str]] = field(default_factory=list)
    dropped: list[tuple[Proto, str]] = field(default_factory=list)


@dataclass(slots=True)
class Coded:
    """A report and its events; ``coding`` only when asked."""

    report: Report
    events: list[Event]
    coding: Coding | None = None


class ReportCoder:
    """Codes reports with one dictionary, one registry and one gazetteer."""

    def __init__(self, dictionary: Dictionary, gazetteer: Gazetteer, record: CoderRecord) -> None:
        self.dictionary = dictionary
        self.gazetteer = gazetteer
        self.record = record

    def code(self, report: Report, explain: bool = False) -> Coded:
        """Events of a cleaned report (``report.text`` is the body)."""
        words = split_words(report.text.translate(_HASHTAGS))
        coding = Coding(words)
        coding.sentences = self._read(words)
        places = [m for s in coding.sentences for m in s.places]
        resolve_places(places, self.gazetteer)
        _link_anaphors(coding.sentences)
        cast = Cast(when=report.published, country=country_of(places))
        for sentence in coding.sentences:
            for party in sentence.parties:
                if party.strength == "strong" and party.entries and (named := cast.choose(party.entries, party.strength)):
                    cast.note(named)
        story = Story(_day(report.published), cast)
        if _is_fiction(coding.sentences):
            return Coded(report, [], coding if explain else None)
        story.open(self._heading_dates(report), bulletin=sum("\n" in words.gaps[s.first] for s in coding.sentences) >= 3)
        for sentence in coding.sentences:
            story.enter(sentence)
            if not any(p.kind in ("act", "claim", "reporting") for p in sentence.predicates):
                continue
            assembler = Assembler(sentence)
            protos = assembler.protos()
            story.tell(sentence, protos, assembler.orphans)
            coding.discarded.extend(assembler.discarded)
        coding.dropped = story.dropped
        events = Writer(report, words, cast, self.record, coding.sentences).write(story.finish())
        return Coded(report, events, coding if explain else None)

    def _heading_dates(self, report: Report) -> list[DateMention]:
        """Dates of the title and dateline (حصاد الجمعة 21-03-2014), which date a bulletin's items."""
        found: list[DateMention] = []
        for heading in (report.title, report.dateline):
            if heading:
                words = split_words(heading)
                found.extend(find_dates(words, 0, len(words)))
        return found

    def _reread_endings(self, words: Words, infos: list[WordInfo | None]) -> None:
        """Folding writes ة as ه: مسلحة is not "his gunman", and مقتله ("his death") is not مقتلة."""
        raw, ends, folded = words.folded.raw, words.ends, words.folded
        for i, info in enumerate(infos):
            if info is None or not words.words[i].endswith("ه"):
                continue
            written = raw[folded.raw_end(ends[i]) - 1]
            if info.enclitic == "ه" and written == "ة":
                infos[i] = WordInfo([], info.phrases, "", info.scoped, info.acting) if info.phrases else None
            elif not info.enclitic and written == "ه" and info.acting:
                infos[i] = self.dictionary.with_pronoun(words.words[i]) or info

    def _read(self, words: Words) -> list[Sentence]:
        analyse = self.dictionary.analyse
        infos = [analyse(w) for w in words.words]
        self._reread_endings(words, infos)
        predicates = PredicateFinder(words, infos)
        sentences: list[Sentence] = []
        paragraph = 0
        for number, (first, last) in enumerate(split_sentences(words)):
            if "\n" in words.gaps[first]:
                paragraph += 1
            dates = find_dates(words, first, last)
            places = find_places(words, first, last, self.gazetteer)
            covered = {i for d in dates for i in range(d.first, d.last + 1) if not _is_verb(words, i, d.first)}
            covered.update(i for m in places for i in range(m.first, m.last + 1))
            numbers = find_numbers(words, first, last)
            parties = PartyFinder(words, infos, {n.last: n for n in numbers}).find(first, last)
            covered.update(i for p in parties if p.strength == "strong" and p.entries and not p.unknown for i in range(p.name_first, p.name_last + 1))
            found = predicates.find(first, last, covered)
            places = [m for m in places if fold_word(m.name) not in _KIND_WORDS]
            for mention in places:
                if mention.role == "outlet" and number and ":" in words.gaps[mention.last + 1]:
                    mention.role = ""
            sites = find_sites(words, first, last, places)
            parties, places = _share_names(parties, places, sites)
            sentence = Sentence(
                number, paragraph, first, last, words, infos, parties, places,
                sites, dates, numbers, found,
                question="؟" in words.gaps[last],
            )  # fmt: skip
            split_clauses(sentence)
            mark_scopes(sentence)
            sentences.append(sentence)
        return sentences


_KIND_WORDS = frozenset(("مدينه", "قريه", "بلده", "حي", "ناحيه", "منطقه", "محافظه"))
_WHERE = frozenset(("في", "ب", "من", "الي", "قرب", "علي", "نحو", "باتجاه", "داخل"))


def _share_names(
    parties: list[Party], places: list[PlaceMention], sites: list[SiteMention]
) -> tuple[list[Party], list[PlaceMention]]:
    """A word names a party or a place, not both: السيدة زينب is a town, وزارة الدفاع السورية is no place."""
    within = {i for s in sites for i in range(s.first, s.last + 1)}
    scenes = {m.first: m.last for m in places if m.preposition in _WHERE}
    parties = [p for p in parties if not (p.category == "org" and scenes.get(p.name_first, -1) >= p.name_last)]
    parties = [p for p in parties if p.entries or p.category == "post" or p.head not in within or p.number is not None]
    named = {i for p in parties if p.entries and not p.unknown for i in range(p.name_first, p.name_last + 1)}
    chain = [m for place in places for m in (place, place.container) if m is not None]
    placed = {i for m in chain for i in range(m.first, m.last + 1)}
    kept_places = [m for m in places if m.first not in named or m.last not in named or m.anaphor]
    return [p for p in parties if p.entries or p.head not in placed], kept_places


def _is_fiction(sentences: list[Sentence]) -> bool:
    """A report about a play, a film or a match: two words of that world in its first two sentences."""
    words = [k for s in sentences[:2] for k in s.scope.values()]
    return words.count("fiction") >= 2 or words.count("sport_metaphor") >= 3


# #دير_الزور is two words; one character for one, so that offsets stay
_HASHTAGS = str.maketrans({"#": " ", "_": " "})
_SETTLEMENTS = frozenset(("city", "town", "village"))


def _link_anaphors(sentences: list[Sentence]) -> None:
    """في المدينة after a settlement of its own sentence means that one, even a victim's home town."""
    for sentence in sentences:
        for mention in sentence.places:
            if not mention.anaphor or mention.kind_cue not in _SETTLEMENTS:
                continue
            before = [
                m for m in sentence.places
                if m.first < mention.first and not m.anaphor and m.location is not None and m.location.kind in _SETTLEMENTS
                and m.role in ("", "home")
            ]  # fmt: skip
            if before:
                mention.antecedent, mention.location = before[-1], before[-1].location


def _is_verb(words: Words, i: int, first: int) -> bool:
    """فجّر (with shadda, or cut off by a comma) is no dawn: فجّر، الأربعاء الماضي، سيارة."""
    return i == first and ("\u0651" in words.raw(i, i) or "،" in words.gaps[i + 1])


def _day(published: str | None) -> date | None:
    if not published:
        return None
    try:
        return date.fromisoformat(published[:10])
    except ValueError:
        return None


@cache
def load_coder() -> ReportCoder:
    """The coder over the shipped lexicons and the gazetteer of this machine."""
    coder = ReportCoder(load_dictionary(), load_gazetteer(), CoderRecord("marsad-rules", VERSION, lexicons_version()))
    gc.freeze()  # the lexicons live as long as the process: no collection need walk them
    return coder


def code_report(
    text: str, published: str | None = None, outlet: str | None = None, title: str | None = None,
    report_id: str | None = None, external_id: str | None = None, url: str | None = None, explain: bool = False,
) -> Coded:  # fmt: skip
    """Clean and code one report; ``published`` an ISO date, which relative dates need."""
    cleaned = clean_text(text, title)
    report = Report(
        id=report_id or hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(), text=cleaned.body, external_id=external_id,
        url=url, outlet=outlet, title=cleaned.title or title, byline=cleaned.byline, dateline=cleaned.dateline, published=published,
        lang=detect_lang(cleaned.body),
    )  # fmt: skip
    return load_coder().code(report, explain)

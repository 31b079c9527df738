"""The coder: one report to its events.

Example: ``code_report("انفجر لغم بسيارة لقسد في بلدة غرانيج اليوم", published="2022-04-22")``.
"""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from ..clean import clean_text, detect_lang
from ..coding.confidences import load_weights
from ..coding.happenings import Assembler
from ..coding.protos import Proto
from ..coding.records import Writer
from ..coding.sentences import Sentence
from ..coding.stories import Story
from ..coding.verdicts import only_harms
from ..find.dates import find_dates
from ..find.party_words import name_starts, party_word
from ..find.predicates import Predicate
from ..find.tags import forget_tags
from ..gazetteer import Gazetteer, load_gazetteer, refresh_gazetteer
from ..lexicon.actors import load_registry
from ..lexicon.aliases import Alias, load_aliases
from ..lexicon.dictionary import Dictionary, load_dictionary
from ..lexicon.entries import NewEntry
from ..lexicon.tables import lexicons_version
from ..model import Coder as CoderRecord
from ..model import Event, Report
from ..resolve.actors import Cast, home_of
from ..resolve.places import country_of, resolve_places
from ..text.words import Words, split_words
from .meanings import Meaning, Meanings, actor_names, units_of
from .readings import find_signatory, is_fiction, link_anaphors, read_sentences

VERSION = "0.1.0"
_BULLETIN_LINES = 3


@dataclass(slots=True)
class Coding:
    """What was found on the way, for ``marsad explain``; ``traits`` by event id, ``doubted`` under the gate."""

    words: Words
    sentences: list[Sentence] = field(default_factory=list)
    discarded: list[tuple[Predicate, str]] = field(default_factory=list)
    dropped: list[tuple[Proto, str]] = field(default_factory=list)
    doubted: list[Event] = field(default_factory=list)
    traits: dict[str, list[str]] = field(default_factory=dict)


@dataclass(slots=True)
class Coded:
    """A report and its events; ``coding`` only when asked."""

    report: Report
    events: list[Event]
    coding: Coding | None = None


class ReportCoder:
    """Codes reports with one dictionary, one registry, one gazetteer, and the aliases that people taught."""

    def __init__(
        self, dictionary: Dictionary, gazetteer: Gazetteer, record: CoderRecord, aliases: Iterable[Alias] = (),
        new: Iterable[NewEntry] = (),
    ) -> None:  # fmt: skip
        """Take what the coder knows; ``record`` signs its events."""
        self.dictionary = dictionary
        self.gazetteer = gazetteer
        self.record = record
        self.meanings = Meanings(aliases, gazetteer, new)

    def code(self, report: Report, explain: bool = False) -> Coded:
        """Events of a cleaned report (``report.text`` is the body)."""
        # #دير_الزور is two words; one character for one, so that offsets stay
        words = split_words(report.text.replace("#", " ").replace("_", " "))
        sentences, cast = self._read(report, words)
        coding = Coding(words, sentences)
        events: list[Event] = []
        if not is_fiction(coding.sentences):
            story = self._tell(report, coding)
            writer = Writer(report, words, cast, self.record, coding.sentences)
            events = writer.write(story.finish())
            coding.traits, coding.doubted = writer.traits, writer.doubted
        return Coded(report, events, coding if explain else None)

    def _read(self, report: Report, words: Words) -> tuple[list[Sentence], Cast]:
        """Read a text with the aliases that act in it; again when its places bring more of them into force."""
        held = self.meanings.find(words, report)
        acting = [one for one in held if one.alias.acts_in(report.id, frozenset())]
        sentences, cast = self._read_with(report, words, acting)
        if len(acting) < len(held):
            units = units_of(m for s in sentences for m in s.places)
            more = [one for one in held if one.alias.acts_in(report.id, units)]
            if len(more) > len(acting):
                return self._read_with(report, words, more)
        return sentences, cast

    def _read_with(
        self, report: Report, words: Words, acting: Sequence[Meaning]
    ) -> tuple[list[Sentence], Cast]:  # fmt: skip
        gazetteer = self.meanings.places(acting)
        sentences = read_sentences(words, self.dictionary, gazetteer, actor_names(acting))
        return sentences, self._resolve(report, sentences, gazetteer)

    def _resolve(self, report: Report, sentences: list[Sentence], gazetteer: Gazetteer) -> Cast:
        """Settle the places against each other, and who is named in full."""
        places = [m for s in sentences for m in s.places]
        resolve_places(places, gazetteer, home_of(p for s in sentences for p in s.parties))
        link_anaphors(sentences)
        cast = Cast(when=report.published, country=country_of(places))
        for party in (p for s in sentences for p in s.parties if p.entries and p.strength == "strong"):
            named = cast.choose(party.entries, party.strength)
            if named is not None:
                cast.note(named)
        if any(p.armed and s.texts[p.head].endswith("نا") for s in sentences for p in s.parties):
            cast.signatory = find_signatory(report, self.dictionary, cast)
        return cast

    def _tell(self, report: Report, coding: Coding) -> Story:
        """Tell the happenings of each sentence, in order."""
        words = coding.words
        story = Story(_day(report.published))
        lines = sum("\n" in words.gaps[s.first] for s in coding.sentences)
        for heading in (report.dateline, report.title):
            if heading:
                words_of = split_words(heading)
                dates = find_dates(words_of, 0, len(words_of))
                story.open(dates, bulletin=lines >= _BULLETIN_LINES, provisional=heading is report.dateline)
        accident = False
        for sentence in coding.sentences:
            story.enter(sentence)
            sentence.aftermath = accident
            accident = "accident" in sentence.scope_kinds or (accident and only_harms(sentence))
            if sentence.tells:
                assembler = Assembler(sentence)
                story.tell(sentence, assembler.assemble(), assembler.orphans)
                coding.discarded.extend(assembler.discarded)
            else:
                story.hear(sentence)
        coding.dropped = story.dropped
        return story


def _day(published: str | None) -> date | None:
    if not published:
        return None
    try:
        return date.fromisoformat(published[:10])
    except ValueError:
        return None


def make_coder(aliases: Iterable[Alias], new: Iterable[NewEntry] = ()) -> ReportCoder:
    """A coder with these aliases: those that were adopted, or one more to try, with the ``new`` entry it means."""
    record = CoderRecord("marsad-rules", VERSION, lexicons_version())
    return ReportCoder(load_dictionary(), load_gazetteer(), record, aliases, new)


@cache
def load_coder() -> ReportCoder:
    """The coder over the shipped lexicons, the user's own, and the gazetteer of this machine."""
    coder = make_coder(load_aliases())
    gc.freeze()  # the lexicons live as long as the process: no collection need walk them
    return coder


def forget_lexicons() -> None:
    """Forget what was read of the lexicons: the next ``load_coder`` sees them as they are then."""
    for cached in (lexicons_version, load_registry, load_weights, name_starts, party_word, load_coder):
        cached.cache_clear()
    forget_tags()
    refresh_gazetteer()


def code_report(
    text: str, published: str | None = None, outlet: str | None = None, title: str | None = None,
    report_id: str | None = None, external_id: str | None = None, url: str | None = None, explain: bool = False,
) -> Coded:  # fmt: skip
    """Clean and code one report; ``published`` an ISO date, which relative dates need."""
    cleaned = clean_text(text, title)
    report = Report(
        id=report_id or hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(), text=cleaned.body,
        external_id=external_id, url=url, outlet=outlet, title=cleaned.title or title, byline=cleaned.byline,
        dateline=cleaned.dateline, published=published, lang=detect_lang(cleaned.body),
    )  # fmt: skip
    return load_coder().code(report, explain)

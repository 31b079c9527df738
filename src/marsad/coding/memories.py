"""What a report carries from sentence to sentence: its day and its place, and how a happening takes them over.

Example: after ``في مدينة درعا، أمس`` a sentence without place and date tells of Daraa, yesterday.
Source: codebook rulings 1, 2, 3 and 24.
"""

from __future__ import annotations

from datetime import date, timedelta

import msgspec

from ..find.date_mentions import DateMention
from ..find.places import PlaceMention
from ..lexicon.grammars import load_grammar
from ..model import Location
from ..resolve.dates import ResolvedDate, resolve_date
from ..resolve.place_scores import kilometres
from ..resolve.places import CITY_RADIUS_KM, settlement
from .drafts import UNDATED, Setting
from .protos import Proto
from .sentences import Sentence

_SPOT_KINDS = frozenset(("camp", "base", "field", "crossing", "dam", "site", "mountain"))
_TOWNS = frozenset(("city", "town", "village", "camp"))
_SPOTS = frozenset(("neighbourhood", "site"))
_HEADING_WORDS = 4
_LEADS = 3  # sentences that may say the day of a report before its first event
_NEWS_YEARS = 20


class Memory:
    """The day and place a report is at; ``lead_date`` is the day of its first event."""

    def __init__(self, published: date | None) -> None:
        """Start at no day and no place; ``published`` resolves relative dates."""
        self.published = published
        self.lead_date: ResolvedDate = UNDATED
        self.date: ResolvedDate = UNDATED
        self.last_date: ResolvedDate = UNDATED  # of the event dated last, also in a paragraph before
        self.evening = self.lead_evening = self.provisional = False
        self.sections = False  # whether lines with a place alone open sections
        self.place: PlaceMention | None = None
        self.location: Location | None = None

    def open(self, dates: list[DateMention], bulletin: bool, provisional: bool = False) -> None:
        """A heading that says the day dates what follows: اليوم in any report, a full date in a bulletin.

        ``provisional`` for the dateline, the day of writing, which the first event with a day of its own overrules.
        """
        self.provisional = provisional
        for mention in dates:
            full = bulletin and mention.kind == "absolute" and mention.day is not None
            if mention.dates and (full or mention.kind == "day-offset"):
                resolved = resolve_date(mention, self.published)
                if resolved.date is not None and resolved.precision == "day":
                    self.lead_date = self.date = resolved
                    return

    def enter(self, sentence: Sentence) -> None:
        """A line that is only a place opens its section: ⬅ حلب، #إدلب; a clock before a line, its day."""
        if self.lead_date.date is None:
            self._start(sentence)
        if sentence.last - sentence.first <= _HEADING_WORDS and not sentence.predicates and len(sentence.places) == 1:
            mention = sentence.places[0]
            if mention.location is not None and not mention.anaphor:
                self.place, self.location = mention, settlement(mention)
                self.sections, self.date, self.evening = True, self.lead_date, self.lead_evening

    def _start(self, sentence: Sentence) -> None:
        """The day of a report whose lead tells no event, or whose lines open with a clock (09:05 غارة على ...)."""
        first = sentence.first
        hour, colon, minute = sentence.texts[first].partition(":")
        clocked = colon and hour.isdigit() and minute.isdigit()
        if clocked and self.published is not None:
            today = self.published.isoformat()
            self.lead_date = self.date = ResolvedDate(today, None, "day", sentence.words.raw(first, first))
        elif sentence.number == 0 and not sentence.acts:
            self.open(sentence.dates, bulletin=True)
        elif sentence.number <= _LEADS and not sentence.acts:
            self.open(sentence.dates, bulletin=False, provisional=True)  # شهدت مدن عدة، اليوم السبت، سلسلة حوادث

    def turn(self, sentence: Sentence) -> None:
        """A new paragraph is back at the day of the lead, unless the story moved on or it follows the last deed."""
        now, lead = self.date.date, self.lead_date.date
        if now and lead and (now > lead or self._follows(sentence)):
            return
        self.date, self.evening = self.lead_date, self.lead_evening

    def _follows(self, sentence: Sentence) -> bool:
        """وعقب الانفجار، وبعد ساعات: told as what came next."""
        opening = sentence.texts[sentence.first : sentence.first + 2]
        return not load_grammar().follows_on.isdisjoint(opening)

    def settle(self, sentence: Sentence) -> None:
        """While no event has told a place, a sentence that names one sets the scene of what follows."""
        if self.location is not None:
            return
        for mention in sentence.places:
            scene = not mention.role and not mention.anaphor and mention.preposition != "من"
            if scene and mention.location is not None:
                self.place, self.location = mention, settlement(mention)
                return

    def setting_of(self, proto: Proto, undated: bool, background: bool) -> Setting:
        """When and where ``proto`` was: by its own words, else as told before."""
        when, own_date = self._date_of(proto, undated)
        evening = _is_evening(proto) if own_date else self.evening
        where = proto.place
        own_place = where is not None and not (where.anaphor and where.location is None)
        location = settlement(where) if where is not None else None
        if where is not None and location is not None:
            location = self._in_town(where, location, proto.sentence)
        spot = _spot_of(proto)
        if spot is not None and (location is None or not own_place or _is_closer(spot, location)):
            location, own_place = spot, True
        if location is None:
            where, location, own_place = self.place, self.location, False
        if location is None and (told := _speakers_town(proto.sentence)) is not None:
            where, location = told, settlement(told)
        return Setting(when, own_date, where, location, own_place, background, evening)

    def setting_at(self, mention: PlaceMention | None, day: DateMention | None, sentence: Sentence) -> Setting:
        """The setting that a sentence tells of a happening before it."""
        when = resolve_date(day, self.published, self._day_before(day)) if day is not None else UNDATED
        location = settlement(mention) if mention is not None else None
        if mention is not None and location is not None:
            location = self._in_town(mention, location, sentence)
        return Setting(when, day is not None, mention, location, location is not None, background=False)

    def _date_of(self, proto: Proto, undated: bool) -> tuple[ResolvedDate, bool]:
        if proto.date is not None:
            return resolve_date(proto.date, self.published, self._day_before(proto.date)), True
        return (UNDATED, False) if undated else self._next_morning(proto)

    def _day_before(self, mention: DateMention) -> ResolvedDate | None:
        """The day a mention may count from; في اليوم التالي counts from the day named last, wherever that was."""
        day = self.last_date if mention.kind == "anaphoric" and self.last_date.date else self.date
        return day if day.date else None

    def _next_morning(self, proto: Proto) -> tuple[ResolvedDate, bool]:
        """ليل أمس ... وأوقفتهم فجرا: the morning after the night told before, not past the day of publication."""
        told = self.date
        if not self.evening or told.date is None or told.precision != "day" or self.published is None:
            return told, False
        mornings, sentence = load_grammar().mornings, proto.sentence
        at = next((d for d in sentence.dates if d.clock and _time_of(d, sentence) in mornings), None)
        day = date.fromisoformat(told.date) + timedelta(days=1)
        if at is None or day > self.published:
            return told, False
        return ResolvedDate(day.isoformat(), None, "day", at.text), True

    def _in_town(self, mention: PlaceMention, location: Location, sentence: Sentence) -> Location:
        """A quarter or spot lies in the town of its sentence, else in the one told before: حي التأمينات in Daraa.

        One the gazetteer knows does so only when that town is near; a place no gazetteer knows is near the town.
        """
        outer = mention.container.location if mention.container is not None else None
        if mention.anaphor or (outer is not None and outer.lat is not None):
            return location
        known = location.gazetteer_id is not None
        town = _town_before(sentence, mention) or (None if known else self.location)
        spot = mention.kind_cue == "neighbourhood" or location.kind in _SPOTS
        spot = spot or (not known and bool(mention.candidates) and all(p.kind in _SPOTS for p in mention.candidates))
        if known:
            near = spot and town is not None and _is_near(town, location)
            return msgspec.structs.replace(town, site=mention.phrase or location.name) if near and town else location
        if spot:
            if town is not None and (town.kind in _TOWNS or (town.lat is not None and location.lat is None)):
                return msgspec.structs.replace(town, site=mention.phrase or location.name)
            if mention.kind_cue == "neighbourhood" and location.name and not location.name.startswith("حي"):
                return msgspec.structs.replace(location, name=f"حي {location.name}", name_ar=f"حي {location.name_ar}")
        elif town is not None and town.lat is not None and (mention.unknown or location.lat is None):
            return msgspec.structs.replace(
                town, name=location.name, name_ar=location.name_ar, name_en=None, kind=location.kind, precision=2,
                gazetteer_id=None,
            )  # fmt: skip
        return location

    def is_history(self, day: ResolvedDate) -> bool:
        """Whether a day lies so far back that a report of it tells history: انسحب الجيش العثماني عام 1918."""
        if self.published is None or day.date is None:
            return False
        return int(day.date[:4]) < self.published.year - _NEWS_YEARS

    def remember(self, setting: Setting, aside: bool) -> None:
        """Carry the date and place of a new event on; not those of one told ``aside``."""
        if aside:
            return
        if setting.own_date:
            self.date, self.evening = setting.date, setting.evening
            self.last_date = setting.date if setting.date.date else self.last_date
            leads = self.lead_date.date is None or (self.provisional and not self.sections)
            if leads and setting.date.date is not None and not setting.background:
                self.lead_date, self.lead_evening = setting.date, setting.evening
                self.provisional = False
        if setting.own_place and setting.location is not None and not setting.background:
            self.place, self.location = setting.mention, setting.location


def _town_before(sentence: Sentence, mention: PlaceMention) -> Location | None:
    """The town named last before ``mention`` in its sentence: وفي الموصل، اغتال مسلحون ... في حي الوحدة."""
    for place in reversed(sentence.places):
        location = place.location
        if place.first >= mention.first or place.role or place.preposition == "من" or location is None:
            continue
        if location.kind in _TOWNS and location.lat is not None and not place.near:
            return location
    return None


def _speakers_town(sentence: Sentence) -> PlaceMention | None:
    """قال مصدر محلي في مدينة عفرين إن: where the source is, when the report has told no place."""
    spoken = (m for m in sentence.places if m.role == "outlet" and m.preposition in ("في", "من"))
    return next((m for m in spoken if m.location is not None and m.location.kind in _TOWNS), None)


def _is_near(town: Location, spot: Location) -> bool:
    far = kilometres(town.lat, town.lon, spot.lat, spot.lon)
    return far is not None and far <= CITY_RADIUS_KM


def _is_evening(proto: Proto) -> bool:
    mention = proto.date
    return mention is not None and (mention.night or (mention.tod or "") in load_grammar().evenings)


def _time_of(mention: DateMention, sentence: Sentence) -> str:
    """The word of a bare time of day: فجرا."""
    return sentence.texts[mention.last]


def _spot_of(proto: Proto) -> Location | None:
    """The location of a named spot the gazetteer knows, when it is all the place told: مخيم مشهد روحين."""
    if proto.site is None or not proto.site.candidates:
        return None
    place, inside = proto.site.candidates[0], proto.site.place
    meant = inside.location if inside is not None and inside.role != "site" else None
    if place.kind not in _SPOT_KINDS or meant is None or meant.gazetteer_id != place.id:
        return None
    return Location(proto.site.name, place.name_ar, place.name_en, place.kind, place.admin1, place.admin2, place.admin3,
                    place.country, place.lat, place.lon, 1, place.id, proto.site.name)  # fmt: skip


def _is_closer(spot: Location, location: Location) -> bool:
    return spot.precision == 1 and location.kind in ("governorate", "district")

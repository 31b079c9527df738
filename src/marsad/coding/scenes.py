"""Where and when a happening of a sentence was: the cheapest place and date mention around its words.

A mention costs its distance, the clauses and other happenings between, and what its preposition says.

Example: in ``قُتل شاب في بلدة غرانيج برصاص مسلحين قدموا من الشحيل`` the scene is غرانيج.
"""

from __future__ import annotations

from ..find.date_mentions import DateMention
from ..find.places import PlaceMention
from ..lexicon.grammars import load_grammar
from .agents import MOVES
from .backgrounds import is_days_before
from .protos import Proto
from .scene_mentions import is_known, is_seat, is_wider
from .sentences import Sentence

_HOMES = frozenset(("city", "town", "village"))
_COUNTRYSIDE = frozenset(("governorate", "region", "desert"))
_TALKS = frozenset(("agreement", "mediate"))
_GATHERINGS = frozenset(("crowd", "disrupt"))
_DEAREST_PLACE, _DEAREST_DATE = 12, 6
_SITE_REACH = 25  # words
_OFFICE_REACH = 4
_WIDER_REACH = 4
_RELATIVE_REACH = 8  # words after which a relative clause is about somebody else
_NEWS = frozenset(("day-offset", "weekday"))
_SPEAKER_REACH = 7  # words from a reporter to where he is
_TAKEN_REACH = 8  # words from an abduction to the place somebody was taken from
_NAME_REACH = 4  # words of the place between a happening and the clause about it


class SceneFinder:
    """Places and dates for the happenings of one sentence."""

    def __init__(self, sentence: Sentence, protos: list[Proto]) -> None:
        """Leave out the places and sites that cannot be a scene."""
        self.s = sentence
        self.grammar = load_grammar()
        self.told = [q.preds[0].at for q in protos]
        inside = range(sentence.first + 1, sentence.last)
        self.recalls = [i for i in inside if sentence.texts[i] in self.grammar.recalls_inside]
        self.acts = [q for q in sentence.acts if not q.discarded]
        forces = {x.name_last for x in sentence.parties if x.entries and x.strength == "strong"}
        for mention in sentence.places:
            if mention.role == "office" and not mention.preposition and mention.lead - 1 in forces:
                mention.role = ""  # زار قائد قسد مدينة الطبقة
        self.origins: set[int] = set()  # places that a movement told before came from
        self.scenes = [m for m in sentence.places if not self._is_no_scene(m)]
        named = [(x.name_first, x.last) for x in sentence.parties if x.name_first >= 0 and not x.unknown]
        self.sites = [
            x for x in sentence.sites
            if not any(a <= x.first <= b for a, b in named) and sentence.before(x.first) not in self.grammar.according
        ]

    # -- places ----------------------------------------------------------------------------------

    def place(self, proto: Proto) -> None:
        """Give ``proto`` its place, further places of a list, its site; a movement its origin and destination."""
        moving = proto.family in MOVES
        proto.place = self._of_list(self._nearest(proto, moving))
        if proto.place is None:
            ends = _end_of_movement(proto) if moving else None
            proto.place = ends or (self._road_end(proto) if not moving or proto.family == "deploy" else None)
        elif moving and self._arrives(proto):
            proto.place = _end_of_movement(proto)
        proto.more_places = self._more_places(proto)
        proto.site = next((x for x in self.sites if self._is_near(proto, x.first)), None)
        if proto.place is None and not moving:
            proto.place = self._of_victim(proto) or self._of_doer(proto)
        within = proto.site.place if proto.site is not None else None
        if proto.place is None and within is not None and within.role in ("", "holder"):
            proto.place = within

    def _of_list(self, place: PlaceMention | None) -> PlaceMention | None:
        """قصف بلدات أ وب، قتل رجلاً في أ: the place named again is that of the list."""
        if place is None or place.coordinated is not None:
            return place
        twins = (m for m in self.scenes if m.coordinated is not None and m.name == place.name and not m.role)
        return next(twins, place)

    def _arrives(self, proto: Proto) -> bool:
        """فُرض حظر في الجنينة، كما وصلت إلى كرينك تعزيزات: where it arrived, not where the clause before was."""
        place, end = proto.place, proto.destination
        if place is None or end is None or end.location is None or place.first >= proto.at:
            return False
        return self.s.clause_of(place.first) < self.s.clause_of(proto.at) == self.s.clause_of(end.first)

    def _nearest(self, proto: Proto, moving: bool) -> PlaceMention | None:
        best: PlaceMention | None = None
        best_cost: float = _DEAREST_PLACE
        for mention in self.scenes:
            if mention.role and not (mention.role in ("approach", "flight") and (moving or _sets_out(proto, mention))):
                continue
            if (moving and self._is_movement(proto, mention)) or id(mention) in self.origins:
                continue
            if moving and mention.anaphor and self._cuts(proto.at, mention.first):
                continue  # استقدم تعزيزات من البوكمال، في وقت نصب فيه حواجز على مداخل المدينة
            cost = self._place_cost(proto, mention)
            if cost < best_cost:
                best, best_cost = mention, cost
        return best

    def _place_cost(self, proto: Proto, mention: PlaceMention) -> float:
        at = proto.at
        cost = abs(mention.first - at) * 0.06
        cost += 1.2 * abs(self.s.clause_of(mention.first) - self.s.clause_of(at)) * 0.5
        cost += 2.2 * self._cuts(at, mention.first)
        if mention.first < at:
            cost += 1.0
        if mention.anaphor and any(site.first < mention.first <= site.last for site in self.s.sites):
            cost += 4.0  # مبنى المحافظة
        if self.s.before(mention.first) in self.grammar.site_heads:
            cost += 2.5  # في نيالا، داخل سوق الجنينة
        if self._is_named_within(mention):
            cost += 3.0  # قال ناشط في السودان إن سوقاً في الفاشر قُصف
        if self._frames(proto, mention):
            cost += 2.0  # وفي ريف المدينة الشرقي، استهدفت مسيّرة سيارة عند قرية أبو قلقل
        taken = proto.family == "take" and 0 < mention.first - proto.at <= _TAKEN_REACH  # اختطف من مدينة الحراك
        return cost + self._led_cost(proto, mention, taken) + self._between_cost(proto, mention)

    def _is_named_within(self, wide: PlaceMention) -> bool:
        """Whether a country is named beside a place in it."""
        if wide.location is None or wide.location.kind != "country":
            return False
        near = (m.location for m in self.scenes if m is not wide and not m.role and m.location is not None)
        return any(x.kind != "country" and x.country == wide.location.country for x in near)

    def _frames(self, proto: Proto, wide: PlaceMention) -> bool:
        """Whether a place before a happening is only the countryside of the village told after it."""
        around = wide.location
        rural = wide.direction or self.s.before(wide.first).endswith("ريف")
        if around is None or wide.first > proto.at or not (around.kind in _COUNTRYSIDE or rural):
            return False
        return any(
            m.first > proto.at and m.location is not None and m.location.kind in _HOMES and not (m.role or m.anaphor)
            and m.location.admin1 == around.admin1 and not self._cuts(proto.at, m.first)
            for m in self.scenes
        )  # fmt: skip

    def _led_cost(self, proto: Proto, mention: PlaceMention, taken: bool) -> float:
        """What the words right before a place say against it as a scene."""
        cost = 0.0
        if mention.preposition in self.grammar.towards:
            cost += 4.0
        if not self.grammar.stationed.isdisjoint(self.s.window(mention.cue_first - 2, mention.cue_first)):
            cost += 3.0  # قصفت القوات المتمركزة في سراقب مدينة إدلب
        if not self.grammar.people_of.isdisjoint(self.s.window(mention.cue_first - 1, mention.cue_first)):
            cost += 2.0
        if self.s.texts[max(self.s.first, mention.cue_first - 2) : mention.cue_first] == ["الحدود", "مع"]:
            cost += 3.0  # في مديرية مجزر على الحدود مع محافظة الجوف
        if mention.preposition == "من" and not taken:
            home = self._is_home_of_named(mention) or self._is_home_of_mediators(proto, mention)
            cost += 12.0 if home else 3.0
        return cost - 0.5 * (mention.preposition in self.grammar.at)

    def _is_home_of_mediators(self, proto: Proto, mention: PlaceMention) -> bool:
        """قاد أعيان من صبراتة وساطة: where those who talk are from."""
        if proto.family not in _TALKS or mention.first > proto.at:
            return False
        near = (mention.cue_first - 2, mention.cue_first - 1)
        return any(x.head in near and x.category == "civilian" for x in self.s.parties)

    def _is_home_of_named(self, mention: PlaceMention) -> bool:
        """استهدفوا "يوسف أبو حوا" من بلدة جباب: after a quoted name, where he is from."""
        at = mention.cue_first - 1
        return self.s.texts[at] == "من" and '"' in self.s.words.gaps[at]

    def _between_cost(self, proto: Proto, mention: PlaceMention) -> float:
        """What the words between a happening and a place after it say against it."""
        between = self.s.window(proto.at + 1, mention.cue_first) if proto.at < mention.first else []
        cost = 3.0 * (not self.grammar.aims.isdisjoint(between))
        if proto.definite and not self.grammar.earlier.isdisjoint(between):
            cost += 5.0  # اندلعت المواجهات عقب حادثة سلب على طريق دمشق
        return cost

    def _cuts(self, a: int, b: int) -> int:
        """Other happenings between two words."""
        low, high = min(a, b), max(a, b)
        return sum(low < at < high for at in self.told)

    def _is_movement(self, proto: Proto, mention: PlaceMention) -> bool:
        """Origin (من) and destination (إلى) of a movement; True when the mention is used up so."""
        if mention.first < min([proto.at, *[p.at for p in proto.preds]]):
            return False
        if mention.preposition == "من" and (proto.origin is None or proto.origin.coordinated is not None):
            proto.origin = proto.origin or mention
            self.origins.add(id(mention))
            return True  # أرتالاً من مارع وجرابلس
        if mention.preposition in self.grammar.towards and proto.destination is None:
            proto.destination = mention
            return True
        return False

    def _road_end(self, proto: Proto) -> PlaceMention | None:
        """على طريق دير الزور: with no other place, where the road leads."""
        for mention in self.s.places:
            if mention.role == "road-end" and mention.location is not None and not self._cuts(proto.at, mention.first):
                return mention
        return None

    def _more_places(self, proto: Proto) -> list[PlaceMention]:
        """The other places of a list under one verb: قصف بلدتي أ وب; between two places is one place."""
        place = proto.place
        if place is None or place.coordinated is None or place.preposition == "بين" or proto.family == "rescue":
            return []  # إجلاء 60 عائلة من أ وب is one happening
        group = [m for m in self.s.places if m.coordinated == place.coordinated]
        if any(m.preposition == "بين" or self._is_crossing(m) for m in group):
            return []
        if place.first <= proto.at and self._cuts(proto.at, place.first):
            return []
        return [m for m in group if m is not place and not m.role and not self._is_region_of(m, place)]

    def _is_region_of(self, wide: PlaceMention, place: PlaceMention) -> bool:
        """ببلدة حانين، جنوب لبنان: where a town lies is no second place of the list."""
        if wide.name.startswith("ريف") and wide.name.endswith(("ها", "ه", "هما")):
            return True  # محافظة دير الزور وريفها
        sided = wide.direction is not None or (wide.location is not None and wide.location.kind in _COUNTRYSIDE)
        return sided and is_wider(wide, place)

    def _is_near(self, proto: Proto, word: int) -> bool:
        return abs(word - proto.at) <= _SITE_REACH and not self._cuts(proto.at, word)

    def _of_victim(self, proto: Proto) -> PlaceMention | None:
        """اغتالوا مختار بلدة أم ولد: with no other place told, the office-holder's own town."""
        victims = [x.last for x in proto.side2] + [t.party.last for t in proto.tolls if t.party is not None]
        for mention in self.s.places:
            near = any(0 <= mention.first - victim <= _OFFICE_REACH for victim in victims)
            council = mention.role == "holder" and self.s.before(mention.cue_first) in self.grammar.councils
            if near and (mention.role == "office" or council) and mention.location is not None:
                return mention
        return None

    def _of_doer(self, proto: Proto) -> PlaceMention | None:
        """ضبطت شرطة المخا ثلاثة، قطع شبان من طيردبا الطريق: with no other place told, where the doers are at home."""
        doers = [(x.first, x.last) for x in proto.side1]
        for mention in self.s.places:
            if mention.location is None or mention.location.kind not in _HOMES or mention.anaphor:
                continue
            local = mention.role == "holder" and self.s.before(mention.first) in self.grammar.local_powers
            home = mention.role == "home" and proto.family in _GATHERINGS
            if (local or home) and any(0 <= mention.first - last <= _OFFICE_REACH or first <= mention.first <= last
                                       for first, last in doers):  # fmt: skip
                return mention
        return None

    def _is_crossing(self, mention: PlaceMention) -> bool:
        """تقاطع بلدتي أ وب is one place."""
        if "بين" in self.s.window(mention.first - 2, mention.first):
            return True
        return not self.grammar.crossings.isdisjoint(self.s.window(mention.first - 3, mention.first))

    def _is_no_scene(self, mention: PlaceMention) -> bool:
        """No scene: an unresolved anaphor, what follows تابعة ل, a wider place that only locates."""
        if mention.anaphor and (mention.location is None or not is_known(mention)):
            return True
        if self._is_of_speaker(mention):
            return True
        if mention.preposition == "اتجاه" or (mention.anaphor and self.s.before(mention.first) in self.grammar.seats):
            return True  # بعقوبة، مركز المحافظة
        for word in self.s.window(mention.first - 2, mention.first):
            power = word in self.grammar.powers and is_seat(mention)
            if power or word.startswith(self.grammar.belonging_beginnings):
                return True
        if self.s.before(mention.cue_first) in self.grammar.seats and any(
            0 < mention.cue_first - m.last <= _WIDER_REACH and not m.role for m in self.s.places
        ):
            return True  # الفاشر، عاصمة شمال دارفور
        return mention.preposition in ("في", "ب") and any(self._locates(mention, m) for m in self.s.places)

    def _is_of_speaker(self, mention: PlaceMention) -> bool:
        """مراسل الوكالة في دير الزور أن اشتباكات اندلعت: where the one who tells it is, before what he tells."""
        if self.s.texts[mention.last + 1 : mention.last + 2] not in ([w] for w in self.grammar.that):
            return False
        return not self.grammar.reporters.isdisjoint(self.s.window(mention.first - _SPEAKER_REACH, mention.first))

    def _locates(self, wide: PlaceMention, place: PlaceMention) -> bool:
        """في بلدة تسيل في محافظة درعا: the wider name only says where the one before lies."""
        if wide is place or place.role or not 0 < wide.first - place.last <= _WIDER_REACH:
            return False
        return not (place.coordinated is None and place.anaphor) and is_wider(wide, place)

    # -- dates -----------------------------------------------------------------------------------

    def date(self, proto: Proto) -> None:
        """Give ``proto`` the date mention that dates it, if any."""
        best_cost: float = _DEAREST_DATE
        if is_days_before(self.s, proto.predicate):
            return  # بعد يوم على قتل ثلاثة شبان
        for mention in self.s.dates:
            if self.s.before(mention.first) in self.grammar.named_for_days or self._is_day_after_some(mention):
                continue  # منطقة 9 نيسان
            if not mention.dates or mention.kind in ("future", "span") or self._dates_other(proto, mention.first):
                continue
            cost = self._date_cost(proto, mention)
            if cost < best_cost:
                proto.date, best_cost = mention, cost

    def _is_day_after_some(self, mention: DateMention) -> bool:
        """غداة غارات واسعة: the day after a deed told now for the first time is that of the story."""
        after = self.s.texts[mention.last + 1 : mention.last + 2]
        alone = mention.first == mention.last and self.s.texts[mention.first] == "غداه"
        return alone and after != [] and not after[0].startswith("ال")

    def _date_cost(self, proto: Proto, mention: DateMention) -> float:
        at, word = proto.at, mention.first
        cost = abs(word - at) * 0.05 + abs(self.s.clause_of(word) - self.s.clause_of(at)) * 0.4
        low, high = min(at, word), max(at, word)
        cost += 1.5 * sum(low < q.at < high and q not in proto.preds for q in self.s.acts)
        if mention.vague or mention.kind == "relative-span":
            cost += 1.5
        if mention.kind == "absolute" and mention.day is None and self.s.clause_of(word) > self.s.clause_of(at):
            cost += 3  # أصيب الشاب، وكان عنصراً سابقاً أجرى التسوية في منتصف 2018
        if mention.vague and any(m.first > word and not m.vague and m.kind in _NEWS for m in self.s.dates):
            cost += 3  # قُتل شاب عاد مؤخراً من لبنان في بلدة نمر أمس
        if word > at and self.s.opens_with(word, self.grammar.relative) and not self._tells_same(proto, word):
            cost += 6  # inside a clause about something else: قراهم التي خرجوا منها خلال هجوم تموز
        if self._dates_described(proto, word):
            cost += 4  # طالبوا بإطلاق شبان اقتيدوا إلى المعسكر يوم السبت
        if self._dates_relative(proto, word):
            cost += 6  # المسلحون من التنظيم الذي شن هجمات، خلال الأيام الماضية
        if self._dates_noun(proto, word):
            cost += 6  # أوقفت مشتبهاً به في جريمة وقعت الأسبوع الماضي
        if any(at < i < word and not any(p.at > i for p in proto.preds) for i in self.recalls):
            cost += 6  # the date of what is recalled: عثر على جثته، وكان قد فقد الأحد
        return cost

    def _dates_described(self, proto: Proto, word: int) -> bool:
        """Whether the date after a happening belongs to a verb that only says of somebody what befell him."""
        between = (q for q in self.s.acts if proto.predicate.last < q.at < word and q.finite and q not in proto.preds)
        return any(
            not q.proclitics and self.s.clause_of(q.at) == self.s.clause_of(word) and q.at > self.s.clause_start(q.at)
            and any(x.last == q.at - 1 and not x.definite and not x.entries for x in self.s.parties)
            for q in between
        )  # fmt: skip

    def _dates_relative(self, proto: Proto, word: int) -> bool:
        """Whether the date stands in what is told of somebody, clauses after the happening."""
        inside = range(word - 1, proto.predicate.last, -1)
        opener = next((i for i in inside if self.s.texts[i] in self.grammar.plain_relative), None)
        if opener is None or opener - proto.predicate.last <= _RELATIVE_REACH:
            return False
        return not any(p.at > opener for p in proto.preds) and self.s.comma_between(proto.at, opener)

    def _dates_noun(self, proto: Proto, word: int) -> bool:
        """Whether the date belongs to a noun further on, by a verb of occurring between that noun and the date."""
        verb = word - 1
        if self.s.texts[verb] not in self.grammar.occurs or verb - proto.predicate.last <= _NAME_REACH:
            return False
        if "،" in self.s.words.gaps[verb]:
            return False  # مواجهات بين أ وب، اندلعت ليلة الأحد
        return not any(verb - _NAME_REACH <= p.last < verb for p in proto.preds)

    def _tells_same(self, proto: Proto, word: int) -> bool:
        """Whether the clause of ``word`` goes on about the happening: الهجوم الذي استهدف الحافلة أمس."""
        start = self.s.clause_start(word)
        if any(p.at >= start for p in proto.preds) or start - proto.predicate.last == 1:
            return True
        return self.s.texts[start + 1] in self.grammar.occurs and start - proto.predicate.last <= _NAME_REACH

    def _dates_other(self, proto: Proto, word: int) -> bool:
        """Another act told after بعد between the happening and a later date keeps that date for itself."""
        own = {p.at for p in proto.preds}
        return any(
            proto.at < q.at < word and q.at not in own and q.firm and self.s.texts[q.at - 1] in self.grammar.since
            for q in self.acts
        )


def _end_of_movement(proto: Proto) -> PlaceMention | None:
    """Forces come to their destination and withdraw from their origin."""
    if proto.family == "withdraw":
        return proto.origin or proto.destination
    if proto.family == "reinforce":
        return proto.destination  # whoever is fetched comes to where the story is
    return proto.destination or proto.origin


def _sets_out(proto: Proto, mention: PlaceMention) -> bool:
    """A crowd that sets out from a place gathered there: انطلقت مظاهرة من جامع البلدة."""
    return proto.family == "crowd" and mention.preposition == "من"


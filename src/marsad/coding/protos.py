"""What one sentence says of one happening, before the report is read as a whole."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..find.date_mentions import DateMention
from ..find.parties import Party
from ..find.places import PlaceMention, SiteMention
from ..find.predicates import Predicate
from ..lexicon.acts import Act
from .sentences import Sentence


@dataclass(slots=True, eq=False)
class Toll:
    """One casualty entry: outcome, whom, bounds, and the words it rests on (first, last).

    ``total`` when it replaces the tolls told before (ارتفعت الحصيلة إلى ثمانية), ``soft`` when it counts only if
    no other of its outcome is told (نُقل ستة إلى المشفى), ``admitted`` by the side that suffered it, ``named``
    people of whom only the name is told; ``at`` the predicate that tells it, -1 when a noun does.
    """

    outcome: str
    party: Party | None
    low: int | None
    best: int | None
    high: int | None
    first: int
    last: int
    children: int | None = None
    women: int | None = None
    zero: bool = False
    total: bool = False
    soft: bool = False
    admitted: bool = False
    named: bool = False
    at: int = -1


@dataclass(slots=True, eq=False)
class Proto:
    """A happening as one sentence tells it.

    ``outcome_only`` a death or wound without the deed (قُتل شاب), ``both`` between "the two sides", ``definite`` and
    ``recall`` a noun that points back (بعد الهجوم), ``associated`` forces that only take part, ``used`` a weapon
    told as used (استُخدمت قذائف).
    """

    act: Act
    sentence: Sentence
    predicate: Predicate
    preds: list[Predicate] = field(default_factory=list)
    side1: list[Party] = field(default_factory=list)
    side2: list[Party] = field(default_factory=list)
    other: list[Party] = field(default_factory=list)
    tolls: list[Toll] = field(default_factory=list)
    place: PlaceMention | None = None
    more_places: list[PlaceMention] = field(default_factory=list)
    site: SiteMention | None = None
    origin: PlaceMention | None = None
    destination: PlaceMention | None = None
    date: DateMention | None = None
    verdict: str = ""
    both: bool = False
    intervention: bool = False
    killed_crowd: bool = False
    outcome_only: bool = False
    definite: bool = False
    recall: bool = False
    associated: list[Party] = field(default_factory=list)
    used: bool = False

    @property
    def at(self) -> int:
        """Word number of the main predicate."""
        return self.predicate.at

    @property
    def family(self) -> str:
        """Family of the act."""
        return self.act.family

    @property
    def lemma(self) -> str:
        """Lemma of the main predicate."""
        return self.predicate.sense.lemma

    def twin(self) -> Proto:
        """A copy whose act and marks may change on their own; it shares the lists."""
        return Proto(
            self.act, self.sentence, self.predicate, self.preds, self.side1, self.side2, self.other, self.tolls,
            self.place, self.more_places, self.site, self.origin, self.destination, self.date, self.verdict, self.both,
            self.intervention, self.killed_crowd, self.outcome_only, self.definite, self.recall, self.associated,
            self.used,
        )  # fmt: skip

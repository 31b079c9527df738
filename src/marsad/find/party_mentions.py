"""Parties as found: noun phrases that name people, a force, its things or an organisation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from ..lexicon.actors import ActorEntry
from ..lexicon.grammars import load_grammar
from ..lexicon.senses import Sense, WordInfo
from ..text.words import Words
from .number_mentions import NumberMention

ARMED = frozenset(("combatant", "commander", "gunman", "force", "org"))
PEOPLE = frozenset(("combatant", "commander", "gunman", "civilian", "woman", "child", "protester", "detainee"))
# What may stand between two words of one phrase.
JOINED = frozenset((" ", ' "', '" ', '"', "", '" "', " (", ") ", "(", ")"))
_NOWHERE = 1 << 30  # behind every word


@dataclass(slots=True, eq=False)
class Party:
    """One noun phrase: count, head noun, adjectives and the organisation it belongs to.

    ``first``..``last`` word numbers (inclusive) with the count; ``head`` the head noun; ``name_first``..``name_last``
    the name of the organisation (-1 without one); ``prep`` the governing preposition ("" when bare); ``joined``
    when it continues a list by و; ``unknown`` when only the report reveals the organisation; ``unknown_from`` the
    word where it is said that nobody knows them (لم تُعرف هويتهم).

    Example: ثلاثة عناصر من ميليشيا "الدفاع الوطني" is one party, headed by عناصر.
    """

    first: int
    last: int
    head: int
    category: str
    sense: Sense | None = None
    entries: tuple[ActorEntry, ...] = ()
    name_first: int = -1
    name_last: int = -1
    strength: str = "strong"
    number: NumberMention | None = None
    prep: str = ""
    joined: bool = False
    low: int | None = None
    best: int | None = None
    high: int | None = None
    counted: bool = False
    unknown: bool = False
    owner: str = ""
    possessed: bool = False
    modifiers: list[str] = field(default_factory=list)
    unknown_from: int = _NOWHERE

    @property
    def armed(self) -> bool:
        """Whether it can be a fighting side."""
        return self.category in ARMED or bool(self.entries)

    @property
    def definite(self) -> bool:
        """Whether its head noun has the article: المهاجمون."""
        return self.sense is not None and self.sense.form.definite

    def take_name(self, name: Party) -> None:
        """Belong to the organisation of ``name``, which ends the phrase."""
        self.entries = name.entries
        self.name_first, self.name_last, self.last = name.name_first, name.name_last, name.last

    def count_exactly(self, number: int) -> None:
        """Take a stated number."""
        self.low = self.best = self.high = number
        self.counted = True

    def count_as(self, number: NumberMention | Party) -> None:
        """Take the bounds of a number, or of another party."""
        self.low, self.best, self.high = number.low, number.best, number.high
        self.counted = True


@dataclass(slots=True)
class PartyText:
    """What the party rules look at: words, gaps and readings of a text, numbers of one sentence by their ends."""

    words: Words
    texts: list[str]
    gaps: list[str]
    infos: list[WordInfo | None]
    number_ending: dict[int, NumberMention] = field(default_factory=dict)
    number_starting: dict[int, NumberMention] = field(default_factory=dict)


def is_scene(text: PartyText, name: Party) -> bool:
    """حافلة في دمشق، شهدت بغداد: whether a name is a capital where something happens, no government."""
    grammar, before = load_grammar(), text.texts[name.name_first - 1]
    where = before in grammar.scene_before or before in grammar.beside_places or before in grammar.seen_there
    return where and text.texts[name.name_last] in grammar.capitals


def actor_names(parties: Iterable[Party]) -> set[str]:
    """Ids (or revealed names) of the organisations among the parties."""
    return {e.id or e.name_ar for p in parties for e in p.entries}

"""What one word form can mean: its senses, the phrases it may begin, and what the finders ask of it.

Example: قتل has a sense as a verb and one as a noun; ألقى begins the phrase ألقى القبض على.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ..text.inflections import Form
from .acts import Frame

NO_FORM = Form("")
FORMS = 300_000  # word forms remembered


@dataclass(slots=True, frozen=True)
class Sense:
    """What a form can mean: ``kind`` act, light, result, reporting, people, scope, weapon, marker ..."""

    kind: str
    key: str
    form: Form = NO_FORM
    frame: Frame | None = None
    part: str = ""  # verb, noun or phrase, for acts
    lemma: str = ""


_ACTING = frozenset(("act", "light", "result", "reporting", "claim", "deny", "accuse", "motion"))
_ACTING_PHRASES = frozenset(("act", "claim", "deny"))
Reading = tuple[str, Sense]
"""Proclitics and sense."""
PhraseReading = tuple[str, tuple[str, ...], Sense]
"""Proclitics, the words after the first, and sense."""


@dataclass(slots=True, eq=False)
class WordInfo:
    """All readings of one word form, phrases that may start here, enclitic; and what they are good for.

    ``scopes`` and ``scope_phrases`` leave out the vetoes, which ``vetoes`` and ``veto_phrases`` hold.
    """

    senses: list[Reading]
    phrases: list[PhraseReading]
    enclitic: str = ""
    acting: bool = False
    peopled: bool = False
    weapon: bool = False
    both_sides: bool = False
    scopes: tuple[str, ...] = ()
    vetoes: bool = False
    act_phrases: tuple[PhraseReading, ...] = ()
    scope_phrases: tuple[PhraseReading, ...] = ()
    veto_phrases: tuple[PhraseReading, ...] = ()

    @classmethod
    def of(cls, senses: list[Reading], phrases: list[PhraseReading], enclitic: str = "") -> WordInfo:
        """Sort the readings by what the finders ask for."""
        scopes = [s.key for _, s in senses if s.kind == "scope"]
        scope_phrases = [row for row in phrases if row[2].kind == "scope"]
        kinds = {s.kind for _, s in senses} | {s.kind for _, _, s in phrases}
        return cls(
            senses,
            phrases,
            enclitic,
            acting=not _ACTING.isdisjoint(kinds),
            peopled="people" in kinds,
            weapon="weapon" in kinds,
            both_sides=any(s.kind == "anaphora_party" for _, s in senses),
            scopes=tuple(key for key in scopes if key != "veto"),
            vetoes="veto" in scopes,
            act_phrases=tuple(row for row in phrases if row[2].kind in _ACTING_PHRASES),
            scope_phrases=tuple(row for row in scope_phrases if row[2].key != "veto"),
            veto_phrases=tuple(row for row in scope_phrases if row[2].key == "veto"),
        )


class Readings(dict[str, WordInfo | None]):
    """The readings of every word form met so far, bounded."""

    __slots__ = ("_read",)

    def __init__(self, read: Callable[[str], WordInfo | None]) -> None:
        """Start empty; ``read`` reads a form that comes for the first time."""
        super().__init__()
        self._read = read

    def __missing__(self, word: str) -> WordInfo | None:
        """Read a new form."""
        if len(self) > FORMS:
            self.clear()
        info = self[word] = self._read(word)
        return info

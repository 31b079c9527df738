"""Predicates as found: words that say something happened, and the verbs that carry or report it."""

from __future__ import annotations

from dataclasses import dataclass

from ..lexicon.acts import Act, Frame
from ..lexicon.senses import Sense


@dataclass(slots=True, eq=False)
class Predicate:
    """An act word or a supporting verb at words ``at``..``last``.

    ``kind`` is act, light, result, reporting, claim, deny, accuse or motion; ``part`` verb, noun
    or phrase; ``role`` for light verbs whose subject it is; ``discarded`` why it tells no event.
    """

    at: int
    last: int
    kind: str
    sense: Sense
    proclitics: str
    enclitic: str
    part: str
    role: str = ""
    frame: Frame | None = None
    voice: str = "active"
    discarded: str = ""

    @property
    def act(self) -> Act:
        """The act of an act predicate."""
        return self.rule.act

    @property
    def rule(self) -> Frame:
        """The frame of an act predicate."""
        assert self.frame is not None
        return self.frame

    @property
    def finite(self) -> bool:
        """A verb with tense, not a noun."""
        return self.part == "verb"

    @property
    def firm(self) -> bool:
        """An act whose word alone says that it happened: an attack, not a bullet."""
        return self.kind == "act" and self.frame is not None and not self.frame.weak

    @property
    def lemma(self) -> str:
        """Lemma of its reading."""
        return self.sense.lemma

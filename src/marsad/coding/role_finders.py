"""Roles of every act of a sentence: verbs and nouns by their own rules, then the prepositions of both."""

from __future__ import annotations

from ..find.predicates import Predicate
from .chunks import Limits
from .event_nouns import EventNouns
from .roles import Prepositions, Roles
from .sentences import Sentence
from .subjects import Subjects


class RoleFinder:
    """Roles of the predicates of one sentence, found once each."""

    def __init__(self, sentence: Sentence) -> None:
        """Prepare the rules of verbs, nouns and prepositions."""
        self.limits = Limits(sentence)
        self.subjects = Subjects(sentence, self.limits)
        self.nouns = EventNouns(sentence, self.limits, self.subjects)
        self.prepositions = Prepositions(sentence, self.limits)
        self._found: dict[int, Roles] = {}

    def of(self, p: Predicate) -> Roles:
        """Roles around an act predicate: ``هاجم مسلحون حاجزاً`` has side1 مسلحون and side2 حاجزاً."""
        roles = self._found.get(p.at)
        if roles is None:
            roles = self._found[p.at] = Roles()
            (self.subjects if p.finite else self.nouns).assign(p, roles)
            self.prepositions.assign(p, roles)
        return roles

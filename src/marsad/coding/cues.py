"""What the word forms of a sentence may open: asked once for each form, for all rooms together.

Most words open nothing; a room goes straight to the few that may. A cue says only that a room should
look there, the room decides. Example: of ``قال مصدر إن لغماً انفجر`` only ``قال`` may open a speech and
only ``لغما`` names a weapon.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from ..lexicon.dictionary import load_dictionary
from ..lexicon.grammars import load_grammar
from .cause_words import opens_cause
from .source_words import load_source_words, opens_speech

CLAUSE, TURN, PART, BEHIND, SCOPE, WEAPON, BOTH, SPEECH, OPENER, CAUSE = range(10)
Cues = tuple[int, ...]
_MOST = 300_000  # forms; reports bring ever new ones


class _Forms(dict[str, Cues]):
    """The cues of every word form met so far."""

    __slots__ = ()

    def __missing__(self, form: str) -> Cues:
        if len(self) >= _MOST:
            self.clear()
        cues = self[form] = tuple([cue for cue, test in _tests() if test(form)])
        return cues


cues_of: Callable[[str], Cues] = _Forms().__getitem__
"""The cues of a folded word form."""


@cache
def _tests() -> tuple[tuple[int, Callable[[str], bool]], ...]:
    """What a form is asked for each cue."""
    grammar = load_grammar()
    return (
        (CLAUSE, grammar.clause_openers.__contains__),
        (TURN, grammar.turns.__contains__),
        (PART, (grammar.part_words | grammar.most_of | {"منهم"}).__contains__),
        (BEHIND, grammar.behind.__contains__),
        (SCOPE, _says_scope),
        (WEAPON, _names_weapon),
        (BOTH, _means_both),
        (SPEECH, opens_speech),
        (OPENER, load_source_words().openings.opens),
        (CAUSE, opens_cause),
    )


def _says_scope(form: str) -> bool:
    info = load_dictionary().analyse(form)
    return info is not None and bool(info.scopes or info.scope_phrases)


def _names_weapon(form: str) -> bool:
    info = load_dictionary().analyse(form)
    return info is not None and info.weapon


def _means_both(form: str) -> bool:
    info = load_dictionary().analyse(form)
    return info is not None and info.both_sides

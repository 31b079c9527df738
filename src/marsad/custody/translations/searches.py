"""Search for translations: for each report in another language, the Arabic report that it renders, if there is one.

Only reports published within two days of one another are looked at, only those that agree in numbers, weekdays and
names are compared, and the one whose sentences match best is linked. A link says that the two are one origin; it
makes neither a duplicate. What is found depends on the reports that are kept, not on when they came.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from itertools import groupby
from typing import Any, NamedTuple

from ...store import Store
from ...store.records import TranslationRow
from ...store.translations import Dated, list_dated, list_foreign, replace_translations
from ...store.writes import log
from .encoders import Encoder, likeness, split_arabic, split_foreign
from .facts import Arabic, agree, read_arabic, read_foreign

_WINDOW = timedelta(days=2)
# Measured on tests/corpus/translations.yaml: translations, free ones too, 51% and more; of other reports that agree in
# numbers, weekdays and names 37% and less (the same event told by somebody else, other events of its kind, place, day).
ALIKE = 45  # percent


class Looked(NamedTuple):
    """A foreign report: its characters, whether its day is known so that it was looked at, whether it was linked."""

    size: int
    dated: bool
    linked: bool


def link_translations(store: Store, encoder: Encoder, since: str | None = None) -> Iterator[Looked]:
    """Link what is in the store, foreign reports from the day ``since`` on; the links are written after the last."""
    with store.transaction() as connection:
        foreign = [text for text in list_foreign(connection) if not text.day or text.day >= (since or "")]
    rows: list[TranslationRow] = []
    for day, alike in groupby(sorted(foreign, key=lambda text: text.day), key=lambda text: text.day):
        matcher = _Matcher(_texts_about(store, day) if day else [], encoder)
        for text in alike:
            found = matcher.match(text)
            rows += [found] if found is not None else []
            yield Looked(len(text.text), bool(day), found is not None)
    with store.transaction() as connection:
        replace_translations(connection, [text.text_hash for text in foreign], rows)
        log(store, connection, [("translations linked", "store", {"foreign": len(foreign), "linked": len(rows)})])


def _texts_about(store: Store, day: str) -> list[Dated]:
    middle = date.fromisoformat(day)
    after = middle + _WINDOW + timedelta(days=1)
    with store.transaction() as connection:
        return list_dated(connection, (middle - _WINDOW).isoformat(), after.isoformat())


class _Matcher:
    """The Arabic reports of some days; what is read of one is kept for the next foreign report of the day."""

    def __init__(self, texts: Sequence[Dated], encoder: Encoder) -> None:
        self.texts = texts
        self.encoder = encoder
        self.facts: Callable[[str], Arabic] = cache(read_arabic)
        self.rows: Callable[[str], Any] = cache(lambda text: self._encode(split_arabic(text)))

    def match(self, foreign: Dated) -> TranslationRow | None:
        """The link of a foreign report, or None."""
        facts = read_foreign(foreign.text)
        rows = self._encode(split_foreign(foreign.text))
        scores = [
            (-likeness(rows, found), text.text_hash)
            for text in self.texts
            if rows is not None and agree(facts, self.facts(text.text)) and (found := self.rows(text.text)) is not None
        ]
        score, text_hash = min(scores, default=(0.0, ""))
        alike = -round(score * 100)
        return TranslationRow(a=text_hash, b=foreign.text_hash, alike=alike) if alike >= ALIKE else None

    def _encode(self, sentences: list[str]) -> Any:
        return self.encoder.encode(sentences) if sentences else None

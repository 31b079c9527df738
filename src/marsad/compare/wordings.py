"""The words of a comparison in English and Arabic (``data/wordings.csv``)."""

from __future__ import annotations

from functools import cache
from typing import Literal

from .tables import load_rows

Language = Literal["en", "ar"]
LANGUAGES: tuple[Language, ...] = ("en", "ar")


def word(key: str, language: Language, **values: object) -> str:
    """A wording; a key without one (a governorate, a year) is its own wording."""
    text = _table().get((key, language), key)
    return text.format(**{name: _level(value, language) for name, value in values.items()}) if values else text


def _level(value: object, language: Language) -> object:
    """A figure that begins with a digit or sign is marked as running left to right amid Arabic: ≥ 20, not ≤ 20."""
    if language != "ar" or not isinstance(value, str) or not value or value[0].isalpha():
        return value
    return f"\u200e{value}\u200f"


@cache
def _table() -> dict[tuple[str, str], str]:
    tables = (("wordings", "key"), ("actor_relations", "relation"), ("features", "feature"))
    rows = [(row[column], row) for name, column in tables for row in load_rows(name)]
    return {(key, language): row[language] for key, row in rows for language in LANGUAGES}

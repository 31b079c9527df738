"""The words of a briefing in English and Arabic (``data/wordings.csv``)."""

from __future__ import annotations

import csv
import io
from functools import cache
from importlib.resources import files

from ..analyse import Language
from ..analyse.tables import level, put_in
from ..analyse.tables import word as analysis_word

_COMMAS: dict[Language, str] = {"en": ", ", "ar": "، "}


def word(key: str, language: Language, **values: object) -> str:
    """A wording; a key the briefing lacks is looked up among the words of the analysis (event types)."""
    text = _table().get((key, language))
    if text is None:
        return analysis_word(key, language)
    return put_in(text, language, **values)


def joined(parts: list[str], language: Language) -> str:
    """Parts with the comma of the language."""
    return _COMMAS[language].join(str(level(part, language)) for part in parts if part)


def number(value: float) -> str:
    """A figure: whole when it is, else with one digit."""
    return f"{value:,.0f}" if value == int(value) or value >= 100 else f"{value:.1f}"


@cache
def _table() -> dict[tuple[str, str], str]:
    text = (files("marsad.briefings") / "data" / "wordings.csv").read_text(encoding="utf-8-sig")
    rows = csv.DictReader(io.StringIO(text))
    return {(row["key"], language): row[language] for row in rows for language in ("en", "ar")}

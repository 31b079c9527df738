"""The words of alerts in English and Arabic (``data/wordings.csv``)."""

from __future__ import annotations

import csv
import io
from functools import cache
from importlib.resources import files

from ..analyse.tables import put_in
from .definitions import Language


def word(key: str, language: Language, **values: object) -> str:
    """A wording with its values; amid Arabic, names and figures keep their order."""
    return put_in(_table()[key, language], language, **values)


@cache
def _table() -> dict[tuple[str, str], str]:
    text = (files("marsad.alerts") / "data" / "wordings.csv").read_text(encoding="utf-8-sig")
    rows = csv.DictReader(io.StringIO(text))
    return {(row["key"], language): row[language] for row in rows for language in ("en", "ar")}

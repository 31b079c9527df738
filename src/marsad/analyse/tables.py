"""The data of the room (``analyse/data``): numbers of the methods, wordings, the look of charts."""

from __future__ import annotations

import csv
import io
import json
from functools import cache
from importlib.resources import files
from typing import Any, Literal

Language = Literal["en", "ar"]
_LEFT_TO_RIGHT, _RIGHT_TO_LEFT = "\u200e", "\u200f"


def _read(name: str) -> str:
    return (files("marsad.analyse") / "data" / name).read_text(encoding="utf-8-sig")


@cache
def load_settings() -> dict[str, float]:
    """The numbers of the methods by name (``data/settings.csv``)."""
    return {row["name"]: float(row["value"]) for row in csv.DictReader(io.StringIO(_read("settings.csv")))}


def load_theme() -> dict[str, Any]:
    """The Vega-Lite ``config`` of every chart (``data/theme.json``); a copy of its own for each caller."""
    theme: dict[str, Any] = json.loads(_read("theme.json"))
    return theme


def word(key: str, language: Language, **values: object) -> str:
    """A wording; a key without one (an actor, a place) is its own wording."""
    return put_in(_wordings().get((key, language), key), language, **values)


def put_in(text: str, language: Language, **values: object) -> str:
    """A wording with its values; amid Arabic, dates and signed figures keep their order (2021-10-12)."""
    if not values:
        return text
    return text.format(**{name: level(value, language) for name, value in values.items()})


def level(value: object, language: Language) -> object:
    """A figure or date that begins with a digit or sign is marked as running left to right amid Arabic."""
    if language != "ar" or not isinstance(value, str) or not value or value[0].isalpha():
        return value
    return f"{_LEFT_TO_RIGHT}{value}{_RIGHT_TO_LEFT}"


@cache
def _wordings() -> dict[tuple[str, str], str]:
    rows = list(csv.DictReader(io.StringIO(_read("wordings.csv"))))
    return {(row["key"], language): row[language] for row in rows for language in ("en", "ar")}

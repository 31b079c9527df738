"""The words that facts of foreign reports are told by, from ``foreign_words.yaml``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class ForeignWords:
    """Words to their values, letters to their sounds."""

    numbers: dict[str, int]
    multipliers: dict[str, int]
    rounded: dict[str, int]
    weekdays: dict[str, int]
    letters: dict[int, str]  # for str.translate
    spellings: tuple[tuple[str, str], ...]
    vowels: dict[int, int | None]


@cache
def foreign_words() -> ForeignWords:
    """The table, read once."""
    from ruamel.yaml import YAML

    text = files("marsad.custody.translations").joinpath("foreign_words.yaml").read_text(encoding="utf-8")
    table: dict[str, Any] = YAML(typ="safe").load(text)
    letters = {letter: sound for sound, alike in table["letters"].items() for letter in alike}
    return ForeignWords(
        _by_word(table["numbers"]) | _by_word(table["small"]), _by_word(table["multipliers"]),
        _by_word(table["rounded"]), _by_word(table["weekdays"]), str.maketrans(letters),
        tuple((latin, sound) for latin, sound in table["spellings"]), str.maketrans("", "", table["vowels"]),
    )  # fmt: skip


def _by_word(table: dict[int, list[str]]) -> dict[str, int]:
    return {word: value for value, words in table.items() for word in words}

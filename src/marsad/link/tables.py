"""The data of linking: families of events, weights of features, thresholds, words. Files beside this module.

They are not among the lexicons of the coder: another weight here must not make every coding look outdated.
"""

from __future__ import annotations

import csv
import hashlib
import io
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from ..errors import LexiconError
from ..text.folding import fold_word

_FILES = ("families.csv", "features.csv", "kin.csv", "thresholds.csv", "words.yaml")


@dataclass(frozen=True, slots=True)
class Feature:
    """A named trait of a pair of tellings: its weight in logits, and what it means.

    The file also says which weight a person expected (``prior``) before any was learned (scripts/train_incidents.py).
    """

    name: str
    weight: float
    meaning: str


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Probabilities: ``link`` two tellings, ``mean`` over two groups that become one, ``suggest`` to a person."""

    link: float
    mean: float
    suggest: float


@dataclass(frozen=True, slots=True)
class Words:
    """Folded words that linking reads; ``words.yaml`` says what each set is for."""

    night: frozenset[str]
    dawn: frozenset[str]
    groups: frozenset[str]
    umbrellas: dict[str, tuple[str, ...]]
    speakers: frozenset[str]
    titles: frozenset[str]


def _read(name: str) -> str:
    return (files(__package__) / name).read_text(encoding="utf-8")


def _rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(_read(name))))


@cache
def linker_version() -> str:
    """Short hash of the data of linking: another one asks for linking anew."""
    return hashlib.sha256("\0".join(_read(name) for name in _FILES).encode()).hexdigest()[:12]


@cache
def load_features() -> dict[str, Feature]:
    """Features by name, in the order of the file."""
    found: dict[str, Feature] = {}
    for row in _rows("features.csv"):
        try:
            found[row["feature"]] = Feature(row["feature"], float(row["weight"]), row["meaning"])
        except ValueError as error:
            raise LexiconError(
                f"features.csv: the weight of {row['feature']} is {row['weight']!r}. Write a number."
            ) from error
    return found


@cache
def load_weights() -> dict[str, float]:
    """Weights by feature."""
    return {name: feature.weight for name, feature in load_features().items()}


@cache
def load_thresholds() -> Thresholds:
    """The thresholds of ``thresholds.csv``."""
    return Thresholds(**{row["threshold"]: float(row["value"]) for row in _rows("thresholds.csv")})


@cache
def load_families() -> dict[str, tuple[str, tuple[str, ...]]]:
    """Family and blocks by sub-event type. Two events are only compared within a block."""
    return {row["sub_event_type"]: (row["family"], tuple(row["blocks"].split())) for row in _rows("families.csv")}


@cache
def load_kin() -> dict[tuple[str, str], float]:
    """How near two families are, 0 to 1, in both orders; families that are not listed are strangers."""
    found = {(family, family): 1.0 for family, _ in load_families().values()}
    for row in _rows("kin.csv"):
        found[row["family"], row["other"]] = found[row["other"], row["family"]] = float(row["nearness"])
    return found


@cache
def load_words() -> Words:
    """The word sets of ``words.yaml``, folded."""
    from ruamel.yaml import YAML

    rows: dict[str, Any] = YAML(typ="safe").load(_read("words.yaml"))
    umbrellas = {str(name): tuple(map(str, covered)) for name, covered in rows.pop("umbrellas").items()}
    sets = {name: frozenset(w for word in words for w in fold_word(str(word)).split()) for name, words in rows.items()}
    return Words(umbrellas=umbrellas, **sets)

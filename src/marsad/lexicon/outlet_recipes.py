"""Recipes of outlets: where a site puts body, title, date and byline on its pages (``lexicons/outlet_recipes``).

Example: ``load_recipes().of_host("www.enabbaladi.net")`` is the recipe ``enab-baladi``, its body ``.content-article``.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from ..errors import LexiconError
from ..text.folding import fold_word
from .tables import list_files, load_yaml

FOLDER = "outlet_recipes"
SELECTORS = ("body", "title", "date", "byline", "outlet", "drop")


@dataclass(frozen=True, slots=True)
class Recipe:
    """CSS selectors of a site or of a publishing system (``shape``); ``version`` changes with what it says.

    ``signs`` are literal pieces of a page's source that give a shape away. ``every`` joins all bodies of a page
    (posts of a channel).
    """

    id: str
    version: str
    names: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    selectors: dict[str, tuple[str, ...]] = field(default_factory=dict)
    every: bool = False
    month_first: bool = False

    @property
    def is_outlet(self) -> bool:
        """True for the recipe of an outlet, false for a shape."""
        return bool(self.hosts)

    def selector(self, what: str) -> tuple[str, ...]:
        """The selectors of body, title, date, byline, outlet or drop, the surer first; empty when there is none."""
        return self.selectors.get(what, ())


@dataclass(slots=True)
class Recipes:
    """All recipes: outlets by host and by folded name, shapes in the order in which they are tried."""

    outlets: dict[str, Recipe] = field(default_factory=dict)
    names: dict[str, Recipe] = field(default_factory=dict)
    shapes: list[Recipe] = field(default_factory=list)

    def of_host(self, host: str) -> Recipe | None:
        """The recipe of a host or of the domain above it: ``ar.syria.tv`` has that of ``syria.tv``."""
        parts = host.lower().split(":")[0].split(".")
        for start in range(max(0, len(parts) - 1)):
            found = self.outlets.get(".".join(parts[start:]))
            if found is not None:
                return found
        return None

    def of_name(self, name: str) -> Recipe | None:
        """The recipe of an outlet's name in Arabic or English, in any spelling of hamza and ta marbuta."""
        return self.names.get(fold_name(name))

    def of_source(self, html: str) -> Recipe | None:
        """The first shape whose sign stands in the source of a page."""
        return next((shape for shape in self.shapes if any(sign in html for sign in shape.signs)), None)


@lru_cache(maxsize=10_000)
def fold_name(name: str) -> str:
    """A name without hamza seats, case and outer blanks, for comparing."""
    return " ".join(fold_word(name).lower().split())


def split_list(value: Any) -> tuple[str, ...]:
    """The parts of a text of parts separated by commas."""
    return tuple(part.strip() for part in str(value or "").split(",") if part.strip())


@lru_cache(maxsize=1)
def load_recipes() -> Recipes:
    """Every recipe of the lexicons, an outlet's with the selectors of its shape filled in."""
    shapes = {str(row["id"]): row for row in load_yaml(f"{FOLDER}/shapes.yaml")}
    recipes = Recipes(shapes=[_compile(row, {}) for row in shapes.values()])
    for name in list_files(FOLDER, ".yaml"):
        for row in load_yaml(name) if not name.endswith("shapes.yaml") else ():
            shape = shapes.get(str(row.get("shape")), {}) if row.get("shape") else {}
            if row.get("shape") and not shape:
                raise LexiconError(f"{name}: {row.get('id')}: there is no shape {row['shape']!r}. See shapes.yaml.")
            recipe = _compile(row, shape)
            recipes.outlets.update(dict.fromkeys(recipe.hosts, recipe))
            recipes.names.update({fold_name(one): recipe for one in recipe.names})
    return recipes


def _compile(row: dict[str, Any], shape: dict[str, Any]) -> Recipe:
    selectors = {}
    for what in SELECTORS:
        own, below = str(row.get(what) or ""), str(shape.get(what) or "")
        # What a shape drops goes as well; for the rest the outlet's own word comes first, its shape's behind it.
        selectors[what] = split_list(", ".join(part for part in (own, below) if part))
    digest = hashlib.sha256(repr(sorted({**shape, **row}.items())).encode()).hexdigest()[:8]
    return Recipe(
        str(row["id"]),
        digest,
        split_list(row.get("names")),
        tuple(host.lower() for host in split_list(row.get("hosts"))),
        split_list(row.get("sign")),
        selectors,
        bool(row.get("every") or shape.get("every")),
        row.get("order") == "month-first",
    )

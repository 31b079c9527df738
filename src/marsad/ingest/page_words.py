"""Words of pages from ``lexicons/page_words.yaml``, compiled: furniture classes, date labels, relative times, bylines.

Example: ``words_of_pages().is_furniture("td-related-posts")`` is true, ``"elementor-widget"`` is not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from selectolax.lexbor import LexborNode

from ..lexicon.outlet_recipes import split_list
from ..lexicon.tables import load_yaml
from ..text.folding import fold_letters, fold_word

_WORD = re.compile(r"[^\W\d_]+|[0-9]+")
_LARGE = 0.4
_LARGEST = 0.9
_MEASURED = 20
_ALWAYS = frozenset(("nav", "figcaption", "amp-sidebar"))


@dataclass(frozen=True, slots=True)
class PageWords:
    """The compiled lists; words are folded and in small letters."""

    furniture: re.Pattern[str]
    sure: re.Pattern[str]
    own_feet: re.Pattern[str]
    furniture_tags: frozenset[str]
    updates: tuple[str, ...]
    publishes: tuple[str, ...]
    openers: frozenset[str]
    units: dict[str, int]
    days: dict[str, int]
    date_words: frozenset[str]
    bylines: str
    byline_label: re.Pattern[str]
    byline_openers: frozenset[str]
    not_bylines: frozenset[str]
    dates: str

    def is_furniture(self, names: str) -> bool:
        """True when a class attribute or an id holds a furniture word."""
        return _holds(self.furniture, names)

    def is_own_foot(self, names: str) -> bool:
        """True for the foot of the report itself (``entry-footer``), where its date and author may stand."""
        return _holds(self.own_feet, names)

    def is_beside(self, names: str) -> bool:
        """The same for facts: the foot of the report itself holds its date and author, so it is none."""
        return _holds(self.furniture, names) and _holds(self.furniture, self.own_feet.sub(" ", names))


@lru_cache(maxsize=50_000)
def _holds(pattern: re.Pattern[str], names: str) -> bool:
    """Whether the pattern is in the names; remembered, for sites repeat their classes on every page."""
    return pattern.search(names) is not None


@lru_cache(maxsize=1)
def words_of_pages() -> PageWords:
    """The lexicon file, compiled once."""
    data = load_yaml("page_words.yaml")
    labels = sorted((re.escape(one) for one in split_list(data["byline_labels"])), key=len, reverse=True)
    return PageWords(
        _classes(data["furniture_classes"]),
        _classes(data["sure_classes"]),
        re.compile("|".join(map(re.escape, split_list(data["own_feet"])))),
        frozenset(split_list(data["furniture_tags"])),
        _folded(data["update_labels"]),
        _folded(data["publish_labels"]),
        frozenset(_folded(data["relative_openers"])),
        _numbers(data["relative_units"]),
        _numbers(data["relative_days"]),
        _date_words(),
        data["byline_selectors"],
        re.compile(rf"^(?:{'|'.join(labels)})(?:\s*[:/-]\s*|\s+)", re.IGNORECASE),
        frozenset(_folded(data["byline_openers"])),
        frozenset(_folded(data["not_bylines"])),
        data["date_selectors"],
    )


def _date_words() -> frozenset[str]:
    """Words of which date lines are made: months of all calendars, weekdays, labels."""
    page = load_yaml("boilerplate.yaml")
    lists = [*page["months"].values(), page["hijri_months"], page["weekdays"], page["date_labels"]]
    return frozenset(word for value in lists for name in _folded(value) for word in name.split())


def _classes(value: object) -> re.Pattern[str]:
    names = "|".join(map(re.escape, split_list(value)))
    return re.compile(rf"(?:^|[\s_-])(?:{names})(?:$|[\s_-])", re.IGNORECASE)


def _folded(value: object) -> tuple[str, ...]:
    return tuple(fold_word(word).lower() for word in split_list(value))


def _numbers(value: object) -> dict[str, int]:
    parts = (entry.partition("=") for entry in split_list(value))
    return {fold_word(name).lower(): int(number) for name, _, number in parts}


def fold_words(text: str) -> str:
    """The words and numbers of a short text, folded and in small letters, with single blanks between them."""
    return " ".join(_WORD.findall(fold_letters(text).lower()))


class Pruner:
    """Says of the elements of a page which are furniture, and remembers them in ``pruned``.

    An element that holds the title or much of the unlinked text of ``root`` is none, whatever it is called.
    """

    def __init__(self, root: LexborNode) -> None:
        """Measure the text of ``root``, the whole that is read."""
        self.text = _unlinked(root)
        # Nested furniture would be measured again at every level: measuring ends with this many characters.
        self.budget = _MEASURED * max(self.text, 1000)
        self.titled = root.css_first("h1") is not None
        self.pruned: list[LexborNode] = []
        self.known: dict[tuple[str | None, str | None], bool] = {}

    def __call__(self, node: LexborNode) -> bool:
        """True when the element goes."""
        words = words_of_pages()
        tag = node.tag
        names = node.attributes
        key = names.get("class"), names.get("id")
        named = self.known.get(key)
        if named is None:
            named = self.known[key] = words.is_furniture(f"{key[0] or ''} {key[1] or ''}")
        if not named and tag not in words.furniture_tags:
            return False
        if tag not in _ALWAYS and (node.css_first("h1") is not None or self._is_large(node, key)):
            return False
        self.pruned.append(node)
        return True

    def _is_large(self, node: LexborNode, key: tuple[str | None, str | None]) -> bool:
        if self.budget < 0:
            return True
        size = len(node.text())
        self.budget -= size
        sure = self.titled and _holds(words_of_pages().sure, f"{key[0] or ''} {key[1] or ''}")
        most = (_LARGEST if sure else _LARGE) * self.text
        return size > most and _unlinked(node) > most


def _unlinked(node: LexborNode) -> int:
    """Characters of a node outside links."""
    return len(node.text()) - sum(len(link.text()) for link in node.css("a"))

"""When a page was published: JSON-LD, meta, the recipe's place, ``<time>``, and Arabic dates around the title.

Related reports, comments, footers and bars that show today's date are never asked; a date of updating is none.
Relative dates count only when it is known when the page was fetched.

Example: ``نشر: 15 كانون الأول 2021 | آخر تحديث: 17 كانون الأول 2021`` below the title gives ``2021-12-15``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from selectolax.lexbor import LexborNode

from ..lexicon.outlet_recipes import Recipe
from .blocks import iter_ancestors
from .dates import parse_published
from .page_heads import PageHead
from .page_words import fold_words, words_of_pages

_MICRODATA = "itemprop:datePublished"
_METAS = (
    "article:published_time",
    _MICRODATA,
    "pubdate",
    "publishdate",
    "publish-date",
    "date",
    "DC.date.issued",
    "og:published_time",
)
_PARTS = re.compile(r"\s*[|•·]\s*|\s{3,}")
_LONGEST = 100
_OTHER_WORDS = 4
_DATES = 50
_LEVELS = 4
_SIBLINGS = 8
_BODY = 300


@dataclass(slots=True)
class Published:
    """The date with the warnings that reading it gave; ``relative`` is a wording without a day (``منذ ساعتين``)."""

    value: str | None
    warnings: list[str] = field(default_factory=list)
    relative: str | None = None


def find_published(head: PageHead, title: LexborNode | None, recipe: Recipe | None, retrieved: str | None) -> Published:
    """The date of publication; the first source that holds one wins, later ones that differ by days are named."""
    if recipe is not None and recipe.every:
        return _of_posts(head, recipe)
    result = _choose(head, recipe, retrieved)
    if result.value is None and result.relative is None:
        result.value, result.relative = _near_title(head, title, recipe is not None and recipe.month_first)
    if result.value is None and result.relative:
        result.value = resolve_relative(result.relative, retrieved)
        if result.value is None:
            told = f"the page says only «{result.relative}», so the day is unknown; give --published"
            result.warnings.append(f"published: {told}")
    result.warnings = list(dict.fromkeys(result.warnings))
    return result


def _choose(head: PageHead, recipe: Recipe | None, retrieved: str | None) -> Published:
    """The first stated date; what is no date, later than the fetching, or days apart from it is a warning."""
    result = Published(None)
    source = ""
    for where, text in _stated(head, recipe):
        found = parse_published(text, month_first=recipe is not None and recipe.month_first)
        if found is None:
            if _is_relative(text):
                result.relative = result.relative or text
            else:
                result.warnings.append(f"published: {text[:60]!r} on the page is no date, ignored")
        elif retrieved is not None and _days_between(retrieved, found) > 1:
            result.warnings.append(f"published: {where} says {found[:10]}, later than the page was fetched; ignored")
        elif result.value is None:
            result.value, source = found, where
        elif abs(_days_between(result.value, found)) > 1:
            clash = f"{where} says {found[:10]}, {source} {result.value[:10]}; {source} wins"
            result.warnings.append(f"published: {clash}")
    return result


def _of_posts(head: PageHead, recipe: Recipe) -> Published:
    """The day of the posts of a channel's page; unknown when they are of several days."""
    nodes = head.tree.css(",".join(recipe.selector("date")))
    found = [parse_published(node.attributes.get("datetime") or _short(node)) for node in nodes]
    moments = [moment for moment in found if moment is not None]
    days = {moment[:10] for moment in moments}
    if len(days) > 1:
        span = f"{len(days)} days, {min(days)} to {max(days)}"
        return Published(None, [f"published: the page holds posts of {span}; give each its own file"])
    return Published(moments[0] if moments else None)


def _stated(head: PageHead, recipe: Recipe | None) -> Iterator[tuple[str, str]]:
    """Dates in the order of trust, each with the name of its source."""
    value = head.linked.get("datePublished")
    if isinstance(value, str) and value:
        yield "JSON-LD", value
    for name in _METAS:
        found = head.metas.get(name)
        if found:
            yield f"meta {name.removeprefix('itemprop:')}", found
    shown = _by_recipe(head, recipe)
    if shown:
        yield "the recipe's date", shown
    # Where the head or the recipe has said it, the first time element of the body adds only doubt.
    if not isinstance(value, str) and head.meta(*_METAS) is None and (not shown or _is_relative(shown)):
        for where, found in (("microdata", head.body_metas.get(_MICRODATA)), ("the time element", _time_element(head))):
            if found:
                yield where, found


def _by_recipe(head: PageHead, recipe: Recipe | None) -> str | None:
    for selector in recipe.selector("date") if recipe is not None else ():
        for node in head.iter_nodes(selector):
            text = node.attributes.get("datetime") or node.attributes.get("content") or _short(node)
            if text and not head.is_beside(node):
                return _without_updates(text)
    return None


def _time_element(head: PageHead) -> str | None:
    """The datetime of the article's own time element: inside article or main first, never of an update."""
    own: list[tuple[int, str]] = []
    for node in head.times:
        names = node.attributes
        value, kind = names.get("datetime"), names.get("class") or ""
        if not value or ("updated" in kind and "published" not in kind) or head.is_beside(node):
            continue
        inside = any(up.tag in ("article", "main") for up in iter_ancestors(node, 30))
        own.append((0 if inside else 1, value))
    return min(own, key=lambda pair: pair[0])[1] if own else None


def _short(node: LexborNode) -> str:
    text = " ".join(node.text(separator=" ").split())
    return text if len(text) <= _LONGEST else ""


def _without_updates(text: str) -> str:
    """The part of a date line that speaks of publishing: what follows «نشر», before «آخر تحديث»."""
    words = words_of_pages()
    parts = [part for part in _PARTS.split(text) if part]
    if len(parts) < 2:
        return text
    folded = [fold_words(part) for part in parts]
    first = [p for p, f in zip(parts, folded, strict=True) if any(label in f for label in words.publishes)]
    plain = [p for p, f in zip(parts, folded, strict=True) if not any(label in f for label in words.updates)]
    return " ".join(first or plain or parts)


def _near_title(head: PageHead, title: LexborNode | None, month_first: bool) -> tuple[str | None, str | None]:
    """A date around the title, else in an element classed as a date; and a relative wording seen on the way."""
    relative = None
    for text in _shown_texts(head, title):
        found = _read_shown(text, month_first)
        if found is not None:
            return found, None
        relative = relative or (text if _is_relative(text) else None)
    return None, relative


def _shown_texts(head: PageHead, title: LexborNode | None) -> Iterator[str]:
    yield from texts_around(head, title) if title is not None else ()
    for node in head.tree.css(words_of_pages().dates)[:_DATES]:
        if len(node.text()) <= _LONGEST and not head.is_beside(node):
            yield _short(node)


def _read_shown(text: str, month_first: bool) -> str | None:
    """The date of a line that says little else: a sentence that mentions a day is no date line."""
    dates = words_of_pages().date_words
    for part in _PARTS.split(_without_updates(text)):
        words = fold_words(part).split()
        if sum(not word.isdecimal() and word not in dates for word in words) <= _OTHER_WORDS:
            found = parse_published(part, month_first=month_first)
            if found is not None:
                return found
    return None


def texts_around(head: PageHead, title: LexborNode) -> Iterator[str]:
    """Short texts beside the title, level by level: behind it, before it; past the body only whole short elements."""
    node: LexborNode | None = title
    for _ in range(_LEVELS):
        if node is None or node.tag in ("body", "html", "main"):
            return
        yield from _siblings(head, node, forward=True)
        yield from _siblings(head, node, forward=False)
        node = node.parent


def _siblings(head: PageHead, node: LexborNode, forward: bool) -> Iterator[str]:
    other = node.next if forward else node.prev
    passed = False
    for _ in range(_SIBLINGS * 2):
        if other is None:
            return
        text = " ".join(other.text(separator=" ").split()) if other.tag not in ("script", "style", "-comment") else ""
        if len(text) > _BODY:
            if not forward:
                return
            passed = True
        elif text and (other.tag == "-text" or not head.is_beside(other)):
            if len(text) <= _LONGEST:
                yield text
            if not passed:
                yield from _children(head, other)
        other = other.next if forward else other.prev


def _children(head: PageHead, node: LexborNode) -> Iterator[str]:
    for child in list(node.iter())[:_SIBLINGS]:
        text = _short(child)
        if text and not head.is_beside(child):
            yield text


def _is_relative(text: str) -> bool:
    return resolve_relative(text, "2000-01-01") is not None


def resolve_relative(text: str, retrieved: str | None) -> str | None:
    """The day that ``منذ 3 ساعات`` or ``أمس`` means for a page fetched at ``retrieved``; None for other wordings."""
    words = words_of_pages()
    tokens = fold_words(text).split()
    if not retrieved or not tokens or len(tokens) > 8:
        return None
    if len(tokens) <= 2 and " ".join(tokens) in words.days:
        return _days_before(retrieved, words.days[" ".join(tokens)])
    start = next((i for i, token in enumerate(tokens) if token in words.openers or token == "ago"), None)
    unit = next((words.units[token] for token in tokens if token in words.units), None)
    if start is None or unit is None:
        return None
    number = next((int(token) for token in tokens if token.isdecimal() and len(token) <= 4), 1)
    return _days_before(retrieved, number * unit // (24 * 60))


def _days_before(moment: str, days: int) -> str | None:
    try:
        return (date.fromisoformat(moment[:10]) - timedelta(days=days)).isoformat()
    except (ValueError, OverflowError):
        return None


def _days_between(one: str, other: str) -> int:
    """Days from ``one`` to ``other``; 0 when either is no ISO date."""
    try:
        return (date.fromisoformat(other[:10]) - date.fromisoformat(one[:10])).days
    except ValueError:
        return 0

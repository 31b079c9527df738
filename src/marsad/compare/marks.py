"""Pieces of HTML in two languages at once: the page shows one and hides the other, without a script."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from .tallies import Share
from .wordings import LANGUAGES, word


def both(key: str, **values: object) -> str:
    """A wording in English and Arabic."""
    return "".join(f'<span lang="{language}">{escape(word(key, language, **values))}</span>' for language in LANGUAGES)


def in_both(english: str, arabic: str) -> str:
    """Two texts, one a language; the same text once when they are equal."""
    if english == arabic:
        return free(english)
    return f'<span lang="en">{free(english)}</span><span lang="ar">{free(arabic)}</span>'


def free(text: str) -> str:
    """A text of unknown direction, kept apart from what stands around it."""
    return f"<bdi>{escape(text)}</bdi>"


def number(value: float | None) -> str:
    """A number cell."""
    return f'<td class="n">{"" if value is None else f"{value:,}"}</td>'


def table(head: Sequence[str], rows: Iterable[Sequence[str]], caption: str = "") -> str:
    """A table of cells that are HTML already; a row's cells bring their own ``td``."""
    title = f"<caption>{caption}</caption>" if caption else ""
    heads = "".join(f'<th scope="col">{cell}</th>' for cell in head)
    body = "\n".join(f"<tr>{''.join(row)}</tr>" for row in rows)
    return f'<div class="wide"><table>{title}<thead><tr>{heads}</tr></thead>\n<tbody>\n{body}\n</tbody></table></div>'


def cell(content: str) -> str:
    """A text cell."""
    return f"<td>{content}</td>"


def bar(share: Share) -> str:
    """A share as a bar with its bounds."""
    style = f"--share:{share.share};--low:{share.low};--high:{share.high}"
    return f'<td><span class="bar" style="{style}"><i></i><s></s></span></td>'


def figure(value: str, key: str, note: str = "") -> str:
    """A large number with what it counts."""
    small = f"<small>{note}</small>" if note else ""
    return f"<div><b><bdi>{escape(value)}</bdi></b>{both(key)}<br>{small}</div>"


def folded(title: str, content: str, is_open: bool = False) -> str:
    """A section that opens by itself, without a script."""
    return f"<details{' open' if is_open else ''}><summary>{title}</summary>{content}</details>"

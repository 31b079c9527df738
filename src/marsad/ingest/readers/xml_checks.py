"""XML under caps: no entities, nothing external, bounded depth and attributes; text in feeds' HTML."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from ..limits import MAX_ATTRIBUTES, MAX_XML_DEPTH
from .contracts import Refused

_REMEDY = "Check where it comes from; save it again without the declarations"
Start = Callable[[str, dict[str, str]], object]


class _Target:
    """Counts depth and attributes while the parser goes over the elements; keeps nothing."""

    def __init__(self, on_start: Start | None) -> None:
        self._on_start = on_start
        self._depth = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > MAX_XML_DEPTH:
            raise Refused("hostile-xml", f"its elements nest deeper than {MAX_XML_DEPTH}", _REMEDY)
        if len(attributes) > MAX_ATTRIBUTES:
            raise Refused("hostile-xml", f"an element has more than {MAX_ATTRIBUTES:,} attributes", _REMEDY)
        if self._on_start is not None:
            self._on_start(tag, attributes)

    def end(self, tag: str) -> None:
        self._depth -= 1

    def close(self) -> None:
        return None


def walk_xml(raw: bytes, on_start: Start | None = None) -> str | None:
    """Go over the elements; what is not well formed (feeds often are not), or None. Hostile XML is :class:`Refused`."""
    parser: Any = DefusedXMLParser(
        target=_Target(on_start), forbid_dtd=False, forbid_entities=True, forbid_external=True
    )
    try:
        parser.feed(raw)
        parser.close()
    except DefusedXmlException as error:
        problem = f"it declares entities or points outside itself ({type(error).__name__})"
        raise Refused("hostile-xml", problem, _REMEDY) from None
    except (ParseError, ValueError, LookupError) as error:
        return str(error)[:120]
    return None


_BREAKS = re.compile(r"<(?:/(?:p|div|li|h[1-6]|tr|blockquote|section|article)|br\s*/?)\s*>", re.IGNORECASE)
_MARKUP = re.compile(r"<[a-zA-Z/!]|&[a-zA-Z#]")


def strip_tags(html: str) -> str:
    """Text of a piece of HTML, a line a block; text without markup as it is."""
    if not _MARKUP.search(html):
        return html.strip()
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(_BREAKS.sub(lambda match: match.group() + "\n", html))
    for node in tree.css("script,style,noscript,template,iframe"):
        node.decompose()
    text = tree.body.text(separator="") if tree.body is not None else ""
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)

"""Pages of a Telegram channel (t.me/s/…): one report a post. A page with a single post is read as any page.

Selectors stand in ``outlet_recipes/shapes.yaml`` (``telegram-web``). Example: a page with twenty posts
of a channel gives twenty reports, each with its own day and link.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from selectolax.lexbor import LexborNode

from ...lexicon.outlet_recipes import Recipe
from ..dates import parse_published
from ..decoding import check_text
from ..extractors import parse_page
from ..nesting import shorten_tags
from ..page_bytes import decode_page
from ..pages import read_page
from ..recipes import find_shape
from ..records import RawReport, hash_bytes
from .contracts import Blob, Item, Reader, Reading, Refused, inside, whole
from .htmls import known_of
from .xml_checks import strip_tags

_SIGN = b"tgme_widget_message_text"
_POST = ".tgme_widget_message[data-post]"
_POSTS = 2_000
_FORWARDED = ".tgme_widget_message_forwarded_from_name"


def claims(blob: Blob) -> bool:
    """The sign of Telegram's own pages near the start."""
    return blob.root == "html" and _SIGN in blob.head


def read(blob: Blob, reading: Reading) -> Iterator[Item]:
    """The posts in the order of the page."""
    for item in reading.parse("channel", blob.read_all(), blob.source, known_of(blob)):
        yield whole(item, blob) if item.locator is None else inside(item, blob, item.locator)


def parse(raw: bytes, source: str, options: Mapping[str, str]) -> Iterator[Item]:
    """The job of :func:`read`."""
    decoded = decode_page(raw)
    html = shorten_tags(decoded.text)
    tree = parse_page(html) if decoded.problem is None else None
    shape = find_shape(html)
    posts = tree.css(_POST) if tree is not None and shape is not None and shape.every else []
    if tree is None or shape is None or len(posts) < 2:
        yield read_page(raw, source, url=options.get("url"), retrieved=options.get("retrieved"))
        return
    outlet = _text(tree.root, shape.selector("outlet"))
    for post in posts[:_POSTS]:
        yield _read_post(post, shape, outlet, source)
    if len(posts) > _POSTS:
        problem = f"the page holds {len(posts):,} posts, {_POSTS:,} were read"
        yield Refused("too-large", problem, "Save shorter pages of the channel").at(source)


def _read_post(post: LexborNode, shape: Recipe, outlet: str | None, source: str) -> Item:
    address = (post.attributes.get("data-post") or "").strip()[:200]
    locator = f"post {address}"
    place = f"{source}, {locator}"
    raw = (post.html or "").encode("utf-8", "replace")
    text = "\n".join(strip_tags(node.html or "") for node in post.css(",".join(shape.selector("body"))))
    if not text.strip():
        refusal = Refused("skipped", "a post without text", "Look at it in the channel", None, True)
        return replace(refusal.at(place), locator=locator)
    checked = check_text(text)
    if checked.problem is not None:
        return replace(Refused(*checked.problem).at(place, raw), locator=locator)
    report = RawReport(raw, hash_bytes(raw), place, checked.text, warnings=list(checked.warnings), locator=locator)
    report.extractor, report.external_id = f"shape:{shape.id}/{shape.version}", address
    report.outlet = outlet or address.split("/")[0]
    report.url = f"https://t.me/{address}"
    stated = post.css_first(",".join(shape.selector("date")))
    report.published = parse_published(stated.attributes.get("datetime")) if stated is not None else None
    if report.published is None:
        report.warnings.append("published: the post has no date that can be read")
    origin = _text(post, (_FORWARDED,))
    if origin is not None:
        report.byline = origin
        report.warnings.append(f"forwarded: first written by «{origin}», passed on here")
    return report


def _text(node: LexborNode | None, selectors: tuple[str, ...]) -> str | None:
    found = node.css_first(",".join(selectors)) if node is not None and selectors else None
    return " ".join(found.text().split())[:120] or None if found is not None else None


READER = Reader("channel", claims, read)

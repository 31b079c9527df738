"""Page fixtures: layouts (fixtures/pages/layouts) filled with stories, and what a reader must get out of each.

Example: ``render(case_of("wp-mine"))`` are the bytes of a WordPress page, ``expected(...)`` its body, title and date.
"""

from __future__ import annotations

import csv
import json
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from marsad.lexicon.outlet_recipes import fold_name, load_recipes

PAGES = Path(__file__).parent / "fixtures" / "pages"
_EASTERN = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_FARSI = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


@dataclass(frozen=True)
class Case:
    """A page: its layout, its story and where its date stands."""

    id: str
    split: str
    layout: str
    story: str
    site: str
    url: str
    meta: str
    shown: str
    published: str
    encoding: str


@dataclass(frozen=True)
class Expected:
    """What a reader must get; ``published`` is a day."""

    body: str
    title: str | None
    byline: str
    published: str | None
    outlet: str | None


@cache
def _stories() -> dict[str, Any]:
    data: dict[str, Any] = YAML(typ="safe").load((PAGES / "stories.yaml").read_text(encoding="utf-8"))
    return data


@cache
def _calendar() -> dict[str, list[str]]:
    """Names of months and weekdays, from the stories' own file: the reader's tables are not asked."""
    return {key: value.split(", ") for key, value in _stories()["calendar"].items()}


def story_of(name: str) -> dict[str, Any]:
    return next(story for story in _stories()["stories"] if story["id"] == name)


@cache
def load_cases() -> tuple[Case, ...]:
    with (PAGES / "cases.csv").open(encoding="utf-8", newline="") as stream:
        return tuple(Case(**row) for row in csv.DictReader(stream))


def expected(case: Case) -> Expected:
    story = story_of(case.story)
    body = "\n".join(re.sub(r"^(?:## |- |> )", "", paragraph) for paragraph in story["paragraphs"])
    published = {"": story["published"][:10], "none": None}.get(case.published, case.published)
    named = "site" in case.meta or "jsonld" in case.meta or case.split == "recipe"
    title = None if case.layout == "telegram" else story["title"]  # a channel's posts have none
    return Expected(body, title, story["byline"], published, case.site if named else None)


def _hijri(moment: datetime) -> str:
    from hijridate import Gregorian

    names = _calendar()
    day = Gregorian(moment.year, moment.month, moment.day).to_hijri()
    return f"{day.day} {names['hijri'][day.month - 1]} {day.year}هـ"


def _update(later: datetime) -> str:
    return f"آخر تحديث: {later.day} {_calendar()['levant'][later.month - 1]} {later.year}"


def show_date(moment: datetime, style: str) -> str:
    """A date as outlets write it; ``later`` is a day after, for pages that were updated."""
    day, month, year, at = moment.day, moment.month - 1, moment.year, f"{moment:%H:%M}"
    names = _calendar()
    weekday = names["weekdays"][moment.weekday()]
    styles = {
        "levant": f"{weekday} {day} {names['levant'][month]} {year}",
        "egypt": f"{weekday}، {day} {names['egypt'][month]} {year}",
        "morocco": f"{day} {names['morocco'][month]} {year} - {at}",
        "algeria": f"{day} {names['algeria'][month]} {year}",
        "double": f"نُشر في: {day} {names['levant'][month]}/{names['egypt'][month]} {year} الساعة {at}",
        "eastern": f"{year}/{moment.month:02}/{day:02}".translate(_EASTERN),
        "eastern-words": f"{day} {names['levant'][month]} {year}".translate(_EASTERN),
        "farsi": f"{day} {names['egypt'][month]}، {year}".translate(_FARSI),
        "slashed": f"{day:02}/{moment.month:02}/{year} {at}",
        "dotted": f"{year}.{moment.month:02}.{day:02} | {at} دمشق",
        "clock": f"{at} - {day} {names['egypt'][month]} {year} (توقيت مكة)",
        "first": f"{names['egypt'][month]} {day}, {year}",
        "hijri": _hijri(moment),
        "both": f"{weekday} {_hijri(moment)} الموافق {day} {names['egypt'][month]} {year}م",
        "updated": f"نشر: {day} {names['levant'][month]} {year} | {_update(moment + timedelta(days=2))}",
        "english": f"{moment:%B} {day}, {year} {at}",
        "relative": "منذ 3 ساعات",
        "none": "",
    }
    return styles[style]


def _head(case: Case, story: dict[str, Any]) -> str:
    title = f"{story['title']} - {case.site}"
    parts = [f'<meta charset="{case.encoding}">', f"<title>{title}</title>"]
    flags = case.meta.split("+")
    if "site" in flags:
        parts.append(f'<meta property="og:site_name" content="{case.site}">')
        parts.append(f'<meta property="og:title" content="{title}">')
    if case.url:
        parts.append(f'<link rel="canonical" href="{case.url}">')
    if "og" in flags:
        parts.append(f'<meta property="article:published_time" content="{story["published"]}">')
        parts.append('<meta property="article:modified_time" content="2025-06-01T00:00:00+00:00">')
    if "pubdate" in flags:
        parts.append(f'<meta name="pubdate" content="{story["published"][:10]}">')
    if "jsonld" in flags:
        parts.append(f'<script type="application/ld+json">{json.dumps(_linked(case, story))}</script>')
    if "relatedld" in flags:
        other = {"@type": "ItemList", "itemListElement": [{"@type": "NewsArticle", "datePublished": "2016-02-02"}]}
        parts.append(f'<script type="application/ld+json">{json.dumps(other)}</script>')
    return "\n".join(parts)


def _linked(case: Case, story: dict[str, Any]) -> dict[str, Any]:
    article = {
        "@type": "LiveBlogPosting" if case.layout == "live_blog" else "NewsArticle",
        "headline": story["title"],
        "datePublished": story["published"],
        "dateModified": "2025-06-01T00:00:00+00:00",
        "author": {"@type": "Person", "name": story["byline"]},
        "publisher": {"@type": "Organization", "name": case.site},
    }
    site = {"@type": "WebSite", "name": case.site}
    return {"@context": "https://schema.org", "@graph": [site, article]}


def _paragraphs(story: dict[str, Any], forms: dict[str, str]) -> list[str]:
    kinds = {"## ": "heading", "- ": "item", "> ": "quote"}
    parts = []
    for number, text in enumerate(story["paragraphs"]):
        kind = next((name for mark, name in kinds.items() if text.startswith(mark)), "paragraph")
        bare = re.sub(r"^(?:## |- |> )", "", text)
        parts.append(forms[kind].replace("{}", bare).replace("{n}", str(number)))
    return parts


def _links(count: int) -> str:
    lines = _stories()["headlines"]
    return "".join(f'<li><a href="/archive/{i}">{lines[i % len(lines)]} {i}</a></li>\n' for i in range(count))


def _noise(number: int) -> dict[str, str]:
    """Menus, related links, comments: the same for a story every time."""
    data = _stories()
    lines = data["headlines"][number % 7 :] + data["headlines"][: number % 7]
    teasers = data["teasers"]
    return {
        "menu": "".join(f'<li class="menu-item"><a href="/c/{i}">{w}</a></li>' for i, w in enumerate(data["menu"])),
        "menubar": " | ".join(f'<a href="/c/{i}">{word}</a>' for i, word in enumerate(data["menu"])),
        "related": "".join(f'<li><a href="/n/{i}">{line}</a></li>' for i, line in enumerate(lines[5:15])),
        "rows": "".join(f'<tr><td><a href="n{i}.htm">{line}</a></td></tr>' for i, line in enumerate(lines[4:12])),
        "cards": "".join(
            f'<div class="card"><h3><a href="/n/{i}">{line}</a></h3><span class="date">3 مارس 2019</span>'
            f"<p>{teasers[i % len(teasers)]}</p></div>"
            for i, line in enumerate(lines[6:10])
        ),
        "comments": "".join(
            f'<li class="comment"><div class="comment-author">قارئ {i}</div><time datetime="2024-12-3{i}">أمس</time>'
            f'<div class="comment-content"><p>{text}</p></div></li>'
            for i, text in enumerate(data["comments"])
        ),
        "today": "الأربعاء 1 كانون الثاني 2025",
        "many_links": "",
        "deep_open": "<div><div>" * 150,
        "deep_close": "</div></div>" * 150,
        **{f"headline{i}": line for i, line in enumerate(lines[:6])},
    }


def _names_of(case: Case) -> dict[str, str]:
    """Attributes by which an outlet's own recipe finds body, date and byline on a page of its own system."""
    if case.split != "recipe":
        return {}
    recipe = load_recipes().names[fold_name(case.site)]
    return {f"{what}_names": _attribute(recipe.selector(what)) for what in ("body", "date", "byline")}


def _attribute(selectors: tuple[str, ...]) -> str:
    """``.details`` or ``#body`` gives ``class="details"``: the first alternative that one attribute answers."""
    for part in selectors:
        match = re.fullmatch(r"\s*(?:([.#])([\w-]+)|\[class\*=([\w-]+)\])\s*", part)
        if match is not None:
            return f'{"id" if match.group(1) == "#" else "class"}="{match.group(2) or match.group(3)}"'
    return ""


def _time_element(iso: str, shown: str) -> str:
    return f'<time class="published" datetime="{iso}">{shown}</time>'


def _microdata(iso: str) -> str:
    return f'<meta itemprop="datePublished" content="{iso}">'


def render(case: Case) -> bytes:
    """The bytes of a page in its encoding."""
    story = story_of(case.story)
    layout = (PAGES / "layouts" / f"{case.layout}.html").read_text(encoding="utf-8")
    first, _, template = layout.partition("-->\n")
    forms = dict(part.split(" ", 1) for part in first[4:].split("|"))
    moment = datetime.fromisoformat(story["published"])
    shown = show_date(moment, case.shown)
    p1, p2, *rest = _paragraphs(story, forms)
    values = {
        **_noise(len(case.id)),
        "head": _head(case, story),
        "title": story["title"],
        "site": case.site,
        "url": case.url,
        "byline": story["byline"],
        "caption": story["caption"],
        "shown": shown,
        "iso": story["published"],
        "time": _time_element(story["published"], shown) if "time" in case.meta else shown,
        "itemprop_date": _microdata(story["published"]) if "itemprop" in case.meta else "",
        **_names_of(case),
        "p1": p1,
        "p2": p2,
        "rest": "\n".join(rest),
    }
    if "many_links" in template:
        values["many_links"] = _links(5000)
    page = re.sub(r"\{\{(\w+)\}\}", lambda match: values[match.group(1)], template)
    return page.encode(case.encoding, errors="xmlcharrefreplace")

"""The comparison as one self-contained HTML page in English and Arabic: no script, nothing loaded, all escaped."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from html import escape
from importlib.resources import files
from typing import TypeVar

from ..gazetteer.divisions import name_in_arabic
from . import marks
from .cards import Card, Entry
from .comparisons import Comparison, Sized
from .explanations import explain, toll_of
from .features import load_features, threshold
from .maps import draw_map
from .marks import both, cell, number
from .matches import Match, Split
from .tallies import BANDS, GROUPS, Share, Tally, band_of
from .wordings import word

Item = TypeVar("Item")
_MOST_ROWS = 200
_MOST_GROUPS = 100
_HEAD = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
{style}</style>
</head>
<body>
<nav><label><input type="radio" name="in" id="in-en" checked> English</label>
<label lang="x-ar"><input type="radio" name="in" id="in-ar"> العربية</label></nav>
<main>
"""


def render_page(comparison: Comparison, tally: Tally) -> str:
    """The page. Long lists are cut, and say so."""
    style = (files("marsad.compare") / "data" / "page.css").read_text(encoding="utf-8")
    title = escape(f"{word('title', 'en')} · {word('title', 'ar')}")
    parts = [
        f"<h1>{both('title')}</h1>",
        _scope(comparison),
        _figures(comparison, tally),
        f'<p class="note">{both("caution")}</p>',
        f'<h2>{both("recall")}</h2><div class="pairs">{"".join(_groups(tally))}</div>',
        _map(comparison),
        f"<h2>{both('disagreements')}</h2>{_disagreements(comparison, tally)}",
        *_lists(comparison),
        _method(),
    ]
    return _HEAD.format(title=title, style=style) + "\n".join(parts) + "\n</main>\n</body>\n</html>\n"


def _scope(comparison: Comparison) -> str:
    scope = comparison.scope
    period = f"{scope.since or '…'} – {scope.until or '…'}" + (f" · {scope.country}" if scope.country else "")
    lines = [
        f"{both('reference')}: {marks.free(f'{comparison.reference} ({comparison.dataset.upper()})')}",
        f"{both('period')}: {marks.free(period)}",
        f"{both('ours')}: {_size(comparison.ours)}",
        f"{both('theirs')}: {_size(comparison.theirs)}",
    ]
    return f'<p class="note">{"<br>".join(lines)}</p>'


def _size(size: Sized) -> str:
    unfit = [f"{count:,} {both('unfit')} ({both(reason)})" for reason, count in size.unfit.items()]
    told = [f"{size.compared:,} {both('compared')}", f"{size.outside:,} {both('outside')}", *unfit]
    return " · ".join(told)


def _figures(comparison: Comparison, tally: Tally) -> str:
    matching = comparison.matching
    full = sum(match.verdict == "full" for match in matching.matches)
    halves = f"{full:,} {both('full')} · {len(matching.matches) - full:,} {both('partial')}"
    shown = [
        marks.figure(_percent(tally.recall), "recall", _bounds(tally.recall)),
        marks.figure(_percent(tally.covered), "covered", _bounds(tally.covered)),
        marks.figure(_percent(tally.confirmed), "confirmed", _bounds(tally.confirmed)),
        marks.figure(f"{len(matching.matches):,}", "matched", halves),
        marks.figure(f"{len(matching.only_theirs):,}", "only_theirs"),
        marks.figure(f"{len(matching.only_ours):,}", "only_ours"),
    ]
    return f'<div class="figures">{"".join(shown)}</div>'


def _percent(share: Share) -> str:
    return f"{share.share:.1%}"


def _bounds(share: Share) -> str:
    return f"<bdi>{share.found:,} / {share.total:,}</bdi> (<bdi>{share.low:.1%} – {share.high:.1%}</bdi>)"


def _groups(tally: Tally) -> list[str]:
    head = ["", both("theirs"), both("matched"), both("share"), ""]
    return [marks.table(head, [_share_row(share) for share in tally.by[name]], both(f"by_{name}")) for name in GROUPS]


def _share_row(share: Share) -> list[str]:
    name = marks.in_both(word(share.name, "en"), name_in_arabic(word(share.name, "ar")))
    return [
        cell(name),
        number(share.total),
        number(share.found),
        f'<td class="n">{_percent(share)}</td>',
        marks.bar(share),
    ]


def _map(comparison: Comparison) -> str:
    drawn, step = draw_map(comparison)
    return f'<h2>{both("map")}</h2><p class="note">{both("map_note", step=step)}</p>{drawn}' if drawn else ""


def _disagreements(comparison: Comparison, tally: Tally) -> str:
    tolls = tally.tolls
    rows = [
        [cell(both(key)), number(value)]
        for key, value in (
            ("told_both", tolls.told), ("same_toll", tolls.same), ("ours_higher", tolls.ours_higher),
            ("theirs_higher", tolls.theirs_higher),
        )
    ]  # fmt: skip
    sums = f"{both('sum')}: {both('ours')} {tolls.ours_sum:,} · {both('theirs')} {tolls.theirs_sum:,}"
    spreads = [
        marks.table(
            ["", ""],
            [[cell(marks.free(band)), number(count)] for band, count in spread.bands.items()],
            f"{both(key)} ({both('median')} {spread.median:g}, {both('most')} {spread.most:g})",
        )
        for key, spread in (("days_apart", tally.days), ("km_apart", tally.km))
    ]
    return (
        f'<div class="pairs">{marks.table(["", ""], rows, both("tolls"))}{"".join(spreads)}</div>'
        f"<p>{sums}</p>{_toll_grid(comparison)}"
    )


def _toll_grid(comparison: Comparison) -> str:
    """How many matches have which toll on either side."""
    bands = [name for _, name in BANDS] + ["100+"]
    counts: dict[tuple[str, str], int] = {}
    for _, ours, theirs in comparison.pairs:
        key = band_of(theirs.card), band_of(ours.card)
        counts[key] = counts.get(key, 0) + 1
    rows = [[cell(marks.free(row)), *(number(counts.get((row, column)) or None) for column in bands)] for row in bands]
    head = [f"{both('theirs')} ↓ {both('ours')} →", *(marks.free(band) for band in bands)]
    return marks.table(head, rows, both("tolls"))


def _lists(comparison: Comparison) -> list[str]:
    matching = comparison.matching
    partial = sorted(
        (pair for pair in comparison.pairs if pair[0].verdict == "partial"), key=lambda pair: pair[0].score
    )
    mine, other = comparison.our_entries, comparison.their_entries
    return [
        _list("partial_matches", partial, ["score", "ours", "theirs", "what_differs"], _pair_row, _MOST_ROWS),
        _list(
            "splits", matching.splits, ["ours", "theirs"], lambda split: _split_row(split, mine, other), _MOST_GROUPS
        ),
        _list(
            "merges", matching.merges, ["theirs", "ours"], lambda split: _split_row(split, other, mine), _MOST_GROUPS
        ),
        _cards("only_theirs", [other[own_id].card for own_id in matching.only_theirs]),
        _cards("only_ours", [mine[own_id].card for own_id in matching.only_ours]),
    ]


def _list(key: str, items: Sequence[Item], head: Sequence[str], row: Callable[[Item], list[str]], most: int) -> str:
    title = f"{both(key)}: {len(items):,}"
    if not items:
        return marks.folded(title, f"<p>{both('none')}</p>")
    cut = (
        f'<p class="note">{both("shown", shown=min(most, len(items)), total=len(items))}</p>'
        if len(items) > most
        else ""
    )
    return marks.folded(title, cut + marks.table([both(name) for name in head], map(row, items[:most])))


def _pair_row(pair: tuple[Match, Entry, Entry]) -> list[str]:
    match, ours, theirs = pair
    why = marks.in_both(explain(match, ours, theirs, "en"), explain(match, ours, theirs, "ar"))
    return [number(match.score), cell(_short(ours.card)), cell(_short(theirs.card)), cell(why)]


def _split_row(split: Split, one: dict[str, Entry], many: dict[str, Entry]) -> list[str]:
    return [cell(_short(one[split.one].card)), cell("<br>".join(_short(many[own_id].card) for own_id in split.many))]


def _short(card: Card) -> str:
    sides = " – ".join(", ".join(side) for side in (card.side_a, card.side_b) if side)
    told = [card.date or "", card.place, sides, f"† {toll_of(card)}"]
    return f'<span title="{escape(card.id)}">{" · ".join(marks.free(text) for text in told if text)}</span>'


def _cards(key: str, cards: Iterable[Card]) -> str:
    """Cards by toll, the deadliest first."""
    listed = sorted(cards, key=lambda card: (-(card.best or card.low or 0), card.date or "", card.id))
    return _list(key, listed, ["date", "place", "type", "actors", "deaths", "source"], _card_row, _MOST_ROWS)


def _card_row(card: Card) -> list[str]:
    days = card.date or ""
    sides = " – ".join(", ".join(side) for side in (card.side_a, card.side_b) if side)
    place = marks.in_both(f"{card.place}, {card.governorate}", f"{card.place}، {name_in_arabic(card.governorate)}")
    told = "; ".join(text for text in (card.source, card.headline) if text)
    return [
        f'<td class="n">{escape(days)}</td>',
        cell(place),
        cell(both(card.type)),
        cell(marks.free(sides)),
        f'<td class="n">{escape(toll_of(card))}</td>',
        cell(marks.free(told)),
    ]


def _method() -> str:
    levels = {name: threshold(name) for name in ("match", "full", "agrees")}
    rows = [[cell(both(name)), number(feature.weight)] for name, feature in load_features().items()]
    weights = marks.table(["", both("weight")], rows)
    return f'<h2>{both("method")}</h2><p class="note">{both("method_note", **levels)}</p>{weights}'

"""A briefing of any period, written from incidents: what happened, against the weeks before, and how sure it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from .. import __version__
from ..analyse import (
    Figure,
    Language,
    chart_counts,
    chart_hotspots,
    count,
    draw_network,
    find_anomalies,
    find_hotspots,
    rank,
)
from ..analyse.happenings import figure_of, select_happened
from ..model import Incident
from .blocks import Block, Briefing, Chart, Grid, Heading, Paragraph, Points
from .incidents import Source, count_holding, footnote, pick_key, tell
from .spans import Delta, Span, measure
from .wordings import number, word

_OUTCOMES = ("killed", "wounded", "abducted", "arrested", "displaced")
_PLACES = 12
_DYADS = 8
_WEEKS_SHOWN = 13
_STEADY = 0.05  # a change under this is none
_LEFT_TO_RIGHT = "\u200e"  # keeps signs and ranges in order amid Arabic


def draft_briefing(
    incidents: Sequence[Incident],
    span: Span,
    language: Language,
    sources: Mapping[str, Source] | None = None,
    area: str | None = None,
) -> Briefing:
    """Write the briefing of ``span``. ``incidents`` reach back as far as is known; ``area`` is how they were chosen."""
    happened = [incident for incident in select_happened(incidents) if isinstance(incident, Incident)]
    now = [incident for incident in span.select(happened) if isinstance(incident, Incident)]
    key = pick_key(now)
    notes = [footnote(incident, sources or {}, language) for incident in key]
    blocks = [
        *_summary(span, happened, now, language),
        *_figures(span, happened, language),
        *_places(span, happened, now, language),
        *_course(span, happened, language),
        *_map(now, happened, language),
        *_key_incidents(key, language),
        *_actors(now, language),
        *_sureness(span, happened, now, language),
        Paragraph(word("colophon", language, version=__version__, total=f"{len(happened):,}")),
    ]
    place = area or word("everywhere", language)
    subtitle = word("subtitle", language, first=span.first.isoformat(), last=span.last.isoformat(), place=place)
    return Briefing(language, word("title", language), subtitle, blocks, notes)


def _summary(span: Span, happened: Sequence[Incident], now: Sequence[Incident], language: Language) -> list[Block]:
    if not now:
        return [Heading(word("summary", language)), Paragraph(word("summary_none", language))]
    events, killed = measure(span, happened, None), measure(span, happened, "killed").now
    told = [word("summary_events", language, now=len(now), change=_change(events, language))]
    if killed.high:
        same = killed.low == killed.best == killed.high
        key = "summary_killed_least" if same and killed.open else "summary_killed_same" if same else "summary_killed"
        told.append(word(key, language, low=killed.low, best=killed.best, high=killed.high))
    if killed.open:
        told.append(word("summary_open", language))
    for row in rank(count(now, "year", "governorate"), 1):
        told.append(word("summary_place", language, place=row.group.name(language), count=row.events))
    return [Heading(word("summary", language)), Paragraph(" ".join(told))]


def _change(delta: Delta, language: Language) -> str:
    """The change in words, with the mean and range it is measured against."""
    if delta.change is None:
        return word("change_new", language)
    key = "change_same" if abs(delta.change) < _STEADY else "change_more" if delta.change > 0 else "change_fewer"
    return word(
        key,
        language,
        percent=f"{abs(delta.change):.0%}".rstrip("%"),
        before=number(delta.before),
        least=number(delta.least),
        most=number(delta.most),
    )


def _figures(span: Span, happened: Sequence[Incident], language: Language) -> list[Block]:
    deltas = [(word("events", language), measure(span, happened, None))]
    deltas += [(word(outcome, language), measure(span, happened, outcome)) for outcome in _OUTCOMES]
    rows = [[name, *_cells(delta)] for name, delta in deltas if delta.now.high or delta.before]
    head = ["", *(word(key, language) for key in ("this_period", "before", "change"))]
    return [Heading(word("figures", language)), Grid(head, rows), Paragraph(word("figures_note", language))]


def _cells(delta: Delta) -> list[str]:
    change = "" if delta.change is None else f"{_LEFT_TO_RIGHT}{delta.change:+.0%}"
    before = f"{_LEFT_TO_RIGHT}{number(delta.before)} ({number(delta.least)}–{number(delta.most)})"
    return [_ranged(delta.now), before, change]


def _ranged(figure: Figure) -> str:
    """``12 (8–15)``, ``≥ 20`` when only a least number is told, ``4`` when all figures agree."""
    if figure.open and figure.low == figure.high:
        return f"{_LEFT_TO_RIGHT}≥ {figure.low:,}"
    if figure.low == figure.high:
        return f"{figure.best:,}"
    return f"{_LEFT_TO_RIGHT}{figure.best:,} ({figure.low:,}–{figure.high:,}{'+' if figure.open else ''})"


def _places(span: Span, happened: Sequence[Incident], now: Sequence[Incident], language: Language) -> list[Block]:
    head = [word(key, language) for key in ("governorate", "this_period", "before", "change", "killed")]
    rows = []
    for row in rank(count(now, "year", "governorate"), _PLACES):
        own = [one for one in happened if _governorate(one) == row.group.key]
        rows.append([row.group.name(language), *_cells(measure(span, own, None)), _ranged(row.killed)])
    past = [one for one in happened if one.date and one.date[:10] <= span.last.isoformat()]
    found = find_anomalies(past, "governorate", max(span.days // 7, 1), span.last)
    flags = [
        Paragraph(
            word(
                f"unusual_{week.flag}",
                language,
                place=week.place.name(language),
                week=week.week,
                events=week.events,
                low=week.low,
                high=week.high,
            )
        )
        for week in found.flagged
    ]
    unusual: list[Block] = [Points(flags)] if flags else [Paragraph(word("unusual_none", language))]
    title = Paragraph(word("unusual", language) + ":") if flags else None
    return [Heading(word("places", language)), Grid(head, rows), *([title] if title else []), *unusual] if rows else []


def _governorate(incident: Incident) -> str | None:
    place = incident.location
    return None if place is None or place.admin1 is None else f"{place.country}:{place.admin1}"


def _course(span: Span, happened: Sequence[Incident], language: Language) -> list[Block]:
    window = Span(span.last - timedelta(days=7 * _WEEKS_SHOWN - 1), span.last)
    shown = Span(min(window.first, span.first), span.last).select(happened)
    spec = chart_counts(count(shown, "week", "type"), language)
    return [Heading(word("course", language)), Chart(spec, word("chart_counts", language))]


def _map(now: Sequence[Incident], happened: Sequence[Incident], language: Language) -> list[Block]:
    found = find_hotspots(now, record=happened)
    if not found.spots:
        return []
    return [Heading(word("map", language)), Chart(chart_hotspots(found, language), word("chart_map", language))]


def _key_incidents(key: Sequence[Incident], language: Language) -> list[Block]:
    told = [tell(incident, language, note) for note, incident in enumerate(key, 1)]
    return [Heading(word("key_incidents", language)), Points(told)] if told else []


def _actors(now: Sequence[Incident], language: Language) -> list[Block]:
    drawn = draw_network(now)
    names = {node.actor.key: word(node.actor.name(language), language) for node in drawn.nodes}
    edges = [edge for edge in drawn.edges if edge.relation == "against"][:_DYADS]
    rows = [
        [
            word("against", language, one=names[edge.one], other=names[edge.other]),
            str(edge.events),
            _ranged(edge.killed),
        ]
        for edge in edges
    ]
    head = [word(key, language) for key in ("dyad", "events", "killed")]
    return [Heading(word("actors", language)), Grid(head, rows)] if rows else []


def _sureness(span: Span, happened: Sequence[Incident], now: Sequence[Incident], language: Language) -> list[Block]:
    counts = {
        "sure_origins": count_holding(now, "one_source"),
        "sure_party": count_holding(now, "party_only"),
        "sure_open": sum(bool(figure_of(one, "killed").open) for one in now),
        "sure_unreviewed": sum(one.status == "unreviewed" for one in now),
        "sure_coarse": sum(span.touches(one) for one in happened) - len(now),
        "sure_undated": sum(one.date is None for one in happened),
    }
    told = [word(key, language, count=value, total=len(now)) for key, value in counts.items() if value]
    return [
        Heading(word("sure", language)),
        Points([Paragraph(text) for text in [*told, word("sure_reporting", language)]]),
    ]

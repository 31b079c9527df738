"""Incidents for a screen: a line each, or one with its members, tolls, rival values and pairs, Arabic at the right."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rich import box
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from ..model import Incident, IncidentCasualty, Location
from ..present.screens import Screen, safe
from ..present.wordings import where
from .explanations import Explanation, PairTable


def row_of(incident: Incident) -> str:
    """``2025-02-03  Remote explosive  Manbij  killed 9-21, best 21  10 reports, 8 origins  i3f…``."""
    place = incident.location.name_en or incident.location.name_ar if incident.location is not None else None
    killed = next((toll for toll in incident.casualties if toll.outcome == "killed"), None)
    toll = f"killed {span(killed)}" if killed is not None else ""
    told = f"{_count(len(incident.reports), 'report')}, {_count(incident.origins, 'origin')}"
    rivals = f", disputed: {', '.join(sorted(incident.disagreements))}" if incident.disagreements else ""
    return (
        f"{incident.date or 'no date':<10}  {incident.sub_event_type:<30.30}  {safe(place or '-'):<22.22}  "
        f"{toll:<22.22}  {told}{rivals}  {incident.incident_id}"
    )


def span(toll: IncidentCasualty) -> str:
    """``4``; ``9-21, best 20``; ``20 or more``."""
    if toll.low == toll.high and toll.low is not None:
        return str(toll.low)
    bounds = f"{toll.low}-{toll.high}" if toll.high is not None else f"{toll.low or 0} or more"
    return bounds + (f", best {toll.best}" if toll.best not in (None, toll.low) or toll.high is not None else "")


def render_explanation(found: Explanation, terminal: bool) -> str:
    """The whole of an incident."""
    numbers = {member.event_id: number for number, member in enumerate(found.members, 1)}
    screen = Screen(terminal and Screen(True).console.is_terminal)
    parts = [
        *_heading(found.incident), _members(found, numbers), _tolls(found.incident, numbers),
        _rivals(found.incident, numbers), *_pairs(found.pairs, numbers), *_related(found.incident),
    ]  # fmt: skip
    return screen.render(*(part for part in parts if part is not None))


def _heading(incident: Incident) -> list[RenderableType]:
    flags = ["one source"] * incident.one_source + ["parties only"] * incident.party_only
    facts = (
        f"incident {incident.incident_id}", incident.status, _count(len(incident.reports), "report"),
        _count(incident.origins, "independent origin"), *flags, f"confidence {incident.confidence:.2f}",
    )  # fmt: skip
    place = where(incident.location) if incident.location is not None else "place not known"
    title = f"{incident.event_type} / {incident.sub_event_type}, {incident.date or 'day not known'}, {place}"
    lines = [f"  side {actor.side}: {actor.name_en or actor.name_ar} ({actor.kind})" for actor in incident.actors]
    lines += [f"  {toll.outcome} ({toll.group}): {span(toll)}" for toll in incident.casualties]
    shown = [Text(safe(line)) for line in lines]
    return [Text(safe(title), style="bold"), Text(" · ".join(facts), style="dim"), *shown]


def _table(title: str, *columns: str, right: Iterable[str] = ()) -> Table:
    table = Table(title=title, title_justify="left", box=box.ROUNDED, expand=True, border_style="dim")
    aligned = set(right)
    for column in columns:
        table.add_column(column, justify="right" if column in aligned else "left", overflow="fold")
    return table


def _members(found: Explanation, numbers: dict[str, int]) -> Table:
    arabic = ("outlet", "quotes", "headline")
    table = _table("Who tells it", "no.", "published", *arabic, right=arabic)
    for member in found.members:
        note = " (background)" if member.background else ""
        state = f" ({member.status})" if member.status != "unreviewed" else ""
        table.add_row(
            f"{numbers[member.event_id]}{note}{state}", member.published or "", safe(member.outlet),
            safe(member.source), safe(member.title or member.words),
        )  # fmt: skip
    return table


def _tolls(incident: Incident, numbers: dict[str, int]) -> Table | None:
    """Figures in the order told: one line a figure, who says so at the right."""
    if not incident.timeline:
        return None
    columns = ("published", "outcome", "figure", "of", "no.", "outlet")
    table = _table("Tolls as they were told", *columns, right=columns[-1:])
    for step in incident.timeline:
        toll = IncidentCasualty(step.outcome, step.group, step.low, step.best, step.high)
        speaker = " ← ".join(part for part in (step.outlet, step.source) if part)
        table.add_row(
            step.published or "", step.outcome, span(toll), safe(step.group), str(numbers.get(step.event_id, "")),
            safe(speaker),
        )  # fmt: skip
    return table


def _rivals(incident: Incident, numbers: dict[str, int]) -> Table | None:
    """Rival values, and rival figures among them, with who gives each."""
    tolls = {f"{toll.outcome} ({toll.group})": toll.said for toll in incident.casualties if len(toll.said) > 1}
    disputed = {**tolls, **incident.disagreements}
    if not disputed:
        return None
    table = _table("What they disagree on", "field", "said by no.", "value", right=("value",))
    for field, rivals in disputed.items():
        for support in rivals:
            said = ", ".join(str(numbers[event]) for event in support.events if event in numbers)
            table.add_row(safe(field), said, safe(_shown(support.value)))
    return table


def _shown(value: Any) -> str:
    if isinstance(value, dict) and "low" in value:
        return span(IncidentCasualty("", "", value["low"], value["best"], value["high"]))
    if isinstance(value, dict):
        place = Location(**value)
        return f"{place.name_ar or place.name} ({where(place)})"
    return "، ".join(map(str, value)) if isinstance(value, list) else str(value)


def _pairs(pairs: list[PairTable], numbers: dict[str, int]) -> list[RenderableType]:
    """What all pairs have in common once, then a line a pair with what it has besides."""
    if not pairs:
        return []
    common = set.intersection(*({(line.feature, line.adds) for line in pair.lines} for pair in pairs))
    table = _table("Why they are one: what each feature adds (log-odds)", "pair", "p", "features")
    for pair in pairs:
        veto = [f"forbidden: {pair.veto}"] if pair.veto is not None else []
        own = [line for line in pair.lines if line.feature != pair.veto and (line.feature, line.adds) not in common]
        told = [*veto, *(f"{line.feature} {line.adds:+.1f}" for line in own)]
        table.add_row(f"{numbers[pair.a]} and {numbers[pair.b]}", f"{pair.p:.2f}", ", ".join(told))
    shared = [f"{line.feature} {line.adds:+.1f}" for line in pairs[0].lines if (line.feature, line.adds) in common]
    return [table, Text(f"Every pair: {', '.join(shared)}", style="dim")] if shared else [table]


def _related(incident: Incident) -> list[RenderableType]:
    return [Text(f"{link.relation} incident {link.event_id}") for link in incident.related]


def _count(number: int, name: str) -> str:
    return f"{number} {name}" + ("" if number == 1 else "s")

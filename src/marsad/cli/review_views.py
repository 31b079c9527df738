"""What the commands of the review show: an event as it stands, the log, the queue."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

import msgspec
from rich import box
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from ..lexicon.aliases import DISTRICT, REPORT
from ..model import Event, Report
from ..present.screens import Screen, safe
from ..present.tables import event_table, heading
from ..present.wordings import rows_of
from ..review import Dossier, Reviewed
from ..review.decisions import Decision
from ..review.offers import Offer
from ..review.reasons import load_reasons

_STATUS = {
    "unreviewed": "nobody has decided on it",
    "accepted": "accepted as coded",
    "edited": "corrected by a person",
    "rejected": "rejected",
    "reopened": "decided on, but coded otherwise since: look at the difference",
}
_SHORT = 12  # letters of an id


def render_event(dossier: Dossier, report: Report, why: Sequence[str] = (), text: bool = False) -> str:
    """An event as it stands: what was coded with its words, what people decided, what to do next."""
    state, screen = dossier.review(), Screen(sys.stdout.isatty())
    parts: list[RenderableType] = [*heading(report)]
    if text:
        parts.append(Text(safe(report.text), justify="right"))
    parts.append(event_table(1, state.event, report))
    parts += [Text(line) for line in _facts(state, why)]
    if state.changes:
        parts.append(_differences(state, msgspec.convert(dossier.coded.record, Event), report))
    parts += [Text(safe(describe(one))) for one in dossier.decisions]
    next_steps = "accept · reject REASON · edit FIELD VALUE · skip · comment · flag"
    parts.append(Text(f"Next: marsad review {next_steps} (marsad review --help)", style="dim"))
    return screen.render(*parts)


def _facts(state: Reviewed, why: Sequence[str]) -> list[str]:
    told = [f"event {state.event.event_id}, {state.status}: {_STATUS[state.status]} (version {state.version})"]
    if state.withdrawn:
        told.append("no coding has it any more; what people decided stays")
    if state.edited:
        told.append(f"set by people: {', '.join(state.edited)}")
    if why:
        told.append(f"waits because of: {', '.join(why).replace('_', ' ')}")
    return told


def _differences(state: Reviewed, coded: Event, report: Report) -> Table:
    """What people decided against what is coded now, where the two differ."""
    table = Table("field", "decided", "coded now", box=box.ROUNDED, border_style="dim", title="Coded otherwise since")
    decided, now = _rows(state.event, report), _rows(coded, report)
    for name in dict.fromkeys((*decided, *now)):
        if decided.get(name) != now.get(name):
            table.add_row(name, safe(decided.get(name, "-")), safe(now.get(name, "-")))
    for change in state.changes:
        if change.decided_words != change.coded_words:
            table.add_row(change.slot, safe(" … ".join(change.decided_words)), safe(" … ".join(change.coded_words)))
    return table


def _rows(event: Event, report: Report) -> dict[str, str]:
    found: dict[str, str] = {}
    for row in rows_of(event, report):
        if row.name != "sure":
            found[row.name] = f"{found[row.name]}; {row.coded}" if row.name in found else row.coded
    return found


def describe(decision: Decision) -> str:
    """One line of the log: ``12  2024-06-05 09:30  سلمى  reject 3f2a… (general-statement): لا حدث هنا``."""
    named = " | ".join(" ".join(one[:_SHORT] for one in part) for part in decision.parts)
    what = f"{decision.action} {decision.target}" if decision.target is not None else decision.action
    said = f": {decision.words}" if decision.words else ""
    at = f"{decision.at[:10]} {decision.at[11:16]}"
    return f"{decision.number:>5}  {at}  {decision.by}  {what} {named}{_detail(decision.detail)}{said}"


def _detail(detail: dict[str, Any]) -> str:
    """What was decided, in a few words."""
    told = [load_reasons()[detail["reason"]].label_en] if "reason" in detail else []
    told += [f"«{detail['name']}»"] if "name" in detail else []
    told += [detail["verdict"]] if "verdict" in detail else []
    told += [", ".join(detail.get("slots", ()))] if detail.get("slots") else []
    told += ["no event"] if detail.get("none") else []
    told += ["adjudicates " + ", ".join(map(str, detail["adjudicates"]))] if "adjudicates" in detail else []
    return f" ({'; '.join(told)})" if told else ""


def describe_offer(offer: Offer) -> str:
    """How to adopt what a correction teaches."""
    lines = [f"Should «{offer.wording}» always mean {offer.name_en or offer.name_ar}? This shows what would change:"]
    for alias in offer.choices:
        where = {REPORT: f" --report {alias.area}", DISTRICT: f" --area '{alias.area}'"}.get(alias.scope, "")
        lines.append(f"  marsad lexicon alias add '{alias.wording}' {alias.target}{where} --decision {alias.decision}")
    return "".join(f"{safe(line)}\n" for line in lines)

"""Key incidents in a line each: when, what, where, who, how many, how sure; and the footnote that sources it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from ..analyse import Language
from ..analyse.happenings import GROUPS, Happening, actors_of, figure_of
from ..model import Incident
from .blocks import Paragraph
from .wordings import joined, word

_MOST = 10
_OUTCOMES = ("killed", "wounded", "abducted", "arrested", "displaced")
_STOPS: dict[Language, str] = {"en": "; ", "ar": "؛ "}


class Source(msgspec.Struct, frozen=True):
    """What is known of a report: outlet, day of publication, address."""

    outlet: str | None = None
    published: str | None = None
    url: str | None = None


def pick_key(incidents: Iterable[Incident], most: int = _MOST) -> list[Incident]:
    """The deadliest, then those with most wounded, then those that most independent origins tell."""
    return sorted(
        incidents,
        key=lambda one: (
            -figure_of(one, "killed").best,
            -figure_of(one, "wounded").best,
            -one.origins,
            one.incident_id,
        ),
    )[:most]


def tell(incident: Incident, language: Language, note: int) -> Paragraph:
    """One incident as a sentence with its footnote."""
    return Paragraph(describe(incident, language), (note,))


def describe(incident: Incident, language: Language) -> str:
    """One incident as a sentence: ``2021-03-09: اشتباك مسلح في العشارة، دير الزور؛ …``."""
    parts = [
        _where(incident, language),
        _who(incident, language),
        *(_toll(incident, outcome, language) for outcome in _OUTCOMES),
    ]
    doubts = joined(_doubts(incident, language), language)
    body = _STOPS[language].join(part for part in parts if part)
    line = f"{incident.date or word('undated', language)}: {word(incident.sub_event_type, language)} {body}"
    return f"{line} [{doubts}]" if doubts else line


def _where(incident: Happening, language: Language) -> str:
    places, divisions = GROUPS["place"](incident), GROUPS["governorate"](incident)
    names = [found[0].name(language) for found in (places, divisions) if found]
    if len(set(names)) == 2:
        return word("in_both", language, place=names[0], governorate=names[1])
    return word("in_place", language, place=names[0]) if names else ""


def _who(incident: Happening, language: Language) -> str:
    sides = [
        joined([word(actor.name(language), language) for actor in actors_of(incident, side)], language)
        for side in ("1", "2")
    ]
    if all(sides):
        return word("sides", language, one=sides[0], other=sides[1])
    return sides[0] or sides[1]


def _toll(incident: Incident, outcome: str, language: Language) -> str:
    told = [casualty for casualty in incident.casualties if casualty.outcome == outcome]
    if not told:
        return ""
    figure, name = figure_of(incident, outcome), word(outcome, language)
    if figure.open and figure.low == figure.best:
        return word("toll_least", language, outcome=name, low=figure.low)
    if figure.low != figure.best or figure.high != figure.best:
        return word("toll_range", language, outcome=name, best=figure.best, low=figure.low, high=figure.high)
    return word("toll_exact", language, outcome=name, best=figure.best)


def _doubts(incident: Incident, language: Language) -> list[str]:
    """What a reader should know before relying on it."""
    keys = {
        "doubt_one_source": incident.one_source,
        "doubt_party": incident.party_only,
        "doubt_possible": incident.factuality == "possible",
        "doubt_disputed": incident.status == "disputed",
    }
    found = [word(key, language) for key, holds in keys.items() if holds]
    if incident.date_precision in ("week", "month", "year"):
        found.append(word("doubt_date", language, precision=word(incident.date_precision, language)))
    return found


def footnote(incident: Incident, sources: Mapping[str, Source], language: Language) -> str:
    """Outlets, days of publication and addresses of the reports that tell it."""
    known = [sources[report] for report in incident.reports if report in sources]
    told = [joined([source.outlet or "", source.published or "", source.url or ""], language) for source in known]
    listed = list(dict.fromkeys(line for line in told if line)) or list(incident.outlets)
    return _STOPS[language].join(listed) or word("unknown_source", language)


def count_holding(incidents: Sequence[Incident], holds: str) -> int:
    """How many incidents have a property that weakens them."""
    return sum(bool(getattr(incident, holds)) for incident in incidents)

"""How the sources do: what came from each outlet or container, and what of it could be used."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import PurePath
from urllib.parse import urlsplit

from ..store import Store
from ..store.queries import Reception, iter_receptions, parse_facts


@dataclass(slots=True)
class Health:
    """Counts by state of one source, and the last day it published on."""

    source: str
    states: Counter[str] = field(default_factory=Counter)
    last: str | None = None

    @property
    def accepted(self) -> int:
        """Number of inputs."""
        return sum(self.states.values())


def tell_health(store: Store) -> list[Health]:
    """Every source, by name."""
    found: dict[str, Health] = {}
    with store.transaction() as connection:
        for reception in iter_receptions(connection):
            name = source_of(reception)
            health = found.setdefault(name, Health(name))
            health.states[reception.state] += 1
            day = (reception.published or "")[:10]
            if day and (health.last is None or day > health.last):
                health.last = day
    return sorted(found.values(), key=lambda health: health.source)


def source_of(reception: Reception) -> str:
    """The outlet that is named; else the site; else the archive or the folder."""
    facts = parse_facts(reception.facts)
    outlet = facts.get("outlet") or facts.get("given", {}).get("outlet")
    if outlet:
        return str(outlet)
    site = urlsplit(facts.get("url") or "").hostname if facts.get("url") else None
    if site:
        return site.removeprefix("www.")
    if reception.container:
        return reception.container.split(" > ")[0]
    return str(PurePath(reception.place).parent) if "/" in reception.place else reception.place

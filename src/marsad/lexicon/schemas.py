"""What lexicon files may hold: keys and values of acts, frames, actors, causes and sources (codebook, 3 to 6)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .actors import KINDS

SUB_TYPES = {
    "Battles": {"Armed clash", "Government regains territory", "Non-state actor overtakes territory"},
    "Explosions/Remote violence": {
        "Air/drone strike", "Shelling/artillery/missile attack", "Remote explosive/landmine/IED",
        "Suicide bomb", "Grenade", "Chemical weapon",
    },
    "Violence against civilians": {"Attack", "Abduction/forced disappearance", "Sexual violence"},
    "Protests": {"Peaceful protest", "Protest with intervention", "Excessive force against protesters"},
    "Riots": {"Violent demonstration", "Mob violence"},
    "Strategic developments": {
        "Arrests", "Agreement", "Looting/property destruction", "Disrupted weapons use",
        "Headquarters or base established", "Non-violent transfer of territory", "Change to group/activity", "Other",
    },
}  # fmt: skip
PLOVER = {
    "ASSAULT", "PROTEST", "MOBILIZE", "COERCE", "RETREAT", "AGREE", "CONSULT", "COOPERATE", "AID", "SUPPORT",
    "CONCEDE", "SANCTION", "THREATEN", "ACCUSE", "REJECT", "REQUEST",
}  # fmt: skip
OUTCOMES = {"killed", "wounded", "captured", "abducted", "arrested", "missing", "displaced"}
CAUSES = {
    "dispute-money", "dispute-smuggling", "dispute-checkpoint", "revenge", "territorial", "arrest-attempt", "political",
    "living-conditions", "other",
}  # fmt: skip
SPEAKERS = {
    "own-correspondent", "unnamed-source", "named-organisation", "official", "witness", "party-to-conflict",
    "other-media",
}  # fmt: skip
_SLOTS = {"1", "2", "none", "owner"}
_PREPOSITION_SLOTS = {"1", "2", "owner", "both", "other", "place", "origin", "destination", "site", "cause", "none"}
_ACT = ({"id", "type", "sub", "plover", "family", "rank"}, {"generic", "outcome"})
_FRAME = (
    {"id", "act", "examples", "counterexamples", "source"},
    {"agent", "patient", "of", "preps", "outcome", "verbs", "nouns", "phrases", "with", "with_agent",
     "without", "with_prep", "needs_context", "needs_complement", "two_sided", "weak", "voice", "fight",
     "intervention", "status", "author", "date"},
)  # fmt: skip
_ACTOR = (
    {"id", "name_ar", "name_en", "kind", "source"},
    {"country", "aliases", "weak_aliases", "country_aliases", "abroad", "abroad_aliases", "areas", "aliases_en",
     "adjectives", "assets", "affiliation", "from", "until", "status", "author", "date", "by_alias"},
)  # fmt: skip

Complaint = tuple[str, str]
"""What is wrong, what to do."""


def check_keys(row: dict[str, Any], keys: tuple[set[str], set[str]]) -> Iterator[Complaint]:
    """Missing and unknown keys of a row."""
    required, optional = keys
    for name in sorted(required - row.keys()):
        yield f"lacks {name}", f"Add {name}"
    for name in sorted(row.keys() - required - optional):
        yield f"has the unknown key {name}, which nothing reads", f"Use one of {', '.join(sorted(required | optional))}"


def _one_of(name: str, value: object, allowed: set[str] | frozenset[str]) -> Iterator[Complaint]:
    if str(value) not in allowed:
        yield f"{name} is {value!r}", f"Use one of {', '.join(sorted(allowed))}"


def check_act(row: dict[str, Any]) -> Iterator[Complaint]:
    """An act: its type and sub-type belong together, its PLOVER type exists."""
    yield from check_keys(row, _ACT)
    yield from _one_of("type", row.get("type"), set(SUB_TYPES))
    yield from _one_of("sub", row.get("sub"), SUB_TYPES.get(str(row.get("type")), set()))
    yield from _one_of("plover", row.get("plover"), PLOVER)
    if "outcome" in row:
        yield from _one_of("outcome", row["outcome"], OUTCOMES)


def check_frame(row: dict[str, Any], acts: set[str]) -> Iterator[Complaint]:
    """A frame: known keys, known act, slots that exist, words to start from, examples and counterexamples."""
    yield from check_keys(row, _FRAME)
    yield from _one_of("act", row.get("act"), acts)
    for name in ("agent", "patient", "of"):
        if name in row:
            yield from _one_of(name, row[name], _SLOTS)
    for preposition, slot in (row.get("preps") or {}).items():
        yield from _one_of(f"the slot of {preposition}", slot, _PREPOSITION_SLOTS)
    if "outcome" in row:
        yield from _one_of("outcome", row["outcome"], OUTCOMES)
    if not any(row.get(name) for name in ("verbs", "nouns", "phrases")):
        yield "has neither verbs nor nouns nor phrases", "Give the words that announce it"
    for name in ("examples", "counterexamples"):
        if name in row and not row[name]:
            yield f"has no {name}", f"Write at least one sentence under {name}"


def check_actor(row: dict[str, Any], ids: set[str]) -> Iterator[Complaint]:
    """An actor: kind, country, period, and affiliations that lead somewhere."""
    yield from check_keys(row, _ACTOR)
    yield from _one_of("kind", row.get("kind"), KINDS)
    country = row.get("country")
    if country is not None and not (isinstance(country, str) and len(country) == 2 and country.isupper()):
        yield f"country is {country!r}", 'Write a two-letter code such as SY; quote "NO"'
    since, until = str(row.get("from") or ""), str(row.get("until") or "9999")
    if since > until:
        yield f"begins {since} after it ends {until}", "Mend from or until"
    for link in row.get("affiliation") or ():
        target = link.get("to") if isinstance(link, dict) else None
        if target not in ids:
            yield f"belongs to {target!r}, which is no actor", "Name an existing id under to"


def check_categories(name: str, rows: list[dict[str, Any]], field: str, allowed: set[str]) -> Iterator[Complaint]:
    """Categories of causes or kinds of sources."""
    for row in rows:
        for what, remedy in _one_of(field, row.get(field), allowed):
            yield f"{name}: {what}", remedy

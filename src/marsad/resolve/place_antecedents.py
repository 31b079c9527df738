"""Tie ``المدينة``, ``البلدة نفسها``, ``الريف الشرقي`` and ``بريفها`` to the place named before.

Example: ``في البلدة نفسها`` after ``بلدة أبو حمام`` is أبو حمام.
"""

from __future__ import annotations

from ..find.place_mentions import PlaceMention

_SETTLEMENTS = frozenset(("city", "town", "village"))
# Kinds (of cue or candidate) an anaphor of a kind can point to, the best first.
_POINTS_TO: dict[str, tuple[frozenset[str], ...]] = {
    "city": (frozenset(("city",)), frozenset(("town",)), frozenset(("village", ""))),
    "town": (frozenset(("town",)), frozenset(("village", "city")), frozenset(("",))),
    "village": (frozenset(("village",)), frozenset(("town", ""))),
    "neighbourhood": (frozenset(("neighbourhood",)),),
    "camp": (frozenset(("camp",)),),
    "governorate": (frozenset(("governorate",)), frozenset(("city",))),
    "district": (frozenset(("district", "subdistrict")), frozenset(("city", "town", "village", "neighbourhood", ""))),
    "hill": (frozenset(("hill",)),),
}
_BARRED_ROLES = frozenset(("holder", "home", "site", "hospital", "office", "flight"))


def link_antecedents(chains: list[list[PlaceMention]]) -> None:
    """Set ``antecedent`` of every anaphor from the mentions before it, nearest first."""
    before: list[PlaceMention] = []
    for chain in chains:
        for mention in reversed(chain):
            if mention.anaphor and mention.antecedent is None:
                mention.antecedent = _antecedent(mention, before)
        before.extend(reversed([m for m in chain if not m.anaphor]))


def _antecedent(mention: PlaceMention, before: list[PlaceMention]) -> PlaceMention | None:
    kind = "governorate" if mention.region is not None else mention.kind_cue or "district"
    if "of-it" in mention.marks:
        return next((m for m in reversed(before) if not m.role), None)
    for wanted in _POINTS_TO.get(kind, ()):
        for candidate in reversed(before):
            if candidate.role not in _BARRED_ROLES and wanted & _kinds(candidate):
                return candidate
    return None


def _kinds(mention: PlaceMention) -> set[str]:
    """What a mention can be: its kind word, else its candidates; "" for an unknown name without one."""
    if mention.region is not None:
        return {"governorate"}
    if mention.kind_cue is not None:
        kinds = {mention.kind_cue}
        if mention.kind_cue == "city" and mention.candidates:
            kinds.update(p.kind for p in mention.candidates if p.kind in _SETTLEMENTS)
        return kinds
    return {p.kind for p in mention.candidates} or {""}

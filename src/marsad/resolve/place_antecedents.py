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
_WORDS_BACK = 40
_STORY_BACK = 160  # back to the town of the story, over where somebody came from
_BARRED_ROLES = frozenset(("holder", "home", "site", "hospital", "office", "flight"))


def link_antecedents(chains: list[list[PlaceMention]]) -> None:
    """Set ``antecedent`` of every anaphor from the mentions before it, nearest first."""
    before: list[PlaceMention] = []
    for chain in chains:
        if len(chain) > 1:
            chain = chain[::-1]
        for mention in chain:
            if mention.anaphor and mention.antecedent is None:
                mention.antecedent = _antecedent(mention, before)
        before += [mention for mention in chain if not mention.anaphor]


def _antecedent(mention: PlaceMention, before: list[PlaceMention]) -> PlaceMention | None:
    if "of-it" in mention.marks:
        return next((m for m in reversed(before) if not m.role), None)
    kind = "governorate" if mention.region is not None else mention.kind_cue or "district"
    if kind == "district" and "marked" in mention.marks:
        return next((m for m in reversed(before) if m.role not in _BARRED_ROLES), None)
    named = _same_kind_word(mention, kind, before)
    if named is not None:
        return named
    for wanted in _POINTS_TO.get(kind, ()):
        for candidate in reversed(before):
            if candidate.role not in _BARRED_ROLES and wanted & _kinds(candidate):
                return candidate
    return None


def _is_origin(mention: PlaceMention) -> bool:
    """استقدم تعزيزات من مدينة البوكمال: where somebody came from is not the town the story is in."""
    return mention.preposition == "من" and not mention.role


def _same_kind_word(mention: PlaceMention, kind: str, before: list[PlaceMention]) -> PlaceMention | None:
    """``في المدينة`` after ``مدينة نوى``; somebody's home town only when no other stands as near."""
    home = origin = None
    for candidate in reversed(before):
        if mention.first - candidate.last > (_STORY_BACK if origin is not None else _WORDS_BACK):
            break
        if candidate.kind_cue != kind:
            continue
        if _is_origin(candidate):
            origin = origin or candidate
            continue
        if candidate.role not in _BARRED_ROLES:
            return candidate
        if candidate.role == "home" and home is None and mention.first - candidate.last <= _WORDS_BACK // 2:
            home = candidate
    return origin or home


def _kinds(mention: PlaceMention) -> set[str]:
    """What a mention can be: its kind word, else its candidates; "" for an unknown name without one."""
    if mention.region is not None:
        return {"governorate"}
    kinds = {place.kind for place in mention.candidates}
    if mention.kind_cue is None:
        return kinds or {""}
    # The capital stands for its governorate (شمالي المحافظة after مدينة إدلب); a village stays a village.
    kept = {"governorate"} | (_SETTLEMENTS if mention.kind_cue == "city" else set())
    return {mention.kind_cue} | (kinds & kept)

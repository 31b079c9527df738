"""The words left of a place name that belong to its phrase: near, direction and kind words, spots, preposition.

Example: in ``على مسافة 30 كيلومتراً إلى الجنوب الغربي من كركوك`` the phrase of كركوك opens at the number.
"""

from __future__ import annotations

from .place_cursor import Cursor
from .place_mentions import PlaceMention
from .place_offsets import give_offset
from .place_words import Info, Term

_LOOK_BACK = 7
_SETTLED = frozenset(("city", "town", "village"))
_LETTERS = frozenset("بلك")


def look_left(cursor: Cursor, mention: PlaceMention, floor: int) -> None:
    """Take the words before the mention into its phrase, down to word ``floor``, and set its preposition."""
    at = mention.cue_first - 1
    words, gaps = cursor.words, cursor.gaps
    while at >= floor and mention.proclitics in ("", "و") and cursor.adjoins(at + 1):
        if gaps[at + 1] != " " and '"' in gaps[at + 1] and words[at] in ("و", "ب", "ل"):
            mention.proclitics, mention.lead = words[at], at
            break
        if mention.proclitics:
            break
        step = _take_word(cursor, mention, at, floor)
        if step == at:
            break
        at = step
    at = mention.cue_first - 1
    if at > floor and not mention.proclitics and words[at] in cursor.vocabulary.site_links:
        _behind_office(cursor, mention, at)
    if "distance" in mention.marks:
        give_offset(cursor, mention)
    _set_preposition(cursor, mention, floor)


def _take_word(cursor: Cursor, mention: PlaceMention, at: int, floor: int) -> int:
    """Take the word ``at`` when it belongs to the phrase: the next word to look at, else ``at``."""
    info = cursor.infos[at]
    if info is None or info.term is None:
        return _far_near(cursor, mention, at, floor) if cursor.words[at] in cursor.vocabulary.near_links else at
    if not _describe(cursor, mention, at, info, info.term):
        return at
    mention.cue_first = mention.lead = at
    mention.proclitics = info.proclitics
    return at - 1


def _describe(cursor: Cursor, mention: PlaceMention, at: int, info: Info, term: Term) -> bool:
    """Note on the mention what the term says of it; False for a term that says nothing here."""
    if term.group == "near":
        _set_near(cursor, mention, at)
    elif term.group == "direction":
        word = cursor.words[at][len(info.proclitics) :]
        mention.direction = f"{word} {mention.direction}" if mention.direction else word
    elif term.group == "inside":
        mention.marks.add("inside")
    elif term.group in ("kind", "region"):
        if mention.direction is not None and term.kind in _SETTLED:
            mention.marks.add("unnamed")  # في بلدة شرقي دير الزور: some town there
        elif mention.kind_cue is None and mention.region is None and term.group == "kind":
            mention.kind_cue = term.kind
    elif term.group == "road":
        mention.role = "road-end"
    elif term.group == "site":
        if term.named and mention.kind_cue is None:
            mention.role = "site"
        else:
            mention.marks.add("at")
    else:
        return False
    return True


def _set_near(cursor: Cursor, mention: PlaceMention, at: int) -> None:
    mention.near = True
    if cursor.words[at] in cursor.vocabulary.distance_words:
        mention.marks.add("distance")


def _far_near(cursor: Cursor, mention: PlaceMention, at: int, floor: int) -> int:
    """``بالقرب من X``, ``30 كيلومتراً إلى الجنوب الغربي من X``: the near word stands further left."""
    links = cursor.vocabulary.near_links
    left = at - 1
    while left >= max(floor, at - _LOOK_BACK) and cursor.adjoins(left + 1):
        info = cursor.infos[left]
        if info is not None and info.term is not None and info.term.group == "near":
            _set_near(cursor, mention, left)
            mention.cue_first = mention.lead = left
            mention.proclitics = info.proclitics
            return left - 1
        if cursor.words[left] not in links:
            break
        left -= 1
    return at


def _behind_office(cursor: Cursor, mention: PlaceMention, at: int) -> None:
    """``مقر أمن ولاية تيارت``: the headquarters lies in the capital, not in the middle of the governorate."""
    info = cursor.infos[at - 1]
    if info is not None and info.term is not None and info.term.group == "site" and cursor.adjoins(at):
        mention.marks.add("at")
        mention.cue_first = mention.lead = at - 1
        mention.proclitics = info.proclitics


def _set_preposition(cursor: Cursor, mention: PlaceMention, floor: int) -> None:
    """The letter ب or ل, or the word before the phrase; ``وفي`` also joins the place to the one before."""
    if mention.proclitics:
        for letter in mention.proclitics:
            if letter in _LETTERS:
                mention.preposition = letter
                return
        return
    at = mention.lead - 1
    if at < floor or not cursor.adjoins(at + 1):
        return
    word, prepositions = cursor.words[at], cursor.vocabulary.prepositions
    if word[0] == "و" and word[1:] in prepositions:
        mention.preposition, mention.lead = word[1:], at
        mention.marks.add("and")
    elif word in prepositions:
        mention.preposition, mention.lead = word, at

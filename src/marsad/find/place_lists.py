"""Lists of names under one kind word: ``قريتي "الفطيرة" و"سفوهن"``, ``بلدات كفرزيتا ومورك واللطامنة``.

Example: after the dual ``بلدتي`` exactly one more name is read, after the plural as many as come.
"""

from __future__ import annotations

from .place_cursor import Cursor
from .place_mentions import PlaceMention
from .place_unknown import quoted_end, unknown_end
from .place_words import Term

LIST = 9


def read_list(cursor: Cursor, mention: PlaceMention, term: Term) -> list[PlaceMention]:
    """The names after ``mention`` that its kind word covers too."""
    found: list[PlaceMention] = []
    while len(found) < term.count - 1:
        following = _listed(cursor, mention.last + 1, term)
        if following is None:
            break
        following.kind_cue = mention.kind_cue
        following.marks.add("listed")
        if mention.region:
            following.region = mention.region
            following.name = f"{term.kind} {following.name}"
        found.append(following)
        mention = following
    return found


def _listed(cursor: Cursor, at: int, term: Term) -> PlaceMention | None:
    """The next name of a list; the و before a quoted name stands alone (و"سفوهن")."""
    if at >= cursor.last:
        return None
    comma = cursor.comma(at)
    if not comma and not cursor.adjoins(at):
        return None
    lead, joined = at, "و"
    if cursor.words[at] == "و" and at + 1 < cursor.last and cursor.adjoins(at + 1):
        at, joined = at + 1, ""
    mention = _known(cursor, at, joined, comma) or _unknown(cursor, at, joined, comma, term)
    if mention is None:
        return None
    mention.level = 0
    mention.lead = mention.cue_first = lead
    if not comma:
        mention.proclitics = "و"
    return mention


def _known(cursor: Cursor, at: int, joined: str, comma: bool) -> PlaceMention | None:
    info = cursor.infos[at]
    if info is None or not info.starts:
        return None
    match = cursor.longest(at, info, joined) or (cursor.longest(at, info, "") if comma else None)
    return cursor.known(at, match) if match is not None else None


def _unknown(cursor: Cursor, at: int, joined: str, comma: bool, term: Term) -> PlaceMention | None:
    info = cursor.infos[at]
    if comma or term.reveals != "yes" or (info is not None and info.term is not None):
        return None
    if joined and not cursor.words[at].startswith("و"):
        return None
    end = unknown_end(cursor, at, len(joined)) if joined else quoted_end(cursor, at)
    if end < at or (term.count == LIST and not _closes(cursor, end + 1)):
        return None
    return PlaceMention(at, end, at, cursor.written(at, end, len(joined)), unknown=True)


def _closes(cursor: Cursor, at: int) -> bool:
    """A plural list goes on or ends here: a comma, a full stop, another و, a direction or في."""
    if at >= cursor.last or cursor.gaps[at] != " ":
        return True
    word = cursor.words[at]
    if word.startswith("و") or word in cursor.vocabulary.prepositions:
        return True
    info = cursor.infos[at]
    return info is not None and info.term is not None

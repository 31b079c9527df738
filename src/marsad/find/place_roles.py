"""Why a place in a report is not where it happened: somebody's home, a road taken, a hospital, an office, a byline.

Example: in ``قادماً من مدينة جرمانا`` the role of جرمانا is approach.
"""

from __future__ import annotations

from .place_cursor import Cursor, broken
from .place_mentions import PlaceMention
from .place_words import Role

WIDEST = 8  # words between a role word and its place, at most
_TOWNS = frozenset(("البلده", "القريه", "المدينه", "الناحيه", "الحي", "للبلده", "للقريه", "للمدينه"))
_PROCLITICS = "وفلبك"
_INTERRUPTIONS = frozenset("،,:؛()")


def give_role(cursor: Cursor, mention: PlaceMention) -> None:
    """Set ``mention.role`` when the words before or after it say so."""
    last = mention.last + 1
    if last < cursor.last and cursor.words[last] in cursor.vocabulary.holder_after:
        mention.role = "holder"
        return
    lead = mention.lead
    for at in cursor.role_at:
        if lead - WIDEST <= at < lead:
            break
    else:
        return
    for role in cursor.vocabulary.roles.get(mention.preposition, ()):
        if _applies(cursor, mention, role):
            mention.role = role.role
            return


def _applies(cursor: Cursor, mention: PlaceMention, role: Role) -> bool:
    lead = mention.lead
    for at in reversed(cursor.role_at):
        if at >= lead:
            continue
        if lead - at - 1 > role.window:
            return False
        word = cursor.words[at]
        if word not in role.words and _core(word) not in role.words:
            continue
        if broken(cursor.gaps[at + 1 : lead + 1], _INTERRUPTIONS):
            return False
        if role.role == "office" and mention.preposition == "في" and _has_home(cursor, at + 1, lead):
            return False  # مختار البلدة في مدينة الباب
        if role.companions and not (role.companions & set(cursor.words[at : mention.first])):
            return False
        before = cursor.words[max(0, at - 2) : at]
        if role.before and not any(_core(word) in role.before or word in role.before for word in before):
            return False
        return not (role.weak and _taken(cursor))
    return False


def _has_home(cursor: Cursor, start: int, end: int) -> bool:
    """Whether the town of an office is told between it and the place: مختار البلدة، رئيس المجلس المحلي للمدينة."""
    return any(word in _TOWNS for word in cursor.words[start:end])


def _core(word: str) -> str:
    return word[1:] if len(word) > 2 and word[0] in _PROCLITICS else word


def _taken(cursor: Cursor) -> bool:
    """``اعتقلت شابين من بلدة الرام``: where the taken come from is where they were taken."""
    words = cursor.words[cursor.first : cursor.last]
    taken = cursor.vocabulary.taken_words
    return any(word in taken or _core(word) in taken for word in words)


def is_dateline(cursor: Cursor, mention: PlaceMention) -> bool:
    """``دمشق-سانا``, ``حمص 23 نوفمبر``, ``الخرطوم: (خاص)``: the place of writing opens the line."""
    at = mention.lead
    if at > 0 and "\n" not in cursor.gaps[at]:
        return False
    if mention.kind_cue or mention.preposition or mention.role:
        return False
    after = cursor.gaps[mention.last + 1].strip()
    if after and after[0] in "-:/|،,":
        return after[0] != "،" or _is_number(cursor, mention.last + 1)
    return _is_number(cursor, mention.last + 1)


def _is_number(cursor: Cursor, at: int) -> bool:
    return at < cursor.last and cursor.words[at][0].isdigit()

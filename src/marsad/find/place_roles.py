"""Why a place in a report is not where it happened: somebody's home, a road taken, a hospital, an office, a byline.

Example: in ``قادماً من مدينة جرمانا`` the role of جرمانا is approach.
"""

from __future__ import annotations

from .place_mentions import PlaceMention
from .place_reading import Reader
from .place_words import Role

_PROCLITICS = "وفلبك"


def give_role(reader: Reader, mention: PlaceMention) -> None:
    """Set ``mention.role`` when the words before or after it say so."""
    last = mention.last + 1
    if last < reader.last and reader.words[last] in reader.vocabulary.holder_after:
        mention.role = "holder"
        return
    if not reader.role_at:
        return
    for role in reader.vocabulary.roles:
        if mention.preposition in role.prepositions and _applies(reader, mention, role):
            mention.role = role.role
            return


def _applies(reader: Reader, mention: PlaceMention, role: Role) -> bool:
    lead = mention.lead
    for at in reversed(reader.role_at):
        if at >= lead:
            continue
        if lead - at - 1 > role.window:
            return False
        if _core(reader.words[at]) not in role.words and reader.words[at] not in role.words:
            continue
        if any(c in gap for gap in reader.gaps[at + 1 : lead + 1] for c in "،,:؛()"):
            return False
        if role.companions and not (role.companions & set(reader.words[at : mention.first])):
            return False
        if role.before and not any(_core(w) in role.before or w in role.before for w in reader.words[max(0, at - 2) : at]):
            return False
        return not (role.weak and _taken(reader))
    return False


def _core(word: str) -> str:
    return word[1:] if len(word) > 2 and word[0] in _PROCLITICS else word


def _taken(reader: Reader) -> bool:
    """``اعتقلت شابين من بلدة الرام``: where the taken come from is where they were taken."""
    words = reader.words[reader.first : reader.last]
    taken = reader.vocabulary.taken_words
    return any(word in taken or _core(word) in taken for word in words)


def is_dateline(reader: Reader, mention: PlaceMention) -> bool:
    """``دمشق-سانا``, ``حمص 23 نوفمبر``, ``الخرطوم: (خاص)``: the place of writing opens the line."""
    at = mention.lead
    if mention.kind_cue or at != reader.first or (at > 0 and "\n" not in reader.gaps[at]):
        return False
    after = reader.gaps[mention.last + 1].strip()
    if after and after[0] in "-:/|،,":
        return after[0] != "،" or _is_number(reader, mention.last + 1)
    return _is_number(reader, mention.last + 1)


def _is_number(reader: Reader, at: int) -> bool:
    return at < reader.last and reader.words[at][0].isdigit()

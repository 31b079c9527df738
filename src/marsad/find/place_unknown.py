"""Names that no gazetteer has: revealed by a kind word, quotes, a list, or a direction after them.

Example: ``قرية قوز الرهيد خلّف`` gives قوز الرهيد and stops before the verb.
"""

from __future__ import annotations

from .place_cursor import Cursor
from .place_mentions import PlaceMention
from .place_words import Term

QUOTED_WORDS = 4
_WIDE = frozenset(("governorate", "district"))


def unknown_after(cursor: Cursor, at: int, term: Term) -> PlaceMention | None:
    """The unknown name a kind word announces at ``at``, or None."""
    end = unknown_end(cursor, at)
    if term.count != 1 and end > at and quoted_end(cursor, at) == end:  # قريتي "السفافنة والعرقوب"
        end = next((i - 1 for i in range(at + 1, end + 1) if cursor.words[i].startswith("و")), end)
    if end < at or _own_word(cursor, at - 1) or (term.reveals == "placed" and not _placed(cursor, at - 1)):
        return None
    if term.reveals == "article" and end == at and not cursor.words[at].startswith("ال"):
        return None
    return PlaceMention(at, end, at, cursor.written(at, end), lead=at, unknown=True)


def _own_word(cursor: Cursor, at: int) -> bool:
    """``بلده`` (his town) folds like ``بلدة``, but no name follows it."""
    _, end = cursor.source.folded.span(cursor.source.starts[at], cursor.source.ends[at])
    return cursor.source.folded.raw[end - 1] == "ه"


def _placed(cursor: Cursor, at: int) -> bool:
    """A preposition of place stands before the kind word: ``في جبهة الكسارة``, not ``جبهة النصرة``."""
    if cursor.words[at][0] in "بل":
        return True
    return at > cursor.first and cursor.words[at - 1].removeprefix("و") in cursor.vocabulary.scene_prepositions


def goes_on(cursor: Cursor, mention: PlaceMention, term: Term) -> bool:
    """``قرية صيدا الحانوت`` is not صيدا, ``قرية تل جمعة`` not a place called تل: the name goes on."""
    if mention.last != mention.first:
        return False
    headed = cursor.words[mention.first] in cursor.vocabulary.name_heads
    if not headed and term.kind not in ("village", "neighbourhood", "hill"):
        return False
    return unknown_end(cursor, mention.first) > mention.first


def unknown_end(cursor: Cursor, at: int, skip: int = 0) -> int:
    """Last word of an unknown name that opens at ``at`` (``skip`` letters are proclitics); -1 when none does."""
    quoted = quoted_end(cursor, at)
    if quoted >= at:
        return quoted
    word, vocabulary = cursor.words[at][skip:], cursor.vocabulary
    if len(word) < 2 or not "ء" <= word[0] <= "ي" or word in vocabulary.not_names or word in vocabulary.descriptors:
        return -1
    if word in vocabulary.name_heads:
        return _headed_end(cursor, at)
    if not word.startswith("ال") and (word in cursor.gazetteer.ordinary or _is_doing(word)):
        return -1
    return at + 1 if _second_word(cursor, word, at + 1) else at


def _is_doing(word: str) -> bool:
    """A verb in the present of more than one letter of root: يحتجز, يسيطرون; few unknown villages look so."""
    return word[0] == "ي" and len(word) > 4 and not word.endswith(("ا", "ه"))


def quoted_end(cursor: Cursor, at: int) -> int:
    """Last word of a short quotation that opens at ``at``; -1 when none does."""
    if '"' not in cursor.gaps[at]:
        return -1
    for end in range(at, min(at + QUOTED_WORDS, cursor.last)):
        if '"' in cursor.gaps[end + 1]:
            return end
    return -1


def _headed_end(cursor: Cursor, at: int) -> int:
    """تل, أم, خربة and their like take the next word too (تل أبو ظاهر)."""
    end, heads = at, cursor.vocabulary.name_heads
    while end + 1 < cursor.last and end < at + 3 and cursor.gaps[end + 1] == " ":
        end += 1
        if cursor.words[end] not in heads:
            break
    if end == at:
        return -1
    return end + 1 if _second_word(cursor, "ال", end + 1) else end


def _second_word(cursor: Cursor, word: str, at: int) -> bool:
    """Whether the word ``at`` belongs to a name that opens with ``word``: الشرقية, or a noun with the article."""
    if at >= cursor.last or cursor.gaps[at] != " ":
        return False
    second, vocabulary = cursor.words[at], cursor.vocabulary
    if second in vocabulary.name_adjectives:
        return True
    if word.startswith("ال") or not second.startswith("ال") or len(second) < 4:
        return False
    if second in vocabulary.descriptors or second in vocabulary.not_names:
        return False
    # الفلسطينية, الحدودي: an adjective of relation says something about the place, it is not its name.
    return not (len(second) > 6 and second.endswith(("يه", "ي")))


def revealed(cursor: Cursor, at: int, after: int) -> PlaceMention | None:
    """``في صرين شرقي حلب``: the direction word ``at`` tells that the word before it is a place.

    ``after`` is the first word that no earlier mention has.
    """
    if cursor.gaps[at] != " " or not _name_follows(cursor, at + 1):
        return None
    return _bare(cursor, at - 1, after)


def revealed_by_wider(cursor: Cursor, wide: PlaceMention, after: int) -> PlaceMention | None:
    """``في الفاعور بالبقاع``: the governorate right after tells that the name with the article before it is a place."""
    at, words = wide.first, cursor.words
    last = at - 1 if wide.proclitics == "ب" else at - 2 if words[at - 1] == "في" else -1
    if last <= after or any(cursor.gaps[i] != " " for i in range(last + 1, at + 1)) or not words[last].startswith("ال"):
        return None
    return _bare(cursor, last, after) if any(place.kind in _WIDE for place in wide.candidates) else None


def _bare(cursor: Cursor, last: int, after: int) -> PlaceMention | None:
    """The unknown name that ends at word ``last``, right after a preposition of place."""
    first = last
    if first <= after or cursor.infos[first] is not None:
        return None
    if cursor.gaps[first] == " " and cursor.words[first - 1] in cursor.vocabulary.name_heads:
        first -= 1
    word = cursor.words[first]
    if first <= after or len(word) < 3 or not _opens_place(cursor, first - 1) or word in cursor.gazetteer.ordinary:
        return None
    if unknown_end(cursor, first) != last:
        return None
    return PlaceMention(first, last, first, cursor.written(first, last), lead=first, unknown=True)


def _name_follows(cursor: Cursor, at: int) -> bool:
    """A gazetteer name stands at ``at``, perhaps after another direction or kind word."""
    while at < cursor.last and cursor.adjoins(at):
        info = cursor.infos[at]
        if info is None:
            return False
        group = info.term.group if info.term is not None else ""
        if group == "back":
            return True
        if group not in ("direction", "kind"):
            return bool(info.starts) and cursor.longest(at, info, "") is not None
        at += 1
    return False


def _opens_place(cursor: Cursor, at: int) -> bool:
    return cursor.words[at].removeprefix("و") in cursor.vocabulary.opening_words

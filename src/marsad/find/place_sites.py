"""Find named spots inside a settlement: hospitals, squares, streets, headquarters, checkpoints, quarters.

Example: ``في ساحة الكرامة وسط مدينة السويداء`` gives the site ``ساحة الكرامة``.
"""

from __future__ import annotations

from ..text.clitics import cores
from ..text.words import Words
from .place_mentions import SiteMention
from .place_words import Term, Vocabulary, load_place_words

LONGEST = 4
_KINDS = frozenset(("neighbourhood", "camp", "hill", "front"))


def find_sites(words: Words, first: int, last: int) -> list[SiteMention]:
    """Sites of the sentence ``first``..``last`` (``last`` excluded), the phrase as written without proclitics."""
    vocabulary = load_place_words()
    terms, found, at = vocabulary.terms, [], first
    last = min(last, len(words.words))
    while at < last:
        reading = _site_term(words.words[at], terms)
        site = _read_site(words, at, last, *reading, vocabulary) if reading is not None else None
        if site is not None:
            found.append(site)
            at = site.last
        at += 1
    return found


_READ: dict[str, tuple[str, Term] | None] = {}


def _site_term(word: str, terms: dict[str, Term]) -> tuple[str, Term] | None:
    try:
        return _READ[word]
    except KeyError:
        pass
    reading = None
    for proclitics, core in cores(word):
        term = terms.get(core) or (terms.get(core[2:]) if core.startswith("ال") else None)
        if term is not None and (term.group in ("site", "road") or (term.kind in _KINDS and term.count == 1)):
            reading = (proclitics, term)
            break
    if len(_READ) > 100_000:
        _READ.clear()
    _READ[word] = reading
    return reading


def _read_site(words: Words, at: int, last: int, proclitics: str, term: Term, vocabulary: Vocabulary) -> SiteMention | None:
    definite = words.words[at][len(proclitics) :].startswith("ال")
    end = _phrase_end(words, at, last, definite, term, vocabulary)
    if end == at:
        return None
    start, stop = words.folded.span(words.starts[at] + len(proclitics), words.ends[end])
    name = " ".join(words.folded.raw[start:stop].replace('"', " ").split())
    return SiteMention(at, end, name, term.kind or term.group)


def _phrase_end(words: Words, at: int, last: int, definite: bool, term: Term, vocabulary: Vocabulary) -> int:
    """Last word of the phrase: names and definite words go on, prepositions and verbs end it."""
    end = at
    road = term.group == "road"
    while end + 1 < min(last, at + LONGEST + (2 if road else 0)):
        gap, word = words.gaps[end + 1], words.words[end + 1]
        if gap.strip(' "()') and not (road and gap.strip() == "-"):
            break
        if word in vocabulary.site_stops or word in vocabulary.descriptors or word in vocabulary.prepositions:
            break
        if definite and not word.startswith("ال"):
            break
        if end > at and gap == " " and words.words[end].startswith("ال") and not word.startswith("ال"):
            break
        if word[0] in "وبل" and end > at and not road:
            break
        end += 1
        if '"' in words.gaps[end + 1] and '"' in gap:
            break
    return end

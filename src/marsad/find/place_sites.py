"""Find named spots inside a settlement: hospitals, squares, streets, headquarters, checkpoints, quarters.

Example: ``في ساحة الكرامة وسط مدينة السويداء`` gives the site ``ساحة الكرامة``.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..text.words import Words
from .place_mentions import PlaceMention, SiteMention
from .place_words import SPOT_KINDS, Term, Vocabulary, load_place_words, read_site
from .tags import SITE, tagged

LONGEST = 4
_LEADS_TO = ("المودي", "المؤدي", "الواصل", "المتجه")  # الطريق المؤدي إلى المعبر
_OPEN_GAP = frozenset(' "()')
_UNQUOTED = str.maketrans('"«»“”', "     ")


def find_sites(words: Words, first: int, last: int, places: Sequence[PlaceMention] | None = None) -> list[SiteMention]:
    """Sites of the sentence ``first``..``last`` (``last`` excluded), the phrase as written without proclitics.

    With ``places`` of the same sentence a site learns the place named in it, and a name of a town that opens
    with such a word (جسر الشغور) is no site.
    """
    vocabulary = load_place_words()
    found: list[SiteMention] = []
    last = min(last, len(words.words))
    resume = first
    for at in tagged(words, SITE, first, last):
        if at < resume:
            continue
        reading = read_site(words.words[at])
        site = _read_site(words, at, last, reading, vocabulary) if reading is not None else None
        if site is not None:
            found.append(site)
            resume = site.last + 1
    return _with_places(words, found, places) if places and found else found


def _read_site(
    words: Words, at: int, last: int, reading: tuple[str, Term], vocabulary: Vocabulary
) -> SiteMention | None:
    proclitics, term = reading
    if words.words[at].endswith("ا") and not _has_owner(words, at, last, vocabulary):
        return None
    if at and words.words[at - 1] in vocabulary.outlet_heads:
        return None  # مراسل "جسر" بدير الزور
    if _is_his(words, at, last) or (term.group == "road" and at and words.words[at - 1] == "عن"):
        return None  # عن طريق قناصة
    end = _phrase_end(words, at, last, len(proclitics), term, vocabulary)
    if end == at and not (at + 1 < last and words.gaps[at + 1] == " " and _tells_of_it(words.words[at + 1])):
        return None
    if words.words[end] in vocabulary.office_words:
        return None  # المركز الإعلامي للقوات
    name = _written(words, at, end, len(proclitics))
    return SiteMention(at, end, name, term.kind or term.group)


def _written(words: Words, first: int, last: int, skip: int) -> str:
    """The phrase as the report writes it, without its first ``skip`` letters and without quotation marks."""
    start, stop = words.folded.span(words.starts[first] + skip, words.ends[last])
    return " ".join(words.folded.raw[start:stop].translate(_UNQUOTED).split())


def _phrase_end(words: Words, at: int, last: int, skip: int, term: Term, vocabulary: Vocabulary) -> int:
    """Last word of the phrase: names and definite words go on, prepositions and verbs end it; ``at`` for none."""
    opener = words.words[at][skip:]
    if term.group == "phrase":
        named = at + 1 < last and f"{opener} {words.words[at + 1]}" in vocabulary.site_phrases
        return at + 1 if named and words.gaps[at + 1] == " " else at
    road, end = term.group == "road", at
    limit = min(last, at + LONGEST + (2 if road else 0))
    while end + 1 < limit:
        gap, word = words.gaps[end + 1], words.words[end + 1]
        if word == "ال":
            break  # شارع الـ 24
        if not _OPEN_GAP.issuperset(gap) and not (road and gap.strip() == "-"):
            break
        if word == "الي" and not (road and words.words[end].startswith(_LEADS_TO)):
            break
        definite = (opener if end == at else words.words[end]).startswith("ال")
        if not _belongs(word, definite, end == at or road, vocabulary):
            break
        end += 1
        if '"' in gap and '"' in words.gaps[end + 1]:
            break
    return end - (words.words[end] == "الي")


def _belongs(word: str, definite: bool, first: bool, vocabulary: Vocabulary) -> bool:
    """Whether ``word`` goes on a phrase whose last word was definite or not; ``first`` right after the opener."""
    if definite:
        return word.startswith("ال") and word not in vocabulary.back_marks and word not in vocabulary.site_times
    if len(word) < 2 or word in vocabulary.site_breaks:
        return False
    if _tells_of_it(word):
        return False
    rest = word[1:]
    if word[0] in "وب" and word not in vocabulary.terms and word not in vocabulary.name_heads:
        return first and not rest.startswith("ال") and rest not in vocabulary.terms
    return True


def _is_definite(word: str) -> bool:
    """Whether a word has the article; إلى only looks so."""
    return word.startswith("ال") and word != "الي"


def _has_owner(words: Words, at: int, last: int, vocabulary: Vocabulary) -> bool:
    """حاجزاً للأمن العام; but أقاموا حاجزاً طياراً، اتخذته مقراً لها name no spot."""
    if words.words[at] in vocabulary.terms:
        return True
    owner = words.words[at + 1] if at + 1 < last else ""
    return owner.startswith("ل") and len(owner) > 3


def _is_his(words: Words, at: int, last: int) -> bool:
    """قُتل في محله لبيع الهواتف: his shop, which folds like محلة."""
    if not words.words[at].endswith("ه") or at + 1 >= last or not words.words[at + 1].startswith("ل"):
        return False
    _, end = words.folded.span(words.starts[at], words.ends[at])
    return words.folded.raw[end - 1] == "ه"


def _tells_of_it(word: str) -> bool:
    """بوابة يحرسها اللواء، مقهى يملكها أقارب: a verb about the spot just named."""
    return word[0] in "يت" and word.endswith("ها")


def _with_places(words: Words, found: list[SiteMention], places: Sequence[PlaceMention]) -> list[SiteMention]:
    """Give sites their places and drop those that are names of towns (جسر الشغور)."""
    kept = []
    for site in found:
        inside = [p for p in places if site.first <= p.first and p.last <= site.last and not p.anaphor]
        town = any(p.first == site.first < p.last and p.kind_cue not in SPOT_KINDS and p.candidates for p in inside)
        if town and all(place.kind not in ("site", "base", "crossing") for p in inside for place in p.candidates):
            continue
        if inside:
            site.place, site.candidates = inside[0], inside[0].candidates
            _end_road(words, site, inside[-1].last)
        kept.append(site)
    return kept


def _end_road(words: Words, site: SiteMention, named: int) -> None:
    """على طريق طوزخورماتو فككت مفرزة عبوات: a road ends with the place it leads to, or an adjective of its own."""
    last = named
    while last < site.last and (_is_definite(words.words[last + 1]) or "-" in words.gaps[last + 1]):
        last += 1
    if site.kind == "road" and last < site.last:
        reading = read_site(words.words[site.first])
        site.name, site.last = _written(words, site.first, last, len(reading[0]) if reading else 0), last

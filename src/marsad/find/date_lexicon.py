"""The words of dates, compiled once from months.csv, weekdays.csv and date_words.csv.

Every form is stored under its first word, with and without proclitics; longer forms come first,
so ``أمس الأول`` wins over ``أمس``.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from ..lexicon.tables import load_csv
from ..text.words import split_words
from .number_words import expand, number_lexicon


@dataclass(slots=True)
class DateWord:
    """One reading of a word: its role in a date phrase, its value and the words that must follow it.

    ``note`` is the calendar of a month or the ``calendar:month:day`` of a feast; ``context`` says
    what a month name needs before it is believed (آب is also a father, مارس a verb).
    """

    role: str
    value: int
    tail: tuple[str, ...]
    proclitic: str = ""
    note: str = ""
    context: str = ""


Form = tuple[tuple[DateWord, ...], dict[str, tuple[DateWord, ...]] | None]

# Roles that may open a date phrase; the others only continue one.
_OPENING = frozenset((
    "day", "anaphora", "tod", "todadv", "lead", "clock", "dayhead", "samehead", "yearhead", "monthhead", "part",
    "before", "since", "after", "during", "until", "thenhead", "passed", "vague", "weekday", "month", "firstday",
    "defunit_week", "defunit_month", "defunit_year", "defunit_day", "defunit_hour", "defunit_long",
))  # fmt: skip
# Roles that are only looked up as a single word around a phrase.
_AROUND = frozenset((
    "link", "era", "leadword", "clockpart", "veto_weekday", "veto_date", "veto_today", "veto_general",
    "month_before", "continuing", "then",
))  # fmt: skip
# Roles of prepositions of time: their readers take the whole phrase.
PREPOSITIONS = ("before", "since", "after", "thenhead", "during", "until", "passed")
ARTICLES = frozenset(("ال", "وال", "بال"))  # before digits: ال24
# What may stand between a day number and its month.
_COUNTED = frozenset(("من", "و", "الي", "حتي", "او", "ايام", "يوم"))


@dataclass(slots=True, frozen=True)
class DateLexicon:
    """``entries`` by first word, ``forms`` the same as (those of one word, the others by their second word).

    ``starts`` are the words a phrase may open with, ``pieces`` those that may continue one, ``ordinals`` the starts
    that are only ordinals and open a date before one of ``counted`` (من, أيام, a month). A time of day or its lead
    opens with one of ``leads``, what a preposition of time governs with one of ``prepositions``; ``days`` can be the
    number of a day. ``around`` holds word sets by role.
    """

    entries: dict[str, tuple[DateWord, ...]]
    forms: dict[str, Form]
    starts: frozenset[str]
    pieces: frozenset[str]
    ordinals: frozenset[str]
    leads: frozenset[str]
    prepositions: frozenset[str]
    days: frozenset[str]
    counted: frozenset[str]
    around: dict[str, frozenset[str]]


@cache
def date_lexicon() -> DateLexicon:
    """The compiled date words."""
    entries, around = _entries()
    by_role: dict[str, set[str]] = defaultdict(set)
    for word, found in entries.items():
        for entry in found:
            by_role[entry.role].add(word)
    ordinals, tens = set[str](), set[str]()
    for form, number in number_lexicon().items():
        if number.kind in ("tens", "ten", "ordinal"):
            tens.add(form)
            if number.definite or number.kind == "ordinal":
                ordinals.add(form)
    starts = set[str]().union(*(by_role[role] for role in _OPENING))
    return DateLexicon(
        entries,
        {word: _form_of(found) for word, found in entries.items()},
        frozenset(starts | ordinals),
        frozenset(entries.keys() | ordinals | around["link"]),
        frozenset(ordinals - starts),
        frozenset(by_role["lead"] | by_role["clock"] | by_role["tod"]),
        frozenset().union(*(by_role[role] for role in PREPOSITIONS)),
        frozenset(tens | ARTICLES),
        frozenset(by_role["month"] | by_role["monthhead"] | by_role["rel"] | tens | _COUNTED),
        {role: frozenset(forms) for role, forms in around.items()},
    )


def _entries() -> tuple[dict[str, tuple[DateWord, ...]], dict[str, set[str]]]:
    """Entries by first word, the longest first, and the words of the roles that are only looked up around."""
    table: dict[str, list[DateWord]] = {}
    around: dict[str, set[str]] = {role: set() for role in _AROUND}
    for form, role, value, note, context in _rows():
        first, *rest = split_words(form).words
        if role in _AROUND:
            around[role].update((first, "و" + first))
            continue
        tail = tuple(rest)
        for written, proclitic in _written(first, form.startswith("ال"), context):
            table.setdefault(written, []).append(DateWord(role, value, tail, proclitic, note, context))
    _drop_misread(table)
    for found in table.values():
        if len(found) > 1:
            found.sort(key=lambda entry: -len(entry.tail))
    return {word: tuple(found) for word, found in table.items()}, around


def _form_of(found: tuple[DateWord, ...]) -> Form:
    if not found or not found[0].tail:
        return found, None
    longer: dict[str, tuple[DateWord, ...]] = {}
    for entry in found:
        if entry.tail:
            longer[entry.tail[0]] = (*longer.get(entry.tail[0], ()), entry)
    return tuple(e for e in found if not e.tail), longer


def _written(word: str, definite: bool, context: str) -> list[tuple[str, str]]:
    """Forms with proclitics; an ambiguous month takes only و, for ``باب`` is a door, not ``ب`` + ``آب``."""
    if context == "ambiguous":
        return [(word, ""), ("و" + word, "و")]
    return list(expand(word, definite))


def _rows() -> list[tuple[str, str, int, str, str]]:
    rows = [(r["form"], "month", int(r["month"]), r["calendar"], r["context"] or "") for r in load_csv("months.csv")]
    rows += [(r["form"], "weekday", int(r["weekday"]), "", "") for r in load_csv("weekdays.csv")]
    for row in load_csv("date_words.csv"):
        feast = row["role"] == "feast"
        rows.append((row["form"], row["role"], 0 if feast else int(row["value"]), row["value"] if feast else "", ""))
    return rows


def _drop_misread(table: dict[str, list[DateWord]]) -> None:
    """A word that is itself a form is not also a proclitic and another form."""
    for found in table.values():
        if any(not entry.proclitic and not entry.tail for entry in found):
            found[:] = [entry for entry in found if not entry.proclitic]

"""The words of dates, compiled once from months.csv, weekdays.csv and date_words.csv.

Every form is stored under its first word, with and without proclitics; longer forms come first,
so ``أمس الأول`` wins over ``أمس``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from ..lexicon.tables import load_csv
from ..text.words import split_words
from .number_words import expand, number_lexicon


@dataclass(slots=True, frozen=True)
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


# What may stand between a day number and its month.
_COUNTED = frozenset(("من", "و", "الي", "حتي", "او", "ايام", "يوم"))


@dataclass(slots=True, frozen=True)
class DateLexicon:
    """``entries`` by first word: ``single`` those of one word, ``longer`` the others by their first two words.

    ``starts`` are the words a phrase may open with, ``pieces`` those that may continue one, ``ordinals`` the starts
    that are only ordinals and open a date before one of ``counted`` (من, أيام, a month).
    ``around`` holds word sets by role.
    """

    entries: dict[str, tuple[DateWord, ...]]
    single: dict[str, tuple[DateWord, ...]]
    longer: dict[str, dict[str, tuple[DateWord, ...]]]
    starts: frozenset[str]
    pieces: frozenset[str]
    ordinals: frozenset[str]
    counted: frozenset[str]
    around: dict[str, frozenset[str]]


@cache
def date_lexicon() -> DateLexicon:
    """The compiled date words."""
    table: dict[str, list[DateWord]] = {}
    around: dict[str, set[str]] = {role: set() for role in _AROUND}
    for form, role, value, note, context in _rows():
        words = split_words(form).words
        if role in _AROUND:
            around[role].update((words[0], "و" + words[0]))
            continue
        for written, proclitic in _written(words[0], form.startswith("ال"), context):
            table.setdefault(written, []).append(DateWord(role, value, tuple(words[1:]), proclitic, note, context))
    _drop_misread(table)
    entries = {word: tuple(sorted(found, key=lambda e: -len(e.tail))) for word, found in table.items()}
    starts = frozenset(word for word, found in entries.items() if any(e.role in _OPENING for e in found))
    ordinals = frozenset(
        form
        for form, number in number_lexicon().items()
        if number.kind == "ordinal" or (number.kind in ("tens", "ten") and number.definite)
    )
    months = {w for w, found in entries.items() if any(e.role in ("month", "monthhead", "rel") for e in found)}
    tens = {form for form, number in number_lexicon().items() if number.kind in ("tens", "ten", "ordinal")}
    return DateLexicon(
        entries,
        {word: tuple(e for e in found if not e.tail) for word, found in entries.items()},
        {word: _by_second(found) for word, found in entries.items() if found[0].tail},
        starts | ordinals,
        frozenset(entries) | ordinals | around["link"],
        ordinals - starts,
        frozenset(months | tens | _COUNTED),
        {role: frozenset(forms) for role, forms in around.items()},
    )


def _by_second(found: tuple[DateWord, ...]) -> dict[str, tuple[DateWord, ...]]:
    seconds = {e.tail[0] for e in found if e.tail}
    return {second: tuple(e for e in found if e.tail and e.tail[0] == second) for second in seconds}


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

"""Checks of the lexicon files, for whoever edits them: every problem names file, line, id and remedy.

Example: ``actors/libya.yaml, line 12, libya-navy: kind is 'navy'. Use one of civilians, …``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ..errors import LexiconError
from ..folders import user_lexicons
from ..text.folding import fold_word
from . import recipe_checks, schemas
from .aliases import FILE as ALIASES
from .aliases import alias_rows, check_alias
from .letters import find_bad, mend
from .tables import USER, list_files, load_csv, load_yaml, path_of

_ID = re.compile(r"^\s*-?\s*\{?\s*id:\s*['\"]?([^\s,'\"}]+)")
_NAMES = ("aliases", "weak_aliases", "country_aliases", "adjectives", "assets", "verbs", "nouns", "phrases")
FiredRules = Callable[[str], set[str]]
"""Codes one sentence and gives the ids of the frames that made its events."""
KnownPlace = Callable[[str], bool]
"""Whether the gazetteer has a place with this id."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing to mend, or to know (``note``); ``path`` from the lexicons folder, ``line`` from 1, 0 unknown."""

    path: str
    line: int
    id: str
    problem: str
    remedy: str
    note: bool = False

    def __str__(self) -> str:
        """One line for a person."""
        line = f", line {self.line}" if self.line else ""
        name = f", {self.id}" if self.id else ""
        return f"{'note: ' if self.note else ''}{self.path}{line}{name}: {self.problem}. {self.remedy}."


@dataclass(slots=True)
class SourceFile:
    """Rows of a file with the lines of their ids."""

    path: str
    rows: list[dict[str, Any]]
    lines: list[str]
    starts: dict[str, int] = field(default_factory=dict)

    def problem(self, row: dict[str, Any], complaint: tuple[str, str], word: str = "") -> Problem:
        """The complaint at the line of the row, or of a word in it."""
        name = str(row.get("id", ""))
        return Problem(self.path, self.line_of(name, word), name, *complaint)

    def line_of(self, name: str, word: str = "") -> int:
        """Line of an id, or of the first line of its row that holds ``word``."""
        start = self.starts.get(name, 0)
        for number in range(start, len(self.lines) + 1) if word and start else ():
            if number > start and _ID.match(self.lines[number - 1]):
                break
            if word in self.lines[number - 1]:
                return number
        return start


def check_lexicons(
    root: Path, fired: FiredRules | None = None, known_place: KnownPlace | None = None
) -> list[Problem]:  # fmt: skip
    """Every problem of the files under ``root`` and of the user's own.

    With ``fired``, of the frames' examples too; with ``known_place``, of the places that aliases lead to.
    """
    problems = [*check_letters(root), *check_letters(user_lexicons(), USER)]
    try:
        acts = _read(root, "acts.yaml")
        frames = [_read(root, name) for name in list_files("frames", ".yaml")]
        actors = [_read(root, name) for name in list_files("actors", ".yaml")]
        recipes = [_read(root, name) for name in list_files("outlet_recipes", ".yaml")]
        tables = list(_check_tables())
    except LexiconError as error:  # a file that cannot be parsed: the rest would only repeat it
        return [*problems, Problem("lexicons", 0, "", str(error).rstrip("."), "Then check again")]
    problems += _check_rows([acts], schemas.check_act)
    known = {str(row.get("id")) for row in acts.rows}
    problems += _check_rows(frames, lambda row: schemas.check_frame(row, known))
    ids = {str(row.get("id")) for source in actors for row in source.rows}
    problems += _check_rows(actors, lambda row: schemas.check_actor(row, ids))
    problems += [*_check_shared_names(actors), *tables, *_check_recipes(recipes), *_check_aliases(ids, known_place)]
    if fired is not None:
        problems += _check_examples(frames, fired)
    return sorted(set(problems))


def _read(root: Path, name: str) -> SourceFile:
    rows = load_yaml(name) or []
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise LexiconError(f"{name}: not a list of entries. Begin each entry with '- id:'.")
    source = SourceFile(name, rows, path_of(name).read_text(encoding="utf-8").splitlines())
    for number, line in enumerate(source.lines, 1):
        match = _ID.match(line)
        if match:
            source.starts.setdefault(match.group(1), number)
    return source


def check_letters(root: Path, prefix: str = "") -> Iterator[Problem]:
    """Wrong characters in any file; ``prefix`` goes before the names of the files."""
    for path in _files(root):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            for column, what in find_bad(line):
                remedy = f"Column {column}: write the Arabic letter, or run marsad lexicon check --fix"
                yield Problem(prefix + str(path.relative_to(root)), number, "", f"stray {what}", remedy)


def fix_letters(root: Path) -> list[str]:
    """Mend wrong characters in place; the files changed."""
    changed = []
    for path in _files(root):
        text = path.read_text(encoding="utf-8")
        mended = "".join(mend(line) for line in text.splitlines(keepends=True)) if "\r" not in text else text
        if mended != text:
            path.write_text(mended, encoding="utf-8")
            changed.append(str(path.relative_to(root)))
    return changed


def _files(root: Path) -> list[Path]:
    return sorted(path for path in root.rglob("*") if path.suffix in (".yaml", ".csv"))


def _check_rows(
    sources: list[SourceFile], check: Callable[[dict[str, Any]], Iterator[tuple[str, str]]]
) -> Iterator[Problem]:
    """The schema of each row, ids that are used twice, names written twice."""
    seen: dict[str, str] = {}
    for source in sources:
        for row in source.rows:
            for complaint in check(row):
                yield source.problem(row, complaint)
            name = str(row.get("id"))
            if name in seen:
                yield source.problem(row, (f"the id is used in {seen[name]} too", "Give it another id"))
            seen.setdefault(name, source.path)
            yield from _check_doubles(source, row)


def _check_doubles(source: SourceFile, row: dict[str, Any]) -> Iterator[Problem]:
    for key in _NAMES:
        seen: dict[str, str] = {}
        for name in row.get(key) or ():
            folded = fold_word(str(name).split("/")[0]) if key not in ("verbs", "nouns") else str(name)
            if folded in seen:
                what = f"{key}: {name} is the same as {seen[folded]} once folded"
                yield source.problem(row, (what, "Keep one of them"), str(name))
            seen.setdefault(folded, str(name))


def _check_shared_names(sources: list[SourceFile]) -> Iterator[Problem]:
    """Notes on full names that mean two actors of one country at one time: only the report can tell them apart."""
    owners: dict[tuple[str, str], list[tuple[SourceFile, dict[str, Any]]]] = {}
    for source in sources:
        for row in (one for one in source.rows if not one.get("by_alias")):
            for name in {fold_word(str(n)) for n in (row.get("name_ar"), *(row.get("aliases") or ())) if n}:
                owners.setdefault((name, str(row.get("country"))), []).append((source, row))
    for (name, _), rows in owners.items():
        for at, (source, row) in enumerate(rows):
            for _, other in rows[:at]:
                if _overlap(row, other):
                    what = f"{name} is also the name of {other.get('id')} at that time"
                    remedy = "Give the two from and until, or keep the name on one of them"
                    yield replace(source.problem(row, (what, remedy), name), note=True)


def _overlap(one: dict[str, Any], other: dict[str, Any]) -> bool:
    def bounds(row: dict[str, Any]) -> tuple[str, str]:
        return str(row.get("from") or "0000"), str(row.get("until") or "9999")

    (a, b), (c, d) = bounds(one), bounds(other)
    return a < d and c < b


def _check_recipes(sources: list[SourceFile]) -> Iterator[Problem]:
    """Outlet recipes and shapes: their schema, hosts and names that two of them claim."""
    shapes = [source for source in sources if source.path.endswith("shapes.yaml")]
    outlets = [source for source in sources if source not in shapes]
    known = {str(row.get("id")) for source in shapes for row in source.rows}
    yield from _check_rows(shapes, recipe_checks.check_shape)
    yield from _check_rows(outlets, lambda row: recipe_checks.check_outlet(row, known))
    homes = {id(row): source for source in outlets for row in source.rows}
    for row, complaint in recipe_checks.check_claims([row for source in outlets for row in source.rows]):
        yield homes[id(row)].problem(row, complaint)


def _check_tables() -> Iterator[Problem]:
    """Categories of causes and sources; CSV rows with too many or too few columns."""
    for name, key, what, allowed in (
        ("causes.yaml", "categories", "category", schemas.CAUSES), ("sources.yaml", "kinds", "kind", schemas.SPEAKERS),
    ):  # fmt: skip
        for complaint in schemas.check_categories(name, load_yaml(name)[key], what, allowed):
            yield Problem(name, 0, "", *complaint)
    for name in [*list_files(".", ".csv"), *list_files("places", ".csv")]:
        ids: dict[str, int] = {}
        for number, row in enumerate(load_csv(name), 2):
            if None in row or None in row.values():
                yield Problem(name, number, "", "the row has not as many cells as the header", "Mend the commas")
            key = row.get("id") or ""
            if key and key in ids:
                yield Problem(name, number, key, f"the id is used on line {ids[key]} too", "Give it another id")
            ids.setdefault(key, number)


def _check_aliases(actors: set[str], known_place: KnownPlace | None) -> Iterator[Problem]:
    """Aliases that people taught: their form, and that they lead somewhere."""
    for number, row in enumerate(alias_rows(), 2):
        complaints = list(check_alias(row)) or list(_check_target(row, actors, known_place))
        yield from (Problem(ALIASES, number, str(row.get("id")), *complaint) for complaint in complaints)


def _check_target(row: dict[str, str], actors: set[str], known_place: KnownPlace | None) -> Iterator[tuple[str, str]]:
    target = row["target"]
    known = target in actors if row["kind"] == "actor" else known_place is None or known_place(target)
    if not known:
        remedy = f"Name another target, or run marsad lexicon alias remove {row['id']}"
        yield f"{row['wording']}: there is no {row['kind']} {target!r}", remedy


def _check_examples(sources: list[SourceFile], fired: FiredRules) -> Iterator[Problem]:
    """Every example makes an event by its rule or by another of the same act; no counterexample does by its rule."""
    acts = {str(row.get("id")): row.get("act") for source in sources for row in source.rows}
    for source in sources:
        for row in source.rows:
            name = str(row.get("id"))
            for text in row.get("examples") or ():
                if row.get("act") not in {acts.get(rule) for rule in fired(text)}:
                    remedy = f"See marsad explain; mend the rule or the example: {text}"
                    yield source.problem(row, ("an example makes no event of this act", remedy), text[:40])
            for text in row.get("counterexamples") or ():
                if not row.get("weak") and name in fired(text):
                    remedy = f"See marsad explain; tighten the rule or mend: {text}"
                    yield source.problem(row, ("a counterexample makes an event by this rule", remedy), text[:40])

"""Whatever the server says to people has a code, and every code has its text in both languages, with its values.

What is said is gathered from the source: calls of errors with their codes, kinds of what is no report, warnings.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from conftest import ROOT
from marsad.export import find_profile, profile_names
from marsad.export.refusals import CODES
from marsad.link.comparisons import VETOES
from marsad.link.tables import load_features

SOURCE = ROOT / "src" / "marsad"
CATALOGUES = {
    name: json.loads((ROOT / "frontend" / "src" / "messages" / f"{name}.json").read_text(encoding="utf-8"))
    for name in ("ar", "en")
}
# Where a call has its code, among what is given by position.
PLACES = {
    "ReviewError": 1, "AlertError": 1, "UnknownAlertError": 1, "ExportError": 1, "LexiconError": 1, "StoreError": 1,
    "ConflictError": 2, "Refusal": 2, "InputError": 3, "refuse": 3, "FilterError": 3,
}  # fmt: skip
GIVEN = {"refuse": {"field", "value"}, "FilterError": {"field", "value"}, "InputError": {"source"}}
USUAL = {"refuse": "value", "FilterError": "filter.value"}
# Rooms whose errors the workbench shows: none of them goes without a code. Learning and rating are done in terminals.
SHOWN = [*(SOURCE / "web").glob("*.py"), *(SOURCE / "review").glob("*.py"), SOURCE / "alerts" / "views.py"]
TERMINAL = {"lessons.py", "ratings.py"}
CODE = re.compile(r"[a-z]+(\.[a-z-]+)?")
KIND = re.compile(r"[a-z]+(-[a-z]+)*")
WARNING = re.compile(r"([a-z]+(?:-[a-z]+)*): ")


class Said(NamedTuple):
    """A call that says something: its code (None where it has none), what is put into its text, where it stands."""

    code: str | None
    values: set[str]
    place: str


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node.func.id, node


def said_in(path: Path) -> Iterator[Said]:
    """What the calls of a file say; a call that hands on the code of another error is none of them."""
    for name, call in calls(path):
        at = PLACES.get(name)
        if at is None or (name == "refuse" and path.parent.name == "web"):
            continue
        keywords = {one.arg: one.value for one in call.keywords if one.arg is not None}
        node = call.args[at] if len(call.args) > at else keywords.pop("code", None)
        if node is not None and not isinstance(node, ast.Constant):
            continue
        code = node.value if isinstance(node, ast.Constant) else USUAL.get(name)
        yield Said(code, {*keywords, *GIVEN.get(name, ())}, f"{path.name}:{call.lineno}")


def all_said() -> list[Said]:
    found = [one for path in SOURCE.rglob("*.py") for one in said_in(path) if one.code]
    entries = (SOURCE / "lexicon" / "entries.py").read_text(encoding="utf-8")
    found += [Said(code, {"name"}, "entries.py") for code in re.findall(r'"(entry\.[a-z]+)"', entries)]
    found += [Said(f"left.{code}", set(), "refusals.py") for code in CODES.values()]
    return [*found, Said("filter.unknown", {"field", "value"}, "errors.py"), Said("offline", set(), "api.ts")]


def kinds_of_problems() -> set[str]:
    """The kinds of what is no report: in calls, and in tuples of kind, problem and remedy."""
    found = set()
    for path in (path for room in ("ingest", "fetch", "custody") for path in (SOURCE / room).rglob("*.py")):
        for name, call in calls(path):
            at = {"Refused": 0, "InputProblem": 1, "NotFetched": 1}.get(name)
            if at is not None and len(call.args) > at and isinstance(call.args[at], ast.Constant):
                found.add(call.args[at].value)
        found |= {first for first in _heads_of_threes(path) if KIND.fullmatch(first)}
    return found


def _heads_of_threes(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        told = (isinstance(node, ast.keyword) and node.arg == "problem") or isinstance(node, ast.Return)
        if told and isinstance(node.value, ast.Tuple) and len(node.value.elts) == 3:
            head = node.value.elts[0]
            if isinstance(head, ast.Constant) and isinstance(head.value, str):
                yield head.value


def warnings() -> set[str]:
    """The kinds of warnings on reports, which they begin with."""
    found = set()
    for path in (SOURCE / "ingest").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            text = node.values[0] if isinstance(node, ast.JoinedStr) and node.values else node
            if isinstance(text, ast.Constant) and isinstance(text.value, str):
                begun = WARNING.match(text.value)
                found |= {begun[1]} if begun else set()
    return found


def slots(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


@pytest.mark.parametrize("said", all_said(), ids=lambda said: f"{said.code}-{said.place}")
def test_every_code_has_both_texts_and_what_is_put_into_them(said: Said) -> None:
    for language, catalogue in CATALOGUES.items():
        text = catalogue.get(f"said.{said.code}")
        assert text, (language, said)
        assert slots(text) <= said.values, (language, said)
    assert CODE.fullmatch(str(said.code))


def test_no_text_is_there_for_nothing() -> None:
    known = {f"said.{said.code}" for said in all_said()} | {f"said.input.{kind}" for kind in kinds_of_problems()}
    assert {name for name in CATALOGUES["ar"] if name.startswith("said.")} - known == set()


def test_what_the_workbench_shows_never_goes_without_a_code() -> None:
    shown = [path for path in SHOWN if path.name not in TERMINAL]
    assert [said.place for path in shown for said in said_in(path) if not said.code] == []


def test_what_is_no_report_has_texts_by_its_kind() -> None:
    kinds = kinds_of_problems()
    assert {"empty", "binary", "columns", "damaged", "unreachable", "bomb"} <= kinds
    for language, catalogue in CATALOGUES.items():
        assert {kind for kind in kinds if f"said.input.{kind}" not in catalogue} == set(), language


def test_closed_lists_of_the_server_have_texts() -> None:
    lists = {
        "likeness": {*load_features(), *VETOES}, "warning": {"not-arabic", "suspicious-unicode", "edited"},
        "lacks": {name for name in profile_names() if find_profile(name).lacks},
        "purpose": set(profile_names()),
    }  # fmt: skip
    for language, catalogue in CATALOGUES.items():
        for name, values in lists.items():
            assert {one for one in values if f"{name}.{one}" not in catalogue} == set(), (language, name)


def test_warnings_begin_with_a_kind_that_has_texts() -> None:
    known = {name.partition(".")[2] for name in CATALOGUES["ar"] if name.startswith("warning.")}
    assert warnings()
    assert known >= warnings()

"""Which column of a table fills which field of a report: by known headings (``columns.yaml``) or as the caller says.

Example: the headings ``التاريخ، المصدر، المحتوى`` fill ``published``, ``outlet`` and ``text``;
``--map text=الملاحظات`` names a heading that is not known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from ..errors import InputError
from ..lexicon.tables import load_yaml
from ..text.folding import fold_word

REQUIRED = ("text",)
OPTIONAL = ("id", "title", "published", "outlet", "url", "byline")
_FIELDS = REQUIRED + OPTIONAL


@dataclass(frozen=True, slots=True)
class Columns:
    """Columns found for fields (``{"text": "المحتوى"}``), required fields without one, columns that fill nothing."""

    found: Mapping[str, str]
    missing: tuple[str, ...]
    unused: tuple[str, ...]

    def explain_missing(self) -> tuple[str, str]:
        """What is wrong and the remedy when a required field has no column."""
        shown = "، ".join(f"«{name}»" for name in self.unused[:12]) or "none"
        more = f" and {len(self.unused) - 12} more" if len(self.unused) > 12 else ""
        problem = f"no column is known to hold the {self.missing[0]}; its columns are {shown}{more}"
        return problem, f"Name the column: --map {self.missing[0]}=COLUMN"


def parse_map(options: Iterable[str]) -> dict[str, str]:
    """``["text=المحتوى"]`` to ``{"text": "المحتوى"}``; raises :class:`InputError` for an unknown field or no ``=``."""
    found: dict[str, str] = {}
    for option in options:
        name, sign, column = option.partition("=")
        name, column = name.strip(), column.strip()
        if not sign or not column:
            raise InputError(f"--map {option}", "there is no column after the field", "Write it as text=COLUMN")
        if name not in _FIELDS:
            raise InputError(f"--map {option}", f"{name!r} is no field", f"Use one of {', '.join(_FIELDS)}")
        found[name] = column
    return found


def match_columns(header: Sequence[str], given: Mapping[str, str]) -> Columns:
    """Columns of ``header`` for every field; what the caller gave goes before known headings."""
    folded: dict[str, str] = {}
    for name in header:
        folded.setdefault(_fold(name), name)
    found: dict[str, str] = {}
    for field in _FIELDS:
        if field in given:
            wanted = folded.get(_fold(given[field]))
            if wanted is None:
                raise InputError("the table", f"there is no column «{given[field]}»", "Check the name given to --map")
            found[field] = wanted
    for field in _FIELDS:
        taken = set(found.values())
        match = next((folded[n] for n in _known()[field] if n in folded and folded[n] not in taken), None)
        if field not in found and match is not None:
            found[field] = match
    missing = tuple(field for field in REQUIRED if field not in found)
    return Columns(found, missing, tuple(name for name in header if name and name not in found.values()))


def is_known_header(cells: Sequence[str]) -> bool:
    """True when a first row is surely a heading: a text column and another field are known."""
    if len(cells) > 200:
        return False
    columns = match_columns(cells, {})
    return not columns.missing and len(columns.found) >= 2


def _fold(name: str) -> str:
    return " ".join(fold_word(name).lower().replace("_", " ").replace("-", " ").split())


@cache
def _known() -> dict[str, tuple[str, ...]]:
    """Folded headings of each field, the likelier first."""
    lists = load_yaml("columns.yaml")
    return {field: tuple(_fold(name) for name in str(lists[field]).split(",")) for field in _FIELDS}

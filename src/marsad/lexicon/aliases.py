"""What people taught the coder about wordings: what a name means, where, and from when to when.

The table ``aliases.csv`` lies among the user's own lexicons and is read with them. An alias acts in its scope alone:
in one report, in the reports that name a place of a district or governorate, or everywhere.

Example: ``a1b2c3d4,place,الحسينية,sy-al-husayniyah-deir,district,SY/Deir ez-Zor,,,12`` makes الحسينية the one of Deir
ez-Zor in reports that name another place there.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from ..errors import LexiconError
from ..folders import user_lexicons
from ..text.folding import fold_word
from .tables import USER, load_csv, path_of

FILE = f"{USER}aliases.csv"
KINDS = ("place", "actor")
REPORT, DISTRICT, EVERYWHERE = "report", "district", "everywhere"
SCOPES = (REPORT, DISTRICT, EVERYWHERE)


class Alias(msgspec.Struct, frozen=True, kw_only=True):
    """A wording and the place or actor (``target``, an id) it means.

    ``area`` is the report's id, or the units ``SY/Deir ez-Zor`` or ``SY/Deir ez-Zor/Al-Mayadin``; empty everywhere.
    ``since`` and ``until`` are ISO days of publication, both included; ``decision`` is the one that taught it.
    """

    kind: str
    wording: str
    target: str
    scope: str = EVERYWHERE
    area: str = ""
    since: str = ""
    until: str = ""
    decision: str = ""

    @property
    def id(self) -> str:
        """Follows from all that it says, but for the decision."""
        said = (self.kind, fold_word(self.wording), self.target, self.scope, self.area, self.since, self.until)
        return hashlib.sha256("\0".join(said).encode()).hexdigest()[:8]

    def acts_in(self, report_id: str, units: frozenset[str]) -> bool:
        """Whether it acts in a report that names places in these units."""
        return self.scope == EVERYWHERE or self.area in (units if self.scope == DISTRICT else (report_id,))

    def acts_on(self, day: str | None) -> bool:
        """Whether it acts on a day of publication; one that is not known is always right."""
        return day is None or ((not self.since or day >= self.since) and (not self.until or day <= self.until))


_COLUMNS = ("id", *Alias.__struct_fields__)


def load_aliases() -> list[Alias]:
    """The user's aliases; none when nobody taught any."""
    return [_read(row, number) for number, row in enumerate(alias_rows(), 2)]


def alias_rows() -> list[dict[str, str]]:
    """The rows of the table as they are written."""
    return load_csv(FILE) if path_of(FILE).exists() else []


def _read(row: dict[str, Any], number: int) -> Alias:
    for complaint in check_alias(row):
        raise LexiconError(f"{FILE}, line {number}: {complaint[0]}. {complaint[1]}.")
    return Alias(**{name: row[name].strip() for name in Alias.__struct_fields__})


def check_alias(row: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """What is wrong with a row, and what to do."""
    if None in row or None in row.values() or set(row) != set(_COLUMNS):
        yield (
            "it has not the cells of an alias",
            f"Write {','.join(_COLUMNS)}",
        )
        return
    if row["kind"] not in KINDS:
        yield f"kind is {row['kind']!r}", f"Use one of {', '.join(KINDS)}"
    if row["scope"] not in SCOPES:
        yield f"scope is {row['scope']!r}", f"Use one of {', '.join(SCOPES)}"
    if (row["scope"] == EVERYWHERE) == bool(row["area"].strip()):
        yield f"scope {row['scope']} with area {row['area']!r}", "Give the area of a report or district, and no other"
    if not fold_word(row["wording"]).strip() or not row["target"].strip():
        yield "wording or target is empty", "Give both"
    if row["since"] and row["until"] and row["since"] > row["until"]:
        yield f"it begins {row['since']} after it ends {row['until']}", "Mend since or until"


def require_alias(alias: Alias) -> None:
    """LexiconError when an alias that is written could not be read again."""
    for problem, remedy in check_alias({"id": alias.id, **msgspec.structs.asdict(alias)}):
        raise LexiconError(f"alias {alias.wording}: {problem}. {remedy}.", "alias.unfit", wording=alias.wording)


def add_alias(alias: Alias) -> None:
    """Adopt an alias; one with the same id is there only once. LexiconError when it could not be read again."""
    require_alias(alias)
    kept = [one for one in load_aliases() if one.id != alias.id]
    _write([*kept, alias])


def remove_alias(alias_id: str) -> Alias:
    """Take an alias out; LexiconError when there is none."""
    kept = load_aliases()
    found = next((one for one in kept if one.id == alias_id), None)
    if found is None:
        raise LexiconError(f"alias {alias_id}: there is none. marsad lexicon alias list names them.")
    _write([one for one in kept if one is not found])
    return found


def _write(aliases: Sequence[Alias]) -> None:
    """The whole table, beside its place and then there, so that nobody reads half of it."""
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(buffer, _COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows({"id": one.id, **msgspec.structs.asdict(one)} for one in aliases)
    path = user_lexicons() / Path(FILE).name
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.write_text(buffer.getvalue(), encoding="utf-8")
    part.replace(path)

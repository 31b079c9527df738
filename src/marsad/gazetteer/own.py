"""The hand-written layer: ``lexicons/places/*.csv`` (places) and ``lexicons/places/admin-*.csv`` (units).

Example: the row ``sy-ashara,العشارة,عشارة,Al-Asharah,town,SY,Deir ez-Zor,…`` becomes a ``Row``.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from ..errors import GazetteerError
from ..lexicon.tables import list_files, load_csv, path_of
from ..text.folding import fold_word
from .records import Row, number

FOLDER = "places"
ADMIN_KINDS = {"0": "country", "1": "governorate", "2": "district", "3": "subdistrict"}
_LEVELS = {"country": "0", "governorate": "1", "district": "2", "subdistrict": "3"}


def own_files() -> list[str]:
    """Names of the place tables: shipped, and the user's own."""
    return list_files(FOLDER, ".csv")


def own_hash() -> str:
    """Hash of everything in the lexicons that the index is built from."""
    digest = hashlib.sha256()
    for name in [*own_files(), "place_words.yaml", "place_veto.csv"]:
        path = path_of(name)
        if path.exists():
            digest.update(name.encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def own_rows() -> list[Row]:
    """Every row of the shipped tables; a row without id or Arabic name is an error that names file and line."""
    rows: list[Row] = []
    for name in own_files():
        read = _admin_row if Path(name).name.startswith("admin") else _place_row
        for number_of_line, fields in enumerate(load_csv(name), start=2):
            rows.append(read(fields, f"{name}, line {number_of_line}"))
    districts = {(r.country, r.name_en): r.admin1 for r in rows if r.kind == "district" and r.admin1}
    for row in rows:
        if row.admin1 is None and row.admin2 is not None:
            row.admin1 = districts.get((row.country, row.admin2))
    return rows


def load_veto() -> dict[str, int]:
    """Words of ``place_veto.csv``: folded word to 1 (a preposition is cue enough) or 2 (only a kind word is)."""
    return {fold_word(r["word"]): 2 if r["cue"] == "kind" else 1 for r in load_csv("place_veto.csv")}


def _names(fields: dict[str, str], where: str) -> tuple[str, ...]:
    name = (fields.get("name_ar") or "").strip()
    if not name:
        raise GazetteerError(f"{where}: name_ar is empty. Write the Arabic name or remove the row.")
    aliases = (a.strip() for a in (fields.get("aliases_ar") or "").split("|"))
    return (name, *(a for a in aliases if a))


def _says_yes(cell: str | None) -> bool:
    return (cell or "").strip().lower() in ("1", "true", "yes")


def _place_row(fields: dict[str, str], where: str) -> Row:
    names = _names(fields, where)
    country = (fields.get("country") or "").strip()
    return Row(
        id=(fields.get("id") or "").strip() or f"own:{country}:{names[0]}",
        names=names,
        name_en=(fields.get("name_en") or "").strip(),
        kind=(fields.get("kind") or "town").strip(),
        country=country,
        admin1=(fields.get("admin1") or "").strip() or None,
        admin2=(fields.get("admin2") or "").strip() or None,
        admin3=(fields.get("admin3") or "").strip() or None,
        lat=number(fields.get("lat")),
        lon=number(fields.get("lon")),
        common=_says_yes(fields.get("common")),
        by_alias=_says_yes(fields.get("by_alias")),
    )


def _admin_row(fields: dict[str, str], where: str) -> Row:
    names = _names(fields, where)
    level, country = (fields.get("level") or "").strip().lower(), (fields.get("country") or "").strip()
    level = _LEVELS.get(level, level.removeprefix("adm").removeprefix("admin"))
    english, parent = (fields.get("name_en") or "").strip(), (fields.get("parent_en") or "").strip() or None
    return Row(
        id=f"adm{level}:{country}:{english}" if level != "0" else f"country:{country}",
        names=names,
        name_en=english,
        kind=ADMIN_KINDS.get(level, "district"),
        country=country,
        admin1=english if level == "1" else parent if level == "2" else None,
        admin2=english if level == "2" else parent if level == "3" else None,
        admin3=english if level == "3" else None,
        lat=number(fields.get("lat")),
        lon=number(fields.get("lon")),
    )

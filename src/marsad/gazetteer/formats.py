"""How the rows of each known table become gazetteer rows: GeoNames dumps, OCHA COD tables, Who's On First tables.

A reader of a row gives a ``Row``, or the reason why the row is left out.

Example: a GeoNames line with feature code PPL and the alternate name ``العشارة`` gives a village, town or city.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from .geonames import CITY, TOWN, arabic_names
from .records import Row, number

GEONAMES_COLUMNS = (
    "geonameid", "name", "asciiname", "alternatenames", "latitude", "longitude", "class", "code", "country", "cc2",
    "admin1", "admin2", "admin3", "admin4", "population", "elevation", "dem", "timezone", "modified",
)  # fmt: skip
NO_ARABIC, NO_COORDINATES = "no Arabic name", "no coordinates"
DEPRECATED, OTHER_KIND = "deprecated", "not a settlement or unit"
RowReader = Callable[[dict[str, str]], "Row | str"]

_ARABIC_LETTER = re.compile(r"[ء-ي]")
_UNIT_CODES = {"ADM1": "governorate", "ADM2": "district", "ADM3": "subdistrict", "PCLI": "country"}
# Historical units and places, abandoned and destroyed ones.
_GONE = frozenset(("ADM1H", "ADM2H", "ADM3H", "ADM4H", "ADMDH", "PCLH", "PPLH", "PPLCH", "PPLQ", "PPLW"))
_WOF_KINDS = {"country": "country", "region": "governorate", "county": "district", "localadmin": "subdistrict",
              "neighbourhood": "neighbourhood", "macrohood": "neighbourhood", "microhood": "neighbourhood",
              "borough": "neighbourhood", "campus": "base", "locality": "", "postalregion": "skip"}  # fmt: skip
_COLUMNS = {
    "name_ar": ("name_ar", "matched_names_ar", "names_ar", "admin4name_ar", "adm4_ar", "adm4_name_ar", "featurename_ar",
                "admin3name_ar", "adm3_ar", "admin2name_ar", "adm2_ar", "admin1name_ar", "adm1_ar"),
    "name_en": ("name_en", "admin4name_en", "adm4_en", "adm4_name", "featurename_en", "admin3name_en", "adm3_en",
                "admin2name_en", "admin1name_en"),
    "pcode": ("pcode", "adm4_pcode", "admin4pcode", "featurepcode", "adm3_pcode", "admin3pcode", "adm2_pcode",
              "admin2pcode", "adm1_pcode", "admin1pcode"),
    "lat": ("lat", "latitude", "latitude_y", "point_y", "y", "center_lat"),
    "lon": ("lon", "long", "longitude", "longitude_x", "point_x", "x", "center_lon"),
    "admin1": ("adm1_en", "admin1name_en", "adm1_name", "admin1_en", "governorate"),
    "admin2": ("adm2_en", "admin2name_en", "adm2_name", "admin2_en", "district"),
    "admin3": ("adm3_en", "admin3name_en", "adm3_name", "admin3_en", "subdistrict"),
    "population": ("population", "population_2023", "pop"),
}  # fmt: skip


def settlement_kind(population: int) -> str:
    """city, town or village by its people."""
    return "city" if population >= CITY else "town" if population >= TOWN else "village"


def people(text: str | None) -> int:
    """A population cell as an integer; 0 when empty or unreadable."""
    return int(number(text) or 0)


def split_names(cell: str, separator: str = "|") -> tuple[str, ...]:
    """Arabic names of a cell, plain spellings only, without doubles."""
    return tuple(arabic_names([name for name in cell.split(separator) if _ARABIC_LETTER.search(name)]))


def read_geonames(row: dict[str, str]) -> Row | str:
    """One line of a GeoNames country dump."""
    code, kind = row["code"], _UNIT_CODES.get(row["code"])
    if code in _GONE:
        return DEPRECATED
    if kind is None and row["class"] != "P":
        return OTHER_KIND
    names = split_names(row["alternatenames"], ",")
    if not names:
        return NO_ARABIC
    lat, lon = number(row["latitude"]), number(row["longitude"])
    if lat is None or lon is None:
        return NO_COORDINATES
    count = people(row["population"])
    admin1 = f"#{row['admin1']}" if row["admin1"] else None
    kind = kind or ("neighbourhood" if code == "PPLX" else settlement_kind(count))
    return Row(
        f"gn:{row['geonameid']}", names, row["name"], kind, row["country"], admin1,
        lat=lat, lon=lon, population=count, layer="user",
    )  # fmt: skip


def read_wof(row: dict[str, str]) -> Row | str:
    """One line of a Who's On First table (``wof_id``, ``placetype``, ``names_ar`` …)."""
    if row.get("deprecated", "0") not in ("", "0"):
        return DEPRECATED
    kind = _WOF_KINDS.get(row.get("placetype", ""), "skip")
    if kind == "skip":
        return OTHER_KIND
    names = split_names(row.get("names_ar", ""))
    if not names:
        return NO_ARABIC
    lat, lon = number(row.get("lat")), number(row.get("lon"))
    if lat is None or lon is None:
        return NO_COORDINATES
    count = people(row.get("population"))
    identity = f"gn:{row['geonames_id']}" if row.get("geonames_id") else f"wof:{row['wof_id']}"
    return Row(
        identity, names, row.get("name_en") or names[0], kind or settlement_kind(count), row.get("country", ""),
        _cell(row, "admin1"), _cell(row, "admin2"), _cell(row, "admin3"), lat, lon, count, layer="user",
    )  # fmt: skip


def read_ocha(row: dict[str, str]) -> Row | str:
    """One line of an OCHA COD table of populated places or units; the P-code opens with the country."""
    if row.get("deprecated", "0") not in ("", "0"):
        return DEPRECATED
    names = split_names(_cell(row, "name_ar") or "")
    if not names:
        return NO_ARABIC
    lat, lon = number(_cell(row, "lat")), number(_cell(row, "lon"))
    if lat is None or lon is None:
        return NO_COORDINATES
    pcode, count = _cell(row, "pcode") or names[0], people(_cell(row, "population"))
    return Row(
        f"ocha:{pcode}", names, _cell(row, "name_en") or names[0], _ocha_kind(row, count), _ocha_country(row, pcode),
        _cell(row, "admin1"), _cell(row, "admin2"), _cell(row, "admin3"), lat, lon, count, layer="user",
    )  # fmt: skip


def _cell(row: dict[str, str], field: str) -> str | None:
    for column in _COLUMNS[field]:
        if row.get(column):
            return row[column].strip() or None
    return None


def _ocha_kind(row: dict[str, str], count: int) -> str:
    return "neighbourhood" if "neighbo" in row.get("class_", "").lower() else settlement_kind(count)


def _ocha_country(row: dict[str, str], pcode: str) -> str:
    if row.get("country"):
        return row["country"][:2].upper()
    for column in ("adm3_pcode", "adm2_pcode", "adm1_pcode", "adm0_pcode", "admin1pcode", "admin0pcode"):
        if row.get(column, "")[:2].isalpha() and row.get(column):
            return row[column][:2].upper()
    return pcode[:2].upper() if pcode[:2].isalpha() else ""


READERS: dict[str, RowReader] = {"geonames": read_geonames, "wof": read_wof, "ocha": read_ocha}

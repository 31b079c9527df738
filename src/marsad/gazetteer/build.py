"""Build the compact index from the three layers: merge doubles, spell names out, say which names need a cue.

Own rows win over imported ones, and these over the default layer: a lower row that names the same
place (a shared name within ``SAME_PLACE_KM``) only lends its spellings.

Example: GeoNames' ``الميادين`` 2 km from the own ``الميادين`` becomes the same place.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable

from ..lexicon.tables import load_yaml
from ..text.folding import fold_word
from .compact import Compact
from .frequencies import load_frequencies
from .geonames import geonames_rows
from .names import article_variants, cue_level, lent_level, misread_forms, own_level, spellings
from .own import load_veto, own_rows
from .records import SETTLEMENTS, Row, distance_km
from .user import user_rows

SAME_PLACE_KM = 15.0
_CELL = 0.5  # degrees; neighbours are looked for in the cell and the eight around it


def build_compact() -> Compact:
    """The index of all layers as they are now."""
    own = own_rows()
    rows = merge_layers(own, [*user_rows(), *geonames_rows()])
    words = load_yaml("place_words.yaml")
    heads = frozenset(fold_word(head) for head in words["joined_heads"])
    frequency, frequent = load_frequencies()
    compact = compact_rows(rows, heads, load_veto(), frequency)
    compact.ordinary = sorted(word for word in frequent if word not in compact.names)
    return compact


def merge_layers(own: list[Row], others: Iterable[Row]) -> list[Row]:
    """Own rows and those of the other layers that are no doubles; codes of units become the own names."""
    by_name: dict[str, list[Row]] = defaultdict(list)
    kept: list[Row] = []
    seen: set[str] = set()
    waiting = list(others)
    _name_units(own, waiting)
    for row in [*own, *waiting]:
        if row.id in seen and row.layer != "own":
            continue
        seen.add(row.id)
        keys = row.folded()
        double = None if row.layer == "own" else _double(row, keys, by_name)
        if double is not None:
            double.lent = tuple(dict.fromkeys((*double.lent, *row.names)))
            double.population = max(double.population, row.population)
            added = double
        else:
            kept.append(row)
            added = row
        for key in keys:
            if added not in by_name[key]:
                by_name[key].append(added)
    return kept


def _double(row: Row, keys: list[str], by_name: dict[str, list[Row]]) -> Row | None:
    for key in keys:
        for other in by_name.get(key, ()):
            if other.country != row.country or other.layer == row.layer:
                continue
            if (other.kind in SETTLEMENTS) != (row.kind in SETTLEMENTS):
                continue
            if _near(row, other, SAME_PLACE_KM):
                return other
    return None


def _near(row: Row, other: Row, limit: float) -> bool:
    if row.lat is None or row.lon is None or other.lat is None or other.lon is None:
        return False
    return distance_km(row.lat, row.lon, other.lat, other.lon) <= limit


def _name_units(own: list[Row], others: list[Row]) -> None:
    """Replace GeoNames' unit codes by the own English names: the nearest own places of each code vote."""
    cells: dict[tuple[str, int, int], list[Row]] = defaultdict(list)
    for row in own:
        if row.admin1 and row.lat is not None and row.lon is not None:
            cells[row.country, int(row.lat // _CELL), int(row.lon // _CELL)].append(row)
    votes: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    coded = [row for row in others if row.admin1 and row.admin1.startswith("#")]
    for row in coded:
        nearest = _nearest(row, cells)
        if nearest is not None and nearest.admin1:
            votes[row.country, str(row.admin1)][nearest.admin1] += 1
    for row in coded:
        vote = votes.get((row.country, str(row.admin1)))
        row.admin1 = vote.most_common(1)[0][0] if vote else None


def _nearest(row: Row, cells: dict[tuple[str, int, int], list[Row]]) -> Row | None:
    if row.lat is None or row.lon is None:
        return None
    x, y = int(row.lat // _CELL), int(row.lon // _CELL)
    near = [r for i in (-1, 0, 1) for j in (-1, 0, 1) for r in cells.get((row.country, x + i, y + j), ())]
    return min(near, key=lambda r: (r.lat - row.lat) ** 2 + (r.lon - row.lon) ** 2, default=None)  # type: ignore[operator]


def compact_rows(
    rows: list[Row], heads: frozenset[str], veto: dict[str, int], frequency: Callable[[str], float]
) -> Compact:
    """The index of merged rows; ``veto`` maps folded words to the cue they need."""
    compact = Compact()
    numbers: dict[str, list[int]] = defaultdict(list)
    levels: dict[str, int] = {}
    for number, row in enumerate(rows):
        row.names = _shown_first(row, frequency)
        compact.rows.append(row.packed())
        own = frozenset(fold_word(name) for name in row.names)
        for key in row.folded():
            numbers[key].append(number)
            level = _level(row, own, key, frequency)
            levels[key] = min(level, levels.get(key, 2))
    _add_variants(numbers, levels, heads, frequency)
    levels.update((word, level) for word, level in veto.items() if word in numbers)
    compact.misread = sorted({reading for key in numbers for reading in misread_forms(key, frequency)})
    compact.names = {key: found[0] if len(found) == 1 else found for key, found in sorted(numbers.items())}
    compact.levels = {key: level for key, level in sorted(levels.items()) if level}
    for key in compact.names:
        words = key.split(" ")
        seconds = compact.starts.setdefault(words[0], [])
        if len(words) > 1 and words[1] not in seconds[-1:]:  # names are sorted, so equal seconds stand together
            seconds.append(words[1])
    return compact


def _shown_first(row: Row, frequency: Callable[[str], float]) -> tuple[str, ...]:
    if row.layer == "own" or len(row.names) < 2:
        return row.names
    first = max(row.names, key=lambda name: (frequency(fold_word(name)), -row.names.index(name)))
    return (first, *(name for name in row.names if name != first))


def _level(row: Row, own: frozenset[str], key: str, frequency: Callable[[str], float]) -> int:
    if row.layer != "own":
        return cue_level(key, row.population, row.common, frequency)
    return own_level(key, row.kind, row.common, frequency) if key in own else lent_level(key, frequency)


def _add_variants(
    numbers: dict[str, list[int]], levels: dict[str, int], heads: frozenset[str], frequency: Callable[[str], float]
) -> None:
    """Add spellings that no record has; one that would mean two places is left out."""
    added: dict[str, list[int]] = defaultdict(list)
    for key, found in numbers.items():
        variants = list(spellings(key, heads))
        if levels.get(key, 0) == 0:
            variants.extend(article_variants(key, frequency))
        for variant in variants:
            if variant not in numbers:
                added[variant].extend(n for n in found if n not in added[variant])
    for variant, found in added.items():
        if len(found) == 1:
            numbers[variant] = found
            levels[variant] = cue_level(variant, 0, False, frequency)

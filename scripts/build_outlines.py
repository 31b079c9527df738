"""Make the outlines of the offline map (``export/data/outlines.json``) from Natural Earth's countries as TopoJSON.

Natural Earth is in the public domain; the file comes in the npm package world-atlas 2.0.2 (ISC). Within the region
lines are of the 1:50m set, outside of the 1:110m set. Borders that parties dispute are told apart, to be drawn dashed.

Example: ``npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz && python scripts/build_outlines.py package``.
"""

from __future__ import annotations

import json
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

OUT = Path(__file__).resolve().parent.parent / "src/marsad/export/data/outlines.json"
REGION = (-19.0, 0.0, 66.0, 46.0)  # west, south, east, north
DISPUTED = {
    frozenset(pair)
    for pair in (
        ("Morocco", "W. Sahara"), ("Israel", "Palestine"), ("Israel", "Syria"), ("Jordan", "Palestine"),
        ("Cyprus", "N. Cyprus"), ("Somalia", "Somaliland"), ("Ethiopia", "Somaliland"), ("Serbia", "Kosovo"),
        ("Sudan", "S. Sudan"),
    )
}  # fmt: skip
UNIT = 100  # whole numbers are hundredths of a degree

Line = list[tuple[float, float]]


def decode(topology: dict[str, Any]) -> list[Line]:
    """Arcs in degrees."""
    (kx, ky), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    lines = []
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append((x * kx + tx, y * ky + ty))
        lines.append(line)
    return lines


def owners(topology: dict[str, Any]) -> dict[int, set[str]]:
    """Names of the countries on both sides of each arc."""
    found: dict[int, set[str]] = {}

    def visit(arcs: Any, name: str) -> None:
        if isinstance(arcs, int):
            found.setdefault(arcs if arcs >= 0 else ~arcs, set()).add(name)
        else:
            for one in arcs:
                visit(one, name)

    for country in topology["objects"]["countries"]["geometries"]:
        visit(country.get("arcs", []), country["properties"]["name"])
    return found


def is_inside(line: Line) -> bool:
    """Whether any point lies in the region."""
    west, south, east, north = REGION
    return any(west <= x <= east and south <= y <= north for x, y in line)


def simplify(line: Line, tolerance: float) -> Line:
    """Douglas and Peucker: leave out points that lie within the tolerance (degrees) of the line without them."""
    if len(line) < 3:
        return line
    (ax, ay), (bx, by) = line[0], line[-1]
    length = ((bx - ax) ** 2 + (by - ay) ** 2) ** 0.5

    def away(point: tuple[float, float]) -> float:
        x, y = point
        if length == 0:
            return float(((x - ax) ** 2 + (y - ay) ** 2) ** 0.5)
        return float(abs((bx - ax) * (ay - y) - (ax - x) * (by - ay)) / length)

    far = max(range(1, len(line) - 1), key=lambda i: away(line[i]))
    if away(line[far]) <= tolerance:
        return [line[0], line[-1]]
    return simplify(line[: far + 1], tolerance)[:-1] + simplify(line[far:], tolerance)


def pack(line: Line) -> list[int]:
    """A line as whole numbers: the first point, then steps."""
    points = [(round(x * UNIT), round(y * UNIT)) for x, y in line]
    steps = [(bx - ax, by - ay) for (ax, ay), (bx, by) in pairwise(points)]
    return [*points[0], *(value for step in steps if step != (0, 0) for value in step)]


def collect(path: Path, inside: bool, tolerance: float) -> tuple[list[list[int]], list[list[int]]]:
    """Plain and disputed lines of a file, those that touch the region or the others."""
    topology = json.loads(path.read_text(encoding="utf-8"))
    sides, plain, disputed = owners(topology), [], []
    for number, line in enumerate(decode(topology)):
        packed = pack(simplify(line, tolerance))
        if is_inside(line) == inside and number in sides and len(packed) > 2:
            (disputed if frozenset(sides[number]) in DISPUTED else plain).append(packed)
    return plain, disputed


def main() -> None:
    """Write the file."""
    folder = Path(sys.argv[1])
    near, disputed = collect(folder / "countries-50m.json", True, 0.02)
    far, _ = collect(folder / "countries-110m.json", False, 0.1)
    document = {"unit": UNIT, "lines": near + far, "disputed": disputed}
    OUT.write_text(json.dumps(document, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{OUT.name}: {len(near)} + {len(far)} lines, {len(disputed)} disputed, {OUT.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main()

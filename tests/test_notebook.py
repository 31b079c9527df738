"""The notebook of the docs runs from top to bottom, without Jupyter, and holds no output."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from conftest import ROOT
from marsad.analyse import render
from workbenches import fill_home


@pytest.fixture(scope="module")
def cells() -> list[dict[str, Any]]:
    book = json.loads((ROOT / "docs/notebook.ipynb").read_text(encoding="utf-8"))
    assert (book["nbformat"], len({cell["id"] for cell in book["cells"]})) == (4, len(book["cells"]))
    return [cell for cell in book["cells"] if cell["cell_type"] == "code"]


def test_it_holds_no_output(cells: list[dict[str, Any]]) -> None:
    assert cells
    assert all((cell["outputs"], cell["execution_count"]) == ([], None) for cell in cells)


def test_its_cells_run_in_order_and_draw(
    cells: list[dict[str, Any]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "home").mkdir()
    fill_home(tmp_path / "home" / "demo", 16)
    monkeypatch.setenv("MARSAD_HOME", str(tmp_path / "home"))
    names: dict[str, Any] = {}
    for number, cell in enumerate(cells):
        exec(compile("".join(cell["source"]), f"cell {number}", "exec"), names)
    assert len(names["events"]) > 5
    assert names["battles"].num_rows > 0
    for chart in ("weeks", "places"):
        assert names[chart]["$schema"].endswith("v6.json")
        assert b"<svg" in render(names[chart], "svg")
    assert "العشارة" in str(names["events"].to_dicts())

"""``Client``: events of a data folder and of a running server as tables."""

from __future__ import annotations

from pathlib import Path

import pytest

import marsad
from marsad.errors import FilterError, InputError
from test_serving import running
from workbenches import fill_home


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fill_home(tmp_path_factory.mktemp("client") / "home", 12)


def test_events_of_a_folder_are_records_and_rows(home: Path) -> None:
    found = marsad.Client(home).events()
    assert len(found) > 5
    rows = found.to_dicts()
    assert [row["published"] for row in rows] == sorted(row["published"] for row in rows)
    for event, row in zip(found, rows, strict=True):
        assert row["event_id"] == event.event_id
        assert row["side2"] == [actor.name_ar for actor in event.actors if actor.side == "2"]
        killed = [toll.best for toll in event.casualties if toll.outcome == "killed"]
        assert row["killed"] == (sum(killed) if killed else None)


def test_filters_are_those_of_everything_else(home: Path) -> None:
    arrests = marsad.Client(home).events(sub_event_type="Arrests", since="2022-01-01")
    assert {event.sub_event_type for event in arrests} == {"Arrests"}
    assert len(marsad.Client(home).events(event_type=["Battles", "Riots"], background=False)) > 0
    with pytest.raises(FilterError, match="there is no filter"):
        marsad.Client(home).events(colour="red")


def test_tables_keep_arabic_and_nulls(home: Path) -> None:
    found = marsad.Client(home).events()
    table = found.to_arrow()
    assert table.num_rows == len(found)
    assert table.column("place").to_pylist() == [row["place"] for row in found.to_dicts()]
    assert str(table.schema.field("side1").type) == "list<item: string>"
    pandas = pytest.importorskip("pandas")
    assert isinstance(found.to_pandas(), pandas.DataFrame)
    polars = pytest.importorskip("polars")
    assert isinstance(found.to_polars(), polars.DataFrame)


def test_places_become_points(home: Path) -> None:
    pytest.importorskip("geopandas")
    frame = marsad.Client(home).events(place="العشارة").to_geodataframe()
    assert frame.crs.to_epsg() == 4326
    assert all(abs(point.x - 40.56) < 0.1 for point in frame.geometry)


def test_what_is_not_installed_is_named_with_its_remedy(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "polars", None)
    with pytest.raises(InputError, match="pip install polars"):
        marsad.Client(home).events().to_polars()


def test_a_server_gives_the_same_events(home: Path) -> None:
    own = marsad.Client(home).events(event_type="Battles").to_dicts()
    with running(home, "serve") as address:
        import httpx

        with httpx.Client(transport=httpx.HTTPTransport(retries=5)) as waiting:
            waiting.get(address)
        assert marsad.Client(address=address).events(event_type="Battles").to_dicts() == own
        with pytest.raises(InputError, match="401"):
            marsad.Client(address=address + "x").events()

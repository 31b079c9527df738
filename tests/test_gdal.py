"""GDAL's own command reads what we publish and export, with Arabic names as they are."""

from __future__ import annotations

import csv
import io
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from conftest import ROOT
from test_serving import running
from workbenches import fill_home


@pytest.fixture(scope="module")
def ogr() -> str:
    """The path of ogr2ogr; where there is none, the tests are skipped by name."""
    found = subprocess.run([ROOT / "scripts/gdal.sh"], capture_output=True, text=True)
    if found.returncode:
        pytest.skip(f"GDAL: {found.stderr.strip()}")
    return found.stdout.strip()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    home = fill_home(tmp_path_factory.mktemp("gdal") / "home")
    with running(home, "serve") as address:
        base, _, token = address.partition("/?token=")
        with httpx.Client(base_url=base, headers={"Authorization": f"Bearer {token}"}, timeout=120) as client:
            yield client


@pytest.fixture(scope="module")
def features(server: httpx.Client) -> dict[str, Any]:
    """The properties of every incident by id, as the API tells them."""
    found = server.get("/api/ogc/collections/incidents/items").json()["features"]
    return {one["properties"]["incident_id"]: one for one in found}


def read(ogr: str, source: str, environ: dict[str, str] | None = None) -> list[dict[str, str]]:
    """The rows that GDAL reads, with their coordinates."""
    command = [ogr, "-f", "CSV", "-lco", "GEOMETRY=AS_XY", "/vsistdout/", source]
    done = subprocess.run(command, capture_output=True, env={**os.environ, **(environ or {})}, timeout=120)
    assert done.returncode == 0, done.stderr.decode()
    return list(csv.DictReader(io.StringIO(done.stdout.decode("utf-8"))))


def check(rows: list[dict[str, str]], features: dict[str, Any]) -> None:
    assert {row["incident_id"] for row in rows} == features.keys()
    assert any(row["place_ar"] for row in rows)
    for row in rows:
        told = features[row["incident_id"]]
        for name in ("place_ar", "admin1", "side_1_ar", "sources"):
            assert (row[name] or None) == told["properties"][name]
        if told["geometry"] is not None:
            assert [float(row["X"]), float(row["Y"])] == pytest.approx(told["geometry"]["coordinates"])


def test_features_are_read_over_http(ogr: str, server: httpx.Client, features: dict[str, Any]) -> None:
    headers = {"GDAL_HTTP_HEADERS": f"Authorization: {server.headers['authorization']}"}
    check(read(ogr, f"OAPIF:{server.base_url}/api/ogc", headers), features)


@pytest.mark.parametrize(("profile", "driver"), [("gpkg", "GPKG"), ("geoparquet", "Parquet"), ("geojson", "GeoJSON")])
def test_map_layers_are_read(
    profile: str, driver: str, ogr: str, server: httpx.Client, features: dict[str, Any], tmp_path: Path
) -> None:
    known = subprocess.run([ogr, "--formats"], capture_output=True, text=True, check=True).stdout
    if f" {driver} " not in known:
        pytest.skip(f"this GDAL was built without its {driver} driver")
    path = tmp_path / f"map.{'parquet' if profile == 'geoparquet' else profile}"
    path.write_bytes(server.get(f"/api/exports/{profile}").content)
    check(read(ogr, str(path)), features)

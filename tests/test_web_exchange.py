"""What other programs read over the API: exports, ACLED's read endpoint, OGC API Features."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from marsad.export import profile_names
from marsad.export.profiles.acled import COLUMNS
from workbenches import TOKEN, fill_home, open_client

KEY = {"key": TOKEN, "email": "reader@example.org"}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with open_client(fill_home(tmp_path_factory.mktemp("exchange") / "home", 16)) as client:
        client.cookies.clear()
        client.headers["Authorization"] = f"Bearer {TOKEN}"
        yield client


def read(client: TestClient, **query: str) -> Any:
    """As the ACLED client asks."""
    answer = client.get("/api/acled/read", params={**KEY, **query})
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert (told["status"], told["success"], told["count"]) == (200, True, len(told["data"]))
    return told["data"]


def test_acled_rows_have_the_columns_and_follow_the_parameters(client: TestClient) -> None:
    whole = read(client)
    assert len(whole) > 5
    assert all(tuple(row) == COLUMNS for row in whole)
    assert len({row["event_id_cnty"] for row in whole}) == len(whole)
    kinds = read(client, event_type="Battles|Riots")
    assert {row["event_type"] for row in kinds} == {"Battles"}
    assert read(client, event_type="Battles:OR:Riots") == kinds
    days = read(client, event_date="2022-03-01|2022-06-30", event_date_where="BETWEEN")
    assert [row["event_date"] for row in days] == [
        row["event_date"] for row in whole if "2022-03" <= row["event_date"] < "2022-07"
    ]
    deadly = read(client, fatalities="3", fatalities_where=">=")
    assert all(row["fatalities"] >= 3 for row in deadly)
    assert read(client, actor1="democratic") == [row for row in whole if "Democratic" in (row["actor1"] or "")]
    first, second = read(client, limit="2"), read(client, limit="2", page="2")
    assert first + second == whole[:4]
    assert read(client, fields="event_date|country", limit="1") == [
        {"event_date": whole[0]["event_date"], "country": "Syria"}
    ]


def test_acled_rows_as_csv_are_those_of_the_export(client: TestClient) -> None:
    text = client.get("/api/acled/read", params={**KEY, "_format": "csv", "limit": "0"}).text
    saved = client.get("/api/exports/acled").content.decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text))) == list(csv.reader(io.StringIO(saved)))


@pytest.mark.parametrize(
    "query", ["colour=red", "fields=colour", "limit=many", "year=then", "year=2022&year_where=ISH"]
)
def test_acled_parameters_that_cannot_be_asked_name_the_choices(client: TestClient, query: str) -> None:
    answer = client.get(f"/api/acled/read?{query}")
    assert (answer.status_code, answer.json()["success"]) == (400, False)
    assert answer.json()["error"][0]["message"].endswith(".")


def test_no_number_has_gone_yet(client: TestClient) -> None:
    assert client.get("/api/deleted/read", params=KEY).json()["data"] == []


@pytest.mark.parametrize("profile", profile_names())
def test_every_profile_is_counted_and_sent_as_its_sidecar_says(client: TestClient, profile: str) -> None:
    count = client.get(f"/api/exports/{profile}/count").json()
    about = client.get(f"/api/exports/{profile}/about").json()
    sent = client.get(f"/api/exports/{profile}")
    assert sent.status_code == 200
    assert count["rows"] == about["rows"] == int(sent.headers["x-rows"])
    assert count["asked"] == count["rows"] + sum(one["count"] for one in count["left_out"])
    assert len(sent.content) == about["bytes"]
    assert f'filename="marsad-{profile}' in sent.headers["content-disposition"]


def test_an_export_holds_what_the_filter_means(client: TestClient) -> None:
    found = client.get("/api/exports/geojson", params={"event_type": "Battles"}).json()
    assert {one["properties"]["event_type"] for one in found["features"]} == {"Battles"}
    assert client.get("/api/exports/shapefile").status_code == 404


def items(client: TestClient, **query: str) -> Any:
    answer = client.get("/api/ogc/collections/incidents/items", params=query)
    assert answer.headers["content-type"] == "application/geo+json"
    return answer.json()


def test_features_are_reached_from_the_landing_page(client: TestClient) -> None:
    links = {link["rel"]: link["href"] for link in client.get("/api/ogc").json()["links"]}
    assert any(one.endswith("/core") for one in client.get(links["conformance"]).json()["conformsTo"])
    collection = client.get(links["data"]).json()["collections"][0]
    west, south, east, north = collection["extent"]["spatial"]["bbox"][0]
    assert west <= east and south <= north
    href = next(link["href"] for link in collection["links"] if link["rel"] == "items")
    found = client.get(href).json()
    assert found["numberMatched"] == found["numberReturned"] == len(found["features"]) > 5
    one = client.get(f"{href}/{found['features'][0]['id']}").json()
    assert one["geometry"] == found["features"][0]["geometry"]
    assert client.get(f"{href}/none").status_code == 404


def test_features_are_asked_by_box_time_and_page(client: TestClient) -> None:
    whole = items(client)["features"]
    boxed = items(client, bbox="40.5,34.8,40.7,35.0")["features"]
    assert boxed
    assert all(40.5 <= one["geometry"]["coordinates"][0] <= 40.7 for one in boxed)
    spring = items(client, datetime="2022-03-01/2022-06-30T23:00:00Z")["features"]
    assert {one["properties"]["date"][:7] for one in spring} <= {"2022-03", "2022-04", "2022-05", "2022-06"}
    dated = [one for one in whole if one["properties"]["date"]]
    assert items(client, datetime="../2022-12-31")["numberMatched"] == len(dated)
    first = items(client, limit="3")
    following = next(link["href"] for link in first["links"] if link["rel"] == "next")
    second = client.get(following).json()
    assert [one["id"] for one in first["features"] + second["features"]][:6] == [one["id"] for one in whole[:6]]
    for query in ("bbox=1,2", "datetime=now", "limit=0"):
        assert client.get(f"/api/ogc/collections/incidents/items?{query}").status_code == 400


def test_no_private_name_leaves_over_the_api(client: TestClient) -> None:
    for path in ("acled/read", "ogc/collections/incidents/items", "exports/jsonl", "exports/html"):
        assert "public_role\":false" not in json.dumps(client.get(f"/api/{path}").text, ensure_ascii=False)


def test_what_stays_out_of_an_export_has_a_code(client: TestClient) -> None:
    left_out = client.get("/api/exports/ucdp/count").json()["left_out"]
    assert {one["code"] for one in left_out} & {"left.not-lethal", "left.undated", "left.unplaced"}
    assert all(one["code"].startswith("left.") and one["reason"] for one in left_out)

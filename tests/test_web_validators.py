"""What has not changed is not sent again, and what was made is not made again until something changes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from marsad.alerts import Alert, add_alert
from marsad.store import open_store
from marsad.web import events
from marsad.web.validators import Shelf
from shelves import make_home, reports, write_lines
from workbenches import add_lines, open_client


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = make_home(tmp_path / "home")
    add_lines(home, write_lines(tmp_path / "a.jsonl", reports(4)))
    return home


@pytest.fixture
def client(home: Path) -> Iterator[TestClient]:
    with open_client(home) as client:
        yield client


def settle(client: TestClient) -> None:
    """Let the incidents have their numbers and be derived, which the first who asks does."""
    client.get("/api/exports/acled")
    client.get("/api/incidents")


def paths(client: TestClient) -> list[str]:
    row = client.get("/api/events").json()["items"][0]
    return [
        "events", f"events/{row['event']['event_id']}", "facets", "points", "incidents", "pairs",
        f"incidents/{row['incident_id']}", f"reports/{row['report']['id']}", "exports/acled", "exports/gpkg",
        "exports/acled/count", "acled/read", "ogc/collections/incidents/items",
    ]  # fmt: skip


def test_what_has_not_changed_is_answered_with_304(client: TestClient, home: Path) -> None:
    settle(client)
    tags = {}
    for path in paths(client):
        first = client.get(f"/api/{path}")
        tags[path] = first.headers["etag"]
        again = client.get(f"/api/{path}", headers={"If-None-Match": f'"other", {first.headers["etag"]}'})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tags[path]), path
        assert first.headers["cache-control"] == again.headers["cache-control"] == "private, no-cache"
        assert client.get(f"/api/{path}", headers={"If-None-Match": 'W/"0"'}).status_code == 200
    add_lines(home, write_lines(home.parent / "b.jsonl", reports(8)[4:]))
    for path, tag in tags.items():
        if not path.startswith(("events/", "exports")):  # an event and a file are named by what is in them
            assert client.get(f"/api/{path}", headers={"If-None-Match": tag}).status_code == 200, path


def test_an_event_is_another_answer_once_its_incident_is(client: TestClient) -> None:
    settle(client)
    rows = client.get("/api/events").json()["items"]
    one, other = (row["event"]["event_id"] for row in rows[:2])
    tags = {event: client.get(f"/api/events/{event}").headers["etag"] for event in (one, other)}
    asked = {"action": "judge", "a": one, "b": other, "verdict": "same"}
    assert client.post("/api/decisions", json=asked).status_code == 201
    settle(client)
    again = [client.get(f"/api/events/{event}", headers={"If-None-Match": tag}) for event, tag in tags.items()]
    assert 200 in [answer.status_code for answer in again]  # one of the two has the incident of the other
    assert len({client.get(f"/api/events/{event}").json()["incident_id"] for event in tags}) == 1


def test_telling_others_changes_nothing(client: TestClient, home: Path) -> None:
    settle(client)
    tag = client.get("/api/events").headers["etag"]
    client.get("/api/exports/hxl")
    with open_store(home, write=True) as store:
        add_alert(store, Alert("all"))
    assert client.get("/api/events", headers={"If-None-Match": tag}).status_code == 304


def test_a_list_is_made_once_until_somebody_decides(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []
    whole = events.list_rows
    monkeypatch.setattr(events, "list_rows", lambda *given: made.append(1) or whole(*given))
    first = client.get("/api/events").json()
    assert client.get("/api/events").json() == first
    assert client.get("/api/events?limit=1").json()["items"] == first["items"][:1]
    assert len(made) == 2
    key = first["items"][0]["event"]["event_id"]
    assert client.post("/api/decisions", json={"action": "accept", "event": key}).status_code == 201
    assert client.get("/api/events").json()["items"][0]["status"] == "accepted"
    assert len(made) == 3


def test_a_shelf_keeps_one_state_and_the_answers_asked_last() -> None:
    shelf = Shelf(most=10)
    for key in "abc":
        shelf.put("1", key, b"12345")
    assert [shelf.find("1", key) for key in "abc"] == [None, b"12345", b"12345"]
    assert shelf.find("2", "b") is None
    shelf.put("2", "d", b"1")
    assert (shelf.find("1", "b"), shelf.find("2", "d"), shelf.size) == (None, b"1", 1)


def test_a_store_that_comes_later_is_seen(tmp_path: Path) -> None:
    home = make_home(tmp_path / "home")
    with open_client(home) as client:
        assert client.get("/api/events").json()["count"] == 0
        add_lines(home, write_lines(tmp_path / "a.jsonl", reports(4)))
        assert client.get("/api/events").json()["count"] > 0

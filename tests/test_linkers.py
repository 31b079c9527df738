"""Linking behind the workbench: nobody waits for it, decisions go on, and what leaves tells what is so now."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from marsad.incidents import is_current, list_incidents
from marsad.store import open_store
from marsad.store.incidents import write_linkage
from marsad.web import incidents, linkers
from workbenches import fill_home, open_client

MARK = "x-marsad-linking"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A store that an older version linked."""
    home = fill_home(tmp_path / "home")
    with open_store(home, write=True) as store, store.transaction() as connection:
        write_linkage(connection, "older", 0)
    return home


@pytest.fixture
def client(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    monkeypatch.setattr(linkers, "_FEW", 0)
    monkeypatch.setattr(incidents, "_GLANCE", 0.1)
    monkeypatch.setattr(incidents, "_PATIENCE", 0.1)
    with open_client(home) as client:
        yield client
        client.app.app.state.writer.close()  # type: ignore[attr-defined]


def wait_until_linked(client: TestClient) -> Any:
    """The answer of the overview once it is marked no more."""
    for _ in range(600):
        answer = client.get("/api/overview")
        assert answer.status_code == 200, answer.text
        if MARK not in answer.headers:
            return answer
        time.sleep(0.1)
    raise AssertionError("the incidents were not linked in a minute")


def test_a_process_of_its_own_links_what_an_older_version_linked(client: TestClient, home: Path) -> None:
    with open_store(home) as store, store.transaction() as connection:
        assert not is_current(connection)
        before = list_incidents(connection)
    answer = wait_until_linked(client)
    assert answer.headers["etag"]
    with open_store(home) as store, store.transaction() as connection:
        assert is_current(connection)
        assert list_incidents(connection) == before
    assert not (home / "incidents.draft").exists()


def test_meanwhile_pages_show_what_was_linked_before_and_decisions_are_taken(
    client: TestClient, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go = threading.Event()

    def wait(*_: object) -> bool:
        assert go.wait(60)
        return False

    monkeypatch.setattr(linkers, "_draft_apart", wait)
    answer = client.get("/api/incidents")
    assert (answer.status_code, answer.headers.get(MARK), answer.headers.get("etag")) == (200, "1", None)
    assert answer.json()["count"] > 0
    event = client.get("/api/events").json()["items"][0]["event"]["event_id"]
    taken = client.post("/api/decisions", json={"action": "reject", "event": event, "reason": "duplicate"})
    assert taken.status_code == 201
    leaving = client.get("/api/briefings/html", params={"until": "2022-01-01", "since": "2021-01-01"})
    assert leaving.status_code == 503
    assert "linked" in leaving.json()["detail"]
    go.set()
    assert wait_until_linked(client).status_code == 200
    with open_store(home) as store, store.transaction() as connection:
        assert is_current(connection)
        assert {i.status for i in list_incidents(connection) if event in i.events} == {"rejected"}


def test_linking_that_ends_early_is_told_with_a_remedy(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(linkers, "_draft", _break)
    monkeypatch.setattr(incidents, "_GLANCE", 60.0)
    answer = client.get("/api/overview")
    assert answer.status_code == 503
    assert "marsad incidents" in answer.json()["detail"]


def _break(*_: object) -> None:
    raise MemoryError

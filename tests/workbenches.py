"""A data folder with a few coded reports and a client of the workbench over it."""

from __future__ import annotations

from pathlib import Path

from starlette.testclient import TestClient

from marsad.batch import Facts
from marsad.custody import Intake
from marsad.incidents import update_incidents
from marsad.ingest import iter_inputs
from marsad.store import open_store
from marsad.web import Serving, create_app
from shelves import make_home, reports, write_lines

TOKEN = "t0ken-of-this-run"
PORT = 8642


def fill_home(path: Path, count: int = 12) -> Path:
    """A data folder with ``count`` reports, coded."""
    home = make_home(path)
    add_lines(home, write_lines(path.parent / "reports.jsonl", reports(count)))
    return home


def add_lines(home: Path, lines: Path) -> None:
    """Keep and code the reports of a JSONL file."""
    with open_store(home, write=True) as store:
        for _ in Intake(store, Facts()).add(iter_inputs([lines], guarded=False)):
            pass
        update_incidents(store)


def open_client(home: Path) -> TestClient:
    """A client with the token, as the browser has it after the first visit."""
    app = create_app(Serving(home, TOKEN, PORT, "سلمى"))
    client = TestClient(app, f"http://127.0.0.1:{PORT}", headers={"X-Marsad": "1"})
    client.cookies.set("marsad", TOKEN)
    return client

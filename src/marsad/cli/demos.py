"""``marsad demo``: the workbench on sample reports, in a data folder of its own."""

from __future__ import annotations

import os
from importlib.resources import as_file, files
from pathlib import Path
from typing import Annotated

import typer

from .endings import put, say
from .serving import Browser, By, Port, run_server


def demo(
    port: Port = 0,
    browser: Browser = True,
    by: By = None,
    load_only: Annotated[
        bool, typer.Option("--load-only", help="Code the sample reports, say where they are, and end.")
    ] = False,
) -> None:
    """Open the workbench on two hundred sample reports, apart from your own data."""
    home = _make_home()
    count = load_samples(home)
    say(f"marsad: {count} events of sample reports are in {home}")
    if load_only:
        put(f"{home}\n")
    else:
        run_server(port, browser, by, "explore")


def _make_home() -> Path:
    """A folder beside one's own data; all that follows in this process keeps to it."""
    from ..folders import data_home

    home = data_home() / "demo"
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.environ["MARSAD_HOME"] = str(home)
    os.environ.pop("MARSAD_DATABASE", None)
    return home


def load_samples(home: Path) -> int:
    """Keep and code the sample reports, unless they are there already; the number of events."""
    from ..batch import Facts
    from ..custody import Intake, open_record
    from ..incidents import update_incidents
    from ..ingest import iter_inputs
    from ..model import Filter
    from ..store.selections import count_events
    from .progress import follow_queue

    with open_record(home) as store, as_file(files("marsad") / "samples" / "reports.jsonl") as path:
        intake = Intake(store, Facts())
        for _ in follow_queue(intake.add(iter_inputs([path]))):
            pass
        update_incidents(store)
        with store.transaction() as connection:
            return count_events(connection, Filter())

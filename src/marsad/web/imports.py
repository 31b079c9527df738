"""Imports of uploads: ``marsad add`` in a process of its own, followed by its receipts until its summary."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson
from fastapi import APIRouter, Request
from pydantic import BaseModel

from .answers import Problem, tells
from .problems import Refusal, code_of
from .readings import Here
from .uploads import find_upload

router = APIRouter(tags=["imports"])


class Order(BaseModel):
    """Uploads to add; ``map`` names columns of ``tables`` by field, the rest is for inputs that do not say it."""

    uploads: list[str]
    tables: list[str] = []
    map: dict[str, str] = {}
    outlet: str | None = None
    published: str | None = None


@dataclass(slots=True)
class Job:
    """A running or finished import."""

    id: str
    total: int
    done: int = 0
    finished: bool = False
    counts: dict[str, int] = field(default_factory=dict)
    problems: list[dict[str, str | None]] = field(default_factory=list)

    def tell(self) -> dict[str, Any]:
        """As the API answers."""
        return {
            "id": self.id, "done": self.done, "total": self.total, "finished": self.finished, "counts": self.counts,
            "problems": self.problems,
        }  # fmt: skip


@router.post("/imports", status_code=202, responses=tells(Problem, status=404))
def start_import(order: Order, request: Request, serving: Here) -> dict[str, Any]:
    """Add uploads; follow the answer's ``id`` at ``/api/imports/{id}``."""
    plain = [find_upload(serving, key) for key in order.uploads if key not in order.tables]
    mapped = [find_upload(serving, key) for key in order.tables]
    if not plain and not mapped:
        raise Refusal(400, "No file is named. Drop files first.", "import.nothing")
    jobs: dict[str, Job] = request.app.state.imports
    job = Job(str(len(jobs) + 1), len(plain) + len(mapped))
    jobs[job.id] = job
    commands = [_command(paths, order, columns) for paths, columns in ((plain, {}), (mapped, order.map)) if paths]
    threading.Thread(target=_run, args=(job, serving.home, commands, [*plain, *mapped]), daemon=True).start()
    return job.tell()


@router.get("/imports/{job_id}")
def follow_import(job_id: str, request: Request) -> dict[str, Any]:
    """How far an import is, and what became of its inputs."""
    jobs: dict[str, Job] = request.app.state.imports
    if job_id not in jobs:
        raise Refusal(404, f"There is no import {job_id} in this run of the server.", "missing.import", id=job_id)
    return jobs[job_id].tell()


def _command(paths: list[Path], order: Order, columns: Mapping[str, str]) -> list[str]:
    options = [f"--map={name}={column}" for name, column in sorted(columns.items())]
    options += [f"--outlet={order.outlet}"] if order.outlet else []
    options += [f"--published={order.published}"] if order.published else []
    return [sys.executable, "-m", "marsad", "add", "--json", "--receipts", *options, "--", *map(str, paths)]


def _run(job: Job, home: Path, commands: list[list[str]], paths: list[Path]) -> None:
    """Add what is to be added, then let the copies that were kept for it go."""
    try:
        for command in commands:
            _add(job, home, command)
    finally:
        for path in paths:
            path.unlink(missing_ok=True)
        job.counts = {name: count for name, count in job.counts.items() if count}
        job.finished = True


def _add(job: Job, home: Path, command: list[str]) -> None:
    """Run ``marsad add``: a receipt a line while it goes on, the summary last."""
    summary: dict[str, Any] = {}
    environment = {**os.environ, "MARSAD_HOME": str(home)}
    with tempfile.TemporaryFile() as complaints:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=complaints, env=environment
        )
        assert process.stdout is not None
        for line in process.stdout:
            told = orjson.loads(line)
            if "input" in told:
                job.done += 1
            else:
                summary = told
        process.wait()
        complaints.seek(0)
        _take_over(job, summary, complaints.read().decode("utf-8", "replace"))


def _take_over(job: Job, summary: dict[str, Any], complaints: str) -> None:
    """Add the summary of a run to the job; without one, what the run complained of."""
    if not summary:
        reason = complaints.strip()[-2000:]
        remedy = "Mend it and drop the files again"
        job.problems.append({"name": "marsad add", "reason": reason, "remedy": remedy, "code": None})
        return
    outcomes = {name: summary[name] for name in ("new", "again", "renewed", "refused")}
    for name, count in (outcomes | summary["states"]).items():
        job.counts[name] = job.counts.get(name, 0) + count
    named = [one for one in summary["skipped"] if one["state"] != "duplicate"]
    job.problems += [
        {"name": one["place"], "reason": one["reason"], "remedy": "", "code": code_of(one["kind"])} for one in named
    ]

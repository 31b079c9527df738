"""Imports of uploads: ``marsad add`` in a process of its own, followed by its receipts until its summary."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson
from fastapi import APIRouter, HTTPException, Request
from pydantic import BaseModel

from .readings import Here
from .uploads import find_upload

router = APIRouter(tags=["imports"])


class Order(BaseModel):
    """Uploads to add; ``map`` names columns of tables by field, the rest is for inputs that do not say it."""

    uploads: list[str]
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
    problems: list[dict[str, str]] = field(default_factory=list)

    def tell(self) -> dict[str, Any]:
        """As the API answers."""
        return {
            "id": self.id, "done": self.done, "total": self.total, "finished": self.finished, "counts": self.counts,
            "problems": self.problems,
        }  # fmt: skip


@router.post("/imports", status_code=202)
def start_import(order: Order, request: Request, serving: Here) -> dict[str, Any]:
    """Add uploads; follow the answer's ``id`` at ``/api/imports/{id}``."""
    paths = [find_upload(serving, key) for key in order.uploads]
    if not paths:
        raise HTTPException(400, "No file is named. Drop files first.")
    jobs: dict[str, Job] = request.app.state.imports
    job = Job(str(len(jobs) + 1), len(paths))
    jobs[job.id] = job
    threading.Thread(target=_run, args=(job, serving.home, paths, order), daemon=True).start()
    return job.tell()


@router.get("/imports/{job_id}")
def follow_import(job_id: str, request: Request) -> dict[str, Any]:
    """How far an import is, and what became of its inputs."""
    jobs: dict[str, Job] = request.app.state.imports
    if job_id not in jobs:
        raise HTTPException(404, f"There is no import {job_id} in this run of the server.")
    return jobs[job_id].tell()


def _command(paths: list[Path], order: Order) -> list[str]:
    options = [f"--map={name}={column}" for name, column in sorted(order.map.items())]
    options += [f"--outlet={order.outlet}"] if order.outlet else []
    options += [f"--published={order.published}"] if order.published else []
    return [sys.executable, "-m", "marsad", "add", "--json", "--receipts", *options, "--", *map(str, paths)]


def _run(job: Job, home: Path, paths: list[Path], order: Order) -> None:
    """Receipts come a line each while it goes on, the summary last; its complaints are in the summary too."""
    environment = {**os.environ, "MARSAD_HOME": str(home)}
    summary: dict[str, Any] = {}
    with tempfile.TemporaryFile() as complaints:
        process = subprocess.Popen(
            _command(paths, order), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=complaints, env=environment
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
        _finish(job, summary, complaints.read().decode("utf-8", "replace"))
    for path in paths:
        path.unlink(missing_ok=True)


def _finish(job: Job, summary: dict[str, Any], complaints: str) -> None:
    if summary:
        job.counts = {name: summary[name] for name in ("new", "again", "renewed", "refused", "skipped")}
        job.counts |= summary["states"]
        named = [one for one in summary["skipped"] if one["state"] != "duplicate"]
        job.problems = [{"name": one["place"], "reason": one["reason"], "remedy": ""} for one in named]
    else:
        reason = complaints.strip()[-2000:]
        job.problems = [{"name": "marsad add", "reason": reason, "remedy": "Mend it and drop the files again"}]
    job.counts = {name: count for name, count in job.counts.items() if count}
    job.finished = True

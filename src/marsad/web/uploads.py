"""Files dropped on the workbench: kept aside, previewed, and handed to ``marsad add`` in a process of its own.

A file lies under ``uploads/<first letters of its hash>/<its name>`` while it is previewed and added: the same file
under the same name is then the same input, however often it is dropped. What was added is in the evidence store; the
copy here goes.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from collections.abc import AsyncIterator
from itertools import islice
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from pydantic import BaseModel

from ..errors import InputError
from ..ingest import InputProblem, RawReport, iter_inputs
from ..present.screens import safe
from .answers import Problem, tells
from .problems import code_of
from .readings import Here
from .servings import Serving

router = APIRouter(tags=["imports"])
_SHOWN = 5  # reports of a file in the preview
_COUNTED = 10_000  # reports that a preview counts to
_LETTERS = 160  # of a text in the preview
_KEY = re.compile(r"[0-9a-f]{16}/[^/\\\0]{1,200}")


class Wanted(BaseModel):
    """Files to look at, as ``PUT /api/uploads`` named them."""

    uploads: list[str]


@router.put("/uploads/{name}")
async def keep_upload(name: str, request: Request, serving: Here) -> dict[str, str]:
    """Keep a file aside; ``upload`` names it from then on."""
    return {"upload": await _store(serving, name, request.stream())}


@router.post("/previews", responses=tells(Problem, status=404))
def preview(wanted: Wanted, serving: Here) -> list[dict[str, Any]]:
    """Say what files were found to be, with their first reports; nothing is kept yet."""
    return [_look_at(serving, key) for key in wanted.uploads]


async def _store(serving: Serving, name: str, body: AsyncIterator[bytes]) -> str:
    folder = serving.home / "uploads"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = folder / f"part-{secrets.token_hex(8)}"
    digest = hashlib.sha256()
    try:
        with part.open("wb") as file:
            async for chunk in body:
                digest.update(chunk)
                file.write(chunk)
        key = f"{digest.hexdigest()[:16]}/{_plain_name(name)}"
        path = folder / key
        path.parent.mkdir(exist_ok=True, mode=0o700)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return key


def _plain_name(name: str) -> str:
    """The last part of a name, without what could lead elsewhere or be hidden."""
    last = re.split(r"[/\\]", name)[-1].replace("\0", "").lstrip(".").strip()
    return os.fsdecode(os.fsencode(last or "file")[-180:])


def find_upload(serving: Serving, key: str) -> Path:
    """The file that an upload named; InputError when it is not there."""
    path = serving.home / "uploads" / key
    if not _KEY.fullmatch(key) or not path.is_file():
        raise InputError(safe(key), "there is no such upload", "Drop the file again", "missing.upload")
    return path


def _look_at(serving: Serving, key: str) -> dict[str, Any]:
    path = find_upload(serving, key)
    items = list(islice(iter_inputs([path]), _COUNTED))
    reports = [item for item in items if isinstance(item, RawReport)]
    problems = [item for item in items if isinstance(item, InputProblem) and not item.skipped]
    first = problems[0] if problems and not reports else None
    return {
        "upload": key, "name": path.name, "reports": len(reports), "problems": len(problems),
        "kind": reports[0].kind if reports else None,
        "problem": safe(first.problem) if first else None, "remedy": first.remedy if first else None,
        "code": code_of(first.kind) if first else None,
        "columns": list(first.columns) if first else [],
        "first": [_tell(report) for report in reports[:_SHOWN]],
    }  # fmt: skip


def _tell(report: RawReport) -> dict[str, str | None]:
    text = " ".join(report.text.split())
    return {"title": report.title, "published": report.published, "text": text[:_LETTERS]}

"""Exports over the API: the profiles, what a filter would give, and the file itself with its sidecar."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path as File
from typing import Annotated, Literal

from fastapi import APIRouter, BackgroundTasks, Path, Query
from starlette.responses import FileResponse, Response

from ..errors import ExportError
from ..export import About, Choices, Profile, about_path, find_profile, profile_names
from ..export.deliveries import deliver, number_store
from ..export.refusals import CODES
from ..export.runs import survey_entries
from ..export.selections import Selection
from ..model import Filter
from ..store import open_store
from .answers import ExportCount, holds, tells
from .events import answer
from .problems import Refusal
from .readings import Here, Wanted
from .servings import Serving
from .validators import ValidatedRoute

router = APIRouter(tags=["exports"], route_class=ValidatedRoute)
_POLICIES = frozenset(("acled", "hxl"))  # profiles with one figure for the dead
_TYPES = {
    ".csv": "text/csv; charset=utf-8", ".jsonl": "application/x-ndjson", ".json": "application/json",
    ".geojson": "application/geo+json", ".html": "text/html; charset=utf-8",
    ".gpkg": "application/geopackage+sqlite3", ".parquet": "application/vnd.apache.parquet",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}  # fmt: skip
Name = Annotated[str, Path(json_schema_extra={"enum": list(profile_names())})]
Fatalities = Annotated[Literal["best", "low", "acled"], Query()]
Inter = Annotated[Literal["text", "numeric"], Query()]
Shape = Annotated[Literal["day", "range"], Query()]


@router.get("/exports")
def list_profiles() -> Response:
    """The formats, what each is for and what it cannot hold."""
    found = [find_profile(name) for name in profile_names()]
    return answer([
        {
            "profile": one.name, "suffix": one.suffix, "purpose": one.purpose, "lacks": one.lacks,
            "policies": one.name in _POLICIES,
        }
        for one in found
    ])  # fmt: skip


@router.get("/exports/{profile}/count", responses=tells(ExportCount))
def count_rows(profile: Name, serving: Here, wanted: Wanted, fatalities: Fatalities = "best") -> Response:
    """How many rows an export would have, and what stays out and why."""
    found = _profile(profile)
    with open_store(serving.home, write=True, by=serving.user) as store:
        numbers = number_store(store)
    with open_store(serving.home) as store, store.transaction() as connection:
        survey = survey_entries(found, Selection(connection, wanted, numbers), Choices(fatalities))
    left_out = [
        {"reason": reason, "code": f"left.{CODES[reason]}", "count": len(ids)}
        for reason, ids in sorted(survey.left_out.items())
    ]
    return answer({"rows": survey.rows, "asked": survey.asked, "left_out": left_out})


@router.get("/exports/{profile}/about")
def tell_about(
    profile: Name, serving: Here, wanted: Wanted, fatalities: Fatalities = "best", inter: Inter = "text",
    shape: Shape = "day",
) -> Response:  # fmt: skip
    """The sidecar of an export: filter, versions, hash, policies, what was withheld and left out."""
    with _delivered(serving, _profile(profile), wanted, Choices(fatalities, inter, shape)) as (_, about):
        name = about_path(about.path).name
        return answer(about.document, {"Content-Disposition": f'attachment; filename="{name}"'})


@router.get("/exports/{profile}", responses=holds(*sorted(set(_TYPES.values()))), response_class=Response)
def export(
    profile: Name, serving: Here, wanted: Wanted, after: BackgroundTasks, fatalities: Fatalities = "best",
    inter: Inter = "text", shape: Shape = "day",
) -> Response:  # fmt: skip
    """The file. Private people are withheld; letting them out is done by ``marsad export --disclose``."""
    found = _profile(profile)
    stack = _delivered(serving, found, wanted, Choices(fatalities, inter, shape))
    path, about = stack.__enter__()
    after.add_task(stack.__exit__, None, None, None)
    headers = {"X-Rows": str(about.rows), "ETag": f'"{about.sha256}"'}
    return FileResponse(path, filename=path.name, media_type=_TYPES[path.suffix], headers=headers, background=after)


@contextmanager
def _delivered(serving: Serving, profile: Profile, wanted: Filter, choices: Choices) -> Iterator[tuple[File, About]]:
    """The file of an export in a folder of its own, which goes when it was sent."""
    with tempfile.TemporaryDirectory(prefix="marsad-export-") as folder:
        path = File(folder) / f"marsad-{profile.name}{profile.suffix}"
        yield path, deliver(serving.home, profile, wanted, path, choices, by=serving.user)


def _profile(name: str) -> Profile:
    try:
        return find_profile(name)
    except ExportError as error:
        raise Refusal(404, str(error), error.code, **error.values) from None

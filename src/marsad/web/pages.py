"""The built front end as files, the same page for every address inside it, and a page that says how to build it."""

from __future__ import annotations

from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response

from .problems import Refusal, refuse

STATIC = Path(__file__).parent / "static"
BASEMAP = Path(__file__).parents[1] / "gazetteer" / "basemap.json"
_FOREVER = {"Cache-Control": "public, max-age=31536000, immutable"}  # names hold the hash of what is in the file
_NO_FRONT_END = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Marsad</title>
<h1>Marsad</h1><p>The API answers here, but the workbench is not built. Build it with Node 20 or newer:</p>
<pre>make workbench</pre><p>and open this page again. The API is described at <a href="/api/docs">/api/docs</a>.</p>
<p lang="ar" dir="rtl">الواجهة غير مبنية بعد. ابنها بالأمر <code>make workbench</code> ثم افتح الصفحة من جديد.</p>
</html>"""


async def show_page(request: Request) -> Response:
    """A file of the front end, or its one page, which reads the address itself."""
    path = request.url.path
    if path == "/basemap.json":
        return FileResponse(BASEMAP, media_type="application/json", headers={"Cache-Control": "max-age=86400"})
    found = _find_file(path)
    if found is not None:
        return FileResponse(found, headers=_FOREVER if path.startswith("/assets/") else {})
    if path.startswith("/api/") or "." in path.rsplit("/", 1)[-1]:
        return refuse(Refusal(404, f"There is nothing at {path}.", "missing.address", path=path))
    index = STATIC / "index.html"
    if not index.exists():
        return HTMLResponse(_NO_FRONT_END)
    return FileResponse(index, headers={"Cache-Control": "no-cache"})


def _find_file(path: str) -> Path | None:
    """The file of an address, never one outside the folder."""
    wanted = (STATIC / path.lstrip("/")).resolve()
    return wanted if wanted.is_relative_to(STATIC.resolve()) and wanted.is_file() else None

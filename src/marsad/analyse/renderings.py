"""Charts as pictures, without a browser and without the network (vl-convert, BSD).

Letters come from the fonts that are installed with Marsad (IBM Plex Sans and IBM Plex Sans Arabic, OFL 1.1), so that a
chart looks the same on every machine. PNG and PDF hold the shapes of the letters. SVG holds the words: it is drawn with
the reader's fonts.
"""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from .charts import Spec

_FONTS = ("fontpkg_ibm_plex_sans", "fontpkg_ibm_plex_sans_arabic")
_VERSION = "6.4"
_SCALE = 2.0
PICTURES = ("svg", "png", "pdf")


def render(spec: Spec, form: str) -> bytes:
    """A chart as ``svg``, ``png`` (at twice its size) or ``pdf``."""
    convert = _converter()
    if form == "svg":
        return str(convert.vegalite_to_svg(spec, vl_version=_VERSION)).encode()
    if form == "png":
        return bytes(convert.vegalite_to_png(spec, vl_version=_VERSION, scale=_SCALE))
    return bytes(convert.vegalite_to_pdf(spec, vl_version=_VERSION))


def font_folders() -> list[Path]:
    """Where the fonts lie that are installed with Marsad."""
    found = (find_spec(name) for name in _FONTS)
    return [Path(spec.origin).parent / "files" for spec in found if spec is not None and spec.origin]


@cache
def _converter() -> Any:
    import vl_convert

    for folder in font_folders():
        vl_convert.register_font_directory(str(folder))
    return vl_convert

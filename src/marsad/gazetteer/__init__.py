"""Places of the region: hand-written, imported by the user, and GeoNames' towns, under their Arabic names."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from .index import Gazetteer, load_gazetteer, open_gazetteer, refresh_gazetteer

if TYPE_CHECKING:
    from .importers import ImportSummary

__all__ = ["Gazetteer", "import_table", "load_gazetteer", "open_gazetteer", "refresh_gazetteer"]


def import_table(path: str | Path, format: str = "auto", country: str | None = None) -> ImportSummary:
    """Import a user's table (``importers.import_table``); its code is read only when somebody imports."""
    from .importers import import_table as run

    return run(path, format, country)

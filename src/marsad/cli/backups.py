"""``marsad backup`` and ``marsad restore``: the whole data folder copied while in use, checked, and put back."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from .endings import put, say


def backup(
    output: Annotated[
        Path,
        typer.Option("--output", "-o", metavar="PATH", help="A new folder, or a file that ends in .tar or .tar.gz."),
    ],
    link: Annotated[
        bool, typer.Option("--link", help="Hard links to the originals: fast, but safe from no damage to this disk.")
    ] = False,
) -> None:
    """Back everything up, also while reports are being added; the backup is restored and verified before it counts."""
    from ..custody.backups import back_up
    from .homes import require_home
    from .verifications import Ticker

    made = back_up(require_home(), output, link, Ticker(Counter(), sys.stderr.isatty()).count)
    manifest = made.manifest
    rows = sum(manifest.rows.values())
    put(f"{output}: {manifest.objects} objects and {rows} rows, restored and verified\n")
    put(f"signed at {made.checkpoint.size} lines with key {made.checkpoint.key}\n")
    put(f"Put back with: marsad restore {output}\n")


def restore(
    source: Annotated[Path, typer.Argument(metavar="BACKUP", exists=True, help="What `marsad backup` wrote.")],
    replace: Annotated[
        bool, typer.Option("--replace", help="In the place of a data folder that holds something; it is kept, renamed.")
    ] = False,
    despite_damage: Annotated[
        bool, typer.Option("--despite-damage", help="Also when not all of the backup is what it was; damage is named.")
    ] = False,
) -> None:
    """Put a backup in the place of the data folder, after it was verified."""
    from ..custody.restores import restore as put_back
    from ..folders import data_home
    from .verifications import Ticker

    done = put_back(source, data_home(), replace, despite_damage, Ticker(Counter(), sys.stderr.isatty()).count)
    for finding in done.damage:
        say(f"marsad: {finding}")
    if done.aside is not None:
        put(f"what was there before is now in {done.aside}; delete it when you no longer need it\n")
    rows = sum(done.manifest.rows.values())
    put(f"{data_home()}: {done.manifest.objects} objects and {rows} rows of {done.manifest.made[:16]} are back\n")
    put("Next: marsad status · marsad verify\n")

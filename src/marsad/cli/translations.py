"""``marsad translations``: English and French reports linked with the Arabic ones that they render."""

from __future__ import annotations

from typing import Annotated

import orjson
import typer

from .endings import put
from .progress import follow_queue
from .reports import read_day


def translations(
    since: Annotated[
        str | None, typer.Option(metavar="DAY", help="Look only at foreign reports published since: 2022-05-01.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="As one JSON array.")] = False,
) -> None:
    """Link English and French reports with the Arabic report that they are a translation of."""
    from ..custody.translations.encoders import load_encoder
    from ..custody.translations.searches import link_translations
    from ..folders import data_home
    from ..present.screens import safe
    from ..store import open_store
    from ..store.translations import iter_translations

    encoder = load_encoder()
    with open_store(data_home(), write=True) as store:
        looked = list(follow_queue(link_translations(store, encoder, read_day(since, "--since"))))
        with store.transaction() as connection:
            found = list(iter_translations(connection))
    if json:
        put(orjson.dumps([link._asdict() for link in found]).decode() + "\n")
        return
    lines = [safe(f"{link.foreign} · {link.arabic} · {link.alike}%") for link in found]
    dated, linked = sum(one.dated for one in looked), sum(one.linked for one in looked)
    lines.append(f"{dated} foreign reports looked at, {linked} linked")
    if dated < len(looked):
        lines.append(f"{len(looked) - dated} without a day of publication not compared: add again with --published")
    put("\n".join(lines) + "\n")

"""``marsad bench``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .endings import put, say

if TYPE_CHECKING:
    from ..batch.benchmarks import Figure


def bench(
    reports: Annotated[int, typer.Option(metavar="N", min=10, help="How many reports to time.")] = 400,
    processes: Annotated[int, typer.Option(min=1, max=64, help="Processes to compare with one.")] = 2,
    corpus: Annotated[Path | None, typer.Option(metavar="FOLDER", help="Texts to make the reports of.")] = None,
    json: Annotated[bool, typer.Option("--json", help="As one JSON object.")] = False,
) -> None:
    """Measure speed, memory and start on this machine; nothing is sent anywhere."""
    from ..batch.benchmarks import measure

    texts: list[str] = []
    if corpus is not None:
        texts = [path.read_text(encoding="utf-8") for path in sorted(corpus.glob("*.txt"))]
        if not texts:
            raise typer.BadParameter(
                f"{corpus} holds no .txt files. Give a folder with reports.", param_hint="--corpus"
            )
    figures = []
    for figure in measure(reports, processes, texts):
        figures.append(figure)
        if json:
            say(f"marsad: measured {figure.name}")
        else:
            put(_line(figure))
    if json:
        import orjson

        put(orjson.dumps([figure._asdict() for figure in figures], option=orjson.OPT_INDENT_2).decode() + "\n")


def _line(figure: Figure) -> str:
    value = f"{figure.value:,.2f}" if figure.value is not None else "-"
    verdict = {None: "", True: f"asked {figure.target}: met", False: f"asked {figure.target}: NOT met"}[figure.met]
    return f"{figure.name:<38}{value:>12}  {figure.unit:<12}{verdict}".rstrip() + "\n"

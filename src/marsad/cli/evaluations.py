"""``marsad evaluate``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .endings import put, say

if TYPE_CHECKING:
    from ..evaluate import Diff, GoldReport


def evaluate(
    gold: Annotated[
        list[Path] | None, typer.Option(metavar="FILE", help="Gold JSONL with texts/ beside it; give several.")
    ] = None,
    gsr: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Also score the Arabic event gold standard records.")
    ] = None,
    html: Annotated[Path | None, typer.Option(metavar="FILE", help="Also write one self-contained page.")] = None,
    per_report: Annotated[bool, typer.Option("--per-report", help="A line a report.")] = False,
    json: Annotated[bool, typer.Option("--json", help="One JSON object instead of tables.")] = False,
    keep: Annotated[bool, typer.Option(help="Keep the scores, for the next run to compare with.")] = True,
) -> None:
    """Score the coder on gold reports: slots, calibration, mistakes, and what changed since the last run."""
    if not gold and gsr is None:
        raise typer.BadParameter("nothing to score. Give --gold FILE or --gsr FOLDER.")
    from ..batch import load_quietly

    load_quietly()
    result: dict[str, Any] = {}
    if gold:
        result |= _score_gold(gold, html, per_report, keep, json)
    if gsr is not None:
        result |= _score_gsr(gsr, json)
    if json:
        import msgspec

        put(msgspec.json.format(msgspec.json.encode(result), indent=2).decode() + "\n")


def _score_gold(gold: list[Path], html: Path | None, per_report: bool, keep: bool, json: bool) -> dict[str, Any]:
    from ..evaluate import diff, load_last, metrics, render_diff, render_html, render_text, run_evaluation, save_scores

    scores = run_evaluation(gold, _code_gold)
    last = load_last(gold=scores.gold)
    changes: Diff | None = diff(scores, last) if last is not None else None
    if keep:
        save_scores(scores)
    if html is not None:
        html.write_text(render_html(scores), encoding="utf-8")
        say(f"marsad: the page is in {html}")
    if not json:
        put(_changes_first(render_text(scores, per_report), render_diff(changes) if changes is not None else ""))
    return {"metrics": metrics(scores), "scores": scores, "diff": changes}


def _changes_first(text: str, changes: str) -> str:
    """Put the changes before the summary, which stays the last line, as the reference scorer has it."""
    if not changes:
        return text
    body, _, summary = text.rstrip("\n").rpartition("\n")
    moved = "\n".join(f"  {line}" for line in changes.splitlines())
    return f"{body}\nSince the last run\n{moved}\n\n{summary}\n"


def _code_gold(report: GoldReport) -> dict[str, Any]:
    """Code a gold report as ``marsad code`` codes its JSON line."""
    import msgspec

    from ..batch import Facts, code_raw
    from ..ingest import InputProblem, RawReport
    from ..ingest.decoding import check_text
    from ..ingest.records import hash_bytes

    data = report.text.encode("utf-8", "surrogatepass")
    checked = check_text(report.text)
    raw = RawReport(
        data, hash_bytes(data), report.id, checked.text, report.id, report.url, report.outlet, None, report.published,
        warnings=list(checked.warnings),
    )  # fmt: skip
    found = InputProblem(report.id, *checked.problem) if checked.problem else code_raw(raw, Facts())
    if isinstance(found, InputProblem):
        raise found.as_error()
    return {"report": msgspec.to_builtins(found.report), "events": msgspec.to_builtins(found.events)}


def _score_gsr(folder: Path, json: bool) -> dict[str, Any]:
    import msgspec

    from ..evaluate import render_gsr, score_gsr
    from ..pipeline import code_report

    def code_sentence(text: str) -> list[dict[str, Any]]:
        events: list[dict[str, Any]] = msgspec.to_builtins(code_report(text).events)
        return events

    result = {
        f"gsr_{'strict' if strict else 'majority'}": score_gsr(folder, code_sentence, strict)
        for strict in (True, False)
    }
    if not json:
        put("".join(render_gsr(scores) for scores in result.values()))
    return result

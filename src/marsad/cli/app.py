"""The ``marsad`` command: its commands, and how it ends (0 done, 1 some inputs unreadable, 2 wrong usage)."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from .. import __version__
from . import (
    alerts,
    aliases,
    analyses,
    audits,
    backups,
    benchmarks,
    briefings,
    comparisons,
    demos,
    double_codings,
    evaluations,
    evidence,
    exports,
    gazetteers,
    incidents,
    intakes,
    lessons,
    lexicons,
    recodings,
    references,
    reports,
    review_names,  # noqa: F401 - gives the review its commands on names
    review_pairs,  # noqa: F401 - gives the review its commands on incidents
    reviews,
    serving,
    translations,
    watches,
)
from .endings import end_quietly

app = typer.Typer(
    name="marsad",
    help="Reads Arabic conflict reports and writes coded, dated, placed and sourced events.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("code")(reports.code)
app.command("explain")(reports.explain)
app.command("add")(intakes.add)
app.command("status")(intakes.status)
app.command("events")(evidence.events)
app.command("sources")(evidence.sources)
app.command("translations")(translations.translations)
app.command("verify")(evidence.verify)
app.command("package")(evidence.package)
app.command("backup")(backups.backup)
app.command("restore")(backups.restore)
app.command("recode")(recodings.recode)
app.command("erase")(audits.erase)
app.command("watch")(watches.watch)
app.command("serve")(serving.serve)
app.command("demo")(demos.demo)
app.command("export")(exports.export)
app.command("compare")(comparisons.compare)
app.command("briefing")(briefings.briefing)
app.command("evaluate")(evaluations.evaluate)
app.command("bench")(benchmarks.bench)
app.add_typer(alerts.app, name="alert")
app.add_typer(audits.app, name="audit")
app.add_typer(incidents.app, name="incidents")
app.add_typer(analyses.app, name="analyse")
app.add_typer(references.app, name="reference")
app.add_typer(lexicons.app, name="lexicon")
lexicons.app.add_typer(aliases.app, name="alias")
app.add_typer(reviews.app, name="review")
app.command("queue")(reviews.queue)
app.command("learn")(lessons.learn)
app.command("agreement")(double_codings.agreement)
app.add_typer(gazetteers.app, name="gazetteer")


def _show_version(wanted: bool) -> None:
    if wanted:
        sys.stdout.write(f"marsad {__version__}\n")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Reads Arabic conflict reports and writes coded, dated, placed and sourced events."""


def run() -> None:
    """Run the command line and end the process."""
    end_quietly(app)

"""``marsad review``: decide on events, one after the other; nothing that was coded is written over."""

from __future__ import annotations

from typing import Annotated

import typer

from ..model import Filter
from .endings import put
from .filters import takes_filter
from .review_options import By, EventId, Expected, Json, Settle, Words

app = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, context_settings={"help_option_names": ["-h", "--help"]},
    help="Review events: accept, reject, correct, comment; undo and redo without limit.",
)  # fmt: skip


@app.command("next")
@takes_filter
def next_event(wanted: Filter, by: By = None, json: Json = False) -> None:
    """Hand out the event that most needs a person, and show it; nobody else gets it for a quarter of an hour."""
    from .review_rounds import show_next

    put(show_next(wanted, by, json))


@app.command("skip")
def skip_event(event: EventId = None, by: By = None) -> None:
    """Put the event off: it comes back at the end of your queue."""
    from .review_rounds import skip_event

    put(skip_event(event, by))


@app.command("show")
def show(
    event: EventId = None, text: Annotated[bool, typer.Option("--text", help="With the whole report.")] = False,
    by: By = None, json: Json = False,
) -> None:  # fmt: skip
    """Show an event as it stands: its words, what people decided, what a re-code changed since."""
    from .review_rounds import show_event

    put(show_event(event, by, text, json))


@app.command("accept")
def accept(
    event: EventId = None, expected: Expected = None, settle: Settle = False, by: By = None, json: Json = False
) -> None:  # fmt: skip
    """Accept the event as it stands."""
    from ..review.proposals import Accept
    from .review_runs import disputed_codings, run_on_event

    run_on_event(event, by, json, lambda dossier, who: Accept(
        by=who, event=dossier.coded.event_id, expected=expected,
        adjudicates=disputed_codings(dossier) if settle else [],
    ))  # fmt: skip


@app.command("reject")
def reject(
    reason: Annotated[str, typer.Argument(metavar="REASON", help="Key or name: marsad review reasons lists them.")],
    event: EventId = None, words: Words = "", expected: Expected = None, settle: Settle = False, by: By = None,
    json: Json = False,
) -> None:  # fmt: skip
    """Reject the event, with a reason."""
    from ..review.proposals import Reject
    from .review_runs import disputed_codings, run_on_event

    run_on_event(event, by, json, lambda dossier, who: Reject(
        by=who, event=dossier.coded.event_id, reason=reason, words=words, expected=expected,
        adjudicates=disputed_codings(dossier) if settle else [],
    ))  # fmt: skip


@app.command("reasons")
def reasons() -> None:
    """List the reasons to reject."""
    from ..review.reasons import load_reasons

    put("".join(f"{one.key}  {one.id:<22}{one.label_en:<46}{one.label_ar}\n" for one in load_reasons().values()))


@app.command("edit")
def edit(
    field: Annotated[str, typer.Argument(metavar="FIELD", help="date, location, actors.1, casualties.killed …")],
    value: Annotated[
        str | None, typer.Argument(metavar="VALUE", help="The right value; without one, the quoted words are read.")
    ] = None,
    event: Annotated[str | None, typer.Option("--event", metavar="EVENT", help="Another event than the next.")] = None,
    quote: Annotated[
        str | None, typer.Option("--quote", metavar="WORDS", help="Words of the report that say so: the evidence.")
    ] = None,
    expected: Expected = None, settle: Settle = False, by: By = None, json: Json = False,
) -> None:  # fmt: skip
    """Correct a field: with words of the report as evidence, or on your own authority."""
    from .review_rounds import edit_event

    edit_event(event, by, (field, value, quote), expected, settle, json)


@app.command("comment")
def comment(
    words: Annotated[str, typer.Argument(metavar="TEXT", help="What others should know.")],
    event: EventId = None, by: By = None, json: Json = False,
) -> None:  # fmt: skip
    """Comment on the event."""
    from ..review.proposals import Comment
    from .review_runs import run_on_event

    run_on_event(event, by, json, lambda dossier, who: Comment(by=who, event=dossier.coded.event_id, words=words))


@app.command("flag")
def flag(
    event: EventId = None, words: Words = "", off: Annotated[bool, typer.Option("--off", help="Take it down.")] = False,
    by: By = None, json: Json = False,
) -> None:  # fmt: skip
    """Flag the event, so that others look at it."""
    from ..review.proposals import Flag, Unflag
    from .review_runs import run_on_event

    kind = Unflag if off else Flag
    run_on_event(event, by, json, lambda dossier, who: kind(by=who, event=dossier.coded.event_id, words=words))


@app.command("undo")
def undo(
    number: Annotated[int | None, typer.Argument(metavar="NUMBER", help="A decision; without one, your last.")] = None,
    by: By = None, json: Json = False,
) -> None:  # fmt: skip
    """Take a decision back; it stays in the log."""
    from ..review.proposals import Undo
    from .review_runs import person, run_proposal

    run_proposal(Undo(by=person(by), decision=number), json)


@app.command("redo")
def redo(
    number: Annotated[int | None, typer.Argument(metavar="NUMBER", help="A decision that was undone.")] = None,
    by: By = None, json: Json = False,
) -> None:  # fmt: skip
    """Bring back what was undone last."""
    from ..review.proposals import Redo
    from .review_runs import person, run_proposal

    run_proposal(Redo(by=person(by), decision=number), json)


@app.command("log")
def log(
    event: Annotated[str | None, typer.Argument(metavar="EVENT", help="Only decisions on this event.")] = None,
    limit: Annotated[int, typer.Option(min=1, metavar="N", help="The last N.")] = 50,
    json: Annotated[bool, typer.Option("--json", help="One decision a line as JSON.")] = False,
) -> None:
    """List decisions, the last at the end; undone ones too."""
    from .review_rounds import iter_log

    put("".join(iter_log(event, limit, json)))


@takes_filter
def queue(
    wanted: Filter, limit: Annotated[int, typer.Option(min=1, metavar="N", help="The first N.")] = 20,
    by: By = None, json: Json = False,
) -> None:  # fmt: skip
    """List what waits for review, the most urgent first: unsure, deadly, rare, disputed, reopened."""
    from .review_rounds import list_waiting

    put(list_waiting(wanted, by, limit, json))

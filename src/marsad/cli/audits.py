"""``marsad audit``: the log of everything that changed data, its signed checkpoints, proofs; and ``marsad erase``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from .endings import UNREADABLE, USAGE, put, say
from .outputs import check_output, open_output

app = typer.Typer(no_args_is_help=True, help="The log of everything that changed data, and its signed checkpoints.")


@app.command("log")
def show_log(
    last: Annotated[int, typer.Option(min=1, metavar="N", help="How many lines, the newest first.")] = 20,
    json: Annotated[bool, typer.Option("--json", help="A line of JSON each.")] = False,
) -> None:
    """Show the last lines: when, who, what; names and words that were erased are shown as such."""
    from .audit_views import iter_log_lines

    for text in iter_log_lines(last, json):
        put(text)


@app.command("key")
def show_key() -> None:
    """Print the public key of this data folder, for those who check packages and checkpoints."""
    from ..custody.keys import load_key
    from ..folders import data_home

    key = load_key(data_home()).public
    say(f"marsad: key {key.id}; give it to whoever checks your packages, by another way than the package")
    put(key.as_pem())


@app.command("trust")
def trust_key(
    file: Annotated[Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, help="A public key (PEM).")],
) -> None:
    """Believe checkpoints that another data folder signed: its public key, as `marsad audit key` prints it there."""
    from ..custody.keys import parse_public_key, trust
    from ..folders import data_home

    key = parse_public_key(file)
    trust(data_home(), key)
    put(f"key {key.id} is trusted; marsad verify believes what it signed\n")


@app.command("checkpoints")
def show_checkpoints(json: Annotated[bool, typer.Option("--json", help="A line of JSON each.")] = False) -> None:
    """List the signed checkpoints: lines of the log, root, time, key."""
    from .audit_views import iter_checkpoint_lines

    for text in iter_checkpoint_lines(json):
        put(text)


@app.command("prove")
def prove(
    line: Annotated[int | None, typer.Argument(metavar="LINE", help="Number of a line of `marsad audit log`.")] = None,
    since: Annotated[
        Path | None,
        typer.Option(metavar="CHECKPOINT", help="Prove instead that the log only grew since: file, backup or package."),
    ] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write to a file.")] = None,
) -> None:
    """Prove that a line is in the signed log, without showing the others; `marsad audit check` checks it anywhere."""
    if (line is None) == (since is None):
        raise typer.BadParameter("name either a line or --since a checkpoint: marsad audit prove 1")
    number = line or 0
    check_output(output, ())
    from ..custody.checkpoints import load_checkpoint
    from ..custody.proofs import prove_growth, prove_line
    from ..store import open_store
    from .homes import require_home

    with open_store(require_home()) as store:
        proof = prove_line(store, number) if since is None else prove_growth(store, load_checkpoint(since))
    with open_output(output) as stream:
        stream.write(proof.as_json() + b"\n")


@app.command("check")
def check(
    file: Annotated[Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, help="A proof.")],
) -> None:
    """Check a proof; exit 1 says what is wrong with it. It needs no data folder."""
    from ..custody.proofs import check_proof, parse_proof

    proof = parse_proof(file)
    wrong = check_proof(proof)
    if wrong is not None:
        say(f"marsad: {file}: {wrong}")
        raise typer.Exit(UNREADABLE)
    put(f"{file}: holds; signed on {proof.checkpoint.at} with key {proof.checkpoint.key}. Compare the key.\n")


def erase(
    words: Annotated[str | None, typer.Argument(metavar="WORDS", help="Words of what is to be erased.")] = None,
    person: Annotated[
        str | None, typer.Option(metavar="NAME", help="Instead: the name of who worked here, and all that they wrote.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Erase; without it, only show what would be.")] = False,
) -> None:
    """Erase names and comments that the audit log commits to, for good; the log still verifies."""
    if (words is None) == (person is None):
        say("marsad: name either words or --person NAME, such as: marsad erase 'أبو محمد'")
        raise typer.Exit(USAGE)
    from .audit_views import erase_words

    if not erase_words(words, person, yes, sys.stdin.isatty()):
        raise typer.Exit(UNREADABLE)

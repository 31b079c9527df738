"""Commands."""

import typer

app = typer.Typer()


@app.command("stats")
def stats() -> None:
    """Stats."""

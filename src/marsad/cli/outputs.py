"""Where results go: standard output, or a file that appears whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import typer

from .endings import standard_output


def check_output(output: Path | None, inputs: Sequence[str]) -> None:
    """Refuse an output that would overwrite an input or be read as one."""
    if output is None:
        return
    if output.is_dir():
        raise typer.BadParameter(f"{output} is a folder. Give a file, such as {output / 'events.jsonl'}.")
    if not output.absolute().parent.is_dir():
        raise typer.BadParameter(f"the folder {output.parent} does not exist. Make it first.")
    target = output.resolve()
    for name in inputs:
        source = Path(name)
        if name != "-" and "\0" not in name and (source.is_dir() or source.is_file()):
            place = source.resolve()
            if place == target or (source.is_dir() and place in target.parents):
                raise typer.BadParameter(f"{output} is among the inputs. Choose a file outside {name}.")


@contextmanager
def open_output(output: Path | None) -> Iterator[IO[bytes]]:
    """A byte stream; a file is written beside its place and moved there once it is on the disk."""
    if output is None:
        with standard_output() as stream:
            yield stream
        return
    handle, temporary = tempfile.mkstemp(dir=output.absolute().parent, prefix=f".{output.name}.", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o666 & ~_umask())
        Path(temporary).replace(output)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask

"""How a command ends: expected errors in one line, a closed pipe in silence, never a traceback for bad input."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO, Any, NoReturn

import typer

from ..errors import MarsadError
from ..text.controls import CONTROL_TOKENS

UNREADABLE = 1
USAGE = 2
INTERRUPTED = 130
_CONTROLS = {**dict.fromkeys([*range(0x20), *range(0x7F, 0xA0)], "·"), **CONTROL_TOKENS}


def say(text: str) -> None:
    """One line on standard error, in UTF-8 whatever the locale; what inputs hold cannot move the screen."""
    text = text.translate(_CONTROLS)
    stream = getattr(sys.stderr, "buffer", None)
    if stream is None or sys.stderr.isatty():  # on a terminal the text stream keeps clear of a progress bar
        sys.stderr.write(f"{text}\n")
        return
    sys.stderr.flush()
    stream.write(f"{text}\n".encode("utf-8", "backslashreplace"))
    stream.flush()


def put(text: str) -> None:
    """Text on standard output, in UTF-8 whatever the locale."""
    sys.stdout.flush()
    with standard_output() as stream:
        stream.write(text.encode("utf-8", "backslashreplace"))


@contextmanager
def standard_output() -> Iterator[IO[bytes]]:
    """Standard output as bytes; a reader that has seen enough (head, less) ends the command in peace."""
    try:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(0) from None


def end_quietly(app: Callable[[], Any]) -> NoReturn:
    """Run ``app`` and end the process with its code; the operating system frees the lexicons faster than Python."""
    code = run_app(app)
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        pass
    os._exit(code)


def run_app(app: Callable[[], Any]) -> int:
    """Run ``app`` and give the exit code."""
    try:
        app()
    except SystemExit as ending:
        return ending.code if isinstance(ending.code, int) else int(ending.code is not None)
    except MarsadError as error:
        say(f"marsad: {error}")
        return UNREADABLE
    except OSError as error:
        where = error.filename or "the system"
        say(f"marsad: {where}: {error.strerror or error}. Check the path, rights and free space.")
        return UNREADABLE
    except KeyboardInterrupt:
        say("marsad: stopped.")
        return INTERRUPTED
    return 0


def say_waiting(holder: str) -> None:
    """Say for whom the run waits."""
    say(f"marsad: waiting for another marsad (process {holder}) to finish writing")

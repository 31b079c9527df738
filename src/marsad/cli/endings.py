"""How a command ends: expected errors in one line, a closed pipe in silence, never a traceback for bad input."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Any, NoReturn

from ..errors import MarsadError

UNREADABLE = 1
USAGE = 2
INTERRUPTED = 130


def say(text: str) -> None:
    """One line on standard error, in UTF-8 whatever the locale."""
    stream = getattr(sys.stderr, "buffer", None)
    if stream is None:
        sys.stderr.write(f"{text}\n")
        return
    sys.stderr.flush()
    stream.write(f"{text}\n".encode("utf-8", "backslashreplace"))
    stream.flush()


def put(text: str) -> None:
    """Text on standard output, in UTF-8 whatever the locale."""
    sys.stdout.flush()
    stream = sys.stdout.buffer
    stream.write(text.encode("utf-8", "backslashreplace"))
    stream.flush()


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
    except BrokenPipeError:  # the reader (head, less) has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 0
    except OSError as error:
        where = error.filename or "the system"
        say(f"marsad: {where}: {error.strerror or error}. Check the path, rights and free space.")
        return UNREADABLE
    except KeyboardInterrupt:
        say("marsad: stopped.")
        return INTERRUPTED
    return 0

"""Standard input and pipes: written to files, because formats are told, and archives read, by going back and forth.

The files stay until the run ends, so that the evidence store can keep them whole.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from .limits import MAX_SPOOL_BYTES, MEGABYTE
from .readers.contracts import Refused

_STEP = 1 << 20


class Streams(AbstractContextManager["Streams"]):
    """Where the streams of a run lie: ``paths`` by the name of the input (``-`` for standard input)."""

    def __init__(self) -> None:
        """Nothing came yet."""
        self.paths: dict[str, Path] = {}
        self._folder: TemporaryDirectory[str] | None = None

    def __exit__(self, *_: object) -> None:
        """Remove the files."""
        if self._folder is not None:
            self._folder.cleanup()

    def keep(self, name: str, before: bytes, stream: IO[bytes]) -> Path:
        """Write what was read ``before`` and the rest of a stream; raises :class:`Refused` when it is endless."""
        self._folder = self._folder or TemporaryDirectory(prefix="marsad-")
        path = self.paths[name] = Path(self._folder.name) / str(len(self.paths))
        size = 0
        with path.open("wb") as file:
            for part in chain((before,), iter(lambda: stream.read(_STEP), b"")):
                size += file.write(part)
                if size > MAX_SPOOL_BYTES:
                    problem = f"more than {MAX_SPOOL_BYTES // MEGABYTE} MB came, and the rest was not read"
                    raise Refused("too-large", problem, "Give a file instead of a pipe")
        return path

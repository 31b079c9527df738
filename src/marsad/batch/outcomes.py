"""What became of one input."""

from __future__ import annotations

from dataclasses import dataclass

from ..ingest import InputProblem


@dataclass(frozen=True, slots=True)
class Outcome:
    """A coded report as one compact JSON object, or the problem that kept it from being coded.

    ``size`` is the number of bytes received, ``warnings`` what a person should know of a coded report.
    """

    source: str
    size: int
    line: bytes = b""
    warnings: tuple[str, ...] = ()
    problem: InputProblem | None = None

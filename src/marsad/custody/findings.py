"""What ``verify`` finds."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Finding:
    """What is not as it was: where, and what is wrong with it; a ``note`` is no damage."""

    where: str
    what: str
    note: bool = False

    def __str__(self) -> str:
        """One line for a person."""
        return f"{self.where}: {self.what}"


def attempt(make: Callable[..., str], *values: Any) -> str | None:
    """What ``make`` gives for values; None when no row of ours can hold them (a flipped bit makes strange types)."""
    with suppress(TypeError, ValueError):
        return make(*values)
    return None

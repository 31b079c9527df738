"""Politeness in time: a pause between requests to one host, and longer and longer waits after failures.

Clock, sleep and chance are given, so that tests need neither time nor luck. All in seconds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

PAUSE = 2.0
MAX_PAUSE = 30.0
FIRST_WAIT = 60.0
LONGEST_WAIT = 86_400.0


@dataclass(slots=True)
class Pace:
    """Waits until a host may be asked again."""

    clock: Callable[[], float]
    sleep: Callable[[float], None]
    pause: float = PAUSE
    _last: dict[str, float] = field(default_factory=dict)

    def wait(self, host: str, asked: float | None = None) -> None:
        """Sleep as long as the host's pause (``asked`` by its robots.txt, at most 30 s) demands."""
        pause = min(MAX_PAUSE, max(self.pause, asked or 0.0))
        now = self.clock()
        left = self._last.get(host, now - pause) + pause - now
        if left > 0:
            self.sleep(left)
        self._last[host] = max(now, now + left)


def wait_after(failures: int, retry_after: float | None, chance: Callable[[], float]) -> float:
    """How long to leave a source alone: 1 min, 2, 4 … a day, with half of it by chance; never less than it asks."""
    full = min(LONGEST_WAIT, FIRST_WAIT * 2.0 ** min(failures - 1, 20)) if failures > 0 else 0.0
    wait = full / 2 + full / 2 * chance()
    return max(wait, min(retry_after or 0.0, LONGEST_WAIT))

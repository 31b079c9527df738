"""What a run of the server knows."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Serving:
    """The data folder, the token of the run, the port, who decides."""

    home: Path
    token: str
    port: int
    user: str
    page: str = ""  # that the address opens

    @property
    def hosts(self) -> tuple[str, ...]:
        """The names under which this machine may call itself."""
        return tuple(f"{name}:{self.port}" for name in ("127.0.0.1", "localhost", "[::1]"))

    @property
    def address(self) -> str:
        """The address to open, with the token."""
        return f"http://127.0.0.1:{self.port}/{self.page}?token={self.token}"

"""The command line. ``main`` is the console script; nothing heavy is imported before a command needs it."""

from __future__ import annotations


def main() -> None:
    """Run ``marsad``."""
    from .app import run

    run()

"""The progress bar: only for somebody who watches, only when the work lasts."""

from __future__ import annotations

import io
import sys
from itertools import count

import pytest

from marsad.batch import Outcome
from marsad.cli import progress

OUTCOMES = [Outcome(f"report {n}", 2_000, b"{}") for n in range(5)]


class Terminal(io.StringIO):
    """What a person would see."""

    def isatty(self) -> bool:
        return True


def watch(monkeypatch: pytest.MonkeyPatch, seconds: float, quiet: bool = False) -> str:
    """What the screen shows while five outcomes pass, each ``seconds`` after the one before."""
    clock = count(step=seconds)
    screen = Terminal()
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setattr(progress, "monotonic", lambda: next(clock))
    assert list(progress.follow(iter(OUTCOMES), ["-"], quiet)) == OUTCOMES
    return screen.getvalue()


def test_long_work_shows_a_bar_and_takes_it_away(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = watch(monkeypatch, 2.0)
    assert "coding" in shown
    assert "5 reports" in shown
    assert shown.endswith("\x1b[2K")


def test_short_work_shows_none(monkeypatch: pytest.MonkeyPatch) -> None:
    assert watch(monkeypatch, 0.01) == ""


def test_quiet_work_shows_none(monkeypatch: pytest.MonkeyPatch) -> None:
    assert watch(monkeypatch, 2.0, quiet=True) == ""


def test_a_file_shows_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    assert list(progress.follow(iter(OUTCOMES), ["-"], quiet=False)) == OUTCOMES
    assert sys.stderr.getvalue() == ""

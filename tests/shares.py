"""Gates of the corpora whose cases pass by their share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Case = dict[str, Any]


def assert_large(cases: list[Case], least: int) -> None:
    """The corpus holds at least ``least`` wordings, each once."""
    assert len(cases) >= least
    assert len({case["text"] for case in cases}) == len(cases)


def assert_share(cases: list[Case], problem: Callable[[Case], str | None], share: float) -> None:
    """At least ``share`` of the cases hold; the others are printed with what differs."""
    wrong = [(found, case["text"]) for case in cases if (found := problem(case))]
    for found, text in wrong:
        print(found, "|", text)
    assert len(wrong) <= (1 - share) * len(cases)

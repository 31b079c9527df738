"""The API is as it describes itself: two hundred cases of schemathesis (``make fuzz-api`` asks two thousand)."""

from __future__ import annotations

from pathlib import Path

import pytest

from marsad.batch.reports import forget_coder

pytest.importorskip("schemathesis")

# What needs bodies or files of a kind that chance does not hit on, or a run of its own.
_BY_HAND = {
    "POST /api/aliases", "POST /api/aliases/trials", "POST /api/decisions", "POST /api/decisions/drafts",
    "POST /api/imports", "GET /api/imports/{job_id}", "PUT /api/alerts/{view}",
}  # fmt: skip


def test_what_is_asked_and_answered_is_as_described(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from api_cases import open_app, run_cases

    app, known = open_app(tmp_path / "home")
    monkeypatch.setenv("MARSAD_HOME", str(tmp_path / "home"))
    found = run_cases(app, known, 200)
    forget_coder()  # what cases taught
    assert found.asked >= 200
    assert not found.faults
    assert set(found.unanswered) <= _BY_HAND

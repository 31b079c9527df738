"""Cases of schemathesis against the whole API: what is asked and what is answered are as its description says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.generation import GenerationMode

from marsad.alerts import Alert, add_alert
from marsad.store import open_store
from marsad.web import Serving, create_app
from workbenches import PORT, TOKEN, fill_home, open_client

HEADERS = {"Authorization": f"Bearer {TOKEN}"}
# What a description cannot say: since after until, no letters in text, a cursor of another order (all answered with 400
# and a remedy, which is described); that a field without a value, as forms send it, asks nothing.
_UNSAYABLE = frozenset(("positive_data_acceptance", "negative_data_rejection"))


@dataclass(slots=True)
class Outcome:
    """Faults and statuses by operation, with how often each came."""

    asked: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    statuses: dict[str, Counter[int]] = field(default_factory=dict)

    @property
    def unanswered(self) -> list[str]:
        """Operations that never gave what they are for."""
        return [name for name, told in self.statuses.items() if not any(200 <= status < 300 for status in told)]


def run_cases(app: Any, known: Mapping[str, str], cases: int, start: int = 1) -> Outcome:
    """Ask about ``cases`` questions, as many of each operation; ``known`` are path parameters of what is there.

    Of an operation a third each is as described, breaks the description, and is about what is there.
    """
    load_all_checks()
    schema = schemathesis.openapi.from_asgi("/api/openapi.json", _named(app), headers=HEADERS)
    operations = [found.ok() for found in schema.get_all_operations()]
    each = -(-cases // (3 * len(operations)))
    outcome = Outcome()
    for operation in operations:
        there = {one.name: known[one.name] for one in operation.path_parameters if one.name in known}
        for ways in (
            {"generation_mode": GenerationMode.POSITIVE}, {"generation_mode": GenerationMode.NEGATIVE},
            {"generation_mode": GenerationMode.POSITIVE, **({"path_parameters": there} if there else {})},
        ):  # fmt: skip
            _ask(operation, ways, each, start, outcome)
    return outcome


def _named(app: Any) -> Any:
    """The application under the one name that it answers to, whatever a case calls it."""

    async def answer(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            others = [pair for pair in scope["headers"] if pair[0] != b"host"]
            scope = {**scope, "headers": [(b"host", f"127.0.0.1:{PORT}".encode()), *others]}
        await app(scope, receive, send)

    return answer


def open_app(home: Path) -> tuple[Any, dict[str, str]]:
    """An application over a new data folder with reports and an alert, and path parameters of what is in it.

    Let MARSAD_HOME name the folder while cases run: they teach aliases, which go into the user's lexicons.
    """
    fill_home(home)
    with open_store(home, write=True) as store:
        add_alert(store, Alert("all"))
        add_alert(store, Alert("battles", "event_type=Battles"))
    with open_client(home) as client:
        row = client.get("/api/events").json()["items"][0]
    known = {
        "event_id": row["event"]["event_id"], "incident_id": row["incident_id"], "report_id": row["report"]["id"],
        "actor_id": "syrian-democratic-forces", "name": "all", "view": "battles", "profile": "acled",
    }  # fmt: skip
    return create_app(Serving(home, TOKEN, PORT, "سلمى")), known


def _ask(operation: Any, ways: dict[str, Any], cases: int, start: int, outcome: Outcome) -> None:
    checks = [check for check in CHECKS.get_all() if check.__name__ not in _UNSAYABLE]
    statuses = outcome.statuses.setdefault(operation.label, Counter())

    @seed(start)
    @settings(
        max_examples=cases, deadline=None, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy(**ways))
    def ask(case: Any) -> None:
        outcome.asked += 1
        answer = case.call(headers=HEADERS)
        statuses[answer.status_code] += 1
        try:
            case.validate_response(answer, checks=checks, headers=HEADERS)
        except FailureGroup as group:
            outcome.faults.update(f"{operation.label}: {_tell(one)}" for one in group.exceptions)
        except Failure as failure:
            outcome.faults[f"{operation.label}: {_tell(failure)}"] += 1

    ask()


def _tell(failure: Failure) -> str:
    return f"{failure.title}: {failure.message}"

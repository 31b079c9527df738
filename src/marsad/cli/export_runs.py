"""What ``marsad export`` does and says."""

from __future__ import annotations

from pathlib import Path

from ..export import Choices, Profile, Survey, about_path
from ..export.deliveries import deliver
from ..model import Filter
from ..store import open_store
from .endings import say, say_waiting
from .event_views import hint_names
from .homes import require_home


def run_export(profile: Profile, wanted: Filter, path: Path, choices: Choices, made: str | None) -> str:
    """Write the file and its sidecar; what to say at the end. How many rows there will be is said first."""
    home = require_home()
    asked: list[int] = []

    def tell(survey: Survey) -> None:
        asked.append(survey.asked)
        _say_counts(survey, path)

    about = deliver(home, profile, wanted, path, choices, made=made, on_survey=tell, on_wait=say_waiting)
    if not any(asked):
        with open_store(home) as store, store.transaction() as connection:
            hint_names(connection, wanted)
    return f"{path}: {about.rows} incidents\n{about_path(path)}: what they are, what was withheld and left out\n"


def _say_counts(survey: Survey, path: Path) -> None:
    say(f"marsad: {survey.rows} of the {survey.asked} incidents that fit go to {path}")
    for reason, ids in sorted(survey.left_out.items()):
        say(f"marsad: {len(ids)} not exported: {reason}")

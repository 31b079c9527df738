"""Incidents of the store: kept up to date as events come, change and go, listed and explained."""

from .drafts import adopt, draft_all
from .explanations import Explanation, explain_incident
from .listings import Doubtful, find_incident, iter_listed, list_doubtful, list_incidents
from .updates import is_current, is_outdated, update_incidents

__all__ = [
    "Doubtful", "Explanation", "adopt", "draft_all", "explain_incident", "find_incident", "is_current", "is_outdated",
    "iter_listed", "list_doubtful", "list_incidents", "update_incidents",
]  # fmt: skip

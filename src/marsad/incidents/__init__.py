"""Incidents of the store: kept up to date as events come, change and go, listed and explained."""

from .explanations import Explanation, explain_incident
from .listings import Doubtful, find_incident, list_doubtful, list_incidents
from .updates import is_current, update_incidents

__all__ = [
    "Doubtful", "Explanation", "explain_incident", "find_incident", "is_current", "list_doubtful", "list_incidents",
    "update_incidents",
]  # fmt: skip

"""Incidents of the store: kept up to date as events come, change and go, listed and explained."""

from .explanations import Explanation, explain_incident
from .listings import find_incident, list_incidents
from .updates import is_current, update_incidents

__all__ = [
    "Explanation", "explain_incident", "find_incident", "is_current", "list_incidents", "update_incidents",
]  # fmt: skip

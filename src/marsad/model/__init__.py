"""Records and closed vocabularies of the codebook; imported by every room, imports none."""

from .filters import Box, Filter
from .incidents import Incident, IncidentCasualty, Support, Telling, TollStep
from .records import (
    Actor,
    Attribution,
    Casualty,
    Cause,
    Coder,
    Event,
    Evidence,
    Location,
    Person,
    Related,
    Report,
    Weapon,
)

__all__ = [
    "Actor",
    "Attribution",
    "Box",
    "Casualty",
    "Cause",
    "Coder",
    "Event",
    "Evidence",
    "Filter",
    "Incident",
    "IncidentCasualty",
    "Location",
    "Person",
    "Related",
    "Report",
    "Support",
    "Telling",
    "TollStep",
    "Weapon",
]

"""Records and closed vocabularies of the codebook; imported by every room, imports none."""

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
    "Casualty",
    "Cause",
    "Coder",
    "Event",
    "Evidence",
    "Location",
    "Person",
    "Related",
    "Report",
    "Weapon",
]

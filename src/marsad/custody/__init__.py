"""Inputs in custody: received, coded, linked to their copies, each in one state; verified and packed for others."""

from .bags import pack
from .checks import Finding, verify
from .runs import Intake
from .sources import Health, tell_health

__all__ = ["Finding", "Health", "Intake", "pack", "tell_health", "verify"]

"""Inputs in custody: received, coded, linked to their copies, each in one state; verified and packed for others."""

from .bags import pack
from .checkpoints import open_record, write_checkpoint
from .checks import verify
from .findings import Finding
from .runs import Intake
from .sources import Health, tell_health

__all__ = ["Finding", "Health", "Intake", "open_record", "pack", "tell_health", "verify", "write_checkpoint"]

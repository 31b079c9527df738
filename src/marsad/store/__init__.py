"""The evidence store: bytes as received, rows with hashes, one writer; the only SQL of the program."""

from . import alerts as alerts
from . import decisions as decisions
from . import incident_numbers as incident_numbers
from . import incidents as incidents
from . import queues as queues
from .objects import Objects
from .stores import Store, open_store

__all__ = ["Objects", "Store", "open_store"]

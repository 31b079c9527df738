"""What people decide on events and incidents, laid over what was coded; never written over it."""

from .desks import Desk, decide, decide_all
from .dossiers import Dossier, find_dossiers
from .listings import find_standings, iter_reviewed
from .overlays import Reviewed, overlay
from .proposals import parse_proposal

__all__ = [
    "Desk", "Dossier", "Reviewed", "decide", "decide_all", "find_dossiers", "find_standings", "iter_reviewed",
    "overlay", "parse_proposal",
]  # fmt: skip

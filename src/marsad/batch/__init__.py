"""Many inputs through the coder: each ends coded or as a named problem, in the order given."""

from .outcomes import Outcome
from .pools import code_all
from .reports import Facts, code_raw, load_quietly

__all__ = ["Facts", "Outcome", "code_all", "code_raw", "load_quietly"]

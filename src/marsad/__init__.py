"""Marsad (مرصد): from Arabic conflict reports to coded, placed, sourced events.

Example: ``from marsad import code_report; code_report("انفجر لغم بسيارة لقسد أمس", published="2022-04-22").events``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .client import Client
    from .pipeline import Coded, code_report

__version__ = "0.1.0"
__all__ = ["Client", "Coded", "__version__", "code_report"]


def __getattr__(name: str) -> Any:
    """Load the coder when it is first asked for, so that ``import marsad`` costs nothing."""
    if name in ("Coded", "code_report"):
        from . import pipeline

        return getattr(pipeline, name)
    if name == "Client":
        from .client import Client

        return Client
    raise AttributeError(f"module 'marsad' has no attribute {name!r}")

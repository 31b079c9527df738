"""The workbench and the API on this machine: ``create_app`` gives the ASGI application that ``marsad serve`` runs."""

from .applications import create_app
from .servings import Serving

__all__ = ["Serving", "create_app"]

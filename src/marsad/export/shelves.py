"""The profiles there are: every module of ``profiles`` is one, found by its file name, loaded when it is asked for."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from ..errors import ExportError
from . import profiles
from .contracts import Profile


def profile_names() -> list[str]:
    """Names of all profiles, sorted."""
    return sorted(module.name for module in iter_modules(profiles.__path__))


def find_profile(name: str) -> Profile:
    """The profile of that name; ExportError names those there are."""
    names = profile_names()
    if name not in names:
        message = f"there is no export profile {name!r}. Choose from {', '.join(names)}."
        raise ExportError(message, "missing.profile", id=name)
    profile = import_module(f"{profiles.__name__}.{name}").PROFILE
    assert isinstance(profile, Profile)
    return profile

"""The address of a PostgreSQL database, as ``MARSAD_DATABASE`` gives it; messages never hold its password."""

from __future__ import annotations

import os
import ssl
from dataclasses import dataclass
from typing import Any

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from ..errors import StoreError

_PORT = 5432
_SSLMODES = ("prefer", "disable", "require", "verify-full")
_FORM = "Write MARSAD_DATABASE=postgresql://USER:PASSWORD@HOST:PORT/DATABASE"


@dataclass(frozen=True, slots=True)
class Address:
    """Where a database is; ``host`` is a name, or the folder of a Unix socket."""

    user: str
    password: str | None
    host: str
    port: int
    database: str
    sslmode: str = "prefer"

    def __str__(self) -> str:
        """For messages: without the password."""
        return f"postgresql://{self.user}@{self.host}:{self.port}/{self.database}"


def parse_address(text: str) -> Address:
    """An address like ``postgresql://user:password@host:5432/database?sslmode=require``.

    ``host`` may be given as an option too, with the folder of a Unix socket; the password may be in ``PGPASSWORD``.
    StoreError names what is wrong, but never the password.
    """
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):  # neither may say what the text was: it holds the password
        raise StoreError(f"MARSAD_DATABASE: it cannot be read as an address. {_FORM}.") from None
    if url.drivername not in ("postgresql", "postgres"):
        raise StoreError(f"MARSAD_DATABASE: {url.drivername!r} is no database that Marsad knows. {_FORM}.")
    options: dict[str, Any] = dict(url.query)
    host, sslmode = options.pop("host", None) or url.host or "localhost", options.pop("sslmode", "prefer")
    if options or sslmode not in _SSLMODES:
        unknown, modes = ", ".join(options) or f"sslmode={sslmode}", ", ".join(_SSLMODES)
        raise StoreError(f"MARSAD_DATABASE: {unknown} is not known. Options are host, and sslmode: {modes}.")
    if not url.database or not url.username:
        raise StoreError(f"MARSAD_DATABASE: it names no {'database' if url.username else 'user'}. {_FORM}.")
    password = url.password if url.password is not None else os.environ.get("PGPASSWORD")
    return Address(url.username, password, host, url.port or _PORT, url.database, sslmode)


def encryption(sslmode: str) -> ssl.SSLContext | bool | None:
    """What the driver takes for a mode: False is no encryption, None encryption where the server offers it."""
    if sslmode in ("prefer", "disable"):
        return None if sslmode == "prefer" else False
    context = ssl.create_default_context()
    if sslmode == "require":  # encrypted, whoever the server is; verify-full asks for its certificate
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context

"""E-mail through the server of ``mail.toml`` in the data folder; nothing is sent where there is no such file.

Example::

    host = "smtp.example.org"
    from = "marsad@example.org"
    user = "marsad"
    password_file = "mail.password"

``security`` is ``starttls`` (the default, port 587), ``tls`` (465) or, for a server on this machine alone, ``none``
(25). The password is in ``MARSAD_SMTP_PASSWORD`` or in the file, which nobody else may read; it is never written down.
"""

from __future__ import annotations

import os
import smtplib
import ssl
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

import msgspec

from ..errors import AlertError
from ..fetch.posts import Refusal

_PORTS = {"starttls": 587, "tls": 465, "none": 25}
_HERE = ("127.0.0.1", "::1", "localhost")
_ANSWERS = (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused, smtplib.SMTPNotSupportedError)
_TIMEOUT = 30.0
_FILE = "mail.toml"


class _Settings(msgspec.Struct, forbid_unknown_fields=True, rename={"sender": "from"}):
    host: str
    sender: str
    port: int | None = None
    security: str = "starttls"
    user: str | None = None
    password_file: str | None = None
    ca_file: str | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Mailer:
    """A server and how to speak to it; its representation does not show the password."""

    host: str
    port: int
    security: str
    sender: str
    user: str | None = None
    password: str | None = None
    ca_file: str | None = None

    def send(self, mail: EmailMessage) -> Refusal | None:
        """Hand over a message; None when the server took it."""
        handed = taken = False
        try:
            with self._connect() as server:
                if self.security == "starttls":
                    server.starttls(context=self._context())
                if self.user is not None:
                    server.login(self.user, self.password or "")
                handed = True
                server.send_message(mail)
                taken = True
        except (smtplib.SMTPException, OSError) as error:
            if taken:  # and only the goodbye failed
                return None
            return Refusal(_reason(error), doubtful=handed and not isinstance(error, _ANSWERS))
        return None

    def _connect(self) -> smtplib.SMTP:
        if self.security == "tls":
            return smtplib.SMTP_SSL(self.host, self.port, timeout=_TIMEOUT, context=self._context())
        return smtplib.SMTP(self.host, self.port, timeout=_TIMEOUT)

    def _context(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self.ca_file)


def load_mailer(home: Path, environ: Mapping[str, str] = os.environ) -> Mailer | None:
    """The mailer of a data folder; None where none is configured, AlertError where it cannot be used so."""
    path = home / _FILE
    if not path.exists():
        return None
    try:
        settings = msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), _Settings)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise AlertError(f"{path}: {error}. docs/alerts.md shows what is in it.") from None
    if settings.security not in _PORTS:
        raise AlertError(f"{path}: security {settings.security!r}: choose from {', '.join(_PORTS)}.")
    if settings.security == "none" and (settings.host not in _HERE or settings.user is not None):
        raise AlertError(f'{path}: security "none" is for a server on this machine, without user. Use "starttls".')
    port = settings.port or _PORTS[settings.security]
    password = _find_password(home, settings, environ)
    ca_file = str(home / settings.ca_file) if settings.ca_file else None
    return Mailer(settings.host, port, settings.security, settings.sender, settings.user, password, ca_file)


def _find_password(home: Path, settings: _Settings, environ: Mapping[str, str]) -> str | None:
    if settings.user is None:
        return None
    if "MARSAD_SMTP_PASSWORD" in environ:
        return environ["MARSAD_SMTP_PASSWORD"]
    if settings.password_file is None:
        raise AlertError(f"{home / _FILE}: there is no password. Set MARSAD_SMTP_PASSWORD, or name a password_file.")
    path = home / settings.password_file
    if path.stat().st_mode & 0o077:
        raise AlertError(f"{path}: others can read it. Run: chmod 600 {path}")
    return path.read_text(encoding="utf-8").strip()


def _reason(error: Exception) -> str:
    """What went wrong, without what a server may repeat of a login."""
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return f"the server refused the login ({error.smtp_code})"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"the server answered {error.smtp_code}"
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return "the server refused the recipient"
    return str(error)[:120] or type(error).__name__

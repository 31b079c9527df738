"""``Alert``: a saved filter with its language and where it is sent; kept in the store.

Example: ``Alert("deir-ez-zor", "admin1=Deir%20ez-Zor&min_killed=3", "ar", mails=("desk@example.org",))``.
The workbench saves what it shows as an alert that is sent nowhere: a view (``views.py``).
"""

from __future__ import annotations

import re
from email.headerregistry import Address
from typing import Literal

import msgspec
from sqlalchemy import Connection

from ..errors import AlertError, UnknownAlertError
from ..fetch.addresses import AddressError, check_url
from ..model import Filter
from ..store import Store
from ..store import alerts as rows
from ..store.writes import log

Language = Literal["ar", "en"]
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,62}")


class Alert(msgspec.Struct, frozen=True):
    """``filter`` is a query string (``Filter.format``); without webhook and mails the alert is a feed alone.

    ``title`` is what people call it where ``name`` will not do, ``page`` the page of the workbench that shows it.
    """

    name: str
    filter: str = ""
    language: Language = "ar"
    webhook: str | None = None
    mails: tuple[str, ...] = ()
    title: str = ""
    page: str = "explore"

    @property
    def called(self) -> str:
        """The title, or the name."""
        return self.title or self.name

    @property
    def wanted(self) -> Filter:
        """The filter."""
        return Filter.parse(self.filter)

    @property
    def targets(self) -> list[tuple[str, str]]:
        """Channel and recipient of every message."""
        hooks = [("webhook", self.webhook)] if self.webhook is not None else []
        return [*hooks, *(("mail", address) for address in self.mails)]

    def check(self) -> Alert:
        """The alert itself; AlertError when it cannot be kept so."""
        if not is_name(self.name):
            raise AlertError(f"{self.name!r}: no name of an alert. Use a to z, 0 to 9, - and _, such as idlib-3.")
        if self.webhook is not None:
            _check_webhook(self.webhook)
        for address in self.mails:
            _check_mail(address)
        return self


_decoder = msgspec.json.Decoder(Alert)


def is_name(text: str) -> bool:
    """Whether an alert may have this name, which goes into addresses and commands."""
    return _NAME.fullmatch(text) is not None


def add_alert(store: Store, alert: Alert, *, existing: bool = False) -> None:
    """Keep an alert; what fits already counts as told unless ``existing``. AlertError when the name is taken.

    An alert that is sent nowhere tells nothing, so that nothing is noted for it.
    """
    alert.check()
    with store.transaction() as connection:
        if alert.name in rows.load_alerts(connection):
            raise AlertError(f"{alert.name}: there is such an alert. Remove it first: marsad alert remove {alert.name}")
        rows.add_alert(connection, alert.name, msgspec.json.encode(alert).decode())
        if alert.targets and not existing:
            rows.note_told(connection, alert.name, rows.find_untold(connection, alert.name, alert.wanted))
        told = {"webhook": alert.webhook is not None, "mails": len(alert.mails)}
        private = {"filter": alert.filter, "title": alert.title}
        asked = {kind: words for kind, words in private.items() if words}
        log(store, connection, [("alert added", alert.name, told)], private=asked)


def rename_alert(store: Store, name: str, title: str) -> Alert:
    """Call an alert otherwise; its name, and with that the address of its feed, stays."""
    with store.transaction() as connection:
        renamed = msgspec.structs.replace(find_alert(connection, name), title=title)
        rows.change_alert(connection, name, msgspec.json.encode(renamed).decode())
        log(store, connection, [("alert renamed", name, {})], private={"title": title})
    return renamed


def remove_alert(store: Store, name: str) -> None:
    """Forget an alert with what it had still to send."""
    with store.transaction() as connection:
        find_alert(connection, name)
        rows.drop_alert(connection, name)
        log(store, connection, [("alert removed", name, {})])


def list_alerts(connection: Connection) -> list[Alert]:
    """All alerts, by name."""
    return [_decoder.decode(definition) for definition in rows.load_alerts(connection).values()]


def find_alert(connection: Connection, name: str) -> Alert:
    """The alert of a name; UnknownAlertError names those there are."""
    definitions = rows.load_alerts(connection)
    if name not in definitions:
        known = f"There are {', '.join(definitions)}." if definitions else "Add one: marsad alert add NAME."
        raise UnknownAlertError(f"{name[:80]}: there is no such alert. {known}", "missing.view", id=name[:80])
    return _decoder.decode(definitions[name])


def _check_webhook(url: str) -> None:
    try:
        check_url(url)
    except AddressError as error:
        raise AlertError(f"--webhook: {error}. Give a public http or https address.") from None


def _check_mail(text: str) -> None:
    try:
        address = Address(addr_spec=text)
    except (ValueError, IndexError, UnicodeError):
        address = Address()
    if not (address.username and "." in address.domain and text.isascii() and text.isprintable()):
        raise AlertError(f"--mail {text!r}: this is no e-mail address. Write it as desk@example.org.")

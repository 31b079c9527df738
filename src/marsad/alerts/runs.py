"""``run_alerts``: what is new since the last run is noted as due, then sent, each message once.

What is due is in the store before anything is sent, and a message is marked as being sent before it is handed over. So
a run that dies leaves what it had not begun, which the next run sends, and at most one message of which nobody knows
whether it arrived: that one is named and waits for ``again``, since it would be worse to alarm people twice unasked.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from ..fetch.posts import Poster, Refusal
from ..incidents import update_incidents
from ..model import Incident
from ..store import Store, open_store
from ..store import alerts as rows
from ..store.alerts import DUE, SENDING, DeliveryRow
from ..store.incidents import find_members
from ..store.locks import OnWait
from ..store.writes import log
from .definitions import Alert, find_alert, list_alerts
from .mails import Mailer
from .messages import Notice, load_incidents, make_mail, make_payload, read_notices

_MOST = 200  # incidents in a message


@dataclass(frozen=True, slots=True)
class Senders:
    """What carries messages; without a ``mailer`` e-mail waits."""

    mailer: Mailer | None = None
    poster: Poster = field(default_factory=Poster)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a message: ``state`` is sent, due (``reason`` says why it was not taken) or in doubt."""

    alert: str
    channel: str
    incidents: int
    state: str
    reason: str = ""


def run_alerts(
    home: Path, names: Sequence[str], senders: Senders, *, again: bool = False, by: str | None = None,
    on_wait: OnWait | None = None,
) -> list[Outcome]:  # fmt: skip
    """Send what is new of these alerts, or of all; with ``again`` also what is in doubt."""
    with open_store(home, write=True, on_wait=on_wait, by=by) as store:
        update_incidents(store)
        with store.transaction() as connection:
            alerts = [find_alert(connection, name) for name in names] if names else list_alerts(connection)
        for alert in (one for one in alerts if one.targets):
            _note_new(store, alert)
    with open_store(home) as store, store.transaction() as connection:
        waiting = [(alert, one) for alert in alerts for one in rows.list_deliveries(connection, alert.name)]
    found: list[Outcome] = []
    for alert, one in waiting:
        found += _Delivering(home, alert, senders, again, by, on_wait).try_(one)
    return found


def _note_new(store: Store, alert: Alert) -> None:
    """Put incidents that the alert has not told among what is due; all of it or, when the run dies, nothing."""
    with store.transaction() as connection:
        rows.follow_told(connection, alert.name)
        untold = load_incidents(connection, rows.find_untold(connection, alert.name, alert.wanted))
        rows.note_told(connection, alert.name, [one.incident_id for one in untold])
        parts = [untold[at : at + _MOST] for at in range(0, len(untold), _MOST)]
        rows.add_deliveries(connection, [row for part in parts for row in _make_rows(alert, part)])


def _make_rows(alert: Alert, part: Sequence[Incident]) -> Iterator[DeliveryRow]:
    events = msgspec.json.encode([one.events[0] for one in part]).decode()
    for channel, target in alert.targets:
        key = hashlib.sha256(msgspec.json.encode([alert.name, channel, target, events])).hexdigest()[:32]
        yield DeliveryRow(key, alert.name, channel, target, events)


@dataclass(frozen=True, slots=True)
class _Delivering:
    """One alert on its way."""

    home: Path
    alert: Alert
    senders: Senders
    again: bool
    by: str | None
    on_wait: OnWait | None

    def try_(self, row: DeliveryRow) -> Iterator[Outcome]:
        """Send a message; nothing comes out when it has nothing to tell any more, or another run took it."""
        size = len(msgspec.json.decode(row.events))
        if row.state == SENDING and not self.again:
            yield Outcome(row.alert, row.channel, size, "in doubt", "a run has it, or ended while it was sent")
            return
        send = self._find_sender(row)
        if send is None:
            yield Outcome(row.alert, row.channel, size, DUE, "no mail server is configured")
            return
        notices = self._read(row)
        with self._writing() as store, store.transaction() as connection:
            if not rows.claim_delivery(connection, row.id, row.state):
                return
        refusal = send(notices) if notices else None
        self._settle(row, len(notices), refusal)
        if notices:
            state = "sent" if refusal is None else "in doubt" if refusal.doubtful else DUE
            yield Outcome(row.alert, row.channel, len(notices), state, refusal.reason if refusal is not None else "")

    def _writing(self) -> AbstractContextManager[Store]:
        return open_store(self.home, write=True, on_wait=self.on_wait, by=self.by)

    def _read(self, row: DeliveryRow) -> list[Notice]:
        """The incidents as they are now."""
        with open_store(self.home) as store, store.transaction() as connection:
            homes = find_members(connection, msgspec.json.decode(row.events))
            return read_notices(connection, sorted(set(homes.values())), self.alert.language)

    def _find_sender(self, row: DeliveryRow) -> Callable[[Sequence[Notice]], Refusal | None] | None:
        """What hands a message over; None where nothing is configured for it."""
        alert, poster, mailer = self.alert, self.senders.poster, self.senders.mailer
        if row.channel == "webhook":
            return lambda notices: poster.post(row.target, make_payload(alert, row.id, notices), row.id)
        if mailer is None:
            return None
        return lambda notices: mailer.send(make_mail(alert, row.id, notices, mailer.sender, row.target))

    def _settle(self, row: DeliveryRow, told: int, refusal: Refusal | None) -> None:
        """Note what became of a message; what is in doubt stays marked as being sent."""
        if refusal is not None and refusal.doubtful:
            return
        with self._writing() as store, store.transaction() as connection:
            if refusal is not None:
                rows.release_delivery(connection, row.id)
                return
            rows.drop_delivery(connection, row.id)
            if told:
                detail = {"channel": row.channel, "incidents": told, "delivery": row.id}
                log(store, connection, [("alerted", row.alert, detail)])

"""Alerts: what each asks, the events of incidents that it has told, and deliveries that are not confirmed yet.

An incident is told once: when any of its events was told, it is known, also after it was merged, split or coded anew.
A delivery is ``due`` until it is tried and ``sending`` while it is; its row goes when the other side has confirmed it.
None of this is evidence, so no row has a hash; that something was sent is a line of the audit log.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import (
    Column,
    Connection,
    Index,
    Select,
    Table,
    Text,
    delete,
    insert,
    literal,
    select,
    update,
)

from ..model import Filter
from .incident_selections import touched
from .incidents import members
from .queries import chunked
from .tables import metadata, withdrawals

DUE, SENDING = "due", "sending"

alerts = Table(
    "alert", metadata, Column("name", Text, primary_key=True), Column("definition", Text, nullable=False)
)  # fmt: skip

told = Table(
    "alert_event", metadata, Column("alert", Text, primary_key=True), Column("event_id", Text, primary_key=True)
)  # fmt: skip

deliveries = Table(
    "alert_delivery", metadata,
    Column("id", Text, primary_key=True), Column("alert", Text, nullable=False),
    Column("channel", Text, nullable=False), Column("target", Text, nullable=False),
    Column("events", Text, nullable=False), Column("state", Text, nullable=False),
    Index("alert_delivery_by_alert", "alert"),
)  # fmt: skip


class DeliveryRow(NamedTuple):
    """A message to one recipient; ``events`` is JSON, the first event of each incident in it."""

    id: str
    alert: str
    channel: str
    target: str
    events: str
    state: str = DUE


def load_alerts(connection: Connection) -> dict[str, str]:
    """The definitions (JSON) of all alerts by name, in the order of the names."""
    query = select(alerts.c.name, alerts.c.definition).order_by(alerts.c.name)
    return {row.name: row.definition for row in connection.execute(query)}


def add_alert(connection: Connection, name: str, definition: str) -> None:
    """Keep an alert; there must be none of the name."""
    connection.execute(insert(alerts).values(name=name, definition=definition))


def change_alert(connection: Connection, name: str, definition: str) -> None:
    """Keep another definition of an alert that is there; what it told stays."""
    connection.execute(update(alerts).where(alerts.c.name == name).values(definition=definition))


def drop_alert(connection: Connection, name: str) -> None:
    """Forget an alert with what it told and what it had still to send."""
    connection.execute(delete(deliveries).where(deliveries.c.alert == name))
    connection.execute(delete(told).where(told.c.alert == name))
    connection.execute(delete(alerts).where(alerts.c.name == name))


def find_untold(connection: Connection, name: str, wanted: Filter) -> list[str]:
    """Incidents with an event that fits, of whose events the alert has told none."""
    fitting = touched(connection, wanted).subquery()
    query = select(fitting.c.incident_id).where(fitting.c.incident_id.not_in(_told_incidents(name)))
    return sorted(connection.execute(query).scalars())


def note_told(connection: Connection, name: str, incident_ids: Iterable[str]) -> None:
    """Mark all events of these incidents as told."""
    for part in chunked(sorted(set(incident_ids))):
        _tell(connection, name, select(members.c.event_id).where(members.c.incident_id.in_(part)))


def follow_told(connection: Connection, name: str) -> None:
    """Mark the events that have come to incidents which were told before."""
    _tell(connection, name, select(members.c.event_id).where(members.c.incident_id.in_(_told_incidents(name))))


def _told_incidents(name: str) -> Select[tuple[str]]:
    """Incidents with an event that was told, or that an event which was told became when it was coded anew."""
    mine = select(told.c.event_id).where(told.c.alert == name)
    heirs = select(withdrawals.c.became).where(withdrawals.c.event_id.in_(mine), withdrawals.c.became.is_not(None))
    return select(members.c.incident_id).where(members.c.event_id.in_(mine) | members.c.event_id.in_(heirs))


def _tell(connection: Connection, name: str, events: Select[tuple[str]]) -> None:
    mine = select(told.c.event_id).where(told.c.alert == name)
    found = events.add_columns(literal(name)).where(members.c.event_id.not_in(mine))
    connection.execute(insert(told).from_select(["event_id", "alert"], found))


def add_deliveries(connection: Connection, rows: Sequence[DeliveryRow]) -> None:
    """Note what is to be sent."""
    if rows:
        connection.execute(insert(deliveries), [row._asdict() for row in rows])


def list_deliveries(connection: Connection, name: str) -> list[DeliveryRow]:
    """What an alert has not sent yet, or not seen confirmed."""
    query = select(deliveries).where(deliveries.c.alert == name).order_by(deliveries.c.id)
    return [DeliveryRow(*row) for row in connection.execute(query)]


def claim_delivery(connection: Connection, delivery_id: str, state: str) -> bool:
    """Take a delivery that is in ``state`` for sending; False when somebody else did."""
    here = deliveries.c.id == delivery_id, deliveries.c.state == state
    return connection.execute(update(deliveries).where(*here).values(state=SENDING)).rowcount == 1


def release_delivery(connection: Connection, delivery_id: str) -> None:
    """It was surely not taken: it is due again."""
    connection.execute(update(deliveries).where(deliveries.c.id == delivery_id).values(state=DUE))


def drop_delivery(connection: Connection, delivery_id: str) -> None:
    """It was confirmed, or there is nothing left to tell."""
    connection.execute(delete(deliveries).where(deliveries.c.id == delivery_id))

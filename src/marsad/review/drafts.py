"""What an edit would make of an event, seen before it is taken: the words are read, nothing is written.

Example: «أمس» selected for the date of an event in a report of 2021-03-10 would make it 2021-03-09.
"""

from __future__ import annotations

import msgspec

from ..model import Event
from ..store import Store
from .proposals import Edit
from .sittings import Sitting
from .slots import set_slot
from .takings import read_edit


class Draft(msgspec.Struct, frozen=True):
    """The event as it would stand, and the slots that the edit is about."""

    event: Event
    slots: list[str]


def draft_edit(store: Store, proposal: Edit) -> Draft:
    """Read an edit; ReviewError or ConflictError when it would be refused."""
    with store.transaction() as connection:
        record, slots = read_edit(proposal, Sitting(store, connection, [proposal.event]))
    for name, decided in slots.items():
        set_slot(record, name, decided["value"], decided["evidence"])
    return Draft(msgspec.convert(record, Event), list(slots))

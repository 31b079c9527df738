"""One round of ``marsad watch``: feeds into the evidence store, each report told in a line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..batch import Facts
from ..custody import Intake, open_record
from ..custody.receptions import Receipt
from ..custody.studies import Study
from ..folders import data_home
from ..ingest import InputProblem
from ..ingest.readers.opmls import Feed
from ..ingest.watches import Watch
from ..store.queries import parse_facts
from .endings import put, say, say_waiting


def poll(watching: Watch, feeds: list[Feed]) -> int:
    """One round into the evidence store; the number of problems. What arrived is told in a line each."""
    round_ = _Round()
    with open_record(data_home(), on_wait=say_waiting) as store:
        intake = Intake(store, Facts(), on_receipt=round_.receive)
        watching.poll(feeds, lambda items: round_.tell(intake.add(items)))
    say(f"marsad: {len(feeds)} feeds, {round_.reports} new reports, {round_.events} events.")
    return round_.failed


@dataclass(slots=True)
class _Round:
    """What a round brought, told as it comes."""

    reports: int = 0
    events: int = 0
    failed: int = 0

    def receive(self, receipt: Receipt) -> None:
        """Name a problem once it is in custody."""
        if isinstance(receipt.item, InputProblem):
            say(f"marsad: {receipt.item}")
            self.failed += not receipt.item.skipped

    def tell(self, done: Iterable[Study | Receipt]) -> None:
        """A line for each report that was coded; its problem for each that was not."""
        for study in done:
            if not isinstance(study, Study):
                continue
            if study.problem is not None:
                say(f"marsad: {study.problem}")
                self.failed += 1
                continue
            self.reports += 1
            self.events += len(study.events)
            title = " ".join(str(parse_facts(study.report).get("title") or study.text[:80]).split())
            put(f"{(study.published or '-')[:10]:<10}  {len(study.events):>2} events  {title[:100]}\n")

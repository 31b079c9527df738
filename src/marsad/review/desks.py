"""Taking decisions: each is checked against what stands, appended to the log, and acknowledged once it is on the disk.

Several people may decide at once. What waits while one commit is under way is committed together with the next, so that
many decisions share one fsync; each is checked by itself, in turn, and one that is refused does not hold up the others.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import TypeVar

from ..errors import MarsadError, ReviewError
from ..store import Store
from .decisions import Decision
from .proposals import AnyProposal, named_events
from .sittings import Sitting
from .takings import take

_MOST = 512  # decisions in one commit
Outcome = Decision | MarsadError
T = TypeVar("T")


def decide_all(store: Store, proposals: Sequence[AnyProposal]) -> list[Outcome]:
    """Take decisions in one commit, in their order; what is refused comes back as the error that says why."""
    outcomes: list[Outcome] = []
    with store.transaction() as connection:
        sitting = Sitting(store, connection, (key for proposal in proposals for key in named_events(proposal)))
        for proposal in proposals:
            try:
                outcomes.append(take(proposal, sitting))
            except ReviewError as refusal:
                outcomes.append(refusal)
        sitting.write()
    return outcomes


def decide(store: Store, proposal: AnyProposal) -> Decision:
    """Take one decision; ReviewError or ConflictError when it is refused."""
    return _settled(decide_all(store, [proposal])[0])


@dataclass(slots=True)
class Desk:
    """Where the decisions of several threads come in; every call returns once its decision is on the disk.

    Whoever finds nobody writing commits for all who wait.
    """

    store: Store
    waiting: deque[tuple[AnyProposal, Future[Outcome]]] = field(default_factory=deque)
    bell: threading.Condition = field(default_factory=threading.Condition)
    writing: bool = False

    def decide(self, proposal: AnyProposal) -> Decision:
        """Take a decision; ReviewError or ConflictError when it is refused, StoreError when nothing can be written."""
        answer: Future[Outcome] = Future()
        with self.bell:
            self.waiting.append((proposal, answer))
        while not answer.done():
            self._write()
        return _settled(answer.result())

    def alone(self, work: Callable[[Store], T]) -> T:
        """Do other work of writing while no decision is being written; those that come meanwhile wait."""
        with self.bell:
            while self.writing:
                self.bell.wait()
            self.writing = True
        try:
            return work(self.store)
        finally:
            with self.bell:
                self.writing = False
                self.bell.notify_all()

    def _write(self) -> None:
        """Wait until whoever writes is done, or write what waits."""
        with self.bell:
            if self.writing:
                self.bell.wait()
                return
            self.writing = True
            batch = [self.waiting.popleft() for _ in range(min(len(self.waiting), _MOST))]
        try:
            _commit(self.store, batch)
        finally:
            with self.bell:
                self.writing = False
                self.bell.notify_all()


def _commit(store: Store, batch: Sequence[tuple[AnyProposal, Future[Outcome]]]) -> None:
    try:
        outcomes = decide_all(store, [proposal for proposal, _ in batch])
    except BaseException as error:
        for _, answer in batch:
            answer.set_exception(error)
        return
    for (_, answer), outcome in zip(batch, outcomes, strict=True):
        answer.set_result(outcome)


def _settled(outcome: Outcome) -> Decision:
    if isinstance(outcome, MarsadError):
        raise outcome
    return outcome

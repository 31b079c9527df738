"""Coding over one or several processes; the order and the bytes do not depend on how many."""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from functools import partial
from itertools import islice
from multiprocessing import get_context
from typing import TypeVar

from ..errors import MarsadError
from ..ingest import InputProblem, RawReport
from .outcomes import Outcome
from .reports import Facts, finish, load_quietly

_CHUNK_REPORTS = 32
_CHUNK_BYTES = 1 << 20
_AHEAD = 4  # chunks waiting for each process

Item = RawReport | InputProblem
A = TypeVar("A")
B = TypeVar("B")


def code_all(items: Iterable[Item], facts: Facts, processes: int = 1) -> Iterator[Outcome]:
    """Outcomes in the order of the inputs; reading stays a few chunks ahead, so memory stays bounded."""
    if processes <= 1:
        load_quietly()
        for item in items:
            yield finish(item, facts)
        return
    with open_pool(processes) as pool:
        try:
            yield from code_over(pool, items, facts, processes)
        except BrokenProcessPool as error:
            pool.shutdown(wait=False, cancel_futures=True)
            raise MarsadError("a worker process ended early (memory?). Run again with --processes 1.") from error
        except BaseException:  # Ctrl-C, a full disk: nobody waits for what is still to be done
            pool.shutdown(cancel_futures=True)
            raise


def open_pool(processes: int) -> ProcessPoolExecutor:
    """Fresh processes (spawn: the same on every system), each with its own coder."""
    return ProcessPoolExecutor(processes, get_context("spawn"), initializer=_start)


def _start() -> None:
    """Load before the first report; what goes wrong is told by the first chunk, without a traceback.

    Ctrl-C is the matter of the process that gives the work.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(Exception):
        load_quietly()


def code_over(pool: ProcessPoolExecutor, items: Iterable[Item], facts: Facts, processes: int) -> Iterator[Outcome]:
    """Code over a pool, in order."""
    return spread(pool, items, partial(_finish_chunk, facts=facts), processes, _size)


def spread(
    pool: ProcessPoolExecutor, items: Iterable[A], work: Callable[[list[A]], list[B]], processes: int,
    size: Callable[[A], int],
) -> Iterator[B]:  # fmt: skip
    """Do ``work`` on chunks of the items over a pool; the results come in order. ``size`` of an item is in bytes."""
    chunks, ahead = _chunks(iter(items), size), processes * _AHEAD
    waiting: deque[Future[list[B]]] = deque()
    for chunk in islice(chunks, ahead):
        waiting.append(pool.submit(work, chunk))
    while waiting:
        done = waiting.popleft().result()
        chunk = next(chunks, [])
        if chunk:
            waiting.append(pool.submit(work, chunk))
        yield from done


def _finish_chunk(chunk: list[Item], facts: Facts) -> list[Outcome]:
    load_quietly()
    return [finish(item, facts) for item in chunk]


def _size(item: Item) -> int:
    return len(item.raw) if isinstance(item, RawReport) else 0


def _chunks(items: Iterator[A], size_of: Callable[[A], int]) -> Iterator[list[A]]:
    """Up to 32 inputs or a megabyte, so that a few long reports do not wait in one process."""
    chunk: list[A] = []
    size = 0
    for item in items:
        chunk.append(item)
        size += size_of(item)
        if len(chunk) >= _CHUNK_REPORTS or size >= _CHUNK_BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk

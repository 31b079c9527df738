"""Hostile inputs end in a named outcome within 20 seconds, in bounded memory, and touch nothing."""

from __future__ import annotations

import resource
import shutil
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import pytest

import makers
from hostile import Hostile, corpus
from makers import TEXT
from marsad.ingest import InputProblem, RawReport, iter_inputs, workers
from marsad.ingest.workers import Allowance, Worker
from marsad.present.screens import safe

CORPUS = list(corpus())
PATIENCE = 20.0
MEMORY = 1_100_000  # kB, of the process that reads or its largest child, the coder's lexicons included


@dataclass(frozen=True)
class Reading:
    """How one input ended: kinds of items, seconds until the slowest, and the most memory so far in kB."""

    endings: set[str]
    slowest: float
    memory: int


@pytest.fixture(scope="module")
def reader() -> Iterator[ProcessPoolExecutor]:
    """A fresh process that reads every input: what other tests took is not counted as its memory."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        yield process


def read(path: Path) -> Reading:
    """Read one input; runs in the process of ``reader``."""
    slowest, begin = 0.0, time.monotonic()
    items: list[RawReport | InputProblem] = []
    for item in iter_inputs([path]):
        slowest = max(slowest, time.monotonic() - begin)
        items.append(item)
        begin = time.monotonic()
    memory = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return Reading(endings(items), slowest, memory)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Hostile], Path]:
    """Each input as a file, built once: bombs take seconds."""
    folder = tmp_path_factory.mktemp("hostile")

    def build(case: Hostile) -> Path:
        path = folder / f"{CORPUS.index(case):03}-{case.file}"
        if not path.exists():
            path.write_bytes(case.build())
        return path

    return build


def endings(items: list[RawReport | InputProblem]) -> set[str]:
    """``report`` or the kind of problem; a text that is not Arabic ends as a named warning, and later a problem."""
    found = set()
    for item in items:
        if isinstance(item, InputProblem):
            assert item.problem
            assert item.remedy
            found.add(item.kind)
        else:
            item.text.encode()
            found.add("not-arabic" if any(w.startswith("not-arabic") for w in item.warnings) else "report")
    return found


def test_the_corpus_is_large_and_told_apart() -> None:
    assert len(CORPUS) >= 100
    assert len({case.name for case in CORPUS}) == len(CORPUS)


@pytest.mark.parametrize("case", CORPUS, ids=lambda case: case.name)
def test_a_hostile_input_ends_in_a_named_outcome(
    case: Hostile, built: Callable[[Hostile], Path], reader: ProcessPoolExecutor, tmp_path: Path
) -> None:
    path = Path(shutil.copy(built(case), tmp_path / case.file))
    reading = reader.submit(read, path).result()
    assert reading.endings
    assert reading.endings <= case.ends
    assert reading.slowest < PATIENCE
    assert [found.name for found in tmp_path.iterdir()] == [case.file]
    assert reading.memory < MEMORY


def test_hostile_inputs_do_not_take_others_down(built: Callable[[Hostile], Path], tmp_path: Path) -> None:
    """All the quick ones in one archive with a good report at its end."""
    members = {path.name: path.read_bytes() for path in map(built, CORPUS) if path.stat().st_size < 12_000}
    path = tmp_path / "all.zip"
    path.write_bytes(makers.archive({**members, "zz.txt": TEXT.encode()}))
    items = list(iter_inputs([path]))
    assert len(members) > 40
    assert items[-1].source.endswith("zz.txt")
    assert isinstance(items[-1], RawReport)


def test_a_parser_that_takes_too_long_is_stopped_and_the_next_input_read() -> None:
    entry = f"<item><title>x</title><description>{TEXT}</description></item>"
    slow = f"<rss><channel>{entry * 45_000}</channel></rss>".encode()
    worker = Worker(Allowance(cpu=1, wall=3.0))
    try:
        begin = time.monotonic()
        for allowance in (Allowance(cpu=1, wall=20.0), Allowance(cpu=60, wall=0.02)):
            strict = Worker(allowance)
            (problem,) = strict("feed", slow, "large feed", {})
            assert isinstance(problem, InputProblem)
            assert problem.kind == "timeout"
            (report,) = list(worker("page", makers.page(), "next page", {}))
            assert isinstance(report, RawReport)
            strict.close()
        assert time.monotonic() - begin < 60
    finally:
        worker.close()


def test_a_parser_that_takes_too_much_memory_is_stopped() -> None:
    worker = Worker(Allowance(memory=300 * 1024 * 1024))
    (problem,) = worker("page", makers.page(0, 100_000), "large page", {})
    worker.close()
    assert isinstance(problem, InputProblem)
    assert problem.kind in ("memory", "crashed", "no-text", "too-long")


def test_the_parsing_process_is_replaced_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "JOBS_A_WORKER", 5)
    worker = Worker()
    try:
        list(worker("page", makers.page(), "a", {}))
        first = worker._process
        for _ in range(5):
            list(worker("opml", makers.opml("https://example.org/a"), "b", {}))
        assert worker._process is not first
    finally:
        worker.close()


def test_a_large_parent_does_not_cost_the_parsing_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the parent holds is not the memory of the process it starts."""
    monkeypatch.setattr(workers, "WORKER_RESIDENT_BYTES", 300 << 20)
    ballast = b"x" * (500 << 20)
    worker = Worker()
    try:
        list(worker("opml", makers.opml("https://example.org/a"), "a", {}))
        assert worker._process is not None
        assert ballast[-1:] == b"x"
    finally:
        worker.close()


def test_controls_are_shown_as_tokens() -> None:
    assert safe("ق\u202eتل\u2069") == "ق[RLO]تل[PDI]"

"""Measures the coder: reports a second, processes, memory, start, and cost by length (``marsad bench``)."""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import perf_counter, process_time
from typing import NamedTuple

from ..ingest import RawReport
from ..ingest.records import hash_bytes
from ..lexicon.acts import load_frames
from .pools import code_all, code_over, open_pool
from .reports import Facts, finish, load_quietly

_SIZE = 2_000  # bytes of UTF-8, about 1,150 Arabic characters
_FACTS = Facts(published="2024-06-05")
_LENGTHS = (16_000, 64_000, 256_000, 1_000_000)
_PATIENCE = 60.0  # seconds; a length predicted to take longer is left out
_MAIN = "from marsad.cli import main; main()"


class Figure(NamedTuple):
    """One measurement: its value, the figure asked for, and whether it is met (None: nothing is asked)."""

    name: str
    value: float | None
    unit: str
    target: str = ""
    met: bool | None = None


def measure(count: int, processes: int, corpus: Sequence[str]) -> Iterator[Figure]:
    """Every figure, one after the other; some take a while."""
    texts = list(corpus) or _own_texts()
    reports = [_raw(text, number) for number, text in enumerate(compose(texts, count))]
    started = perf_counter()
    load_quietly()
    yield Figure("load lexicons and gazetteer", perf_counter() - started, "s")
    list(code_all(reports[: max(1, count // 10)], _FACTS))
    single, busy = _speed(reports)
    size = sum(len(report.raw) for report in reports) / len(reports)
    yield Figure(f"one core, reports of {size / 1000:.1f} kB", busy, "reports/s", ">= 1000", busy >= 1000)
    yield Figure("the same by the clock on the wall", single, "reports/s")
    if processes > 1:
        ratio = _pool_speed(reports, processes) / single
        wanted = 0.9 * processes
        yield Figure(f"{processes} processes against one", ratio, "times", f">= {wanted:.1f}", ratio >= wanted)
    memory = _peak_megabytes()
    yield Figure("memory, peak of one process", memory, "MB", "<= 400", memory <= 400)
    first = min(_first_result(reports[0]) for _ in range(3))
    yield Figure("start to first result", first, "s", "<= 1.5", first <= 1.5)
    yield from _lengths(texts)


def compose(texts: Sequence[str], count: int, size: int = _SIZE) -> Iterator[str]:
    """``count`` different reports of about ``size`` bytes, made of whole paragraphs of ``texts``."""
    paragraphs = [p for text in texts for p in text.split("\n") if len(p) > 60]
    step = next(n for n in (7, 11, 13, 17, 1) if n == 1 or len(paragraphs) % n)
    at = 0
    for number in range(count):
        report, length, at = [], 0, number * 3
        while length < size:
            paragraph = paragraphs[at % len(paragraphs)]
            room = (size - length) // 2 + 40
            report.append(paragraph[: paragraph.rfind(" ", 0, room)] if len(paragraph) > room else paragraph)
            length += len(report[-1].encode()) + 2
            at += step
        yield "\n\n".join(report)


def _own_texts() -> list[str]:
    """The examples of the rules, in paragraphs of three: denser than real reports."""
    sentences = [s for frame in load_frames() for s in (*frame.examples, *frame.counterexamples)]
    return ["، ".join(sentences[i : i + 3]) + "." for i in range(0, len(sentences), 3)]


def _raw(text: str, number: int) -> RawReport:
    data = text.encode()
    return RawReport(data, hash_bytes(data), f"bench {number}", text)


def _speed(reports: Sequence[RawReport]) -> tuple[float, float]:
    """Reports a second, and a second of processor time (what a core can do when others use the machine too)."""
    started, busy = perf_counter(), process_time()
    for report in reports:
        finish(report, _FACTS)
    return len(reports) / (perf_counter() - started), len(reports) / (process_time() - busy)


def _pool_speed(reports: Sequence[RawReport], processes: int) -> float:
    """Reports a second of warm processes."""
    rounds = [*reports] * processes
    with open_pool(processes) as pool:
        list(code_over(pool, rounds, _FACTS, processes))
        started = perf_counter()
        list(code_over(pool, rounds, _FACTS, processes))
        return len(rounds) / (perf_counter() - started)


def _peak_megabytes() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


def _first_result(report: RawReport) -> float:
    """Seconds from the start of the program to the first coded report."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "report.txt")
        path.write_bytes(report.raw)
        started = perf_counter()
        command = [sys.executable, "-c", _MAIN, "code", str(path), "--published", "2024-06-05", "--jsonl"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return perf_counter() - started


def _lengths(texts: Sequence[str]) -> Iterator[Figure]:
    """Microseconds a byte by report length, and how much dearer the longest is."""
    costs: list[float] = []
    for length in _LENGTHS:
        if costs and costs[-1] * length * 4 > _PATIENCE:
            yield Figure(f"report of {length // 1000} kB", None, "left out: too slow to measure", "", False)
            continue
        report = _raw(next(compose(texts, 1, length)), 0)
        started = process_time()
        finish(report, _FACTS)
        costs.append((process_time() - started) / len(report.raw))
        yield Figure(f"report of {length // 1000} kB", costs[-1] * 1e6, "µs/byte")
    growth = costs[-1] / costs[0] if len(costs) == len(_LENGTHS) else None
    yield Figure("1 MB against 16 kB, a byte", growth, "times", "<= 1.5", growth is not None and growth <= 1.5)

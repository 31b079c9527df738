"""A process that parses for this one, under limits of processor time and memory, and is replaced now and then.

A parser that hangs or eats memory is stopped and its input named; the next input gets a fresh process. The worker can
write no file, and what it sends back is read as data (MessagePack), never as code. Frames: 4 bytes of length, then a
message.
"""

from __future__ import annotations

import os
import resource
import select
import signal
import struct
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import IO, NamedTuple

import msgspec

from ..errors import MarsadError
from ..lexicon.tables import load_yaml
from .limits import (
    JOB_CPU_SECONDS,
    JOB_MEMORY_BYTES,
    JOB_WALL_SECONDS,
    JOBS_A_WORKER,
    MAX_FILE_BYTES,
    MEGABYTE,
    START_SECONDS,
    WORKER_RESIDENT_BYTES,
)
from .records import InputProblem, RawReport, hash_bytes

_LENGTH = struct.Struct("<I")
_SOURCES = Path(__file__).resolve().parent.parent.parent
_MAIN = "import sys; sys.path.insert(0, sys.argv[1]); from marsad.ingest.workers import serve; serve(*sys.argv[2:])"
_LARGEST_FRAME = 2 * MAX_FILE_BYTES + MEGABYTE
_SAVE = "Save the text of the report and give that"


class Allowance(NamedTuple):
    """Limits of one result of a job: processor seconds, seconds on the wall, bytes of memory."""

    cpu: int = JOB_CPU_SECONDS
    wall: float = JOB_WALL_SECONDS
    memory: int = JOB_MEMORY_BYTES


class _Job(msgspec.Struct):
    job: str
    raw: bytes
    source: str
    options: dict[str, str]


class _Answer(msgspec.Struct):
    """A report, a problem, or the end of the job with the worker's resident memory.

    A report of the ``whole`` input comes without its bytes: who gave the job has them.
    """

    report: RawReport | None = None
    problem: InputProblem | None = None
    resident: int | None = None
    whole: bool = False

    @classmethod
    def of(cls, item: RawReport | InputProblem, raw: bytes) -> _Answer:
        """The answer that tells ``item`` of the input ``raw``."""
        if isinstance(item, InputProblem):
            return cls(problem=item)
        if item.raw is not raw:
            return cls(item)
        item.raw = b""
        return cls(item, whole=True)


class Worker:
    """Runs jobs in a limited process, started at the first one. Not for several threads."""

    def __init__(self, allowance: Allowance | None = None) -> None:
        """Nothing is started yet."""
        self._allowance = allowance or Allowance()
        self._process: subprocess.Popen[bytes] | None = None
        self._jobs = 0

    def __call__(
        self, job: str, raw: bytes, source: str, options: Mapping[str, str]
    ) -> Iterator[RawReport | InputProblem]:
        """Items of the job in order; a job that hangs or dies ends in a problem that says so."""
        process = self._start()
        done = False
        try:
            yield from self._run(process, _Job(job, raw, source, dict(options)))
            done = True
        finally:
            self._jobs += 1
            if not done or self._jobs >= JOBS_A_WORKER:
                self.close()

    def _run(self, process: subprocess.Popen[bytes], job: _Job) -> Iterator[RawReport | InputProblem]:
        failure = _send(process, job)
        while failure is None:
            frame = _receive(process, self._allowance.wall)
            if frame is None:
                failure = self._failure(process)
                break
            answer = msgspec.msgpack.decode(frame, type=_Answer)
            if answer.resident is not None:
                if answer.resident > WORKER_RESIDENT_BYTES:
                    self.close()
                return
            if answer.report is not None:
                if answer.whole:
                    answer.report.raw = job.raw
                yield answer.report
            elif answer.problem is not None:
                yield answer.problem
        self.close()
        if failure is not None:
            yield InputProblem(job.source, *failure, None, hash_bytes(job.raw))

    def _failure(self, process: subprocess.Popen[bytes]) -> tuple[str, str, str]:
        """Why no answer came."""
        try:
            ended = process.wait(0.5)
        except subprocess.TimeoutExpired:
            problem = f"reading it took more than {self._allowance.wall:.0f} seconds and was stopped"
            return "timeout", problem, _SAVE
        if ended == -signal.SIGXCPU:
            problem = f"reading it took more than {self._allowance.cpu} seconds of processor time and was stopped"
            return "timeout", problem, _SAVE
        return "crashed", f"the process that read it died ({_signal_name(ended)})", _SAVE

    def _start(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is None:
            return self._process
        load_yaml("outlets.yaml")  # parsed and kept here once, so that the process need not parse it
        words = [
            sys.executable,
            "-B",
            "-c",
            _MAIN,
            str(_SOURCES),
            str(self._allowance.cpu),
            str(self._allowance.memory),
        ]
        self._process = subprocess.Popen(
            words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True
        )
        self._jobs = 0
        if _receive(self._process, START_SECONDS) is None:
            self.close()
            raise MarsadError("the process that parses inputs could not be started. Check memory and try again.")
        return self._process

    def close(self) -> None:
        """End the process; the next job starts another."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with suppress(OSError):
                    stream.close()
        process.wait()


def _signal_name(code: int) -> str:
    try:
        return signal.Signals(-code).name if code < 0 else f"exit {code}"
    except ValueError:
        return f"signal {-code}"


def _send(process: subprocess.Popen[bytes], job: _Job) -> tuple[str, str, str] | None:
    """Send a job; a problem when the process is not there to take it."""
    assert process.stdin is not None
    frame = msgspec.msgpack.encode(job)
    try:
        process.stdin.write(_LENGTH.pack(len(frame)) + frame)
        process.stdin.flush()
    except OSError:
        return (
            "crashed",
            "the process that reads such inputs could not be started or died",
            "Check memory and try again",
        )
    return None


def _receive(process: subprocess.Popen[bytes], wall: float) -> bytes | None:
    """The next frame; None when the process ended or the time is up."""
    assert process.stdout is not None
    descriptor = process.stdout.fileno()
    deadline = monotonic() + wall
    buffer = bytearray()
    wanted = _LENGTH.size
    while len(buffer) < wanted:
        ready, _, _ = select.select([descriptor], [], [], max(0.0, deadline - monotonic()))
        if not ready:
            return None
        part = os.read(descriptor, min(MEGABYTE, wanted - len(buffer)))
        if not part:
            return None
        buffer += part
        if len(buffer) == _LENGTH.size == wanted:
            wanted += _LENGTH.unpack(buffer)[0]
            if wanted > _LARGEST_FRAME:
                return None
    return bytes(buffer[_LENGTH.size :])


def serve(cpu: str, memory: str) -> None:
    """The worker's own loop: jobs from standard input, answers to standard output, until the input ends."""
    incoming, outgoing = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr
    _limit(int(memory))
    from .readers.jobs import run_job

    _answer(outgoing, _Answer())
    while True:
        start = incoming.read(_LENGTH.size)
        if len(start) < _LENGTH.size:
            return
        job = msgspec.msgpack.decode(incoming.read(_LENGTH.unpack(start)[0]), type=_Job)
        _allow(int(cpu))
        try:
            for item in run_job(job.job, job.raw, job.source, job.options):
                _answer(outgoing, _Answer.of(item, job.raw))
                _allow(int(cpu))
        except MemoryError:
            problem = f"reading it took more than {int(memory) // MEGABYTE} MB of memory"
            _answer(
                outgoing, _Answer(None, InputProblem(job.source, "memory", problem, _SAVE, None, hash_bytes(job.raw)))
            )
        except Exception as error:  # a parser's own fault: named, and the worker goes on
            problem = f"the parser failed on it ({type(error).__name__}: {str(error)[:200]})"
            _answer(
                outgoing, _Answer(None, InputProblem(job.source, "failed", problem, _SAVE, None, hash_bytes(job.raw)))
            )
        _answer(outgoing, _Answer(resident=_resident()))


def _resident() -> int:
    """Bytes in memory now. The peak of getrusage will not do: it begins with what the parent held when it forked."""
    try:
        return int(Path("/proc/self/statm").read_bytes().split()[1]) * resource.getpagesize()
    except OSError:  # no Linux
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _limit(memory: int) -> None:
    """No files written, no core dumps, bounded memory. What the parsers load is loaded before."""
    from .readers import jobs  # noqa: F401 (loaded before writing is off)

    load_yaml("outlets.yaml")
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    signal.signal(signal.SIGXCPU, signal.SIG_DFL)


def _allow(cpu: int) -> None:
    """Processor time for the next result, from now on."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    used = usage.ru_utime + usage.ru_stime
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used) + cpu + 1, hard))


def _answer(stream: IO[bytes], answer: _Answer) -> None:
    frame = msgspec.msgpack.encode(answer)
    stream.write(_LENGTH.pack(len(frame)) + frame)
    stream.flush()

"""What only a store in one file can suffer: a full disk, a file that may not grow, flipped bits."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from shelves import reports, write_lines
from test_custody import add, check_acknowledged, damage, read_receipts, start_intake, states


@contextlib.contextmanager
def small_disk(folder: Path, size: str) -> Iterator[None]:
    """A disk of this size, where the system lets us have one."""
    folder.mkdir()
    options = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    if os.geteuid() != 0 or shutil.which("mount") is None or subprocess.run(options, capture_output=True).returncode:
        pytest.skip("a small disk can only be made by root, where mounting is allowed")
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_loses_nothing_acknowledged(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "a.jsonl", reports(120))
    with small_disk(tmp_path / "disk", "700k"):
        home = tmp_path / "disk" / "home"
        child, pipe = start_intake(home, path)
        acknowledged = set(read_receipts(pipe))
        os.close(pipe)
        _, status = os.waitpid(child, 0)
        assert os.waitstatus_to_exitcode(status) == 1
        subprocess.run(["mount", "-o", "remount,size=40m", str(tmp_path / "disk")], check=True)
        check_acknowledged(home, acknowledged)
        assert damage(home) == []
        add(home, path)
        assert states(home)["accepted"] == 120
        assert states(home)["queued"] == 0


def test_a_file_that_may_not_grow_loses_nothing_acknowledged(tmp_path: Path) -> None:
    """The same where no disk can be made: the database file hits the limit on file sizes."""
    path, home = write_lines(tmp_path / "a.jsonl", reports(120)), tmp_path / "home"
    child, pipe = start_intake(home, path, limit=300_000)
    acknowledged = set(read_receipts(pipe))
    os.close(pipe)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 1
    check_acknowledged(home, acknowledged)
    add(home, path)
    assert states(home)["accepted"] == 120
    assert damage(home) == []


def test_flips_in_the_database_file_are_found_or_harmless(tmp_path: Path) -> None:
    """Each of 60 flipped bits in the pages of texts and events is named; none ends in a crash."""
    home = tmp_path / "home"
    add(home, write_lines(tmp_path / "a.jsonl", reports(12)))
    path = home / "marsad.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute("pragma wal_checkpoint(truncate)")
    connection.close()
    raw = path.read_bytes()
    chance = random.Random(7)
    spots = [raw.find("بلدة".encode(), chance.randrange(len(raw))) for _ in range(60)]
    for spot in [spot for spot in spots if spot >= 0]:
        path.write_bytes(raw[:spot] + bytes((raw[spot] ^ 1,)) + raw[spot + 1 :])
        assert damage(home), spot
    path.write_bytes(raw)
    assert damage(home) == []

"""Backups: whole while others write, verified before they count, put back without losing what was there."""

from __future__ import annotations

import json
import shutil
import sqlite3
import tarfile
import threading
from contextlib import closing
from pathlib import Path

import pytest

from conftest import Run
from databases import Databases
from marsad.batch import Facts
from marsad.custody import Intake, open_record, tars, verify
from marsad.custody.backups import Backup, back_up
from marsad.custody.checkpoints import load_checkpoint
from marsad.custody.keys import FOLDER, PRIVATE, load_key
from marsad.custody.restores import restore
from marsad.errors import StoreError
from marsad.ingest import iter_inputs
from marsad.store import open_store
from marsad.store.lines import list_last_lines
from marsad.store.queries import content_hash, count_states
from marsad.store.snapshots import MANIFEST, load_manifest
from marsad.store.stores import SCHEMA
from shelves import reports, write_lines
from test_audit import make_old

both = pytest.mark.usefixtures("backend", "tools")


def add(home: Path, *paths: Path) -> None:
    with open_record(home) as store:
        list(Intake(store, Facts()).add(iter_inputs(paths)))


def content(home: Path) -> str:
    with open_store(home) as store, store.transaction() as connection:
        return content_hash(connection)


def damage(home: Path) -> list[str]:
    with open_store(home) as store:
        return [str(finding) for finding in verify(store) if not finding.note]


@pytest.fixture
def tools(backend: Databases) -> None:
    """What a backup of PostgreSQL needs."""
    if backend.name == "postgresql" and not all(map(shutil.which, ("pg_dump", "pg_restore"))):
        pytest.skip("pg_dump and pg_restore are not installed")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = tmp_path / "home"
    add(home, write_lines(tmp_path / "a.jsonl", reports(5)))
    (home / "watch.json").write_text("{}")
    (home / "lexicons").mkdir()
    (home / "lexicons" / "actors.yaml").write_text("- id: mine\n")
    with closing(sqlite3.connect(home / "places.sqlite")) as places, places:
        places.execute("create table place (name)")
    return home


def objects_of(home: Path) -> list[Path]:
    return sorted(path for path in (home / "objects").rglob("*") if path.is_file())


# -- round trips -------------------------------------------------------------------------------------------


@both
@pytest.mark.parametrize(("name", "link"), [("b", True), ("b.tar.gz", False)])
def test_a_backup_comes_back_as_it_was(home: Path, tmp_path: Path, backend: Databases, name: str, link: bool) -> None:
    before = content(home)
    made = back_up(home, tmp_path / name, link)
    assert made.manifest.objects == len(objects_of(home)) == 6
    assert made.manifest.schema == SCHEMA
    shutil.move(home, tmp_path / "lost")
    done = restore(tmp_path / name, home, replace=backend.name != "sqlite")  # a database is not lost with its folder
    assert (done.aside, done.damage) == (None, [])
    assert content(home) == before
    assert damage(home) == []
    assert (home / "lexicons" / "actors.yaml").read_text() == "- id: mine\n"
    with closing(sqlite3.connect(home / "places.sqlite")) as places:
        assert places.execute("select count(*) from place").fetchone() == (0,)
    with open_store(home) as store, store.transaction() as connection:
        assert list_last_lines(connection, 1)[0]["action"] == "restored"
    add(home, write_lines(tmp_path / "b.jsonl", reports(6)[5:]))  # and it goes on
    assert damage(home) == []
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith(".")) == []


def test_a_folder_backup_is_whole_and_holds_no_private_key(home: Path, tmp_path: Path) -> None:
    made = back_up(home, tmp_path / "b")
    held = {path.relative_to(made.path).as_posix() for path in made.path.rglob("*") if path.is_file()}
    assert {MANIFEST, "checkpoint.json", made.manifest.database, "watch.json", "places.sqlite"} <= held
    assert f"{FOLDER}/{PRIVATE}" not in held
    assert not any(name.startswith(("cache", "marsad.lock")) for name in held)
    assert made.checkpoint == load_checkpoint(made.path)
    with open_store(home) as store:
        assert [*verify(store, against=[made.checkpoint])] == []
    assert objects_of(made.path)[0].stat().st_nlink == 1
    linked = back_up(home, tmp_path / "linked", link=True)
    assert objects_of(linked.path)[0].stat().st_nlink >= 2


@both
def test_what_was_there_is_kept_under_another_name(home: Path, tmp_path: Path) -> None:
    made = back_up(home, tmp_path / "b")
    key = load_key(home).public
    add(home, write_lines(tmp_path / "b.jsonl", reports(6)[5:]))
    with pytest.raises(StoreError, match="--replace"):
        restore(made.path, home)
    done = restore(made.path, home, replace=True)
    assert done.aside is not None
    assert len(objects_of(done.aside)) == len(objects_of(home)) + 2
    assert load_key(home).public == key  # the key stays with the folder
    assert damage(home) == []
    assert count(home) == 5


def count(home: Path) -> int:
    with open_store(home) as store, store.transaction() as connection:
        return count_states(connection)["accepted"]


# -- under load --------------------------------------------------------------------------------------------


@both
def test_backups_made_while_reports_come_in_are_whole(
    home: Path, tmp_path: Path, backend: Databases, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A writer commits every report by itself all the while; each backup is some state between."""
    monkeypatch.setattr("marsad.custody.runs._BATCH", 1)
    monkeypatch.setattr("marsad.custody.runs._RECORD", 1)
    path, done = write_lines(tmp_path / "many.jsonl", reports(400)), threading.Event()

    def write() -> None:
        with open_store(home, write=True) as store:
            for _ in Intake(store, Facts()).add(iter_inputs([path])):
                if done.is_set():
                    return

    writer = threading.Thread(target=write)
    writer.start()
    made: list[Backup] = []
    wanted = 4 if backend.name == "sqlite" else 2
    try:
        while writer.is_alive() and len(made) < wanted:
            made.append(back_up(home, tmp_path / f"b{len(made)}", link=True))
    finally:
        done.set()
        writer.join()
    assert len(made) == wanted
    assert made[-1].manifest.rows["custody"] > made[0].manifest.rows["custody"]  # it did write meanwhile
    assert damage(home) == []


# -- what is not whole -------------------------------------------------------------------------------------


def test_a_backup_of_a_damaged_store_says_so_and_is_kept(home: Path, tmp_path: Path) -> None:
    objects_of(home)[0].unlink()
    with pytest.raises(StoreError, match=r"not whole: object .* missing"):
        back_up(home, tmp_path / "b")
    assert not (tmp_path / "b").exists()
    kept = tmp_path / "b.damaged"
    with pytest.raises(StoreError, match="add --despite-damage"):
        restore(kept, tmp_path / "other")
    done = restore(kept, tmp_path / "other", despite_damage=True)
    assert len(done.damage) == 1
    assert count(tmp_path / "other") == 5


@pytest.mark.parametrize("name", ["b", "b.tar.gz"])
def test_an_altered_backup_is_refused_and_changes_nothing(home: Path, tmp_path: Path, name: str) -> None:
    made = back_up(home, tmp_path / name)
    before = content(home)
    if name == "b":
        path = made.path / made.manifest.database
        raw = bytearray(path.read_bytes())
        raw[len(raw) // 2] ^= 1
        path.write_bytes(raw)
    else:
        path = made.path
        path.write_bytes(path.read_bytes()[:-2000])
    with pytest.raises(StoreError, match="Use another backup"):
        restore(path if name != "b" else made.path, home, replace=True)
    assert content(home) == before
    assert [path.name for path in tmp_path.iterdir() if "restoring" in path.name or "before" in path.name] == []


def test_an_altered_object_of_a_backup_is_named(home: Path, tmp_path: Path) -> None:
    made = back_up(home, tmp_path / "b")
    path = objects_of(made.path)[0]
    path.chmod(0o600)
    path.write_bytes(b"x")
    with pytest.raises(StoreError, match=f"object {path.name}: its bytes were altered"):
        restore(made.path, home, replace=True)


def test_what_is_no_backup_is_refused(home: Path, tmp_path: Path) -> None:
    (tmp_path / "x.tar").write_bytes(b"no tar")
    (tmp_path / "empty").mkdir()
    for name in ("x.tar", "empty"):
        with pytest.raises(StoreError, match="backup"):
            restore(tmp_path / name, home, replace=True)
    made = back_up(home, tmp_path / "b")
    text = (made.path / MANIFEST).read_text().replace('"format":1', '"format":2')
    (made.path / MANIFEST).write_text(text)
    with pytest.raises(StoreError, match="newer Marsad"):
        restore(made.path, home, replace=True)


@pytest.mark.parametrize("inside", ["../out", "/tmp/out"])
def test_a_tar_cannot_write_outside_its_folder(tmp_path: Path, inside: str) -> None:
    path = tmp_path / "x.tar"
    with tarfile.open(path, "w") as tar:
        tar.addfile(tarfile.TarInfo(inside))
    with pytest.raises(StoreError, match="is in no backup"):
        restore(path, tmp_path / "home")
    assert not (tmp_path / "out").exists()


def test_a_backup_cannot_write_elsewhere_or_bring_a_key(home: Path, tmp_path: Path) -> None:
    made = back_up(home, tmp_path / "b")
    (made.path / FOLDER / PRIVATE).write_bytes((home / FOLDER / PRIVATE).read_bytes())
    made.manifest.save(made.path)
    restore(made.path, tmp_path / "other")
    assert load_key(tmp_path / "other").public != load_key(home).public
    tar = tmp_path / "b.tar"
    (made.path / "unlisted").write_text("x")
    tars.pack(made.path, tar)
    with pytest.raises(StoreError, match="unlisted: nobody knows this file"):
        restore(tar, tmp_path / "third")
    text = (made.path / MANIFEST).read_text().replace('"watch.json"', '"../out.json"')
    (made.path / MANIFEST).write_text(text)
    with pytest.raises(StoreError, match="leads out of it"):
        restore(made.path, tmp_path / "third")


def test_places_for_backups_are_checked_first(home: Path, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="inside the data folder"):
        back_up(home, home / "b")
    with pytest.raises(StoreError, match="no such folder"):
        back_up(home, tmp_path / "none" / "b")
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "x").write_text("x")
    with pytest.raises(StoreError, match="something here already"):
        back_up(home, tmp_path / "b")


@pytest.mark.parametrize(("name", "step"), [("b", "backups.save_checkpoint"), ("b.tar", "tars.pack")])
def test_a_full_disk_leaves_no_half_backup(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, step: str
) -> None:
    def fail(*places: Path) -> None:
        if name == "b.tar":
            places[-1].write_bytes(b"half")
        raise OSError(28, "No space left on device")

    before = {path.name for path in tmp_path.iterdir()}
    monkeypatch.setattr(f"marsad.custody.{step}", fail)
    with pytest.raises(OSError, match="No space"):
        back_up(home, tmp_path / name)
    assert {path.name for path in tmp_path.iterdir()} == before
    assert damage(home) == []


def test_a_packed_backup_is_for_its_owner_alone(home: Path, tmp_path: Path) -> None:
    made = back_up(home, tmp_path / "b.tar")
    assert made.path.stat().st_mode & 0o077 == 0
    assert back_up(home, tmp_path / "b").path.stat().st_mode & 0o077 == 0


# -- before the tables change ------------------------------------------------------------------------------


def test_a_store_of_before_is_backed_up_before_its_tables_change(home: Path, tmp_path: Path) -> None:
    old = tmp_path / "old"
    make_old(home, old)
    raw = (old / "marsad.sqlite").read_bytes()
    with open_record(old):
        pass
    (made,) = (old / "backups").iterdir()
    assert load_manifest(made).schema == "0001"
    assert damage(old) == []
    with closing(sqlite3.connect(made / "marsad.sqlite")) as kept, closing(sqlite3.connect(":memory:")) as before:
        before.deserialize(raw.replace(b"\x02\x02", b"\x01\x01", 1))  # a file in memory cannot be in WAL mode
        assert [*kept.iterdump()] == [*before.iterdump()]
    with open_record(old):
        pass
    assert len([*(old / "backups").iterdir()]) == 1  # nothing to change, nothing to back up
    done = restore(made, old, replace=True)
    assert (done.damage, damage(old), count(old)) == ([], [], 5)


def test_a_new_store_needs_no_backup(tmp_path: Path) -> None:
    with open_record(tmp_path / "new"):
        pass
    assert not (tmp_path / "new" / "backups").exists()


# -- commands ----------------------------------------------------------------------------------------------


@both
def test_backup_and_restore_as_commands(
    home: Path, tmp_path: Path, marsad: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MARSAD_HOME", str(home))
    ended = marsad("backup", "-o", tmp_path / "b.tar.gz")
    assert (ended.code, "restored and verified" in ended.text) == (0, True), ended.err
    assert "Add --replace" in marsad("restore", tmp_path / "b.tar.gz").err
    ended = marsad("restore", tmp_path / "b.tar.gz", "--replace")
    assert ended.code == 0, ended.err
    assert f"{home}.before-" in ended.text
    assert json.loads(marsad("status", "--json").out)["accepted"] == 5
    assert marsad("verify").code == 0
    monkeypatch.setenv("MARSAD_HOME", str(tmp_path / "nothing"))
    assert "nothing is kept here yet" in marsad("backup", "-o", tmp_path / "c").err


def test_a_folder_that_cannot_be_moved_is_left_alone(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = back_up(home, tmp_path / "b")
    rename = Path.rename

    def refuse(self: Path, target: Path) -> Path:
        if self == home:
            raise OSError(16, "Device or resource busy")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(StoreError, match="cannot be moved"):
        restore(made.path, home, replace=True)
    assert damage(home) == []

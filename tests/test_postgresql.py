"""PostgreSQL: addresses without their passwords, one writer in a database, complaints with remedies, the same store."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from conftest import Run
from databases import PostgresqlDatabases, SqliteDatabases
from marsad.batch import Facts
from marsad.custody import Intake, verify
from marsad.errors import StoreError
from marsad.ingest import RawReport, iter_inputs
from marsad.ingest.records import hash_bytes
from marsad.model import Filter
from marsad.store import open_store
from marsad.store.addresses import encryption, parse_address
from marsad.store.backends import choose_backend
from marsad.store.queries import content_hash, count_states
from marsad.store.records import ObjectRow
from marsad.store.selections import find_events
from marsad.store.writes import add_rows
from shelves import make_home, reports, write_lines

SECRET = "s3cret-word"


# -- addresses ---------------------------------------------------------------------------------------------


def test_an_address_is_read_and_shown_without_its_password(monkeypatch: pytest.MonkeyPatch) -> None:
    found = parse_address(f"postgresql://amal:{SECRET}@db.example:5433/marsad?sslmode=verify-full")
    assert (found.user, found.password, found.host, found.port) == ("amal", SECRET, "db.example", 5433)
    assert str(found) == choose_backend(Path(), f"postgres://amal:{SECRET}@db.example:5433/marsad").name
    assert str(found) == "postgresql://amal@db.example:5433/marsad"
    monkeypatch.setenv("PGPASSWORD", SECRET)
    socket = parse_address("postgresql://amal@/marsad?host=/run/postgresql")
    assert (socket.password, socket.host, socket.port) == (SECRET, "/run/postgresql", 5432)


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("mysql://amal:{}@db/marsad", "'mysql' is no database"),
        ("postgresql://amal:{}@db:port/marsad", "cannot be read"),
        ("amal:{}@db/marsad", "cannot be read"),
        ("postgresql://amal:{}@db", "names no database"),
        ("postgresql://db/marsad", "names no user"),
        ("postgresql://amal:{}@db/marsad?sslmode=perhaps", "Options are host, and sslmode: prefer, disable"),
        ("postgresql://amal:{}@db/marsad?color=red", "color is not known"),
    ],
)
def test_a_wrong_address_is_named_with_a_remedy_and_no_password(address: str, told: str) -> None:
    with pytest.raises(StoreError, match=told) as caught:
        parse_address(address.format(SECRET))
    assert SECRET not in str(caught.value)
    assert "MARSAD_DATABASE" in str(caught.value)


def test_encryption_is_as_strict_as_asked() -> None:
    assert (encryption("disable"), encryption("prefer")) == (False, None)
    loose, strict = encryption("require"), encryption("verify-full")
    assert not loose.check_hostname  # type: ignore[union-attr]
    assert strict.check_hostname  # type: ignore[union-attr]


# -- complaints --------------------------------------------------------------------------------------------


def complaint(monkeypatch: pytest.MonkeyPatch, home: Path, address: str) -> str:
    """What opening the store says."""
    monkeypatch.setenv("MARSAD_DATABASE", address)
    with pytest.raises(StoreError) as caught, open_store(home):
        pass
    return str(caught.value)


def test_what_cannot_be_opened_is_named_with_a_remedy(
    postgresql: PostgresqlDatabases, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    server = postgresql.server
    wrong = server.set(password=SECRET).render_as_string(hide_password=False)
    told = complaint(monkeypatch, tmp_path, wrong)
    assert "Check user and password in MARSAD_DATABASE" in told
    absent = server.set(database="nowhere").render_as_string(hide_password=False)
    told += complaint(monkeypatch, tmp_path, absent)
    assert "createdb" in told
    closed = server.set(port=1).render_as_string(hide_password=False)
    told += complaint(monkeypatch, tmp_path, closed)
    assert "Check that the server runs" in told
    arabic = server.set(password="كلمة-سر").render_as_string(hide_password=False)  # no password of the standard's
    told += complaint(monkeypatch, tmp_path, arabic)
    assert told.count("Check user and password") == 2
    assert not any(secret in told for secret in (SECRET, str(server.password), "كلمة"))


def test_a_command_ends_with_the_complaint(
    postgresql: PostgresqlDatabases, monkeypatch: pytest.MonkeyPatch, marsad: Run
) -> None:
    absent = postgresql.server.set(database="nowhere").render_as_string(hide_password=False)
    monkeypatch.setenv("MARSAD_DATABASE", absent)
    ended = marsad("status")
    assert (ended.code, ended.err.count("\n"), "createdb" in ended.err) == (1, 1, True)
    assert str(postgresql.server.password) not in ended.err


def test_a_refused_row_is_told_without_its_values(postgresql: PostgresqlDatabases, tmp_path: Path) -> None:
    rows = [ObjectRow(id=SECRET, size=1, kind="raw")] * 2
    with (
        postgresql.used(),
        open_store(tmp_path, write=True) as store,
        pytest.raises(StoreError, match="duplicate key") as caught,
        store.transaction() as connection,
    ):
        add_rows(connection, rows)
    assert SECRET not in str(caught.value)


# -- one writer, many readers ------------------------------------------------------------------------------


def test_writers_of_a_database_wait_for_each_other_whatever_folder_they_are_in(
    postgresql: PostgresqlDatabases, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    environ = postgresql.environ(tmp_path / "one")
    monkeypatch.setenv("MARSAD_DATABASE", environ["MARSAD_DATABASE"])
    hold = (
        "import sys, pathlib; from marsad.store import open_store\n"
        f"with open_store(pathlib.Path({str(tmp_path / 'one')!r}), write=True):\n"
        "    print('held', flush=True); sys.stdin.read()"
    )
    waited: list[str] = []
    with subprocess.Popen([sys.executable, "-c", hold], stdin=-1, stdout=-1, env={**os.environ, **environ}) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with (
            pytest.raises(StoreError, match=f"process {holder.pid} on .*is writing here") as caught,
            open_store(tmp_path / "two", write=True, patience=0.2, on_wait=waited.append),
        ):
            pass
        with open_store(tmp_path / "two") as store, store.transaction() as connection:
            assert count_states(connection)["accepted"] == 0  # readers do not wait
        holder.kill()
    assert str(postgresql.server.password) not in str(caught.value)
    assert len(waited) == 1
    with open_store(tmp_path / "two", write=True, patience=10):
        pass  # the lock went with the connection of its holder


def test_a_reader_sees_one_moment_and_cannot_write(postgresql: PostgresqlDatabases, tmp_path: Path) -> None:
    row = ObjectRow(id="a" * 64, size=1, kind="raw")
    with postgresql.used(), open_store(tmp_path, write=True) as writer, open_store(tmp_path) as reader:
        with reader.transaction() as before:
            assert content_hash(before) == content_hash(before)
            with writer.transaction() as connection:
                add_rows(connection, [row])
                now = content_hash(connection)
            assert content_hash(before) != now
        with reader.transaction() as after:
            assert content_hash(after) == now
        with pytest.raises(StoreError, match="read-only"), reader.transaction() as connection:
            connection.execute(text("delete from object"))


def test_commits_are_on_the_disk_whatever_the_server_does_by_itself(
    postgresql: PostgresqlDatabases, tmp_path: Path
) -> None:
    with postgresql.used(), open_store(tmp_path, write=True) as store, store.transaction() as connection:
        assert connection.execute(text("show synchronous_commit")).scalar() == "on"


# -- the same store ----------------------------------------------------------------------------------------


def test_text_sorts_by_code_points(postgresql: PostgresqlDatabases, tmp_path: Path) -> None:
    """The server of the tests sorts as Arabic readers do; columns of ours do not."""
    with postgresql.used(), open_store(tmp_path, write=True) as store, store.transaction() as connection:
        query = "select x from (values ('b'), ('B'), ('ب'), ('_'), ('أ'), ('ا')) as given (x) order by x"
        assert "".join(connection.execute(text(query)).scalars()) != "B_bأاب"
        unsettled = text(
            "select table_name, column_name from information_schema.columns join information_schema.tables "
            "using (table_schema, table_name) where table_schema = 'public' and data_type = 'text' "
            "and table_type = 'BASE TABLE' and collation_name is distinct from 'C'"
        )
        assert connection.execute(unsettled).all() == []


def test_both_databases_hold_the_same_rows_and_list_the_same_events(
    postgresql: PostgresqlDatabases, tmp_path: Path
) -> None:
    path = write_lines(tmp_path / "a.jsonl", [*reports(40), *reports(3)])
    (tmp_path / "b.jsonl").write_bytes(b"{\n[]\n")
    found = []
    for databases in (postgresql, SqliteDatabases()):
        home = make_home(tmp_path / databases.name)
        with databases.used():
            with open_store(home, write=True) as store:
                list(Intake(store, Facts()).add(iter_inputs([path, tmp_path / "b.jsonl"])))
            with open_store(home) as store:
                assert list(verify(store)) == []
                with store.transaction() as connection:
                    found.append((content_hash(connection), find_events(connection, Filter(copies=True), limit=500)))
    assert found[0] == found[1]
    assert len(found[0][1].events) > 30


def test_nul_characters_are_kept_out_of_rows(postgresql: PostgresqlDatabases, tmp_path: Path) -> None:
    """SQLite would keep them, PostgreSQL refuses them."""
    good = reports(1)[0]["text"]
    path = write_lines(tmp_path / "a.jsonl", [{"text": good.replace("قرب", "قر\0ب"), "title": "عن\0وان"}])
    raw = RawReport(b"x", hash_bytes(b"x"), "/x\0", f"{good}\0", outlet="مر\0صد")
    with postgresql.used(), open_store(make_home(tmp_path / "home"), write=True) as store:
        list(Intake(store, Facts()).add([*iter_inputs([path]), raw]))
        with store.transaction() as connection:
            assert count_states(connection)["accepted"] == 2
            assert count_states(connection)["coded"] + count_states(connection)["duplicate"] == 2

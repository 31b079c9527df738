"""Every kind of input through the command line: mapped columns, skipped items, feeds watched, addresses."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

import makers
from conftest import Run
from makers import TEXT
from marsad.fetch.clients import Fetcher
from marsad.store import open_store
from marsad.store.queries import iter_values
from test_fetch import Site, site

__all__ = ["site"]  # a fixture


@pytest.fixture
def loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands fetch from this machine only, without pauses."""

    def make() -> Fetcher:
        return Fetcher(look_up=lambda host, port: ["127.0.0.1"], allow=lambda address: True, sleep=lambda seconds: None)

    monkeypatch.setattr("marsad.fetch.clients.Fetcher", make)


def test_code_reads_everything_at_once(tmp_path: Path, marsad: Run) -> None:
    (tmp_path / "a.warc.gz").write_bytes(makers.warc(2))
    (tmp_path / "b.csv").write_text(f"النص,التاريخ\n{TEXT},2022-08-12\n", encoding="utf-8")
    (tmp_path / "c.xml").write_bytes(makers.rss(1))
    (tmp_path / "d.json").write_bytes(makers.encoded(makers.chat(makers.message(1))))
    ended = marsad("code", tmp_path, "--jsonl")
    assert ended.code == 0, ended.err
    reports = [json.loads(line)["report"] for line in ended.text.splitlines()]
    assert [report["published"] and report["published"][:10] for report in reports] == [
        None, None, "2022-08-12", "2022-08-10", "2022-08-10",
    ]  # fmt: skip


def test_what_is_no_report_by_nature_is_named_and_no_failure(tmp_path: Path, marsad: Run) -> None:
    service = [{"id": i, "type": "service", "action": "pin_message", "text": ""} for i in range(2, 12)]
    path = tmp_path / "result.json"
    path.write_bytes(makers.encoded(makers.chat(makers.message(1), *service)))
    ended = marsad("code", path, "--jsonl")
    assert ended.code == 0
    assert ended.err.count("skipped: a service message") == 5
    assert "10 items skipped in all: a service message." in ended.err


def test_columns_are_named_on_the_command_line(tmp_path: Path, marsad: Run) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"كلام\n{TEXT}\n", encoding="utf-8")
    unknown = marsad("code", path, "--jsonl")
    assert unknown.code == 1
    assert "--map text=COLUMN" in unknown.err
    assert marsad("code", path, "--jsonl", "--map", "text=كلام").code == 0
    wrong = marsad("code", path, "--map", "words=كلام")
    assert wrong.code == 2


def test_addresses_need_the_option(marsad: Run, site: Site, loopback: None) -> None:
    site.pages["/news"] = (200, {}, makers.page(1))
    url = f"http://news.example:{site.port}/news"
    assert "--fetch" in marsad("code", url, "--jsonl").err
    assert site.asked == []
    ended = marsad("code", url, "--jsonl", "--fetch")
    assert ended.code == 0, ended.err
    assert json.loads(ended.text)["report"]["url"] == url


def test_watch_codes_what_arrives_once(
    tmp_path: Path, marsad: Run, site: Site, loopback: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MARSAD_HOME", str(tmp_path / "home"))
    site.pages["/feed"] = (200, {}, makers.rss(2))
    feeds = tmp_path / "feeds.opml"
    feeds.write_bytes(makers.opml(f"http://news.example:{site.port}/feed"))
    first = marsad("watch", feeds, "--once")
    assert first.code == 0, first.err
    assert first.text.count("مقتل شاب") == 2
    assert "1 feeds, 2 new reports" in first.err
    assert "0 new reports" in marsad("watch", feeds, "--once").err
    assert (tmp_path / "home/watch.json").exists()


def test_what_is_fetched_is_kept_with_its_exchange_and_once(
    tmp_path: Path, marsad: Run, site: Site, loopback: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    monkeypatch.setenv("MARSAD_HOME", str(home))
    address = f"http://news.example:{site.port}"
    site.pages["/news"] = (200, {}, makers.page(1))
    site.pages["/feed"] = (200, {}, makers.rss(2))
    feeds = tmp_path / "feeds.opml"
    feeds.write_bytes(makers.opml(f"{address}/feed"))
    assert marsad("add", f"{address}/news", "--fetch").code == 0
    assert marsad("watch", feeds, "--once").code == 0
    with open_store(home) as store, store.transaction() as connection:
        exchanges = [values["id"] for values in iter_values(connection, "object") if values["kind"] == "exchange"]
        held = [gzip.decompress(store.objects.read(key)) for key in exchanges]
        rows = list(iter_values(connection, "input"))
    assert len(held) == 2
    assert all(b"WARC-Type: response" in one and b"WARC-Type: request" in one for one in held)
    assert {row["exchange_id"] for row in rows} == set(exchanges)
    assert all(row["fetched"] for row in rows)
    (home / "watch.json").unlink()  # as if the run had ended before it remembered what it kept
    site.pages["/feed"] = (200, {}, makers.rss(2).replace(b"<item>", b"<item><title>x</title></item><item>", 1))
    marsad("watch", feeds, "--once")
    assert json.loads(marsad("status", "--json").out)["accepted"] == len(rows) + 1  # the new entry, without text
    assert marsad("verify").code == 0


def test_sources_tell_how_watched_feeds_do(
    tmp_path: Path, marsad: Run, site: Site, loopback: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MARSAD_HOME", str(tmp_path / "home"))
    site.pages["/feed"] = (200, {}, makers.rss(1))
    well, gone = (f"http://news.example:{site.port}/{name}" for name in ("feed", "gone"))
    feeds = tmp_path / "feeds.opml"
    feeds.write_bytes(makers.opml(well, gone))
    marsad("watch", feeds, "--once")
    told = {line.get("feed"): line for line in json.loads(marsad("sources", "--json").out)}
    assert told[well]["last_success"] and told[well]["failures"] == 0
    assert (told[gone]["last_success"], told[gone]["failures"]) == (None, 1)
    assert "404" in told[gone]["problem"]
    assert "last problem" in marsad("sources").text


def test_watch_checks_its_usage(tmp_path: Path, marsad: Run) -> None:
    feeds = tmp_path / "feeds.opml"
    feeds.write_bytes(makers.opml("https://example.org/a"))
    for span in ("often", "1m"):
        assert marsad("watch", feeds, "--every", span, "--once").code == 2
    feeds.write_bytes(b"<opml></opml>")
    ended = marsad("watch", feeds, "--once")
    assert (ended.code, "names no feeds" in ended.err) == (1, True)
    assert marsad("watch", tmp_path / "none.opml", "--once").code == 1

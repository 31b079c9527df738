"""Web archives as crawlers write them: Common Crawl, Browsertrix, auto-archiver; old ones, and what lies beside."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
from pathlib import Path

import pytest

import makers
from makers import TEXT, packed
from marsad.batch import Facts
from marsad.custody import Intake, verify
from marsad.custody.containers import Containers
from marsad.ingest import InputProblem, RawReport, iter_inputs
from marsad.ingest.records import hash_bytes
from marsad.ingest.streams import Streams
from marsad.store import open_store
from marsad.store.queries import iter_values, list_inputs

URL = "https://example.org/news/1"
PAGE = makers.page(1)


def record(kind: str, url: str, block: bytes, content_type: str, **more: str) -> bytes:
    """A WARC record; header names with underscores for hyphens."""
    lines = {
        "WARC-Type": kind, "WARC-Target-URI": url, "WARC-Date": "2022-08-10T14:50:01Z", "Content-Type": content_type,
        "Content-Length": str(len(block)), **{name.replace("_", "-"): value for name, value in more.items()},
    }  # fmt: skip
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items() if value)
    return f"WARC/1.0\r\n{head}\r\n".encode() + block + b"\r\n\r\n"


def http(body: bytes, kind: str = "text/html; charset=utf-8", **more: str) -> bytes:
    lines = {"Content-Type": kind, "Content-Length": str(len(body)), **more}
    head = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in lines.items())
    return f"HTTP/1.1 200 OK\r\n{head}\r\n".encode() + body


def sha1(content: bytes) -> str:
    return "sha1:" + base64.b32encode(hashlib.sha1(content, usedforsecurity=False).digest()).decode()


INFO = record("warcinfo", "", b"isPartOf: CC-MAIN-2022-33\r\n", "application/warc-fields")
REQUEST = record("request", URL, b"GET /news/1 HTTP/1.1\r\nHost: example.org\r\n\r\n", "application/http")
NOTES = record("metadata", URL, b"fetchTimeMs: 313\r\ncharset-detected: UTF-8\r\n", "application/warc-fields")
RESPONSE = record("response", URL, http(PAGE), "application/http; msgtype=response", WARC_Payload_Digest=sha1(PAGE))


def members(*records: bytes) -> bytes:
    return b"".join(map(packed, records))


def read(tmp_path: Path, name: str, content: bytes) -> list[RawReport | InputProblem]:
    (tmp_path / name).write_bytes(content)
    return list(iter_inputs([tmp_path / name]))


def reports(items: list[RawReport | InputProblem]) -> list[RawReport]:
    return [item for item in items if isinstance(item, RawReport)]


def problems(items: list[RawReport | InputProblem]) -> list[InputProblem]:
    found = [item for item in items if isinstance(item, InputProblem)]
    assert all(item.problem and item.remedy for item in found)
    return found


def test_common_crawl_undoes_the_packing_of_pages_and_says_so(tmp_path: Path) -> None:
    block = http(PAGE, X_Crawl_Transfer_Encoding="chunked", X_Crawl_Content_Encoding="gzip")
    digests = {"WARC_Block_Digest": sha1(block), "WARC_Payload_Digest": sha1(PAGE)}
    page = record("response", URL, block, "application/http; msgtype=response", **digests)
    items = read(tmp_path, "CC-MAIN-1.warc.gz", members(INFO, REQUEST, page, NOTES))
    assert [(item.raw, item.url) for item in reports(items)] == [(PAGE, URL)]
    assert problems(items) == []


@pytest.mark.parametrize("content", [members(INFO, NOTES), members(INFO, REQUEST, NOTES), INFO])
def test_an_archive_of_notes_alone_is_named(tmp_path: Path, content: bytes) -> None:
    (problem,) = problems(read(tmp_path, "CC-MAIN-1.warc.wat.gz", content))
    assert problem.skipped
    assert "no pages" in problem.problem


def test_a_record_in_segments_is_never_taken_for_a_page(tmp_path: Path) -> None:
    block = http(PAGE)
    first = record("response", URL, block[:300], "application/http", WARC_Segment_Number="1")
    rest = record("continuation", URL, block[300:], "application/http", WARC_Segment_Number="2")
    items = read(tmp_path, "a.warc", first + rest)
    assert reports(items) == []
    assert ["segments" in problem.problem for problem in problems(items)] == [True, True]


def browsertrix(page: bytes) -> bytes:
    """What Browsertrix and auto-archiver keep of a page: the visit, pictures of the screen, and its text twice."""
    return members(
        INFO, record("response", URL, http(page), "application/http; msgtype=response"), REQUEST,
        record("resource", f"urn:view:{URL}", b"\x89PNG\r\n\x1a\n", "image/png"),
        record("resource", f"urn:text:{URL}", TEXT.encode(), 'text/plain; charset="UTF-8"'),
        record("resource", f"urn:textFinal:{URL}", TEXT.encode(), "text/plain"),
        record("resource", f"urn:pageinfo:{URL}", b'{"pageid": "p1"}', "application/json"),
    )  # fmt: skip


def test_the_crawlers_text_of_a_page_is_not_a_second_report(tmp_path: Path) -> None:
    items = read(tmp_path, "a.wacz", makers.wacz(browsertrix(PAGE)))
    assert [item.url for item in reports(items)] == [URL]
    assert sum("own text of a page" in problem.problem for problem in problems(items)) == 2
    assert all(problem.skipped for problem in problems(items))


def test_the_crawlers_text_is_the_report_where_the_page_is_a_program(tmp_path: Path) -> None:
    items = read(tmp_path, "a.wacz", makers.wacz(browsertrix(b"<html><body><script>run()</script></body></html>")))
    (report,) = reports(items)
    assert (report.text, report.url) == (TEXT, URL)


def cdx(content: bytes) -> bytes:
    """An index in the classic form, eleven fields a line."""
    starts = [at for at in range(len(content)) if content.startswith(b"\x1f\x8b\x08", at)]
    line = "org,example)/{0} 20220810145001 https://example.org/{0} text/html 200 ABC - - 1234 {0} data.warc.gz\n"
    return (" CDX N b a m s k r M S V g\n" + "".join(line.format(at) for at in starts)).encode()


def cut(content: bytes) -> bytes:
    """A WARC file without its last two records."""
    starts = [at for at in range(len(content)) if content.startswith(b"\x1f\x8b\x08", at)]
    return content[: starts[-2]]


def test_a_wacz_is_counted_against_a_classic_index(tmp_path: Path) -> None:
    whole = makers.warc(4)
    assert problems(read(tmp_path, "a.wacz", makers.wacz(whole, index=cdx(whole)))) == []
    (problem,) = problems(read(tmp_path, "b.wacz", makers.wacz(cut(whole), index=cdx(whole))))
    assert "2 of them are not where it says" in problem.problem


def test_a_wacz_is_counted_against_an_index_in_blocks(tmp_path: Path) -> None:
    """ZipNum: a gzip member for every few lines."""
    whole = makers.warc(4)
    lines = makers.cdx(whole).splitlines(keepends=True)
    blocks = b"".join(packed(b"".join(lines[at : at + 3])) for at in range(0, len(lines), 3))
    assert problems(read(tmp_path, "a.wacz", makers.wacz(whole, index=blocks))) == []
    (problem,) = problems(read(tmp_path, "b.wacz", makers.wacz(cut(whole), index=blocks)))
    assert "2 of them are not where it says" in problem.problem


def test_an_index_that_says_nothing_is_named(tmp_path: Path) -> None:
    (problem,) = problems(read(tmp_path, "a.wacz", makers.wacz(makers.warc(1), index=b"not an index\n")))
    assert "not checked" in problem.problem


INDEXES = {
    "classic.cdx": cdx(makers.warc(1)),
    "index.cdxj": makers.cdx(makers.warc(1)),
    "cdx-00000.gz": packed(makers.cdx(makers.warc(1))) + packed(makers.cdx(makers.warc(1))),
    "cluster.idx": b"org,example)/news/1 20220810145001\tcdx-00000.gz\t0\t188224\t1\n",
    "index.idx": b'!meta 0 {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"}\n',
}


@pytest.mark.parametrize("name", INDEXES)
def test_an_index_by_itself_is_named(tmp_path: Path, name: str) -> None:
    (problem,) = problems(read(tmp_path, name, INDEXES[name]))
    assert problem.skipped
    assert problem.problem == "this is an index of web archives and holds no pages"


@pytest.mark.parametrize("pack", [bytes, packed])
def test_an_arc_file_is_named_and_not_read_as_text(tmp_path: Path, pack: type[bytes]) -> None:
    head = b"filedesc://IAH-1.arc 0.0.0.0 20220810145001 text/plain 76\n1 1 InternetArchive\n\n"
    (problem,) = read(tmp_path, "old.arc", pack(head + http(PAGE)))
    assert isinstance(problem, InputProblem)
    assert "warcio recompress" in problem.remedy
    assert problem.raw is not None


def test_packings_that_are_not_read_say_unpack_it(tmp_path: Path) -> None:
    (problem,) = problems(read(tmp_path, "a.warc.zst", b"\x28\xb5\x2f\xfd\x24\x00\x01\x00\x00\x99\xe9\xd8\x51"))
    assert problem.remedy.startswith("Unpack it")


# -- standard input and pipes ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "number"),
    [(makers.warc(3), 3), (makers.warc(3, False), 3), (gzip.compress(makers.warc(3, False)), 3), (makers.rss(2), 2),
     (makers.wacz(makers.warc(2), index=makers.cdx(makers.warc(2))), 2)],
)  # fmt: skip
def test_archives_on_standard_input_are_read_and_kept_whole(tmp_path: Path, content: bytes, number: int) -> None:
    with open_store(tmp_path / "home", write=True) as store, Streams() as streams:
        intake = Intake(store, Facts(), False, containers=Containers(store.objects, streams.paths))
        list(intake.add(iter_inputs(["-"], stdin=io.BytesIO(content), streams=streams)))
        with store.transaction() as connection:
            assert len(list_inputs(connection, "queued")) == number
            kept = [values["id"] for values in iter_values(connection, "object") if values["kind"] == "container"]
        assert kept == [hash_bytes(content)]
        assert list(verify(store)) == []


def test_a_stream_that_never_ends_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("marsad.ingest.streams.MAX_SPOOL_BYTES", 1000)
    (problem,) = iter_inputs(["-"], stdin=io.BytesIO(TEXT.encode() * 100))
    assert isinstance(problem, InputProblem)
    assert problem.kind == "too-large"


def test_streams_leave_no_files() -> None:
    with Streams() as streams:
        path = streams.keep("-", b"a", io.BytesIO(b"b"))
        assert path.read_bytes() == b"ab"
    assert not path.exists()

"""The network: only public addresses, polite, capped, kept as WARC. The server of these tests is on loopback and is
allowed by an argument; nothing else is asked.
"""

from __future__ import annotations

import contextlib
import gzip
import ipaddress
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import makers
from marsad.fetch.addresses import AddressError, check_url, is_public, pin
from marsad.fetch.bodies import BodyError, decode_body
from marsad.fetch.clients import Fetched, Fetcher, NotFetched, retry_after
from marsad.fetch.pacing import Pace, wait_after
from marsad.ingest import InputProblem, RawReport, iter_inputs
from marsad.ingest.fetches import FetchBlobs, as_blob
from marsad.ingest.inputs import iter_blobs
from marsad.ingest.readers.opmls import Feed
from marsad.ingest.watches import StateFile, Watch

Answer = tuple[int, dict[str, str], bytes]


class Site:
    """A web server whose pages a test sets: path to answer, or to a function of the request's headers."""

    def __init__(self) -> None:
        self.pages: dict[str, Answer | Callable[[dict[str, str]], Answer]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                headers = {name.lower(): value for name, value in self.headers.items()}
                site.asked.append((self.path, headers))
                page = site.pages.get(self.path, (404, {}, b"nothing"))
                status, more, body = page(headers) if callable(page) else page
                self.send_response(status)
                for name, value in {"Content-Type": "text/html", "Content-Length": str(len(body)), **more}.items():
                    self.send_header(name, value)
                self.end_headers()
                with contextlib.suppress(OSError):
                    self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]


class Time:
    """A clock that sleeping moves."""

    def __init__(self) -> None:
        self.now = 1_660_000_000.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def fetcher(time: Time) -> Fetcher:
    """Every name is this machine, and this machine is allowed."""
    return Fetcher(
        look_up=lambda host, port: ["127.0.0.1"],
        allow=lambda address: address == ipaddress.ip_address("127.0.0.1"),
        clock=time,
        sleep=time.sleep,
    )


SPELLINGS = [
    "http://127.0.0.1/", "http://127.1/", "http://127.0.1/", "http://2130706433/", "http://0x7f000001/",
    "http://0x7f.0.0.1/", "http://0x7f.1/", "http://0177.0.0.1/", "http://017700000001/", "http://00000177.0.0.1/",
    "http://127.0.0.1./", "http://localhost/", "http://LOCALHOST/", "http://localhost./", "http://a.localhost/",
    "http://0.0.0.0/", "http://0/", "http://[::]/", "http://[::1]/", "http://[0:0:0:0:0:0:0:1]/",
    "http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/", "http://[::127.0.0.1]/", "http://[64:ff9b::7f00:1]/",
    "http://[2002:7f00:1::]/", "http://[2001:0:7f00:1::]/", "http://[fe80::1]/", "http://[fe80::1%25eth0]/",
    "http://[fc00::1]/", "http://[fd00:ec2::254]/", "http://[ff02::1]/", "http://10.0.0.1/", "http://172.16.0.1/",
    "http://192.168.1.1/", "http://169.254.169.254/latest/", "http://0xa9fea9fe/", "http://2852039166/",
    "http://[::ffff:169.254.169.254]/", "http://100.64.0.1/", "http://192.0.0.1/", "http://198.18.0.1/",
    "http://224.0.0.1/", "http://240.0.0.1/", "http://255.255.255.255/", "http://metadata.google.internal/",
    "http://printer.local/", "http://１２７.０.０.１/", "http://①②⑦.0.0.1/", "http://127。0。0。1/",
    "http://example.org@127.0.0.1/", "http://127.0.0.1:80\\@example.org/", "http://a:b@example.org/",
]  # fmt: skip


@pytest.mark.parametrize("url", SPELLINGS)
def test_no_spelling_of_an_inner_address_is_asked(url: str) -> None:
    def never(host: str, port: int) -> list[str]:
        raise AssertionError(f"{host} was looked up")

    found = Fetcher(look_up=never, sleep=lambda seconds: None).fetch(url)
    assert isinstance(found, NotFetched)
    assert found.kind == "refused"


@pytest.mark.parametrize(
    "url",
    ["file:///etc/passwd", "ftp://example.org/", "gopher://x/", "http:///x", "http://", "https://exa mple.org/", "x",
     "http://example.org/\r\nHost: evil", "javascript:alert(1)", "http://" + "a" * 5000, "http://[::1", "http://a:99999/"],
)  # fmt: skip
def test_other_schemes_and_broken_addresses_are_refused(url: str) -> None:
    found = Fetcher(look_up=lambda host, port: ["93.184.216.34"], sleep=lambda seconds: None).fetch(url)
    assert isinstance(found, NotFetched)
    assert found.kind == "refused"


@pytest.mark.parametrize("inner", ["127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "fd00::1", "::ffff:10.0.0.1"])
def test_a_name_that_resolves_inward_is_refused(inner: str) -> None:
    for addresses in ([inner], ["93.184.216.34", inner]):
        with pytest.raises(AddressError, match="public"):
            pin("evil.example", 80, lambda host, port, found=addresses: found, is_public)
    assert pin("example.org", 80, lambda host, port: ["93.184.216.34"], is_public) == "93.184.216.34"


def test_a_name_is_looked_up_once_for_a_request(site: Site, fetcher: Fetcher) -> None:
    """An answer that changes between check and use changes nothing: the checked address is the one connected to."""
    looked_up: list[str] = []

    def rebind(host: str, port: int) -> list[str]:
        looked_up.append(host)
        return ["127.0.0.1"] if len(looked_up) == 1 else ["10.0.0.1"]

    fetcher.look_up = rebind
    site.pages["/"] = (200, {}, makers.page())
    assert isinstance(fetcher.fetch(f"http://news.example:{site.port}/"), Fetched)
    assert looked_up == ["news.example"]
    assert site.asked[-1][1]["host"] == f"news.example:{site.port}"
    assert isinstance(fetcher.fetch(f"http://news.example:{site.port}/"), NotFetched)


def test_redirects_are_checked_anew_and_counted(site: Site, fetcher: Fetcher) -> None:
    base = f"http://news.example:{site.port}"
    site.pages["/good"] = (302, {"Location": "/end"}, b"")
    site.pages["/end"] = (200, {}, makers.page())
    site.pages["/loop"] = (301, {"Location": "/loop"}, b"")
    site.pages["/file"] = (302, {"Location": "file:///etc/passwd"}, b"")
    site.pages["/inner"] = (302, {"Location": "http://10.0.0.1/"}, b"")
    found = fetcher.fetch(f"{base}/good")
    assert isinstance(found, Fetched)
    assert found.url == f"{base}/end"
    for path, kind in (("/loop", "redirects"), ("/file", "refused"), ("/inner", "refused")):
        refused = fetcher.fetch(base + path)
        assert isinstance(refused, NotFetched)
        assert refused.kind == kind
    assert site.paths().count("/loop") == 6


def test_robots_are_asked_once_and_obeyed(site: Site, fetcher: Fetcher, time: Time) -> None:
    site.pages["/robots.txt"] = (200, {}, b"User-agent: Marsad\nDisallow: /private\nCrawl-delay: 7\n")
    site.pages["/a"] = site.pages["/b"] = (200, {}, b"x")
    base = f"http://news.example:{site.port}"
    assert isinstance(fetcher.fetch(f"{base}/a"), Fetched)
    assert isinstance(fetcher.fetch(f"{base}/b"), Fetched)
    refused = fetcher.fetch(f"{base}/private/x")
    assert isinstance(refused, NotFetched)
    assert refused.kind == "robots"
    assert site.paths() == ["/robots.txt", "/a", "/b"]
    assert time.slept == [7.0]
    assert "Marsad/" in site.asked[-1][1]["user-agent"]


def test_a_site_whose_robots_fail_is_left_alone(site: Site, fetcher: Fetcher) -> None:
    site.pages["/robots.txt"] = (503, {}, b"")
    found = fetcher.fetch(f"http://news.example:{site.port}/a")
    assert isinstance(found, NotFetched)
    assert site.paths() == ["/robots.txt"]


def test_bodies_are_capped(site: Site, fetcher: Fetcher) -> None:
    site.pages["/big"] = (200, {}, b"x" * (10 * 1024 * 1024 + 1))
    site.pages["/bomb"] = (200, {"Content-Encoding": "gzip"}, gzip.compress(b"0" * 50_000_000))
    site.pages["/cut"] = (200, {"Content-Encoding": "gzip"}, gzip.compress(b"0" * 5_000)[:-9])
    site.pages["/packed"] = (200, {"Content-Encoding": "gzip"}, gzip.compress(makers.page()))
    base = f"http://news.example:{site.port}"
    for path, word in (("/big", "larger"), ("/bomb", "inflates"), ("/cut", "too early")):
        found = fetcher.fetch(base + path)
        assert isinstance(found, NotFetched), path
        assert word in found.problem
    good = fetcher.fetch(f"{base}/packed")
    assert isinstance(good, Fetched)
    assert good.body == makers.page()


def test_an_answer_carries_its_exchange_as_warc(site: Site, fetcher: Fetcher, tmp_path: Path) -> None:
    site.pages["/news"] = (200, {"Content-Encoding": "gzip"}, gzip.compress(makers.page(3)))
    url = f"http://news.example:{site.port}/news"
    (item,) = iter_inputs([url], fetch=FetchBlobs(fetcher))
    assert isinstance(item, RawReport)
    assert (item.raw, item.url, item.fetched, item.kind) == (makers.page(3), url, "2022-08-08T23:06:40Z", "html")
    assert item.exchange
    path = tmp_path / "kept.warc.gz"
    path.write_bytes(item.exchange)
    (again,) = iter_inputs([path])
    assert isinstance(again, RawReport)
    assert (again.id, again.url, again.fetched) == (item.id, url, item.fetched)
    assert b"User-Agent" in gzip.decompress(item.exchange)


def test_addresses_need_to_be_asked_for() -> None:
    (problem,) = iter_inputs(["https://example.org/news"])
    assert isinstance(problem, InputProblem)
    assert problem.kind == "not-fetched"
    assert "--fetch" in problem.remedy


def test_errors_are_named(site: Site, fetcher: Fetcher, time: Time) -> None:
    site.pages["/gone"] = (410, {"Retry-After": "120"}, b"")
    found = fetcher.fetch(f"http://news.example:{site.port}/gone")
    assert isinstance(found, NotFetched)
    assert (found.kind, found.retry_after) == ("status", 120.0)
    fetcher.look_up = lambda host, port: []
    assert isinstance(fetcher.fetch("http://nowhere.example/"), NotFetched)
    assert retry_after("Mon, 08 Aug 2022 23:07:40 GMT", time.now) == 60.0
    assert retry_after("soon", time.now) is None


def test_pauses_and_waits(time: Time) -> None:
    pace = Pace(time, time.sleep, 2.0)
    for host in ("a", "b", "a", "a"):
        pace.wait(host)
    assert time.slept == [2.0, 2.0]
    pace.wait("b", 1000.0)
    assert time.slept[-1] <= 30.0
    waits = [wait_after(n, None, lambda: 1.0) for n in range(1, 15)]
    assert waits[:3] == [60.0, 120.0, 240.0]
    assert waits[-1] == 86_400.0
    assert wait_after(3, None, lambda: 0.0) == 120.0
    assert wait_after(1, 500.0, lambda: 0.0) == 500.0


def test_watch_asks_what_is_due_and_gives_each_entry_once(
    site: Site, fetcher: Fetcher, time: Time, tmp_path: Path
) -> None:
    url = f"http://news.example:{site.port}/feed"
    count = 2

    def feed(headers: dict[str, str]) -> Answer:
        if headers.get("if-none-match") == f'"{count}"':
            return 304, {}, b""
        return 200, {"ETag": f'"{count}"', "Content-Type": "application/rss+xml"}, makers.rss(count)

    site.pages["/feed"] = feed
    state = StateFile(tmp_path / "watch.json")
    feeds = [Feed(url, "شبكة"), Feed(f"http://news.example:{site.port}/gone", "")]

    def poll() -> list[RawReport | InputProblem]:
        watch = Watch(state, fetcher, lambda found: iter_blobs([as_blob(found)]), time, lambda: 0.0)
        kept: list[RawReport | InputProblem] = []
        watch.poll(feeds, kept.extend)
        return kept

    first = poll()
    assert [type(item) for item in first] == [RawReport, RawReport, InputProblem]
    assert "asked again in 15 min" in str(first[-1])
    assert isinstance(first[0], RawReport)
    assert (first[0].container, first[0].locator, first[0].outlet) == (
        url,
        "entry https://example.org/?p=0",
        "شبكة الضفة",
    )
    assert first[0].exchange
    assert poll() == []
    time.now += 900
    assert [type(item) for item in poll()] == [InputProblem]
    count = 3
    time.now += 2000
    assert [getattr(item, "title", None) for item in poll()] == ["مقتل شاب 2", None]
    known = state.load()
    assert (known[url].failures, known[url].etag, known[url].title) == (0, '"3"', "شبكة")
    assert known[feeds[1].url].failures == 3
    assert known[feeds[1].url].last_problem == "the server answered 404"


def test_entries_are_remembered_only_once_they_are_kept(site: Site, fetcher: Fetcher, tmp_path: Path) -> None:
    site.pages["/feed"] = (200, {"ETag": "1"}, makers.rss(2))
    feed = Feed(f"http://news.example:{site.port}/feed", "شبكة")
    watch = Watch(
        StateFile(tmp_path / "watch.json"), fetcher, lambda found: iter_blobs([as_blob(found)]), Time(), lambda: 0.0
    )

    def fail(items: Iterator[RawReport | InputProblem]) -> None:
        assert len(list(items)) == 2
        raise OSError("no space left")

    with pytest.raises(OSError, match="no space"):
        watch.poll([feed], fail)
    kept: list[RawReport | InputProblem] = []
    watch.poll([feed], kept.extend)
    assert len(kept) == 2
    watch.poll([feed], kept.extend)
    assert len(kept) == 2


def test_a_broken_state_is_named(tmp_path: Path) -> None:
    path = tmp_path / "watch.json"
    path.write_text("{", encoding="utf-8")
    with pytest.raises(Exception, match="not the state of a watch"):
        StateFile(path).load()


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60) | st.from_regex(r"https?://[\[\]0-9a-fx.:%@/]{1,40}", fullmatch=True))
def test_any_address_is_pinned_or_refused(url: str) -> None:
    try:
        _, host, port = check_url(url)
        address = pin(host, port, lambda host, port: ["93.184.216.34"], is_public)
    except AddressError:
        return
    assert is_public(ipaddress.ip_address(address))


@settings(max_examples=300, deadline=None)
@given(
    st.binary(max_size=200),
    st.sampled_from(["chunked", ""]),
    st.sampled_from(["gzip", "deflate", "br", "zstd", "gzip, br", ""]),
)
def test_any_body_is_decoded_or_refused(raw: bytes, transfer: str, content: str) -> None:
    headers = {"transfer-encoding": transfer, "content-encoding": content}
    for body in (raw, gzip.compress(raw)[: len(raw)]):
        try:
            assert len(decode_body(body, headers, 10_000)) <= 10_000
        except BodyError:
            continue

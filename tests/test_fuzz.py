"""Inputs of every kind, mutated: whatever the bytes, each reader ends in reports and named problems (0 uncaught).

``make fuzz`` runs the same with atheris, as long as one likes.
"""

from __future__ import annotations

import io
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import makers
from makers import TEXT
from marsad.errors import InputError
from marsad.fetch.clients import retry_after
from marsad.ingest import InputProblem, RawReport
from marsad.ingest.columns import match_columns, parse_map
from marsad.ingest.inputs import read_blob
from marsad.ingest.readers import open_blob
from marsad.ingest.readers.contracts import Blob, Reading
from marsad.ingest.readers.jobs import run_job
from marsad.ingest.readers.telegrams import join_text
from marsad.ingest.readers.warc_records import matches
from marsad.ingest.readers.xml_checks import strip_tags
from marsad.present.screens import safe

SEEDS = {
    "a.txt": TEXT.encode(),
    "a.html": makers.page(0, 2),
    "a.warc": makers.warc(2, False),
    "a.warc.gz": makers.warc(2),
    "a.wacz": makers.wacz(makers.warc(1)),
    "a.zip": makers.archive({"a.txt": TEXT.encode(), "b.html": makers.page(0, 1)}),
    "a.gz": makers.packed(TEXT.encode()),
    "a.mhtml": makers.mhtml(makers.page(0, 1)),
    "a.xml": makers.rss(2),
    "b.xml": makers.atom(),
    "a.opml": makers.opml("https://example.org/a"),
    "result.json": makers.encoded(makers.chat(makers.message(1), makers.message(2, ["قُتل", {"text": "شاب"}]))),
    "a.jsonl": f'{{"text":{json.dumps(TEXT)}}}\n{{"المحتوى":{json.dumps(TEXT)}}}\n'.encode(),
    "a.json": f'[{{"text":{json.dumps(TEXT)}}}]'.encode(),
    "s.html": makers.channel(TEXT, TEXT),
    "b.wacz": makers.wacz(makers.warc(1), index=makers.cdx(makers.warc(1))),
    "a.cdx": b" CDX N b a m s k r M S V g\n" + makers.cdx(makers.warc(1)),
    "a.arc": b"filedesc://a.arc 0.0.0.0 20220810145001 text/plain 76\n1 1 InternetArchive\n\n" + makers.page(0, 1),
    "a.csv": f'id,text\n1,"{TEXT}"\n2,{TEXT}\n'.encode(),
    "a.xlsx": makers.workbook([["text", "id"], [TEXT, 1]]),
}


def read_all(raw: bytes, name: str) -> None:
    """Read bytes under a name in this process; a fault of a reader raises."""
    reading = Reading({}, run_job, open_blob)
    for item in read_blob(Blob(name, name, io.BytesIO(raw), len(raw)), reading):
        assert isinstance(item, RawReport | InputProblem)
        str(item)
        if isinstance(item, RawReport):
            assert item.kind
            item.text.encode()
        else:
            assert item.kind != "failed", item


@st.composite
def mutated(draw: st.DrawFn, seed: bytes) -> bytes:
    """The seed with a few bytes changed, cut, doubled or replaced."""
    raw = bytearray(seed)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, max(0, len(raw) - 1)))
        size = draw(st.integers(0, 40))
        change = draw(st.sampled_from(["flip", "cut", "end", "double", "write"]))
        if change == "flip" and raw:
            raw[at] ^= 1 << draw(st.integers(0, 7))
        elif change == "cut":
            del raw[at : at + size]
        elif change == "end":
            del raw[at:]
        elif change == "double":
            raw[at:at] = raw[at : at + size]
        else:
            raw[at : at + size] = draw(st.binary(max_size=12))
    return bytes(raw)


@pytest.mark.parametrize("name", SEEDS)
def test_mutated_inputs_end_in_reports_and_problems(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MARSAD_DEBUG", "1")

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(raw=mutated(SEEDS[name]))
    def check(raw: bytes) -> None:
        read_all(raw, name)

    check()


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.just(TEXT),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["text", "type", "id", "messages", "chats", "list", "name", "date_unixtime", "photo",
                             "forwarded_from", "edited", "action", "المحتوى", "published", "reports"]),
            inner, max_size=5)
    ),
    max_leaves=20,
)  # fmt: skip


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(_JSON, st.sampled_from(["result.json", "a.jsonl", "a"]))
def test_any_json_ends_in_reports_and_problems(value: object, name: str) -> None:
    read_all(json.dumps(value).encode(), name)
    read_all(json.dumps({"name": "ق", "type": "public_channel", "id": 1, "messages": [value]}).encode(), name)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80))
def test_small_parsers_never_raise(text: str) -> None:
    strip_tags(text)
    safe(text)
    join_text([text, {"text": text}])
    matches(text.encode("utf-8", "replace"), text)
    retry_after(text, 0.0)
    match_columns([text, "text"], {})
    try:
        parse_map([text])
    except InputError as error:
        assert "--map" in str(error)

"""Hostile inputs, built when asked for: what each is called, its file name, its bytes, and how it may end.

``report`` means that a report is read all the same; any other word is the kind of the problem.
"""

from __future__ import annotations

import io
import json
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import NamedTuple

from warcio.warcwriter import WARCWriter

import makers
from makers import TEXT

PARAGRAPHS = "".join(f"<p>{TEXT} الفقرة رقم {i}.</p>" for i in range(4))
ENTITIES = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
BOMB = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "lol">{ENTITIES}]>'
EXTERNAL = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'


class Hostile(NamedTuple):
    """One hostile input; ``ends`` are the endings allowed for each of its items."""

    name: str
    file: str
    build: Callable[[], bytes]
    ends: frozenset[str]


def corpus() -> Iterator[Hostile]:
    """All of them."""
    for group in (_pages, _markup, _archives, _warcs, _json, _tables, _texts):
        for name, file, build, ends in group():
            yield Hostile(name, file, build, frozenset(ends.split()))


Row = tuple[str, str, Callable[[], bytes], str]


def _html(body: str) -> Callable[[], bytes]:
    return lambda: f"<html><body>{body}{PARAGRAPHS}</body></html>".encode()


def _pages() -> Iterator[Row]:
    many = " ".join(f'a{i}="x"' for i in range(100_000))
    yield "one tag with 100,000 attributes", "a.html", _html(f"<div {many}>"), "report"
    yield (
        "the same with signs in the values",
        "b.html",
        _html("<div " + 'a=">" ' * 100_000 + ">"),
        "report timeout memory",
    )
    several = "".join(f"<p {' '.join(f'a{i}-{j}=x' for i in range(1_500))}>" for j in range(100))
    yield "many tags of 1,500 attributes", "c.html", _html(several), "report timeout memory"
    yield "nested 255 deep", "d.html", _html("<div>" * 255), "report"
    yield "nested 5,000 deep", "e.html", _html("<div>" * 5_000), "report"
    yield "nested 300,000 deep", "f.html", _html("<i>" * 300_000), "report timeout"
    yield "tables nested 3,000 deep", "g.html", _html("<table><tr><td>" * 3_000), "report timeout"
    yield "formatting never closed", "h.html", _html("<b><i><a>" * 30_000), "report timeout memory"
    yield "20 MB of page", "i.html", _html("<p>" + "نص " * 7_000_000), "too-long report"
    yield "a million entities", "j.html", _html("<p>" + "&lt;" * 1_000_000), "report not-arabic"
    yield (
        "comment never closed",
        "k.html",
        lambda: f"<html><body>{PARAGRAPHS}<!--".encode() + b"-" * 2_000_000,
        "report",
    )
    yield "style never closed, many times", "l.html", _html("<style>" * 50_000), "report no-text"
    yield "script in the text", "m.html", _html("<script>alert('غارة')</script>"), "report"
    yield "no text at all", "n.html", lambda: b"<html><body>" + b"<br>" * 60_000, "no-text timeout"
    yield "NUL bytes in the markup", "o.html", lambda: b"<html>\0<bo\0dy>" + PARAGRAPHS.encode(), "report"
    linked = '<script type="application/ld+json">' + "[" * 100_000 + "</script>"
    yield "linked data nested deep", "p.html", _html(linked), "report"
    yield "half a megabyte of angle brackets", "q.html", _html("<" * 500_000), "report timeout not-arabic"
    yield "a charset that does not exist", "r.html", lambda: b'<meta charset="x-evil">' + PARAGRAPHS.encode(), "report"


def _markup() -> Iterator[Row]:
    item = f"<channel><item><title>x</title><description>{TEXT}</description></item></channel>"
    yield "entity bomb as a feed", "a.xml", lambda: f"{BOMB}<rss>{item}<x>&l9;</x></rss>".encode(), "hostile-xml"
    yield (
        "quadratic entity",
        "b.xml",
        lambda: f'<!DOCTYPE x [<!ENTITY a "{"x" * 100_000}">]><rss>{item}<x>{"&a;" * 10_000}</x></rss>'.encode(),
        "hostile-xml not-arabic",
    )
    yield "external entity in a feed", "c.xml", lambda: f"{EXTERNAL}<rss>{item}<x>&e;</x></rss>".encode(), "hostile-xml"
    yield (
        "external entity in UTF-16",
        "d.xml",
        lambda: f"{EXTERNAL}<rss>{item}<x>&e;</x></rss>".encode("utf-16"),
        "hostile-xml encoding",
    )
    yield (
        "external DTD",
        "e.xml",
        lambda: f'<!DOCTYPE rss SYSTEM "http://127.0.0.1:1/x.dtd"><rss>{item}</rss>'.encode(),
        "hostile-xml report",
    )
    yield "feed nested deep", "f.xml", lambda: b"<rss>" + b"<a>" * 200_000, "hostile-xml"
    attributes = " ".join(f'a{i}="1"' for i in range(100_000))
    yield "feed with 100,000 attributes", "g.xml", lambda: f"<rss><a {attributes}/>{item}</rss>".encode(), "hostile-xml"
    yield (
        "feed of 8,000 entries",
        "h.xml",
        lambda: b"<rss><channel>" + f"<item><title>x</title><description>{TEXT}</description></item>".encode() * 8_000,
        "report too-large damaged timeout",
    )
    yield "feed cut short", "i.xml", lambda: makers.rss(3)[:-700], "report damaged"
    yield "feed without entries", "j.xml", lambda: makers.rss(0), "empty"
    yield "entity bomb as a list of feeds", "k.opml", lambda: f"{BOMB}<opml>&l9;</opml>".encode(), "hostile-xml"
    yield "external entity in a list", "l.opml", lambda: f"{EXTERNAL}<opml>&e;</opml>".encode(), "hostile-xml"
    yield "list without feeds", "m.opml", lambda: b"<opml><body/></opml>", "empty"
    yield (
        "saved page with 100,000 parts",
        "n.mhtml",
        lambda: makers.mhtml(makers.page(), end=False) + b"\r\n------=_b\r\n\r\nx" * 100_000,
        "too-large",
    )
    yield (
        "saved page nested in itself",
        "o.mhtml",
        lambda: b"".join(
            b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b%d"\r\n\r\n--b%d\r\n' % (i, i)
            for i in range(900)
        ),
        "no-text failed crashed timeout too-large",
    )
    yield "saved page cut short", "p.mhtml", lambda: makers.mhtml(makers.page())[:-900], "report no-text"


def _archives() -> Iterator[Row]:
    yield "ZIP bomb", "a.zip", lambda: makers.archive({"a.txt": b"0" * 200_000_000}), "bomb"
    yield (
        "ZIP bomb of many members",
        "b.zip",
        lambda: makers.archive({f"{i}.txt": b"0" * 1_000_000 for i in range(60)}),
        "bomb not-arabic",
    )
    yield "ZIP in ZIP in ZIP in ZIP in ZIP", "c.zip", _nested, "nested"
    yield "ZIP that names /etc/passwd", "d.zip", lambda: makers.archive({"/etc/passwd": TEXT.encode()}), "report"
    yield "ZIP that climbs out", "e.zip", lambda: makers.archive({"../../canary.txt": TEXT.encode()}), "report"
    yield (
        "ZIP that climbs out the Windows way",
        "f.zip",
        lambda: makers.archive({"..\\..\\c.txt": TEXT.encode()}),
        "report",
    )
    yield "ZIP with a broken member", "g.zip", _broken_zip, "report damaged"
    yield "ZIP cut short", "h.zip", lambda: makers.archive({"a.txt": TEXT.encode()})[:-10], "damaged"
    yield "ZIP with an encrypted member", "i.zip", _encrypted, "encrypted"
    yield "ZIP whose member lies about its size", "j.zip", _lying, "damaged"
    yield "ZIP that promises a huge table of contents", "k.zip", lambda: _directory(0xFFFFFFF0), "too-large"
    yield (
        "ZIP with 5,000 members",
        "l.zip",
        lambda: makers.archive({f"{i}.png": b"\x89PNG" for i in range(5_000)}),
        "binary",
    )
    yield "empty ZIP", "m.zip", lambda: makers.archive({}), "empty"
    yield "Word document", "n.docx", lambda: makers.archive({"word/document.xml": b"<x/>"}), "unsupported"
    yield "gzip bomb", "o.txt.gz", lambda: makers.packed(b"0" * 300_000_000), "bomb"
    yield (
        "gzip of gzip of gzip of gzip",
        "p.gz",
        lambda: makers.packed(makers.packed(makers.packed(makers.packed(TEXT.encode())))),
        "nested",
    )
    yield "gzip cut short", "q.txt.gz", lambda: makers.packed(TEXT.encode() * 9)[:-12], "truncated"
    yield "gzip with a wrong sum", "r.txt.gz", lambda: makers.packed(TEXT.encode())[:-8] + b"\0" * 8, "damaged"
    yield "gzip followed by rubbish", "s.txt.gz", lambda: makers.packed(TEXT.encode()) + b"rubbish", "report damaged"
    yield "WACZ with a wrong hash", "t.wacz", lambda: makers.wacz(makers.warc(1), wrong_hash=True), "report damaged"
    yield (
        "WACZ without a readable package",
        "u.wacz",
        lambda: makers.archive({"datapackage.json": b"{", "archive/data.warc.gz": makers.warc(1)}),
        "report damaged",
    )


def _nested() -> bytes:
    content = TEXT.encode()
    for _ in range(5):
        content = makers.archive({"a.zip": content})
    return content


def _broken_zip() -> bytes:
    content = bytearray(makers.archive({"a.txt": TEXT.encode(), "b.txt": b"." + TEXT.encode()}, zipfile.ZIP_STORED))
    content[content.find(TEXT.encode()) + 9] ^= 8
    return bytes(content)


def _encrypted() -> bytes:
    content = bytearray(makers.archive({"a.txt": TEXT.encode()}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.find(mark) + at] |= 1
    return bytes(content)


def _lying() -> bytes:
    content = bytearray(makers.archive({"a.txt": TEXT.encode() * 100}))
    start = content.find(b"PK\x01\x02")
    content[start + 24 : start + 28] = struct.pack("<I", 17)
    return bytes(content)


def _directory(size: int) -> bytes:
    content = bytearray(makers.archive({"a.txt": TEXT.encode()}))
    end = content.find(b"PK\x05\x06")
    content[end + 12 : end + 16] = struct.pack("<I", size)
    return bytes(content)


def _record(body: bytes, packed: bool = True, url: str = "https://example.org/x", **headers: str) -> bytes:
    buffer = io.BytesIO()
    writer = WARCWriter(buffer, gzip=packed)
    writer.write_record(makers.response(writer, url, body, **headers))
    return buffer.getvalue()


def _bits(packed: bool) -> Callable[[], bytes]:
    def build() -> bytes:
        content = bytearray(makers.warc(6, packed))
        for at in range(900, len(content), 1_500):
            content[at] ^= 4
        return bytes(content)

    return build


def _warcs() -> Iterator[Row]:
    yield "WARC that inflates to 256 MB", "a.warc.gz", lambda: _inflated_warc(), "bomb too-large"
    yield "body that inflates to 256 MB", "b.warc", lambda: _record(_zeros(1 << 28), Content_Encoding="gzip"), "damaged"
    yield "WARC cut short, packed", "c.warc.gz", lambda: makers.warc(5)[:-200], "report truncated"
    yield "WARC cut short, plain", "d.warc", lambda: makers.warc(5, False)[:-200], "report truncated"
    yield "WARC with altered bits, packed", "e.warc.gz", _bits(True), "report damaged truncated digest"
    yield "WARC with altered bits, plain", "f.warc", _bits(False), "report damaged truncated digest unsupported"
    yield (
        "record that claims 10 TB",
        "g.warc",
        lambda: b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 10995116277760\r\n\r\n" + makers.page(),
        "too-large",
    )
    yield (
        "record of negative length",
        "h.warc",
        lambda: b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: -5\r\n\r\n" + makers.warc(1, False),
        "damaged report",
    )
    yield "record with a million headers", "i.warc", lambda: b"WARC/1.0\r\n" + b"A: b\r\n" * 1_000_000, "damaged"
    yield "record whose header never ends", "j.warc", lambda: b"WARC/1.0\r\n" + b"A" * 5_000_000, "truncated"
    yield "20,000 broken records", "k.warc", lambda: b"WARC/1.0\r\n\r\n" * 20_000, "damaged"
    yield (
        "chunk of 4 GB",
        "l.warc",
        lambda: _record(b"FFFFFFFF\r\nx", Transfer_Encoding="chunked"),
        "report no-text damaged",
    )
    yield (
        "hostile page in an archive",
        "m.warc.gz",
        lambda: _record(b"<html><body>" + b"<i>" * 300_000 + PARAGRAPHS.encode()) + makers.warc(2),
        "report timeout",
    )


def _zeros(size: int) -> bytes:
    engine = zlib.compressobj(9, zlib.DEFLATED, 31)
    part = engine.compress(b"\0" * (1 << 20))
    rest = b"".join(engine.compress(b"\0" * (1 << 20)) for _ in range((size >> 20) - 1))
    return part + rest + engine.flush()


def _inflated_warc() -> bytes:
    engine = zlib.compressobj(9, zlib.DEFLATED, 31)
    head = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 268435456\r\n\r\n"
    return engine.compress(head) + b"".join(engine.compress(b"\0" * (1 << 20)) for _ in range(256)) + engine.flush()


def _json() -> Iterator[Row]:
    text = json.dumps(TEXT)
    yield "JSON nested deep", "a.json", lambda: b"[" * 500_000, "bad-json"
    yield "JSON nested deep, closed", "b.json", lambda: b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "bad-json"
    yield (
        "JSON lines nested deep",
        "c.jsonl",
        lambda: b'{"a":' * 50_000 + b"\n" + f'{{"text":{text}}}'.encode(),
        "report bad-json",
    )
    yield (
        "NaN and infinities",
        "d.jsonl",
        lambda: f'{{"text":{text},"id":NaN}}\n{{"text":{text},"id":-Infinity}}'.encode(),
        "bad-json",
    )
    yield "half characters", "e.json", lambda: f'{{"text":"\\ud800 {TEXT}","id":"\\udfff"}}'.encode(), "report"
    yield "NUL characters", "f.json", lambda: f'{{"text":"\\u0000{TEXT}\\u0000"}}'.encode(), "report"
    yield "a line of 20 MB", "g.jsonl", lambda: b'{"text":"' + b"x" * 20_000_000 + b'"}\n', "too-long"
    yield (
        "an object of 200,000 keys",
        "h.json",
        lambda: json.dumps({str(i): i for i in range(200_000)}).encode(),
        "no-text",
    )
    yield (
        "a number of a million digits",
        "i.json",
        lambda: b'{"text":"x","id":' + b"9" * 1_000_000 + b"}",
        "bad-json not-arabic",
    )
    yield (
        "chat whose messages are no messages",
        "j.json",
        lambda: makers.encoded(
            makers.chat(makers.message(1), None, 5, [], {"id": 1}, {"type": "message", "id": {}, "text": [1]})  # type: ignore[arg-type]
        ),
        "report bad-json no-text skipped",
    )
    yield (
        "chat cut short",
        "result.json",
        lambda: makers.encoded(makers.chat(makers.message(1), makers.message(2)))[:-90],
        "report truncated",
    )
    yield (
        "chat with an impossible date",
        "k.json",
        lambda: makers.encoded(makers.chat(makers.message(1, date_unixtime="9" * 30, date="x"))),
        "report",
    )
    yield (
        "chat of a message with 100,000 parts",
        "l.json",
        lambda: makers.encoded(makers.chat(makers.message(1, [TEXT, {"type": "bold", "text": "ق"}] * 50_000))),
        "too-long",
    )


def _tables() -> Iterator[Row]:
    yield (
        "table of 100,000 columns",
        "a.csv",
        lambda: (",".join(f"c{i}" for i in range(100_000)) + "\n1\n").encode(),
        "too-large",
    )
    yield "quote never closed", "b.csv", lambda: f'id,text\n1,"{TEXT}\n'.encode() + b"x\n" * 20_000, "bad-row no-text"
    yield "every row with an open quote", "c.csv", lambda: b"id,text\n" + b'1,"x\n' * 20_001, "bad-row"
    yield (
        "a cell of 20 MB",
        "d.csv",
        lambda: b"text,id\n" + b"x" * 20_000_000 + b",1\n",
        "bad-row too-long no-text not-arabic",
    )
    yield "NUL bytes in a table", "e.csv", lambda: b"text,id\n\0\0,1\n", "binary"
    yield "formulas in a table", "f.csv", lambda: f"text,id\n{TEXT},=cmd|'/c calc'!A1\n".encode(), "report"
    yield (
        "workbook with formulas",
        "g.xlsx",
        lambda: makers.workbook([["النص", "id"], [TEXT, '=WEBSERVICE("http://127.0.0.1/")'], ["=1+1", 2]]),
        "report no-text",
    )
    yield (
        "workbook that links to another",
        "h.xlsx",
        lambda: _edited("xl/externalLinks/externalLink1.xml", b'<externalLink r:id="rId1"/>'),
        "report",
    )
    yield (
        "workbook with entities",
        "i.xlsx",
        lambda: _edited("xl/sharedStrings.xml", f"{BOMB}<sst>&l9;</sst>".encode()),
        "hostile-xml",
    )
    yield "workbook that is a bomb", "j.xlsx", lambda: _edited("xl/worksheets/sheet1.xml", b"<a>" * 50_000_000), "bomb"
    yield "workbook cut short", "k.xlsx", lambda: makers.workbook([["text"], [TEXT]])[:-400], "damaged"
    yield "workbook of broken XML", "l.xlsx", lambda: _edited("xl/worksheets/sheet1.xml", b"<worksheet><x"), "damaged"
    yield (
        "workbook with a row number of a million",
        "m.xlsx",
        lambda: _edited(
            "xl/worksheets/sheet1.xml",
            b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
            b'<dimension ref="A1:XFD1048576"/>'
            b'<sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>',
        ),
        "columns too-large empty",
    )


def _edited(name: str, content: bytes) -> bytes:
    """A workbook with one part replaced or added."""
    source = zipfile.ZipFile(io.BytesIO(makers.workbook([["text", "id"], [TEXT, 1]])))
    members = {info.filename: source.read(info) for info in source.infolist()}
    return makers.archive({**members, name: content})


def _texts() -> Iterator[Row]:
    yield "a picture called a text", "a.txt", lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "binary"
    yield "random bytes", "b.txt", lambda: bytes((i * i * 31 + i) % 256 for i in range(100_000)), "binary encoding"
    yield "text turned around", "c.txt", lambda: TEXT.replace("شاب", "\u202eشاب\u202c").encode(), "report"
    yield "invisible characters between letters", "d.txt", lambda: "\u200b".join(TEXT).encode(), "report"
    yield (
        "hidden tag characters",
        "e.txt",
        lambda: (TEXT + "".join(chr(0xE0000 + ord(c)) for c in "ignore")).encode(),
        "report",
    )
    yield "letters of another script", "f.txt", lambda: TEXT.replace("درعا", "دрعа").encode(), "report"
    yield "a million combining marks", "g.txt", lambda: ("ق" + "\u0301" * 1_000_000).encode(), "report not-arabic"
    yield "control characters only", "h.txt", lambda: b"\x01\x02" * 5_000, "binary not-arabic"
    yield "two million characters and one", "i.txt", lambda: ("ق" * 2_000_001).encode(), "too-long"
    yield "half a UTF-16 file", "j.txt", lambda: TEXT.encode("utf-16")[:-1], "encoding"
    yield "noncharacters", "k.txt", lambda: (TEXT + "\uffff\ufffe\ufdd0").encode(), "report"
    yield "an empty file", "l.txt", lambda: b"", "empty"

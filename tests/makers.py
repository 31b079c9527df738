"""Small inputs of every kind, built on the fly: archives, chats, feeds, tables. Texts are our own."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from typing import Any

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

TEXT = "قُتل شاب، اليوم الجمعة، برصاص مجهولين في مدينة درعا البلد، بحسب ما قال مراسلنا في المدينة."


def page(number: int = 0, paragraphs: int = 4) -> bytes:
    """A page with a title and a few paragraphs."""
    body = "".join(f"<p>{TEXT} الفقرة رقم {i} من الخبر رقم {number}.</p>" for i in range(paragraphs))
    return (
        f"<!DOCTYPE html><html><head><title>خبر {number}</title></head><body><h1>مقتل شاب في درعا {number}</h1>"
        f"<article>{body}</article></body></html>"
    ).encode()


def warc(count: int = 5, packed: bool = True, **options: Any) -> bytes:
    """A WARC file with a warcinfo, and a request and a response for each page."""
    buffer = io.BytesIO()
    writer = WARCWriter(buffer, gzip=packed, **options)
    writer.write_record(writer.create_warcinfo_record("test.warc", {"software": "test"}))
    for number in range(count):
        url = f"https://example.org/news/{number}"
        asked = StatusAndHeaders(f"GET /news/{number} HTTP/1.1", [("Host", "example.org")], is_http_request=True)
        writer.write_record(writer.create_warc_record(url, "request", http_headers=asked))
        writer.write_record(response(writer, url, page(number)))
    return buffer.getvalue()


def response(writer: WARCWriter, url: str, body: bytes, status: str = "200 OK", **headers: str) -> Any:
    """A response record; header names with underscores for hyphens."""
    pairs = [("Content-Type", "text/html"), *((name.replace("_", "-"), value) for name, value in headers.items())]
    lines = StatusAndHeaders(status, list(dict(pairs).items()), protocol="HTTP/1.1")
    return writer.create_warc_record(url, "response", payload=io.BytesIO(body), http_headers=lines)


def archive(members: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as made:
        for name, content in members.items():
            made.writestr(zipfile.ZipInfo(name), content, compression)
    return buffer.getvalue()


def workbook(rows: list[list[Any]], more: dict[str, list[list[Any]]] | None = None) -> bytes:
    """An XLSX workbook."""
    from openpyxl import Workbook

    book = Workbook()
    book.active.title = "التقارير"
    for row in rows:
        book.active.append(row)
    for title, extra in (more or {}).items():
        sheet = book.create_sheet(title)
        for row in extra:
            sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def chat(*messages: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A Telegram chat as Telegram Desktop writes it."""
    head = {"name": "مراسلو الجنوب", "type": "public_channel", "id": 1_001_234}
    return {**head, **more, "messages": list(messages)}


def message(number: int, text: Any = TEXT, **more: Any) -> dict[str, Any]:
    """A message of a chat."""
    return {
        "id": number, "type": "message", "date": "2022-08-10T23:50:01", "date_unixtime": "1660164601",
        "from": "مراسلو الجنوب", "from_id": "channel1001234", "text": text, **more,
    }  # fmt: skip


def encoded(value: Any) -> bytes:
    """JSON as Telegram Desktop writes it: indented."""
    return json.dumps(value, ensure_ascii=False, indent=1).encode()


def rss(count: int = 3, full: bool = True, extra: str = "") -> bytes:
    """An RSS feed with full content or summaries."""
    items = []
    for number in range(count):
        content = f"<p>{TEXT}</p><p>{TEXT} رقم {number}</p>" * 3
        body = f"<content:encoded><![CDATA[{content}]]></content:encoded>" if full else ""
        items.append(
            f"<item><title>مقتل شاب {number}</title><link>https://example.org/{number}</link>"
            f"<guid>https://example.org/?p={number}</guid><dc:creator>قسم الأخبار</dc:creator>"
            f"<pubDate>Wed, 10 Aug 2022 14:50:0{number % 10} +0000</pubDate>"
            f"<description>{TEXT}</description>{body}</item>"
        )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<channel><title>شبكة الضفة</title>{extra}{''.join(items)}</channel></rss>"
    ).encode()


def atom() -> bytes:
    """An Atom feed with one entry."""
    return (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>نشرة</title><entry><title>خبر</title>'
        '<id>urn:1</id><link href="https://example.org/a"/><updated>2022-08-10T14:50:01Z</updated>'
        f'<content type="html">&lt;p&gt;{TEXT}&lt;/p&gt;</content></entry></feed>'
    ).encode()


def opml(*urls: str) -> bytes:
    """A list of feeds."""
    rows = "".join(f'<outline text="مصدر" type="rss" xmlUrl="{url}"/>' for url in urls)
    return f'<?xml version="1.0"?><opml version="2.0"><head/><body>{rows}</body></opml>'.encode()


def mhtml(content: bytes, end: bool = True) -> bytes:
    """A page saved by a browser with a picture."""
    import quopri

    parts = (
        b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://example.org/saved\r\nSubject: x\r\n"
        b"Date: Wed, 10 Aug 2022 14:50:01 -0000\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="----=_b"\r\n\r\n'
        b"------=_b\r\nContent-Type: text/html\r\nContent-ID: <a@mhtml.blink>\r\n"
        b"Content-Transfer-Encoding: quoted-printable\r\nContent-Location: https://example.org/saved\r\n\r\n"
        + quopri.encodestring(content)
        + b"\r\n------=_b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0K\r\n"
    )
    return parts + (b"------=_b--\r\n" if end else b"")


def wacz(content: bytes, wrong_hash: bool = False, index: bytes | None = None) -> bytes:
    """A WACZ with one WARC file, and its index where one is given: lines, or lines packed already."""
    import hashlib

    digest = hashlib.sha256(content + (b"x" if wrong_hash else b"")).hexdigest()
    package = {
        "profile": "data-package",
        "resources": [{"name": "data.warc.gz", "path": "archive/data.warc.gz", "hash": f"sha256:{digest}"}],
    }
    return archive(
        {
            "archive/data.warc.gz": content,
            **({} if index is None else {"indexes/index.cdx.gz": index if index[:2] == b"\x1f\x8b" else packed(index)}),
            "pages/pages.jsonl": b'{"format": "json-pages-1.0"}\n',
            "datapackage.json": json.dumps(package).encode(),
        },
        zipfile.ZIP_STORED,
    )


def cdx(content: bytes, name: str = "data.warc.gz") -> bytes:
    """The index of a compressed WARC file: a line for each record."""
    starts = [at for at in range(len(content)) if content.startswith(b"\x1f\x8b\x08", at)]
    lines = (f'org,example)/ 20220810145001 {{"filename": "{name}", "offset": "{at}"}}\n' for at in starts)
    return "".join(lines).encode()


def channel(*posts: str) -> bytes:
    """A page of a channel as Telegram shows it in browsers; a post without text is a picture."""
    shown = "".join(
        f'<div class="tgme_widget_message_wrap"><div class="tgme_widget_message" data-post="janoub/{number}">'
        + (f'<div class="tgme_widget_message_text">{text}</div>' if text else "")
        + f'<a class="tgme_widget_message_date"><time datetime="2022-08-1{number}T10:00:00+00:00">10:00</time></a>'
        "</div></div>"
        for number, text in enumerate(posts)
    )
    return (
        '<!DOCTYPE html><html><head><title>الجنوب</title></head><body class="widget_frame_base">'
        f'<div class="tgme_channel_info_header_title">مراسلو الجنوب</div>{shown}</body></html>'
    ).encode()


def packed(content: bytes) -> bytes:
    """Gzip without a time, so that the bytes are the same each run."""
    return gzip.compress(content, mtime=0)

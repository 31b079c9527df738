"""Readers: every kind gives its reports with facts, container and place, and names what it skips."""

from __future__ import annotations

import hashlib
import io
import json
from pathlib import Path

import pytest
from warcio.warcwriter import WARCWriter

import makers
from makers import TEXT
from marsad.errors import InputError
from marsad.ingest import InputProblem, RawReport, iter_inputs
from marsad.ingest.columns import match_columns, parse_map


def _read(tmp_path: Path, name: str, content: bytes, **options: object) -> list[RawReport | InputProblem]:
    path = tmp_path / name
    path.write_bytes(content)
    return list(iter_inputs([str(path)], **options))  # type: ignore[arg-type]


def _reports(items: list[RawReport | InputProblem]) -> list[RawReport]:
    found = [item for item in items if isinstance(item, RawReport)]
    assert all(item.id == hashlib.sha256(item.raw).hexdigest() for item in found)
    assert all(item.kind for item in found)
    return found


def _problems(items: list[RawReport | InputProblem]) -> list[InputProblem]:
    found = [item for item in items if isinstance(item, InputProblem)]
    assert all(item.problem and item.remedy for item in found)
    assert all(item.id == (hashlib.sha256(item.raw).hexdigest() if item.raw is not None else None) for item in found)
    return found


def test_telegram_chat(tmp_path: Path) -> None:
    mixed = ["قُتل ", {"type": "bold", "text": "شاب"}, " برصاص مجهولين في مدينة درعا البلد صباح اليوم"]
    chat = makers.chat(
        makers.message(1),
        makers.message(2, mixed, forwarded_from="شبكة الضفة", edited_unixtime="1660170000"),
        {"id": 3, "type": "service", "action": "pin_message", "text": ""},
        makers.message(4, "", photo="photos/a.jpg"),
        makers.message(5, "", media_type="video_file"),
        makers.message(6, {"wrong": 1}),
    )
    items = _read(tmp_path, "result.json", makers.encoded(chat))
    first, second = _reports(items)
    assert (first.outlet, first.published, first.byline) == ("مراسلو الجنوب", "2022-08-10T20:50:01+00:00", None)
    assert (first.external_id, first.locator, first.kind) == ("1001234/1", "message 1", "telegram")
    assert first.container == str(tmp_path / "result.json")
    assert json.loads(first.raw)["id"] == 1
    assert second.text == "قُتل شاب برصاص مجهولين في مدينة درعا البلد صباح اليوم"
    assert second.byline == "شبكة الضفة"
    assert {w.split(":")[0] for w in second.warnings} == {"forwarded", "edited"}
    told = _problems(items)
    assert [p.skipped for p in told] == [True, True, True, False]
    assert "pin_message" in told[0].problem
    assert "photo" in told[1].problem
    assert "video_file" in told[2].problem


def test_telegram_whole_account(tmp_path: Path) -> None:
    chats = [makers.chat(makers.message(1), name=f"قناة {i}", id=i) for i in range(3)]
    left = [makers.chat(makers.message(9), name="قناة تُركت", id=9), makers.chat(name="فارغة", id=10)]
    export = {"about": "…", "contacts": {"list": []}, "chats": {"list": chats}, "left_chats": {"list": left}}
    items = _read(tmp_path, "export.json", makers.encoded(export))
    assert [r.outlet for r in _reports(items)] == ["قناة 0", "قناة 1", "قناة 2", "قناة تُركت"]
    assert _reports(items)[0].locator == "chat قناة 0, message 1"
    assert ["no messages" in p.problem for p in _problems(items)] == [True]


def test_telegram_export_cut_short_gives_the_messages_before(tmp_path: Path) -> None:
    whole = makers.encoded(makers.chat(*(makers.message(i) for i in range(1, 6))))
    items = _read(tmp_path, "result.json", whole[:-200])
    assert [(r.outlet, r.external_id) for r in _reports(items)] == [
        ("مراسلو الجنوب", f"1001234/{i}") for i in range(1, 5)
    ]
    (problem,) = _problems(items)
    assert (problem.kind, "4 messages" in problem.problem) == ("truncated", True)


@pytest.mark.parametrize("packed", [True, False])
def test_warc(tmp_path: Path, packed: bool) -> None:
    items = _read(tmp_path, "a.warc.gz" if packed else "a.warc", makers.warc(3, packed))
    reports = _reports(items)
    assert len(reports) == len(items) == 3
    assert reports[1].url == "https://example.org/news/1"
    assert reports[1].raw == makers.page(1)
    assert reports[1].fetched
    assert reports[1].locator.startswith("record 5 at byte ")  # type: ignore[union-attr]
    assert (reports[1].kind, reports[1].title) == ("html", "مقتل شاب في درعا 1")


def test_warc_names_what_is_no_page(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    writer = WARCWriter(buffer, gzip=True)
    url = "https://example.org/x"
    for made in (
        makers.response(writer, url, b"", "404 Not Found"),
        makers.response(writer, url, b"\x89PNG", Content_Type="image/png"),
        makers.response(writer, url, makers.packed(makers.page(1)), Content_Encoding="gzip"),
        makers.response(writer, url, b"%x\r\n%s\r\n0\r\n\r\n" % (len(makers.page(2)), makers.page(2)),
                        Transfer_Encoding="chunked"),
        makers.response(writer, url, b"junk", Content_Encoding="zstd"),
        writer.create_revisit_record(url, "sha1:AAAA", url, "2022-08-10T00:00:00Z"),
        writer.create_warc_record(url, "conversion", payload=io.BytesIO(TEXT.encode()), warc_content_type="text/plain"),
        writer.create_warc_record("urn:x", "resource", payload=io.BytesIO(b"{}"), warc_content_type="application/json"),
        makers.response(writer, url, makers.rss(2), Content_Type="application/rss+xml"),
    ):  # fmt: skip
        writer.write_record(made)
    items = _read(tmp_path, "a.warc.gz", buffer.getvalue())
    assert [r.kind for r in _reports(items)] == ["html", "html", "text", "feed", "feed"]
    assert _reports(items)[0].raw == makers.page(1)
    assert _reports(items)[1].raw == makers.page(2)
    told = [(p.kind, p.skipped) for p in _problems(items)]
    assert told == [("skipped", True), ("skipped", True), ("damaged", False), ("skipped", True), ("skipped", True)]


def test_warc_cut_short_is_named_and_the_rest_is_kept(tmp_path: Path) -> None:
    for packed in (True, False):
        whole = makers.warc(5, packed)
        items = _read(tmp_path, "cut.warc", whole[:-300])
        assert len(_reports(items)) == 4
        (problem,) = _problems(items)
        assert problem.kind == "truncated"


@pytest.mark.parametrize("packed", [True, False])
def test_warc_with_one_altered_bit_never_loses_a_record_silently(tmp_path: Path, packed: bool) -> None:
    whole = makers.warc(4, packed)
    originals = {makers.page(i) for i in range(4)}
    for at in range(3, len(whole), 211):
        altered = bytearray(whole)
        altered[at] ^= 1 << (at % 8)
        items = list(iter_inputs([_write(tmp_path, bytes(altered))], guarded=False))
        reports = _reports(items)
        assert all(report.raw in originals for report in reports), at
        assert len(reports) == 4 or _problems(items), at
        assert len(reports) >= 3, (at, items)


def _write(tmp_path: Path, content: bytes) -> str:
    path = tmp_path / "altered.warc"
    path.write_bytes(content)
    return str(path)


def test_warc_in_one_gzip_member(tmp_path: Path) -> None:
    items = _read(tmp_path, "a.warc.gz", makers.packed(makers.warc(3, False)))
    assert len(_reports(items)) == len(items) == 3


def test_wacz(tmp_path: Path) -> None:
    items = _read(tmp_path, "a.wacz", makers.wacz(makers.warc(2)))
    assert len(_reports(items)) == len(items) == 2
    assert _reports(items)[0].container == f"{tmp_path / 'a.wacz'} > archive/data.warc.gz"
    altered = _read(tmp_path, "b.wacz", makers.wacz(makers.warc(2), wrong_hash=True))
    assert len(_reports(altered)) == 2
    assert [p.problem for p in _problems(altered)] == ["its hash is not the one the package states"]


def test_wacz_is_counted_against_its_index(tmp_path: Path) -> None:
    whole = makers.warc(4)
    index = makers.cdx(whole)
    assert len(_reports(_read(tmp_path, "a.wacz", makers.wacz(whole, index=index)))) == 4
    assert _problems(_read(tmp_path, "a.wacz", makers.wacz(whole, index=index))) == []
    cut = whole[: whole.rfind(b"\x1f\x8b\x08")]  # a whole record gone, and the hash made anew
    items = _read(tmp_path, "cut.wacz", makers.wacz(cut, index=index))
    assert len(_reports(items)) == 3
    assert [p.problem for p in _problems(items)] == ["the index lists 9 records, 1 of them are not where it says"]
    other = _read(tmp_path, "other.wacz", makers.wacz(whole, index=index + makers.cdx(whole, "gone.warc.gz")))
    assert [p.locator for p in _problems(other)] == ["archive/gone.warc.gz"]


def test_page_of_an_archive_is_read_by_the_recipe_of_its_address_and_dated_by_its_capture(tmp_path: Path) -> None:
    body = f"<div class=entry>{f'<p>{TEXT}</p>' * 4}</div>"
    page = f"<!DOCTYPE html><html><body><h1>مقتل شاب في درعا</h1><span>منذ 3 ساعات</span>{body}</body></html>"
    buffer = io.BytesIO()
    writer = WARCWriter(buffer, gzip=True)
    record = makers.response(writer, "https://sana.sy/1", page.encode())
    record.rec_headers.replace_header("WARC-Date", "2022-08-10T14:50:01Z")
    writer.write_record(record)
    (report,) = _reports(_read(tmp_path, "a.warc.gz", buffer.getvalue()))
    assert (report.extractor or "").startswith("recipe:sana/")
    assert report.published == "2022-08-10"


def test_channel_page_gives_its_posts(tmp_path: Path) -> None:
    items = _read(tmp_path, "s.html", makers.channel(TEXT, "", f"{TEXT}<br>رقم 2"))
    first, last = _reports(items)
    assert (first.text, first.published, first.url) == (TEXT, "2022-08-10T10:00:00+00:00", "https://t.me/janoub/0")
    assert (last.text, last.locator, last.outlet) == (f"{TEXT}\nرقم 2", "post janoub/2", "مراسلو الجنوب")
    assert last.container == str(tmp_path / "s.html")
    assert [(p.kind, p.skipped) for p in _problems(items)] == [("skipped", True)]
    (only,) = _reports(_read(tmp_path, "one.html", makers.channel(TEXT)))
    assert (only.text, only.container) == (TEXT, None)


def test_feeds(tmp_path: Path) -> None:
    items = _read(tmp_path, "feed.xml", makers.rss(2))
    first = _reports(items)[0]
    assert len(items) == 2
    assert (first.title, first.outlet, first.byline) == ("مقتل شاب 0", "شبكة الضفة", "قسم الأخبار")
    assert (first.url, first.external_id) == ("https://example.org/0", "https://example.org/?p=0")
    assert first.published == "2022-08-10T14:50:00+00:00"
    assert first.text.count(TEXT) == 6
    assert (first.container, first.locator) == (str(tmp_path / "feed.xml"), "entry https://example.org/?p=0")
    short = _reports(_read(tmp_path, "short", makers.rss(1, full=False)))[0]
    assert any(w.startswith("summary:") for w in short.warnings)
    (entry,) = _reports(_read(tmp_path, "atom", makers.atom()))
    assert (entry.text, entry.published) == (TEXT, "2022-08-10T14:50:01+00:00")


def test_feed_cut_short_is_named(tmp_path: Path) -> None:
    items = _read(tmp_path, "feed.xml", makers.rss(3)[:-900])
    assert _reports(items)
    assert _problems(items)[-1].kind == "damaged"


def test_opml_names_its_feeds(tmp_path: Path) -> None:
    items = _read(tmp_path, "feeds.opml", makers.opml("https://example.org/a", "https://example.org/b"))
    assert all(isinstance(item, InputProblem) and item.skipped and "marsad watch" in item.remedy for item in items)
    assert len(items) == 2


def test_mhtml(tmp_path: Path) -> None:
    content = makers.mhtml(makers.page(3))
    (report,) = _reports(_read(tmp_path, "saved.mhtml", content))
    assert report.raw == content
    assert (report.url, report.fetched) == ("https://example.org/saved", "2022-08-10T14:50:01+00:00")
    assert "الفقرة رقم 3" in report.text
    (cut,) = _reports(_read(tmp_path, "cut.mhtml", makers.mhtml(makers.page(3), end=False)))
    assert any(w.startswith("truncated:") for w in cut.warnings)
    zone = content.replace(b"14:50:01 -0000", b"14:50:01 +99999999999999")
    (report,) = _reports(_read(tmp_path, "zone.mhtml", zone))
    assert report.fetched is None


ROWS = [
    ["التاريخ", "المصدر", "المحتوى", "ملاحظات"],
    ["2022-08-10", "شبكة الضفة", TEXT, "أ"],
    ["2022-08-11", "شبكة الضفة", "", "ب"],
]


@pytest.mark.parametrize("name", ["a.csv", "a.tsv", "a.dat", "a.xlsx"])
def test_tables(tmp_path: Path, name: str) -> None:
    sign = "\t" if name == "a.tsv" else ";"
    text = "\r\n".join(sign.join(row) for row in ROWS)
    content = makers.workbook(ROWS) if name == "a.xlsx" else ("\ufeff" + text).encode()
    items = _read(tmp_path, name, content)
    (report,) = _reports(items)
    assert (report.outlet, report.published, report.text) == ("شبكة الضفة", "2022-08-10", TEXT)
    assert json.loads(report.raw) == dict(zip(ROWS[0], ROWS[1], strict=True))
    assert report.locator in ("line 2", "sheet التقارير, row 2")
    (problem,) = _problems(items)
    assert problem.kind == "no-text"


def test_table_whose_columns_are_unknown_says_so_and_takes_a_map(tmp_path: Path) -> None:
    text = f"يوم,كلام\n2022-08-10,{TEXT.replace(',', '')}\n".encode()
    (problem,) = _read(tmp_path, "a.csv", text)
    assert isinstance(problem, InputProblem)
    assert "«كلام»" in problem.problem
    assert "--map text=COLUMN" in problem.remedy
    columns = parse_map(["text=كلام", "published=يوم"])
    (report,) = _reports(_read(tmp_path, "a.csv", text, columns=columns))
    assert report.published == "2022-08-10"


def test_map_option_is_checked() -> None:
    for wrong in ("text", "text=", "words=كلام"):
        with pytest.raises(InputError, match="--map"):
            parse_map([wrong])
    assert match_columns(["Full_Text", "Date"], {}).found == {"text": "Full_Text", "published": "Date"}
    assert match_columns(["x"], {}).missing == ("text",)


def test_bad_rows_are_named_and_the_rest_is_read(tmp_path: Path) -> None:
    rows = [
        b"id,text",
        f"1,{TEXT}".encode(),
        f"2,{TEXT},too,many".encode(),
        b"3,\xff\xfe" + TEXT.encode(),
        f'4,"{TEXT}'.encode(),
        f"5,{TEXT}".encode(),
        f'6,"{TEXT}\nسطر ثان"'.encode(),
    ]
    items = _read(tmp_path, "a.csv", b"\n".join(rows))
    assert [(r.external_id) for r in _reports(items)] == ["1", "5", "6"]
    assert [(p.kind, p.line) for p in _problems(items)] == [("bad-row", 3), ("encoding", 4), ("bad-row", 5)]


def test_table_in_the_encoding_of_arabic_spreadsheets(tmp_path: Path) -> None:
    text = TEXT.replace("ُ", "") + " " + TEXT.replace("ُ", "")
    (report,) = _reports(_read(tmp_path, "a.csv", f"النص;المصدر\n{text};و\n".encode("windows-1256")))
    assert report.text == text
    assert any(w.startswith("encoding:") for w in report.warnings)


def test_workbook_with_formulas_and_several_sheets(tmp_path: Path) -> None:
    rows = [*ROWS[:2], ["2022-08-12", "و", '=HYPERLINK("http://evil.example/","x")', ""]]
    items = _read(tmp_path, "a.xlsx", makers.workbook(rows, {"قائمة": [["أ", "ب"], ["1", "2"]]}))
    (report,) = _reports(items)
    assert any(w.startswith("formulas:") for w in report.warnings)
    assert [p.skipped for p in _problems(items)] == [False, True]


def test_json_lines_with_other_keys(tmp_path: Path) -> None:
    lines = [{"المحتوى": TEXT, "المصدر": "و"}, {"content": TEXT, "date": "2022-08-10"}, {"x": 1}]
    items = _read(tmp_path, "a.jsonl", "\n".join(json.dumps(line) for line in lines).encode())
    first, second = _reports(items)
    assert (first.outlet, second.published) == ("و", "2022-08-10")
    assert _problems(items)[0].line == 3


def test_zip_of_everything(tmp_path: Path) -> None:
    inner = makers.archive({"نص.txt": TEXT.encode(), "صفحة.html": makers.page(1)})
    content = makers.archive(
        {
            "a.txt": TEXT.encode(),
            "chat/result.json": makers.encoded(makers.chat(makers.message(1))),
            "inner.zip": inner,
            "news.warc.gz": makers.warc(2),
            "t.csv": f"النص,المصدر\n{TEXT},و\n".encode(),
            "b.txt.gz": makers.packed(TEXT.encode()),
            "book.xlsx": makers.workbook(ROWS[:2]),
            "picture.png": b"\x89PNG....",
            ".DS_Store": b"x",
            "../../etc/passwd": TEXT.encode(),
        }
    )
    items = _read(tmp_path, "all.zip", content)
    kinds = [r.kind for r in _reports(items)]
    assert kinds == ["text", "telegram", "text", "html", "html", "html", "csv", "text", "xlsx", "text"]
    nested = _reports(items)[2]
    assert nested.container == f"{tmp_path / 'all.zip'} > inner.zip"
    assert nested.locator == "نص.txt"
    assert any(w.startswith("path:") for w in _reports(items)[-1].warnings)
    assert [p.kind for p in _problems(items)] == ["binary", "skipped"]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["all.zip"]


@pytest.mark.parametrize("part", ["word/document.xml", "META-INF/manifest.xml", "xl/workbook.bin"])
def test_documents_that_are_not_read_say_what_to_do(tmp_path: Path, part: str) -> None:
    (problem,) = _problems(_read(tmp_path, "a.odt", makers.archive({part: b"<x/>"})))
    assert problem.kind == "unsupported"
    assert "Save" in problem.remedy


def test_broken_member_of_a_zip_is_named(tmp_path: Path) -> None:
    content = bytearray(makers.archive({"a.txt": TEXT.encode(), "b.txt": (TEXT + ".").encode()}, 0))
    content[content.find(TEXT.encode()) + 5] ^= 1
    items = _read(tmp_path, "a.zip", bytes(content))
    assert len(_reports(items)) == 1
    assert _problems(items)[0].kind == "damaged"
    assert "a.txt" in _problems(items)[0].source


def test_a_member_without_a_name_is_read(tmp_path: Path) -> None:
    content = bytearray(makers.archive({"x": TEXT.encode()}))
    entry = content.find(b"PK\x01\x02")
    content[entry + 28], content[entry + 32] = 0, 1  # the name's only byte becomes the comment
    content[content.find(b"PK\x03\x04") + 26] = 0
    content[content.find(b"PK\x03\x04") + 28] = 1
    path = tmp_path / "a.zip"
    path.write_bytes(content)
    (item,) = iter_inputs([path])
    assert isinstance(item, RawReport | InputProblem)
    assert item.locator is not None


def test_archives_nest_at_most_three_deep(tmp_path: Path) -> None:
    content = TEXT.encode()
    for depth in range(1, 6):
        content = makers.archive({f"{depth}": content})
        (item,) = _read(tmp_path, "deep.zip", content)
        assert isinstance(item, RawReport) == (depth <= 3), (depth, item)


def test_gzip_cut_short_is_refused_whole(tmp_path: Path) -> None:
    (report,) = _reports(_read(tmp_path, "a.txt.gz", makers.packed(TEXT.encode())))
    assert (report.raw, report.kind) == (TEXT.encode(), "text")
    (problem,) = _read(tmp_path, "b.txt.gz", makers.packed(TEXT.encode() * 50)[:-9])
    assert isinstance(problem, InputProblem)
    assert problem.kind == "truncated"


def test_content_goes_before_the_name(tmp_path: Path) -> None:
    kinds = {
        "result.txt": (makers.encoded(makers.chat(makers.message(1))), "telegram"),
        "page.txt": (makers.page(), "html"),
        "feed.html": (makers.rss(1), "feed"),
        "data": (makers.warc(1), "html"),
        "book.zip": (makers.workbook(ROWS[:2]), "xlsx"),
        "urgent.txt": (('["عاجل" ' + TEXT).encode(), "text"),
        "object.txt": (json.dumps({"text": TEXT}).encode(), "json"),
    }
    for name, (content, kind) in kinds.items():
        assert [r.kind for r in _reports(_read(tmp_path, name, content))] == [kind], name


def test_suspicious_characters_are_named(tmp_path: Path) -> None:
    text = TEXT.replace("شاب", "ش\u202eاب\u200b").replace("درعا", "دрعا")
    (report,) = _reports(_read(tmp_path, "a.txt", text.encode()))
    (warning,) = [w for w in report.warnings if w.startswith("suspicious-unicode:")]
    for name in ("U+202E RIGHT-TO-LEFT OVERRIDE (1 time)", "U+200B ZERO WIDTH SPACE", "CYRILLIC SMALL LETTER ER"):
        assert name in warning
    plain = TEXT + " \u200f(SDF)\u200e ‌هـ"
    (report,) = _reports(_read(tmp_path, "b.txt", plain.encode()))
    assert not any(w.startswith("suspicious-unicode") for w in report.warnings)

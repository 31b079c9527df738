"""Inputs: every kind of file gives reports or problems that name input, fault and remedy; nothing raises."""

from __future__ import annotations

import hashlib
import io
import json
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.ingest import InputProblem, RawReport, check_dateline, iter_inputs, parse_published
from marsad.ingest.readers.jobs import run_job

PAGES = Path(__file__).parent / "fixtures" / "pages"
TEXT = "قُتل شاب، اليوم الجمعة، برصاص مجهولين في مدينة درعا البلد، بحسب ما قال مراسلنا في المدينة."
PARAGRAPHS = "".join(f"<p>{TEXT} الفقرة رقم {i}.</p>" for i in range(4))


def _read(*paths: object, stdin: bytes = b"") -> list[RawReport | InputProblem]:
    return list(iter_inputs([str(path) for path in paths], stdin=io.BytesIO(stdin)))


def _one(path: object, stdin: bytes = b"") -> RawReport:
    (item,) = _read(path, stdin=stdin)
    assert isinstance(item, RawReport), item
    return item


def _problem(path: object, stdin: bytes = b"") -> InputProblem:
    (item,) = _read(path, stdin=stdin)
    assert isinstance(item, InputProblem), item
    assert item.problem
    assert item.remedy
    return item


def test_text_file_keeps_bytes_and_id(tmp_path: Path) -> None:
    for name in ("a.txt", "b.md", "c"):
        path = tmp_path / name
        path.write_bytes(TEXT.encode())
        report = _one(path)
        assert report.text == TEXT
        assert report.id == hashlib.sha256(TEXT.encode()).hexdigest()
        assert report.source == str(path)


def test_folder_is_sorted_and_hidden_files_are_passed_over(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", ".hidden.txt", "sub/c.txt", ".git/d.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(TEXT + name, encoding="utf-8")
    (tmp_path / "z.bin").write_bytes(b"\x00\x01\x02")
    items = _read(tmp_path)
    assert [Path(item.source).name for item in items] == ["a.txt", "b.txt", "z.bin", "c.txt"]
    assert isinstance(items[2], InputProblem)


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.txt", b" \n\t\n", "empty"),
        ("nul.txt", b"abc\x00def", "binary"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n....", "binary"),
        ("file.pdf", b"%PDF-1.7 ....", "binary"),
        ("bad.txt", "قتل شاب في درعا ".encode() * 5 + b"\xff\xfe\xff" + "في درعا".encode(), "encoding"),
        ("latin.txt", "café à côté où été".encode("latin-1"), "encoding"),
        ("table.csv", b"a,b\n1,2\n", "columns"),
        ("list.json", b"[]", "no-text"),
        ("bad.json", b"{", "bad-json"),
        ("empty.jsonl", b"", "empty"),
        ("empty.html", b"<html><body></body></html>", "no-text"),
        ("long.txt", ("ق" * 2_000_001).encode(), "too-long"),
    ],
)
def test_problems_are_named(tmp_path: Path, name: str, content: bytes, kind: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    problem = _problem(path)
    assert problem.kind == kind
    assert str(path) in str(problem)
    assert str(problem.as_error()) == str(problem)


def test_missing_file_and_empty_folder(tmp_path: Path) -> None:
    assert _problem(tmp_path / "none.txt").kind == "missing"
    assert _problem(tmp_path).kind == "empty"
    assert _problem("a\0b").kind == "missing"


def test_one_bad_input_does_not_stop_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    items = _read(tmp_path / "none", path)
    assert [type(item) for item in items] == [InputProblem, RawReport]


@pytest.mark.parametrize("encoding", ["windows-1256", "utf-16", "utf-8-sig"])
def test_other_encodings_of_arabic_are_read(tmp_path: Path, encoding: str) -> None:
    text = "اندلعت اشتباكات في مدينة درعا بين مجموعتين مسلحتين"
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode(encoding))
    report = _one(path)
    assert report.text == text
    assert any(w.startswith("encoding:") for w in report.warnings) == (encoding != "utf-8-sig")


def test_text_that_is_not_arabic_is_a_warning(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("The army attacked the town.", encoding="utf-8")
    assert [w.split(":")[0] for w in _one(path).warnings] == ["not-arabic"]


def test_json_lines(tmp_path: Path) -> None:
    good = {
        "id": "7",
        "url": "https://example.org",
        "outlet": "و",
        "title": "ع",
        "published": "2021/03/10",
        "text": TEXT,
    }
    lines = [json.dumps(good), "not json", '{"text": 3}', "[1]", '{"id": 5}', json.dumps({"id": 9, "text": TEXT}), ""]
    path = tmp_path / "a.jsonl"
    path.write_text("\r\n".join(lines), encoding="utf-8")
    items = _read(path)
    first, *_, last = items
    assert isinstance(first, RawReport)
    assert (first.external_id, first.url, first.outlet, first.title) == ("7", "https://example.org", "و", "ع")
    assert first.published == "2021-03-10"
    assert first.id == hashlib.sha256(lines[0].encode()).hexdigest()
    assert isinstance(last, RawReport)
    assert last.external_id == "9"
    problems = [item for item in items if isinstance(item, InputProblem)]
    assert [p.line for p in problems] == [2, 3, 4, 5]
    assert "line 2" in str(problems[0])


def test_metadata_of_the_wrong_kind_is_a_warning() -> None:
    line = json.dumps({"id": [1], "outlet": 5, "published": "2021-02-30", "text": TEXT}).encode()
    report = _one("-", line)
    assert report.published is None
    assert report.outlet is None
    assert {w.split(":")[0] for w in report.warnings} == {"id", "outlet", "published"}


def test_half_characters_are_replaced() -> None:
    report = _one("-", b'{"text": "\\ud800 ' + TEXT.encode() + b'"}')
    assert report.text.startswith("\ufffd")
    assert any(w.startswith("surrogates") for w in report.warnings)
    report.text.encode()


def test_a_huge_line_is_a_problem_and_the_rest_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    with path.open("wb") as stream:
        stream.write(b'{"text":"' + b"x" * 30_000_000 + b'"}\n')
        stream.write(json.dumps({"text": "ق" * 2_000_001}).encode() + b"\n")
        stream.write(json.dumps({"text": TEXT}).encode() + b"\n")
    items = _read(path)
    kinds = [item.kind if isinstance(item, InputProblem) else "report" for item in items]
    assert kinds == ["too-long", "too-long", "report"]


@pytest.mark.parametrize(
    ("content", "count"),
    [({"text": TEXT}, 1), ([{"text": TEXT}, {"text": TEXT + "."}], 2), ({"reports": [{"text": TEXT}]}, 1)],
)
def test_json_files(tmp_path: Path, content: object, count: int) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    items = _read(path)
    assert len({item.id for item in items}) == count
    assert all(isinstance(item, RawReport) for item in items)
    assert _read("-", stdin=json.dumps(content, indent=1).encode())[0].id


def test_standard_input_tells_text_from_json_lines() -> None:
    assert _one("-", ("\n" + TEXT).encode()).text == "\n" + TEXT
    assert len(_read("-", stdin=(json.dumps({"text": TEXT}) + "\n").encode() * 3)) == 3
    assert _problem("-", b"").kind == "empty"
    assert _one("-", (PAGES / "news.html").read_bytes()).outlet == "شبكة الضفة"


def test_page_facts_and_text() -> None:
    report = _one(PAGES / "news.html")
    assert report.title == "قتيلان بانفجار لغم شرقي الرقة"
    assert report.published == "2022-08-10T17:50:01+03:00"
    assert report.outlet == "شبكة الضفة"
    assert report.url == "https://example.org/news/1"
    assert report.byline == "قسم الأخبار"
    assert "قُتل راعيان" in report.text
    for leak in ("سرية", "غارة", "احتجاجات إيران", "{"):
        assert leak not in report.text


def test_arabic_date_near_the_title_but_never_from_the_side() -> None:
    assert _one(PAGES / "arabic_date.html").published == "2021-12-15"


def test_page_that_trafilatura_is_silent_on() -> None:
    assert "الغارية الشرقية" in _one(PAGES / "silent.html").text


@pytest.mark.parametrize(
    "page",
    [
        "<html><body>" + "<div>" * 300 + PARAGRAPHS,
        "<html><body>" + "<div>" * 20_000 + PARAGRAPHS,
        "<html><body><div " + " ".join(f'a{i}="x"' for i in range(30_000)) + ">" + PARAGRAPHS,
        "<html><body><style>غارة</style><script>غارة" + "</script>" + PARAGRAPHS,
        "<html><body>" + "<b>" * 5_000 + PARAGRAPHS,
        "<html><body><p>" + " " * 500_000 + "</p>" + PARAGRAPHS,
    ],
)
def test_hostile_pages_end_soon_with_their_text(page: str) -> None:
    begin = time.perf_counter()
    (report,) = run_job("page", page.encode(), "page", {})
    assert time.perf_counter() - begin < 10
    assert isinstance(report, RawReport)
    assert "درعا البلد" in report.text
    assert "غارة" not in report.text


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2021-03-10", "2021-03-10"),
        ("2021-3-1", "2021-03-01"),
        ("2022-08-10T14:50:01+00:00", "2022-08-10T14:50:01+00:00"),
        ("2022-08-10 14:50", "2022-08-10T14:50:00"),
        ("2022-08-10T14:50:01Z", "2022-08-10T14:50:01+00:00"),
        ("2021/03/10", "2021-03-10"),
        ("10-03-2021", "2021-03-10"),
        ("12/19/2022 00:00", "2022-12-19"),
        ("2023.03.17 | 05:36 دمشق", "2023-03-17"),
        ("Fri, 17 Mar 2023 05:36:00 GMT", "2023-03-17T05:36:00+00:00"),
        ("الأربعاء 15 كانون الأول 2021", "2021-12-15"),
        ("7 تشرين الأول/أكتوبر 2022", "2022-10-07"),
        ("31 أوت 2017", "2017-08-31"),
        ("١٩ ديسمبر ٢٠٢٢", "2022-12-19"),
        ("March 5, 2021", "2021-03-05"),
        ("30 رمضان 1446هـ", "2025-03-30"),
        ("2021-02-30", None),
        ("أمس", None),
        ("", None),
        (20210310, None),
        (None, None),
        ("Wed, 10 Aug 2022 14:50:01 +99999999999999", None),
    ],
)
def test_published(written: object, iso: str | None) -> None:
    assert parse_published(written) == iso


def test_a_dateline_that_contradicts_is_named() -> None:
    assert check_dateline("2021-12-15T10:00:00", "15 كانون الأول 2021") is None
    assert "2021-12-14" in str(check_dateline("2021-12-15", "14 كانون الأول 2021"))
    assert check_dateline(None, "14 كانون الأول 2021") is None


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["x.txt", "x.html", "x.json", "x.jsonl", "-"]))
def test_any_bytes_end_in_a_report_or_a_problem(
    tmp_path_factory: pytest.TempPathFactory, raw: bytes, name: str
) -> None:
    path = tmp_path_factory.getbasetemp() / name
    if name != "-":
        path.write_bytes(raw)
    for item in _read("-" if name == "-" else path, stdin=raw):
        assert isinstance(item, RawReport | InputProblem)
        if isinstance(item, RawReport):
            item.text.encode()


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60))
def test_parse_published_never_raises(text: str) -> None:
    parse_published(text)

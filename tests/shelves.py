"""Reports to fill a store with: short, all different, own wording."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from marsad.batch import Facts, code_raw, load_quietly
from marsad.custody import recodings, runs, studies
from marsad.ingest import InputProblem, RawReport
from marsad.model import Event
from marsad.pipeline import Coded

PLACES = ("هجين", "العشارة", "الميادين", "الشحيل", "غرانيج", "الباغوز", "البصيرة", "محكان", "القورية", "صبيخان")
GROUPS = ("قوات سوريا الديمقراطية", "الدفاع الوطني", "الفرقة الرابعة", "لواء القدس", "مسلحون مجهولون")
DEEDS = (
    "انفجر لغم أرضي بسيارة تقل عناصر من {group} قرب بلدة {place} أمس، ما أدى إلى مقتل {n} منهم وإصابة آخرين.",
    "اعتقلت {group} {n} أشخاص في بلدة {place} صباح اليوم، بتهمة التهريب عبر النهر.",
    "هاجم مسلحون حاجزاً يتبع {group} على أطراف بلدة {place} فجر اليوم، وقتلوا {n} من عناصره ثم انسحبوا.",
    "قال مسؤول محلي إن أسعار الخبز في بلدة {place} ارتفعت {n} مرات هذا العام، ولم تعلق {group} على ذلك.",
)


def reports(count: int) -> list[dict[str, str]]:
    """``count`` different reports; every fourth says nothing codable."""
    return [
        {
            "id": f"r{i}", "published": f"2022-0{1 + i % 9}-1{i % 7}", "outlet": f"مرصد {i % 3}",
            "text": DEEDS[i % 4].format(group=GROUPS[i % 5], place=PLACES[i // 3 % 10], n=3 + i % 83),
        }
        for i in range(count)
    ]  # fmt: skip


def write_lines(path: Path, rows: list[dict[str, str]]) -> Path:
    """A JSONL file of reports."""
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def make_home(path: Path) -> Path:
    """A data folder that shares the compiled lexicons of the test run, which take seconds to make."""
    load_quietly()
    path.mkdir()
    (path / "cache").symlink_to(Path(os.environ["MARSAD_HOME"]) / "cache")
    return path


def read_otherwise(
    patch: pytest.MonkeyPatch, lexicons: str, edit: Callable[[list[Event]], list[Event]] = lambda events: events
) -> None:
    """Code as other lexicons would: their version in the records, the events edited."""
    coder = load_quietly()
    record = type(coder.record)(coder.record.name, coder.record.version, lexicons)
    patch.setattr(coder, "record", record)
    for room in (runs, recodings):
        patch.setattr(room, "lexicons_version", lambda: lexicons)

    def code(raw: RawReport, facts: Facts) -> Coded | InputProblem:
        found = code_raw(raw, facts)
        if isinstance(found, Coded):
            found.events = edit(found.events)
        return found

    patch.setattr(studies, "code_raw", code)


def make_family(chance: random.Random, count: int) -> list[str]:
    """Texts that grew out of one: each is an earlier one cut, added to or edited."""
    letters = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"

    def words(number: int) -> list[str]:
        return ["".join(chance.choices(letters, k=5)) for _ in range(number)]

    found = [words(chance.randrange(30, 120))]
    while len(found) < count:
        text = list(chance.choice(found))
        deed, size = chance.random(), chance.randrange(1, max(2, len(text) // 3))
        if deed < 0.2:
            text = text[size:]
        elif deed < 0.4:
            text = text[:-size]
        elif deed < 0.7:
            at = chance.randrange(len(text))
            text[at:at] = words(size)
        else:
            for at in chance.sample(range(len(text)), 1 + size // 4):
                text[at : at + 1] = words(1)
        found.append(text if text else words(20))
    return [" ".join(text) for text in found]

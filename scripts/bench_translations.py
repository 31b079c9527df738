"""How well translations are told from other reports: ``python scripts/bench_translations.py``.

On the reports of ``tests/corpus/translations.yaml``, each Arabic one with its translation, and with reports that must
not be linked with it: another event of the same kind, place and day; the same event told by somebody else; and
another event told in the very words of the translation. Needs the encoder: ``pip install 'marsad[translations]'``.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from time import process_time
from typing import Any

from ruamel.yaml import YAML

from marsad.custody.translations.encoders import likeness, load_encoder, split_arabic, split_foreign
from marsad.custody.translations.facts import agree, read_arabic, read_foreign
from marsad.custody.translations.searches import ALIKE

CORPUS = Path(__file__).resolve().parent.parent / "tests" / "corpus" / "translations.yaml"
PRECISION, RECALL = 0.95, 0.8


def load_pairs() -> list[tuple[str, str, str, str]]:
    """Pairs as (name, kind, Arabic text, other text)."""
    reports: list[dict[str, Any]] = YAML(typ="safe").load(CORPUS.read_text(encoding="utf-8"))
    pairs = []
    for report in reports:
        twin = report["tr"]
        for old, new in report["twin"]:
            assert old in twin, (report["id"], old)
            twin = twin.replace(old, new)
        for kind, text in {**{kind: report[kind] for kind in ("tr", "own", "other")}, "twin": twin}.items():
            pairs.append((report["id"], kind, report["ar"], text))
    return pairs


def main() -> int:
    """Measure; 1 under the floors."""
    encoder = load_encoder()
    begin, linked, alike = process_time(), Counter[str](), Counter[str]()
    for name, kind, arabic, other in load_pairs():
        score = 100 * likeness(encoder.encode(split_arabic(arabic)), encoder.encode(split_foreign(other)))
        fits = agree(read_foreign(other), read_arabic(arabic))
        alike[kind] += score >= ALIKE
        linked[kind] += fits and score >= ALIKE
        print(f"{name:<20} {kind:<6} {score:3.0f}%  {'agree' if fits else 'differ'}")
    count = len(load_pairs()) // 4
    precision, recall = linked["tr"] / max(1, linked.total()), linked["tr"] / count
    print(f"sentences alike: {dict(alike)} of {count} each; linked: {dict(linked)}")
    print(f"precision {precision:.2f}, recall {recall:.2f}; {(process_time() - begin) / count / 4:.2f} s a pair")
    return int(precision < PRECISION or recall < RECALL)


if __name__ == "__main__":
    sys.exit(main())

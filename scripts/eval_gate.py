"""Gate: code the gold reports with the command line, score, and fail when a floor is missed (docs/evaluation.md)."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from marsad.errors import MarsadError
from marsad.evaluate import (
    Scores,
    check_floors,
    load_floors,
    load_gold,
    load_predictions,
    metrics,
    raise_floors,
    score,
    summary_line,
)
from marsad.evaluate.gold import GoldReport

ROOT = Path(__file__).resolve().parent.parent
GOLD = [ROOT / "tests/gold/gold_a.jsonl", ROOT / "tests/gold/gold_b.jsonl"]


def main() -> int:
    """Exit 0 when every floor holds, 1 when one is missed, 2 when the run itself failed."""
    options = _parse_options()
    try:
        golds = load_gold(options.gold or GOLD)
        floors = load_floors(options.floors)
        if options.set not in floors:
            raise MarsadError(f"{options.floors}: no floors for {options.set!r}. Choose one of: {', '.join(floors)}.")
        scores = _score(golds, options.predictions)
        check = check_floors(metrics(scores), floors[options.set])
        print(summary_line(scores))
        print("\n".join([f"FAIL {line}" for line in check.failures] + check.raises or ["every floor holds"]))
        if options.raise_floors and check.passed:
            print("raised:", raise_floors(options.floors, options.set, check))
        return 0 if check.passed else 1
    except (MarsadError, OSError, subprocess.SubprocessError) as error:
        print(f"eval_gate: {error}", file=sys.stderr)
        return 2


def _parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", nargs="+", type=Path, help="gold JSONL files (default: gold_a and gold_b)")
    parser.add_argument("--predictions", type=Path, help="output of `marsad code --jsonl`, instead of coding now")
    parser.add_argument("--floors", type=Path, default=ROOT / "tests/floors.json")
    parser.add_argument("--set", default="dev", help="which floors of the file")
    parser.add_argument("--raise", dest="raise_floors", action="store_true", help="write floors that were beaten")
    return parser.parse_args()


def _score(golds: list[GoldReport], predictions: Path | None) -> Scores:
    """Scores of the given predictions, or of the installed ``marsad code``."""
    names = {report.id for report in golds}
    if predictions is not None:
        return score(golds, load_predictions(predictions, names))
    with tempfile.TemporaryDirectory() as folder:
        source, result = Path(folder, "reports.jsonl"), Path(folder, "coded.jsonl")
        rows = [{"id": g.id, "published": g.published, "outlet": g.outlet, "text": g.text} for g in golds]
        source.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
        command = [str(Path(sys.executable).with_name("marsad")), "code", str(source), "--jsonl", "-o", str(result)]
        done = subprocess.run(command, check=False)
        if (
            done.returncode not in (0, 1) or not result.exists()
        ):  # 1: some reports unreadable, named on stderr; they score as missing
            raise MarsadError(f"`marsad code` ended with {done.returncode}. Run it by hand to see why.")
        return score(golds, load_predictions(result, names))


if __name__ == "__main__":
    sys.exit(main())

"""Gate of linking: B-cubed of the incident clusters and the gold pairs against the floors (docs/incidents.md).

Reports are coded first, so the mistakes of the coder count; an event that it did not find at all is counted as missed
and not scored. ``--set open --list`` names every incident that was split or mixed up; the held-out half is not listed.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from itertools import combinations
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from incident_corpus import Corpus, load_corpus, load_gold_corpus  # noqa: E402
from marsad.errors import MarsadError  # noqa: E402
from marsad.evaluate import check_floors, load_floors, raise_floors, score_groups  # noqa: E402
from marsad.link import link_tellings, pair_of, sketch  # noqa: E402
from marsad.link.blocks import iter_pairs  # noqa: E402
from marsad.link.comparisons import contradict  # noqa: E402
from marsad.model import Incident  # noqa: E402

SETS = ("open", "held", "gold")


def main() -> int:
    """Exit 0 when every floor holds, 1 when one is missed, 2 when the run itself failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--set", choices=SETS, action="append", help="which to score (default: all)")
    parser.add_argument("--list", action="store_true", help="name what went wrong on the open half")
    parser.add_argument("--floors", type=Path, default=ROOT / "tests/floors.json")
    parser.add_argument("--raise", dest="raise_floors", action="store_true", help="write floors that were beaten")
    options = parser.parse_args()
    try:
        passed = [gate(name, options) for name in options.set or SETS]
    except MarsadError as error:
        print(f"eval_incidents: {error}", file=sys.stderr)
        return 2
    return 0 if all(passed) else 1


def gate(name: str, options: argparse.Namespace) -> bool:
    """Score one set and compare with its floors."""
    figures = measure(name, options.list and name == "open")
    print(f"{name:5}", "  ".join(f"{figure} {value:.3f}" for figure, value in figures.items()))
    check = check_floors(figures, load_floors(options.floors)[f"incidents_{name}"])
    print("\n".join([f"FAIL {line}" for line in check.failures] + check.raises or ["      every floor holds"]))
    if options.raise_floors and check.passed:
        raise_floors(options.floors, f"incidents_{name}", check)
    return check.passed


def measure(name: str, listing: bool = False) -> dict[str, float]:
    """The figures of a set by name."""
    if name != "gold":
        corpus = load_corpus(name)
        incidents = link_tellings(corpus.tellings)
        if listing:
            list_mistakes(corpus, incidents)
        return figures_of(corpus, incidents)
    corpus, wanted, reports = load_gold_corpus()
    incidents = link_tellings(corpus.tellings)
    found = {
        frozenset(pair) for incident in incidents for pair in combinations({reports[e] for e in incident.events}, 2)
    }
    p, r = len(found & wanted) / max(len(found), 1), len(found & wanted) / len(wanted)
    return {**figures_of(corpus, incidents), "reports_f1": 2 * p * r / (p + r) if p + r else 0.0}


def figures_of(corpus: Corpus, incidents: list[Incident]) -> dict[str, float]:
    """B-cubed, recall of the blocks, pairs whose actors contradict, incidents that mix labels, labels coded."""
    home = {event: incident.incident_id for incident in incidents for event in incident.events}
    scores = score_groups(home, corpus.incidents)
    return {
        "b3_p": scores.p, "b3_r": scores.r, "b3_f1": scores.f1, "blocks_r": block_recall(corpus),
        "contradictions": float(count_contradictions(corpus, incidents)),
        "mixed": float(len(find_mixed(corpus, incidents))),
        "coded": scores.events / (scores.events + len(corpus.missed)),
    }  # fmt: skip


def block_recall(corpus: Corpus) -> float:
    """Share of the pairs of one incident that are compared at all."""
    sketches = [sketch(telling) for telling in corpus.tellings]
    met = {pair_of(sketches[i].event_id, sketches[j].event_id) for i, j in iter_pairs(sketches)}
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for event, incident in corpus.incidents.items():
        groups[incident].append(event)
    wanted = {pair_of(a, b) for events in groups.values() for a, b in combinations(events, 2)}
    return len(met & wanted) / len(wanted)


def count_contradictions(corpus: Corpus, incidents: list[Incident]) -> int:
    """Pairs of one incident whose named actors exclude one another."""
    sketches = {telling.event.event_id: sketch(telling) for telling in corpus.tellings}
    return sum(
        contradict(sketches[a], sketches[b]) for incident in incidents for a, b in combinations(incident.events, 2)
    )


def find_mixed(corpus: Corpus, incidents: list[Incident]) -> list[list[str]]:
    """The labels of each incident that has several."""
    labels = ({corpus.incidents[e] for e in incident.events if e in corpus.incidents} for incident in incidents)
    return [sorted(found) for found in labels if len(found) > 1]


def list_mistakes(corpus: Corpus, incidents: list[Incident]) -> None:
    """A line for each labelled incident in several groups, and each group of several labelled incidents."""
    parts: defaultdict[str, set[str]] = defaultdict(set)
    for incident in incidents:
        for label in {corpus.incidents[event] for event in incident.events if event in corpus.incidents}:
            parts[label].add(incident.incident_id)
    for labels in find_mixed(corpus, incidents):
        print("      mixed up:", ", ".join(labels))
    for label, groups in sorted(parts.items()):
        if len(groups) > 1:
            print(f"      split: {label} into {len(groups)}")


if __name__ == "__main__":
    sys.exit(main())

"""``marsad lexicon check`` and ``marsad lexicon stats``."""

from __future__ import annotations

from typing import Annotated

import typer

from .endings import UNREADABLE, put

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Check and count the lexicons and rules.")
_PUBLISHED = "2024-06-05"  # a Wednesday: examples may say أمس


@app.command("check")
def check(
    fix: Annotated[bool, typer.Option("--fix", help="Mend letters: Farsi look-alikes, tatweel, controls.")] = False,
    examples: Annotated[bool, typer.Option(help="Code the examples of the rules too.")] = True,
    notes: Annotated[bool, typer.Option("--notes", help="List names that two actors share.")] = False,
) -> None:
    """Check every lexicon file; each problem names file, line, id and remedy."""
    from ..folders import user_lexicons
    from ..lexicon.checks import check_lexicons, fix_letters
    from ..lexicon.tables import lexicons_folder

    root = lexicons_folder()
    for folder in (root, user_lexicons()) if fix else ():
        for name in fix_letters(folder):
            put(f"mended {folder / name}\n")
    problems = check_lexicons(root, _fired if examples else None, _is_place)
    wrong = [problem for problem in problems if not problem.note]
    for problem in problems if notes else wrong:
        put(f"{problem}\n")
    shared = len(problems) - len(wrong)
    put(f"{len(wrong)} problems\n" if wrong else "The lexicons are in order.\n")
    if shared and not notes:
        put(f"{shared} names belong to two actors of one country at one time; --notes lists them.\n")
    if wrong:
        raise typer.Exit(UNREADABLE)


def _fired(sentence: str) -> set[str]:
    """Frames that made an event of the sentence, and the weak ones that were read in it."""
    from ..pipeline import code_report

    coded = code_report(sentence, _PUBLISHED, explain=True)
    rules = {rule for event in coded.events if event.coder is not None for rule in event.coder.rules}
    assert coded.coding is not None
    read = (p for s in coded.coding.sentences for p in s.predicates if p.frame is not None and not p.discarded)
    return rules | {p.frame.id for p in read if p.frame is not None and p.frame.weak}


def _is_place(place_id: str) -> bool:
    from ..gazetteer import load_gazetteer

    return load_gazetteer().find_id(place_id) is not None


@app.command("stats")
def stats(json: Annotated[bool, typer.Option("--json", help="As one JSON object.")] = False) -> None:
    """Count actors, rules, words and places."""
    import orjson

    from ..lexicon.stats import count_lexicons

    figures = count_lexicons()
    if json:
        put(orjson.dumps(figures, option=orjson.OPT_INDENT_2).decode() + "\n")
        return
    for subject, counts in figures.items():
        put(f"{subject}\n" + "".join(f"  {number:>7,}  {name}\n" for name, number in counts.items()))

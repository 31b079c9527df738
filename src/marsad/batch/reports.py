"""One input through cleaning and coding: a coded report, or a problem that names the input and the remedy.

Example: an input whose body is Persian ends as ``بيان.txt: the text looks Persian, not Arabic. …``.
"""

from __future__ import annotations

import gc
import os
from dataclasses import dataclass
from functools import cache

import msgspec

from ..clean import clean_text, detect_lang
from ..clean.texts import CleanText
from ..errors import MarsadError
from ..ingest import InputProblem, RawReport, check_dateline
from ..lexicon.actors import load_registry
from ..model import Report
from ..pipeline import Coded, load_coder
from ..pipeline.coder import ReportCoder, forget_lexicons
from .outcomes import Outcome

_LANGUAGES = {"fa": "Persian", "ur": "Urdu", "ku": "Kurdish", "ps": "Pashto", "ug": "Uyghur"}
_NOT_ARABIC = "Give the Arabic text of the report"
_FURNITURE = "Give the report with its paragraphs"
_encoder = msgspec.json.Encoder()


@dataclass(frozen=True, slots=True)
class Facts:
    """What the caller knows of every input: used where an input does not say it itself."""

    published: str | None = None
    outlet: str | None = None
    title: str | None = None


@cache
def load_quietly() -> ReportCoder:
    """The coder, loaded without the garbage collector walking the growing lexicons; they never die."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        coder = load_coder()
        load_registry()
        gc.freeze()
    finally:
        if enabled:
            gc.enable()
    return coder


def forget_coder() -> None:
    """Forget what was loaded: the next report is read with the user's lexicons as they are then."""
    load_quietly.cache_clear()
    forget_lexicons()


def code_raw(
    raw: RawReport, facts: Facts, explain: bool = False, coder: ReportCoder | None = None
) -> Coded | InputProblem:  # fmt: skip
    """Clean and code one report; whatever goes wrong with it is a problem of this input alone.

    ``coder`` is another one than that of this machine: one to try.
    """
    if any(warning.startswith("not-arabic") for warning in raw.warnings):
        return _problem(raw, "not-arabic", "the text is not Arabic", _NOT_ARABIC)
    try:
        return _code(raw, facts, explain, coder or load_coder())
    except MarsadError:  # broken lexicons or gazetteer: no input can be coded
        raise
    except Exception as error:  # a fault of the coder must not cost the other inputs
        if os.environ.get("MARSAD_DEBUG"):
            raise
        reason = f"the coder failed on it ({type(error).__name__}: {str(error)[:200]})"
        return _problem(raw, "failed", reason, "Report this with the input; the other inputs are not affected")


def _problem(raw: RawReport, kind: str, problem: str, remedy: str) -> InputProblem:
    return InputProblem(raw.source, kind, problem, remedy, None, raw.id)


def _code(raw: RawReport, facts: Facts, explain: bool, coder: ReportCoder) -> Coded | InputProblem:
    title = raw.title or facts.title
    cleaned = clean_text(raw.text, title)
    if not cleaned.body.strip():
        reason = "nothing is left after cleaning: only a title, menus, bylines or share bars"
        return _problem(raw, "boilerplate", reason, _FURNITURE)
    lang = detect_lang(cleaned.body)
    if lang in _LANGUAGES:
        return _problem(raw, "not-arabic", f"the text looks {_LANGUAGES[lang]}, not Arabic", _NOT_ARABIC)
    warnings = list(raw.warnings)
    published = _published(raw, facts, cleaned, warnings)
    report = Report(
        id=raw.id, text=cleaned.body, external_id=raw.external_id, url=raw.url, outlet=raw.outlet or facts.outlet,
        title=cleaned.title or title, byline=raw.byline or cleaned.byline, dateline=cleaned.dateline,
        published=published, lang=lang, warnings=warnings,
    )  # fmt: skip
    coded = coder.code(report, explain)
    _warn_of_dates(coded)
    return coded


def _published(raw: RawReport, facts: Facts, cleaned: CleanText, warnings: list[str]) -> str | None:
    """The day of publication: stated with the report, given by the caller, or read off its page."""
    stated = raw.published
    given = facts.published
    # A JSON object states its date; a page's date is only read off it, so there the caller knows better.
    wins = stated if raw.raw[:1] == b"{" else given
    published = wins or stated or given
    if stated and given and stated[:10] != given[:10]:
        warnings.append(
            f"published: the input says {stated[:10]}, --published {given[:10]}; used {str(published)[:10]}"
        )
    clash = check_dateline(published, cleaned.dateline_date)
    if clash is not None:
        warnings.append(clash)
    return published


def _warn_of_dates(coded: Coded) -> None:
    """Say which wordings stay without a date because nobody said when the report was published."""
    if coded.report.published is not None:
        return
    wordings = dict.fromkeys(e.date_text for e in coded.events if e.date is None and e.date_text)
    if wordings:
        shown = "، ".join(f"«{wording}»" for wording in list(wordings)[:3])
        coded.report.warnings.append(f"published: unknown, so {shown} has no date; give --published 2021-03-10")


def finish(item: RawReport | InputProblem, facts: Facts) -> Outcome:
    """The outcome of one input, encoded."""
    if isinstance(item, InputProblem):
        return Outcome(item.source, 0, problem=item)
    found = code_raw(item, facts)
    if isinstance(found, InputProblem):
        return Outcome(item.source, len(item.raw), problem=found)
    line = _encoder.encode({"report": found.report, "events": found.events})
    return Outcome(item.source, len(item.raw), line, tuple(found.report.warnings))

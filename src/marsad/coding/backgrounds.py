"""Which events a report tells as context: recalled by their sentence, or well before the day it is about.

Example: ``وكان مسلحون قد هاجموا الحاجز أول أمس`` is background; in a round-up of two days ``مساء أمس`` is not.
Source: codebook section 2.
"""

from __future__ import annotations

from datetime import date

from ..find.date_mentions import DateMention
from ..find.predicates import Predicate
from ..lexicon.grammars import load_grammar
from .drafts import Draft
from .sentences import Sentence

_NEWS = frozenset(("day-offset", "weekday"))
_PAST = 4  # words in which a sentence says that it recalls
_BECAUSE, _DAY_AFTER = "خلفيه", "غداه"
_HOURS = frozenset(("ساعه", "ساعتين", "ساعات"))
_COUNTED_FROM = frozenset(("من", "علي"))
_SPAN, _SPAN_REACH = 3, 6  # words of بعد يوم على, and of the longest such phrase
_OPENING = 9  # words in which a sentence says after what a deed came
_LONG_AGO = 3  # days before the lead, however they are told
_POINTED_BACK = 2  # days before the lead, when told as the past: أول أمس، الجمعة الماضية


def is_background(sentence: Sentence) -> bool:
    """A sentence that recalls an earlier happening: وكان ... قد، سبق أن، يُذكر أن، or that dates it vaguely."""
    news = any(d.kind in _NEWS for d in sentence.dates)  # قُتل شاب عاد مؤخراً من لبنان في بلدة نمر أمس
    vague = [d for d in sentence.dates if d.kind == "vague" and d.dates and not _is_fresh(sentence, d)]
    if not news and any(_dates_an_act(sentence, d) for d in vague):
        return True
    if goes_back(sentence):
        return True
    grammar, first = load_grammar(), sentence.first
    if sentence.texts[first] in grammar.meanwhile:
        return False
    if not grammar.recalls.isdisjoint(sentence.texts[first : first + 2]):
        return True
    opening = range(first, min(sentence.last, first + _PAST))
    past = next((i for i in opening if sentence.texts[i] in grammar.past_before), None)
    if past is None or any(q.at < past for q in sentence.acts):
        return False  # قُتل شاب كان قد عاد من لبنان
    return "قد" in sentence.texts[first : first + 14]


def _is_fresh(sentence: Sentence, mention: DateMention) -> bool:
    """خلال الساعات الماضية: vague, and still the news."""
    return not load_grammar().fresh_times.isdisjoint(sentence.texts[mention.first : mention.last + 1])


def _dates_an_act(sentence: Sentence, mention: DateMention) -> bool:
    """Not only what somebody is: بينهم فلان العائد حديثاً من السفر."""
    word = sentence.before(mention.first)
    return not (word.startswith("ال") and mention.first - sentence.clause_start(mention.first) > 1 and any(
        q.at < mention.first and sentence.clause_of(q.at) < sentence.clause_of(mention.first) for q in sentence.acts
    ))


def is_recalled(sentence: Sentence, p: Predicate) -> bool:
    """الطالب الذي اعتقله الفرع يوم الجمعة: what is told of somebody in a clause about him."""
    if came_before(sentence, p):
        return True
    return p.finite and bool(p.enclitic) and sentence.before(p.at) in load_grammar().plain_relative


def came_before(sentence: Sentence, p: Predicate) -> bool:
    """A deed after which, or because of which, another came: على خلفية الاشتباكات التي حصلت قبل أسبوع."""
    because = p.act.family == "fight" and p.part == "noun" and p.sense.form.definite
    day_before = p.part == "noun" and sentence.before(p.at) == _DAY_AFTER  # غداة ضربات استهدفت خمس قرى
    return day_before or (because and sentence.before(p.at) == _BECAUSE) or is_days_before(sentence, p)


def is_days_before(sentence: Sentence, p: Predicate) -> bool:
    """وذلك بعد يوم على قتل ثلاثة شبان، بعد أقل من يومين من عملية: the deed so long after which another came."""
    texts, at = sentence.texts, p.at
    if p.finite or at - sentence.first < _SPAN or texts[at - 1] not in _COUNTED_FROM:
        return False
    days = texts[at - 2] in load_grammar().spans - _HOURS
    return days and "بعد" in texts[max(sentence.first, at - _SPAN_REACH) : at - 2]


def goes_back(sentence: Sentence) -> bool:
    """وجاءت الغارة بعد أيام من قصف المسجد: what the deed just told came after."""
    opening = sentence.texts[sentence.first : min(sentence.last, sentence.first + _OPENING)]
    if not opening or opening[0].removeprefix("و") not in load_grammar().comes or "بعد" not in opening:
        return False
    span = opening[opening.index("بعد") + 1 :]
    if span[:1] in (["اقل"], ["اكثر"]):
        span = span[2:]  # بعد أقل من يومين من عملية
    return "من" in span and not load_grammar().spans.isdisjoint(span[: span.index("من")])


def is_context(draft: Draft, lead: str | None) -> bool:
    """Recalled by its sentence, or earlier than the day ``lead`` (ISO) of the report by more than a round-up spans."""
    day = draft.date.date
    if draft.background or not lead or not day or day >= lead:
        return draft.background
    if draft.date.precision in ("month", "year"):
        return day[:7] < lead[:7] if draft.date.precision == "month" else day[:4] < lead[:4]
    gap = (date.fromisoformat(lead) - date.fromisoformat(draft.date.date_end or day)).days
    if gap >= _LONG_AGO:
        return True
    mention = next((p.date for p in draft.protos if p.date is not None), None)
    if mention is None:
        return False
    return (gap >= _POINTED_BACK and _points_back(mention)) or (gap > 0 and _opens_story(draft))


def _points_back(mention: DateMention) -> bool:
    """أول أمس، قبل يومين، الجمعة الماضية، في اليوم ذاته; not a bare weekday of the last days."""
    return (mention.offset or 0) <= -2 or (mention.relation or 0) < 0 or mention.kind == "anaphoric"


def _opens_story(draft: Draft) -> bool:
    """اندلعت الاشتباكات بعد اغتيال فلان أول أمس: told only as what came before."""
    return draft.base.sentence.before(draft.base.predicate.at) in load_grammar().since

"""People's names that read like other words: وحيد is no verb, الحربي no warplane.

Example: in ``قُتل الإعلامي محمود الحربي`` the word after a title and a name belongs to the name.
"""

from __future__ import annotations

from ..lexicon.grammars import load_grammar
from ..lexicon.senses import WordInfo
from ..text.words import Words
from .tags import unmark

_LONGEST = 4  # words of a name
_BEARERS = frozenset(("combatant", "commander", "gunman"))
_STROKE = "\u0640"
_JOINED = frozenset((" ", ' "', " («", " ("))


def _is_no_adjective(words: Words, infos: list[WordInfo | None], j: int) -> bool:
    """الشاب رامي: a word for a fighter or a post without the article, right after a title that has it."""
    info, text = infos[j], words.words[j]
    if info is None or text.startswith("ال") or text.endswith(("ا", "ه", "ين", "ون")) or info.enclitic:
        return False
    return bool(info.senses) and all(s.kind == "people" and s.key in _BEARERS and not p for p, s in info.senses)


def hide_names(words: Words, infos: list[WordInfo | None]) -> None:
    """Take away what words mean that stand in the name of somebody called الشاب، الإعلامي، المدعو."""
    grammar, texts = load_grammar(), words.words
    titles, like = grammar.titles, grammar.name_like
    hidden = []
    for i in [i for i, text in enumerate(texts) if text in titles]:
        for j in range(i + 1, min(i + 1 + _LONGEST, len(texts))):
            named = texts[j] in like or (j == i + 1 and _is_no_adjective(words, infos, j))
            if words.gaps[j] not in _JOINED or not (infos[j] is None or named):
                break
            if named:
                infos[j] = None
                hidden.append(j)
    for j in hidden:
        texts[j] = _STROKE + texts[j]  # no room has such a word in its lists
    if hidden:
        unmark(words, hidden)

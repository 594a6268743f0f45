"""The rules of marking, written as plainly as possible: each leaf tried at each syllable."""

import re
import unicodedata

from hypothesis import strategies as st

from index.query import Phrase, Prefix, Query, Term, positive_leaves
from index.vietnamese.fold import is_marked
from index.vietnamese.forms import begins, forms, matches
from index.vietnamese.segment import syllables
from tests.index.cases import ENCODINGS

_SYLLABLES = ["bo", "bò", "bộ", "BỘ", "b\u00adộ", "hoà", "hòa", "hoa", "đa", "da", "kĩ", "ki", "1"]


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Syllables with something between them, in any encoding; nothing that HTML escapes."""
    words = draw(st.lists(st.sampled_from(_SYLLABLES), max_size=12))
    joints = st.sampled_from([" ", " ", "-", "\n", ", ", "\u200b "])
    text = "".join(word + draw(joints) for word in words)
    return unicodedata.normalize(draw(st.sampled_from(ENCODINGS)), text)


def highlight(text: str, query: Query, field: str) -> str:
    tokens, marked = list(syllables(text)), is_marked(text)
    shown: set[int] = set()
    for leaf in positive_leaves(query):
        words = leaf.words if isinstance(leaf, Phrase) else (leaf.text,)
        for first in range(len(tokens) - len(words) + 1):
            places = range(first, first + len(words))
            found = (tokens[place].text for place in places)
            if leaf.field in {None, field} and all(
                _matches(leaf, word, one, marked) for word, one in zip(words, found, strict=True)
            ):
                shown.update(places)
    for place in sorted(shown, reverse=True):
        start, end = tokens[place].start, tokens[place].end
        text = f"{text[:start]}<mark>{text[start:end]}</mark>{text[end:]}"
    return re.sub(r"</mark>([ \n–/.-])<mark>", r"\1", text)


def _matches(leaf: Term | Prefix | Phrase, word: str, found: str, marked: bool) -> bool:
    if isinstance(leaf, Prefix):
        return begins(word, forms(found), marked)
    return matches(forms(word), forms(found), marked)

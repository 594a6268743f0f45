"""The tokens that every engine is given alike: both forms of every syllable.

The peers get them joined by spaces, in one text a form, which is the least work for them.
"""

from typing import NamedTuple

from benchmarks.corpus import Article
from index.vietnamese.fold import is_marked
from index.vietnamese.forms import Forms, forms
from index.vietnamese.normalise import nfc
from index.vietnamese.segment import SYLLABLE

BREAK = "zzbreakzz"
"""Stands between two parts of an article, so that no phrase reaches from one into the next."""


class Tokens(NamedTuple):
    """Tokens joined by spaces. `bare` holds the folded ones of parts without any marked letter."""

    exact: str
    folded: str
    bare: str


class _Known(dict[str, Forms]):
    def __missing__(self, syllable: str) -> Forms:
        self[syllable] = found = forms(syllable)
        return found


_known = _Known()


def tokens(article: Article) -> Tokens:
    exact: list[str] = []
    folded: list[str] = []
    bare: list[str] = []
    for text in article.texts:
        found = syllables(text)
        exact += [one.exact for one in found] + [BREAK]
        folded += [one.folded for one in found] + [BREAK]
        if not is_marked(text):
            bare += [one.folded for one in found] + [BREAK]
    return Tokens(" ".join(exact), " ".join(folded), " ".join(bare))


def syllables(text: str) -> list[Forms]:
    """Both forms of each syllable of a text, in order."""
    return [_known[syllable] for syllable in SYLLABLE.findall(nfc(text))]

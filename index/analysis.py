"""What a text becomes in an index: what is seen of it in NFC, syllables, one term for each.


A term carries both forms, the folded one, a separator, and the exact one: "bo<US>bò". In a text
without any marked letter the exact form is not known, and "~" stands for it: "bo<US>~". So the
terms of one folded form stand together in the sorted vocabulary: a syllable typed without marks
reads them all, and one typed with a mark at most two of them.
"""

from typing import NamedTuple

from index.vietnamese.fold import is_marked
from index.vietnamese.forms import Forms, forms
from index.vietnamese.normalise import nfc
from index.vietnamese.segment import SYLLABLE

VERSION = "2"
"""Changes with everything that changes a term; an index made by another one is rebuilt."""

SEPARATOR = "\x1f"  # sorts before every letter, and is in no syllable
UNKNOWN = "~"  # is in no syllable either

_REMEMBERED = 100_000
_LONG = 64


class Spelling(NamedTuple):
    """A term of the vocabulary, taken apart; `exact` is None in a text without marks."""

    folded: str
    exact: str | None


def terms(text: str) -> list[bytes]:
    """The term of each syllable of a text, in order."""
    text = nfc(text)
    known = _in_marked_text if is_marked(text) else _in_unmarked_text
    return [known[syllable] for syllable in SYLLABLE.findall(text)]


def exact_term(word: Forms) -> bytes:
    """The term of this very spelling in a text that has marks."""
    return _encode(word.folded, word.exact)


def unmarked_term(word: Forms) -> bytes:
    """The term of this syllable in a text that has no marks."""
    return _encode(word.folded, UNKNOWN)


def spellings_start(word: Forms) -> bytes:
    """How all terms that fold to this syllable begin, and no other."""
    return _encode(word.folded, "")


def spelling(term: bytes) -> Spelling:
    folded, _, exact = term.decode().partition(SEPARATOR)
    return Spelling(folded, None if exact == UNKNOWN else exact)


def _encode(folded: str, exact: str) -> bytes:
    return f"{folded}{SEPARATOR}{exact}".encode()


class _Terms(dict[str, bytes]):
    """Remembers the term of each syllable met, within bounds: analysis is then one look-up."""

    def __init__(self, marked: bool) -> None:
        self._term = exact_term if marked else unmarked_term

    def __missing__(self, syllable: str) -> bytes:
        term = self._term(forms(syllable))
        if len(syllable) <= _LONG:
            if len(self) >= _REMEMBERED:
                self.clear()
            self[syllable] = term
        return term


_in_marked_text = _Terms(marked=True)
_in_unmarked_text = _Terms(marked=False)

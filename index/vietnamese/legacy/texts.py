"""Which encoding a text is in, and the text in Unicode; a paragraph is a line."""

import re
from collections.abc import Sequence

from index.vietnamese.legacy.decoding import decode
from index.vietnamese.legacy.encodings import PUNCTUATION, Encoding
from index.vietnamese.legacy.evidence import (
    Tally,
    has_signs,
    is_evidently_unicode,
    is_likely,
    is_sure,
    tally,
    together,
)
from index.vietnamese.legacy.words import CODECS
from index.vietnamese.normalise import nfc

_BESIDE_ITS_LETTER = re.compile(
    "[A-Za-z\u00c0-\u01b0\u1ea0-\u1ef9][\u0300-\u0303\u0306\u0309\u031b\u0323]"
)
_PUNCTUATION = str.maketrans(PUNCTUATION)


def recognise(text: str) -> Encoding:
    """The encoding of a whole text, of several paragraphs or one; UNICODE where that is unsure.

    The more text, the surer: give all that is known to be of one source together.
    """
    if any(has_signs(text, encoding) for encoding in CODECS):
        paragraphs = [one for one in text.split("\n") if not is_evidently_unicode(one)]
        tallies = {
            encoding: [tally(paragraph, encoding) for paragraph in paragraphs]
            for encoding in CODECS
        }
        ranked = sorted(CODECS, key=lambda encoding: together(tallies[encoding]).valid)
        best, next_best = tallies[ranked[-1]], tallies[ranked[-2]]
        if _is_sure(best, paragraphs) and together(best).valid > together(next_best).valid:
            return ranked[-1]
    if _BESIDE_ITS_LETTER.search(text) and nfc(text) != text:
        return Encoding.DECOMPOSED
    return Encoding.UNICODE


def _is_sure(tallies: Sequence[Tally], paragraphs: Sequence[str]) -> bool:
    """It is enough that one paragraph is sure, since others may be in another language."""
    together_sure = is_sure(together(tallies), "\n".join(paragraphs))
    return together_sure or any(map(is_sure, tallies, paragraphs))


def convert(text: str, encoding: Encoding) -> str:
    """A text, or a part of one, whose encoding is known, in Unicode.

    Paragraphs that make no sense in that encoding, or are Unicode already, stay as they are.
    """
    if encoding is Encoding.DECOMPOSED:
        return nfc(text)
    if encoding is Encoding.UNICODE:
        return text
    return "\n".join(
        "".join(decoded(paragraph, encoding) or paragraph) for paragraph in text.split("\n")
    )


def decoded(paragraph: str, encoding: Encoding) -> list[str] | None:
    """What each of its characters becomes; None where it is to stay as it is."""
    if not is_likely(paragraph, encoding):
        return None
    return decode(paragraph.translate(_PUNCTUATION), encoding)

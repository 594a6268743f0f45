"""What a reader has typed so far, as words of which the last one may go on."""

from collections.abc import Sequence
from functools import cached_property, reduce
from itertools import islice
from operator import and_

from index.query import Prefix, Query, Term
from index.spelling.typed import Typed, cased, words
from index.suggest.capitals import abbreviation, code
from index.vietnamese.fold import is_marked
from index.vietnamese.forms import Forms, begins, forms, matches
from index.vietnamese.normalise import nfc
from index.vietnamese.segment import syllables
from index.vietnamese.usual import usual

MAX_READ = 4_096
"""Characters that are read of what was typed."""
MAX_WORDS = 24
_JOINERS = frozenset("-–/.")


class Begun:
    """The words typed so far; false where there is none."""

    def __init__(self, text: str) -> None:
        self.text = text[:MAX_READ]
        self._typed: list[Typed] = list(islice(words(self.text), MAX_WORDS))
        goes_on = bool(self._typed) and self._typed[-1].end == len(self.text)
        self.whole: Sequence[Typed] = self._typed[:-1] if goes_on else self._typed
        """Those that are typed to their end; something stands behind them."""
        self.beginning = self._typed[-1].text if goes_on else None
        """What is typed of the last word, where it may go on."""

    def __len__(self) -> int:
        return len(self._typed)

    def query(self, field: str) -> Query:
        """What holds all of it in that field; there must be a word."""
        leaves: list[Query] = [Term(word.text, field) for word in self.whole]
        if self.beginning is not None:
            leaves.append(Prefix(self.beginning, field))
        return reduce(and_, leaves)

    def starts(self, text: str) -> bool:
        """Whether the text begins with it; marks count as they do in a search."""
        found = [forms(one.text) for one in islice(syllables(text), len(self))]
        return self.stands(found, 0, is_marked(text))

    def stands(self, found: Sequence[Forms], start: int, in_marked_text: bool) -> bool:
        """Whether it stands in the syllables of a text, from one of them on."""
        end = start + len(self.whole)
        whole = found[start:end]
        alike = len(whole) == len(self.whole) and all(
            matches(ours.forms, theirs, in_marked_text)
            for ours, theirs in zip(self.whole, whole, strict=True)
        )
        if self.beginning is None or not alike:
            return alike
        return end < len(found) and begins(self.beginning, found[end], in_marked_text)

    def written(self, phrase: Sequence[str]) -> str:
        """A phrase that goes on with it, in capitals and with hyphens where those were typed.

        Abbreviations are in capitals anyway.
        """
        shown, end = "", 0
        for word, meant in zip(self._typed, phrase, strict=False):
            between = self.text[end : word.start]
            shown += between if between in _JOINERS else " " * bool(shown)
            capitals = code(meant) if word.fixed else abbreviation(meant)
            shown, end = shown + (capitals or cased(word, meant)), word.end
        more = (abbreviation(syllable) or usual(syllable) for syllable in phrase[len(self) :])
        shown += "".join(f" {syllable}" for syllable in more)
        return shown.upper() if self._in_capitals else shown

    @cached_property
    def _in_capitals(self) -> bool:
        """Whether it is all typed in capitals, and not for being abbreviations."""
        typed = [word.text for word in self._typed if not abbreviation(word.forms.exact)]
        return all(map(str.isupper, typed)) and any(len(text) > 1 for text in typed)

    @property
    def key(self) -> tuple[str, ...]:
        """The same for all that may go on alike."""
        words = [f"{word.forms.exact}{'/' * word.fixed}" for word in self.whole]
        return (*words, "" if self.beginning is None else f" {nfc(self.beginning).lower()}")

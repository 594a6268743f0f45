"""What a reader may have meant: accents restored, and slips of the fingers mended.

Both by the newsroom's own articles, and by which syllables stand next to each other in them. What
is proposed here is made of all articles, hidden ones too: whoever shows a proposal must have
counted first that readers find something by it.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from index.engine import Vocabulary
from index.spelling.choices import COMMON, Choice, as_typed, mended, spelled
from index.spelling.known import Known
from index.spelling.paths import best
from index.spelling.typed import Typed, put_back, words
from index.vietnamese.forms import Forms, forms
from index.vietnamese.segment import SYLLABLE

MAX_PROPOSALS = 3
MAX_READ = 4_096
"""Characters of a text that are read."""
MAX_WORDS = 24
"""Words of a text that are looked at; those after them stay as they are."""
_MOST_MENDED = 4
_MOST_DOUBTED = 2


def propose(
    text: str,
    vocabulary: Vocabulary,
    *,
    nothing_found: bool = False,
    kept: Iterable[str] = (),
) -> list[str]:
    """What may have been meant by a text, the likeliest first; empty where it is most likely right.

    `nothing_found` says that no article holds every word of it: then well-known words and marks
    that were typed are doubted too. The words of `kept`, names that are known, may lack
    marks but have no slip. Never raises, whatever the text.
    """
    right = {word for name in kept for word in _exact(name)}
    typed = [
        word._replace(right=word.right or word.forms.exact in right)
        for word in islice(words(text[:MAX_READ]), MAX_WORDS)
    ]
    known = Known(vocabulary)
    doubtful = nothing_found and not any(_is_nowhere(word, known) for word in typed)
    ways = best(_lattice(typed, known, doubtful), known)
    if not ways or all(choice.kept for choice in ways[0]):
        return []
    wrong = _corrected(typed, ways[0])
    meant = [way for way in ways if _corrected(typed, way) == wrong]
    found = dict.fromkeys(put_back(text, typed, _meant(way)) for way in meant)
    if any(choice.mended for choice in ways[0]):
        found[put_back(text, typed, _mended_only(typed, ways[0]))] = None
    return [one for one in found if one != text][:MAX_PROPOSALS]


def restore(syllables: Sequence[str], vocabulary: Vocabulary) -> list[str]:
    """Exact forms of syllables that follow each other, accents added where they lack.

    One that has marks keeps them.
    """
    known, typed = Known(vocabulary), [forms(one) for one in syllables]
    lattice = [
        [*([] if one.marked else spelled(one, known, False))] or [as_typed(one)] for one in typed
    ]
    return [choice.words[0].exact for way in best(lattice, known)[:1] for choice in way]


def _exact(name: str) -> Iterator[str]:
    return (forms(word).exact for word in SYLLABLE.findall(name))


def _is_nowhere(word: Typed, known: Known) -> bool:
    """Such a word alone explains why nothing was found; then the others need no doubt."""
    return not word.fixed and not _standing(word.forms, known)


def _standing(typed: Forms, known: Known) -> int:
    """How often it stands in the texts: with its marks, or without any in every spelling."""
    return known.documents(typed) if typed.marked else known.frequency(typed.folded)


def _lattice(typed: Sequence[Typed], known: Known, doubtful: bool) -> list[list[Choice]]:
    marked = any(word.forms.marked for word in typed)
    mendable = _mendable(typed, known, doubtful)
    folded = [None, *(word.forms.folded for word in typed), None]
    lattice = []
    for number, word in enumerate(typed):
        choices = _choices(word, known, marked, doubtful)
        if number in mendable:
            neighbours = folded[number], folded[number + 2]
            choices += mended(word.forms, neighbours, known, marked)
        lattice.append(choices)
    return lattice


def _mendable(typed: Sequence[Typed], known: Known, doubtful: bool) -> set[int]:
    """The places of the words that are most likely mistyped: the rarest few."""
    frequency = {
        number: _standing(word.forms, known)
        for number, word in enumerate(typed)
        if not word.fixed and not word.right
    }
    rare = [one for one in frequency if doubtful or frequency[one] < COMMON]
    most = _MOST_DOUBTED if doubtful else _MOST_MENDED
    return set(sorted(rare, key=lambda one: frequency[one])[:most])


def _choices(word: Typed, known: Known, marked: bool, doubtful: bool) -> list[Choice]:
    """The word with the marks it may have: those that were typed, if any text has it so."""
    own = word.forms
    meant = own.marked and known.documents(own) and not doubtful
    if word.fixed or meant:
        return [as_typed(own)]
    found = [*spelled(own, known, marked)]
    if not found or (own.marked and not known.documents(own)):
        found.append(as_typed(own))
    return found


def _corrected(typed: Sequence[Typed], way: Sequence[Choice]) -> set[int]:
    """The places of what was typed wrong, if this is meant: more than that marks lack."""
    return {
        place
        for place, (word, choice) in enumerate(zip(typed, way, strict=True))
        if choice.mended or (word.forms.marked and not choice.kept)
    }


def _meant(way: Sequence[Choice]) -> list[str]:
    return [" ".join(word.exact for word in choice.words) for choice in way]


def _mended_only(typed: Sequence[Typed], way: Sequence[Choice]) -> list[str]:
    """Slips mended, but no accent added: it finds whatever marks the words have."""
    return [
        " ".join(_plain(word.forms, part) for part in choice.words)
        if choice.mended
        else word.forms.exact
        for word, choice in zip(typed, way, strict=True)
    ]


def _plain(typed: Forms, meant: Forms) -> str:
    return meant.exact if typed.marked else meant.folded

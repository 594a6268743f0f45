"""Words that mean the same: a query that asks for one of them asks for the others too.

A term is one syllable or several, and is found in a query however it is typed: "tp.hcm", "TP HCM".
It is matched syllable by syllable as everything is, but strictly: one typed with marks is only its
own spelling. Of two terms that begin at one place the longer counts, and what it covers is not
looked at again. What was added is never expanded in its turn.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeAlias

from index.query import And, AtLeast, Not, Or, Phrase, Query, Term
from index.vietnamese.forms import Forms, forms, matches
from index.vietnamese.normalise import visible
from index.vietnamese.segment import SYLLABLE

MAX_ADDED = 64
"""Terms that are added to one query, so that no query grows without bounds."""

Entry: TypeAlias = tuple[tuple[str, ...], str | None]
"""Terms that mean the same; or, with a second part, that find that too, and not the reverse."""
Replaced: TypeAlias = tuple[str, str]
"""What was typed, and what is searched besides."""
_Leaf: TypeAlias = Term | Phrase


class _Other(NamedTuple):
    """What a term also finds: as the editor wrote it, and its syllables."""

    text: str
    words: tuple[str, ...]


class _Name(NamedTuple):
    """One term as it is matched."""

    spelling: tuple[Forms, ...]
    others: tuple[_Other, ...]

    def is_typed(self, typed: Sequence[Forms]) -> bool:
        pairs = zip(typed, self.spelling, strict=True)
        return all(matches(one, own, in_marked_text=True) for one, own in pairs)


class Synonyms:
    """All terms, immutable: any number of threads may expand queries with one."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self._names: dict[tuple[str, ...], list[_Name]] = {}
        self._longest: dict[str, int] = {}
        for terms, one_way_to in entries:
            self._add(terms, one_way_to)

    def expand(self, query: Query) -> tuple[Query, list[Replaced]]:
        """The query with the other names of what it asks for, and which those are.

        The same object where there are none. A term is a run of words that stand together in an
        And, or a phrase as a whole; under a Not, the other names are excluded with it.
        """
        if not self._names:
            return query, []
        expansion = _Expansion(self)
        return expansion.of(query), expansion.replaced

    def others(self, typed: Sequence[Forms]) -> list[_Other]:
        """What these syllables, taken together, also find."""
        names = self._names.get(tuple(one.folded for one in typed), ())
        found = (other for name in names if name.is_typed(typed) for other in name.others)
        return list(dict.fromkeys(found))

    def longest(self, first: Forms) -> int:
        """Syllables of the longest term that may begin with this one; 0 where none does."""
        return self._longest.get(first.folded, 0)

    def _add(self, terms: Sequence[str], one_way_to: str | None) -> None:
        said = [_Other(term, words_of(term)) for term in terms]
        target = None if one_way_to is None else [_Other(one_way_to, words_of(one_way_to))]
        for term in said:
            spelling = tuple(map(forms, term.words))
            others = tuple(
                other
                for other in (said if target is None else target)
                if other.words and tuple(map(forms, other.words)) != spelling
            )
            if spelling and others:
                self._remember(_Name(spelling, others))

    def _remember(self, name: _Name) -> None:
        folded = tuple(one.folded for one in name.spelling)
        self._names.setdefault(folded, []).append(name)
        self._longest[folded[0]] = max(len(folded), self._longest.get(folded[0], 0))


def words_of(term: str) -> tuple[str, ...]:
    """A term's syllables; none where it holds no letter and no digit."""
    return tuple(SYLLABLE.findall(visible(term)))


class _Expansion:
    """One query being expanded."""

    def __init__(self, synonyms: Synonyms) -> None:
        self.replaced: list[Replaced] = []
        self._synonyms = synonyms

    def of(self, node: Query) -> Query:
        if isinstance(node, And):
            return self._joined(node)
        if isinstance(node, Or):
            return Or(tuple(map(self.of, node.children)))
        if isinstance(node, AtLeast):
            return AtLeast(tuple(map(self.of, node.children)), node.count)
        if isinstance(node, Not):
            return Not(self.of(node.child))
        if isinstance(node, _Leaf):
            return self._run((node,), 0)[0]
        return node

    def _joined(self, node: And) -> Query:
        children: list[Query] = []
        place = 0
        while place < len(node.children):
            child = node.children[place]
            if isinstance(child, _Leaf):
                child, covered = self._run(node.children, place)
            else:
                child, covered = self.of(child), 1
            children.append(child)
            place += covered
        return children[0] if len(children) == 1 else And(tuple(children))

    def _run(self, nodes: Sequence[Query], place: int) -> tuple[Query, int]:
        """What stands for the longest term that begins there, and how many nodes it covers."""
        first = nodes[place]
        typed: list[Forms] = []
        longest, covered, others = 1, 1, list[_Other]()
        for count, node in enumerate(nodes[place:], 1):
            if not isinstance(node, _Leaf) or node.field != _field(first):
                break
            typed += map(forms, _words(node))
            longest = longest if count > 1 else self._synonyms.longest(typed[0])
            if len(typed) > longest:
                break
            if found := self._synonyms.others(typed):
                covered, others = count, found
        if not others:
            return first, 1
        return self._with(nodes[place : place + covered], others), covered

    def _with(self, run: Sequence[Query], others: Sequence[_Other]) -> Query:
        text = " ".join(word for node in run for word in _words(node))
        typed = run[0] if len(run) == 1 else And(tuple(run))
        added = others[: MAX_ADDED - len(self.replaced)]
        self.replaced += [(text, other.text) for other in added]
        leaves = [_leaf(other.words, _field(run[0])) for other in added]
        return Or((typed, *leaves)) if leaves else typed


def _words(node: Query) -> tuple[str, ...]:
    if isinstance(node, Phrase):
        return node.words
    return (node.text,) if isinstance(node, Term) else ()


def _field(node: Query) -> str | None:
    return node.field if isinstance(node, _Leaf) else None


def _leaf(words: tuple[str, ...], field: str | None) -> _Leaf:
    return Term(words[0], field) if len(words) == 1 else Phrase(words, field)

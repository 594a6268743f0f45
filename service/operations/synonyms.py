"""The synonyms that search knows: one list, replaced as a whole."""

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import delete
from sqlmodel import Session, col, select

from index.vietnamese.forms import forms
from index.vietnamese.segment import SYLLABLE
from service.content.fields import FieldRule, Text
from service.content.synonym import Synonym, SynonymEntry
from service.errors import Invalid, NotUnique, Refusal, Refused, Required, TooLong
from service.operations.editions import tabular
from service.permissions import Action, Actor, require

MAX_SYNONYMS = 1_000
MAX_TERMS = 20
"""In one entry."""
_TERM: FieldRule = Text(100, required=True)
_Key = tuple[str, ...]
"""A term's folded syllables: two with the same are typed alike without marks."""


def entries(session: Session) -> list[SynonymEntry]:
    """All of them, in their order."""
    rows = session.exec(select(Synonym).order_by(col(Synonym.id)))
    return [SynonymEntry(tuple(row.terms), row.one_way_to) for row in rows]


def replace(session: Session, actor: Actor, wanted: Sequence[SynonymEntry]) -> int:
    """Puts these in place of all that were there; how many there are now.

    Search uses them from the next query on. Raises Refused with all that is wrong.
    """
    require(actor, Action.SEARCH)
    if len(wanted) > MAX_SYNONYMS:
        raise TooLong("synonyms", MAX_SYNONYMS, "entries")
    cleaned = _Cleaning().all_of(wanted)
    if cleaned != entries(session):
        session.execute(delete(tabular(Synonym)))
        session.add_all(
            Synonym(terms=list(one.terms), one_way_to=one.one_way_to) for one in cleaned
        )
        session.flush()
    return len(cleaned)


class _Cleaning:
    """A list being checked; refusals name fields as synonyms.0.terms.1."""

    def __init__(self) -> None:
        self._refusals: list[Refusal] = []
        self._said: dict[tuple[_Key, _Key], str] = {}

    def all_of(self, wanted: Iterable[SynonymEntry]) -> list[SynonymEntry]:
        cleaned = [self._entry(f"synonyms.{place}", one) for place, one in enumerate(wanted)]
        if self._refusals:
            raise Refused(self._refusals)
        return cleaned

    def _entry(self, path: str, entry: SynonymEntry) -> SynonymEntry:
        if len(entry.terms) > MAX_TERMS:
            self._refusals.append(TooLong(f"{path}.terms", MAX_TERMS, "terms"))
            return entry
        terms = [(f"{path}.terms.{place}", one) for place, one in enumerate(entry.terms)]
        cleaned = SynonymEntry(
            tuple(self._term(*one) for one in terms),
            None if entry.one_way_to is None else self._term(f"{path}.oneWayTo", entry.one_way_to),
        )
        self._refusals += self._missing(path, cleaned)
        self._refusals += self._twice(path, cleaned)
        return cleaned

    def _term(self, path: str, term: str) -> str:
        try:
            cleaned: str = _TERM(path, term)
            if not _key(cleaned):
                raise Invalid(path, "It holds no letter and no digit.")
        except Refusal as refusal:
            self._refusals.append(refusal)
            return ""
        return cleaned

    def _missing(self, path: str, entry: SynonymEntry) -> Iterator[Refusal]:
        if not entry.terms:
            yield Required(f"{path}.terms")
        elif len(entry.terms) == 1 and entry.one_way_to is None:
            yield Invalid(f"{path}.terms", "One term alone means the same as nothing else.")

    def _twice(self, path: str, entry: SynonymEntry) -> Iterator[Refusal]:
        """A term may stand once among those that mean the same, and once for each way."""
        target = _key(entry.one_way_to or "")
        for place, term in enumerate(entry.terms):
            key = _key(term)
            where = f"{path}.terms.{place}"
            first = self._said.setdefault((key, target), where)
            if key and (first != where or key == target):
                other = f"{path}.oneWayTo" if key == target else first
                yield NotUnique(where, f"Typed without marks it is the same as {other}.")


def _key(term: str) -> _Key:
    return tuple(forms(syllable).folded for syllable in SYLLABLE.findall(term))

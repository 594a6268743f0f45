"""The synonyms as search uses them: those of the list that a snapshot of the database shows."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlmodel import Session, func, select

from index.synonyms import Synonyms
from service.content.synonym import Synonym
from service.content.visibility import View
from service.operations.synonyms import entries


class _Known(NamedTuple):
    list_id: int | None
    synonyms: Synonyms


class CurrentSynonyms:
    """One for a process; any number of threads may ask it."""

    def __init__(self) -> None:
        self._known = _Known(None, Synonyms())  # no rows, no highest id

    def of(self, session: Session) -> Synonyms:
        """Those that the session sees: one small statement, and a second one after a change."""
        list_id = session.exec(select(func.max(Synonym.id))).one()
        known = self._known
        if known.list_id != list_id:
            known = _Known(list_id, Synonyms(entries(session)))
            self._known = known
        return known.synonyms

    def find(self, session: Session, view: View, keys: Sequence[None]) -> Mapping[None, Synonyms]:
        """As `of`, for a request's loaders; everybody sees the same."""
        return {None: self.of(session)}

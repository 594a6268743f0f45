"""Words that are shown in capitals although an index knows small letters only: abbreviations."""

from index.vietnamese.document_codes import ISSUERS, KINDS
from index.vietnamese.fold import fold
from index.vietnamese.possible import POSSIBLE

_SHORTEST = 3
_VOWELS = frozenset("aeiouy")
_UNITS = frozenset({"kwh", "mwh", "gwh", "kmh", "mph", "rpm"})
_CODES = KINDS | ISSUERS


def code(exact: str) -> str | None:
    """The code in a document's number, as it is printed: "NĐ", "TTg"; None for what is none."""
    return _CODES.get(fold(exact))


def abbreviation(exact: str) -> str | None:
    """The abbreviation in capitals, "UBND" or "HĐND"; None for what may be read as a word.

    That is one of those who issue documents, or what has no vowel.
    """
    folded = fold(exact)
    if len(folded) < _SHORTEST or folded in POSSIBLE or folded in _UNITS:
        return None
    has_no_vowel = exact.isalpha() and _VOWELS.isdisjoint(folded)
    return code(exact) or (exact.upper() if has_no_vowel else None)

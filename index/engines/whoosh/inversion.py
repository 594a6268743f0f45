"""Texts turned inside out: for each term its documents, for each pair of neighbours its places.

Everything is sorting of whole numbers: what belongs together is packed into one number, the most
significant part first, and sorted at once.

Each text that is not empty ends with END, so that every token is the first of a pair. A place is
the number of a token when the texts are laid out, of one field after the other and in each of one
document after the other, every text beginning at a multiple of BLOCK.
"""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from index.engines.whoosh.arrays import Array
from index.engines.whoosh.batch import BLOCK, Texts
from index.engines.whoosh.lexicon import Ranks, rank
from index.engines.whoosh.runs import Packed, firsts, starts_of, within
from index.engines.whoosh.schema import TEXT_FIELDS

_PLACE_BITS, _TERM_BITS = 24, 20
_DOCUMENT_BITS, _FIELD_BITS = 16, 3
VARIANT_BITS, FREQUENCY_BITS = 20, 32
MOST_PLACES = 1 << _PLACE_BITS
MOST_TERMS = (1 << _TERM_BITS) - 1
MOST_DOCUMENTS = 1 << _DOCUMENT_BITS

ESCAPE = 255
"""The mark of a combination that is none of the commonest."""


class Layout(NamedTuple):
    """Where texts lie."""

    starts: Array
    """The place of the first token: a row for each field, a column for each document."""
    blocks: Array
    """The document of each block of places."""
    ends: Array
    """Where the places of each field end."""


def lay_out(lengths: Array) -> Layout:
    """The layout of texts of these lengths; a row for each document."""
    by_field = lengths.T.astype(np.int64)
    sizes = np.where(by_field > 0, by_field // BLOCK + 1, 0)  # with room for END
    ends = np.cumsum(sizes.ravel()).reshape(sizes.shape)
    documents = np.tile(np.arange(len(lengths), dtype=np.uint16), len(by_field))
    blocks = np.repeat(documents, sizes.ravel())
    return Layout((ends - sizes) * BLOCK, blocks, ends[:, -1] * BLOCK)


def invert(texts: Texts) -> Mapping[str, Array]:
    """The arrays of a segment's lexicon, postings and pairs."""
    ranks = rank(texts.terms, np.bincount(texts.tokens, minlength=len(texts.terms)))
    tokens = ranks.term[texts.tokens]
    arrays = {**ranks.arrays, **_postings(tokens, texts.lengths, ranks)}
    arrays |= _pairs(tokens, texts.lengths, ranks)
    return arrays


def _postings(tokens: Array, lengths: Array, ranks: Ranks) -> dict[str, Array]:
    """For each folded form the documents in which it stands: in which field, by which variant, and
    how often."""
    keys = _posting_keys(tokens, lengths, ranks)
    keys.sort()
    kept = firsts(keys)
    frequencies = np.diff(np.append(kept, len(keys))).astype(np.uint64)
    keys = keys[kept]
    frequencies |= (keys & np.uint64((1 << VARIANT_BITS + _FIELD_BITS) - 1)) << np.uint64(
        FREQUENCY_BITS
    )
    keys >>= np.uint64(VARIANT_BITS + _FIELD_BITS)
    documents = (keys & np.uint64(MOST_DOCUMENTS - 1)).astype(np.int32)
    folded = keys >> np.uint64(_DOCUMENT_BITS)
    starts = np.searchsorted(folded, np.arange(int(ranks.folded[-1]) + 2, dtype=np.uint64))
    starts = starts.astype(np.uint32)
    run_starts = firsts(folded)
    del keys, folded
    gaps = np.diff(documents, prepend=np.int32(0))
    gaps[run_starts] = documents[run_starts]
    packed = Packed.pack(gaps, starts, np.uint16)
    return {
        "postings.starts": starts,
        "postings.gaps": packed.small,
        "postings.wide_gaps": packed.wide,
        "postings.wide_gaps.starts": packed.wide_starts,
        **_marks(frequencies, starts),
    }


def _posting_keys(tokens: Array, lengths: Array, ranks: Ranks) -> Array:
    """For each token its folded form, document, field and variant, in one number."""
    flat = lengths.ravel()
    texts = np.arange(len(flat), dtype=np.uint32)
    owners = texts // len(TEXT_FIELDS) << _FIELD_BITS | texts % len(TEXT_FIELDS)
    keys = ranks.folded[tokens].astype(np.uint64)
    keys <<= np.uint64(_DOCUMENT_BITS + _FIELD_BITS)
    keys |= np.repeat(owners, flat)
    keys <<= np.uint64(VARIANT_BITS)
    keys |= ranks.variant[tokens]
    return keys


def _marks(values: Array, starts: Array) -> dict[str, Array]:
    """Field, variant and frequency as the number of one of the commonest such combinations."""
    different, counts = np.unique(values, return_counts=True)
    common = np.sort(different[np.argsort(-counts, kind="stable")[:ESCAPE]])
    places = np.searchsorted(common, values)
    places[places == len(common)] = 0
    is_wide = common[places] != values if len(common) else np.zeros(0, bool)
    marks = places.astype(np.uint8)
    marks[is_wide] = ESCAPE
    return {
        "postings.combinations": common,
        "postings.marks": marks,
        "postings.wide_marks": values[is_wide],
        "postings.wide_marks.starts": starts_of(is_wide)[starts],
    }


def _pairs(tokens: Array, lengths: Array, ranks: Ranks) -> dict[str, Array]:
    """The places of each pair of neighbours, the pairs in the order of their folded forms."""
    keys = _pair_keys(tokens, lengths)
    keys.sort()
    places = (keys & np.uint64(MOST_PLACES - 1)).astype(np.uint32)
    keys >>= np.uint64(_PLACE_BITS)
    kept = firsts(keys)
    counts = np.diff(np.append(kept, len(keys)))
    pairs = keys[kept]
    del keys
    one, two = pairs >> np.uint64(_TERM_BITS), pairs & np.uint64(MOST_TERMS)
    first, second = ranks.folded[one], ranks.folded[two]
    # They are in the order of the terms; of one first folded form they are to be in that of the
    # second, so that all spellings of a pair stand together.
    order = np.lexsort((two, one, second, first))
    counts = counts[order]
    at = np.repeat(kept[order], counts)
    at += within(counts)
    places = places[at]
    del at
    by_first = np.searchsorted(first, np.arange(int(ranks.folded[-1]) + 2)).astype(np.uint32)
    packed = Packed.pack(counts, by_first, np.uint32)
    return {
        "pairs.firsts": by_first,
        "pairs.second": _narrow(second[order]),
        "pairs.variants.first": _narrow(ranks.variant[one][order]),
        "pairs.variants.second": _narrow(ranks.variant[two][order]),
        "pairs.counts": packed.small,
        "pairs.wide_counts": packed.wide,
        "pairs.wide_counts.starts": packed.wide_starts,
        "pairs.places": starts_of(counts)[by_first],
        "pairs.low": places.astype(np.uint16),
        "pairs.high": (places >> np.uint32(16)).astype(np.uint8),
    }


def _pair_keys(tokens: Array, lengths: Array) -> Array:
    """For each token its term, that of the next one and its place, in one number."""
    flat = lengths.ravel()
    keys = tokens.astype(np.uint64)
    keys <<= np.uint64(_TERM_BITS)
    following = np.append(tokens[1:], np.uint32(0))
    following[np.cumsum(flat)[flat > 0] - 1] = 0
    keys |= following
    del following
    keys <<= np.uint64(_PLACE_BITS)
    places = within(flat.astype(np.int64))
    places += np.repeat(lay_out(lengths).starts.T.ravel().astype(np.uint32), flat)
    keys |= places
    return keys


def _narrow(values: Array) -> Array:
    """In the smallest type that holds the greatest."""
    greatest = int(values.max(initial=0))
    return values.astype(
        np.uint8 if greatest < 1 << 8 else np.uint16 if greatest < 1 << 16 else np.uint32
    )

"""All that can be a Vietnamese syllable once its marks are off."""

from index.vietnamese.fold import fold
from index.vietnamese.normalise import canonical
from index.vietnamese.syllable import TONELESS

POSSIBLE = {written: canonical(written) for written in map(fold, TONELESS)}
"""Each, as it may be written, and its folded form; more than there are."""

"""What it costs to believe that one word was typed where another one was meant.

A cost is the natural logarithm of how unlikely a slip is: that a word has one at all, which kind of
slip it is, and at which letter of the word it was made. So it can be added to those of a path. That
two keys are typed in turn, or one of them twice, is a slip of few ways and says much; any letter in
place of any other is one of many ways, and says little.
"""

from string import ascii_lowercase

from index.vietnamese.possible import POSSIBLE

SWAPPED = 6.0
DOUBLED = 6.0
DROPPED = 6.5
NEIGHBOUR = 8.0
"""A key beside the one that was meant, in its place or along with it."""
OTHER = 11.0
"""Any other letter."""
TWO = 14.0
"""Two slips in one word."""

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


def _beside(letter: str) -> str:
    """The keys around one, each row half a key to the right of the one above."""
    row, place = next((y, one.index(letter)) for y, one in enumerate(_ROWS) if letter in one)
    around = ((0, -1), (0, 1), (-1, 0), (-1, 1), (1, -1), (1, 0))
    return "".join(
        _ROWS[row + down][place + right]
        for down, right in around
        if 0 <= row + down < len(_ROWS) and 0 <= place + right < len(_ROWS[row + down])
    )


BESIDE = {letter: _beside(letter) for letter in ascii_lowercase}


def cost(typed: str, meant: str) -> float:
    """Of two folded words that are one slip apart."""
    pairs = zip(typed, meant, strict=False)
    at = next((at for at, (one, other) in enumerate(pairs) if one != other), None)
    if at is None:
        at = min(len(typed), len(meant))
    if len(typed) == len(meant):
        return _changed(typed, meant, at)
    longer = max(typed, meant, key=len)
    is_double = at > 0 and longer[at] == longer[at - 1]
    if at == len(longer) - 1 and not is_double and meant not in POSSIBLE:
        return OTHER  # as likely another word or name: Stephen, Stephens
    if longer is meant:
        return DROPPED
    return DOUBLED if is_double else _added(typed, at)


def _changed(typed: str, meant: str, at: int) -> float:
    if typed[at + 1 :] != meant[at + 1 :]:
        return SWAPPED
    return NEIGHBOUR if typed[at] in BESIDE.get(meant[at], "") else OTHER


def _added(typed: str, at: int) -> float:
    """A letter too many, by a key beside the one before it or after it."""
    around = typed[max(0, at - 1) : at] + typed[at + 1 : at + 2]
    return NEIGHBOUR if any(typed[at] in BESIDE.get(one, "") for one in around) else OTHER

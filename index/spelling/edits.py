"""How words differ by slips of the fingers: a letter too many, too few, another, or two swapped."""

from collections.abc import Iterator
from string import ascii_lowercase


def one_edit(word: str) -> Iterator[tuple[str, int]]:
    """What is one slip away from a word, and at which letter of it; some more than once."""
    for place in range(len(word) + 1):
        before, after = word[:place], word[place:]
        if after:
            yield before + after[1:], place
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:], place
        for letter in ascii_lowercase:
            yield before + letter + after, place
            if after:
                yield before + letter + after[1:], place


def distance(one: str, other: str, most: int) -> int:
    """The slips between two words, each letter touched once; `most` + 1 where there are more.

    The optimal string alignment distance: Damerau's slips in Wagner and Fischer's table.
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    above: list[int] = []
    row = list(range(len(other) + 1))
    for down, letter in enumerate(one, 1):
        above, before, row = row, above, [down]
        for across, there in enumerate(other, 1):
            best = min(above[across - 1] + (letter != there), above[across] + 1, row[-1] + 1)
            swapped = down > 1 and across > 1 and one[down - 2] == there
            if swapped and other[across - 2] == letter:
                best = min(best, before[across - 2] + 1)
            row.append(best)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)

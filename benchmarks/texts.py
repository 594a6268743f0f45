"""Articles to measure with: a JSON Lines file, or as many generated ones.

A generated text has the shape that matters to an index: Vietnamese syllables with their marks,
drawn by Zipf's law, so that a few stand in nearly every article and most in few.
"""

import itertools
import json
import lzma
import random
import unicodedata
from collections.abc import Iterator
from pathlib import Path

ONSETS = ("b", "c", "ch", "d", "đ", "g", "h", "kh", "l", "m", "n", "ng", "ph", "t", "th", "tr", "v")
NUCLEI = ("a", "ă", "â", "e", "ê", "i", "o", "ô", "ơ", "u", "ư", "iê", "ươ", "uô")
TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
FINALS = ("", "n", "ng", "m", "i", "t", "c")
CATEGORIES = tuple((f"muc-{number}", f"Mục {number}") for number in range(1, 9))
FIRST_YEAR, YEARS = 2023, 3


def read_articles(path: Path, limit: int | None = None) -> Iterator[str]:
    """The first `limit` lines of a file, or all, which may be compressed by xz."""
    open_text = lzma.open if path.suffix == ".xz" else open
    with open_text(path, "rt", encoding="utf-8") as lines:
        yield from itertools.islice(lines, limit)


def make_articles(count: int, seed: int = 1) -> Iterator[str]:
    """`count` import lines of about 600 syllables each; the same for the same seed."""
    rng = random.Random(seed)
    syllables = _syllables(rng)
    weights = list(itertools.accumulate(1 / rank for rank in range(1, len(syllables) + 1)))

    def sentence(length: int) -> str:
        words = rng.choices(syllables, cum_weights=weights, k=length)
        return " ".join(words).capitalize() + "."

    for number in range(count):
        slug, name = CATEGORIES[number % len(CATEGORIES)]
        day = f"{FIRST_YEAR + number % YEARS}-{number % 12 + 1:02}-{number % 28 + 1:02}"
        article = {
            "title": sentence(10),
            "lead": sentence(30),
            "body": [" ".join(sentence(20) for _ in range(7)) for _ in range(4)],
            "publishedAt": f"{day}T08:00:00+07:00",
            "category": {"slug": slug, "name": name},
        }
        yield json.dumps(article, ensure_ascii=False) + "\n"


def _syllables(rng: random.Random) -> list[str]:
    made = [
        unicodedata.normalize("NFC", "".join(parts))
        for parts in itertools.product(ONSETS, NUCLEI, TONES, FINALS)
    ]
    rng.shuffle(made)
    return made

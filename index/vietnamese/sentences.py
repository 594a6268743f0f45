"""The sentence in which something stands."""

import re

WIDTH = 220
"""Characters of a sentence that are kept at most on either side."""

_END = re.compile(r"\n|[.!?…]+[”\"»)’]*\s+(?=[^\W\d_a-z]|[“\"«(‘0-9–-])")
_SHORT = frozenset({"tp", "tx", "q", "p", "ts", "ths", "gs", "pgs", "bs", "ks", "ls", "st", "v.v"})
"""Abbreviations behind which a sentence goes on."""


def sentence_bounds(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the sentence around text[start:end] begins and ends, at most WIDTH away from it."""
    begin = max(0, start - WIDTH)
    ends = [match.end() for match in _END.finditer(text, begin, start) if _is_end(text, match)]
    begin = ends[-1] if ends else begin
    last = min(len(text), end + WIDTH)
    for match in _END.finditer(text, end, min(len(text), last + 2)):
        if _is_end(text, match):
            return begin, match.end()
    return begin, last


def passage(text: str, start: int, end: int) -> str:
    """The sentence on one line; "…" where it was cut, which is at a word."""
    begin, last = sentence_bounds(text, start, end)
    shown = text[begin:last]
    if begin > 0 and text[begin - 1].isalnum() and text[begin].isalnum():
        shown = "…" + shown[_first_gap(shown, start - begin) :]
    if last < len(text) and text[last - 1].isalnum() and text[last].isalnum():
        shown = shown[: max(shown.rfind(" "), end - begin)] + "…"
    return " ".join(shown.split())


def _first_gap(shown: str, most: int) -> int:
    gap = shown.find(" ", 0, most)
    return most if gap < 0 else gap + 1


def _is_end(text: str, match: re.Match[str]) -> bool:
    if match.group().startswith("\n"):
        return True
    word = re.search(r"[\w.]*$", text[max(0, match.start() - 8) : match.start()])
    return word is None or word.group().lower() not in _SHORT

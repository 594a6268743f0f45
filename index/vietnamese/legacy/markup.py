"""The same for HTML: words are converted wherever tags part them, and nothing else is touched.

Tags, comments, attributes and character references come out as they went in, but for references
to letters that are converted. However broken, it is read once, from left to right.
"""

import re
from collections.abc import Iterator
from html import unescape

from index.vietnamese.legacy.encodings import Encoding
from index.vietnamese.legacy.texts import convert, decoded

Piece = tuple[str, str]
"""As it is written, and the text it stands for: none for a tag within a word, a line's end for one
that parts paragraphs."""

_OPENING = re.compile(r"<(?:!--|[!?]|/?(?P<name>[A-Za-z][A-Za-z0-9:-]*))")
_REST_OF_TAG = re.compile(r"""(?:[^>"']|"[^"]*"|'[^']*')*+>""")
_RUN = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});|[^&]+|&")

_WITHIN_WORDS = {"a", "abbr", "b", "big", "del", "em", "font", "i", "ins", "mark", "o:p", "s"}
_WITHIN_WORDS |= {"small", "span", "strike", "strong", "sub", "sup", "u", "wbr"}
_NO_TEXT = {"script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"}
_ENDS = {name: re.compile(f"</{name}[^>]*>", re.IGNORECASE) for name in _NO_TEXT}


def text_of_html(html: str) -> str:
    """The words of it for `recognise`, a line for each paragraph."""
    return "".join(text if text == "\n" else text.replace("\n", " ") for _, text in _pieces(html))


def convert_html(html: str, encoding: Encoding) -> str:
    """As `convert`, of HTML."""
    if encoding in {Encoding.UNICODE, Encoding.DECOMPOSED}:
        return convert(html, encoding)
    converted: list[str] = []
    paragraph: list[Piece] = []
    for piece in _pieces(html):
        if piece[1] == "\n" != piece[0]:
            converted.extend(_convert_pieces(paragraph, encoding))
            converted.append(piece[0])
            paragraph = []
        else:
            paragraph.append(piece)
    converted.extend(_convert_pieces(paragraph, encoding))
    return "".join(converted)


def _convert_pieces(paragraph: list[Piece], encoding: Encoding) -> Iterator[str]:
    letters = decoded("".join(text for _, text in paragraph), encoding)
    place = 0
    for written, text in paragraph:
        became = text if letters is None else "".join(letters[place : place + len(text)])
        yield written if became == text else became
        place += len(text)


def _pieces(html: str) -> Iterator[Piece]:
    place = 0
    while opening := _OPENING.search(html, place):
        yield from _runs(html[place : opening.start()])
        place = _end_of_markup(html, opening)
        name = (opening["name"] or "").lower()
        within = name in _WITHIN_WORDS or opening.group() == "<!--"
        yield html[opening.start() : place], "" if within else "\n"
    yield from _runs(html[place:])


def _runs(text: str) -> Iterator[Piece]:
    for run in _RUN.findall(text):
        yield run, unescape(run) if run[0] == "&" else run


def _end_of_markup(html: str, opening: re.Match[str]) -> int:
    """What never ends takes the rest with it, as it does in a browser."""
    if opening.group() == "<!--":
        return _after("-->", html, opening.end())
    name = opening["name"]
    if name is None:
        return _after(">", html, opening.end())
    tag = _REST_OF_TAG.match(html, opening.end())
    if tag is None:
        return len(html)
    name = name.lower()
    if name not in _NO_TEXT or html[opening.start() + 1] == "/":
        return tag.end()
    closing = _ENDS[name].search(html, tag.end())
    return len(html) if closing is None else closing.end()


def _after(mark: str, html: str, place: int) -> int:
    found = html.find(mark, place)
    return len(html) if found < 0 else found + len(mark)

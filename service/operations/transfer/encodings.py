"""The texts of a line in Unicode, before anything is made of them: old portals wrote otherwise."""

from collections.abc import Callable
from typing import Any

from index.vietnamese.legacy import Encoding, convert, convert_html, recognise, text_of_html
from service.content.html import MAX_LENGTH

_TEXTS = {"title", "lead", "byline", "paragraph", "name", "alt", "caption", "description"}
_TEXTS |= {"slogan", "tags"}
"""Fields that hold a text, and lists of them; "paragraph" is one of a body's, in plain text."""
_OBJECTS = {"category", "images", "cover", "pending", "scheduled", "revisions", "before", "links"}
_OBJECTS |= {"tags"}
_DEEPEST = 16
"""Lists and objects in each other, more than any line has that means anything."""

_SAYABLE = {Encoding.UNICODE, Encoding.TCVN3, Encoding.VNI}
_LONGEST_NAME = 100

Said = dict[str, Any]
_Change = Callable[[str, bool], str]
"""Takes a text, and whether it is HTML."""


def in_unicode(line: Said, encoding: Encoding | None) -> tuple[Said, Encoding | None]:
    """The line as it would have been written today, and from which encoding, if it has changed.

    The line's own `encoding` counts more than the one given. Without any it is recognised, by all
    of the line's texts together. What cannot be in it stays as it is; nothing is refused here.
    """
    said = line.get("encoding")
    if isinstance(said, str) and said in _SAYABLE:
        encoding = Encoding(said)
        line = {name: value for name, value in line.items() if name != "encoding"}
    found = _recognise(line) if encoding is None else encoding
    if found is Encoding.UNICODE:
        return line, None

    def change(text: str, is_html: bool) -> str:
        return (convert_html if is_html else convert)(text, found)

    changed = _each_text(line, "", change, _DEEPEST)
    return (changed, found) if changed != line else (line, None)


def say_unicode(line: Said) -> Said:
    """A line of an export; one that looks as if it were in another encoding says that it is not."""
    return line if in_unicode(line, None)[1] is None else {**line, "encoding": Encoding.UNICODE}


def _recognise(line: Said) -> Encoding:
    texts: list[str] = []

    def note(text: str, is_html: bool) -> str:
        texts.append(text_of_html(text) if is_html else text)
        return text

    _each_text(line, "", note, _DEEPEST)
    return recognise("\n".join(texts))


def _each_text(value: Any, field: str, change: _Change, deepest: int) -> Any:
    """The same with every text changed; what no field of a line may hold is passed over."""
    match value:
        case str() if len(value) <= MAX_LENGTH:
            if field == "body":
                return change(value, True)
            return change(value, False) if field in _TEXTS else value
        case list() if deepest:
            inner = "paragraph" if field == "body" else field
            return [_each_text(one, inner, change, deepest - 1) for one in value]
        case dict() if deepest and (field in _OBJECTS or not field):
            return {name: _each_text(one, name, change, deepest - 1) for name, one in value.items()}
    return value


def name_of(line: Said) -> str:
    """By which a reader of the report finds the line's article: its slug, else its title."""
    names = (line.get(field) for field in ("slug", "title", "name", "file"))
    return next((name for name in names if isinstance(name, str)), "")[:_LONGEST_NAME]

"""Refuses HTML that is made to be slow: a parser's time can grow with the square of its length.

Three things do that: deep nesting, many attributes on one tag, and formatting (<b>, <a>, ...) that
is left open, which every later block has to open again. So HTML that is long is read here once,
tag by tag as the HTML standard reads them, and these three are bounded.
"""

import re
from dataclasses import dataclass, field

MAX_OPEN = 100
MAX_ATTRIBUTES = 100
MAX_LEFT_OPEN = 50
MAX_TAGS = 50_000

# With no more than this, even the worst takes some hundredths of a second.
_HARMLESS_TAGS = 400
_HARMLESS_LENGTH = 30_000

_VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "image", "img", "input"})
_VOID |= {"link", "meta", "param", "source", "track", "wbr"}
_FORMATTING = frozenset({"a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small"})
_FORMATTING |= {"strike", "strong", "tt", "u"}
_ENDS_ITS_LIKE = frozenset({"p", "li", "dt", "dd", "tr", "td", "th", "option"})
_RAW = frozenset({"script", "style", "textarea", "title", "iframe", "noembed", "noframes"})
_RAW |= {"noscript", "xmp"}
_FOREIGN = frozenset({"svg", "math"})

# The grammar of a tag by the HTML standard, section 13.2.5; possessive, so that it takes linear
# time. A tag that does not end before the text does is no tag.
_MARKUP = re.compile(
    r"<!--(?:-?>|.*?(?:--!?>|\Z))"
    r"|<(?P<end>/?)(?P<name>[a-zA-Z][^\s/>]*+)"
    r"(?P<attributes>(?:[\s/]++|[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>\"'][^\s>]*+)?+)?+)*+)"
    r"(?:>|\Z)"
    r"|<[!?/][^>]*+(?:>|\Z)",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(
    r"[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>\"'][^\s>]*+)?+)?+"
)


class HTMLTooComplex(ValueError):
    """The HTML would take too long to sanitise; the message says why."""


@dataclass
class _Nesting:
    """The elements that are open at one place of the text."""

    open: list[str] = field(default_factory=list)
    left_open: int = 0

    def start(self, name: str) -> None:
        if name in _VOID:
            return
        if name in _ENDS_ITS_LIKE and self.open and self.open[-1] == name:
            return
        if name in _RAW and not _FOREIGN.isdisjoint(self.open):
            raise HTMLTooComplex("The HTML holds drawings with texts of their own.")
        self.open.append(name)
        if len(self.open) > MAX_OPEN:
            raise HTMLTooComplex(f"More than {MAX_OPEN} elements are nested in each other.")

    def end(self, name: str) -> None:
        if self.open and self.open[-1] == name:
            self.open.pop()
            return
        # Whether the parser really ends what is named here depends on what stands between, so
        # that formatting counts as left open.
        ended = [name] if name in _FORMATTING else []
        if name in self.open:
            place = len(self.open) - 1 - self.open[::-1].index(name)
            ended = self.open[place:]
            del self.open[place:]
        self.left_open += sum(one in _FORMATTING for one in ended)
        if self.left_open > MAX_LEFT_OPEN:
            raise HTMLTooComplex(
                f"More than {MAX_LEFT_OPEN} elements are not ended where they should."
            )


def check_limits(html: str) -> None:
    """Raises HTMLTooComplex if sanitising might take longer than about a second."""
    if html.count("<") <= _HARMLESS_TAGS and len(html) <= _HARMLESS_LENGTH:
        return
    if "<![CDATA[" in html:
        raise HTMLTooComplex("The HTML holds a CDATA section.")
    nesting = _Nesting()
    tags = position = 0
    while (markup := _MARKUP.search(html, position)) is not None:
        position = markup.end()
        if markup["name"] is None:
            continue
        tags += 1
        if tags > MAX_TAGS:
            raise HTMLTooComplex(f"The HTML holds more than {MAX_TAGS:,} tags.")
        name = markup["name"].lower()
        if markup["end"]:
            nesting.end(name)
        else:
            _check_attributes(markup["attributes"])
            nesting.start(name)
            position = _after_raw_text(html, name, position)


def _check_attributes(text: str) -> None:
    if len(text) > MAX_ATTRIBUTES and sum(1 for _ in _ATTRIBUTE.finditer(text)) > MAX_ATTRIBUTES:
        raise HTMLTooComplex(f"A tag has more than {MAX_ATTRIBUTES} attributes.")


def _after_raw_text(html: str, name: str, position: int) -> int:
    """Where the text ends in which < begins no tag: at its own end tag."""
    if name not in _RAW:
        return position
    end = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(html, position)
    return len(html) if end is None else end.start()

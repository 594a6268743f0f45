"""HTML as editors paste it, reduced to what an article may hold; and the text that is in it."""

import re
from html import unescape

import nh3

from index.vietnamese.normalise import nfc, visible
from service.content.html_limits import HTMLTooComplex, check_limits

__all__ = ["MAX_LENGTH", "HTMLTooComplex", "plain_text", "sanitise"]

MAX_LENGTH = 1_000_000
"""Characters of HTML, before and after."""
MAX_REFERENCES = 50_000
"""Ampersands; the parser's time grows with the square of their number."""

LINK_SCHEMES = {"http", "https", "mailto", "tel"}
LINK_REL = "noopener noreferrer nofollow"

_KEPT = {"h2", "h3", "h4", "h5", "h6", "p", "br", "hr", "ul", "ol", "li", "dl", "dt", "dd"}
_KEPT |= {"table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"}
_KEPT |= {"figure", "figcaption", "img", "blockquote", "pre", "code"}
_KEPT |= {"strong", "em", "u", "s", "sub", "sup", "a"}

# What editors paste under other names. A block that is not kept becomes a paragraph, and so does
# what follows it, so that its words are not glued to its neighbour's; the second pass mends the
# paragraphs nested by this.
_RENAMED = {"h1": "h2", "b": "strong", "i": "em", "strike": "s", "del": "s", "ins": "u"}
_RENAMED |= dict.fromkeys(("div", "section", "article", "center", "address", "main"), "p")
_RENAMED |= dict.fromkeys(("header", "footer", "aside", "nav", "details", "summary"), "p")
_RENAMED |= dict.fromkeys(("form", "fieldset", "legend", "dialog", "hgroup", "search"), "p")
_RENAMED |= dict.fromkeys(("dir", "menu", "listing"), "p")

# Dropped with everything inside.
_DROPPED = {"script", "style", "title", "iframe", "object", "noscript", "noembed", "noframes"}
_DROPPED |= {"template", "svg", "math", "select", "textarea", "xmp", "xml"}

_VALUES = {
    ("a", "href"): re.compile(r"[^\x00-\x20]\S*"),
    ("img", "src"): re.compile(r"/media/[A-Za-z0-9_-][A-Za-z0-9._-]*"),
    ("img", "alt"): re.compile(".*", re.DOTALL),
    ("img", "width"): re.compile("[1-9][0-9]{0,4}"),
    ("img", "height"): re.compile("[1-9][0-9]{0,4}"),
    ("ol", "start"): re.compile("[0-9]{1,6}"),
    ("td", "colspan"): re.compile("[1-9][0-9]{0,2}"),
    ("td", "rowspan"): re.compile("[1-9][0-9]{0,2}"),
    ("th", "colspan"): re.compile("[1-9][0-9]{0,2}"),
    ("th", "rowspan"): re.compile("[1-9][0-9]{0,2}"),
    ("th", "scope"): re.compile("(?:row|col)(?:group)?"),
}
"""Every attribute that is kept, and what it may say."""


def _attributes() -> dict[str, set[str]]:
    kept: dict[str, set[str]] = {}
    for tag, attribute in _VALUES:
        kept.setdefault(tag, set()).add(attribute)
    return kept


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name == "rel":
        return value  # ours: what was pasted is never kept
    allowed = _VALUES.get((tag, name))
    value = value.strip()
    return value if allowed is not None and allowed.fullmatch(value) else None


_CLEANER = nh3.Cleaner(
    tags=_KEPT | set(_RENAMED),
    clean_content_tags=_DROPPED,
    attributes=_attributes(),
    attribute_filter=_attribute,
    url_schemes=LINK_SCHEMES,
    link_rel=LINK_REL,
)

# Google Docs wraps the whole document in a <b> that is not bold.
_WRAPPER = re.compile(r"<b\s[^<>]*docs-internal-guid[^<>]*>", re.IGNORECASE)
_RENAMED_TAG = re.compile(rf"<(/?)({'|'.join(_RENAMED)})>")
_IMAGE_WITHOUT_ADDRESS = re.compile(r"<img(?![^>]* src=)[^>]*>")
_LINK_WITHOUT_ADDRESS = re.compile(rf'<a rel="{LINK_REL}">(.*?)</a>', re.DOTALL)
_EMPTY_BLOCK = re.compile(
    r"<(p|h[2-6])>(?:\s|&nbsp;|<br>|</?(?:strong|em|u|s|sub|sup|code)>)*</\1>\s*"
)
_OVERLAY = "\u0338"
"""Joins with > to one character in NFC, which would take a tag's end away."""

_PASSES = 5


# Google Docs writes emphasis as a span's style; styles are dropped, what they say is kept.
_SPAN = re.compile(r"<(/?)span\b([^>]*)>", re.IGNORECASE)
_SAID = {
    "strong": re.compile(r"font-weight:\s*(?:bold|[6-9]00)", re.IGNORECASE),
    "em": re.compile(r"font-style:\s*italic", re.IGNORECASE),
}


def _spoken_styles(html: str) -> str:
    """With <strong> and <em> in place of the spans that only look so."""
    closing: list[str] = []

    def replace(tag: re.Match[str]) -> str:
        if tag[1]:
            return closing.pop() if closing else ""
        said = [name for name, style in _SAID.items() if style.search(tag[2])]
        closing.append("".join(f"</{name}>" for name in reversed(said)))
        return "".join(f"<{name}>" for name in said)

    return _SPAN.sub(replace, html)


def sanitise(html: str) -> str:
    """What of `html` an article may hold, in NFC; sanitising that again changes nothing.

    Raises HTMLTooComplex for what would take too long: see html_limits.
    """
    html = _spoken_styles(_WRAPPER.sub("", html))
    check_limits(html)
    cleaned = _clean(html)
    for _ in range(_PASSES):
        again = _clean(cleaned)
        if again == cleaned:
            return cleaned
        cleaned = again
    raise HTMLTooComplex("The HTML is nested in a way that has no meaning.")


def _clean(html: str) -> str:
    """One pass. Its result is well formed, with < and > in tags only."""
    if html.count("&") > MAX_REFERENCES:
        raise HTMLTooComplex(f"The HTML holds more than {MAX_REFERENCES:,} character references.")
    cleaned = visible(_CLEANER.clean(html).replace(_OVERLAY, ""))
    if len(cleaned) > MAX_LENGTH:
        raise HTMLTooComplex(f"More than {MAX_LENGTH:,} characters remain of the HTML.")
    cleaned = _RENAMED_TAG.sub(_rename, cleaned)
    cleaned = _IMAGE_WITHOUT_ADDRESS.sub("", cleaned)
    cleaned = _LINK_WITHOUT_ADDRESS.sub(r"\1", cleaned)
    return _EMPTY_BLOCK.sub("", cleaned).strip()


def _rename(tag: re.Match[str]) -> str:
    name = _RENAMED[tag[2]]
    return "</p><p>" if tag[1] and name == "p" else f"<{tag[1]}{name}>"


_BLOCK_END = re.compile(
    r"</?(?:h[2-6]|p|br|hr|ul|ol|li|dl|dt|dd|table|caption|thead|tbody|tfoot|tr|figure|figcaption"
    r"|blockquote|pre)\b[^>]*>"
)
_CELL_END = re.compile(r"</?t[hd]\b[^>]*>")
_TAG = re.compile("<[^>]*>")


def plain_text(html: str) -> str:
    """The text of sanitised HTML: a line for each block, cells of a table parted by a space."""
    marked = _CELL_END.sub(" ", _BLOCK_END.sub("\x00", html))
    text = nfc(unescape(_TAG.sub("", marked)))
    lines = (" ".join(line.split()) for line in text.split("\x00"))
    return "\n".join(line for line in lines if line)

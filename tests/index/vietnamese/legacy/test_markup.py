import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.vietnamese.legacy import Encoding, convert, convert_html, recognise, text_of_html

KEPT = [
    (
        "<p class=\"TiÕng\" title='a > ViÖt'>TiÕ<b>ng</b>&nbsp;ViÖt &amp; n\u00ad\u00edc</p>",
        "<p class=\"TiÕng\" title='a > ViÖt'>Tiế<b>ng</b>&nbsp;Việt &amp; nước</p>",
    ),
    ("<p>Vi&Ouml;t Nam &lt;x&#183; h&#xE9;i&gt;</p>", "<p>Việt Nam &lt;xã hội&gt;</p>"),
    ("ViÖt Nam x· héi<br/>1 < 2 & 3", "Việt Nam xã hội<br/>1 < 2 & 3"),
    ("x· héi ViÖt <!-- ViÖt --> Nam", "xã hội Việt <!-- ViÖt --> Nam"),
    (
        "<script>'ViÖt'</script><STYLE>x·{}</style>x· héi",
        "<script>'ViÖt'</script><STYLE>x·{}</style>xã hội",
    ),
    ("<p>x· héi ViÖt</p><p>café São Tomé</p>", "<p>xã hội Việt</p><p>café São Tomé</p>"),
    ("<p>x· héi ViÖt</p><p>Tiếng có dấu</p>", "<p>xã hội Việt</p><p>Tiếng có dấu</p>"),
    ("<p>Tie<b>á</b>ng Vie&auml;t</p>", "<p>Tiế<b></b>ng Việt</p>"),
    ("<p>hoäi ñoàng</p><img alt=x", "<p>hội đồng</p><img alt=x"),
    ("<p>hoäi ñoàng</p><!-- hoäi", "<p>hội đồng</p><!-- hoäi"),
    ("hoäi ñoàng <?php hoäi ?> <!x hoäi>", "hội đồng <?php hoäi ?> <!x hoäi>"),
    (
        "<textarea>hoäi</textarea>hoäi ñoàng<title>hoäi",
        "<textarea>hoäi</textarea>hội đồng<title>hoäi",
    ),
]


@pytest.mark.parametrize(("html", "expected"), KEPT)
def test_only_words_are_converted(html: str, expected: str) -> None:
    """Links and pictures would lose their addresses, or a text its signs."""
    assert convert_html(html, recognise(text_of_html(html))) == expected


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>a</p><p>b&amp;c</p>", "\na\n\nb&c\n"),
        ("a<b>b</b>\nc<br>d", "ab c\nd"),
        ("<script>a</script>b", "\nb"),
        ("a < b <3", "a < b <3"),
    ],
)
def test_text_of_html(html: str, text: str) -> None:
    """What is judged would not be what is read."""
    assert text_of_html(html) == text


_WORDS = ["ViÖt ", "x· ", "café ", "Tiếng ", "hoäi ", "ñ", "1 < 2 ", "&", '"']
_TAGS = ["<p>", "</p>", "<b>", "</b>", "<br>", '<a href="Ö?a&b">', "</a>", "<!-- Ö -->"]
_PIECES = st.sampled_from([*_WORDS, *_TAGS, "&nbsp;", "&Ouml;", "&amp;", "&lt;"])


@given(st.lists(_PIECES, max_size=40), st.sampled_from(list(Encoding)))
def test_markup_survives(pieces: list[str], encoding: Encoding) -> None:
    """An article would be broken by what should mend it."""
    html = "".join(pieces)
    converted = convert_html(html, encoding)
    markup = re.compile(r"<!--.*?-->|</?[a-z][^>]*>|&(?:nbsp|amp|lt);")
    assert markup.findall(converted) == markup.findall(html)


@given(st.lists(_PIECES, max_size=40))
def test_words_come_out_as_without_markup(pieces: list[str]) -> None:
    """The same word would be right in a lead and wrong in a body."""
    html = "".join(pieces)
    for encoding in (Encoding.TCVN3, Encoding.VNI):
        assert text_of_html(convert_html(html, encoding)) == convert(text_of_html(html), encoding)


@given(st.text("<>&;/!-='\" aÖ·#x1\n", max_size=60), st.sampled_from(list(Encoding)))
def test_no_html_fails(html: str, encoding: Encoding) -> None:
    """An import would stop at the first page that is broken."""
    convert_html(html, encoding)


@pytest.mark.parametrize(
    "piece", ["<!--", "<a '", '<a "x" ', "<script>", "<", "<p", "&", "&#", "</a", "<!", "<b>Ö"]
)
def test_broken_html_takes_no_longer_than_it_must(piece: str) -> None:
    """One line would stop an import for hours."""
    html = piece * (200_000 // len(piece)) + " ViÖt x· héi"
    begun = time.process_time()
    text_of_html(html)
    convert_html(html, Encoding.TCVN3)
    assert time.process_time() - begun < 10

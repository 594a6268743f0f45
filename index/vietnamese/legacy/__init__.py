"""Texts of old portals: Vietnamese in the encodings of fonts, and decomposed Unicode.

Before Unicode a font gave the codes of western letters a Vietnamese look. Such a text, read as
Windows-1252 or Latin-1, shows "TiÕng ViÖt" (TCVN3, of the ABC fonts) or "Tieáng Vieät"
(VNI-Windows) for Tiếng Việt. What tells them apart is what they would come to: a text is of the
encoding in which nearly all its marked words are Vietnamese syllables, and in which some are
written as no other language writes. Where that is not sure, nothing is changed.

The words are judged together, but converted by paragraphs: one that is good Unicode already, or
that is in another language, stays as it is.
"""

from index.vietnamese.legacy.encodings import Encoding
from index.vietnamese.legacy.markup import convert_html, text_of_html
from index.vietnamese.legacy.texts import convert, recognise

__all__ = ["Encoding", "convert", "convert_html", "recognise", "text_of_html"]

"""Characters that have no place in any text: they are dropped, wherever the text comes from."""

import re

from index.vietnamese.normalise import nfc

_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f"  # control characters
    "\u00ad\u200b\u2060\ufeff"  # soft hyphens and spaces of no width: they would part a word in two
    "\ufffe\uffff]"
)


def visible(text: str) -> str:
    """The text in NFC without control characters and others that nobody sees."""
    return nfc(_UNSEEN.sub("", text))

"""Text as it comes in: one form of every character, and nothing that is not text."""

from __future__ import annotations

import re
import unicodedata

# The line ends of other systems and of word processors (vertical tab, form feed, next line).
_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Spaces of other widths and those that must not break, which editors type between syllables.
_SPACE = re.compile("[\xa0\u2000-\u200a\u202f\u3000]")
# Everything that is not text: control characters but tab and line feed, and the invisible signs
# (soft hyphen, zero-width space, byte order mark) that would cut a syllable in two.
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u200b\u2060\ufeff]")
# Lone surrogates, which no encoding can write.
_SURROGATE = re.compile("[\ud800-\udfff]")


def clean(text: str) -> str:
    """Return *text* as NFC with plain spaces and line feeds only and without control characters."""
    text = _SPACE.sub(" ", _LINE_END.sub("\n", text))
    text = _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)
    return unicodedata.normalize("NFC", _CONTROL.sub("", text)).strip()

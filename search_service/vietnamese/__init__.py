"""Vietnamese text analysis: normal form, folding and syllable tokens."""

from search_service.vietnamese.normal import fold, nfc, normal_form, slug
from search_service.vietnamese.syllables import Token, is_marked, syllables, tokenize

__all__ = [
    "Token",
    "fold",
    "is_marked",
    "nfc",
    "normal_form",
    "slug",
    "syllables",
    "tokenize",
]

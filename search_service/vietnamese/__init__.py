"""Vietnamese text analysis: normal form, folding, syllable tokens and words.

``ANALYZER_VERSION`` is stamped in the manifest of an index, and an index whose stamp differs is
refused: its terms may not be the ones a query now asks for. It names our own analysis and pyvi's
release, whose model decides the words. Raise ``_ANALYSIS`` with every change to any output of this
package. Python's Unicode version is left out on purpose: Unicode's stability policy fixes the
normal form and the case mapping of every character once it is assigned, so releases differ only in
characters that had not existed, and a new Python must not cost an archive its index.
"""

from importlib.metadata import version
from typing import Final

from search_service.vietnamese.abbreviations import definitions
from search_service.vietnamese.crf import ModelError, is_compound
from search_service.vietnamese.function_words import FUNCTION_WORDS
from search_service.vietnamese.input_methods import decoded
from search_service.vietnamese.normal import fold, is_syllable, nfc, normal_form, slug
from search_service.vietnamese.sentences import sentences
from search_service.vietnamese.syllables import Token, is_marked, syllables, tokenize
from search_service.vietnamese.words import segment, words

_ANALYSIS: Final = 5

ANALYZER_VERSION: Final[str] = f"{_ANALYSIS}+pyvi-{version('pyvi')}"

__all__ = [
    "ANALYZER_VERSION",
    "FUNCTION_WORDS",
    "ModelError",
    "Token",
    "decoded",
    "definitions",
    "fold",
    "is_compound",
    "is_marked",
    "is_syllable",
    "nfc",
    "normal_form",
    "segment",
    "sentences",
    "slug",
    "syllables",
    "tokenize",
    "words",
]

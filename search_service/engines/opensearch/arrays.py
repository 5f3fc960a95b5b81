"""What of a generation is not search: the arrays of the embedded engine, all but its postings.

Persons across articles, columns, completions, spelling and the numbers of vectors' features are
read from memory-mapped files here as there; the cluster holds the files for whoever serves.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np

from search_service.engines.arrays import vectorizing
from search_service.engines.arrays.features import TIMES
from search_service.engines.arrays.language import learning
from search_service.engines.arrays.lexicon import Lexicon
from search_service.engines.arrays.mapped import Array, Mapped
from search_service.engines.arrays.persons import resolved
from search_service.engines.opensearch.spool import (
    INDEXED,
    Spool,
    syllable_articles,
    word_articles,
)
from search_service.schema import TEXT_FIELDS, WORDS
from search_service.vietnamese import fold

_ONLY_BUILT: Final = (
    "vectors.offsets", "vectors.features", "vectors.times",
    "vectors.posting_offsets", "vectors.posting_docs", "vectors.posting_times",
)  # fmt: skip
"""What goes into the articles themselves and is not needed beside them."""


class Presence:
    """In how many articles each term of a lexicon is."""

    def __init__(self, folder: Path, lexicon: Lexicon) -> None:
        """Map what ``write`` wrote to *folder*, of the terms of *lexicon*."""
        self._folder = folder
        self._lexicon = lexicon

    _syllables = Mapped("presence.syllables")
    _folded = Mapped("presence.folded")
    words = Mapped("presence.words")
    """i64[terms]: the articles that have each as a word."""

    @staticmethod
    def write(folder: Path, texts: dict[str, tuple[Array, Array]], lexicon: Lexicon) -> None:
        """Count the articles of *texts*, as ``Spool.texts`` has them, that have each term.

        i64[terms] ``presence.syllables`` and ``.words``; ``.folded`` at the number of each marking
        of an unmarked syllable: articles that have any of its markings.
        """
        terms = len(lexicon)
        fields = [texts[field.name] for field in TEXT_FIELDS]
        np.save(folder / "presence.syllables.npy", syllable_articles(fields, terms))
        np.save(folder / "presence.words.npy", word_articles(texts[WORDS], terms))
        numbers: dict[str, int] = {}
        forms = [numbers.setdefault(fold(term), len(numbers)) for term in lexicon]
        form = np.array(forms, dtype=np.int64)
        folded = [(form[tokens], lengths) for tokens, lengths in fields]
        counts = syllable_articles(folded, max(1, len(numbers)))
        np.save(folder / "presence.folded.npy", counts[form])

    def syllable(self, term: str) -> int:
        """Return how many articles have the syllable *term*."""
        return self._at(self._syllables, self._lexicon.find(term))

    def folded(self, syllable: str) -> int:
        """Return how many articles have any marking of the unmarked *syllable*."""
        variants = self._lexicon.variants(syllable)
        return self._at(self._folded, variants[0] if variants else None)

    def word(self, term: str) -> int:
        """Return how many articles have the word *term*."""
        return self._at(self.words, self._lexicon.find(term))

    def _at(self, counts: Array, number: int | None) -> int:
        return 0 if number is None else int(counts[number])


def build(folder: Path, spool: Spool) -> None:
    """Write the arrays of the articles in *spool* to *folder*, which is there and empty."""
    number = Lexicon.write(folder, list(spool.terms))
    lexicon = Lexicon(folder)
    every = {name: spool.texts(name, number) for name in INDEXED}
    Presence.write(folder, every, lexicon)
    vectorizing.write(folder, {name: every[name] for name in TIMES})
    spool.rows.write(folder)
    resolved.write(folder, spool.rows)
    names = learning.names_of(spool.rows, spool.terms, folder)
    learning.write_spelling(folder, every, names.texts(number))
    compounds = Presence(folder, lexicon).words
    learning.write_completions(folder, every, compounds, lambda place: spool.record(place).document)


def served(folder: Path) -> list[Path]:
    """Return the files of *folder* that whoever serves needs, by name."""
    built = {f"{name}.npy" for name in _ONLY_BUILT}
    return sorted(path for path in folder.glob("*.npy") if path.name not in built)

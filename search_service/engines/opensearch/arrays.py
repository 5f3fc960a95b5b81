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
from search_service.engines.opensearch.spool import INDEXED, Spool, articles_with
from search_service.engines.opensearch.weighing import Texts, forms
from search_service.schema import TEXT_FIELDS, WORDS

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
    def write(folder: Path, texts: Texts, lexicon: Lexicon) -> None:
        """Count the articles of *texts* that have each term.

        i64[terms] ``presence.syllables`` and ``.words``; ``.folded`` at the number of each marking
        of an unmarked syllable: articles that have any of its markings.
        """
        fields = [texts[field.name] for field in TEXT_FIELDS]
        itself = np.arange(len(lexicon))
        np.save(folder / "presence.syllables.npy", articles_with(fields, itself))
        np.save(folder / "presence.words.npy", articles_with([texts[WORDS]], itself))
        form, _ = forms(lexicon)
        np.save(folder / "presence.folded.npy", articles_with(fields, form)[form])

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


class Build:
    """Writes the arrays of the articles in a spool."""

    def __init__(self, folder: Path, spool: Spool) -> None:
        """Number the terms of *spool*, which is complete, for *folder*, which is there and empty.

        Attributes:
            texts: The fields of the articles, by the numbers of the lexicon.
        """
        self._folder = folder
        self._spool = spool
        self._number = Lexicon.write(folder, list(spool.terms))
        self.texts = {name: spool.texts(name, self._number) for name in INDEXED}

    def resolve(self) -> None:
        """Write what articles are sent with: their vectors, columns and persons."""
        vectorizing.write(self._folder, {name: self.texts[name] for name in TIMES})
        self._spool.rows.write(self._folder)
        resolved.write(self._folder, self._spool.rows)

    def learn(self) -> None:
        """Write what no article is sent with, once ``resolve`` is done.

        That is in how many articles terms are, how they are spelt, and completions.
        """
        folder, spool, lexicon = self._folder, self._spool, Lexicon(self._folder)
        Presence.write(folder, self.texts, lexicon)
        names = learning.names_of(spool.rows, spool.terms, folder)
        learning.write_spelling(folder, self.texts, names.texts(self._number))
        compounds = Presence(folder, lexicon).words
        learning.write_completions(folder, self.texts, compounds, spool.document)


def served(folder: Path) -> list[Path]:
    """Return the files of *folder* that whoever serves needs, by name."""
    built = {f"{name}.npy" for name in _ONLY_BUILT}
    return sorted(path for path in folder.glob("*.npy") if path.name not in built)

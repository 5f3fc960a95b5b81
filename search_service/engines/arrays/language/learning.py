"""What a build learns from all its texts: how they are spelt, and what completes a query."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Final

import numpy as np

from search_service.document import Document, field_texts
from search_service.engines.arrays.columns import Columns
from search_service.engines.arrays.gathering import Rows
from search_service.engines.arrays.language import ngrams, phrases
from search_service.engines.arrays.language.completing import completions
from search_service.engines.arrays.language.entries import Entry
from search_service.engines.arrays.language.ngrams import Ngrams
from search_service.engines.arrays.language.phrases import Miner
from search_service.engines.arrays.language.printing import named, spelt
from search_service.engines.arrays.language.suggesting import Suggester
from search_service.engines.arrays.lexicon import Lexicon
from search_service.engines.arrays.mapped import Array
from search_service.engines.arrays.sampling import newest
from search_service.engines.arrays.tokens import FieldTokens, TermNumbers, Text
from search_service.vietnamese import syllables

_RUNNING: Final = ("title", "lead", "body", "captions")
"""The fields whose texts show how syllables are written and which follow which."""

_MINED: Final = _RUNNING[:3]
"""The fields whose texts phrases are taken from: captions repeat the body."""

_NAMED: Final = 3
"""How often a person's name counts for each article with it, besides where it is printed: names
are what readers ask for, and that often every triple in them is kept (``counting.LEAST``)."""

_TOGETHER: Final = 1 << 16
"""Printed names whose terms are looked up at a time: 20 MB."""


def write_spelling(arrays: Path, every: Mapping[str, Text], names: Text) -> None:
    """Write ``Ngrams`` of the texts, *every* field, and of persons' *names* to *arrays*.

    The lexicon and the columns are there already.
    """
    running = [every[name] for name in _RUNNING]
    counted, _ = newest(running, Columns(arrays).newest, ngrams.SAMPLE)
    Ngrams.write(arrays, [*counted, names], len(Lexicon(arrays)), older=running)


def names_of(rows: Rows, terms: TermNumbers, folder: Path) -> FieldTokens:
    """Return the names of the persons of all articles, each as a text of its own.

    Args:
        rows: The articles.
        terms: What is no term in it is in no name either.
        folder: Gets the file in which they wait.
    """
    printed = [_known_terms(name, terms) for name in rows.printed]
    own = np.array([len(name) for name in printed], dtype=np.int64)
    every = np.fromiter(chain.from_iterable(printed), dtype=np.uint32, count=int(own.sum()))
    starts = np.cumsum(own) - own
    names = FieldTokens(folder)
    for first in range(0, len(rows.printings), _TOGETHER):
        codes = np.array(rows.printings[first : first + _TOGETHER], dtype=np.uint32)
        codes = np.repeat(codes[own[codes] > 0], _NAMED)
        sizes = own[codes]
        ends = np.cumsum(sizes)
        within = np.arange(sizes.sum()) - np.repeat(ends - sizes, sizes)
        names.extend(every[np.repeat(starts[codes], sizes) + within], sizes)
    return names


def _known_terms(name: str, terms: TermNumbers) -> list[int]:
    """Return the terms of a name, none where one of its syllables is no term."""
    found = [terms.get(text) for text in syllables(name)]
    return [] if None in found else [term for term in found if term is not None]


def write_completions(
    arrays: Path, every: Mapping[str, Text], compounds: Array, document: Callable[[int], Document]
) -> None:
    """Write ``Suggester`` of all that can be suggested to *arrays*.

    Args:
        arrays: Has the lexicon, the columns and the persons already.
        every: The texts of each field.
        compounds: i64[terms]: the articles that have each term as a word.
        document: Reads the article with a number, to see how a phrase is printed.
    """
    mined, share = newest([every[name] for name in _MINED], Columns(arrays).newest, phrases.SAMPLE)
    miner = Miner(mined, Lexicon(arrays), compounds, share)
    Suggester.write(arrays, _entries(arrays, miner, lambda number: _texts(document(number))))


def _entries(arrays: Path, miner: Miner, texts: Callable[[int], Sequence[str]]) -> Iterator[Entry]:
    """Return what can be suggested, with the number of its articles."""
    known = Columns(arrays)
    persons = list(completions(arrays, known))
    for person, name, articles in persons:
        yield Entry("person", person, name, articles)
    counts = np.bincount(known.section, minlength=len(known.sections)).tolist()
    for section, articles in list(zip(known.sections, counts, strict=True))[1:]:
        yield Entry("section", section, section, articles)
    names = named([(name, articles) for _, name, articles in persons])
    names |= {" ".join(syllables(name)): len(known) for name in known.sections}
    for phrase, articles in spelt(miner.phrases(names), texts):
        yield Entry("phrase", phrase, phrase, articles)
    for number in np.argsort(known.newest).tolist():
        yield Entry("title", known.ids[number], known.titles[number], 1)


def _texts(document: Document) -> list[str]:
    texts = field_texts(document.article)
    return [texts[name] for name in _MINED]

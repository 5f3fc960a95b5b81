"""What a writer takes back from generations before it: a whole archive, or a segment alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from search_service.engines.arrays.lexicon import Lexicon
from search_service.engines.arrays.mapped import Array
from search_service.engines.arrays.tokens import FieldTokens, TermNumbers
from search_service.engines.whoosh.postings import Postings
from search_service.engines.whoosh.segments.restoring import texts_by_article


def take_back(
    folders: Sequence[Path], kept: Array, terms: TermNumbers, tokens: Mapping[str, FieldTokens]
) -> None:
    """Put the tokens of the articles *kept* behind *tokens*, numbering what is new in *terms*.

    Args:
        folders: Base and segment of a generation, or one of them.
        kept: Numbers of articles, ascending, counted from the first of the first folder on.
        terms: Gets the terms that it has not.
        tokens: For each indexed field.
    """
    first = 0
    for folder in folders:
        postings = Postings(folder)
        last = first + postings.articles()
        own = kept[(kept >= first) & (kept < last)] - first
        numbers = np.fromiter(map(terms.__getitem__, Lexicon(folder)), dtype=np.uint32)
        for name, (texts, lengths) in texts_by_article(postings, own).items():
            tokens[name].extend(numbers[texts], lengths)
        first = last

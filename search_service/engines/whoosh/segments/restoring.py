"""Postings turned back into the texts of articles: what an update keeps."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from search_service.engines.arrays.mapped import Array
from search_service.engines.whoosh.postings import FIELD_PLACES, TEXT_BITS, Postings
from search_service.schema import WORDS


def texts_by_article(
    postings: Postings, articles: Sequence[int] | Array
) -> dict[str, tuple[Array, Array]]:
    """Return the tokens of some *articles*, ascending, as ``FieldTokens.texts`` does, by field.

    Words come back in another order than they were given in, which their postings do not keep.
    """
    kept = np.array(articles, dtype=np.int64)
    stream, lengths = postings.stream(), postings.lengths()[kept]
    starts = postings.starts[:-1].astype(np.int64).reshape(-1, 1 << TEXT_BITS)[kept]
    texts = {
        name: (stream[_ranges(starts[:, place], lengths[:, place])], lengths[:, place])
        for name, place in FIELD_PLACES.items()
    }
    return texts | {WORDS: _words(postings, kept)}


def _words(postings: Postings, kept: Array) -> tuple[Array, Array]:
    terms, docs, times = postings.bags()
    order = np.argsort(docs, kind="stable")
    terms, docs, times = terms[order], docs[order], times[order]
    lengths = np.bincount(docs, times, minlength=postings.articles()).astype(np.int64)
    tokens = np.repeat(terms, times)
    starts = np.cumsum(lengths) - lengths
    return tokens[_ranges(starts[kept], lengths[kept])], lengths[kept]


def _ranges(starts: Array, sizes: Array) -> Array:
    """Return the places of runs that begin at *starts* and are of *sizes*, end to end."""
    shift = starts - (np.cumsum(sizes) - sizes)
    return np.repeat(shift, sizes) + np.arange(sizes.sum())

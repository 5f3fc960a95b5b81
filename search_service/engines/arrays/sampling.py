"""The newest articles of an archive: what is learnt of its language needs no more than so many."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from search_service.engines.arrays.mapped import Array
from search_service.engines.arrays.spilling import cut
from search_service.engines.arrays.tokens import SPILLED, Text, Tokens


def newest(texts: Sequence[Text], ranks: Array, most: int) -> tuple[list[Text], float]:
    """Return *texts* with those of the newest articles alone, and the share that these are.

    Args:
        texts: The fields; each has all articles.
        ranks: u32[articles]: 0 the newest, so that the same archive gives the same sample.
        most: Tokens of all fields together.

    Returns:
        The texts, in memory where some are left out (which then have no tokens), and the share of
        the articles that are in it.
    """
    own = np.sum([lengths.astype(np.int64) for _, lengths in texts], axis=0)
    order = np.argsort(ranks, kind="stable")
    taken = int(np.searchsorted(np.cumsum(own[order]), most, side="right"))
    if taken == len(own):
        return list(texts), 1.0
    chosen = np.zeros(len(own), dtype=bool)
    chosen[order[: max(1, taken)]] = True
    return [_only(tokens, lengths, chosen) for tokens, lengths in texts], chosen.mean()


def _only(tokens: Tokens, lengths: Array, chosen: Array) -> Text:
    begins = np.append(0, np.cumsum(lengths, dtype=np.int64))
    kept = [
        tokens[int(begins[first]) : int(begins[last])][
            np.repeat(chosen[first:last], lengths[first:last])
        ]
        for first, last in cut(begins, SPILLED)
    ]
    return np.concatenate(kept), np.where(chosen, lengths, 0).astype(lengths.dtype)

"""BM25 over the syllables as typed, any of which may occur: what the service has to better."""

from collections.abc import Mapping, Sequence

import bm25s
import numpy as np
import numpy.typing as npt

from scripts.evaluation.indexes import Record
from search_service.article import Article
from search_service.document import field_texts
from search_service.vietnamese import syllables

K1, B = 1.2, 0.75


class Baseline:
    """An index of all the text of each article as one field, searched by bm25s (Lucene's BM25)."""

    def __init__(self, records: Sequence[Record]) -> None:
        self._ids = [record["id"] for record in records]
        texts = (field_texts(Article.from_record(record)).values() for record in records)
        self._index = bm25s.BM25(k1=K1, b=B, method="lucene")
        self._index.index([syllables("\n".join(text)) for text in texts], show_progress=False)

    def search(self, text: str, size: int) -> list[str]:
        """Return the ids of the best articles, only those that have something of *text*."""
        tokens = [
            token for token in dict.fromkeys(syllables(text)) if token in self._index.vocab_dict
        ]
        if not tokens:
            return []
        scores = self._index.get_scores(tokens)
        best = (-scores).argsort(kind="stable")[:size]
        return [self._ids[place] for place in best.tolist() if scores[place] > 0]

    def present(self, term: str) -> int:
        """Return the number of articles that have *term*, at least 1."""
        token = self._index.vocab_dict.get(term)
        return 1 if token is None else max(1, len(self._postings(token)[0]))

    def weighted(self, weights: Mapping[str, float], size: int) -> list[str]:
        """Return the ids of the articles that score best for terms, each weighted."""
        scores = np.zeros(len(self._ids), dtype=np.float32)
        for term, weight in weights.items():
            token = self._index.vocab_dict.get(term)
            if token is not None:
                articles, values = self._postings(token)
                scores[articles] += np.float32(weight) * values
        best = np.argsort(-scores, kind="stable")[:size]
        return [self._ids[place] for place in best.tolist() if scores[place] > 0]

    def _postings(self, token: int) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.float32]]:
        columns = self._index.scores
        row = slice(columns["indptr"][token], columns["indptr"][token + 1])
        return columns["indices"][row], columns["data"][row]

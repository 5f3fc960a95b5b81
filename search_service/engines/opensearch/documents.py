"""Articles as the cluster gets them: features, columns, the record and what updates need."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Final

import numpy as np

from search_service.article import VIETNAM
from search_service.document import AnalysedDocument, Document
from search_service.engines.arrays.vectors import FOUND_BY, Vector
from search_service.engines.opensearch import mapping
from search_service.engines.opensearch.cluster import Body
from search_service.engines.opensearch.weighing import PARTS, Frequencies, in_parts
from search_service.schema import OPENING, TEXT_FIELDS
from search_service.vietnamese import FUNCTION_WORDS, fold


@lru_cache(maxsize=1 << 16)
def names_something(word: str) -> bool:
    """Tell whether a word is worth naming: of syllables, none of them a number alone."""
    parts = word.split("_")
    return len(parts) > 1 and word not in FUNCTION_WORDS and not any(map(str.isdigit, parts))


def person_key(label: str, person: str) -> str:
    """Return the value that a person is counted by: of equal counts labels decide."""
    return f"{label}\x1f{person}"


def person_id(key: str) -> str:
    """Return the id in what ``person_key`` made."""
    return key.rpartition("\x1f")[2]


def article_body(
    analysed: AnalysedDocument,
    record: str,
    people: Sequence[str],
    frequencies: Frequencies,
    built: int,
) -> Body:
    """Return one article as it is sent, but for its vector.

    Args:
        analysed: Its document and terms.
        record: The document as ``to_json`` writes it.
        people: Keys of the persons mentioned.
        frequencies: Of its features.
        built: The day of the build; no article is newer than that.
    """
    article = analysed.document.article
    texts = {name: " ".join(tokens) for name, tokens in analysed.tokens.items() if tokens}
    whole = [name for name in texts if name != OPENING]  # which repeats the body
    return {
        mapping.ID: article.id,
        mapping.RECORD: record,
        mapping.TERMS: packed(analysed),
        mapping.PERSON: list(people),
        mapping.COMPOUNDS: sorted(filter(names_something, set(analysed.words))),
        "text": texts,
        "whole": {
            # One behind the other, with a gap that no run reaches across.
            "marked": [texts[name] for name in whole],
            "folded": [" ".join(map(_folds.__getitem__, analysed.tokens[name])) for name in whole],
        },
        **({mapping.URL: article.url} if article.url else {}),
        **({mapping.SECTION: article.section} if article.section else {}),
        **_dates(article.published, built),
        **frequencies,
    }


class _Folds(dict[str, str]):
    """Remembers the unmarked form of each syllable."""

    def __missing__(self, syllable: str) -> str:
        if len(self) > 1 << 20:  # more than any archive has; misprints must not fill the memory
            self.clear()
        self[syllable] = fold(syllable)
        return self[syllable]


_folds: Final = _Folds()


def _dates(published: datetime | None, built: int) -> Body:
    if published is None:
        return {}
    local = published.astimezone(VIETNAM)
    day = local.toordinal()
    return {
        mapping.MOMENT: int(published.timestamp()),
        mapping.DAY: day,
        mapping.MONTH: local.year * 12 + local.month - 1,
        mapping.AGED: min(day, built),
    }


def vector_body(vector: Vector) -> Body:
    """Return the features that an article is found by, and those by which it is compared."""
    # Nothing tells apart the articles of an archive of copies: all weigh 0 / 0.
    weights = np.nan_to_num(vector.weights)
    strongest = np.argsort(-weights, kind="stable")[:FOUND_BY]
    strongest = strongest[weights[strongest] > 0]
    names = map(str, vector.features[strongest].tolist())
    frequencies = (in_parts(weights[strongest].astype(np.float64)) / PARTS).tolist()
    stored = vector.features.astype("<u4").tobytes() + weights.astype("<f2").tobytes()
    return {
        mapping.SIMILAR: dict(zip(names, frequencies, strict=True)),
        mapping.VECTOR: base64.b64encode(stored).decode("ascii"),
    }


def packed(analysed: AnalysedDocument) -> str:
    """Write the terms of an article, which an update takes back: analysis is never done twice."""
    terms = {
        "tokens": {name: " ".join(analysed.tokens[name]) for name in _FIELDS},
        "words": " ".join(analysed.words),
        "definitions": analysed.definitions,
        "signature": analysed.signature.hex(),
    }
    plain = json.dumps(terms, ensure_ascii=False).encode("utf-8")
    return base64.b64encode(zlib.compress(plain, 1)).decode("ascii")


def unpacked(document: Document, stored: str) -> AnalysedDocument:
    """Read what ``packed`` wrote of *document*."""
    terms = json.loads(zlib.decompress(base64.b64decode(stored)))
    return AnalysedDocument(
        document,
        {name: terms["tokens"][name].split() for name in _FIELDS},
        terms["words"].split(" ") if terms["words"] else [],
        tuple((short, form) for short, form in terms["definitions"]),
        bytes.fromhex(terms["signature"]),
    )


_FIELDS: Final = {field.name: field for field in TEXT_FIELDS}

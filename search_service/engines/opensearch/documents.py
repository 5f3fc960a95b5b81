"""Articles as the cluster gets them: features, columns, the record and what updates need."""

from __future__ import annotations

import base64
import json
import zlib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Final

from search_service.article import VIETNAM
from search_service.document import AnalysedDocument, Document
from search_service.engines.opensearch import mapping
from search_service.engines.opensearch.cluster import Body
from search_service.engines.whoosh.columns import Row
from search_service.engines.whoosh.inverting import WORD_B
from search_service.engines.whoosh.vectors import Vector
from search_service.schema import TEXT_FIELDS
from search_service.vietnamese import FUNCTION_WORDS, fold

DECIMALS: Final = 5
"""Of a frequency as sent: three digits of the smallest there are, and the index keeps no more."""

LEAST: Final = 10.0**-DECIMALS
"""Least frequency that is sent: the index takes none of 0."""


@dataclass(frozen=True, slots=True)
class Averages:
    """Mean lengths over all articles of a generation, those without the field among them.

    Attributes:
        fields: Syllables of each field of text.
        words: Words of an article.
    """

    fields: Mapping[str, float]
    words: float

    def weight(self, name: str, length: int) -> float:
        """Return what one occurrence counts in a field of so many syllables: boost by norm."""
        field = _FIELDS[name]
        return field.boost / _norm(length, self.fields[name], field.b)

    def word_weight(self, length: int) -> float:
        """Return what one occurrence of a word counts in an article of so many."""
        return 1 / _norm(length, self.words, WORD_B)


def _norm(length: int, average: float, b: float) -> float:
    return 1 - b + b * length / average if average else 1.0


def frequencies(
    tokens: Mapping[str, Sequence[str]], words: Sequence[str], averages: Averages
) -> dict[str, dict[str, float]]:
    """Return how often an article has each of its features, as BM25F counts."""
    found: dict[str, defaultdict[str, float]] = {
        name: defaultdict(float)
        for name in (mapping.SYLLABLES, mapping.PAIRS, mapping.FOLDED, mapping.FOLDED_PAIRS)
    }
    for name, texts in tokens.items():
        if not texts:
            continue
        weight = averages.weight(name, len(texts))
        folded = [_folds[one] for one in texts]
        for kept, syllables in ((mapping.SYLLABLES, texts), (mapping.FOLDED, folded)):
            counts = found[kept]
            for one in syllables:
                counts[one] += weight
        for kept, syllables in ((mapping.PAIRS, texts), (mapping.FOLDED_PAIRS, folded)):
            counts = found[kept]
            for left, right in pairwise(syllables):
                counts[f"{left} {right}"] += weight
    weight = averages.word_weight(len(words))
    bag = {feature(word): times * weight for word, times in Counter(words).items()}
    return {**found, mapping.WORDS: bag}


class _Folds(dict[str, str]):
    """Remembers the unmarked form of each syllable."""

    def __missing__(self, syllable: str) -> str:
        if len(self) > 1 << 20:  # more than any archive has; misprints must not fill the memory
            self.clear()
        self[syllable] = fold(syllable)
        return self[syllable]


_folds: Final = _Folds()


def feature(term: str) -> str:
    """Return the name of a term as a feature, where a full stop would part a path."""
    return term.replace(".", "\u2024")


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
    analysed: AnalysedDocument, record: str, people: Sequence[str], averages: Averages, built: int
) -> Body:
    """Return one article as it is sent, but for its vector.

    Args:
        analysed: Its document and terms.
        record: The document as ``to_json`` writes it.
        people: Keys of the persons mentioned.
        averages: Of the generation.
        built: The day of the build; no article is newer than that.
    """
    row = Row.of(analysed.document)
    features = frequencies(analysed.tokens, analysed.words, averages)
    return {
        mapping.ID: row.id,
        mapping.RECORD: record,
        mapping.TERMS: packed(analysed),
        mapping.PERSON: list(people),
        mapping.COMPOUNDS: sorted(filter(names_something, set(analysed.words))),
        "text": {name: " ".join(texts) for name, texts in analysed.tokens.items() if texts},
        **({mapping.URL: row.url} if row.url else {}),
        **({mapping.SECTION: row.section} if row.section else {}),
        **_dates(row.published, built),
        **{name: _rounded(values) for name, values in features.items()},
    }


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


def _rounded(values: Mapping[str, float]) -> dict[str, float]:
    return {name: max(round(value, DECIMALS), LEAST) for name, value in values.items()}


def similar(vector: Vector, strongest: Sequence[int]) -> dict[str, float]:
    """Return the features that an article is found by, with their weights."""
    places = list(strongest)
    features, weights = vector.features[places].tolist(), vector.weights[places].tolist()
    named = zip(map(str, features), weights, strict=True)
    return _rounded({name: weight for name, weight in named if weight > 0})


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

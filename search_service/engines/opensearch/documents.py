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
from search_service.engines.arrays.columns import Row
from search_service.engines.arrays.vectors import Vector
from search_service.engines.opensearch import mapping
from search_service.engines.opensearch.cluster import Body
from search_service.engines.weights import WORD_B
from search_service.schema import OPENING, TEXT_FIELDS
from search_service.vietnamese import FUNCTION_WORDS, fold

PARTS: Final = 100_000
"""Parts of 1 in which frequencies are counted: three digits of the smallest weight there is, and
the index keeps no more. Sums of whole numbers are short, and 1,600 need no rounding one by one."""


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
    found: dict[str, defaultdict[str, int]] = {
        name: defaultdict(int)
        for name in (mapping.SYLLABLES, mapping.PAIRS, mapping.FOLDED, mapping.FOLDED_PAIRS)
    }
    for name, texts in tokens.items():
        if not texts:
            continue
        weight = _in_parts(averages.weight(name, len(texts)))
        folded = [_folds[one] for one in texts]
        for kept, syllables in ((mapping.SYLLABLES, texts), (mapping.FOLDED, folded)):
            counts = found[kept]
            for one in syllables:
                counts[one] += weight
        for kept, syllables in ((mapping.PAIRS, texts), (mapping.FOLDED_PAIRS, folded)):
            counts = found[kept]
            for left, right in pairwise(syllables):
                counts[f"{left} {right}"] += weight
    weight = _in_parts(averages.word_weight(len(words)))
    bag = {feature(word): times * weight for word, times in Counter(words).items()}
    every: dict[str, dict[str, int]] = {**found, mapping.WORDS: bag}
    return {
        name: {one: count / PARTS for one, count in counts.items()}
        for name, counts in every.items()
    }


def _in_parts(value: float) -> int:
    """Return *value* in PARTS; the index takes no frequency of 0."""
    return max(1, round(value * PARTS))


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
    texts = {name: " ".join(tokens) for name, tokens in analysed.tokens.items() if tokens}
    whole = [text for name, text in texts.items() if name != OPENING]  # which repeats the body
    return {
        mapping.ID: row.id,
        mapping.RECORD: record,
        mapping.TERMS: packed(analysed),
        mapping.PERSON: list(people),
        mapping.COMPOUNDS: sorted(filter(names_something, set(analysed.words))),
        "text": texts,
        "whole": {
            # One behind the other, with a gap that no run reaches across.
            "marked": whole,
            "folded": [" ".join(_folds[one] for one in text.split(" ")) for text in whole],
        },
        **({mapping.URL: row.url} if row.url else {}),
        **({mapping.SECTION: row.section} if row.section else {}),
        **_dates(row.published, built),
        **features,
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


def similar(vector: Vector, strongest: Sequence[int]) -> dict[str, float]:
    """Return the features that an article is found by, with their weights."""
    places = list(strongest)
    features, weights = vector.features[places].tolist(), vector.weights[places].tolist()
    named = zip(map(str, features), weights, strict=True)
    return {name: _in_parts(weight) / PARTS for name, weight in named if weight > 0}


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

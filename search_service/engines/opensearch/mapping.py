"""What an index of articles is made of: settings and mapping, from ``schema.FIELDS``.

Articles and queries are sent analysed, so the cluster needs no plugin and splits at spaces. Each
article carries the frequencies of BM25F, over all its fields and already divided by the norms of
their lengths, as features: ``rank_feature`` saturates such a number f to f / (f + k1), which is all
that is left to do of the formula. Features keep 9 significant bits, 0.4 % of a frequency.
"""

from __future__ import annotations

import hashlib
import json
from typing import Final

from search_service.engines.opensearch.cluster import Body
from search_service.engines.weights import K1
from search_service.schema import TEXT_FIELDS

LAYOUT: Final = 2
"""Raised when the fields of an index change their meaning; ``FIELDS`` tells others."""

SYLLABLES: Final = "syllables"
PAIRS: Final = "pairs"
"""Two syllables side by side, a space between them."""
FOLDED: Final = "folded"
FOLDED_PAIRS: Final = "folded_pairs"
"""The same without marks: what is typed without any finds all markings as one term."""
WORDS: Final = "words"
SIMILAR: Final = "similar"
"""The strongest features of the article's vector, by number; see ``arrays.vectors``."""

FEATURES: Final = (SYLLABLES, PAIRS, FOLDED, FOLDED_PAIRS, WORDS, SIMILAR)

ID, URL, SECTION, PERSON = "id", "url", "section", "person"
MOMENT, DAY, MONTH = "moment", "day", "month"
AGED: Final = "aged"
"""The day by which an article is recent: its own, or that of the build where that is earlier."""
COMPOUNDS: Final = "compounds"
"""The distinct words worth naming, for what is typical of a result."""
RECORD: Final = "record"
"""The article with its persons, as ``document.to_json`` writes it: all that is read for a page."""
TERMS: Final = "terms"
VECTOR: Final = "vector"
"""Stored beside the record and read on their own: by updates, and for neighbours."""


MARKED_TEXT: Final = "whole.marked"
FOLDED_TEXT: Final = "whole.folded"
"""The syllables of all fields in order, a gap between two fields, as they are and without marks."""


def text(name: str) -> str:
    """Return the field that has the syllables of the text field *name* in order."""
    return f"text.{name}"


def index_body(*, shards: int, replicas: int, meta: Body) -> Body:
    """Return what an index is created with.

    Args:
        shards: Parts of the index, for as many machines.
        replicas: Copies of each part besides the first.
        meta: What ``_meta`` says of the generation.
    """
    return {
        "settings": {
            "number_of_shards": shards,
            "number_of_replicas": 0,  # ``replicas`` once it is filled: copying segments is cheaper
            "refresh_interval": -1,
            "similarity": _similarities(),
        },
        "mappings": {
            "dynamic": "strict",
            "_meta": {**meta, "replicas": replicas},
            "_source": {"includes": [RECORD]},
            "properties": _properties(),
        },
    }


def _similarities() -> Body:
    return {
        field.name: {"type": "BM25", "k1": K1 / field.boost, "b": field.b} for field in TEXT_FIELDS
    }


def _properties() -> Body:
    keyword, whole = {"type": "keyword"}, {"type": "integer"}
    stored = {"type": "binary", "store": True}
    return {
        ID: keyword,
        URL: keyword,
        SECTION: keyword,
        # Facets of persons are counted by ordinals: those are put together when a segment opens.
        PERSON: {**keyword, "eager_global_ordinals": True},
        COMPOUNDS: keyword,
        MOMENT: {"type": "long"},
        DAY: whole,
        MONTH: whole,
        AGED: whole,
        RECORD: {"type": "object", "enabled": False},
        TERMS: stored,
        VECTOR: stored,
        **{name: {"type": "rank_features"} for name in FEATURES},
        "whole": {
            "properties": {
                name: {"type": "text", "analyzer": "whitespace", "norms": False}
                for name in ("marked", "folded")
            }
        },
        "text": {
            "properties": {
                field.name: {
                    "type": "text",
                    "analyzer": "whitespace",
                    "similarity": field.name,
                }
                for field in TEXT_FIELDS
            }
        },
    }


FIELDS: Final = hashlib.sha256(
    json.dumps([_similarities(), _properties()], sort_keys=True).encode()
).hexdigest()[:12]
"""A digest of the fields of an index. One that is asked for and not there finds nothing and says
nothing, so an index of other fields is refused, though nobody thought of ``LAYOUT``."""

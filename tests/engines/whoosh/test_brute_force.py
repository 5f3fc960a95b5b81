"""Counts over real articles equal a count over the records, one by one."""

from __future__ import annotations

import gzip
import json
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import islice
from pathlib import Path

import pytest

from search_service.article import Article
from search_service.document import AnalysedDocument, analyse
from search_service.engines.whoosh.archive import WhooshArchive
from search_service.engines.whoosh.engine import WhooshEngine
from search_service.grammar import parse
from search_service.query import Filters, Query
from search_service.schema import FACETS, TEXT_FIELDS
from search_service.vietnamese import fold, is_marked
from tests.engines.whoosh.facets import values

ARTICLES = 600
QUERIES = 50


@pytest.fixture(scope="module")
def documents(shared: Path) -> list[AnalysedDocument]:
    with gzip.open(shared / "corpus" / "dated.jsonl.gz", "rt", encoding="utf-8") as lines:
        # Every tenth article: the file is in order of newspapers.
        records = [json.loads(line) for line in islice(lines, 0, ARTICLES * 10, 10)]
    return [analyse(Article.from_record(record), "dated") for record in records]


@pytest.fixture(scope="module")
def engine(
    documents: list[AnalysedDocument], tmp_path_factory: pytest.TempPathFactory
) -> WhooshEngine:
    archive = WhooshArchive(tmp_path_factory.mktemp("dated"))
    with archive.writer() as writer:
        for document in documents:
            writer.add(document)
        writer.publish()
    return archive.engine()


@pytest.fixture(scope="module")
def resolved(documents: list[AnalysedDocument], engine: WhooshEngine) -> list[AnalysedDocument]:
    """The documents with their persons as these are known across articles."""
    known = (engine.document(one.document.article.id) for one in documents)
    return [
        replace(one, document=document)
        for one, document in zip(documents, known, strict=True)
        if document
    ]


def random_queries(documents: list[AnalysedDocument]) -> Iterator[Query]:
    """Words of real articles, marked or not, with filters of real values or none."""
    choose = random.Random(3)
    for _ in range(QUERIES):
        document = choose.choice(documents)
        words = choose.sample(sorted(set(document.tokens["body"])), choose.randint(0, 2))
        if choose.random() < 0.4:
            words = [fold(word) for word in words]
        article, people = document.document.article, document.document.people
        day = article.day or date(2020, 1, 1)
        filters = Filters(
            sections=(article.section,) if article.section and choose.random() < 0.3 else (),
            people=(people[0].id,) if people and choose.random() < 0.3 else (),
            first=day.replace(day=1) if choose.random() < 0.3 else None,
            last=day if choose.random() < 0.2 else None,
        )
        yield parse(" ".join(words), filters=filters)


def has_words(document: AnalysedDocument, query: Query) -> bool:
    fields = [document.tokens[query.field]] if query.field else document.tokens.values()
    tokens = {token for field in fields for token in field}
    folded = {fold(token) for token in tokens}
    return all(token in (tokens if is_marked(token) else folded) for token in query.tokens)


def allowed(document: AnalysedDocument, filters: Filters, *, but: str = "") -> bool:
    article, people = document.document.article, document.document.people
    day = article.day
    if filters.sections and but != "section" and article.section not in filters.sections:
        return False
    if filters.people and but != "person" and filters.people[0] not in {p.id for p in people}:
        return False
    if but in {"year", "month", "day"} or not (filters.first or filters.last):
        return True
    return day is not None and (filters.first or day) <= day <= (filters.last or day)


def test_totals_and_facets_equal_a_count_over_the_records(
    resolved: list[AnalysedDocument], engine: WhooshEngine
) -> None:
    found = 0
    for query in random_queries(resolved):
        results = engine.search(query, facets=FACETS)
        matching = [document for document in resolved if has_words(document, query)]
        total = sum(allowed(document, query.filters) for document in matching)
        assert results.total == total, query
        found += total > 0
        for facet in FACETS:
            counted = Counter(
                value
                for document in matching
                if allowed(document, query.filters, but=facet)
                for value in values(document, facet)
            )
            listed = {b.value: b.count for b in results.facets[facet].buckets if b.count}
            if results.facets[facet].truncated:
                counted = Counter({value: counted[value] for value in listed})
            assert listed == dict(counted), (facet, query)
    assert found > QUERIES / 2


@pytest.mark.parametrize("field", [field.name for field in TEXT_FIELDS])
def test_what_one_field_finds_equals_a_look_at_that_field_of_the_records(
    documents: list[AnalysedDocument], engine: WhooshEngine, field: str
) -> None:
    having = [document for document in documents if document.tokens[field]]
    assert engine.search(replace(parse(""), field=field)).total == len(having)
    choose = random.Random(5)
    for document in choose.sample(having, min(QUERIES, len(having))):
        words = choose.sample(sorted(set(document.tokens[field])), 1)
        words += choose.sample(sorted(set(document.tokens[field])), 1)
        text = " ".join(words if choose.random() < 0.5 else map(fold, words))
        query = replace(parse(text), field=field)
        found = sum(has_words(one, query) for one in documents)
        assert engine.search(query).total == found, query

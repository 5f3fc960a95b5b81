"""Plain Whoosh and plain Python agree with the engine on what is found, counted and scored.

Whoosh indexes and searches the same terms with its own writer and queries; Python counts over the
articles themselves. Sentences are drawn from a small vocabulary in which marked and
unmarked forms of the same syllables meet.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import log
from pathlib import Path
from typing import Any

import pytest
from whoosh import query as wq
from whoosh.scoring import BM25F
from whoosh.searching import Searcher
from whoosh.sorting import FieldFacet

from search_service.article import Article
from search_service.document import AnalysedDocument, analyse
from search_service.engines.weights import K1
from search_service.engines.whoosh.archive import WhooshArchive
from search_service.engines.whoosh.engine import WhooshEngine
from search_service.engines.whoosh.frequencies import Frequencies
from search_service.engines.whoosh.segments.parts import ARRAYS
from search_service.query import SHORT, Filters, Phrase, Query, Switches
from search_service.schema import FACETS, FIELDS, TEXT_FIELDS
from search_service.vietnamese import fold, is_marked, normal_form
from tests.engines.whoosh.facets import passing, values
from tests.engines.whoosh.plain import NAMES, plain_whoosh, whoosh_query

ARTICLES = 240
QUERIES = 250
MANY = 2_000
"""Queries that Whoosh and the engine answer; Python answers the first QUERIES of them too."""
SYLLABLES = normal_form(
    "đường dương duong giá già gia lúa lụa lua lũ lu cầu cau bến ben đò do hòa hoà hoa sông song "
    "tỉnh tinh ủy uy họp hop dân dan mưa mua nắng nang rừng rung thôn thon xã xa"
).split(" ")
PEOPLE = ["Lê Hải Bằng", "Phạm Thu Hà", "Phạm Thu Hạ", "Vũ An"]
SECTIONS = ["Thời sự", "Kinh tế", "Nông nghiệp", None]
FIRST_DAY = date(2020, 11, 1)


def sentence(chance: random.Random, most: int) -> str:
    # Squaring makes the first syllables common and the last rare, as in any language.
    count = chance.randint(1, most)
    places = (int(len(SYLLABLES) * chance.random() ** 2) for _ in range(count))
    return " ".join(SYLLABLES[place] for place in places)


def record(number: int, chance: random.Random) -> dict[str, Any]:
    day = FIRST_DAY + timedelta(days=chance.randrange(800))
    return {
        "id": f"{number:03}",
        "title": sentence(chance, 6),
        "lead": sentence(chance, 12) if chance.random() < 0.5 else "",
        "body": f"{sentence(chance, 40)}. {sentence(chance, 40)}",
        "images": [{"caption": sentence(chance, 5)}] if chance.random() < 0.3 else [],
        "tags": [sentence(chance, 2)] if chance.random() < 0.3 else [],
        "author": sentence(chance, 2) if chance.random() < 0.2 else None,
        "section": chance.choice(SECTIONS),
        "people": chance.sample(PEOPLE, chance.choice([0, 0, 1, 2])),
        "published": f"{day}T08:00:00+07:00" if chance.random() < 0.9 else None,
    }


@dataclass(frozen=True)
class Asked:
    """A query, the ids the engine finds, and the numbers of the articles that pass each test."""

    query: Query
    found: set[str]
    relaxed: bool
    passing: dict[str, set[int]]


@dataclass(frozen=True)
class Archive:
    """The same articles three times: as the engine has them, as Whoosh has, and as they are."""

    engine: WhooshEngine
    frequencies: Frequencies
    searcher: Searcher
    documents: Sequence[AnalysedDocument]
    asked: Sequence[Asked]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterable[Archive]:
    chance = random.Random(7)
    folder: Path = tmp_path_factory.mktemp("oracle")
    documents = [
        analyse(Article.from_record(record(number, chance)), "made") for number in range(ARTICLES)
    ]
    built = WhooshArchive(folder)
    with built.writer() as writer:
        for document in documents:
            writer.add(document)
        generation = writer.publish()
    engine = built.engine()
    asked = [
        Asked(
            query,
            found_by_engine(engine, query),
            engine.search(query).relaxed,
            passing(documents, query),
        )
        for query in (random_query(random.Random(seed)) for seed in range(QUERIES))
    ]
    frequencies = Frequencies(folder / generation.name / ARRAYS, ARTICLES)
    whoosh = tmp_path_factory.mktemp("whoosh")
    with plain_whoosh(whoosh, documents).searcher() as searcher:
        yield Archive(engine, frequencies, searcher, documents, asked)


def random_query(chance: random.Random) -> Query:
    """Up to SHORT words, of which every one is needed while some article has them all."""
    tokens = chance.sample(SYLLABLES, chance.randint(0, 3))
    phrases = [phrase(chance) for _ in range(chance.choice([0, 0, 0, 1, 2]))]
    excluded = [phrase(chance, 1) for _ in range(chance.choice([0, 0, 1, 2]))]
    days = sorted(FIRST_DAY + timedelta(days=chance.randrange(-20, 820)) for _ in range(2))
    filters = Filters(
        sections=tuple(
            chance.sample([name for name in SECTIONS if name], chance.choice([0, 0, 1, 2]))
        ),
        people=tuple(chance.sample(PEOPLE, chance.choice([0, 0, 1, 2]))),
        first=days[0] if chance.random() < 0.3 else None,
        last=days[1] if chance.random() < 0.3 else None,
    )
    return Query(
        tokens=tuple(tokens),
        phrases=tuple(phrases),
        excluded=tuple(excluded),
        filters=filters,
        size=100,
    )


def phrase(chance: random.Random, least: int = 2) -> Phrase:
    size = max(least, chance.choice([1, 1, 2, 2, 3]))
    return Phrase(tuple(chance.choices(SYLLABLES[:20], k=size)))


# The same query to Whoosh


def found_by_whoosh(archive: Archive, query: Query) -> set[str]:
    tree = whoosh_query(archive.searcher, query)
    return {hit["id"] for hit in archive.searcher.search(tree, limit=None)}


# The same query in plain Python


def counted(archive: Archive, asked: Asked, facet: str) -> Counter[str]:
    own = facet if facet in ("section", "person") else "date"
    inside = set.intersection(*(numbers for name, numbers in asked.passing.items() if name != own))
    return Counter(value for number in inside for value in values(archive.documents[number], facet))


# What must agree


def found_by_engine(engine: WhooshEngine, query: Query) -> set[str]:
    pages = [engine.search(replace(query, start=start)) for start in range(0, ARTICLES, 100)]
    found = [hit.document.article.id for page in pages for hit in page.hits]
    assert len(found) == len(set(found)) == pages[0].total
    return set(found)


def test_the_queries_are_worth_asking(archive: Archive) -> None:
    sizes = [len(asked.found) for asked in archive.asked if not asked.relaxed]
    assert len(sizes) > QUERIES * 0.9
    assert sum(1 for size in sizes if 0 < size < ARTICLES / 2) > QUERIES / 3
    assert all(len(asked.query.tokens) <= SHORT for asked in archive.asked)


def test_the_articles_found_are_those_plain_whoosh_finds(archive: Archive) -> None:
    for asked in archive.asked:
        if not asked.relaxed:
            assert asked.found == found_by_whoosh(archive, asked.query), asked.query


def test_thousands_of_queries_find_and_count_as_plain_whoosh_does(archive: Archive) -> None:
    names = ("section", "person")
    compared = 0
    for seed in range(QUERIES, MANY):
        query = replace(random_query(random.Random(seed)), filters=Filters(), size=ARTICLES)
        ranked = archive.engine.rank(query, facets=names)
        if not ranked.found.matches.relaxed:
            tree = whoosh_query(archive.searcher, query)
            grouped = {name: FieldFacet(name, allow_overlap=True) for name in names}
            found = archive.searcher.search(tree, limit=None, groupedby=grouped)
            assert set(ranked.ids) == {hit["id"] for hit in found}, query
            for name in names:
                groups = found.groups(name).items()
                counts = {value: len(numbers) for value, numbers in groups if value}
                buckets = ranked.facets[name].buckets
                assert {bucket.value: bucket.count for bucket in buckets} == counts, (name, query)
            compared += 1
    assert compared > MANY * 0.8


@pytest.mark.parametrize(("name", "rounding"), [("title", 1e-5), ("body", 0.02)])
def test_one_words_order_in_one_field_is_plain_whooshs(
    archive: Archive, name: str, rounding: float
) -> None:
    """Whoosh's BM25F of one field and ours fall together, but for lengths that Whoosh rounds."""
    [b] = [field.b for field in TEXT_FIELDS if field.name == name]
    searcher = Searcher(archive.searcher.reader(), weighting=BM25F(B=b, K1=K1))
    for token in filter(is_marked, SYLLABLES):
        query = Query(tokens=(token,), size=ARTICLES, field=name, switches=Switches(recent=False))
        ids = archive.engine.rank(query).ids
        found = searcher.search(wq.Term(name, token), limit=None)
        scores = {hit["id"]: hit.score for hit in found}
        ordered = [scores[article] for article in ids]
        assert len(ordered) == len(scores)
        assert ordered == pytest.approx(sorted(ordered, reverse=True), rel=rounding), token


def test_the_articles_found_are_those_that_pass_every_test(archive: Archive) -> None:
    for asked in archive.asked:
        if not asked.relaxed:
            numbers = set.intersection(*asked.passing.values())
            assert asked.found == {f"{number:03}" for number in numbers}, asked.query


def test_facets_count_what_passes_every_test_but_their_own(archive: Archive) -> None:
    for asked in archive.asked:
        results = archive.engine.search(replace(asked.query, size=0), facets=FACETS)
        for name, facet in results.facets.items():
            if not asked.relaxed:
                counts = {bucket.value: bucket.count for bucket in facet.buckets if bucket.count}
                assert counts == counted(archive, asked, name), (name, asked.query)


def test_an_answer_is_relaxed_only_where_no_article_has_all_the_words(archive: Archive) -> None:
    for asked in archive.asked:
        if asked.relaxed:
            assert not asked.passing["words"]


def test_document_frequencies_are_those_of_plain_whoosh(archive: Archive) -> None:
    terms = sorted({term for name in (*NAMES, "words") for term in _lexicon(archive, name)})
    expected = [
        len(
            archive.searcher.search(
                wq.Or([wq.Term(name, term) for name in (*NAMES, "words")]), limit=None
            )
        )
        for term in terms
    ]
    assert [archive.frequencies.document_frequency(term) for term in terms] == expected


def _lexicon(archive: Archive, field: str) -> list[str]:
    return [text.decode("utf-8") for text in archive.searcher.reader().lexicon(field)]


@pytest.mark.parametrize("token", ["đường", "duong", "hòa", "lu", "thon", "xã"])
def test_one_words_scores_are_bm25f_computed_in_the_open(archive: Archive, token: str) -> None:
    """Robertson and Zaragoza 2009, 3.6: saturation after boosts and length normalisation."""
    fields = {field.name: field for field in FIELDS}
    mean = {
        name: sum(len(document.tokens[name]) for document in archive.documents) / ARTICLES
        for name in NAMES
    }
    frequency: dict[str, float] = {}
    for document in archive.documents:
        for name, tokens in document.tokens.items():
            tf = sum(token in (text, fold(text)) for text in tokens)
            norm = 1 - fields[name].b + fields[name].b * len(tokens) / mean[name]
            if tf:
                article_id = document.document.article.id
                frequency[article_id] = (
                    frequency.get(article_id, 0) + fields[name].boost * tf / norm
                )
    idf = log(1 + (ARTICLES - len(frequency) + 0.5) / (len(frequency) + 0.5))
    expected = {each: idf * tf * (K1 + 1) / (tf + K1) for each, tf in frequency.items()}
    query = Query(tokens=(token,), size=100, switches=Switches(recent=False))
    pages = [replace(query, start=start) for start in range(0, ARTICLES, 100)]
    found = {
        hit.document.article.id: hit.score
        for page in pages
        for hit in archive.engine.search(page).hits
    }
    assert found == pytest.approx(expected, abs=1e-4)
    assert expected

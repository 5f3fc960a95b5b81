"""Coverage over time equals a count over the records."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from search_service.article import Article
from search_service.desk.trend import MAX_SPANS, Series, Span, Step, Trend, share, trend
from search_service.document import AnalysedDocument, analyse, with_terms
from search_service.engines.base import Engine
from search_service.grammar import parse
from search_service.query import Filters, Query, Sort
from search_service.vietnamese import fold, is_marked

SEARCHES = 50

RECORDS: list[dict[str, Any]] = [
    {"id": "a", "body": "Lũ về.", "published": "2020-02-03", "section": "Thời sự"},
    {"id": "b", "body": "Lũ rút.", "published": "2020-02-20", "section": "Kinh tế"},
    {"id": "c", "body": "Gặt lúa.", "published": "2020-03-01", "section": "Thời sự"},
    {"id": "d", "body": "Lũ lúa.", "published": "2022-05-06", "section": "Thời sự"},
    {"id": "e", "body": "Gặt sớm.", "published": "2022-05-06", "section": "Thời sự"},
    {"id": "f", "body": "Lũ không ngày."},
]


@pytest.fixture
def engine(make_archive: Any) -> Engine:
    return make_archive(RECORDS).engine()


def one(found: Trend) -> Series:
    (series,) = found.series
    return series


class TestSpans:
    def test_a_short_time_is_drawn_by_day_a_longer_one_by_month_and_decades_by_year(
        self, engine: Engine
    ) -> None:
        def step(first: date, last: date) -> Step:
            return trend(engine, [], first=first, last=last).step

        assert step(date(2020, 2, 3), date(2020, 3, 1)) is Step.DAY
        assert step(date(2020, 2, 3), date(2022, 5, 6)) is Step.MONTH
        assert trend(engine, []).step is Step.MONTH

    def test_spans_reach_from_the_oldest_to_the_newest_article(self, engine: Engine) -> None:
        years = trend(engine, [], step=Step.YEAR).spans
        assert years == (
            Span(date(2020, 2, 3), date(2020, 12, 31), 3),
            Span(date(2021, 1, 1), date(2021, 12, 31), 0),
            Span(date(2022, 1, 1), date(2022, 5, 6), 2),
        )

    def test_limits_cut_the_first_and_the_last_span(self, engine: Engine) -> None:
        months = trend(
            engine, [], first=date(2020, 2, 10), last=date(2020, 3, 31), step=Step.MONTH
        ).spans
        assert months == (
            Span(date(2020, 2, 10), date(2020, 2, 29), 1),
            Span(date(2020, 3, 1), date(2020, 3, 31), 1),
        )

    def test_too_many_days_become_months(self, engine: Engine) -> None:
        found = trend(engine, [], step=Step.DAY)
        assert found.step is Step.MONTH
        assert len(found.spans) <= MAX_SPANS

    def test_too_many_months_become_years(self, make_archive: Any) -> None:
        records = [{"id": "x", "body": "a", "published": "1950"}, *RECORDS]
        records[0] |= {"published": "1950-01-01"}
        found = trend(make_archive(records).engine(), [], step=Step.MONTH)
        assert found.step is Step.YEAR
        assert len(found.spans) == 73

    def test_articles_without_a_date_are_counted_apart(self, engine: Engine) -> None:
        assert trend(engine, []).undated == 1

    def test_where_there_are_no_articles_there_are_no_spans(self, make_archive: Any) -> None:
        undated = make_archive([RECORDS[-1]]).engine()
        assert trend(undated, [parse("lũ")]).spans == ()
        assert one(trend(undated, [parse("lũ")])).counts == ()

    def test_limits_that_leave_nothing_give_no_spans(self, engine: Engine) -> None:
        assert trend(engine, [], first=date(2030, 1, 1)).spans == ()


class TestCounts:
    def test_a_span_without_any_article_is_a_gap_and_not_zero(self, engine: Engine) -> None:
        found = trend(engine, [parse("gặt")], step=Step.YEAR)
        assert one(found).counts == (1, None, 1)
        assert [share(*pair) for pair in zip(one(found).counts, found.spans, strict=True)] == [
            1 / 3,
            None,
            1 / 2,
        ]

    def test_spans_outside_the_dates_of_a_search_are_gaps_of_it_alone(self, engine: Engine) -> None:
        found = trend(engine, [parse("lũ từ:2022"), parse("lũ")], step=Step.YEAR)
        assert [series.counts for series in found.series] == [(None, None, 1), (2, None, 1)]

    def test_the_dates_of_a_search_are_kept_within_a_span(self, engine: Engine) -> None:
        found = trend(engine, [parse("lũ từ:2020-02-10 đến:2020-02-25")], step=Step.YEAR)
        assert one(found).counts == (1, None, None)

    def test_each_search_keeps_its_own_filters(self, engine: Engine) -> None:
        queries = [parse('lũ mục:"Thời sự"'), parse('lũ mục:"Kinh tế"'), parse("")]
        found = trend(engine, queries, step=Step.YEAR)
        assert [series.total for series in found.series] == [2, 1, 5]

    def test_a_count_is_that_of_the_search_sorted_by_date(self, make_archive: Any) -> None:
        """By relevance a headline finds what has a third of its words."""
        body = "Sáng nay nước sông Đào lên nhanh ngập ba xã ven bờ"
        records = [
            {"id": "whole", "body": body, "published": "2020-01-01"},
            {
                "id": "half",
                "body": "Sáng nay nước sông Đào lên nhanh ngập ba.",
                "published": "2020-01-01",
            },
        ]
        engine = make_archive(records).engine()
        query = parse(body)
        assert engine.search(query).total == 2
        assert one(trend(engine, [query])).total == 1

    def test_a_search_that_nothing_matches_whole_says_so(self, engine: Engine) -> None:
        assert one(trend(engine, [parse("lũ bão")])).relaxed
        assert not one(trend(engine, [parse("lũ lúa")])).relaxed


def queries_over(documents: Sequence[AnalysedDocument], choose: random.Random) -> list[Query]:
    """Words of the articles, marked or not, with filters of real values or none."""
    made = []
    for _ in range(SEARCHES):
        document = choose.choice(documents)
        known = sorted(set(document.tokens["body"]))
        words = choose.sample(known, min(len(known), choose.randint(0, 2)))
        if choose.random() < 0.4:
            words = [fold(word) for word in words]
        article, people = document.document.article, document.document.people
        day = article.day or date(2020, 1, 1)
        filters = Filters(
            sections=(article.section,) if article.section and choose.random() < 0.3 else (),
            people=(people[0].id,) if people and choose.random() < 0.3 else (),
            first=day - timedelta(days=choose.randint(0, 90)) if choose.random() < 0.3 else None,
            last=day + timedelta(days=choose.randint(0, 90)) if choose.random() < 0.3 else None,
        )
        made.append(parse(" ".join(words), filters=filters))
    return made


def matches(document: AnalysedDocument, query: Query) -> bool:
    tokens = {token for field in document.tokens.values() for token in field}
    folded = {fold(token) for token in tokens}
    article = document.document.article
    people = {person.id for person in document.document.people}
    filters = query.filters
    return (
        all(token in (tokens if is_marked(token) else folded) for token in query.tokens)
        and (not filters.sections or article.section in filters.sections)
        and (not filters.people or bool(people & set(filters.people)))
    )


def hold_to_the_records(
    engine: Engine, documents: Sequence[AnalysedDocument], choose: random.Random
) -> None:
    for query in queries_over(documents, choose):
        step = choose.choice([*Step, None])
        found = trend(engine, [query], step=step)
        (series,) = found.series
        days = [one.document.article.day for one in documents]
        matching = [one.document.article.day for one in documents if matches(one, query)]
        for span, count in zip(found.spans, series.counts, strict=True):
            inside = [day for day in days if day and span.first <= day <= span.last]
            assert span.articles == len(inside)
            first = max(span.first, query.filters.first or span.first)
            last = min(span.last, query.filters.last or span.last)
            if not inside or first > last:
                assert count is None
                continue
            expected = sum(day is not None and first <= day <= last for day in matching)
            assert count == expected, (query, span)
            assert share(count, span) == expected / len(inside)
        assert series.total == sum(filter(None, series.counts))
        plain = engine.search(parse(query.text, filters=query.filters, sort=Sort.NEWEST))
        undated = 0 if query.filters.first or query.filters.last else matching.count(None)
        assert series.total == plain.total - undated


def test_counts_and_shares_of_the_sample_equal_those_over_its_records(sample_archive: Any) -> None:
    engine = sample_archive.engine()
    documents = [with_terms(document) for document in engine.stream(Query())]
    hold_to_the_records(engine, documents, random.Random(1))


def test_counts_and_shares_of_real_articles_equal_those_over_their_records(
    shared: Path, make_archive: Any
) -> None:
    with gzip.open(shared / "corpus" / "dated.jsonl.gz", "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in islice(lines, 0, 4000, 10)]
    documents = [analyse(Article.from_record(record), "dated") for record in records]
    hold_to_the_records(make_archive(records).engine(), documents, random.Random(2))

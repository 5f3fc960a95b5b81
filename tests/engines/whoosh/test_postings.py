"""Tokens are inverted into postings, and postings back into tokens."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from search_service.engines.whoosh.postings import (
    POSITION_BITS,
    FieldPostings,
    FieldTokens,
    document_frequencies,
    tokens_by_article,
)

TERMS = 6
ARTICLES = st.lists(st.lists(st.integers(0, TERMS - 1), max_size=12), max_size=8)
ORDERS = st.permutations(range(TERMS))


def inverted(articles: list[list[int]], order: list[int] | None = None) -> FieldPostings:
    tokens = FieldTokens()
    for article in articles:
        tokens.append(article)
    return tokens.postings(np.array(order or range(TERMS), dtype=np.uint32))


@given(ARTICLES)
def test_a_term_has_the_articles_that_contain_it_and_how_often(articles: list[list[int]]) -> None:
    postings = inverted(articles)
    assert postings.lengths.tolist() == [len(article) for article in articles]
    for term in range(TERMS):
        docs, tf = postings.posting(term)
        counted = [(number, article.count(term)) for number, article in enumerate(articles)]
        assert list(zip(docs, tf, strict=True)) == [pair for pair in counted if pair[1]]


@given(ARTICLES)
def test_an_occurrence_is_article_and_position_in_ascending_order(
    articles: list[list[int]],
) -> None:
    postings = inverted(articles)
    for term in range(TERMS):
        assert postings.occurrences(term).tolist() == [
            (number << POSITION_BITS) | position
            for number, article in enumerate(articles)
            for position, token in enumerate(article)
            if token == term
        ]


@given(ARTICLES, ORDERS)
def test_terms_take_their_final_numbers(articles: list[list[int]], order: list[int]) -> None:
    renumbered = [[order[term] for term in article] for article in articles]
    one, other = inverted(articles, order), inverted(renumbered)
    for attribute in FieldPostings.__slots__:
        assert np.array_equal(getattr(one, attribute), getattr(other, attribute))


@given(ARTICLES)
def test_tokens_by_article_inverts_postings(articles: list[list[int]]) -> None:
    assert [tokens.tolist() for tokens in tokens_by_article(inverted(articles))] == articles


@given(st.integers(0, 8), st.data())
def test_document_frequencies_count_an_article_once_whatever_its_fields(
    size: int, data: st.DataObject
) -> None:
    field = st.lists(st.lists(st.integers(0, TERMS - 1)), min_size=size, max_size=size)
    fields = data.draw(st.lists(field, min_size=1, max_size=3))
    present = Counter(
        term for article in zip(*fields, strict=True) for term in set().union(*article)
    )
    found = document_frequencies([inverted(articles) for articles in fields], TERMS)
    assert found.tolist() == [present[term] for term in range(TERMS)]


def test_saved_postings_are_mapped_as_they_were(tmp_path: Path) -> None:
    postings = inverted([[0, 1, 0], [], [5]])
    postings.save(tmp_path, "body")
    again = FieldPostings.load(tmp_path, "body")
    for attribute in FieldPostings.__slots__:
        assert np.array_equal(getattr(again, attribute), getattr(postings, attribute))


def test_mapped_postings_cannot_be_written_to(tmp_path: Path) -> None:
    inverted([[0]]).save(tmp_path, "body")
    assert not FieldPostings.load(tmp_path, "body").docs.flags.writeable

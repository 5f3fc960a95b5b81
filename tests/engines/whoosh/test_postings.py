"""Texts are inverted into postings, and postings back into texts."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_service.engines.arrays.tokens import FieldTokens, TermNumbers
from search_service.engines.errors import EngineError
from search_service.engines.whoosh import inverting
from search_service.engines.whoosh.inverting import document_frequencies
from search_service.engines.whoosh.postings import FIELD_PLACES, TEXT_BITS, Postings
from search_service.engines.whoosh.segments.restoring import texts_by_article
from search_service.schema import TEXT_FIELDS, WORDS

TERMS = 6
NAMES = (*FIELD_PLACES, WORDS)
Article = dict[str, list[int]]
TEXT = st.lists(st.integers(0, TERMS - 1), max_size=8)
ARTICLES = st.lists(st.fixed_dictionaries({name: st.just([]) | TEXT for name in NAMES}), max_size=6)


def inverted(folder: Path | str, articles: list[Article]) -> Postings:
    fields = {name: FieldTokens() for name in NAMES}
    for article in articles:
        for name, tokens in fields.items():
            tokens.append(article.get(name, []))
    numbers = np.arange(TERMS, dtype=np.uint32)
    texts = {name: tokens.texts(numbers) for name, tokens in fields.items()}
    inverting.write(Path(folder), texts, TERMS)
    return Postings(Path(folder))


def weight(articles: list[Article], article: int, name: str) -> float:
    """Boost by norm, as BM25F defines it."""
    [field] = [field for field in TEXT_FIELDS if field.name == name]
    lengths = [len(one.get(name, [])) for one in articles]
    average = sum(lengths) / len(lengths)
    return field.boost / (1 - field.b + field.b * lengths[article] / average)


@given(ARTICLES)
def test_a_term_has_its_articles_and_how_often_each_has_it(articles: list[Article]) -> None:
    with TemporaryDirectory() as folder:
        postings = inverted(folder, articles)
        for term in range(TERMS):
            docs, frequency = postings.counts(term)
            expected = {
                number: sum(
                    article[name].count(term) * weight(articles, number, name)
                    for name in FIELD_PLACES
                    if term in article[name]
                )
                for number, article in enumerate(articles)
                if any(term in article[name] for name in FIELD_PLACES)
            }
            assert docs.tolist() == list(expected)
            assert frequency == pytest.approx(list(expected.values()), rel=1e-5)


@given(ARTICLES)
def test_an_occurrence_knows_its_text_and_the_term_behind_it(articles: list[Article]) -> None:
    texts = [
        ((number << TEXT_BITS) | place, article[name])
        for number, article in enumerate(articles)
        for name, place in FIELD_PLACES.items()
    ]
    with TemporaryDirectory() as folder:
        postings = inverted(folder, articles)
        for term in range(TERMS):
            places, following, numbers = postings.occurrences(term)
            assert list(zip(numbers.tolist(), following.tolist(), strict=True)) == [
                (text, [*tokens, TERMS][place + 1])
                for text, tokens in texts
                for place, token in enumerate(tokens)
                if token == term
            ]
            assert postings.texts_at(places).tolist() == numbers.tolist()
            assert postings.frequent(term) == len(places)


@given(ARTICLES)
def test_neighbouring_places_are_side_by_side_in_one_text(articles: list[Article]) -> None:
    with TemporaryDirectory() as folder:
        stream = inverted(folder, articles).stream().tolist()
    texts = [article[name] for article in articles for name in FIELD_PLACES]
    unused = [[]] * ((1 << TEXT_BITS) - len(FIELD_PLACES))
    padded = [
        text
        for start in range(0, len(texts), len(FIELD_PLACES))
        for text in [*texts[start : start + len(FIELD_PLACES)], *unused]
    ]
    assert stream == [token for text in padded for token in (*text, TERMS)]


@given(ARTICLES, st.data())
def test_texts_come_back_from_postings(articles: list[Article], data: st.DataObject) -> None:
    kept = [number for number in range(len(articles)) if data.draw(st.booleans())]
    with TemporaryDirectory() as folder:
        texts = texts_by_article(inverted(folder, articles), kept)
        for name, (tokens, lengths) in texts.items():
            ends = np.cumsum(lengths)
            found = [part.tolist() for part in np.split(tokens, ends[:-1])][: len(kept)]
            expected = [articles[number][name] for number in kept]
            if name == WORDS:  # a bag: its order is not kept
                found, expected = [sorted(one) for one in found], [sorted(one) for one in expected]
            assert found == expected


@given(ARTICLES)
def test_document_frequencies_count_an_article_once_whatever_its_fields(
    articles: list[Article],
) -> None:
    present = Counter(term for one in articles for term in set().union(*one.values()))
    with TemporaryDirectory() as folder:
        found = document_frequencies(inverted(folder, articles))
        assert found.tolist() == [present[term] for term in range(TERMS)]


@given(ARTICLES)
def test_blocks_of_any_size_give_the_same_files(articles: list[Article]) -> None:
    with (
        TemporaryDirectory() as whole,
        TemporaryDirectory() as cut,
        pytest.MonkeyPatch.context() as patch,
    ):
        inverted(whole, articles)
        patch.setattr(inverting, "BLOCK", 20)
        inverted(cut, articles)
        files = sorted(path.name for path in Path(whole).iterdir())
        assert files == sorted(path.name for path in Path(cut).iterdir())
        for name in files:
            assert (Path(whole) / name).read_bytes() == (Path(cut) / name).read_bytes()


def test_more_text_than_can_be_numbered_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inverting, "MOST", 10)
    with pytest.raises(EngineError, match="can be indexed"):
        inverted(tmp_path, [{"body": [0] * 20}])


def test_mapped_postings_cannot_be_written_to(tmp_path: Path) -> None:
    assert not inverted(tmp_path, [{"body": [0]}]).counts(0).docs.flags.writeable


def test_terms_are_numbered_as_they_come_and_take_their_final_numbers() -> None:
    numbers, tokens = TermNumbers(), FieldTokens()
    tokens.append(map(numbers.__getitem__, ["b", "a", "b"]))
    tokens.extend(np.array([1, 1]), np.array([0, 2]))
    terms, lengths = tokens.texts(np.array([7, 3], dtype=np.uint32))
    assert dict(numbers) == {"b": 0, "a": 1}
    assert (terms[:].tolist(), lengths.tolist()) == ([7, 3, 7, 3, 3], [3, 0, 2])

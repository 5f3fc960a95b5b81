"""Vectors are those of a plain computation, and come back from disk."""

from __future__ import annotations

import random
from collections import Counter
from itertools import pairwise
from math import log, sqrt
from pathlib import Path

import numpy as np
import pytest

from search_service.engines.arrays import features, vectorizing, vectors
from search_service.engines.arrays.features import TIMES
from search_service.engines.arrays.lexicon import Lexicon
from search_service.engines.arrays.tokens import FieldTokens
from search_service.engines.arrays.vectors import Vectors, cosines

Texts = list[dict[str, list[str]]]


def made(articles: int, seed: int = 3) -> Texts:
    """Articles in few syllables, so that they have many pairs in common."""
    chance = random.Random(seed)
    syllables = [f"t{number}" for number in range(30)]
    return [
        {name: chance.choices(syllables, k=chance.randrange(0, 40)) for name in TIMES}
        for _ in range(articles)
    ]


def written(folder: Path, texts: Texts) -> Vectors:
    numbers: dict[str, int] = {}
    fields = {name: FieldTokens() for name in TIMES}
    for article in texts:
        for name, field in fields.items():
            field.append([numbers.setdefault(text, len(numbers)) for text in article[name]])
    order = Lexicon.write(folder, list(numbers))
    vectorizing.write(folder, {name: field.texts(order) for name, field in fields.items()})
    return Vectors(folder, Lexicon(folder))


def plain(texts: Texts) -> list[dict[tuple[str, ...], float]]:
    """The same vectors, computed as the definition reads."""
    counted = []
    for article in texts:
        counts: Counter[tuple[str, ...]] = Counter()
        for name, times in TIMES.items():
            for run in [*((one,) for one in article[name]), *pairwise(article[name])]:
                counts[run] += times
        counted.append(counts)
    present = Counter(run for counts in counted for run in counts)
    found = []
    for counts in counted:
        weights = {
            run: (1 + log(count)) * log(len(texts) / present[run])
            for run, count in counts.items()
            if present[run] > 1 or len(run) == 1
        }
        length = sqrt(sum(weight**2 for weight in weights.values())) or 1
        found.append({r: w / length for r, w in weights.items() if present[r] > 1})
    return found


def test_articles_are_as_similar_as_the_cosine_of_their_vectors_says(tmp_path: Path) -> None:
    texts = made(40)
    known = written(tmp_path, texts)
    similar = cosines([known.row(number) for number in range(len(texts))])
    expected = [
        [sum(weight * other.get(run, 0) for run, weight in one.items()) for other in plain(texts)]
        for one in plain(texts)
    ]
    assert similar == pytest.approx(np.array(expected), abs=1e-4)


def test_a_text_from_outside_has_the_vector_it_has_in_the_archive(tmp_path: Path) -> None:
    texts = made(40)
    known = written(tmp_path, texts)
    for number, article in enumerate(texts):
        outside, inside = known.of(article), known.row(number)
        assert outside.features.tolist() == inside.features.tolist()
        assert outside.weights == pytest.approx(inside.weights, abs=1e-5)


def test_scores_are_the_similarities_while_all_features_are_looked_at(tmp_path: Path) -> None:
    texts = made(20)
    known = written(tmp_path, texts)
    vector = known.of(texts[0])
    # Articles of so few syllables have fewer features than they are found by.
    assert len(vector.features) < vectors.FOUND_BY
    similar = cosines([vector, *(known.row(number) for number in range(len(texts)))])[0, 1:]
    assert known.scores(vector) == pytest.approx(similar, abs=1e-4)


def test_only_the_strongest_features_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vectors, "KEPT", 5)
    monkeypatch.setattr(vectorizing, "KEPT", 5)
    texts = made(40)
    known = written(tmp_path, texts)
    for number, weights in enumerate(plain(texts)):
        row = known.row(number)
        assert len(row.features) <= 5
        if len(weights) >= 5:
            raw = sorted(weights.values(), reverse=True)[:5]
            length = sqrt(sum(weight**2 for weight in raw))
            kept = [weight / length for weight in raw]
            assert sorted(row.weights.tolist(), reverse=True) == pytest.approx(kept, abs=1e-4)


@pytest.mark.parametrize("block", [1, 200])
def test_articles_in_many_blocks_have_the_vectors_of_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, block: int
) -> None:
    texts = made(37)
    (tmp_path / "one").mkdir()
    (tmp_path / "many").mkdir()
    one = written(tmp_path / "one", texts)
    monkeypatch.setattr(features, "BLOCK", block)
    many = written(tmp_path / "many", texts)
    for number in range(len(texts)):
        assert many.row(number).features.tolist() == one.row(number).features.tolist()
        assert many.row(number).weights.tolist() == one.row(number).weights.tolist()


def test_pairs_reach_neither_across_fields_nor_across_what_the_archive_has_not(
    tmp_path: Path,
) -> None:
    empty: dict[str, list[str]] = {name: [] for name in TIMES}
    texts = [empty | {"body": ["a", "b"]}] * 2 + [empty | {"body": ["c"]}] * 2
    known = written(tmp_path, texts)
    adjacent = known.of(empty | {"body": ["a", "b"]})
    assert len(known.of(empty | {"title": ["a"], "body": ["b"]}).features) == 2
    assert len(known.of(empty | {"body": ["a", "x", "b"]}).features) == 2
    assert len(adjacent.features) == 3


def test_syllables_of_its_own_make_an_article_less_like_others(tmp_path: Path) -> None:
    empty: dict[str, list[str]] = {name: [] for name in TIMES}
    alone = [f"own{number}" for number in range(8)]
    texts = [empty | {"body": ["a", *alone]}, empty | {"body": ["a"]}, empty | {"body": ["c"]}]
    known = written(tmp_path, texts)
    similar = cosines([known.row(0), known.row(1)])
    assert similar[0, 1] < 0.2
    assert known.of(texts[0]).weights == pytest.approx(known.row(0).weights)


@pytest.mark.parametrize("texts", [[], [{name: [] for name in TIMES}]])
def test_an_archive_without_text_has_vectors_of_nothing(tmp_path: Path, texts: Texts) -> None:
    known = written(tmp_path, texts)
    assert len(known) == len(texts)
    vector = known.of({name: ["a", "b"] for name in TIMES})
    assert len(vector.features) == 0
    assert known.scores(vector).tolist() == [0] * len(texts)

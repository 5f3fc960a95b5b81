"""Counts of syllables, pairs and triples, and what they make likely."""

from __future__ import annotations

from math import exp
from pathlib import Path

import numpy as np
import pytest

from search_service.engines.arrays.language import counting, ngrams
from search_service.engines.arrays.language.counting import DISCOUNT
from search_service.engines.arrays.language.ngrams import Ngrams
from search_service.engines.arrays.lexicon import Lexicon

NONE = -1


def made(folder: Path, *fields: list[str]) -> Ngrams:
    """Write the counts of *fields*, each a list of articles' texts, as a build does."""
    terms = list(
        dict.fromkeys(token for texts in fields for text in texts for token in text.split())
    )
    numbers = dict(zip(terms, Lexicon.write(folder, terms).tolist(), strict=True))
    texts = [
        (
            np.array([numbers[token] for text in field for token in text.split()], dtype=np.uint32),
            np.array([len(text.split()) for text in field], dtype=np.uint16),
        )
        for field in fields
    ]
    Ngrams.write(folder, texts, len(terms))
    return Ngrams(folder, Lexicon(folder))


def number(model: Ngrams, text: str, folded: str) -> int:
    return next(one.number for one in model.spellings(folded) if one.text == text)


def test_spellings_come_with_their_counts_the_most_frequent_first(tmp_path: Path) -> None:
    model = made(tmp_path, ["số sò số", "so"], ["số"])
    assert [(one.text, one.frequency) for one in model.spellings("so")] == [
        ("số", 3), ("so", 1), ("sò", 1),
    ]  # fmt: skip
    assert model.spellings("lua") == ()
    assert model.size == 5


def test_a_pair_is_likelier_the_more_often_it_was_written(tmp_path: Path) -> None:
    model = made(tmp_path, ["a b", "a b", "a c"])
    a, b, c = (number(model, text, text) for text in "abc")
    [[to_b, to_c, to_none]] = model.likelihood([(NONE, a)], [b, c, NONE])
    assert to_b > to_c > to_none


def test_the_chances_of_a_pair_are_those_of_the_formula(tmp_path: Path) -> None:
    model = made(tmp_path, ["a b", "a b", "a c"])
    a, b = number(model, "a", "a"), number(model, "b", "b")
    [[to_b]] = model.likelihood([(NONE, a)], [b])
    assert exp(to_b) == pytest.approx((2 - DISCOUNT) / 3 + DISCOUNT * 2 / 3 * 1 / 2)


def test_two_syllables_before_tell_more_than_one(tmp_path: Path) -> None:
    model = made(tmp_path, ["x a b"] * 3 + ["y a c"] * 3)
    x, y, a, b, c = (number(model, text, text) for text in "xyabc")
    [after_x, after_y] = model.likelihood([(x, a), (y, a)], [b, c])
    assert after_x[0] > after_x[1]
    assert after_y[1] > after_y[0]


def test_a_context_the_archive_does_not_have_tells_nothing(tmp_path: Path) -> None:
    model = made(tmp_path, ["a b", "c b", "c d"])
    b, d = number(model, "b", "b"), number(model, "d", "d")
    [[to_b, to_d]] = model.likelihood([(NONE, NONE)], [b, d])
    assert exp(to_b) == pytest.approx(2 / 3)
    assert exp(to_d) == pytest.approx(1 / 3)


def test_nothing_reaches_into_the_next_article(tmp_path: Path) -> None:
    model = made(tmp_path, ["a b", "c d"])
    b, c = number(model, "b", "b"), number(model, "c", "c")
    [[to_c]] = model.likelihood([(NONE, b)], [c])
    assert exp(to_c) == pytest.approx(ngrams.UNSEEN / 2), "nothing stands before it"


def test_blocks_count_as_one_text_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = ["a b", "a b", "a c", "d a"]
    (tmp_path / "one").mkdir()
    (tmp_path / "many").mkdir()
    whole = made(tmp_path / "one", texts)
    monkeypatch.setattr(counting, "_BLOCK", 2)
    parts = made(tmp_path / "many", texts)
    contexts = [(NONE, left) for left in range(4)]
    assert (whole.likelihood(contexts, range(4)) == parts.likelihood(contexts, range(4))).all()


@pytest.mark.parametrize("texts", [[], [""], ["a"], ["", "a", ""]])
def test_archives_of_nothing_or_one_syllable_can_be_asked(tmp_path: Path, texts: list[str]) -> None:
    model = made(tmp_path, texts)
    assert np.isfinite(model.likelihood([(NONE, NONE), (NONE, 0)], [NONE])).all()


def test_a_syllable_of_older_texts_alone_is_known_as_written_once(tmp_path: Path) -> None:
    numbers = Lexicon.write(tmp_path, ["mới", "cũ"])
    fresh = (numbers[[0, 0]], np.array([2, 0], dtype=np.uint16))
    every = (numbers[[0, 0, 1, 1]], np.array([2, 2], dtype=np.uint16))
    Ngrams.write(tmp_path, [fresh], 2, older=[every])
    model = Ngrams(tmp_path, Lexicon(tmp_path))
    assert [model.spellings(text)[0].frequency for text in ("moi", "cu")] == [2, 1]

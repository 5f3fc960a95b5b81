"""Phrases: which runs of syllables are worth offering."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from search_service.engines.arrays.language.phrases import Miner
from search_service.engines.arrays.lexicon import Lexicon
from search_service.engines.arrays.tokens import FieldTokens

FILLERS = [f"chữ{number}" for number in range(400)]
"""Syllables of one article each: what stands around a phrase is always something else."""


def mined(
    folder: Path,
    bodies: list[str],
    *,
    compounds: tuple[str, ...] = (),
    names: dict[str, int] | None = None,
    most: int = 100,
    share: float = 1.0,
) -> dict[str, int]:
    texts = [body.split() for body in bodies]
    terms: dict[str, int] = {}
    tokens = FieldTokens()
    for text in texts:
        tokens.append([terms.setdefault(syllable, len(terms)) for syllable in text])
    for compound in compounds:
        terms.setdefault(compound, len(terms))
    new_number = Lexicon.write(folder, list(terms))
    frequencies = np.zeros(len(terms), dtype=np.uint32)
    for compound in compounds:
        held = compound.replace("_", " ")
        frequencies[new_number[terms[compound]]] = sum(held in body for body in bodies)
    miner = Miner([tokens.texts(new_number)], Lexicon(folder), frequencies, share)
    found = miner.phrases(names or {}, most)
    return {" ".join(phrase.syllables): phrase.articles for phrase in found}


def around(*runs: str, articles: int = 6) -> list[str]:
    """Return texts that have each of *runs* between syllables of their own."""
    others = iter(FILLERS)
    return [
        " ".join(part for run in runs for part in (next(others), run, next(others)))
        for _ in range(articles)
    ]


def test_a_run_that_several_articles_have_is_a_phrase(tmp_path: Path) -> None:
    assert mined(tmp_path, around("chuyển đổi số")) == {"chuyển đổi số": 6}


def test_a_run_of_two_articles_is_none(tmp_path: Path) -> None:
    assert mined(tmp_path, [*around("lũ quét", articles=2), "đê vỡ", "mưa to"]) == {}


def test_a_run_often_repeated_in_one_article_counts_once(tmp_path: Path) -> None:
    bodies = [f"{body} {number} lũ quét" for number, body in enumerate(around("lũ quét"))]
    assert mined(tmp_path, bodies) == {"lũ quét": 6}


def test_what_mostly_stands_in_a_longer_phrase_is_left_to_that(tmp_path: Path) -> None:
    bodies = around("ủy ban nhân dân")
    assert mined(tmp_path, bodies) == {"ủy ban nhân dân": 6}
    bodies += around("nhân dân", articles=12)
    assert mined(tmp_path, bodies) == {"nhân dân": 18, "ủy ban nhân dân": 6}


def test_a_part_of_a_run_longer_than_any_phrase_is_none(tmp_path: Path) -> None:
    assert mined(tmp_path, around("mặt trận tổ quốc thành phố")) == {}


@pytest.mark.parametrize("run", ["của nhà máy", "nhà máy của", "nhà máy 12", "2022 lũ quét"])
def test_a_phrase_neither_begins_nor_ends_in_a_word_that_names_nothing(
    tmp_path: Path, run: str
) -> None:
    assert run not in mined(tmp_path, around(run))


def test_a_function_word_within_a_compound_may_end_a_phrase(tmp_path: Path) -> None:
    assert mined(tmp_path, around("tự do")) == {}
    assert mined(tmp_path, around("tự do"), compounds=("tự_do",)) == {"tự do": 6}


def test_a_phrase_does_not_cut_a_compound(tmp_path: Path) -> None:
    bodies = around("sản xuất kinh") + around("kinh doanh", articles=30)
    assert "sản xuất kinh" not in mined(tmp_path, bodies, compounds=("kinh_doanh", "sản_xuất"))


def test_chance_neighbours_are_no_phrase(tmp_path: Path) -> None:
    shuffled = np.random.default_rng(5)
    words = ["lúa", "cầu", "sông", "mưa"]
    bodies = [" ".join(shuffled.choice(words, 60)) for _ in range(40)]
    assert mined(tmp_path, bodies) == {}


def test_a_name_that_is_offered_as_such_is_no_phrase(tmp_path: Path) -> None:
    assert mined(tmp_path, around("lê bình"), names={"lê bình": 6}) == {}
    assert mined(tmp_path, around("lê bình"), names={"lê bình": 2}) == {"lê bình": 6}


def test_of_too_many_phrases_the_most_frequent_are_kept(tmp_path: Path) -> None:
    bodies = around("lũ quét", articles=9) + around("vỡ đê")
    assert mined(tmp_path, bodies, most=1) == {"lũ quét": 9}


def test_an_empty_archive_has_no_phrases(tmp_path: Path) -> None:
    assert mined(tmp_path, []) == {}
    assert mined(tmp_path, ["", ""]) == {}


def test_of_a_sample_the_articles_of_all_are_estimated(tmp_path: Path) -> None:
    """Where the texts are of half of the articles, the others have no tokens."""
    bodies = [*around("chuyển đổi số"), *[""] * 6]
    assert mined(tmp_path, bodies, share=0.5) == {"chuyển đổi số": 12}

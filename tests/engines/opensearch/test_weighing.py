"""How often articles have each of their features."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pytest

from search_service.engines.opensearch.weighing import Averages, Frequencies, Weighing
from search_service.schema import TEXT_FIELDS, WORDS

TERMS = ["dương", "lũ", "lớn", "mưa", "về", "đường", "tp.hcm"]

EVEN = Averages({field.name: 2.0 for field in TEXT_FIELDS}, 2.0)
"""Averages by which a text of two syllables has a norm of 1."""

Article = Mapping[str, Sequence[str]]


def weighed(*articles: Article) -> list[Frequencies]:
    """Return the frequencies of *articles*, each of them fields of TERMS."""
    texts = {}
    for name in [*(field.name for field in TEXT_FIELDS), WORDS]:
        fields = [[TERMS.index(term) for term in article.get(name, ())] for article in articles]
        tokens = np.array([number for field in fields for number in field], np.uint32)
        texts[name] = tokens, np.array([len(field) for field in fields], np.uint16)
    return list(Weighing(TERMS, EVEN).frequencies(texts))


def test_a_frequency_is_boosted_by_its_field_and_summed_over_fields() -> None:
    (found,) = weighed({"title": ["lũ", "về"], "body": ["lũ", "lũ"]})
    assert found["syllables"] == {"lũ": 5.0, "về": 3.0}


def test_a_longer_text_counts_less() -> None:
    (found,) = weighed({"body": ["lũ", "về", "lũ", "về"], WORDS: ["lũ"]})
    assert found["syllables"]["lũ"] == pytest.approx(2 / (0.25 + 0.75 * 2), abs=1e-4)
    assert found["words"]["lũ"] == pytest.approx(1 / (0.25 + 0.75 / 2), abs=1e-4)


def test_pairs_do_not_reach_from_one_field_into_the_next() -> None:
    (found,) = weighed({"title": ["mưa", "lớn"], "body": ["lũ", "về"]})
    assert set(found["pairs"]) == {"mưa lớn", "lũ về"}


def test_pairs_do_not_reach_from_one_article_into_the_next() -> None:
    first, second, third = weighed({"body": ["mưa", "lớn"]}, {}, {"body": ["lũ"]})
    assert (set(first["pairs"]), second["pairs"], third["pairs"]) == ({"mưa lớn"}, {}, {})


def test_each_article_has_its_own_frequencies() -> None:
    first, second = weighed({"body": ["lũ", "về"]}, {"body": ["về", "về"], WORDS: ["về"]})
    assert first["syllables"] == {"lũ": 1.0, "về": 1.0}
    assert second["syllables"] == {"về": 2.0}
    assert (first["words"], set(second["words"])) == ({}, {"về"})


def test_without_marks_all_markings_are_one() -> None:
    (found,) = weighed({"body": ["dương", "đường"]})
    assert found["folded"] == {"duong": 2.0}
    assert found["folded_pairs"] == {"duong duong": 1.0}


def test_a_full_stop_in_a_word_parts_no_path() -> None:
    (found,) = weighed({WORDS: ["tp.hcm"]})
    assert list(found["words"]) == ["tp\u2024hcm"]


def test_an_archive_may_lack_a_field() -> None:
    averages = Averages(dict.fromkeys(EVEN.fields, 0.0), 0.0)
    nothing = np.zeros(0, np.uint32), np.zeros(1, np.uint16)
    texts = dict.fromkeys([*(field.name for field in TEXT_FIELDS), WORDS], nothing)
    (found,) = Weighing(TERMS, averages).frequencies(texts)
    assert not any(found.values())

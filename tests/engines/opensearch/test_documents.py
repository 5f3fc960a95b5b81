"""Articles as the cluster gets them."""

from __future__ import annotations

from typing import Any

import pytest

from search_service.article import Article
from search_service.document import AnalysedDocument, analyse, to_json

pytest.importorskip("opensearchpy", reason="the extra 'opensearch' is not installed")

from search_service.engines.opensearch.documents import (
    Averages,
    article_body,
    frequencies,
    packed,
    person_id,
    person_key,
    unpacked,
)
from search_service.schema import TEXT_FIELDS

EVEN = Averages({field.name: 2.0 for field in TEXT_FIELDS}, 2.0)
"""Averages by which a text of two syllables has a norm of 1."""


def analysed(**record: Any) -> AnalysedDocument:
    return analyse(Article.from_record({"id": "a", "body": "Lũ về.", **record}), "made")


def test_a_frequency_is_boosted_by_its_field_and_summed_over_fields() -> None:
    found = frequencies({"title": ["lũ", "về"], "body": ["lũ", "lũ"]}, [], EVEN)
    assert found["syllables"] == {"lũ": 5.0, "về": 3.0}


def test_a_longer_text_counts_less() -> None:
    found = frequencies({"body": ["lũ", "về", "lũ", "về"]}, ["lũ"], EVEN)
    assert found["syllables"]["lũ"] == pytest.approx(2 / (0.25 + 0.75 * 2), abs=1e-4)
    assert found["words"]["lũ"] == pytest.approx(1 / (0.25 + 0.75 / 2), abs=1e-4)


def test_pairs_do_not_reach_from_one_field_into_the_next() -> None:
    found = frequencies({"title": ["mưa", "lớn"], "body": ["lũ", "về"]}, [], EVEN)
    assert set(found["pairs"]) == {"mưa lớn", "lũ về"}


def test_without_marks_all_markings_are_one() -> None:
    found = frequencies({"body": ["dương", "đường"]}, [], EVEN)
    assert found["folded"] == {"duong": 2.0}
    assert found["folded_pairs"] == {"duong duong": 1.0}


def test_an_article_is_sent_with_its_day_in_vietnam_and_no_newer_than_the_build() -> None:
    document = analysed(published="2022-10-24T18:00:00+00:00", section="Thời sự")
    body = article_body(document, to_json(document.document), ["Lê\x1flê"], EVEN, built=10)
    assert (body["day"], body["month"], body["aged"]) == (738453, 2022 * 12 + 9, 10)
    assert (body["section"], body["person"]) == ("Thời sự", ["Lê\x1flê"])
    assert "url" not in body


def test_an_article_without_a_date_is_of_no_day() -> None:
    document = analysed()
    body = article_body(document, to_json(document.document), [], EVEN, built=10)
    assert not body.keys() & {"day", "month", "moment", "aged"}


def test_terms_come_back_as_they_were_sent() -> None:
    document = analysed(
        title="Ủy ban nhân dân (UBND)", body="Lũ về làng. " * 40, tags=["lũ"], author="An"
    )
    assert unpacked(document.document, packed(document)) == document


def test_persons_of_one_count_are_ordered_by_their_labels() -> None:
    keys = [person_key("An Bình", "x"), person_key("An", "z"), person_key("Lê", "a")]
    assert [person_id(key) for key in sorted(keys)] == ["z", "x", "a"]

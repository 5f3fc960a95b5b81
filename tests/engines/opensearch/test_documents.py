"""Articles as the cluster gets them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from search_service.article import Article
from search_service.document import AnalysedDocument, analyse, to_json

pytest.importorskip("opensearchpy", reason="the extra 'opensearch' is not installed")

from search_service.engines.arrays.vectors import FOUND_BY, Vector
from search_service.engines.opensearch.documents import (
    article_body,
    packed,
    person_id,
    person_key,
    unpacked,
    vector_body,
)


def analysed(**record: Any) -> AnalysedDocument:
    return analyse(Article.from_record({"id": "a", "body": "Lũ về.", **record}), "made")


def test_an_article_is_sent_with_its_day_in_vietnam_and_no_newer_than_the_build() -> None:
    document = analysed(published="2022-10-24T18:00:00+00:00", section="Thời sự")
    body = article_body(document, to_json(document.document), ["Lê\x1flê"], {}, built=10)
    assert (body["day"], body["month"], body["aged"]) == (738453, 2022 * 12 + 9, 10)
    assert (body["section"], body["person"]) == ("Thời sự", ["Lê\x1flê"])
    assert "url" not in body


def test_an_article_without_a_date_is_of_no_day() -> None:
    document = analysed()
    body = article_body(document, to_json(document.document), [], {}, built=10)
    assert not body.keys() & {"day", "month", "moment", "aged"}


def test_terms_come_back_as_they_were_sent() -> None:
    document = analysed(
        title="Ủy ban nhân dân (UBND)", body="Lũ về làng. " * 40, tags=["lũ"], author="An"
    )
    assert unpacked(document.document, packed(document)) == document


def test_persons_of_one_count_are_ordered_by_their_labels() -> None:
    keys = [person_key("An Bình", "x"), person_key("An", "z"), person_key("Lê", "a")]
    assert [person_id(key) for key in sorted(keys)] == ["z", "x", "a"]


def test_an_article_is_found_by_the_strongest_features_of_its_vector() -> None:
    weights = np.linspace(0.1, 0.2, FOUND_BY + 2, dtype=np.float32)
    body = vector_body(Vector(np.arange(len(weights)), weights))
    assert set(body["similar"]) == {str(number) for number in range(2, FOUND_BY + 2)}
    assert body["similar"]["2"] == pytest.approx(float(weights[2]), abs=1e-5)


def test_an_article_that_nothing_tells_apart_is_found_by_no_feature() -> None:
    body = vector_body(Vector(np.arange(2), np.array([np.nan, 0], np.float32)))
    assert body["similar"] == {}

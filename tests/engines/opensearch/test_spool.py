"""Articles that wait on disk: read back as they came, and their terms counted."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from search_service.article import Article
from search_service.document import AnalysedDocument, analyse

pytest.importorskip("opensearchpy", reason="the extra 'opensearch' is not installed")

from search_service.engines.opensearch import spool as spooling
from search_service.engines.opensearch.spool import Spool, articles_with


def analysed(body: str) -> AnalysedDocument:
    return analyse(Article.from_record({"id": body, "title": "Lũ về", "body": body}), "made")


def test_each_article_is_read_back_by_its_place(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    documents = [analysed(body) for body in ("Lũ.", "Nước lên ở hạ lưu.", "Mưa.")]
    for document in documents:
        spool.add(document)
    spool.complete()
    assert [spool.document(place) for place in (2, 0, 1)] == [
        documents[place].document for place in (2, 0, 1)
    ]
    spool.close()


def test_mean_lengths_are_those_of_all_articles(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    for body in ("Mưa.", "Nước lên."):
        spool.add(analysed(body))
    averages = spool.averages()
    assert (averages.fields["title"], averages.fields["body"]) == (2, 1.5)
    assert averages.fields["tags"] == 0
    spool.close()


@pytest.mark.parametrize("together", [1, 100])
def test_an_article_counts_once_for_a_term_however_often_and_wherever_it_has_it(
    together: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spooling, "_COUNTED", together)
    title = np.array([0, 1, 0], np.uint32), np.array([2, 0, 1], np.uint16)
    body = np.array([0, 0, 2, 2, 3], np.uint32), np.array([2, 1, 2], np.uint16)
    itself = np.arange(4)
    assert articles_with([title, body], itself).tolist() == [2, 1, 2, 1]
    # By codes that several terms share.
    assert articles_with([title, body], np.array([0, 0, 1, 1])).tolist() == [2, 2]

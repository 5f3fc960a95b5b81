"""Single articles from anywhere in an archive."""

from __future__ import annotations

from search_service.sampling import article_at
from tests.conftest import MakeArchive
from tests.engines.contract import RECORDS


def test_every_article_has_a_place_and_there_are_no_more(make_archive: MakeArchive) -> None:
    engine = make_archive(RECORDS).engine()
    found = [article_at(engine, place) for place in range(len(RECORDS))]
    assert {one.article.id for one in found if one} == {record["id"] for record in RECORDS}
    assert found[0]
    assert found[0].article.id == "bong-1"
    assert article_at(engine, len(RECORDS)) is None

"""An archive that was appended to keeps the contract of every engine.

It is built of half of the records; the others are appended, one of them after it was added and
removed again, and one of the first half is replaced. What only a merge decides is skipped by name.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import pytest

from search_service.article import Article
from search_service.document import analyse
from search_service.engines.whoosh.archive import WhooshArchive
from search_service.engines.whoosh.manifest import Manifest
from search_service.engines.whoosh.segments import appending
from tests.engines.contract import EngineContract, MakeArchive

_SPELLING: Final = "which syllables follow which is counted by a merge"
_FEATURES: Final = "what one article of the base has alone is no feature until the next merge"

AT_MERGE: Final = {
    "test_a_name_in_the_title_ranks_above_one_in_the_text": "lengths are averaged by a merge, and "
    "of one article no average can be told",
    "test_persons_are_the_same_in_whatever_order_and_by_an_update": "known persons are neither "
    "joined nor told apart before the next merge",
    "test_suggestions_are_of_people_sections_phrases_and_titles": "phrases are mined by a merge",
    "test_an_unmarked_syllable_has_the_spellings_of_the_texts_the_most_frequent_first": _SPELLING,
    "test_the_names_of_persons_count_besides_where_they_are_printed": _SPELLING,
    "test_an_update_counts_what_is_kept_and_what_is_new": _SPELLING,
    "test_neighbours_up_to_a_day_are_those_published_by_then": _FEATURES,
    "test_an_updated_archive_has_the_neighbours_of_a_new_one": _FEATURES,
}


class TestAppendedEngine(EngineContract):
    @pytest.fixture(autouse=True)
    def what_a_merge_decides(self, request: pytest.FixtureRequest) -> None:
        if reason := AT_MERGE.get(request.node.originalname):
            pytest.skip(reason)

    @pytest.fixture
    def make(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MakeArchive:
        monkeypatch.setattr(appending, "LEAST", 0)  # archives of any size are appended to,
        monkeypatch.setattr(appending, "SHARE", 100.0)  # and by any share of what they are

        def make(records: Iterable[dict[str, Any]]) -> WhooshArchive:
            made = [Article.from_record(record) for record in records]
            half = (len(made) + 1) // 2
            folder = tmp_path / f"index-{len(list(tmp_path.iterdir()))}"
            archive = WhooshArchive(folder)
            changed(archive, made[:half], update=False)
            changed(archive, made[-1:])
            changed(archive, [], removed=made[-1])
            changed(archive, [*made[half:], made[0]])
            assert Manifest.load(folder / archive.engine().generation.name).appended
            return archive

        return make


def changed(
    archive: WhooshArchive,
    articles: Iterable[Article],
    *,
    removed: Article | None = None,
    update: bool = True,
) -> None:
    with archive.writer(update=update) as writer:
        for article in articles:
            writer.add(analyse(article, "made"))
        if removed:
            writer.remove(removed.id)
        writer.publish()

"""Related articles in the sample archive: its storylines, and one report in two papers."""

from __future__ import annotations

import pytest

from search_service.engines.base import Archive
from search_service.related import (
    copies,
    related,
    surroundings,
)
from tests.test_related import document, reasons

STORYLINES = {
    "cầu Vạn Thuận": ["blg-2021-0091", "blg-2021-2931", "blg-2023-1651", "blg-2023-2701"],
    "bệnh viện Mường Hiên": [
        "blg-2021-0781", "blg-2022-2351", "blg-2023-0581", "blg-2023-1921", "blg-2023-3391",
    ],
    "đình Thượng Lâm": [
        "blg-2021-0391", "blg-2021-3371", "blg-2022-1101", "blg-2023-0891", "blg-2023-3171",
    ],
    "gạo Nàng Lâm": [
        "blg-2021-3261", "blg-2022-0881", "blg-2022-2511", "blg-2023-1501", "blg-2023-3521",
    ],
    "vụ án Kim Lộc Phát": [
        "blg-2021-2031", "blg-2021-3621", "blg-2022-1811", "blg-2022-3191", "blg-2022-3291",
        "blg-2023-1091",
    ],
    "câu lạc bộ Lâm Giang": [
        "blg-2022-0531", "blg-2022-1571", "blg-2023-1001", "blg-2023-2391", "blg-2023-3301",
    ],
    "hai lần chạy của Mai Chi": ["blg-2021-1171", "blg-2023-2821"],
}  # fmt: skip


@pytest.mark.parametrize("story", STORYLINES)
def test_the_articles_of_a_story_find_each_other(sample_archive: Archive, story: str) -> None:
    engine = sample_archive.engine()
    members = STORYLINES[story]
    for member in members:
        found = reasons(related(engine, document(engine, member)))
        assert len(found.keys() & set(members)) >= (len(members) - 1) / 2, member


def test_one_report_in_two_papers_is_one_item(sample_archive: Archive) -> None:
    engine = sample_archive.engine()
    flood = document(engine, "blg-2022-2711")
    assert [one.article.id for one in copies(engine, flood)] == ["blg-2022-2712"]
    assert "blg-2022-2712" not in reasons(related(engine, flood))
    later = related(engine, document(engine, "blg-2022-2731"), limit=20)
    copied = {item.hit.document.article.id: [c.article.id for c in item.copies] for item in later}
    assert copied.get("blg-2022-2711") == ["blg-2022-2712"] or copied.get("blg-2022-2712") == [
        "blg-2022-2711"
    ]


def test_list_and_copies_are_had_together_as_apart(sample_archive: Archive) -> None:
    engine = sample_archive.engine()
    for member in ("blg-2022-2711", "blg-2023-3621"):
        asked = document(engine, member)
        assert surroundings(engine, asked) == (related(engine, asked), copies(engine, asked))

"""Which articles are related, why, and when there are none."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from search_service.article import Article
from search_service.document import Document, analyse
from search_service.engines.base import Archive, Engine
from search_service.related import (
    Placement,
    Reason,
    RelatedArticle,
    copies,
    related,
)
from search_service.related.listing import CANDIDATES, MOST_VERSIONS
from search_service.related.model import STORY_REASONS

MakeArchive = Callable[[Iterable[dict[str, Any]]], Archive]

STORY: list[dict[str, Any]] = [
    {
        "id": "khoi-cong",
        "title": "Khởi công cầu Vĩnh Lộc",
        "body": "Lễ động thổ cầu Vĩnh Lộc diễn ra bên bờ sông Đào. Nhà thầu sẽ lắp phiến dầm "
        "thép, trụ chính neo dây văng, theo lời ông Lê Hải Bằng, Giám đốc Ban Quản lý dự án.",
        "section": "Thời sự",
        "published": "2021-03-01T08:00:00+07:00",
    },
    {
        "id": "hop-long",
        "title": "Hợp long cầu Vĩnh Lộc",
        "body": "Nửa đêm qua, đốt dầm thép cuối cùng của cầu Vĩnh Lộc được nhà thầu nâng lên từ "
        "sông Đào. Phiến dầm hợp long nặng trăm tấn, trụ chính của cầu neo bằng dây văng.",
        "section": "Thời sự",
        "published": "2022-10-25T15:00:00+07:00",
    },
    {
        "id": "hop-long-2",
        "title": "Cầu Vĩnh Lộc hợp long",
        "body": "Trong đêm mưa, công nhân của nhà thầu nối xong phiến dầm thép hợp long, dây văng "
        "đã neo vào trụ chính; sông Đào từ nay có cầu Vĩnh Lộc.",
        "section": "Giao thông",
        "published": "2022-10-26T07:00:00+07:00",
    },
    {
        "id": "khong-ngay",
        "title": "Hỏi đáp về cầu Vĩnh Lộc",
        "body": "Xe tải nặng bao nhiêu tấn được qua sông Đào? Dầm thép, dây văng và trụ chính của "
        "cầu Vĩnh Lộc do nhà thầu tính cho xe ba mươi tấn.",
    },
    {
        "id": "bong",
        "title": "Đội bóng có giám đốc kỹ thuật",
        "body": "Ông Lê Hải Bằng, cựu hậu vệ, nhận việc ở câu lạc bộ hạng nhì từ mùa giải tới.",
        "section": "Thể thao",
        "published": "2021-06-01T08:00:00+07:00",
    },
]
SYLLABLES = [f"{onset}{rime}" for onset in "bđghklmnrstvx" for rime in ("ao", "iên", "uộc", "ấp")]


def invented(number: int, seed: int = 0) -> dict[str, Any]:
    """An article about nothing, in syllables of its own choice."""
    chosen = random.Random(1_000 * seed + number).sample(SYLLABLES, 6)
    return {"id": f"tin-{number}", "title": " ".join(chosen[:3]), "body": " ".join(chosen)}


@pytest.fixture
def engine(make_archive: MakeArchive) -> Engine:
    return make_archive([*STORY, *(invented(number) for number in range(60))]).engine()


def document(engine: Engine, article_id: str) -> Document:
    found = engine.document(article_id)
    assert found is not None
    return found


def reasons(found: Iterable[RelatedArticle]) -> dict[str, Reason]:
    return {item.hit.document.article.id: item.reason for item in found}


def outside(**record: Any) -> Document:
    return analyse(Article.from_record(record), "").document


# Reasons: where each begins is in tests/related/test_judging.py


def test_much_the_same_within_days_is_the_same_event_and_stands_first(engine: Engine) -> None:
    found = related(engine, document(engine, "hop-long"))
    assert found[0].hit.document.article.id == "hop-long-2"
    assert found[0].reason is Reason.SAME_EVENT


def test_an_article_has_the_others_of_its_story_and_is_in_their_lists(engine: Engine) -> None:
    for asked in ("khoi-cong", "hop-long", "khong-ngay"):
        others = {"khoi-cong", "hop-long", "hop-long-2", "khong-ngay"} - {asked}
        found = reasons(related(engine, document(engine, asked)))
        assert others <= set(found)
        assert set(found) <= {*others, "bong"}


# The list


def test_an_article_is_never_in_its_own_list(engine: Engine) -> None:
    for record in STORY:
        assert record["id"] not in reasons(related(engine, document(engine, record["id"])))


def test_the_closest_stand_first_and_the_limit_holds(engine: Engine) -> None:
    found = related(engine, document(engine, "hop-long"))
    assert [item.closeness for item in found] == sorted(
        (item.closeness for item in found), reverse=True
    )
    assert related(engine, document(engine, "hop-long"), limit=2) == found[:2]
    assert related(engine, document(engine, "hop-long"), limit=0) == ()


def test_no_list_is_better_than_a_bad_one(make_archive: MakeArchive) -> None:
    unrelated = [
        {"id": "a", "title": "Giá lúa tăng", "body": "Nông dân được mùa."},
        {"id": "b", "title": "Hợp long cầu", "body": "Thợ hàn làm đêm."},
        {"id": "c", "title": "Đội bóng thắng", "body": "Khán đài chật kín."},
    ]
    engine = make_archive(unrelated).engine()
    assert related(engine, document(engine, "a")) == ()


def test_an_article_alone_in_its_archive_has_no_list(make_archive: MakeArchive) -> None:
    engine = make_archive([STORY[0]]).engine()
    assert related(engine, document(engine, "khoi-cong")) == ()


# Copies and versions


def versions(number: int, shared: float) -> list[dict[str, Any]]:
    """Articles of one event of which every two have the share *shared* of their text in common."""
    common = [f"chung{n}" for n in range(60)]
    kept = common[: int(60 * shared)]
    return [
        {
            "id": f"ban-{one}",
            "title": f"Bản {one}",
            "body": " ".join([*kept, *(f"riêng{one}x{n}" for n in range(60 - len(kept)))]),
            "source": f"Báo {one}",
            "published": f"2022-10-2{one}T08:00:00+07:00",
        }
        for one in range(number)
    ]


def test_copies_of_one_text_are_one_item_with_the_others_in_it(make_archive: MakeArchive) -> None:
    asked = {
        "id": "asked",
        "title": "Chung",
        "body": " ".join(f"chung{n}" for n in range(0, 60, 2)),
    }
    others = [invented(number) for number in range(30)]
    engine = make_archive([asked, *versions(3, 0.98), *others]).engine()
    (item,) = related(engine, document(engine, "asked"))
    found = {item.hit.document.article.id, *(one.article.id for one in item.copies)}
    assert found == {"ban-0", "ban-1", "ban-2"}
    assert len(item.copies) == 2


def test_copies_of_an_article_are_in_no_list_but_reached_the_oldest_first(
    make_archive: MakeArchive,
) -> None:
    others = [invented(number) for number in range(30)]
    engine = make_archive([*versions(3, 0.98), *others]).engine()
    assert related(engine, document(engine, "ban-1")) == ()
    assert [one.article.id for one in copies(engine, document(engine, "ban-1"))] == [
        "ban-0",
        "ban-2",
    ]


def test_an_article_in_words_of_its_own_has_no_copies(engine: Engine) -> None:
    assert copies(engine, document(engine, "bong")) == ()
    assert copies(engine, outside(title="Xyzzy", body="Plugh, frotz. Xyzzy!")) == ()


def test_of_many_versions_of_an_event_the_first_few_stand_before_whatever_else_is_close(
    make_archive: MakeArchive,
) -> None:
    told = versions(7, 0.72)
    aside = {
        "id": "ben-le",
        "title": "Bên lề",
        "body": " ".join(f"chung{n}" for n in range(0, 42, 2)),
        "published": "2022-10-22T08:00:00+07:00",
    }
    engine = make_archive([*told, aside, *(invented(n) for n in range(200))]).engine()
    found = [item.hit.document.article.id for item in related(engine, document(engine, "ban-3"))]
    assert len(found) == 5
    assert found.index("ben-le") == MOST_VERSIONS


# Placement


def test_background_is_only_what_was_published_before(engine: Engine) -> None:
    found = related(engine, document(engine, "hop-long-2"), placement=Placement.EARLIER)
    assert [item.hit.document.article.id for item in found] == ["hop-long", "khoi-cong"]
    first = related(engine, document(engine, "khoi-cong"), placement=Placement.EARLIER)
    assert first == ()


def test_background_is_looked_for_among_what_is_earlier(make_archive: MakeArchive) -> None:
    # More later articles of the story than a list considers, and all of them closer.
    records = [*versions(2, 0.5)]
    later = [
        {**records[1], "id": f"sau-{n}", "title": f"Sau {n}", "published": "2023-01-01",
         "body": f"{records[1]['body']} thêm{n} {' '.join(f'rồi{n}x{k}' for k in range(9))}"}
        for n in range(CANDIDATES + 5)
    ]  # fmt: skip
    engine = make_archive([*records, *later, *(invented(n) for n in range(200))]).engine()
    found = related(engine, document(engine, "ban-1"), placement=Placement.EARLIER)
    assert [item.hit.document.article.id for item in found] == ["ban-0"]


def test_an_undated_article_has_nothing_before_it(engine: Engine) -> None:
    assert related(engine, document(engine, "khong-ngay"), placement=Placement.EARLIER) == ()


def test_following_a_story_its_newest_stands_first_and_what_is_no_part_of_it_last(
    engine: Engine,
) -> None:
    found = related(engine, document(engine, "khoi-cong"), placement=Placement.NEWEST, limit=10)
    story = [item for item in found if item.reason in STORY_REASONS]
    assert tuple(found[: len(story)]) == tuple(story)
    dates = [item.hit.document.article.published for item in story]
    known = [date for date in dates if date]
    assert known == sorted(known, reverse=True)
    assert dates[: len(known)] == known


# Texts from outside the archive


def test_a_text_that_is_not_in_the_archive_finds_its_story(engine: Engine) -> None:
    new = outside(
        title="Thông xe cầu Vĩnh Lộc",
        body="Đoàn xe đầu tiên qua sông Đào trên cầu Vĩnh Lộc, giữa dây văng và trụ chính; nhà "
        "thầu nói dầm thép chịu được ba mươi tấn.",
        published="2023-01-01T08:00:00+07:00",
    )
    found = reasons(related(engine, new, limit=10))
    assert set(found) == {"khoi-cong", "hop-long", "hop-long-2", "khong-ngay"}


def test_a_copy_from_outside_is_a_copy_and_in_no_list(engine: Engine) -> None:
    copy = document(engine, "hop-long").article.model_dump(mode="json")
    from_outside = outside(**{**copy, "id": "elsewhere"})
    assert [one.article.id for one in copies(engine, from_outside)] == ["hop-long"]
    found = reasons(related(engine, from_outside))
    assert "hop-long" not in found
    assert found["hop-long-2"] is Reason.SAME_EVENT


def test_a_text_in_words_the_archive_has_not_finds_nothing(engine: Engine) -> None:
    assert related(engine, outside(title="Xyzzy", body="Plugh, frotz. Xyzzy!")) == ()


# The sample archive

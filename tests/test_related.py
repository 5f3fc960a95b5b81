"""Which articles are related, why, and when there are none."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from search_service.article import Article
from search_service.document import Document, analyse
from search_service.engines.base import Archive, Engine
from search_service.related import Reason, RelatedArticle, copies, related
from search_service.related.judging import EVERYWHERE_LEAST

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


# Reasons


def test_what_came_later_is_a_follow_up_what_came_earlier_background(engine: Engine) -> None:
    assert reasons(related(engine, document(engine, "khoi-cong")))["hop-long"] is Reason.FOLLOW_UP
    assert reasons(related(engine, document(engine, "hop-long")))["khoi-cong"] is Reason.BACKGROUND


def test_much_the_same_within_days_is_the_same_event_and_stands_first(engine: Engine) -> None:
    found = related(engine, document(engine, "hop-long"))
    assert found[0].hit.document.article.id == "hop-long-2"
    assert found[0].reason is Reason.SAME_EVENT


def test_an_undated_article_is_background_and_has_background(engine: Engine) -> None:
    assert reasons(related(engine, document(engine, "hop-long")))["khong-ngay"] is Reason.BACKGROUND
    found = reasons(related(engine, document(engine, "khong-ngay")))
    assert set(found) == {"khoi-cong", "hop-long", "hop-long-2"}
    assert set(found.values()) == {Reason.BACKGROUND}


def test_another_story_in_like_words_is_no_follow_up_but_of_the_same_subject(
    make_archive: MakeArchive,
) -> None:
    fire = " ".join(SYLLABLES[:8])
    records = [
        {
            "id": f"chay-{number}",
            "title": f"Tin {number}",
            "body": f"{fire} " + " ".join(f"{syllable}{number}" for syllable in SYLLABLES[8:44]),
            "published": f"20{20 + number}-03-01",
        }
        for number in range(2)
    ]
    others = [invented(number) for number in range(20)]
    # The words that are theirs alone occur once more each, or nothing would be told apart by them.
    echoes = [
        {"id": f"nhac-{n}", "body": r["body"].removeprefix(fire)} for n, r in enumerate(records)
    ]
    engine = make_archive([*records, *others, *echoes]).engine()
    found = reasons(related(engine, document(engine, "chay-0")))
    assert found["chay-1"] is Reason.SAME_SUBJECT


def test_little_in_common_but_a_person_is_related_by_the_person(make_archive: MakeArchive) -> None:
    subject = SYLLABLES[:10]
    person = {"people": ["Lê Hải Bằng"]}
    story = {"id": "a", "title": subject[0], "body": " ".join(subject), **person}
    others = []
    for number, syllable in enumerate(subject):
        body = " ".join([syllable, *(f"{other}{number}" for other in subject[1:])])
        others.append({"id": f"tin-{number}", "title": f"tin{number}", "body": body})
    body = " ".join([*subject[1:3], *(f"{other}b" for other in subject)])
    records = [story, *others, {"id": "b", "title": "tinb", "body": body, **person}]
    engine = make_archive(records).engine()
    found = related(engine, document(engine, "a"), limit=20)
    assert reasons(found) == {"b": Reason.SAME_PERSON}


def test_a_person_named_everywhere_relates_nothing(make_archive: MakeArchive) -> None:
    def archive_naming(times: int) -> Engine:
        records = [invented(number) for number in range(60)]
        for record in records[:times]:
            record["people"] = ["Lê Hải Bằng"]
        return make_archive(records).engine()

    def by_person(engine: Engine) -> int:
        found = related(engine, document(engine, "tin-0"), limit=40)
        return list(reasons(found).values()).count(Reason.SAME_PERSON)

    assert by_person(archive_naming(EVERYWHERE_LEAST)) > 0
    assert by_person(archive_naming(EVERYWHERE_LEAST + 1)) == 0


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
    assert set(found.values()) == {Reason.BACKGROUND}


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

"""Who is who across articles, decided from what they print."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

from search_service.identity import NOBODY, Kind, Resolution, Sighting, resolve
from search_service.identity.namesakes import ENOUGH
from search_service.people import person_id


def sighting(
    article: str, printed: str, role: str = "", *, day: int = 738_000, section: str = ""
) -> Sighting:
    return Sighting(article, person_id(printed), printed, role, day, section)


def people(sightings: Sequence[Sighting]) -> dict[str, list[str]]:
    """Return the articles of each person."""
    resolution = resolve(sightings)
    found: dict[str, list[str]] = {}
    for one, place in zip(sightings, resolution.assigned, strict=True):
        owner = "-" if place == NOBODY else resolution.people[place].id
        found.setdefault(owner, []).append(one.article)
    return found


def printed(name: str, articles: int, role: str = "", first: int = 0) -> list[Sighting]:
    return [
        sighting(f"{person_id(name)} {number}", name, role, day=738_000 + first + number)
        for number in range(articles)
    ]


ROOT = printed("Bertold Selmak", 4, "Đại sứ Varonia")


def test_a_short_name_is_the_longer_one_where_articles_agree() -> None:
    short = sighting("a", "Selmak", "Đại sứ Varonia")
    assert "selmak" not in people([*ROOT, short])


def test_a_companion_agrees_as_well_as_a_role() -> None:
    alone, beside = sighting("a", "Selmak"), sighting("b", "Selmak")
    near = [sighting("b", "Lê Bình"), sighting(ROOT[0].article, "Lê Bình")]
    found = people([*ROOT, *near, alone, beside])
    assert found["selmak"] == ["a"]
    assert "b" in found["bertold-selmak"]


def test_a_name_printed_often_needs_no_agreement() -> None:
    assert "selmak" not in people([*printed("Bertold Selmak", 20), sighting("a", "Selmak")])


@pytest.mark.parametrize(
    "against",
    [
        sighting("a", "Selmak", "phu nhân Đại sứ Varonia"),
        sighting("a", "Selmak", "Đại sứ Varonia", day=739_000),
        sighting("a", "Selmak", "linh mục, Đại sứ Varonia"),
    ],
    ids=["a wife", "another time", "another trade"],
)
def test_what_speaks_against_it_keeps_a_short_name_apart(against: Sighting) -> None:
    root = printed("Bertold Selmak", 4, "doanh nhân, Tổng giám đốc, Đại sứ Varonia")
    assert people([*root, against])["selmak"] == ["a"]


def test_a_short_name_of_two_persons_is_neither() -> None:
    others = printed("Anna Selmak", 2, "Đại sứ Varonia")
    short = sighting("a", "Selmak", "Đại sứ Varonia")
    assert people([*ROOT, *others, short])["selmak"] == ["a"]


def test_a_short_name_beside_a_longer_one_of_its_article_is_left_alone() -> None:
    many = printed("Bertold Selmak", 40, "Đại sứ Varonia")
    both = [sighting("a", "Anna Selmak"), sighting("a", "Selmak", "Đại sứ Varonia")]
    assert people([*many, *both])["selmak"] == ["a"]


def test_too_few_articles_say_nothing() -> None:
    assert "selmak" in people([*ROOT[:2], sighting("a", "Selmak", "Đại sứ Varonia")])


def test_words_before_a_name_are_no_part_of_it() -> None:
    titled = sighting("a", "Ngài Bertold Selmak", "Đại sứ Varonia")
    resolution = resolve([*ROOT, titled])
    assert [known.name for known in resolution.people] == ["Bertold Selmak"]
    assert [one.kind for one in resolution.decisions] == [Kind.TITLED]


OFFICIAL = printed("Lê Hải Bằng", 2, "Bí thư Huyện ủy")


def player(number: int, section: str = "") -> Sighting:
    article, day = f"bóng {number}", 738_500 + 100 * number
    return sighting(article, "Lê Hải Bằng", "cầu thủ", day=day, section=section)


def test_the_one_printed_first_keeps_the_plain_id() -> None:
    found = people([player(1), player(2), player(3), *OFFICIAL])
    assert found["lê-hải-bằng"] == [one.article for one in OFFICIAL]
    assert len(found["lê-hải-bằng-cầu-thủ"]) == 3


def test_one_article_may_have_printed_a_neighbours_role() -> None:
    assert len(people([*OFFICIAL, player(1)])) == 1


def test_a_special_section_that_most_articles_of_both_are_in_keeps_them_one() -> None:
    inside = [one._replace(section="Bóng đá") for one in OFFICIAL]
    players = [player(1, "Bóng đá"), player(2, "Bóng đá")]
    assert len(people([*inside, *players])) == 1
    assert len(people([inside[0], OFFICIAL[1]._replace(section="Kinh tế"), *players])) == 1
    outside = [OFFICIAL[0]._replace(section="Kinh tế"), OFFICIAL[1]._replace(section="Kinh tế")]
    assert len(people([*outside, inside[0]._replace(article="x"), *players])) == 2
    assert len(people([*OFFICIAL, *players])) == 2


def test_what_says_nothing_goes_to_the_one_with_its_section_else_to_most() -> None:
    some = [
        *OFFICIAL,
        sighting("q", "Lê Hải Bằng", section="Bóng đá", day=740_000),
        sighting("r", "Lê Hải Bằng", section="Đời sống", day=741_000),
        *printed("Lê Hải Bằng", 3, "Bí thư Huyện ủy", first=4000),
        player(1, "Bóng đá"),
        player(2, "Bóng đá"),
    ]
    some = [one._replace(article=f"{number}{one.article}") for number, one in enumerate(some)]
    found = people(some)
    assert some[2].article in found["lê-hải-bằng-cầu-thủ"]
    assert some[3].article in found["lê-hải-bằng"]


def test_a_common_name_is_told_apart_by_less() -> None:
    names = [
        f"{first} {middle} {last}{coda}"
        for first in ("Nguyễn", "Lê", "Trần", "Phạm")
        for middle in ("Văn", "Thị", "Minh")
        for last in ("A", "Ba", "Ca", "Da", "Ha", "Ka", "La", "Ma", "Na", "Sa", "Ta", "Va")
        for coda in ("n", "m", "c", "t", "ng", "nh", "i", "o", "y")
    ]
    assert len(names) > ENOUGH
    crowd = [one for name in names for one in printed(name, 1)]
    roles = ("trưởng phòng thủy lợi huyện Khe Mít", "quản đốc xưởng gốm Bến Tượng")

    def persons(name: str) -> int:
        twice = [
            sighting(role, name, role, day=739_000 + 500 * place)
            for place, role in enumerate(roles)
        ]
        return sum(known.name == name for known in resolve([*crowd, *twice]).people)

    assert persons("Nguyễn Văn Ban") == 2
    assert persons("Vương Xuân Quyên") == 1


def test_the_order_of_the_sightings_changes_nothing() -> None:
    some = [
        *ROOT,
        *printed("Bertold Selmack", 1),
        sighting("a", "Selmak", "Đại sứ Varonia"),
        *printed("Lê Hải Bằng", 2, "Bí thư Huyện ủy"),
        sighting("p", "Lê Hải Bằng", "cầu thủ", day=739_000),
        sighting("q", "N.V.T."),
    ]

    def told(sightings: Sequence[Sighting]) -> tuple[Resolution, dict[tuple[str, str], int]]:
        resolution = resolve(sightings)
        owners = {(one.article, one.name): place
                  for one, place in zip(sightings, resolution.assigned, strict=True)}  # fmt: skip
        return Resolution(resolution.people, (), resolution.decisions), owners

    first = told(some)
    for seed in range(5):
        shuffled = random.Random(seed).sample(some, len(some))
        assert told(shuffled) == first


def test_an_archive_without_persons_has_nobody() -> None:
    assert resolve([]) == Resolution([], [], [])

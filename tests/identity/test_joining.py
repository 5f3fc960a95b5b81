"""Who is meant in articles that come after everything was decided."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from search_service.identity import NOBODY, Holder, Kind, Sighting, join, resolve
from search_service.people import person_id


class Before:
    """What ``resolve`` decided of some sightings."""

    def __init__(self, *sightings: Sighting) -> None:
        self._sightings = sightings
        self._resolution = resolve(sightings)

    def __len__(self) -> int:
        return len(self._resolution.people)

    def place(self, person: str) -> int | None:
        return {self.id(place): place for place in range(len(self))}.get(person)

    def id(self, person: int) -> str:
        return self._resolution.people[person].id

    def holders(self, names: Collection[str]) -> Mapping[str, Sequence[Holder]]:
        roles: defaultdict[tuple[str, int], list[str]] = defaultdict(list)
        for one, person in zip(self._sightings, self._resolution.assigned, strict=True):
            if one.name in names and person != NOBODY:
                roles[one.name, person].append(one.role)
        found: defaultdict[str, list[Holder]] = defaultdict(list)
        for (name, person), some in roles.items():
            found[name].append(Holder(person, len(some), set(some)))
        return found


def sighting(article: str, printed: str, role: str = "") -> Sighting:
    return Sighting(article, person_id(printed), printed, role, 738_000, "")


def meant(before: Before, *new: Sighting) -> list[str]:
    """Return the id of who is meant by each of *new*, nothing for nobody."""
    found = join(new, before)
    ids = [*map(before.id, range(len(before))), *(known.id for known in found.people)]
    return ["" if person == NOBODY else ids[person] for person in found.assigned]


NAMESAKES = Before(
    *(sighting(f"c{n}", "Mai Trung Kiên", "Chánh Văn phòng UBND tỉnh") for n in range(3)),
    *(sighting(f"h{n}", "Mai Trung Kiên", "huấn luyện viên") for n in range(2)),
)


def test_a_known_name_is_whose_it_was() -> None:
    before = Before(sighting("a", "Lê Hải Bằng"), sighting("b", "Hồ Sỹ Lực"))
    assert meant(before, sighting("c", "Lê Hải Bằng"), sighting("d", "Hồ Sỹ Lực")) == [
        "lê-hải-bằng",
        "hồ-sỹ-lực",
    ]


def test_of_namesakes_the_one_with_such_a_role_is_meant_else_the_more_frequent() -> None:
    assert len(NAMESAKES) == 2
    coach, clerk, unknown = meant(
        NAMESAKES,
        sighting("n1", "Mai Trung Kiên", "HLV trưởng, huấn luyện viên"),
        sighting("n2", "Mai Trung Kiên", "Chánh Văn phòng"),
        sighting("n3", "Mai Trung Kiên"),
    )
    assert coach == "mai-trung-kiên-huấn-luyện-viên"
    assert clerk == unknown == "mai-trung-kiên"


def test_another_spelling_of_a_known_name_is_the_same_person_and_says_so() -> None:
    before = Before(sighting("a", "Hồ Sỹ Lực"), sighting("b", "Abe Shinzo"))
    new = [sighting("c", "Hồ Sĩ Lực"), sighting("d", "Shinzo Abe"), sighting("e", "Hồ Sĩ Lục")]
    assert meant(before, *new) == ["hồ-sỹ-lực", "abe-shinzo", "hồ-sĩ-lục"]
    decisions = join(new, before).decisions
    assert {(one.kind, one.name, one.person) for one in decisions} == {
        (Kind.SPELLING, "Hồ Sĩ Lực", "hồ-sỹ-lực"),
        (Kind.SPELLING, "Shinzo Abe", "abe-shinzo"),
    }


def test_who_is_new_is_resolved_among_the_new() -> None:
    before = Before(sighting("a", "Lê Hải Bằng"))
    new = [sighting("b", "Tô Sỹ An"), sighting("c", "Tô Sĩ An"), sighting("d", "Tô Sỹ An")]
    assert meant(before, *new) == ["tô-sỹ-an"] * 3


def test_initials_stay_nobody() -> None:
    assert meant(Before(sighting("a", "Lê Hải Bằng")), sighting("b", "N.V.A")) == [""]


def test_what_was_decided_stays_whatever_comes() -> None:
    before = Before(*(sighting(f"a{n}", "Lê Bình", "bác sĩ") for n in range(3)))
    new = [sighting(f"b{n}", "Lê Bình", "cầu thủ") for n in range(5)]
    assert set(meant(before, *new)) == {"lê-bình"}

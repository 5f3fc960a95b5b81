"""The chosen filters in words."""

from __future__ import annotations

from datetime import date

import pytest

from search_service.query import Filters, Query
from search_service.results import Bucket, Facet, Results
from search_service.web import chips

pytestmark = pytest.mark.usefixtures("vietnamese")


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2022, 1, 1), date(2022, 12, 31), "2022"),
        (date(2022, 10, 1), date(2022, 10, 31), "tháng 10 năm 2022"),
        (date(2022, 10, 25), date(2022, 10, 25), "25/10/2022"),
        (date(2022, 1, 1), date(2023, 1, 31), "01/01/2022 – 31/01/2023"),
        (date(2022, 1, 1), None, "từ 01/01/2022"),
        (None, date(2022, 1, 1), "đến 01/01/2022"),
    ],
)
def test_a_span_of_time_is_named_as_people_name_it(
    first: date | None, last: date | None, words: str
) -> None:
    assert chips.period(Filters(first=first, last=last)) == words


def test_a_chip_shows_the_name_behind_a_filter_and_leads_to_the_search_without_it() -> None:
    buckets = (Bucket("lê-hải-bình", "Lê Hải Bình", 3, chosen=True), Bucket("x", "X", 1))
    found = Results(3, (), {"person": Facet("person", buckets)})
    query = Query(text="lũ", filters=Filters(sections=("Thời sự",), people=("le hai binh",)))
    section, person = chips.chips(query, found)
    assert (section.kind, section.label) == ("Chuyên mục", "Thời sự")
    assert (person.kind, person.label) == ("Nhân vật", "Lê Hải Bình")
    assert person.url == "/search?q=l%C5%A9&section=Th%E1%BB%9Di+s%E1%BB%B1"


def test_a_chip_of_who_must_be_mentioned_too_has_the_label() -> None:
    buckets = (Bucket("lê-hải-bình", "Lê Hải Bình (bác sĩ)", 3),)
    found = Results(3, (), {"person": Facet("person", buckets)})
    query = Query(filters=Filters(people=("p",), together=("lê-hải-bình", "không-ai")))
    _, first, second = chips.chips(query, found)
    assert (first.kind, first.label) == ("Cùng với", "Lê Hải Bình (bác sĩ)")
    assert second.label == "không-ai"
    assert first.url == "/search?person=p&with=kh%C3%B4ng-ai"

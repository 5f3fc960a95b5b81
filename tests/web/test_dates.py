from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from search_service.article import VIETNAM
from search_service.results import RoleSpan
from search_service.web import dates

AFTERNOON = datetime(2022, 10, 25, 15, 21, tzinfo=VIETNAM)


@pytest.mark.usefixtures("vietnamese")
class TestVietnamese:
    def test_a_moment_is_printed_as_newspapers_do(self) -> None:
        assert dates.full(AFTERNOON) == "Thứ Ba, 25/10/2022 15:21 (GMT+7)"

    def test_midnight_means_that_only_the_day_is_known(self) -> None:
        assert dates.full(AFTERNOON.replace(hour=0, minute=0)) == "Thứ Ba, 25/10/2022"

    def test_a_moment_of_another_zone_is_printed_on_the_clock_of_vietnam(self) -> None:
        assert dates.full(datetime(2022, 10, 25, 20, 0, tzinfo=UTC)) == (
            "Thứ Tư, 26/10/2022 03:00 (GMT+7)"
        )

    def test_a_day_is_the_one_on_the_calendar_of_vietnam(self) -> None:
        assert dates.day(datetime(2022, 10, 25, 20, 0, tzinfo=UTC)) == "26/10/2022"

    def test_numbers_have_points_between_thousands(self) -> None:
        assert dates.number(12345) == "12.345"

    def test_weeks_begin_on_monday(self) -> None:
        assert [short for short, _ in dates.weekdays()] == [
            "T2",
            "T3",
            "T4",
            "T5",
            "T6",
            "T7",
            "CN",
        ]

    def test_a_role_has_the_first_and_last_day_it_was_printed(self) -> None:
        role = RoleSpan("Bí thư", date(2021, 1, 2), date(2022, 3, 4), 2)
        assert dates.span(role) == "02/01/2021 – 04/03/2022"
        assert dates.span(RoleSpan("Bí thư", date(2021, 1, 2), date(2021, 1, 2), 1)) == "02/01/2021"
        assert dates.span(RoleSpan("Bí thư", None, None, 1)) == ""


@pytest.mark.usefixtures("english")
def test_english_pages_print_english_dates() -> None:
    assert dates.full(AFTERNOON) == "Tuesday, 25 October 2022, 15:21 (GMT+7)"
    assert dates.number(12345) == "12,345"

from __future__ import annotations

from datetime import date

import pytest

from search_service.query import Filters
from search_service.results import Bucket, Facet
from search_service.web.coverage import HEIGHT, SHADES, Coverage, by_year, chosen_month, coverage

pytestmark = pytest.mark.usefixtures("vietnamese")


def facet(name: str, counts: dict[str, int]) -> Facet:
    return Facet(name, tuple(Bucket(value, value, count) for value, count in counts.items()))


def link(first: date, last: date) -> str:
    return f"{first}/{last}"


MONTHS = facet("month", {"2020-01": 1, "2022-10": 4, "2022-12": 2})
OCTOBER = Filters(first=date(2022, 10, 1), last=date(2022, 10, 31))
YEAR = Filters(first=date(2022, 1, 1), last=date(2022, 12, 31))


def test_years_run_without_a_gap_from_the_newest_to_the_oldest() -> None:
    bars = [year.bar for year in by_year(MONTHS, link)]
    assert bars == list(coverage(MONTHS, None, Filters(), link).years)
    assert [(bar.label, bar.count) for bar in bars] == [
        ("2022", 6),
        ("2021", 0),
        ("2020", 1),
    ]


def test_the_tallest_bar_is_as_tall_as_the_drawing_and_none_vanishes() -> None:
    rare = facet("month", {"2022-01": 1, "2022-02": 10_000})
    january, february, march = by_year(rare, link)[0].months[:3]
    assert february.size == HEIGHT
    assert january.size > 0
    assert march.size == 0


def test_a_bar_leads_to_its_span_and_an_empty_one_nowhere() -> None:
    months = by_year(MONTHS, link)[0].months
    assert months[9].url == "2022-10-01/2022-10-31"
    assert months[9].name == "tháng 10 năm 2022"
    assert months[8].url is None


def test_a_chosen_year_is_opened_to_its_own_scale() -> None:
    crowded = facet("month", {"2021-01": 400, "2022-10": 4})
    opened = coverage(crowded, None, YEAR, link).opened
    assert opened is not None
    assert opened.bar.chosen
    assert opened.months[9].size == HEIGHT


def test_no_year_is_opened_when_the_limits_span_two() -> None:
    both = Filters(first=date(2021, 5, 1), last=date(2022, 5, 1))
    assert coverage(MONTHS, None, both, link).opened is None


def test_a_chosen_month_is_drawn_day_by_day_in_weeks_from_monday() -> None:
    days = facet("day", {"2022-09-30": 9, "2022-10-25": 8, "2022-10-26": 1})
    weeks = coverage(MONTHS, days, OCTOBER, link).weeks
    saturday = weeks[0][5]
    assert weeks[0][:5] == (None,) * 5  # the first of October 2022 was a Saturday
    assert saturday is not None
    assert (saturday.label, saturday.url) == ("1", None)
    shades = [bar.shade for bar in weeks[4] if bar]
    assert shades == [0, SHADES, 1, 0, 0, 0, 0]


def test_without_articles_nothing_is_drawn() -> None:
    assert coverage(facet("month", {}), None, YEAR, link) == Coverage(())


def test_a_month_is_chosen_when_both_limits_lie_in_it() -> None:
    assert chosen_month(OCTOBER) == date(2022, 10, 1)
    assert chosen_month(YEAR) is None
    assert chosen_month(Filters(first=date(2022, 10, 1))) is None

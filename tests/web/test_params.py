from __future__ import annotations

from datetime import date
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from search_service.query import Filters, Query, Sort
from search_service.web.parameters import ParameterError
from search_service.web.params import (
    FEED_LIMIT,
    in_sections,
    read_api,
    read_feed,
    read_page,
    spelt,
    within,
    without_companion,
    without_person,
    without_section,
    write,
    write_feed,
)


def address(text: str) -> MultiDict[str, str]:
    return MultiDict(parse_qsl(text, keep_blank_values=True))


def page(text: str) -> Query:
    query, problems = read_page(address(text), size=10)
    assert problems == ()
    return query


def refused(text: str) -> list[str]:
    with pytest.raises(ParameterError) as caught:
        read_api(address(text))
    return [problem.name for problem in caught.value.problems]


pieces = st.sampled_from(
    ["bão", '"chuyển đổi số"', "-bóng", 'mục:"Thời sự"', "người:bình", "từ:2022", "đến:10/2022",
     "mục:", '"', "a:b", "“", "”", "-", "  ", "muc:x-y", "từ:sai", "Đắk Lắk"]
)  # fmt: skip
texts = st.lists(pieces | st.text(max_size=12), max_size=6).map(" ".join)
days = st.dates(date(1900, 1, 1), date(2100, 12, 31)).map(str)
arguments = st.fixed_dictionaries(
    {},
    optional={
        "q": st.lists(texts, min_size=1, max_size=1),
        "section": st.lists(st.text(max_size=20), max_size=3),
        "person": st.lists(st.text(max_size=20), max_size=3),
        "from": st.lists(days, min_size=1, max_size=1),
        "to": st.lists(days, min_size=1, max_size=1),
        "sort": st.lists(st.sampled_from(list(Sort)), min_size=1, max_size=1),
        "recent": st.lists(st.sampled_from("01"), min_size=1, max_size=1),
        "explain": st.lists(st.sampled_from("01"), min_size=1, max_size=1),
        "variants": st.lists(st.sampled_from(["0", "1"]), min_size=1, max_size=1),
        "with": st.lists(st.sampled_from(["lê-a", "Lê B"]), max_size=3),
        "person_q": st.lists(st.sampled_from(["lê", "hai b"]), min_size=1, max_size=1),
        "page": st.lists(st.integers(1, 1000).map(str), min_size=1, max_size=1),
    },
)


@given(arguments)
def test_the_address_written_for_a_query_reads_back_as_that_query(
    given_arguments: dict[str, list[str]],
) -> None:
    query, _ = read_page(MultiDict(given_arguments), size=10)
    again, problems = read_page(address(urlencode(write(query))), size=10)
    assert again == query
    assert problems == ()


def test_nothing_asked_is_every_article_from_the_first() -> None:
    assert page("") == Query(size=10)


def test_filters_typed_in_the_text_become_filters_and_leave_it() -> None:
    query = page(urlencode({"q": 'bão mục:"Thời sự" người:"Lê Hải Bình" từ:2022'}))
    assert query.text == "bão"
    assert query.filters == Filters(("Thời sự",), ("Lê Hải Bình",), date(2022, 1, 1))


def test_variants_can_be_switched_off_and_stay_so() -> None:
    query = page("q=UBND&variants=0&sort=newest")
    assert not query.switches.variants
    assert ("variants", "0") in write(in_sections(query, "Thời sự"))
    assert ("variants", "0") not in write(spelt(query, with_variants=True))
    assert refused("q=UBND&variants=maybe") == ["variants"]


def test_empty_parameters_of_a_form_are_not_asked_for() -> None:
    assert page("q=&section=&from=&to=&sort=&page=") == Query(size=10)


def test_several_sections_and_people_are_read_once_each() -> None:
    query = page("section=A&section=B&section=A&person=p")
    assert query.filters == Filters(sections=("A", "B"), people=("p",))


def test_a_year_or_month_stands_for_its_first_and_last_day() -> None:
    filters = page("from=2022&to=10/2022").filters
    assert (filters.first, filters.last) == (date(2022, 1, 1), date(2022, 10, 31))


def test_the_second_page_starts_after_the_first() -> None:
    assert page("page=3").start == 20


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("page=abc", "page"),
        ("page=0", "page"),
        ("page=1001", "page"),
        ("page=٣", "page"),
        ("from=32/13/2022", "from"),
        ("to=hôm qua", "to"),
        ("sort=best", "sort"),
        ("from=2022&to=2021", "to"),
        ("q=" + "a" * 1001, "q"),
        ("section=" + "a" * 201, "section"),
        ("&".join(f"person={n}" for n in range(51)), "person"),
        ("&".join(f"with={n}" for n in range(51)), "with"),
        ("person_q=" + "a" * 201, "person_q"),
    ],
)
def test_a_page_reports_what_it_cannot_read_and_shows_the_rest(text: str, name: str) -> None:
    query, problems = read_page(address(text), size=10)
    assert [problem.name for problem in problems] == [name]
    assert query.start == 0


def test_the_api_takes_limit_and_offset() -> None:
    query = read_api(address("q=lũ&limit=5&offset=15"))
    assert (query.text, query.size, query.start) == ("lũ", 5, 15)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("limit=1000", ["limit"]),
        ("limit=-1", ["limit"]),
        ("offset=9999&limit=10", ["offset"]),
        ("sort=best&from=x", ["from", "sort"]),
        ("limit=1_0", ["limit"]),
    ],
)
def test_the_api_refuses_what_it_cannot_read_and_names_it(text: str, names: list[str]) -> None:
    assert refused(text) == names


def test_changing_a_filter_goes_back_to_the_first_page() -> None:
    query = page("q=lũ&section=A&section=B&person=p&page=4")
    assert write(without_section(query, "A")) == [("q", "lũ"), ("section", "B"), ("person", "p")]
    assert write(without_person(query, "p"))[1:] == [("section", "A"), ("section", "B")]
    assert write(in_sections(query, "C"))[1:] == [("section", "C"), ("person", "p")]
    day = date(2022, 10, 25)
    assert write(within(query, day, day))[-2:] == [("from", "2022-10-25"), ("to", "2022-10-25")]


def test_who_must_be_mentioned_too_can_be_left_out_again() -> None:
    query = page("person=p&with=a&with=b&page=2")
    assert query.filters == Filters(people=("p",), together=("a", "b"))
    assert write(without_companion(query, "a")) == [("person", "p"), ("with", "b")]


def test_what_the_persons_listed_are_called_is_the_pages_alone() -> None:
    query = page("q=lũ&person_q=lê")
    assert query.people_like == "lê"
    assert ("person_q", "lê") in write(query)
    assert "person_q" not in dict(write_feed(query))


def test_a_feed_is_newest_first_unless_it_says_otherwise() -> None:
    query = read_feed(address("q=lũ&explain=1"))
    assert (query.sort, query.size, query.switches.explain) == (Sort.NEWEST, FEED_LIMIT, False)
    assert read_feed(address("q=lũ&sort=relevance")).sort is Sort.RELEVANCE


@pytest.mark.parametrize(
    "text", ["q=lũ", "person=p&section=A&from=2022-01-01", "sort=oldest&page=3&limit=10",
             "q=lũ&sort=relevance&recent=0&variants=0"],
)  # fmt: skip
def test_the_address_written_for_a_feed_reads_back_as_that_feed(text: str) -> None:
    query = read_feed(address(text))
    assert read_feed(MultiDict(write_feed(query))) == query

"""Words near those of a query that finds nothing."""

from __future__ import annotations

from search_service.engines.base import Engine
from search_service.grammar import parse
from search_service.query import Filters
from search_service.spelling import Nearby, nearest
from search_service.spelling.neighbours import FOR_EACH, WORDS


def near(engine: Engine, text: str, filters: Filters | None = None) -> dict[str, int]:
    found = nearest(engine, parse(text, filters=filters))
    assert all(isinstance(one, Nearby) for one in found)
    return {one.text: one.articles for one in found}


def test_a_word_that_is_there_is_named_with_its_articles(engine: Engine) -> None:
    assert near(engine, '"lúa bóng"') == {"lúa": 4, "bóng": 2}


def test_in_the_place_of_one_that_is_not_others_are_named(engine: Engine) -> None:
    assert near(engine, "bóg")["bóng"] == 2


def test_articles_are_counted_under_the_same_filters(engine: Engine) -> None:
    assert near(engine, "lúa", Filters(sections=("Thể thao",))) == {}


def test_only_a_few_words_are_looked_at(engine: Engine) -> None:
    text = " ".join(["chuyn", "lua", "bong", "tinh", "duong", "giao"])
    assert len(near(engine, text)) <= WORDS * FOR_EACH
    assert "duong" not in near(engine, text)


def test_what_resembles_nothing_is_near_nothing(engine: Engine) -> None:
    assert near(engine, "xqzwxqzw") == {}

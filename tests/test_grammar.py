"""The grammar of queries: words, phrases, exclusions and limits, by examples."""

from __future__ import annotations

import pytest

from search_service.grammar import parse, without_filters
from search_service.query import (
    MAX_CHARACTERS,
    MAX_PHRASES,
    MAX_SIZE,
    MAX_TOKENS,
    Filters,
    Phrase,
    Query,
    read_as,
)


def phrase(text: str) -> Phrase:
    return Phrase(tuple(text.split()))


def test_words_are_syllables_in_order_in_normal_form_and_lower_case() -> None:
    assert parse("Tỉnh uỷ  ĐẮK LẮK").tokens == ("tỉnh", "ủy", "đắk", "lắk")


def test_each_word_is_named_once() -> None:
    assert parse("tuyên giáo và tuyên giáo").words == ("tuyên_giáo", "và")


def test_without_marks_no_words_are_told() -> None:
    assert parse("tuyen giao").words == ()


def test_a_reading_tells_the_words_and_leaves_what_is_found() -> None:
    query = read_as(parse("tuyen giao"), ["tuyên", "giáo"])
    assert (query.tokens, query.reading) == (("tuyen", "giao"), ("tuyên", "giáo"))
    assert query.words == ("tuyên_giáo",)


def test_an_empty_text_asks_for_nothing() -> None:
    for text in ("", "   ", "\n\t", "?!…", '""', "“”", "-", "- -"):
        query = parse(text)
        assert not query.ranked
        assert (query.excluded, query.filters) == ((), Filters())


def test_signs_between_words_mean_nothing() -> None:
    assert parse("lũ, bão; (hạn) & mặn?").tokens == ("lũ", "bão", "hạn", "mặn")


def test_a_time_of_day_and_a_score_are_words() -> None:
    assert parse("lúc 15:30 thắng 2:1").tokens == ("lúc", "15", "30", "thắng", "2", "1")
    assert parse("15:30").filters == Filters()


def test_a_web_address_is_words() -> None:
    query = parse("https://bao.example/tin-moi?id=5")
    assert query.tokens == ("https", "bao", "example", "tin", "moi", "id", "5")
    assert (query.excluded, query.filters) == ((), Filters())


def test_control_characters_are_taken_out_as_they_are_of_articles() -> None:
    assert parse("hợp\x00 lo\x07ng").tokens == ("hợp", "long")


@pytest.mark.parametrize(
    "text",
    [
        '"chuyển đổi số"', "“chuyển đổi số”", "„chuyển đổi số“", "«chuyển đổi số»",
        "»chuyển đổi số«", "＂chuyển đổi số＂", '“chuyển đổi số"',
    ],
)  # fmt: skip
def test_quotes_of_every_style_make_a_phrase(text: str) -> None:
    query = parse(text)
    assert query.phrases == (phrase("chuyển đổi số"),)
    assert query.tokens == ()


def test_a_phrase_stands_beside_words() -> None:
    query = parse('tỉnh "chuyển đổi số" 2022')
    assert (query.tokens, query.phrases) == (("tỉnh", "2022"), (phrase("chuyển đổi số"),))


def test_a_phrase_need_not_be_set_off_by_spaces() -> None:
    query = parse('tỉnh"giá lúa"tăng')
    assert (query.tokens, query.phrases) == (("tỉnh", "tăng"), (phrase("giá lúa"),))


def test_one_syllable_in_quotes_is_a_word() -> None:
    query = parse('"lúa"')
    assert (query.tokens, query.phrases) == (("lúa",), ())


@pytest.mark.parametrize(
    "text", ['"chuyển đổi số', 'chuyển đổi số"', 'chuyển "đổi số', "chuyển“ đổi số"]
)
def test_an_unbalanced_quote_is_passed_over(text: str) -> None:
    query = parse(text)
    assert (query.tokens, query.phrases) == (("chuyển", "đổi", "số"), ())


def test_a_phrase_given_twice_is_asked_for_once() -> None:
    assert parse('"giá lúa" "Giá Lúa"').phrases == (phrase("giá lúa"),)


def test_a_minus_excludes_a_word_or_a_phrase() -> None:
    query = parse('lúa -bóng -"giá vàng" \u2212bão')
    assert query.tokens == ("lúa",)
    assert query.excluded == (phrase("bóng"), phrase("giá vàng"), phrase("bão"))


def test_a_minus_inside_or_after_a_word_or_alone_excludes_nothing() -> None:
    for text in ("Hà Nội-Huế", "Hà Nội- Huế", "Hà Nội - Huế"):
        assert parse(text).tokens == ("hà", "nội", "huế")
        assert parse(text).excluded == ()


def test_what_is_written_as_one_is_excluded_side_by_side() -> None:
    assert parse("-covid-19").excluded == (phrase("covid 19"),)
    query = parse("lúa -họp:sáng")
    assert (query.tokens, query.excluded) == (("lúa",), (phrase("họp sáng"),))


def test_a_filter_cannot_be_excluded_its_words_are() -> None:
    query = parse("-từ:2022")
    assert (query.tokens, query.excluded) == ((), (phrase("từ 2022"),))
    assert query.filters == Filters()


def test_an_exclusion_without_a_letter_excludes_nothing() -> None:
    assert parse('lúa -" -"" -"…" --').excluded == ()


def test_a_repeated_word_counts_once() -> None:
    assert parse("lúa lúa lúa").distinct == 1
    assert Query().distinct == 0


def test_what_follows_the_limits_is_passed_over() -> None:
    assert len(parse(" ".join(f"c{n}" for n in range(100))).tokens) == MAX_TOKENS
    many = " ".join(f'"a {n}" -b{n}' for n in range(60))
    query = parse(many)
    assert (len(query.phrases), len(query.excluded)) == (MAX_PHRASES, MAX_PHRASES)
    assert len(parse('"' + "a " * 400 + '"').phrases[0].tokens) == MAX_TOKENS


@pytest.mark.parametrize(
    "unit", ["a ", '"', '"a b" ', "-", "a:", "từ:1 ", "ế", "\u0301", "((", "mục:x "]
)
def test_a_huge_text_is_read_as_its_beginning(unit: str) -> None:
    huge = (unit * 100_000)[:100_000]
    assert parse(huge) == parse(huge[:MAX_CHARACTERS])
    assert without_filters(huge) == without_filters(huge[:MAX_CHARACTERS])


def test_start_and_size_are_kept_within_their_ranges() -> None:
    assert (parse("", start=-5).start, parse("", size=-1).size) == (0, 0)
    assert parse("", size=1_000).size == MAX_SIZE

"""Words and compound terms."""

import multiprocessing
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_service.vietnamese import nfc, segment, syllables, words
from search_service.vietnamese.words import fed_spans

ARTICLE = (
    "Ban Tuyên giáo Trung ương tổ chức hội nghị ở thành phố Hồ Chí Minh.\nNgười dân đồng tình."
)

# The runs pyvi takes more than linear time over, n characters each.
TRAPS = ["-", "=", "a.", "A.", "a-", "1.", "1,", "_", "a", "x@", "...", "ab-c_d+", "\u0301", "日"]


def fed_length(text: str) -> int:
    return sum(end - start for start, end in fed_spans(text))


def test_words_keep_their_case_and_order() -> None:
    assert segment("Học sinh Việt Nam, THỦ TƯỚNG Chính phủ") == [
        "Học_sinh",
        "Việt_Nam",
        ",",
        "THỦ_TƯỚNG",
        "Chính_phủ",
    ]


def test_terms_are_the_words_in_normal_form_and_lower_case() -> None:
    terms = ["ủy_ban", "nhân_dân", "họp", "ở", "việt_nam"]
    assert words("Uỷ ban nhân dân họp ở Việt Nam.") == terms


@pytest.mark.parametrize(
    ("new", "old"),
    [("hoà giải", "hòa giải"), ("Đường thuỷ", "Đường thủy"), ("trang hoàng", "trang hòang")],
)
def test_both_tone_placements_give_the_same_words(new: str, old: str) -> None:
    assert words(new) == words(old)
    assert len(words(new)) == 1


@pytest.mark.parametrize(
    "whole",
    [
        "COVID-19",
        "TP.HCM",
        "TP. HCM",
        "PGS.TS",
        "20/10/2022",
        "10/2022",
        "15:21",
        "2-1",
        "2019-2020",
        "1.234,5",
        "31/2021/NĐ-CP",
        "128-NQ/TW",
        "https://bao-mau.vn/a?b=1",
        "www.bao-mau.vn/a-b.htm",
        "bao-mau.vn",
        "toa-soan@bao.com.vn",
    ],
)
def test_what_readers_take_for_one_is_not_torn(whole: str) -> None:
    assert whole in segment(f"Theo thông tin từ {whole} cho biết")
    assert whole in segment(f"Hôm nay ({whole}), người dân đã biết")


def test_the_full_stop_after_a_whole_abbreviation_is_a_word_of_its_own() -> None:
    assert segment("Ở TP.HCM.")[-2:] == ["TP.HCM", "."]


@given(st.lists(st.sampled_from(["học", "sinh", "Huế", "TP.HCM.", "F-16", "(a.vn),"]), max_size=9))
def test_nothing_joins_what_was_kept_whole(pieces: list[str]) -> None:
    compounds = [word for word in segment(" ".join(pieces)) if "_" in word]
    assert all(syllable.isalpha() for word in compounds for syllable in word.split("_"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("COVID-19", ["covid_19"]),
        ("TP.HCM", ["tp_hcm"]),
        ("31/2021/NĐ-CP", ["31_2021_nđ_cp"]),
        ("20/10/2022", []),
        ("1.234", []),
        ("www.bao-mau.vn", []),
        ("a.b@c.vn", []),
        ("https://bao-mau.vn/a", []),
    ],
)
def test_codes_are_terms_but_numbers_and_addresses_are_not(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_words_do_not_cross_a_line_break() -> None:
    assert segment("Việt\nNam") == ["Việt", "Nam"]


def test_lone_surrogates_are_removed() -> None:
    assert segment("học sinh \ud800Việt Nam\udfff") == ["học_sinh", "Việt_Nam"]


def test_an_unfed_run_is_one_word() -> None:
    assert segment("đến " + "-" * 30 + " hết") == ["đến", "-" * 30, "hết"]


@pytest.mark.parametrize("trap", TRAPS)
def test_a_long_unbroken_run_is_not_fed_to_the_model(trap: str) -> None:
    assert fed_length("học sinh " + trap * 1_000 + " giỏi") == fed_length(
        "học sinh " + trap * 2_000 + " giỏi"
    )


@pytest.mark.parametrize("trap", [" a.", " -", "ab ", " A. B", "Việt Nam "])
def test_a_long_paragraph_is_fed_in_pieces_and_no_character_twice(trap: str) -> None:
    once, twice = trap * 4_000, trap * 8_000
    assert fed_length(twice) <= 2 * fed_length(once) + 8
    assert max(end - start for start, end in fed_spans(twice)) <= 2_000


def test_a_long_paragraph_is_cut_after_a_sentence() -> None:
    text = "Học sinh đến trường từ sáng sớm. " * 200
    assert all(text[start:end].strip().endswith(".") for start, end in fed_spans(text))


@given(st.text(st.sampled_from("aÀ1.-_@: \n\u0301\ud800"), max_size=400))
def test_fed_pieces_are_short_apart_and_without_long_runs(text: str) -> None:
    at = 0
    for start, end in fed_spans(text):
        assert at <= start < end <= start + 2_000
        assert max(map(len, text[start:end].split())) <= 64
        assert "\n" not in text[start:end]
        at = end


@given(st.text(st.one_of(st.characters(codec=None), st.sampled_from("aÀ1.-_@:/ \nTPHCM19"))))
def test_words_of_any_text_hold_all_its_characters_in_order(text: str) -> None:
    without = nfc("".join(" " if "\ud800" <= letter <= "\udfff" else letter for letter in text))
    expected = "".join(without.split()).replace("_", "")
    assert "".join("".join(segment(text)).split()).replace("_", "") == expected


PIECES = "học sinh Việt Nam – - TP.HCM 19 , . Hà Nội 1/2"


@given(st.lists(st.sampled_from(PIECES.split())))
def test_terms_have_one_to_eight_syllables_of_the_text(pieces: list[str]) -> None:
    text = " ".join(pieces)
    for term in words(text):
        assert 1 <= len(term.split("_")) <= 8
        assert set(term.split("_")) <= set(syllables(text))


def test_threads_give_the_words_of_one_thread() -> None:
    texts = [f"{ARTICLE} Số {i} phát hành hôm nay." for i in range(200)]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(words, texts)) == [words(text) for text in texts]


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_worker_processes_give_the_same_words(method: str) -> None:
    if method not in multiprocessing.get_all_start_methods():
        pytest.skip(f"this system cannot {method} processes")
    expected = words(ARTICLE)
    assert expected
    with multiprocessing.get_context(method).Pool(2) as pool:
        assert pool.map(words, [ARTICLE] * 4) == [expected] * 4


def test_a_megabyte_is_segmented() -> None:
    assert len(words("Việt Nam " * 111_112)) == 111_112

"""The passages shown with a hit: what they show, and that they are safe and true to the text."""

from __future__ import annotations

import re
from dataclasses import replace

from search_service.article import Article
from search_service.grammar import parse
from search_service.passages import FRAGMENTS, PASSAGE
from search_service.snippets import BEGINNING, CONSIDERED, highlights
from search_service.vietnamese import syllables

FILLER = " ".join(f"từ{n}" for n in range(200))


def article(body: str = "Một tin.", **fields: object) -> Article:
    return Article.from_record({"body": body, **fields})


def shown(text: str, query: str) -> str:
    return highlights(article(text), parse(query)).snippet


def title_shown(title: str, query: str, body: str = "Một tin.") -> str:
    return highlights(article(body, title=title), parse(query)).title


def marked(html: str) -> list[str]:
    return re.findall("<mark>(.*?)</mark>", html)


# Which passage


def test_without_words_the_beginning_is_shown() -> None:
    html = shown(f"Mở đầu. {FILLER}", "")
    assert html.startswith("Mở đầu. từ0")
    assert html.endswith(" …")
    assert len(syllables(html)) == PASSAGE


def test_without_a_match_in_the_text_the_beginning_is_shown() -> None:
    assert shown(f"Mở đầu. {FILLER}", "lũ").startswith("Mở đầu. từ0")
    assert marked(shown(f"Mở đầu. {FILLER}", "lũ")) == []


def test_a_match_far_into_the_text_is_shown_with_a_little_before_it() -> None:
    html = shown(f"{FILLER} Nước lũ rút. {FILLER}", "lũ")
    assert html.startswith("… từ196 từ197 từ198 từ199 Nước <mark>lũ</mark> rút. từ0")
    assert html.endswith(" …")


def test_the_passage_with_most_different_words_wins() -> None:
    html = shown(f"Lũ lũ lũ lũ. {FILLER} Lũ quét ở bản Hốc. {FILLER}", "lũ bản hốc")
    assert "<mark>Lũ</mark> quét ở <mark>bản Hốc</mark>" in html


def test_of_equal_passages_the_first_is_shown() -> None:
    assert "bản một" in shown(f"Lũ ở bản một. {FILLER} Lũ ở bản hai.", "lũ")


def test_words_near_enough_together_are_shown_in_one_passage() -> None:
    gap = " ".join(f"x{n}" for n in range(PASSAGE - 8))
    html = shown(f"{FILLER} lũ {gap} bão {FILLER}", "lũ bão")
    assert marked(html) == ["lũ", "bão"]
    assert html.count("…") == 2


def test_words_far_apart_are_shown_in_fragments_in_the_order_of_the_text() -> None:
    html = shown(
        f"Đầu bài. {FILLER} bão {FILLER} Chiều qua lũ về. {FILLER} gió {FILLER}", "lũ bão gió"
    )
    assert html == (
        "… từ195 từ196 từ197 từ198 từ199 <mark>bão</mark> từ0 từ1 từ2 từ3 từ4 từ5 từ6 từ7 từ8"
        " … từ197 từ198 từ199 Chiều qua <mark>lũ</mark> về. từ0 từ1 từ2 từ3 từ4 từ5 từ6 từ7"
        " … từ195 từ196 từ197 từ198 từ199 <mark>gió</mark> từ0 từ1 từ2 từ3 từ4 từ5 từ6 từ7 từ8 …"
    )


def test_all_fragments_together_are_about_as_long_as_one_passage() -> None:
    text = f" {FILLER} ".join(["", "lũ", "bão", "gió", "mưa", "rét", ""])
    html = shown(text, "lũ bão gió mưa rét")
    assert len(marked(html)) == FRAGMENTS
    assert len(syllables(html.replace("mark", ""))) == PASSAGE


def test_one_word_more_is_not_worth_a_fragment_beside_words_standing_together() -> None:
    html = shown(
        f"{FILLER} Ủy ban nhân dân tỉnh họp. {FILLER} một xã {FILLER}", "ủy ban nhân dân tỉnh xã"
    )
    assert marked(html) == ["Ủy ban nhân dân tỉnh"]
    assert html.count("…") == 2


def test_words_standing_together_beat_the_same_words_apart() -> None:
    text = f"Ban này của dân, ủy này của nhân ái. {FILLER} Họp ủy ban nhân dân. {FILLER}"
    assert marked(shown(text, "ủy ban nhân dân")) == ["ủy ban nhân dân"]


def test_a_rarer_word_is_shown_before_a_commoner_one() -> None:
    text = f"Một năm. {FILLER} Ở xã Ea. {FILLER}"
    one = article(f"{text} là {FILLER} của {FILLER} năm của {FILLER}")
    rare = highlights(one, parse("năm ea"), rarity={"năm": 0.1, "ea": 0.9})
    assert "<mark>Ea</mark>" in rare.snippet


def test_a_fragment_begins_with_its_sentence_where_that_is_near() -> None:
    text = f"{FILLER} xong. “Chiều qua, ở TP. Hồ Chí Minh, nước lũ rút. {FILLER}"
    assert shown(text, "lũ").startswith("… “Chiều qua, ở TP. Hồ Chí Minh, nước <mark>lũ</mark>")


def test_the_end_of_a_text_is_shown_with_more_before_it() -> None:
    html = shown(f"{FILLER} Câu trước. Nước lũ rút.", "lũ")
    assert html.endswith("Câu trước. Nước <mark>lũ</mark> rút.")
    assert len(syllables(html.replace("mark", ""))) == PASSAGE


def test_a_phrase_is_shown_where_it_stands_not_where_its_syllables_do() -> None:
    text = f"Số nhà mới chuyển, tên đã đổi. {FILLER} Họp về chuyển đổi số. {FILLER}"
    assert marked(shown(text, '"chuyển đổi số"')) == ["chuyển đổi số"]


def test_lead_and_captions_are_shown_too() -> None:
    images = [{"url": "https://bao.example/a.jpg", "caption": "Cầu Vạn Thuận nhìn từ bến phà."}]
    one = article(f"Tin. {FILLER}", lead="Chuyến phà cuối.", images=images)
    assert marked(highlights(one, parse("cầu bến phà")).snippet) == ["Cầu", "bến phà"]
    html = highlights(one, parse("chuyến")).snippet
    assert html.startswith("<mark>Chuyến</mark> phà cuối.\nTin. ")


def test_what_stands_beyond_the_part_considered_is_not_looked_for() -> None:
    assert marked(shown("a " * CONSIDERED + "lũ", "lũ")) == []


# Where it is cut


def test_an_ellipsis_stands_only_where_the_text_goes_on() -> None:
    assert shown("“Lũ rút rồi.”", "lũ") == "“<mark>Lũ</mark> rút rồi.”"
    assert shown(f"Lũ rút. {FILLER}", "lũ").startswith("<mark>Lũ</mark>")
    assert shown(f"{FILLER} Lũ rút rồi!”", "lũ").endswith("rút rồi!”")


def test_a_text_is_cut_between_syllables_only() -> None:
    for query in ("", "lũ"):
        for unit in ("nghiêng ", "Ha-noi-", "x" * 61 + " ", "và\u00a0"):
            text = unit * (3 * CONSIDERED // len(unit))
            html = shown(text, query)
            assert html.endswith(" …")
            assert set(syllables(html)) <= set(syllables(text))


def test_a_text_without_letters_is_shown_in_part() -> None:
    assert shown("?!", "lũ") == "?!"
    assert shown("-" * 5_000, "lũ") == "-" * BEGINNING + " …"
    assert shown("-" * 5_000, "") == "-" * BEGINNING + " …"


def test_an_article_of_one_character_is_shown_whole() -> None:
    assert shown("A", "a") == "<mark>A</mark>"
    assert shown("A", "b") == "A"


# What is marked


def test_the_original_spelling_is_kept() -> None:
    assert (
        shown("Ở Hoà Sơn, ĐƯỜNG dài.", "hòa đường")
        == "Ở <mark>Hoà</mark> Sơn, <mark>ĐƯỜNG</mark> dài."
    )


def test_neighbouring_matches_share_one_mark() -> None:
    assert shown("Tỉnh ủy họp.", "tỉnh ủy") == "<mark>Tỉnh ủy</mark> họp."
    assert shown("Tỉnh, ủy.", "tỉnh ủy") == "<mark>Tỉnh</mark>, <mark>ủy</mark>."


def test_an_unmarked_word_marks_every_marking_of_itself() -> None:
    assert marked(shown("Con đường qua rặng dương.", "duong")) == ["đường", "dương"]


def test_a_marked_word_marks_itself_only() -> None:
    assert marked(shown("Con đường qua rặng dương, bãi duong.", "dương")) == ["dương"]


def test_a_phrase_is_marked_as_a_whole_only() -> None:
    assert marked(shown("Giá vàng, giá lúa, lúa giá cao.", '"giá lúa"')) == ["giá lúa"]
    assert marked(shown("Giá vàng, giá lúa, lúa giá cao.", '"gia lua"')) == ["giá lúa"]


def test_excluded_words_and_filters_are_not_marked() -> None:
    assert marked(shown("Lũ ở bản, thời sự.", "lũ -bản mục:thời_sự")) == ["Lũ"]


# Titles


def test_a_title_is_shown_whole_with_what_matched_marked() -> None:
    title = f"Giá <lúa> & gạo {FILLER}"
    assert title_shown(title, "gao") == f"Giá &lt;lúa&gt; &amp; <mark>gạo</mark> {FILLER}"
    assert title_shown("Giá <lúa>", "") == "Giá &lt;lúa&gt;"


def test_a_title_has_no_lone_words_marked_where_the_text_has_them_together() -> None:
    title = "Dân hiến đất"
    assert title_shown(title, "ủy ban nhân dân") == "<mark>Dân</mark> hiến đất"
    assert title_shown(title, "ủy ban nhân dân", "Ủy ban nhân dân xã họp.") == title


# Safety


def test_text_is_escaped_around_and_inside_marks() -> None:
    html = shown('<script>alert("lũ")</script> R&D', "lũ script")
    assert html == (
        "&lt;<mark>script</mark>&gt;alert(&quot;<mark>lũ</mark>&quot;)"
        "&lt;/<mark>script</mark>&gt; R&amp;D"
    )


def test_a_search_of_captions_shows_captions() -> None:
    pictures = [{"caption": "Cầu lúc <sáng>."}, {"caption": "Phà."}]
    one = article("Cầu trong bài.", title="Cầu mới", images=pictures)
    found = highlights(one, replace(parse("cầu"), field="captions"))
    assert found.title == "Cầu mới"
    assert found.snippet == "<mark>Cầu</mark> lúc &lt;sáng&gt;.\nPhà."

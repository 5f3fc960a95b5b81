"""The passage shown with a hit: what it shows, and that it is safe and true to the text."""

from __future__ import annotations

import re
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from search_service.article import Article
from search_service.query import parse
from search_service.snippets import BEGINNING, CONSIDERED, PASSAGE, highlight, snippet
from search_service.vietnamese import syllables

FILLER = " ".join(f"từ{n}" for n in range(200))


def article(body: str = "Một tin.", **fields: object) -> Article:
    return Article.from_record({"body": body, **fields})


def shown(text: str, query: str) -> str:
    return snippet(article(text), parse(query))


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


def test_every_match_that_made_a_passage_the_best_is_in_it() -> None:
    gap = " ".join(f"x{n}" for n in range(PASSAGE - 8))
    assert marked(shown(f"{FILLER} lũ {gap} bão {FILLER}", "lũ bão")) == ["lũ", "bão"]


def test_a_phrase_is_shown_where_it_stands_not_where_its_syllables_do() -> None:
    text = f"Số nhà mới chuyển, tên đã đổi. {FILLER} Họp về chuyển đổi số. {FILLER}"
    assert marked(shown(text, '"chuyển đổi số"')) == ["chuyển đổi số"]


def test_lead_and_captions_are_shown_too() -> None:
    images = [{"url": "https://bao.example/a.jpg", "caption": "Cầu Vạn Thuận nhìn từ bến phà."}]
    one = article(f"Tin. {FILLER}", lead="Chuyến phà cuối.", images=images)
    assert marked(snippet(one, parse("cầu bến phà"))) == ["Cầu", "bến phà"]
    assert snippet(one, parse("chuyến")).startswith("<mark>Chuyến</mark> phà cuối.\nTin. ")


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
    html = highlight(title, parse("gao"))
    assert html == f"Giá &lt;lúa&gt; &amp; <mark>gạo</mark> {FILLER}"
    assert highlight("Giá <lúa>", parse("")) == "Giá &lt;lúa&gt;"


# Safety


def test_text_is_escaped_around_and_inside_marks() -> None:
    html = shown('<script>alert("lũ")</script> R&D', "lũ script")
    assert html == (
        "&lt;<mark>script</mark>&gt;alert(&quot;<mark>lũ</mark>&quot;)"
        "&lt;/<mark>script</mark>&gt; R&amp;D"
    )


WORDS = st.lists(
    st.sampled_from(
        ["lũ", "Lũ", "đường", "duong", "<b>", "&amp;", "<mark>", '"', "'", "…", " ", " ", "\n",
         "Hoà", "x" * 70, "a\u0301\u0323", "ế", "İ", "ﬁ", "\u00a0", "từ " * 30]
    ),
    max_size=40,
).map("".join)  # fmt: skip
TEXTS = st.text() | WORDS
QUERIES = st.sampled_from(["", "lũ", "lu", "duong hoà", '"lũ đường"', "x" * 64, "a i"]) | st.text()


def _is_true_and_safe(html: str, text: str) -> None:
    pieces = re.split("(</?mark>)", html)
    assert pieces[1::2] == ["<mark>", "</mark>"] * (len(pieces) // 4)
    plain = "".join(pieces[::2])
    assert "<" not in plain
    plain = unescape(plain)
    forms = {plain, plain.removeprefix("… "), plain.removesuffix(" …")}
    forms.add(plain.removeprefix("… ").removesuffix(" …"))
    assert any(form in text for form in forms)


@given(TEXTS, TEXTS, QUERIES)
def test_any_snippet_is_a_part_of_the_text_in_balanced_marks(
    lead: str, body: str, query: str
) -> None:
    one = article(f"{body}.", lead=lead, images=[{"caption": body}])
    text = "\n".join(part for part in (one.lead, one.body, one.captions) if part)
    _is_true_and_safe(snippet(one, parse(query)), text)


@given(TEXTS, QUERIES)
def test_any_title_is_whole_in_balanced_marks(title: str, query: str) -> None:
    html = highlight(title, parse(query))
    _is_true_and_safe(html, title)
    assert unescape(html.replace("<mark>", "").replace("</mark>", "")) == title

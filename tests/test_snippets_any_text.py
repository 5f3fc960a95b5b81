"""Snippets, by what holds of every text and every query."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from search_service.grammar import parse
from search_service.snippets import highlights, highlights_of
from tests.test_snippets import article

WORDS = st.lists(
    st.sampled_from(
        ["lũ", "Lũ", "đường", "duong", "<b>", "&amp;", "<mark>", '"', "'", "…", " ", " ", "\n",
         "Hoà", "x" * 70, "a\u0301\u0323", "ế", "İ", "ﬁ", "\u00a0", "từ " * 30]
    ),
    max_size=40,
).map("".join)  # fmt: skip


TEXTS = st.text() | WORDS


QUERIES = st.sampled_from(["", "lũ", "lu", "duong hoà", '"lũ đường"', "x" * 64, "a i"]) | st.text()


def plain(html: str) -> str:
    """Return the text of *html*, whose only tags are marks: balanced, and none within another."""
    pieces = re.split("(</?mark>)", html)
    assert pieces[1::2] == ["<mark>", "</mark>"] * (len(pieces) // 4)
    text = "".join(pieces[::2])
    assert "<" not in text
    assert '"' not in text
    return unescape(text)


def is_made_of(shown: str, text: str) -> bool:
    """Tell whether *shown* is parts of *text* in their order, joined by ellipses.

    The text may have ellipses of its own, so each one may be either.
    """
    pieces = shown.split(" … ")
    reached = {(0, 0)}  # (pieces placed, least offset after them)
    for begin in range(len(pieces)):
        for place in [at for placed, at in reached if placed == begin]:
            for end in range(begin + 1, len(pieces) + 1):
                at = text.find(" … ".join(pieces[begin:end]), place)
                if at >= 0:
                    reached.add((end, at + len(" … ".join(pieces[begin:end]))))
    return any(placed == len(pieces) for placed, _ in reached)


def is_true(html: str, text: str) -> bool:
    shown = plain(html)
    bare = shown.removeprefix("… ")
    forms = {shown, bare, shown.removesuffix(" …"), bare.removesuffix(" …")}
    return any(is_made_of(form, text) for form in forms)


@given(TEXTS, TEXTS, QUERIES)
def test_any_snippet_is_parts_of_the_text_in_balanced_marks(
    lead: str, body: str, query: str
) -> None:
    one = article(f"{body}.", lead=lead, images=[{"caption": body}])
    text = "\n".join(part for part in (one.lead, one.body, one.captions) if part)
    assert is_true(highlights(one, parse(query)).snippet, text)


@given(st.lists(TEXTS, max_size=4), QUERIES)
def test_the_articles_of_a_page_are_shown_as_each_alone(bodies: list[str], query: str) -> None:
    several = [article(f"{body}.", title=body) for body in bodies]
    alone = [highlights(one, parse(query)) for one in several]
    assert highlights_of(several, parse(query)) == alone


@given(TEXTS, QUERIES)
def test_any_title_is_whole_in_balanced_marks(title: str, query: str) -> None:
    one = article(title=title)
    assert plain(highlights(one, parse(query)).title) == one.title


SPELT = st.lists(
    st.sampled_from(["lũ", "Hoà", "ủy", "thuý", "Đường", "ban", "dân", "quý"]), max_size=6
)


@given(SPELT, WORDS, st.sampled_from(["NFC", "NFD"]), st.sampled_from([str.upper, str.lower, str]))
def test_encoding_tone_style_and_case_of_a_query_change_nothing(
    words: list[str], text: str, form: str, case: Callable[[str], str]
) -> None:
    one = article(f"{text} lũ ủy ban của dân. Đường hoà")
    other = " ".join(words).replace("oà", "òa").replace("uý", "úy")
    asked = unicodedata.normalize(form, case(other))
    assert highlights(one, parse(asked)) == highlights(one, parse(" ".join(words)))

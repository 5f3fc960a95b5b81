"""The places of one article where the words of a query stand."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from search_service.article import Article
from search_service.concordance import (
    CONTEXT,
    MAX_OCCURRENCES,
    Concordance,
    concordance,
    fullest,
)
from search_service.grammar import parse
from search_service.vietnamese import syllables

FILLER = " ".join(f"từ{n}" for n in range(30))


def of(query: str, body: str, **fields: Any) -> Concordance:
    return concordance(Article.from_record({"title": "Tin", "body": body, **fields}), parse(query))


def test_each_place_is_listed_with_its_context() -> None:
    (line,) = of("lũ quét", f"{FILLER} Chiều qua lũ quét ở bản Hốc. {FILLER}").lines
    assert (line.field, line.text) == ("body", "lũ quét")
    assert line.left == "từ24 từ25 từ26 từ27 từ28 từ29 Chiều qua "
    assert line.right == " ở bản Hốc. từ0 từ1 từ2 từ3 từ4"


def test_the_context_ends_with_the_paragraph() -> None:
    (line,) = of("lũ", "Câu trước.\n“Nước lũ rút!”\nCâu sau.").lines
    assert (line.left, line.right) == ("“Nước ", " rút!”")


def test_title_lead_body_and_captions_are_looked_through_in_this_order() -> None:
    images: list[dict[str, str]] = [
        {"url": "https://bao.example/1.jpg"},
        {"url": "https://bao.example/2.jpg", "caption": "Lũ trên sông."},
    ]
    found = of("lũ", "Lũ rút.", title="Lũ về", lead="Lũ lớn.", images=images)
    fields = [(line.number, line.field) for line in found.lines]
    assert fields == [(1, "title"), (2, "lead"), (3, "body"), (4, "images.1.caption")]
    assert found.title == '<mark id="o1">Lũ</mark> về'
    assert found.lead == ('<mark id="o2">Lũ</mark> lớn.',)
    assert found.body == ('<mark id="o3">Lũ</mark> rút.',)
    assert found.captions == ("", '<mark id="o4">Lũ</mark> trên sông.')


def test_the_fullest_places_come_first_under_their_numbers_in_the_text() -> None:
    found = of("tỉnh ủy đắk lắk", "Ở Đắk Lắk, Tỉnh ủy họp. Tỉnh ủy Đắk Lắk bàn.")
    listed = [(line.text, line.anchor) for line in found.lines]
    assert listed == [("Tỉnh ủy Đắk Lắk", "o3"), ("Đắk Lắk", "o1"), ("Tỉnh ủy", "o2")]


def test_only_so_many_are_listed_all_are_marked_and_counted() -> None:
    found = of("lũ", "Lũ, " * (MAX_OCCURRENCES + 5))
    assert len(found.lines) == MAX_OCCURRENCES
    assert found.total == MAX_OCCURRENCES + 5
    assert found.body[0].count("<mark id=") == found.total


def test_without_words_nothing_is_marked_or_listed() -> None:
    found = of("mục:lũ -bão", "Lũ & bão.\n\n  Hai đoạn. ")
    assert (found.lines, found.total) == ((), 0)
    assert found.body == ("Lũ &amp; bão.", "Hai đoạn.")


def test_a_phrase_across_paragraphs_is_marked_in_both_and_has_one_id() -> None:
    found = of('"lũ quét"', "Có lũ\nquét qua.")
    assert found.body == ('Có <mark id="o1">lũ</mark>', "<mark>quét</mark> qua.")
    assert [line.text for line in found.lines] == ["lũ\nquét"]


TEXTS = st.text() | st.lists(
    st.sampled_from(
        ["lũ ", "Lũ", "quét", "<script>", "&", '"', "'", "\n", " ", ", ", "a\u0301", "x" * 70]
    ),
    max_size=30,
).map("".join)  # fmt: skip
QUERIES = st.text() | st.sampled_from(["lũ", "lu quet", '"lũ quét"', "script a"])


@given(TEXTS, TEXTS, QUERIES)
def test_places_give_back_the_text_and_html_is_safe(lead: str, body: str, query: str) -> None:
    one = Article.from_record({"lead": lead, "body": f"{body}.", "images": [{"caption": lead}]})
    found = concordance(one, parse(query))
    texts = {"title": one.title, "lead": one.lead, "body": one.body}
    texts |= {f"images.{at}.caption": image.caption for at, image in enumerate(one.images)}
    for line in found.lines:
        text = texts[line.field]
        assert text[line.start : line.end] == line.text
        begin = line.start - len(line.left)
        assert text[begin : line.end + len(line.right)] == line.left + line.text + line.right
        assert max(len(syllables(line.left)), len(syllables(line.right))) <= CONTEXT
    for field, paragraphs in (("lead", found.lead), ("body", found.body)):
        lines = [line.strip() for line in texts[field].split("\n") if line.strip()]
        assert [_plain(html) for html in paragraphs] == lines
    everything = [found.title, *found.lead, *found.body, *found.captions]
    ids = re.findall(r' id="o(\d+)"', "".join(everything))
    assert ids == [str(number) for number in range(1, found.total + 1)]


def _plain(html: str) -> str:
    pieces = re.split(r'(<mark(?: id="o\d+")?>|</mark>)', html)
    assert {piece[:5] for piece in pieces[1::4]} <= {"<mark"}
    assert set(pieces[3::4]) <= {"</mark>"}
    text = "".join(pieces[::2])
    assert "<" not in text
    assert '"' not in text
    return unescape(text)


TITLED = Article.from_record(
    {"title": "Di chuyển", "body": "Chuyển đổi số ở xã.\nTin số đỏ. Chuyển đổi số."}
)


def test_the_fullest_occurrences_stand_in_the_order_of_the_article() -> None:
    found = list(fullest(TITLED, parse('"chuyển đổi" số')))
    assert [(line.field, line.text) for line in found] == [("body", "Chuyển đổi số")] * 2


def test_the_number_of_a_fullest_occurrence_is_that_of_its_mark_on_the_page() -> None:
    query = parse("chuyển đổi số")
    marks = {line.number: line.start for line in concordance(TITLED, query).lines}
    found = list(fullest(TITLED, query))
    assert found
    assert all(marks[line.number] == line.start for line in found)

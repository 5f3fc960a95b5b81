from __future__ import annotations

import json
import unicodedata
from datetime import UTC, datetime

import pytest

from search_service.article import Article, ArticleError
from search_service.cleaning import clean

LEAD = "Từ tháng sau, chợ quê họp cả ngày chủ nhật."


def made(**record: object) -> Article:
    return Article.from_record({"body": "Chợ quê họp sớm.", **record})


def refusal(**record: object) -> str:
    with pytest.raises(ArticleError) as caught:
        made(**record)
    return str(caught.value)


def test_a_body_alone_is_an_article():
    article = Article.from_record({"body": "Chợ quê họp sớm. Người mua đông."})
    assert article.title == "Chợ quê họp sớm"
    assert article.published is None
    assert article.tags == article.people == article.images == ()


def test_a_lead_alone_is_an_article():
    assert Article.from_record({"lead": LEAD}).title == LEAD.rstrip(".")


@pytest.mark.parametrize("record", [{}, {"title": "Chợ quê"}, {"body": " \n"}, {"body": "\x00"}])
def test_without_text_there_is_no_article(record):
    with pytest.raises(ArticleError, match=r"^there is no text: give body or lead$"):
        Article.from_record(record)


def test_a_long_first_sentence_is_cut_between_words_for_a_title():
    title = made(body="mười hai chữ " * 40).title
    assert len(title) <= 151
    assert title.endswith(("chữ…", "hai…", "mười…"))


def test_a_text_that_begins_with_dots_still_has_a_title():
    assert made(body="... rồi đò sang sông. Hết.").title == "rồi đò sang sông"


def test_texts_are_composed_and_without_what_is_not_text():
    text = unicodedata.normalize("NFD", "Đắk Lắk") + "\x00\ufeff\u200b của\xa0ta\r\nhai"
    assert made(body=text).body == "Đắk Lắk của ta\nhai"


@pytest.mark.parametrize("sign", ["\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_every_line_end_is_a_line_feed(sign):
    assert clean(f"một{sign}hai") == "một\nhai"


def test_a_lone_surrogate_is_replaced_so_that_every_text_can_be_written():
    article = made(body="Chữ \ud800 hỏng", note=["\udfff"])
    assert article.body == "Chữ \ufffd hỏng"
    json.dumps(article.model_dump(), ensure_ascii=False).encode()


def test_a_lead_printed_again_at_the_head_of_the_body_is_kept_once():
    assert made(lead=LEAD, body=f"{LEAD} Người mua đông.").body == "Người mua đông."
    assert made(lead=LEAD, body=LEAD).body == ""


def test_a_lead_that_only_begins_the_same_sentence_is_not_cut_from_the_body():
    assert made(lead="Chợ quê", body="Chợ quê họp sớm.").body == "Chợ quê họp sớm."


def test_a_number_is_an_identifier():
    assert made(id=1057).id == "1057"


def test_the_identifier_is_derived_from_the_address():
    first = made(url="https://bao.example/1", body="Một.")
    assert first.id == made(url="https://bao.example/1", body="Hai.").id
    assert first.id != made(url="https://bao.example/2", body="Một.").id
    assert len(first.id) == 16


def test_without_address_the_identifier_is_derived_from_the_content_however_it_is_encoded():
    body = "Chợ quê họp sớm."
    assert made(body=body).id == made(body=unicodedata.normalize("NFD", body)).id
    assert made(body=body).id != made(body="Chợ quê họp muộn.").id


def test_a_time_without_zone_is_vietnams():
    assert (
        made(published="2022-10-25T15:21:00").published.isoformat() == "2022-10-25T15:21:00+07:00"
    )
    assert made(published="2022-10-25").published.isoformat() == "2022-10-25T00:00:00+07:00"


def test_a_zone_is_kept_and_the_day_is_vietnams():
    article = made(published="2022-10-25T20:00:00+00:00")
    assert article.published == datetime(2022, 10, 25, 20, tzinfo=UTC)
    assert article.day.isoformat() == "2022-10-26"


@pytest.mark.parametrize("empty", [None, "", "  "])
def test_an_empty_date_is_none(empty):
    assert made(published=empty).published is None


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("hôm qua", "published: 'hôm qua' is not a date; write ISO 8601"),
        ("0000-00-00", "published: '0000-00-00' is not a date; write ISO 8601"),
        ("2022-13-45", "published: '2022-13-45' is not a date; write ISO 8601"),
        ("1700-01-01", "published: the year 1700 is not between 1800 and 2200"),
        ("9999-12-31T23:59:59+00:00", "published: the year 9999 is not between 1800 and 2200"),
        (1666684860, "published: must be text, not int; write ISO 8601"),
    ],
)
def test_a_wrong_date_is_named_with_the_form_to_write(written, message):
    assert refusal(published=written).startswith(message)


def test_a_long_wrong_value_is_shortened_in_the_message():
    assert len(refusal(published="x" * 10_000)) < 200


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("id", True, "id: must be text, not bool"),
        ("id", 1.5, "id: must be text, not float"),
        ("url", ["x"], "url: must be text, not list"),
        ("title", 5, "title: must be text, not int"),
        ("lead", {"x": 1}, "lead: must be text, not dict"),
        ("body", 5, "body: must be text, not int"),
        ("section", ["a"], "section: must be text, not list"),
        ("author", 5, "author: must be text, not int"),
        ("tags", 5, "tags: must be a list of texts"),
        ("tags", [{"a": 1}], "tags: must be text, not dict"),
        ("people", "Lê Văn An", "people: must be a list"),
        ("people", [5], "people.0: "),
        ("people", [{"name": ""}], "people.0.name: "),
        ("images", {"url": "x"}, "images: must be a list"),
        ("images", [{"caption": 5}], "images.0.caption: must be text, not int"),
        ("source", False, "source: must be text, not bool"),
        ("extra", "x", "extra: "),
    ],
)
def test_a_value_of_the_wrong_type_is_named_by_field(field, value, message):
    assert refusal(**{field: value}).startswith(message)


def test_every_wrong_field_is_named_at_once():
    assert refusal(title=5, tags=7) == "title: must be text, not int; tags: must be a list of texts"


def test_too_long_a_text_is_refused_with_the_limit():
    assert refusal(body="a" * 3_000_000).startswith(
        "body: is 3,000,000 characters long; the limit is 2,000,000"
    )


def test_too_long_an_identifier_is_refused_with_the_limit():
    assert refusal(id="a" * 10_000) == "id: is 10,000 characters long; the limit is 200"


def test_an_address_that_would_run_as_a_program_is_refused():
    assert refusal(url="javascript:alert(1)").startswith("url: 'javascript:alert(1)' must begin")
    assert "images.0.url" in refusal(images=["vbscript:x"])


def test_a_relative_address_is_kept():
    assert made(url="/tin/1.html").url == "/tin/1.html"


def test_a_picture_inlined_in_the_page_keeps_its_caption():
    image = made(images=[{"url": "data:image/png;base64,AAAA", "caption": "Bến đò"}]).images[0]
    assert (image.url, image.caption) == (None, "Bến đò")


def test_plain_texts_stand_for_people_and_images():
    article = made(people=["Lê Văn An"], images=["https://bao.example/a.jpg"], tags="chợ, quê,chợ")
    assert article.people[0].name == "Lê Văn An"
    assert article.images[0].url == "https://bao.example/a.jpg"
    assert article.tags == ("chợ", "quê")


def test_unknown_keys_are_kept_beside_what_extra_has():
    assert made(views=3, extra={"page": 2}).extra == {"views": 3, "page": 2}


def test_unknown_values_can_be_written_as_json_again():
    extra = made(a=float("nan"), b=[float("inf"), {"c\x00": "d\x00"}]).extra
    assert extra == {"a": None, "b": [None, {"c": "d"}]}


def test_unknown_values_nested_without_end_are_refused():
    value: list[object] = []
    for _ in range(500):
        value = [value]
    assert refusal(x=value) == "extra: is nested more than 20 deep"


def test_a_fingerprint_changes_with_the_record_and_only_with_it():
    assert made(tags=["a"]).fingerprint() == made(tags=["a"]).fingerprint()
    assert made(tags=["a"]).fingerprint() != made(tags=["b"]).fingerprint()
    assert made(x=1).fingerprint() != made(x=2).fingerprint()


def test_captions_stand_one_a_line():
    assert made(images=[{"caption": "Một"}, {"url": "/b.jpg"}, {"caption": "Hai"}]).captions == (
        "Một\nHai"
    )

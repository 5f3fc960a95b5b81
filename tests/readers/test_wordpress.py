"""Posts as WordPress's plugins send them."""

from __future__ import annotations

from typing import Any

import pytest

from search_service.article import ArticleError
from search_service.readers.wordpress import Post, read_post

FLAT = {
    "post_id": 42,
    "post_title": "Được mùa lúa &amp; ngô",
    "post_content": "<p>Bà con xã <b>Ea Kar</b> gặt lúa.</p>\n<script>alert(1)</script>"
    '<figure><img src="https://bao.example/lua.jpg"><figcaption>Ruộng lúa.</figcaption></figure>'
    "<p>Năng suất cao hơn vụ trước.</p>",
    "post_status": "publish",
    "post_date": "2022-10-25 15:21:00",
    "permalink": "https://bao.example/duoc-mua/",
    "categories": ["Nông nghiệp", "Tin tỉnh"],
}
NESTED = {
    "post_id": 42,
    "post": {
        "ID": 42,
        "post_author": "1",
        "post_title": "Được mùa lúa &amp; ngô",
        "post_content": FLAT["post_content"],
        "post_status": "publish",
        "post_type": "post",
        "post_password": "",
        "post_date": "2022-10-25 15:21:00",
        "post_date_gmt": "2022-10-25 08:21:00",
    },
    "post_permalink": "https://bao.example/duoc-mua/",
    "post_thumbnail": "https://bao.example/lon.jpg",
    "taxonomies": {
        "category": {"nong-nghiep": {"term_id": 3, "name": "Nông nghiệp", "slug": "nong-nghiep"}},
        "post_tag": {"lua": {"term_id": 9, "name": "lúa"}},
    },
}


def read(sent: dict[str, Any]) -> Any:
    post = read_post(sent)
    assert post is not None
    return post.article


@pytest.mark.parametrize("sent", [FLAT, NESTED], ids=["flat", "nested"])
def test_a_public_post_is_read_as_its_feed_would_be(sent: dict[str, Any]) -> None:
    article = read(sent)
    assert article.id == "42"
    assert article.url == "https://bao.example/duoc-mua/"
    assert article.title == "Được mùa lúa & ngô"
    assert article.body == "Bà con xã Ea Kar gặt lúa.\nNăng suất cao hơn vụ trước."
    assert article.section == "Nông nghiệp"
    assert article.published.isoformat() in {
        "2022-10-25T15:21:00+07:00",
        "2022-10-25T08:21:00+00:00",
    }
    assert article.images[0].caption == "Ruộng lúa."
    assert article.author is None, "a number is no name"


def test_terms_behind_the_first_category_are_tags() -> None:
    assert read(FLAT).tags == ("Tin tỉnh",)
    assert read(NESTED).tags == ("lúa",)


@pytest.mark.parametrize("status", ["draft", "private", "pending", "future", "trash", ""])
def test_what_is_not_public_is_no_article(status: str) -> None:
    assert read_post({**FLAT, "post_status": status}) == Post("42", None)


def test_a_post_with_a_password_is_not_public() -> None:
    assert read_post({**FLAT, "post_password": "bí mật"}) == Post("42", None)


@pytest.mark.parametrize("kind", ["revision", "page", "attachment", "nav_menu_item"])
def test_what_is_no_post_is_passed_over(kind: str) -> None:
    assert read_post({**FLAT, "post_type": kind}) is None


@pytest.mark.parametrize(
    ("sent", "name"),
    [
        ({"post_status": "publish"}, "post_id"),
        ({**FLAT, "post_id": "../x"}, "post_id"),
        ({**FLAT, "post_status": "trash", "post_id": "\ud800"}, "post_id"),
        ({**FLAT, "post_content": "<p>" * 300_001}, "post_content"),
        ({**FLAT, "post_date": "hôm qua"}, "published"),
        ({**FLAT, "post_content": ""}, "there is no text"),
    ],
)
def test_what_cannot_be_used_is_named(sent: dict[str, Any], name: str) -> None:
    with pytest.raises(ArticleError, match=name):
        read_post(sent)


def test_a_draft_date_of_zeros_is_none() -> None:
    assert read({**FLAT, "post_date": "0000-00-00 00:00:00"}).published is None

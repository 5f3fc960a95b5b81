"""The page that makes what other sites paste, as it works without a script."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient
from lxml import html

PUBLISHED = "https://bao.example/hoi-nghi.html"


def page(client: FlaskClient, query: str = "") -> Any:
    answer = client.get(f"/embed?{query}")
    assert answer.status_code == 200
    return html.fromstring(answer.text)


def snippet(client: FlaskClient, query: str) -> Any:
    """Return what is to be pasted, as the elements it is."""
    (area,) = page(client, query).xpath("//textarea[@readonly]")
    return html.fragments_fromstring(area.text)


@pytest.mark.parametrize("article", ["hoi-nghi", PUBLISHED, "http://localhost/article/hoi-nghi"])
def test_a_script_for_an_article(client: FlaskClient, article: str) -> None:
    script, fallback = snippet(client, f"article={article}")
    assert dict(script.attrib) == {
        "async": "",
        "src": "http://localhost/widget.js",
        "data-url": PUBLISHED,
        "data-limit": "5",
    }
    link = html.fromstring(html.tostring(fallback, encoding="unicode")).find(".//a")
    assert link.text == "Tin liên quan"
    assert client.get(link.get("href")).status_code == 200


def test_a_script_with_choices(client: FlaskClient) -> None:
    chosen = "limit=3&theme=dark&layout=cards&placement=earlier&language=en"
    script, _ = snippet(client, f"article=hoi-nghi&{chosen}")
    data = {name: value for name, value in script.attrib.items() if name.startswith("data-")}
    assert data == {
        "data-url": PUBLISHED, "data-limit": "3", "data-theme": "dark", "data-layout": "cards",
        "data-placement": "earlier", "data-lang": "en",
    }  # fmt: skip


def test_a_script_for_any_page(client: FlaskClient) -> None:
    script, _ = snippet(client, "")
    assert "data-url" not in script.attrib


def test_an_article_without_a_publisher_is_named_by_its_page_here(client: FlaskClient) -> None:
    script, _ = snippet(client, "article=lua")
    assert script.get("data-url") == "http://localhost/article/lua"
    assert client.get(f"/api/related?url={script.get('data-url')}").status_code == 200


def test_a_frame_is_as_tall_as_the_preview(client: FlaskClient) -> None:
    (frame,) = snippet(client, "article=hoi-nghi&kind=iframe&layout=titles")
    shown = page(client, "article=hoi-nghi&kind=iframe&layout=titles").find(".//iframe")
    assert frame.get("src") == f"http://localhost{shown.get('src')}"
    assert frame.get("height") == shown.get("height") == "130"
    assert client.get(frame.get("src")).status_code == 200


def test_an_oembed_address(client: FlaskClient) -> None:
    (area,) = page(client, "article=hoi-nghi&kind=oembed").xpath("//textarea")
    assert client.get(area.text).json["type"] == "rich"


@pytest.mark.parametrize("kind", ["iframe", "oembed"])
def test_a_frame_needs_an_article_of_the_archive(client: FlaskClient, kind: str) -> None:
    assert page(client, f"kind={kind}&article=khong-co").xpath("//textarea") == []


def test_an_article_of_another_site_gets_the_script_and_a_word(client: FlaskClient) -> None:
    address = "https://khac.example/bai.html"
    script, _ = snippet(client, f"article={address}")
    assert script.get("data-url") == address
    (said,) = page(client, f"article={address}").xpath("//*[@class='notice']")
    assert "data-text" in said.text_content()


def test_what_is_typed_does_not_break_out(client: FlaskClient) -> None:
    query = "article=https://x.example/%22%3E%3C/textarea%3E%3Cscript%3Ealert(1)%3C/script%3E"
    text = client.get(f"/embed?{query}").text
    assert "<script>alert" not in text
    script, _ = snippet(client, query)
    assert script.get("data-url") == 'https://x.example/"></textarea><script>alert(1)</script>'


def test_a_choice_that_cannot_be_read_is_passed_over_and_named(client: FlaskClient) -> None:
    made = page(client, "article=hoi-nghi&limit=99&layout=cards&theme=pink")
    (said,) = made.xpath("//*[@class='notice']")
    assert "limit" in said.text_content()
    assert "theme" in said.text_content()
    script, _ = snippet(client, "article=hoi-nghi&limit=99&layout=cards&theme=pink")
    assert (script.get("data-limit"), script.get("data-layout")) == ("5", "cards")


def test_an_article_that_nothing_is_close_to_is_said_so(client: FlaskClient) -> None:
    made = page(client, "article=lua")
    assert "chưa có tin nào đủ gần" in made.text_content()
    assert made.find(".//iframe") is None


def test_the_page_is_reached_from_every_page_and_from_an_article(client: FlaskClient) -> None:
    assert '<a href="/embed">Nhúng tin liên quan</a>' in client.get("/").text
    assert 'href="/embed?article=hoi-nghi"' in client.get("/article/hoi-nghi").text
    assert 'href="/embed?lang=en">Embed related news</a>' in client.get("/?lang=en").text


def test_an_english_page_makes_an_english_list_first(client: FlaskClient) -> None:
    made = page(client, "article=hoi-nghi&lang=en")
    assert made.xpath("//select[@name='language']/option[@selected]/@value") == ["en"]
    script, _ = snippet(client, "article=hoi-nghi&lang=en")
    assert script.get("data-lang") == "en"


def test_this_page_alone_holds_a_frame_and_only_of_the_service(client: FlaskClient) -> None:
    assert "frame-src 'self'" in client.get("/embed").headers["Content-Security-Policy"]
    assert "frame-src" not in client.get("/").headers["Content-Security-Policy"]

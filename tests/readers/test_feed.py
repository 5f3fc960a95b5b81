from __future__ import annotations

from pathlib import Path

import pytest

CORPUS = Path(__file__).resolve().parents[2] / ".." / "shared" / "corpus"

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"
     xmlns:content="http://purl.org/rss/1.0/modules/content/"
     xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Báo Bình Lâm</title><link>https://bao.example</link>
{items}
</channel></rss>"""

ITEM = """<item><title>Mở lại bến đò</title><link>https://bao.example/do.html</link>
<description>{description}</description>{more}
<pubDate>Fri, 14 Mar 2025 06:30:00 +0700</pubDate></item>"""

ATOM = """<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>Báo Bình Lâm</title>
<entry><title type="html">Mở lại &lt;b&gt;bến đò&lt;/b&gt;</title><id>tag:bao.example,2025:1</id>
<link href="https://bao.example/do.html"/><updated>2025-03-15T00:00:00Z</updated>
<published>2025-03-14T06:30:00+07:00</published><author><name>Lê Hà</name></author>
<category term="giao-thong" label="Giao thông"/><category term="bến đò"/>
<summary>Bến đò mở lại sau lũ.</summary>
<content type="html">&lt;p&gt;Đò chạy từ sáng sớm.&lt;/p&gt;&lt;p&gt;Giá vé như cũ.&lt;/p&gt;
</content>
</entry></feed>"""


def rss(description: str = "Bến đò mở lại sau lũ.", more: str = "") -> str:
    return RSS.format(items=ITEM.format(description=description, more=more))


def one(result):
    assert result.messages == []
    assert len(result.articles) == 1
    return result.articles[0]


def test_an_item_becomes_an_article(read_content):
    article = one(read_content(rss()))
    assert article.title == "Mở lại bến đò"
    assert article.url == "https://bao.example/do.html"
    assert article.lead == "Bến đò mở lại sau lũ."
    assert article.body == ""
    assert article.source == "Báo Bình Lâm"


def test_the_zone_of_the_date_is_kept(read_content):
    assert one(read_content(rss())).published.isoformat() == "2025-03-14T06:30:00+07:00"


def test_an_atom_entry_becomes_an_article(read_content):
    article = one(read_content(ATOM))
    assert article.title == "Mở lại bến đò"
    assert article.lead == "Bến đò mở lại sau lũ."
    assert article.body == "Đò chạy từ sáng sớm.\nGiá vé như cũ."
    assert article.author == "Lê Hà"
    assert (article.section, article.tags) == ("Giao thông", ("bến đò",))
    assert article.published.isoformat() == "2025-03-14T06:30:00+07:00"


def test_an_entry_that_was_only_updated_has_that_date(read_content):
    start, _, rest = ATOM.partition("<published>")
    article = one(read_content(start + rest.partition("</published>")[2]))
    assert article.published.isoformat() == "2025-03-15T00:00:00+00:00"


def test_full_content_is_the_body_and_the_description_the_lead(read_content):
    html = "<![CDATA[<p>Đò chạy từ sáng sớm.</p><p>Vé như cũ.</p>]]>"
    more = f"<content:encoded>{html}</content:encoded>"
    article = one(read_content(rss(more=more)))
    assert article.lead == "Bến đò mở lại sau lũ."
    assert article.body == "Đò chạy từ sáng sớm.\nVé như cũ."


def test_a_description_of_several_paragraphs_is_the_body(read_content):
    article = one(read_content(rss("<![CDATA[Đò chạy từ sáng sớm.<br>Giá vé như cũ.]]>")))
    assert (article.lead, article.body) == ("", "Đò chạy từ sáng sớm.\nGiá vé như cũ.")


def test_markup_in_a_description_becomes_text_and_picture(read_content):
    html = '<![CDATA[<a href="/x"><img src="https://bao.example/do.jpg"></a></br>Bến đò mở lại.]]>'
    article = one(read_content(rss(html)))
    assert article.lead == "Bến đò mở lại."
    assert [image.url for image in article.images] == ["https://bao.example/do.jpg"]


@pytest.mark.parametrize(
    "more",
    [
        '<enclosure url="https://bao.example/do.jpg" type="image/jpeg" length="1"/>',
        '<media:content url="https://bao.example/do.jpg" medium="image"/>',
        '<media:thumbnail url="https://bao.example/do.jpg"/>',
    ],
)
def test_an_enclosed_picture_is_an_image(read_content, more):
    assert one(read_content(rss(more=more))).images[0].url == "https://bao.example/do.jpg"


def test_a_captioned_picture_in_the_content_keeps_its_caption(read_content):
    more = (
        "<content:encoded><![CDATA[<p>Đò chạy.</p><figure><img src='/do.jpg'><figcaption>Con đò"
        "</figcaption></figure><p>Vé như cũ.</p>]]></content:encoded>"
    )
    article = one(read_content(rss(more=more)))
    assert [(image.url, image.caption) for image in article.images] == [
        ("https://bao.example/do.jpg", "Con đò")
    ]
    assert article.body == "Đò chạy.\nVé như cũ."


def test_authors_and_categories_are_read(read_content):
    more = "<dc:creator>Lê Hà</dc:creator><category>Giao thông</category><category>đò</category>"
    article = one(read_content(rss(more=more)))
    assert (article.author, article.section, article.tags) == ("Lê Hà", "Giao thông", ("đò",))


def test_an_entry_without_a_link_keeps_its_own_identifier(read_content):
    guid = "<guid isPermaLink='false'>so-7</guid>"
    item = f"<item><title>Đò</title>{guid}<description>Đò chạy.</description></item>"
    assert one(read_content(RSS.format(items=item))).id == "so-7"


def test_the_same_article_has_one_identifier_in_every_format(read_content):
    record = '{"url": "https://bao.example/do.html", "body": "Đò chạy."}'
    assert one(read_content(rss())).id == one(read_content(record, "other")).id


def test_scripts_in_a_description_are_not_text(read_content):
    html = "<![CDATA[Đò chạy.<script>alert(1)</script><style>p{}</style>]]>"
    assert one(read_content(rss(html))).lead == "Đò chạy."


@pytest.mark.skipif(not CORPUS.exists(), reason="the shared folder beside the checkout is not here")
def test_a_newspapers_feed_is_read_but_for_its_empty_item(read):
    result = read(CORPUS / "rss")
    assert len(result.articles) == 24
    assert [message.rpartition("xml: ")[2] for message in result.messages] == [
        "entry 7: names no article: it has neither title nor link"
    ]
    for article in result.articles:
        assert article.published.utcoffset().total_seconds() == 7 * 3600
        assert article.url
        assert article.lead

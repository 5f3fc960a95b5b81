from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest

CORPUS = Path(__file__).resolve().parents[2] / ".." / "shared" / "corpus"

PARAGRAPHS = [
    "Sáng 14/3, tuyến xe buýt số 12 nối ga Bình Lâm với bệnh viện huyện bắt đầu chở khách.",
    "Mỗi ngày có bốn mươi chuyến, chuyến sớm nhất lúc năm giờ, giá vé bảy nghìn đồng một lượt.",
    "Người trên sáu mươi tuổi và học sinh được đi không mất tiền trong ba tháng đầu tiên.",
    "Huyện dự kiến mở thêm hai tuyến nữa vào cuối năm, khi bến xe mới được xây dựng xong.",
]
TITLE = "Bình Lâm có tuyến xe buýt đầu tiên"
LEAD = "Bốn mươi chuyến mỗi ngày nối nhà ga với bệnh viện, giá vé bảy nghìn đồng một lượt."


def html(head: str = "", body: str | None = None, above: str = "", inside: str = "") -> str:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    if body is None:
        body = f"<article><h1>{TITLE}</h1>{above}<div>{inside}{text}</div></article>"
    return (
        f"<!DOCTYPE html><html><head><meta charset=utf-8>{head}</head><body>"
        f"<nav><a href=/>Trang chủ</a></nav>{body}<footer>Bản quyền</footer></body></html>"
    )


def json_ld(value: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(value)}</script>'


DECLARED = {
    "@type": "NewsArticle",
    "headline": TITLE,
    "description": LEAD,
    "datePublished": "2025-03-14T06:30:00+07:00",
    "articleSection": "Giao thông",
    "author": [{"@type": "Person", "name": "Lê Hà"}, {"@type": "Person", "name": "Vũ Minh"}],
    "keywords": "xe buýt, Bình Lâm",
    "image": {"@type": "ImageObject", "url": "https://bao.example/xe.jpg"},
    "publisher": {"@type": "Organization", "name": "Báo Bình Lâm"},
    "url": "https://bao.example/xe-buyt.html",
}


def one(result):
    assert result.messages == []
    assert len(result.articles) == 1
    return result.articles[0]


def test_a_page_without_any_declaration_is_read_from_what_it_shows(read_content):
    article = one(read_content(html()))
    assert article.title == TITLE
    assert article.body.split("\n") == PARAGRAPHS
    assert article.published is None


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(DECLARED, id="object"),
        pytest.param([{"@type": "WebSite", "name": "Báo"}, DECLARED], id="list"),
        pytest.param({"@graph": [{"@type": "WebPage"}, DECLARED]}, id="graph"),
        pytest.param({**DECLARED, "@type": ["Article", "Thing"]}, id="several types"),
    ],
)
def test_json_ld_gives_every_field(read_content, value):
    article = one(read_content(html(json_ld(value))))
    assert article.url == "https://bao.example/xe-buyt.html"
    assert article.title == TITLE
    assert article.lead == LEAD
    assert article.section == "Giao thông"
    assert article.published.isoformat() == "2025-03-14T06:30:00+07:00"
    assert article.author == "Lê Hà, Vũ Minh"
    assert article.tags == ("xe buýt", "Bình Lâm")
    assert article.images[0].url == "https://bao.example/xe.jpg"
    assert article.source == "Báo Bình Lâm"


def test_json_ld_of_other_shapes_is_read(read_content):
    value = {**DECLARED, "author": "Lê Hà", "articleSection": ["Giao thông", "Xã hội"]}
    value |= {"keywords": ["xe buýt"], "image": ["https://bao.example/a.jpg"]}
    article = one(read_content(html(json_ld(value))))
    assert (article.author, article.section, article.tags) == ("Lê Hà", "Giao thông", ("xe buýt",))
    assert article.images[0].url == "https://bao.example/a.jpg"


def test_the_breadcrumb_names_the_section(read_content):
    steps = [{"name": "Trang chủ"}, {"item": {"name": "Giao thông"}}, {"name": TITLE}]
    trail = {"@type": "BreadcrumbList", "itemListElement": steps}
    assert one(read_content(html(json_ld(trail)))).section == "Giao thông"


def test_broken_json_ld_leaves_the_page_readable(read_content):
    head = '<script type="application/ld+json">{"@type": "NewsArticle", </script>'
    assert one(read_content(html(head))).title == TITLE


def test_opengraph_and_meta_are_read_where_there_is_no_json_ld(read_content):
    head = f"""
    <title>{TITLE} | Báo Bình Lâm</title>
    <link rel="canonical" href="https://bao.example/xe-buyt.html">
    <meta property="og:title" content="{TITLE} - Báo Bình Lâm">
    <meta property="og:description" content="{LEAD}">
    <meta property="og:image" content="/anh/xe.jpg">
    <meta property="og:site_name" content="Báo Bình Lâm">
    <meta property="article:published_time" content="2025-03-14T06:30:00+0700">
    <meta property="article:section" content="Giao thông">
    <meta property="article:tag" content="xe buýt">
    <meta property="article:tag" content="Bình Lâm">
    <meta name="author" content="Lê Hà">"""
    article = one(read_content(html(head)))
    assert article.url == "https://bao.example/xe-buyt.html"
    assert article.title == TITLE
    assert article.lead == LEAD
    assert article.images[0].url == "https://bao.example/anh/xe.jpg"
    assert article.source == "Báo Bình Lâm"
    assert article.published.isoformat() == "2025-03-14T06:30:00+07:00"
    assert (article.section, article.author) == ("Giao thông", "Lê Hà")
    assert article.tags == ("xe buýt", "Bình Lâm")


def test_json_ld_wins_over_meta(read_content):
    head = json_ld(DECLARED) + '<meta property="article:section" content="Khác">'
    assert one(read_content(html(head))).section == "Giao thông"


def test_the_windows_title_stands_in_for_a_heading(read_content):
    body = "<div>" + "".join(f"<p>{text}</p>" for text in PARAGRAPHS) + "</div>"
    article = one(read_content(html(f"<title>{TITLE} | Báo Bình Lâm</title>", body)))
    assert article.title == TITLE


def test_a_time_element_gives_the_date(read_content):
    above = '<time datetime="2025-03-13T23:30:00.000Z">14/03/2025</time>'
    assert one(read_content(html(above=above))).published.isoformat() == "2025-03-13T23:30:00+00:00"


def test_a_date_line_gives_the_date_and_the_present_day_above_does_not(read_content):
    body = (
        "<div class=date>Thứ Năm, 20/6/2025</div><div><p>Giao thông</p>"
        f"<span>Thứ Sáu, 14/3/2025 06:30'(GMT+7)</span><h1>{TITLE}</h1>"
        + "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
        + "</div>"
    )
    article = one(read_content(html(body=body)))
    assert article.published.isoformat() == "2025-03-14T06:30:00+07:00"


def test_the_present_day_printed_above_the_heading_is_no_date(read_content):
    body = f"<div>Thứ Năm, 20/6/2025</div>{html()}"
    assert one(read_content(body)).published is None


def test_a_day_below_the_heading_is_the_date(read_content):
    article = one(read_content(html(above="<span>14/03/2025</span>")))
    assert article.published.isoformat() == "2025-03-14T00:00:00+07:00"


def test_zeroed_dates_are_none(read_content):
    head = '<meta property="article:published_time" content="0000-00-00T00:00:00">'
    assert one(read_content(html(head))).published is None


@pytest.mark.parametrize("above", [f'<div class="detail-sapo">{LEAD}</div>', f"<h2>{LEAD}</h2>"])
def test_a_summary_below_the_heading_is_the_lead(read_content, above):
    article = one(read_content(html(above=above)))
    assert article.lead == LEAD
    assert article.body.split("\n") == PARAGRAPHS


def test_a_description_cut_short_is_completed_from_the_text(read_content):
    head = f'<meta name="description" content="{PARAGRAPHS[0][:70]}...">'
    article = one(read_content(html(head)))
    assert article.lead == PARAGRAPHS[0]
    assert article.body.split("\n") == PARAGRAPHS[1:]


@pytest.mark.parametrize(
    "figure",
    [
        "<figure><img src=/a.jpg><figcaption>Chuyến xe đầu tiên.</figcaption></figure>",
        "<div class=pic><img src=/a.jpg><p class=PhotoCaption>Chuyến xe đầu tiên.</p></div>",
        "<img src=/a.jpg alt='Chuyến xe đầu tiên'><p>Chuyến xe đầu tiên.</p>",
        (
            "<figure><img src='data:image/gif;base64,AA' data-src=/a.jpg>"
            "<figcaption>Chuyến xe đầu tiên.</figcaption></figure>"
        ),
    ],
)
def test_a_caption_belongs_to_its_picture_and_not_to_the_body(read_content, figure):
    head = '<link rel="canonical" href="https://bao.example/b/xe.html">'
    article = one(read_content(html(head, inside=figure)))
    assert [(image.url, image.caption) for image in article.images] == [
        ("https://bao.example/a.jpg", "Chuyến xe đầu tiên.")
    ]
    assert article.body.split("\n") == PARAGRAPHS


def test_a_credited_paragraph_is_a_caption(read_content):
    caption = "Chuyến xe đầu tiên rời ga. Ảnh: Lê Hà"
    article = one(read_content(html(inside=f"<p>{caption}</p>")))
    assert [image.caption for image in article.images] == [caption]
    assert caption not in article.body


@pytest.mark.parametrize(
    "byline",
    ["<p><strong>Lê Hà</strong></p>", "<p>Tin, ảnh: Lê Hà</p>", "<div class=author>Lê Hà</div>"],
)
def test_the_byline_below_the_text_is_the_author(read_content, byline):
    page = html().replace("</div></article>", f"{byline}</div></article>")
    article = one(read_content(page))
    assert article.author == "Lê Hà"
    assert "Lê Hà" not in article.body


def test_a_comment_tells_where_a_page_was_saved_from(read_content):
    for comment in (
        "<!-- saved from url=(0036)https://bao.example/xe-buyt.html -->",
        "<!-- url: https://bao.example/xe-buyt.html ; publisher: Báo Bình Lâm ; crawled -->",
    ):
        article = one(read_content(comment + html()))
        assert article.url == "https://bao.example/xe-buyt.html"
    assert article.source == "Báo Bình Lâm"


def test_a_fragment_is_read_like_a_page(read_content):
    text = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    article = one(read_content(f"<div><h1>{TITLE}</h1><div>{text}</div></div>"))
    assert (article.title, article.body.split("\n")) == (TITLE, PARAGRAPHS)


@pytest.mark.parametrize(
    ("declared", "codec"),
    [
        ("windows-1258", "cp1258"),
        ("utf-8", "utf-8"),
        ("iso-8859-1", "utf-8"),
        ("utf-16", "utf-16"),
    ],
)
def test_the_encoding_is_found(read_content, declared, codec):
    page = html().replace("charset=utf-8", f"charset={declared}")
    if codec == "cp1258":
        page = to_windows_1258(page)
    assert one(read_content(page.encode(codec))).body.split("\n") == PARAGRAPHS


def to_windows_1258(text: str) -> str:
    """Spell *text* as Windows-1258 has it: letters composed, tone marks apart."""
    tones = "\u0300\u0301\u0303\u0309\u0323"
    spelt = []
    for letter in text:
        parts = unicodedata.normalize("NFD", letter)
        base = unicodedata.normalize("NFC", "".join(c for c in parts if c not in tones))
        spelt.append(base + "".join(c for c in parts if c in tones))
    return "".join(spelt)


def test_a_page_cut_within_a_letter_is_still_utf8(read_content):
    cut = html().encode().partition("cuối năm".encode())[0] + "cuố".encode()[:-1]
    assert one(read_content(cut)).body.startswith(PARAGRAPHS[0])


def test_pictures_inlined_as_data_have_no_address(read_content):
    figure = "<figure><img src='data:image/png;base64,AA'><figcaption>Xe.</figcaption></figure>"
    assert one(read_content(html(inside=figure))).images[0].url is None


def test_an_address_that_is_a_program_is_left_out(read_content):
    head = '<link rel="canonical" href="javascript:alert(1)"><meta property="og:image" content="http://[">'
    article = one(read_content(html(head)))
    assert article.url is None
    assert article.images == ()


@pytest.mark.skipif(not CORPUS.exists(), reason="the shared folder beside the checkout is not here")
def test_every_saved_fragment_is_read_with_its_parts(read):
    result = read(CORPUS / "html")
    assert result.messages == []
    assert len(result.articles) == 13
    for article in result.articles:
        assert article.url.startswith("https://baomoi.com/")
        assert article.title
        assert article.source
        assert article.author
        assert article.published is not None
        assert article.lead not in article.body
        assert len(article.body) > 200
        assert all(image.caption not in article.body for image in article.images if image.caption)

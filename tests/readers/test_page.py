from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / ".." / "shared"
OWNERS_PAGE = SHARED / "page" / "tuyen-giao-25-10-2022.txt"


def one(result):
    assert not result.problems
    assert len(result.articles) == 1
    return result.articles[0]


def test_each_part_of_a_saved_page_becomes_its_field(read_content, page):
    article = one(read_content(page))
    assert article.title == "Bình Lâm: Khánh thành nhà văn hóa xã sau hai năm xây dựng"
    assert article.section == "Văn hóa cơ sở"
    assert article.published.isoformat() == "2025-01-17T08:05:00+07:00"
    assert article.author == "Hoàng Thảo"
    assert article.body.split("\n") == [
        (
            "Sáng 17/1, xã Bình Lâm khánh thành nhà văn hóa mới trước sự chứng kiến của đông đảo"
            " người dân."
        ),
        "Công trình có thư viện, sân khấu và phòng họp cho mười hai thôn.",
        "Nhà văn hóa mở cửa từ thứ Hai tuần tới./.",
    ]


def test_a_paragraph_standing_twice_is_one_picture_with_one_caption(read_content, page):
    assert [image.caption for image in one(read_content(page)).images] == [
        "Bà Lê Thu Hạnh, Chủ tịch UBND xã Bình Lâm, cắt băng khánh thành.",
        "Toàn cảnh buổi lễ. (Ảnh: HT)",
    ]


def test_alternative_text_without_the_credit_is_the_same_picture(read_content, page):
    doubled = page.replace(
        "Toàn cảnh buổi lễ. (Ảnh: HT)", "Toàn cảnh buổi lễ\n\nToàn cảnh buổi lễ. (Ảnh: HT)"
    )
    assert one(read_content(doubled)).images[1].caption == "Toàn cảnh buổi lễ. (Ảnh: HT)"


def test_the_day_of_saving_is_never_the_day_of_publication(read_content, page):
    lines = page.split("\n")
    without_moment = "\n".join([*lines[:2], *lines[3:]])
    article = one(read_content(without_moment))
    assert article.published is None
    assert article.section == "Văn hóa cơ sở"
    assert article.title.startswith("Bình Lâm")


@pytest.mark.parametrize(
    "stamp",
    [
        "Thứ Sáu, 17/1/2025 08:05' (GMT +7)",
        "Thứ Sáu, 17/1/2025 08:05’(GMT+07:00)",
        "Thứ sáu, 17/01/2025, 08:05 UTC+7",
        "Thứ Sáu, ngày 17 tháng 1 năm 2025, 8:05",
        "17-01-2025 | 8h05",
        "08:05 17/01/2025",
        "Cập nhật lúc: 08:05, ngày 17/1/2025",
    ],
)
def test_the_moment_may_be_written_in_other_ways(read_content, page, stamp):
    article = one(read_content(page.replace("Thứ Sáu, 17/1/2025 08:05'(GMT+7)", stamp)))
    assert article.published.isoformat() == "2025-01-17T08:05:00+07:00"


def test_a_page_may_lack_the_section(read_content, page):
    article = one(read_content(page.replace("Văn hóa cơ sở\n", "")))
    assert article.section is None
    assert article.title.startswith("Bình Lâm")
    assert article.published.hour == 8


def test_a_page_may_lack_the_byline(read_content, page):
    article = one(read_content(page.replace("Tin, ảnh: Hoàng Thảo\n", "")))
    assert article.author is None
    assert article.body.endswith("thứ Hai tuần tới./.")


def test_a_page_may_lack_the_day_of_saving(read_content, page):
    article = one(read_content(page.partition("\n")[2]))
    assert article.section == "Văn hóa cơ sở"
    assert article.published.day == 17


def test_the_title_may_stand_above_the_date(read_content, page):
    title = "Bình Lâm: Khánh thành nhà văn hóa xã sau hai năm xây dựng"
    stamp = "Thứ Sáu, 17/1/2025 08:05'(GMT+7)"
    swapped = page.replace(title + "\n", "").replace(stamp, f"{title}\n{stamp}")
    article = one(read_content(swapped))
    assert (article.section, article.title) == ("Văn hóa cơ sở", title)


@pytest.mark.parametrize(
    ("byline", "author", "source"),
    [
        ("Tin: Hoàng Thảo", "Hoàng Thảo", None),
        ("Bài, ảnh: Hoàng Thảo", "Hoàng Thảo", None),
        ("Bài và ảnh: Hoàng Thảo - Minh Đức", "Hoàng Thảo - Minh Đức", None),
        ("Ảnh: Hoàng Thảo", "Hoàng Thảo", None),
        ("Hoàng Thảo", "Hoàng Thảo", None),
        ("(TTXVN/Vietnam+)", "TTXVN/Vietnam+", None),
        ("Theo Báo Bình Lâm", "Báo Bình Lâm", "Báo Bình Lâm"),
        ("Nguồn: Báo Bình Lâm", "Báo Bình Lâm", "Báo Bình Lâm"),
        ("Hoàng Thảo (theo Báo Bình Lâm)", "Hoàng Thảo", "Báo Bình Lâm"),
        ("Tin: Hoàng Thảo\n\nẢnh: Minh Đức", "Hoàng Thảo", None),
    ],
)
def test_the_byline_names_author_and_source(read_content, page, byline, author, source):
    article = one(read_content(page.replace("Tin, ảnh: Hoàng Thảo", byline)))
    assert (article.author, article.source) == (author, source)
    assert article.body.endswith("thứ Hai tuần tới./.")
    assert len(article.images) == 2


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda text: text.replace("\n", "\r\n").encode(), id="Windows line ends"),
        pytest.param(lambda text: unicodedata.normalize("NFD", text).encode(), id="decomposed"),
        pytest.param(lambda text: text.encode("utf-8-sig"), id="byte order mark"),
        pytest.param(lambda text: text.encode("utf-16"), id="UTF-16"),
        pytest.param(lambda text: b"\xfe\xff" + text.encode("utf-16-be"), id="big-endian UTF-16"),
        pytest.param(lambda text: text.replace("\n\n", "\n").encode(), id="no blank lines"),
        pytest.param(lambda text: ("\n\n" + text).encode(), id="blank lines above"),
    ],
)
def test_a_page_reads_the_same_however_it_was_saved(read_content, page, change):
    expected = one(read_content(page)).model_dump()
    assert one(read_content(change(page), "other")).model_dump() == expected


def test_nothing_listed_below_the_article_is_in_it(read_content, page):
    article = one(read_content(page))
    for furniture in ("Phản hồi", "Các tin khác", "cây xanh", "Mới nhất"):
        assert furniture not in article.model_dump_json()


def test_a_long_paragraph_that_ends_in_a_credit_stays_text(read_content, page):
    long = "Nhà văn hóa được xây bằng tiền đóng góp của người dân. " * 9 + "(Ảnh: HT)"
    article = one(read_content(page.replace("Toàn cảnh buổi lễ. (Ảnh: HT)", long)))
    assert long in article.body


def test_an_impossible_date_is_reported_with_its_line(read_content, page):
    result = read_content(page.replace("17/1/2025", "17/13/2025"))
    assert not result.articles
    assert result.messages == [
        (
            f'{result.problems[0].path}:3: "Thứ Sáu, 17/13/2025 08:05\'(GMT+7)" is not a date;'
            " write it as Thứ Ba, 25/10/2022 15:21'(GMT+7)"
        )
    ]


@pytest.mark.skipif(
    not OWNERS_PAGE.exists(), reason="the shared folder beside the checkout is not here"
)
def test_the_owners_page_is_read_whole(read):
    article = one(read(OWNERS_PAGE))
    assert article.section == "Tuyên giáo các cấp"
    assert article.published.isoformat() == "2022-10-25T15:21:00+07:00"
    assert article.title.startswith("Đắk Lắk: Nâng cao nhận thức")
    assert article.author == "Nhật Minh"
    assert len(article.images) == 4
    assert article.images[2].caption == "Các đại biểu tham dự Hội nghị. (Ảnh: TA)"
    paragraphs = article.body.split("\n")
    assert len(paragraphs) == 6
    assert paragraphs[0].startswith("Chiều ngày 25/10")
    assert paragraphs[-1].endswith("tình hình mới./.")
    for stranger in ("(Ảnh: TA)", "Nhật Minh", "Phản hồi", "Mới nhất", "20/6/2024"):
        assert stranger not in article.body

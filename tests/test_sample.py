"""The specification of the sample archive, checked over the raw files with the standard library."""

import json
import re
import unicodedata
from collections import Counter
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

SAMPLE = Path(__file__).resolve().parents[1] / "search_service" / "sample"
SECTIONS = {
    "thoi-su": "Thời sự",
    "xay-dung-dang": "Xây dựng Đảng",
    "tuyen-giao-cac-cap": "Tuyên giáo các cấp",
    "kinh-te": "Kinh tế",
    "nong-nghiep-nong-thon": "Nông nghiệp - Nông thôn",
    "giao-duc": "Giáo dục",
    "y-te-suc-khoe": "Y tế - Sức khỏe",
    "van-hoa": "Văn hóa",
    "phap-luat": "Pháp luật",
    "the-thao": "Thể thao",
}
KEYS = {
    *("id", "url", "title", "lead", "body", "section", "published"),
    *("author", "tags", "people", "images", "source"),
}
FILES = sorted(SAMPLE.iterdir())
RECORDS: list[dict[str, Any]] = [
    json.loads(line)
    for path in FILES
    if path.suffix == ".jsonl"
    for line in path.read_text(encoding="utf-8").splitlines()
]
NAMES_OF_STANDARDS = {"schema.org", "www.w3.org", "purl.org", "ogp.me"}


def text_of(record: dict[str, Any]) -> str:
    return " ".join(record.get(key, "") for key in ("title", "lead", "body"))


def words_in(record: dict[str, Any]) -> int:
    return len(f"{record.get('lead', '')} {record['body']}".split())


def mentioning(name: str) -> list[dict[str, Any]]:
    return [record for record in RECORDS if name in text_of(record)]


def published(records: list[dict[str, Any]]) -> list[datetime]:
    return [datetime.fromisoformat(r["published"]) for r in records if "published" in r]


def news_article(path: Path) -> dict[str, Any]:
    found = re.search(
        r'<script type="application/ld\+json">(.*?)</script>', path.read_text("utf-8"), re.DOTALL
    )
    assert found, path.name
    graph: dict[str, Any] = json.loads(found[1])
    nodes = graph.get("@graph", [graph])
    article: dict[str, Any] = next(node for node in nodes if node["@type"] == "NewsArticle")
    return article


def test_there_is_one_json_lines_file_per_section_and_one_file_in_each_other_form() -> None:
    suffixes = Counter(path.suffix for path in FILES)
    assert {path.stem for path in FILES if path.suffix == ".jsonl"} == set(SECTIONS)
    assert suffixes == {".jsonl": 10, ".html": 2, ".txt": 1, ".xml": 1}


def test_the_archive_has_at_least_ninety_articles() -> None:
    assert len(RECORDS) >= 90


@pytest.mark.parametrize(("slug", "name"), SECTIONS.items())
def test_a_section_has_at_least_seven_articles_all_under_its_name(slug: str, name: str) -> None:
    lines = (SAMPLE / f"{slug}.jsonl").read_text("utf-8").splitlines()
    sections = Counter(json.loads(line).get("section") for line in lines)
    assert sections[name] >= 7
    assert set(sections) <= {name, None}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_is_in_nfc(path: Path) -> None:
    assert unicodedata.is_normalized("NFC", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_domain_is_reserved_for_examples(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    hosts = set(re.findall(r"(?:https?://|@)([a-z0-9.-]+\.[a-z]+)", text))
    bare = set(re.findall(r"\b[a-z0-9-]+\.(?:com|vn|net|org|info|edu)\b", text))
    assert all(host.endswith(".example") for host in hosts - NAMES_OF_STANDARDS)
    assert bare - {"w3.org"} <= NAMES_OF_STANDARDS


def test_ids_and_addresses_are_unique() -> None:
    pages = [
        news_article(path)["mainEntityOfPage" if "ben-pha" in path.name else "url"]
        for path in FILES
        if path.suffix == ".html"
    ]
    links = ET.parse(SAMPLE / "tin-moi.xml").findall(".//item/link")  # noqa: S314 - ours
    urls = [record["url"] for record in RECORDS] + pages + [str(link.text) for link in links]
    assert len({record["id"] for record in RECORDS}) == len(RECORDS)
    assert len(set(urls)) == len(urls) == len(RECORDS) + 5


def test_an_id_carries_the_year_and_an_address_the_section() -> None:
    for record in RECORDS:
        assert re.fullmatch(r"blg-202[123]-\d{4}", record["id"])
        assert record["url"].split("/")[3] in SECTIONS


def test_a_record_has_only_known_keys_and_always_a_body_and_a_source() -> None:
    for record in RECORDS:
        assert set(record) <= KEYS
        assert record["body"].strip()
        assert record["source"].strip()


def test_no_two_bodies_are_the_same() -> None:
    assert len({record["body"] for record in RECORDS}) == len(RECORDS)


def test_every_month_of_the_three_years_has_an_article() -> None:
    months = {(day.year, day.month) for day in published(RECORDS)}
    assert months == {(year, month) for year in (2021, 2022, 2023) for month in range(1, 13)}


def test_times_are_of_vietnam_and_spread_over_the_day() -> None:
    days = published(RECORDS)
    assert {day.utcoffset() for day in days} == {timedelta(hours=7)}
    assert len({day.hour for day in days}) >= 12


def test_the_last_two_months_hold_a_fifth_of_the_archive() -> None:
    late = [day for day in published(RECORDS) if (day.year, day.month) >= (2023, 11)]
    assert len(late) >= len(RECORDS) / 5


def test_gaps_that_real_archives_have_are_there() -> None:
    missing = Counter(key for record in RECORDS for key in KEYS - set(record))
    assert (missing["title"], missing["published"], missing["section"]) == (1, 1, 2)
    assert missing["author"] >= 4
    assert len(RECORDS) - missing["people"] == 3


def test_lengths_run_from_briefs_to_features() -> None:
    lengths = [words_in(record) for record in RECORDS]
    assert sum(80 <= length <= 120 for length in lengths) >= 12
    assert sum(length >= 500 for length in lengths) >= 4
    assert min(lengths) >= 80
    assert max(lengths) <= 720


def test_a_third_of_the_articles_have_captions_and_some_pictures_no_address() -> None:
    illustrated = [record for record in RECORDS if record.get("images")]
    pictures = [image for record in illustrated for image in record["images"]]
    assert len(illustrated) >= len(RECORDS) / 3
    assert all(image["caption"].strip() for image in pictures)
    assert any("url" not in image for image in pictures)


@pytest.mark.parametrize(
    ("name", "roles"),
    [
        ("Đặng Quốc Khiêm", ["Phó Bí thư Thường trực Tỉnh u", "Bí thư Tỉnh ủy"]),
        ("Vũ Thị Hồng Loan", ["Phó Chủ tịch UBND tỉnh", "Chủ tịch UBND tỉnh"]),
        ("Phan Đăng Thuật", ["Trưởng Ban Tuyên giáo Tỉnh ủy", "Phó Bí thư Thường trực Tỉnh ủy"]),
        ("Đoàn Thanh Hà", ["Phó Trưởng Ban Tuyên giáo", "Trưởng Ban Tuyên giáo Tỉnh ủy"]),
        ("Trịnh Quang Duệ", ["Giám đốc Sở Giao thông vận tải", "Phó Chủ tịch UBND tỉnh"]),
        ("Hoàng Đình Trác", ["Phó Chủ tịch UBND huyện", "Bí thư Huyện ủy Phú Khê"]),
        ("Lò Văn Pành", ["Phó Chủ tịch UBND huyện Mường", "Chủ tịch UBND huyện Mường Hiên"]),
        ("Chu Văn Bảo", ["Trưởng phòng Cảnh sát kinh tế", "Phó Giám đốc Công an tỉnh"]),
        ("Tống Thị Minh Nguyệt", ["Phó Giám đốc Sở Văn hóa", "Giám đốc Sở Văn hóa"]),
        ("Ngô Xuân Sắc", ["Phó Giám đốc Trung tâm Y tế", "Giám đốc Bệnh viện Đa khoa khu vực"]),
    ],
)
def test_a_main_person_is_in_six_articles_and_changes_roles(name: str, roles: list[str]) -> None:
    articles = mentioning(name)
    assert len(articles) >= 6
    first_seen = []
    for role in roles:
        after_name = re.compile(f"{name}, (?:[^.;]*, )?{role}")
        days = [r["published"] for r in articles if after_name.search(text_of(r))]
        assert days, role
        first_seen.append(min(days))
    assert first_seen == sorted(first_seen)


@pytest.mark.parametrize(
    ("name", "one", "other"),
    [
        ("Mai Trung Kiên", "HLV Mai Trung Kiên", "Mai Trung Kiên, Chánh Văn phòng UBND tỉnh"),
        ("Ngô Xuân Sắc", "ác sĩ Ngô Xuân Sắc", "Ngô Xuân Sắc, nông dân"),
    ],
)
def test_two_pairs_of_namesakes_each_have_articles_of_their_own(
    name: str, one: str, other: str
) -> None:
    texts = [text_of(record) for record in mentioning(name)]
    assert any(one in text and other not in text for text in texts)
    assert any(other in text and one not in text for text in texts)


@pytest.mark.parametrize("name", ["Đoàn Thanh Hà", "Đoàn Thành Hà", "Đoàn Thanh Hạ"])
def test_names_that_differ_only_in_marks_all_occur(name: str) -> None:
    assert len([r for r in mentioning(name) if re.search(rf"{name}\b", text_of(r))]) >= 2


@pytest.mark.parametrize(
    ("subject", "least"),
    [
        ("cầu Vạn Thuận", 6),
        ("lũ quét", 8),
        ("Kim Lộc Phát", 7),
        ("gạo Nàng Lâm", 6),
        ("đình Thượng Lâm", 5),
        ("CLB Lâm Giang", 7),
        ("bệnh viện", 5),
        ("chuyển đổi số", 5),
        ("thi tốt nghiệp THPT", 3),
        ("Nghị quyết 05", 2),
        ("nhân sự", 5),
    ],
)
def test_a_story_is_followed_over_at_least_six_months(subject: str, least: int) -> None:
    days = published([record for record in RECORDS if subject in record.get("tags", [])])
    assert len(days) >= least
    assert max(days) - min(days) >= timedelta(days=180)


def test_one_story_is_printed_twice_under_two_sources() -> None:
    by_source = Counter(record["source"] for record in RECORDS)
    agency = next(r for r in RECORDS if r["source"] == "Hãng tin Sông Lâm")
    same_day = [r for r in RECORDS if r.get("published", "")[:10] == agency["published"][:10]]
    other = next(r for r in same_day if r is not agency)
    shared = set(agency["body"].split()) & set(other["body"].split())
    assert by_source["Hãng tin Sông Lâm"] == 1
    assert agency["body"] != other["body"]
    assert len(shared) / len(set(agency["body"].split())) > 0.9


def test_both_placements_of_the_tone_mark_and_both_kinds_of_quotation_mark_are_mixed() -> None:
    everything = " ".join(text_of(record) for record in RECORDS)
    for newer, older in (("hòa", "hoà"), ("ủy", "uỷ"), ("Thủy", "Thuỷ")):
        assert newer in everything
        assert older in everything
    assert "“" in everything
    assert '"' in everything


@pytest.mark.parametrize("term", ["COVID-19", "5G", "OCOP", "BHYT", "HTX", "CLB", "HLV", "HĐND"])
def test_abbreviations_are_used_as_papers_use_them(term: str) -> None:
    assert len(mentioning(term)) >= 1


def test_ho_chi_minh_occurs_only_as_the_name_of_the_city() -> None:
    everything = " ".join(path.read_text("utf-8") for path in FILES)
    assert "Hồ Chí Minh" not in everything.replace("Thành phố Hồ Chí Minh", "")


def test_the_saved_page_has_the_lines_of_a_saved_page() -> None:
    lines = (SAMPLE / "tuyen-giao-14-11-2023.txt").read_text("utf-8").split("\n")
    paragraphs = [line for line in lines if line]
    assert re.fullmatch(r"Thứ \w+, \d+/\d+/\d{4}", lines[0])
    assert lines[1] == "Tuyên giáo các cấp"
    assert re.fullmatch(r"Thứ \w+, \d+/\d+/\d{4} \d\d:\d\d'\(GMT\+7\)", lines[2])
    assert [text for text, times in Counter(paragraphs).items() if times == 2] == [
        paragraphs[4],
        "Quang cảnh Hội nghị. (Ảnh: NL)",
    ]
    assert paragraphs[-6].startswith("Tin, ảnh: ")
    furniture = ["Phản hồi", "Các tin khác", "Thư viện ảnh", "Liên kết website", "Mới nhất"]
    assert paragraphs[-5:] == furniture


@pytest.mark.parametrize("name", ["ben-pha-van-thuan.html", "benh-an-dien-tu.html"])
def test_a_page_says_the_same_in_json_ld_and_open_graph(name: str) -> None:
    article = news_article(SAMPLE / name)
    page = (SAMPLE / name).read_text("utf-8")
    assert f'<meta property="og:title" content="{article["headline"]}">' in page
    assert f'<meta property="article:published_time" content="{article["datePublished"]}">' in page
    assert article["articleSection"] in SECTIONS.values()
    assert f"<h1>{article['headline']}</h1>" in page


def test_the_feed_has_three_dated_items_in_known_sections() -> None:
    items = ET.parse(SAMPLE / "tin-moi.xml").findall("./channel/item")  # noqa: S314 - ours
    assert len(items) == 3
    for item in items:
        assert item.findtext("category") in SECTIONS.values()
        day = parsedate_to_datetime(str(item.findtext("pubDate")))
        assert (day.year, day.month, day.utcoffset()) == (2023, 12, timedelta(hours=7))
        assert len(str(item.findtext("description")).split()) >= 50

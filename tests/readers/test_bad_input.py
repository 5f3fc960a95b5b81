"""Whatever is handed in: a message that names the place and the fault, and never a traceback."""

from __future__ import annotations

import gzip
import io
import json
import os
import zipfile

import pytest

GOOD = '{"id": "tốt", "body": "Bài này đọc được."}\n'
UNKNOWN = "not a known format (saved page, HTML, JSON Lines, RSS/Atom, WARC)"
TEXT = "".join(
    f"<p>Đoạn {number}: hội đồng xã họp bàn việc sửa đường và xây cầu trong năm tới.</p>"
    for number in range(5)
)


def office_file() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("bai.txt", "Bài viết")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param(b"", "is empty: there is no article in it", id="empty"),
        pytest.param(b" \n\t\r\n ", "is empty: there is no article in it", id="white space"),
        pytest.param(gzip.compress(b""), "is empty: there is no article in it", id="empty gzip"),
        pytest.param(office_file(), f"is a zip or Office file, {UNKNOWN}", id="zip"),
        pytest.param(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", f"is a PDF file, {UNKNOWN}", id="PDF"),
        pytest.param(b"\x89PNG\r\n\x1a\n\0\0", f"is a picture, {UNKNOWN}", id="picture"),
        pytest.param(b"{\\rtf1\\ansi Xin}", f"is an RTF file, {UNKNOWN}", id="RTF"),
        pytest.param(b"\0" * 5000, UNKNOWN, id="zeros"),
        pytest.param(os.urandom(16).hex().encode(), UNKNOWN, id="plain text"),
        pytest.param("Một bài không có ngày tháng.\n".encode(), UNKNOWN, id="text without a date"),
        pytest.param(b"a;b;c\n1;2;3\n", UNKNOWN, id="table"),
        pytest.param(b"<?xml version='1.0'?><urlset></urlset>", UNKNOWN, id="XML of another kind"),
        pytest.param(b"<html></html>", "there is no article text in this page", id="empty page"),
        pytest.param(
            b"<html><body><script>var a = 'b';</script><img src=x></body></html>",
            "there is no article text in this page",
            id="page without text",
        ),
        pytest.param(
            b"<html><body>" + b"<div>" * 100_000 + b"sau" + b"</div>" * 100_000,
            "there is no article text in this page",
            id="100,000 levels of HTML",
        ),
        pytest.param(
            b"<html><body>" + b"<p>x</p>" * 60_000,
            "has more than 50,000 elements: not a page of one article",
            id="too many elements",
        ),
        pytest.param(
            b"<html><body><p " + b"a=b " * 100_000 + b">x</p>",
            "has an element with more than 1,000 attributes: not an article",
            id="too many attributes",
        ),
        pytest.param(
            gzip.compress(b"<html><body><p>" + b"chu " * 9_000_000),
            "is larger than 32 MB unpacked; write large exports as JSON Lines",
            id="HTML bomb",
        ),
        pytest.param(
            b"<rss version='2.0'><channel><title>x</title></channel></rss>",
            "is a feed without entries",
            id="feed without entries",
        ),
        pytest.param(
            b"<rss version='2.0'><channel>" + b"<a>" * 400_000,
            "has more than 300,000 tags: not a feed of articles",
            id="400,000 levels of XML",
        ),
        pytest.param(
            "Thứ Ba, 25/10/2022 15:21'(GMT+7)\nChỉ có tựa đề\n".encode(),
            "there is no text: give body or lead",
            id="saved page without text",
        ),
        pytest.param(
            "Thứ Ba, 25/10/2022 15:21'(GMT+7)\nTựa\nThân ".encode() + b"\xff\xfe b\xe0i",
            "is not UTF-8 at byte 48; save it as UTF-8",
            id="saved page in another encoding",
        ),
        pytest.param(
            b"WARC/1.0\r\nrubbish", "is cut in the middle of a record", id="garbage as WARC"
        ),
        pytest.param(
            gzip.compress(b"[" + b" " * (65 * 2**20)),
            "is larger than 64 MB unpacked; write large exports as JSON Lines",
            id="array bomb",
        ),
    ],
)
def test_a_file_that_cannot_be_read_is_one_problem(read_content, content, reason):
    result = read_content(content)
    assert not result.articles
    assert len(result.problems) == 1
    assert str(result.problems[0]).startswith(f"{result.problems[0].path}: {reason}")
    assert result.problems[0].whole_file
    assert result.reading.done == result.reading.total == len(content)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        pytest.param(b"rubbish", "is not JSON: Expecting value at character 1", id="no JSON"),
        pytest.param(
            b'{"body": "x"', "is not JSON: Expecting ',' delimiter at character 13", id="cut"
        ),
        pytest.param(b'{"body": "x"} {}', "is not JSON: Extra data at character 15", id="two"),
        pytest.param(
            b'{"body": "a\xff"}',
            "is not UTF-8 at byte 12 of the line; save the file as UTF-8",
            id="invalid UTF-8",
        ),
        pytest.param(b"[1, 2]", "is not an object but list; write each article as", id="list"),
        pytest.param(b'"text"', "is not an object but str; write each article as", id="text"),
        pytest.param(b"17", "is not an object but int; write each article as", id="number"),
        pytest.param(b"null", "is not an object but NoneType; write each article as", id="null"),
        pytest.param(b"{}", "there is no text: give body or lead", id="empty object"),
        pytest.param(b'{"title": "x"}', "there is no text: give body or lead", id="title only"),
        pytest.param(b'{"body": "\\u0000 "}', "there is no text", id="NUL only"),
        pytest.param(b'{"body": 5}', "body: must be text, not int", id="wrong type"),
        pytest.param(
            b'{"body": "x", "published": "31/02/2022"}',
            "published: '31/02/2022' is not a date; write ISO 8601, as 2022-10-25T15:21:00+07:00",
            id="wrong date",
        ),
        pytest.param(
            b'{"body": "x", "published": "0000-00-00 00:00:00"}',
            "published: '0000-00-00 00:00:00' is not a date; write ISO 8601",
            id="zero date",
        ),
        pytest.param(
            b'{"body": "x", "published": 1e999}',
            "published: must be text, not float; write ISO 8601",
            id="infinite date",
        ),
        pytest.param(
            b'{"body": "x", "n": ' + b"9" * 5000 + b"}",
            "is not JSON that can be read: a number has thousands of digits",
            id="huge number",
        ),
        pytest.param(
            b'{"body": "x", "n": ' + b"[" * 200_000 + b"]" * 200_000 + b"}",
            "is not JSON that can be read: nested too deeply",
            id="200,000 levels",
        ),
        pytest.param(
            b'{"body": "x", "n": ' + b"[" * 100 + b"]" * 100 + b"}",
            "extra: is nested more than 20 deep",
            id="100 levels",
        ),
        pytest.param(
            json.dumps({"body": "x", "id": "a" * 10_000}).encode(),
            "id: is 10,000 characters long; the limit is 200",
            id="long identifier",
        ),
        pytest.param(
            json.dumps({"body": "x" * 3_000_000}).encode(),
            "body: is 3,000,000 characters long; the limit is 2,000,000",
            id="long body",
        ),
    ],
)
def test_a_bad_line_is_named_and_the_lines_around_it_are_read(read_content, line, reason):
    result = read_content(GOOD.encode() + line + b"\n" + GOOD.replace("tốt", "cũng tốt").encode())
    assert [article.id for article in result.articles] == ["tốt", "cũng tốt"]
    assert len(result.problems) == 1
    problem = result.problems[0]
    assert str(problem).startswith(f"{problem.path}:2: {reason}")
    assert not problem.whole_file


def test_a_line_of_50_megabytes_is_left_out_and_the_next_is_read(read_content):
    line = b'{"body": "' + b"a" * (50 * 2**20) + b'"}\n'
    result = read_content(gzip.compress(GOOD.encode() + line + GOOD.encode(), 1))
    assert len(result.articles) == 2
    assert result.messages == [f"{result.problems[0].path}:2: is longer than 16 MB; it is left out"]


def test_lone_surrogates_are_repaired(read_content):
    result = read_content('{"body": "Chữ \\ud83d hỏng.", "title": "\\udc00"}')
    assert not result.problems
    assert result.articles[0].body == "Chữ \ufffd hỏng."


@pytest.mark.parametrize(("declaration", "line"), [("", 4), ("<?xml version='1.0'?>\n", 5)])
def test_broken_xml_keeps_the_entries_that_can_be_told(read_content, declaration, line):
    item = "<item><title>Tin {0}</title><description>Bài {0}.</description></item>\n"
    feed = f"{declaration}<rss version='2.0'><channel>\n" + "".join(
        item.format(n) for n in range(3)
    )
    result = read_content(feed.replace("Bài 2.</description>", "Bài 2.</descr>"))
    assert len(result.articles) >= 2
    problem = result.problems[-1]
    assert str(problem) == (
        f"{problem.path}:{line}: is not well-formed XML (mismatched tag): entries may be missing"
    )
    assert problem.whole_file


def test_a_bad_entry_is_named_by_its_number(read_content):
    feed = (
        "<rss version='2.0'><channel><item><title>Tin</title><description>Bài.</description></item>"
        "<item><title>Trống</title></item><item><title>Sai</title><description>Bài.</description>"
        "<pubDate>Wed, 99 Foo 2017</pubDate></item></channel></rss>"
    )
    result = read_content(feed)
    path = result.problems[0].path
    assert len(result.articles) == 1
    assert result.messages[0] == f"{path}: entry 2: there is no text: give body or lead"
    assert result.messages[1].startswith(
        f"{path}: entry 3: published: 'Wed, 99 Foo 2017' is not a date"
    )


def test_an_entity_bomb_in_a_feed_does_not_go_off(read_content):
    entities = "".join(
        f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "Nổ" * 10}">' for n in range(12)
    )
    feed = (
        f"<?xml version='1.0'?><!DOCTYPE rss [{entities}]><rss version='2.0'><channel><item>"
        "<title>Tin</title><link>https://bao.example/1</link>"
        "<description>Bài &e11;.</description></item></channel></rss>"
    )
    result = read_content(feed)
    assert all(len(article.lead) < 1000 for article in result.articles)
    assert all(problem.reason for problem in result.problems)


def test_an_external_entity_is_not_fetched(read_content, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("bí mật")
    for root in ("rss", "html"):
        markup = (
            f"<!DOCTYPE {root} [<!ENTITY x SYSTEM '{secret.as_uri()}'>]>"
            "<rss version='2.0'><channel><item><title>Tin</title>"
            "<description>Bài &x;.</description></item></channel></rss>"
        )
        result = read_content(markup)
        assert "bí mật" not in "".join(article.model_dump_json() for article in result.articles)


def test_hostile_scripts_in_a_page_are_not_text(read_content):
    page = f"<html><body><h1>Tin</h1>{TEXT}<script>{'<p>x' * 100_000}</script><p onclick='x()'></p>"
    article = read_content(page).articles[0]
    assert len(article.body.split("\n")) == 5
    assert "x" not in article.body.replace("xã", "").replace("xây", "")


def test_nul_bytes_in_a_page_are_removed(read_content):
    article = read_content(f"<html><body><h1>Tin\0 xã</h1>{TEXT}</body></html>").articles[0]
    assert article.title == "Tin xã"


def test_a_bad_file_does_not_stop_the_files_after_it(read, tmp_path):
    (tmp_path / "1.pdf").write_bytes(b"%PDF-1.4")
    (tmp_path / "2.warc").write_bytes(b"WARC/1.0\r\n\r\n")
    (tmp_path / "3.html").write_bytes(b"<html>")
    (tmp_path / "4.jsonl").write_text(GOOD)
    result = read(tmp_path)
    assert len(result.articles) == 1
    assert [problem.path.name for problem in result.problems] == ["1.pdf", "2.warc", "3.html"]


@pytest.mark.parametrize("encoding", ["\0UTF-8", "hex", "không-có", "idna", "punycode"])
def test_a_feed_in_an_encoding_that_is_none_is_reported_or_read(read_content, encoding):
    result = read_content(f'<?xml version="1.0" encoding="{encoding}"?>\n<rss'.encode())
    assert result.articles == []
    assert result.messages

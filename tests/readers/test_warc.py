from __future__ import annotations

import gzip
from pathlib import Path

import pytest

BODY = "".join(
    f"<p>Đoạn {number}: hội đồng xã họp bàn việc sửa đường và xây cầu trong năm tới.</p>"
    for number in range(4)
)


def html(number: int) -> bytes:
    page = f"<html><head><title>Tin số {number}</title></head><body><h1>Tin số {number}</h1>"
    return f"{page}<div>{BODY}</div></body></html>".encode()


def record(kind: str, content_type: str, content: bytes, address: str = "") -> bytes:
    head = [b"WARC/1.0", f"WARC-Type: {kind}".encode(), b"WARC-Date: 2025-03-20T00:00:00Z"]
    if address:
        head.append(f"WARC-Target-URI: {address}".encode())
    head += [f"Content-Type: {content_type}".encode(), f"Content-Length: {len(content)}".encode()]
    return b"\r\n".join([*head, b"", content, b"", b""])


def response(address: str, kind: str, content: bytes, status="200 OK", more=()) -> bytes:
    head = "\r\n".join([f"HTTP/1.1 {status}", f"Content-Type: {kind}", *more, "", ""])
    return record(
        "response", "application/http; msgtype=response", head.encode() + content, address
    )


@pytest.fixture
def warc(tmp_path: Path):
    """Write a WARC file of responses: address, content type, content, and perhaps status, more."""

    def write(*pages, zipped: bool = False) -> Path:
        info = record("warcinfo", "application/warc-fields", b"software: test\r\n")
        records = [info, *(response(*page) for page in pages)]
        path = tmp_path / "crawl"
        path.write_bytes(b"".join(map(gzip.compress, records) if zipped else records))
        return path

    return write


def page(number: int):
    return f"https://bao.example/{number}", "text/html; charset=utf-8", html(number)


@pytest.mark.parametrize("zipped", [False, True])
def test_every_html_response_is_an_article_at_its_address(read, warc, zipped):
    result = read(warc(page(1), page(2), zipped=zipped))
    assert result.messages == []
    assert [article.url for article in result.articles] == [
        "https://bao.example/1",
        "https://bao.example/2",
    ]
    assert result.articles[0].title == "Tin số 1"


def test_one_gzip_around_the_whole_file_is_read_as_well(read, warc):
    path = warc(page(1), page(2))
    path.write_bytes(gzip.compress(path.read_bytes()))
    assert len(read(path).articles) == 2


def test_the_day_of_the_crawl_is_not_the_day_of_publication(read, warc):
    assert read(warc(page(1))).articles[0].published is None


def test_what_is_no_page_or_no_success_is_passed_over(read, warc):
    path = warc(
        ("https://bao.example/a.jpg", "image/jpeg", b"\xff\xd8\xff"),
        ("https://bao.example/x", "text/html", html(9), "404 Not Found", []),
        page(1),
    )
    result = read(path)
    assert [article.url for article in result.articles] == ["https://bao.example/1"]
    assert result.messages == []


def test_a_compressed_answer_is_unpacked(read, warc):
    more = ["Content-Encoding: gzip"]
    path = warc(("https://bao.example/1", "text/html", gzip.compress(html(1)), "200 OK", more))
    assert read(path).articles[0].title == "Tin số 1"


def test_an_answer_compressed_in_an_unknown_way_is_reported(read, warc):
    more = ["Content-Encoding: br"]
    path = warc(("https://bao.example/1", "text/html", b"\x0b\x02", "200 OK", more), page(2))
    result = read(path)
    assert result.messages == [
        f"{path}: https://bao.example/1: is compressed as br; crawl it with gzip"
    ]
    assert len(result.articles) == 1


def test_a_page_without_text_is_reported_by_its_address(read, warc):
    path = warc(("https://bao.example/0", "text/html", b"<html></html>"), page(1))
    result = read(path)
    assert result.messages == [
        f"{path}: https://bao.example/0: there is no article text in this page"
    ]
    assert len(result.articles) == 1


def test_the_charset_of_the_answer_counts(read, warc):
    content = "<html><body><h1>Quán</h1><p>Café và bia nâu bên sông Hàn.</p></body></html>"
    kind = "text/html; charset=windows-1252"
    article = read(warc(("https://bao.example/1", kind, content.encode("cp1252")))).articles[0]
    assert article.body == "Café và bia nâu bên sông Hàn."


def test_a_page_in_pieces_is_joined(read, warc):
    content = html(1)
    pieces = b"%x\r\n%s\r\n0\r\n\r\n" % (len(content), content)
    more = ["Transfer-Encoding: chunked"]
    path = warc(("https://bao.example/1", "text/html", pieces, "200 OK", more))
    assert read(path).articles[0].title == "Tin số 1"


@pytest.mark.parametrize("zipped", [False, True])
def test_a_file_cut_in_a_record_keeps_the_records_before(read, warc, zipped):
    path = warc(page(1), page(2), zipped=zipped)
    path.write_bytes(path.read_bytes()[:-150])
    result = read(path)
    assert [article.url for article in result.articles] == ["https://bao.example/1"]
    assert result.problems[0].whole_file
    assert result.messages == [
        f"{path}: is cut in the middle of a record; the records before it were read"
    ]


def test_garbage_between_records_is_reported(read, warc):
    path = warc(page(1))
    path.write_bytes(path.read_bytes() + b"rubbish\r\nmore rubbish\r\n\r\n")
    result = read(path)
    assert len(result.articles) == 1
    assert result.problems[0].whole_file
    assert "has a broken record (Invalid WARC record" in result.messages[0]

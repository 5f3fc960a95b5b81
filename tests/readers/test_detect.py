from __future__ import annotations

from time import perf_counter

import pytest

from search_service.readers.detect import Format, detect


@pytest.mark.parametrize(
    ("content", "form"),
    [
        ('{"body": "x"}', Format.JSON),
        ('{\n  "body": 1}', Format.JSON),
        ("[\n{}]", Format.JSON),
        ("[]", Format.JSON),
        ("<!DOCTYPE html><html>", Format.HTML),
        ("\ufeff\n <html lang=vi>", Format.HTML),
        ("<!-- crawled --><div><h1>x</h1></div>", Format.HTML),
        ("<p>x</p>", Format.HTML),
        ("<?xml version='1.0'?><!DOCTYPE html PUBLIC 'x'><html>", Format.HTML),
        ("junk before <html><body>", Format.HTML),
        ("<?xml version='1.0'?><rss version='2.0'>", Format.FEED),
        ("<?xml version='1.0'?><!-- x --><feed xmlns='http://www.w3.org/2005/Atom'>", Format.FEED),
        ("<!DOCTYPE rss [<!ENTITY a 'b'>]><rss>", Format.FEED),
        ("<rdf:RDF xmlns='http://purl.org/rss/1.0/'>", Format.FEED),
        ("WARC/1.0\r\n", Format.WARC),
        ("Thứ Năm, 20/6/2024\nMục\n", Format.PAGE),
        ("[Góc nhìn]\n25/10/2022 15:21\nTựa\n", Format.PAGE),
        ("<sitemap></sitemap>", None),
        ("hello", None),
        ("[Góc nhìn] Không có ngày", None),
        ("body { color: red }", None),
    ],
)
def test_the_content_tells_the_format(content, form):
    assert detect(content.encode()) is form


def test_utf16_is_told_as_well():
    assert detect("<html>".encode("utf-16")) is Format.HTML
    assert detect("Thứ Năm, 20/6/2024".encode("utf-16")) is Format.PAGE


@pytest.mark.parametrize(
    "content",
    [
        b"<!-- x -->" + b" " * 60_000 + b"x",
        b"<" + b"\n" * 60_000 + b"x",
        b"x" + b"\n " * 30_000 + b"x",
        b"<!DOCTYPE x [" * 5_000,
        b"<!--" * 15_000,
        b"{" + b" " * 60_000 + b"x",
    ],
)
def test_hostile_beginnings_are_told_at_once(content):
    start = perf_counter()
    assert detect(content) in {None, Format.HTML}
    assert perf_counter() - start < 2

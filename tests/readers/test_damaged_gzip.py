"""Compressed files that are cut, flipped or far larger than they look."""

from __future__ import annotations

import gzip
import io
import json
import os

from tests.readers.test_bad_input import GOOD


def test_a_gzip_bomb_of_one_line_is_read_over_in_pieces(read_content):
    bomb = io.BytesIO()
    with gzip.open(bomb, "wb", compresslevel=1) as stream:
        stream.write(b'{"body": "')
        for _ in range(200):
            stream.write(b"\0" * 2**20)
    result = read_content(bomb.getvalue())
    assert not result.articles
    assert result.messages == [f"{result.problems[0].path}:1: is longer than 16 MB; it is left out"]


def test_a_cut_gzip_file_keeps_the_lines_before_the_cut(read_content):
    lines = "".join(json.dumps({"id": n, "body": os.urandom(40).hex()}) + "\n" for n in range(2000))
    whole = gzip.compress(lines.encode())
    result = read_content(whole[: len(whole) // 2])
    assert len(result.articles) > 500
    assert [article.id for article in result.articles[:2]] == ["0", "1"]
    assert result.messages == [
        (
            f"{result.problems[0].path}: ends too early: the gzip file is cut; what stands before"
            " the cut was read"
        )
    ]
    assert result.problems[0].whole_file


def test_a_small_cut_gzip_file_is_reported_too(read_content):
    result = read_content(gzip.compress(GOOD.encode())[:-9])
    assert "ends too early: the gzip file is cut" in result.messages[-1]


def test_a_gzip_file_with_rubbish_behind_keeps_its_articles(read_content):
    result = read_content(gzip.compress(GOOD.encode()) + b"rubbish behind")
    assert len(result.articles) == 1
    assert "is damaged: Not a gzipped file" in result.messages[0]
    assert result.problems[0].whole_file


def test_a_gzip_file_with_flipped_bits_is_reported(read_content):
    content = bytearray(gzip.compress(GOOD.encode() * 50))
    content[-6] ^= 0xFF
    result = read_content(bytes(content))
    assert "is damaged: CRC check failed" in result.messages[-1]

from __future__ import annotations

import gzip
import json

ONE = {"id": "a1", "title": "Mở lại bến đò", "body": "Bến đò mở lại sau lũ.", "note": 7}
TWO = {"id": "a2", "lead": "Trường học có thêm sân chơi."}


def lines(*records: object) -> str:
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def test_each_line_is_an_article(read_content):
    result = read_content(lines(ONE, TWO))
    assert [article.id for article in result.articles] == ["a1", "a2"]
    assert result.articles[0].extra == {"note": 7}
    assert not result.problems


def test_gzip_is_told_from_the_content_not_the_name(read_content):
    result = read_content(gzip.compress(lines(ONE, TWO).encode()), "archive.jsonl")
    assert len(result.articles) == 2
    assert len(read_content(lines(ONE), "archive.jsonl.gz").articles) == 1


def test_several_gzip_files_joined_are_one(read_content):
    joined = gzip.compress(lines(ONE).encode()) + gzip.compress(lines(TWO).encode())
    assert len(read_content(joined).articles) == 2


def test_an_array_over_several_lines_is_read(read_content):
    result = read_content(json.dumps([ONE, TWO], indent=2))
    assert [article.id for article in result.articles] == ["a1", "a2"]


def test_an_array_on_one_line_is_read(read_content):
    assert len(read_content(json.dumps([ONE, TWO])).articles) == 2


def test_objects_over_several_lines_are_read(read_content):
    text = json.dumps(ONE, indent=2) + "\n" + json.dumps(TWO, indent=2)
    assert len(read_content(text).articles) == 2


def test_a_fault_in_an_array_names_its_line_and_keeps_what_stood_before(read_content):
    result = read_content('[\n{"body": "Một."},\n{"body": 5},\n{"body" "Ba."}\n]')
    assert [article.body for article in result.articles] == ["Một."]
    assert [problem.line for problem in result.problems] == [3, 4]
    assert [problem.whole_file for problem in result.problems] == [False, True]
    assert "body: must be text, not int" in result.messages[0]
    assert "not JSON: Expecting ':' delimiter" in result.messages[1]


def test_an_array_that_never_ends_keeps_its_articles(read_content):
    result = read_content('[\n{"body": "Một."},')
    assert len(result.articles) == 1
    assert result.problems[0].whole_file


def test_utf16_is_read(read_content):
    assert len(read_content(lines(ONE, TWO).encode("utf-16")).articles) == 2


def test_a_byte_order_mark_and_blank_lines_are_passed_over(read_content):
    result = read_content(b"\xef\xbb\xbf\n" + lines(ONE).encode() + b"\n\n" + lines(TWO).encode())
    assert len(result.articles) == 2
    assert not result.problems


def test_a_byte_order_mark_before_the_first_record_is_passed_over(read_content):
    assert len(read_content(b"\xef\xbb\xbf" + lines(ONE).encode()).articles) == 1


def test_a_broken_first_line_does_not_hide_the_rest(read_content):
    result = read_content("xx\n" + lines(ONE))
    assert len(result.articles) == 1
    assert result.problems[0].line == 1


def test_blank_lines_count_for_line_numbers(read_content):
    result = read_content(lines(ONE) + "\n\nnull\n")
    assert result.problems[0].line == 4
    assert "is not an object but NoneType" in result.messages[0]


def test_of_a_key_given_twice_the_last_counts(read_content):
    assert read_content('{"body": "Một.", "body": "Hai."}').articles[0].body == "Hai."


def test_nan_is_kept_as_nothing(read_content):
    assert read_content('{"body": "Một.", "weight": NaN}').articles[0].extra == {"weight": None}


def test_raw_control_characters_in_texts_are_removed(read_content):
    assert read_content('{"body": "Một\x00 hai\tba."}').articles[0].body == "Một hai\tba."


def test_a_first_line_that_only_says_where_an_export_is_from_is_passed_over(read_content):
    told = {"export": {"query": "lũ"}}
    result = read_content(lines(told, ONE, told))
    assert [article.id for article in result.articles] == ["a1"]
    assert [problem.line for problem in result.problems] == [3]

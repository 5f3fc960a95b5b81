"""Searching, related articles and the names in a text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.asking import answer, run


class TestSearch:
    def test_the_json_has_the_documented_shape(self, index_dir: Path) -> None:
        found = answer("search", "hop long", "--index-dir", index_dir)
        assert list(found) == [
            "total", "total_is_exact", "took_ms", "query", "variants", "suggestion",
            "relaxed", "hits", "facets", "truncated", "more",
        ]  # fmt: skip
        assert found["total"] == 1
        hit = found["hits"][0]
        assert hit["id"] == "cau"
        assert hit["published"] == "2022-10-25T15:21:00+07:00"
        assert hit["author"] == "Hà My"
        assert hit["people"] == [
            {
                "id": "đỗ-văn-khải",
                "name": "Đỗ Văn Khải",
                "role": "Giám đốc Sở Giao thông vận tải",
            }
        ]
        assert hit["match"] == "unmarked"
        assert found["facets"]["section"] == [{"value": "Thời sự", "count": 1, "chosen": False}]
        assert found["facets"]["date"] == [{"value": "2022-10", "count": 1, "chosen": False}]

    def test_another_spelling_is_named_above_the_hits(self, index_dir: Path) -> None:
        assert (
            "Did you mean: hợp long\n"
            in run("search", "howpj long", "--index-dir", index_dir).stdout
        )
        assert answer("search", "hop lnog", "--index-dir", index_dir)["suggestion"] == "hợp long"
        found = run("search", "hợp long", "--index-dir", index_dir).stdout
        assert "Did you mean" not in found

    def test_variants_are_searched_for_unless_told_not_to(self, index_dir: Path) -> None:
        found = answer("search", "Sở GTVT", "--index-dir", index_dir)
        assert (found["total"], found["variants"]) == (1, ["Giao thông vận tải"])
        shown = run("search", "Sở GTVT", "--index-dir", index_dir).stdout
        assert "Searched for too: Giao thông vận tải" in shown
        literal = answer("search", "Sở GTVT", "--no-variants", "--index-dir", index_dir)
        assert (literal["relaxed"], literal["variants"]) == (True, [])

    def test_a_wrong_file_of_the_newsroom_is_an_error(
        self, index_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "abbreviations.tsv").write_text("sai cả dòng", encoding="utf-8")
        monkeypatch.setenv("SEARCH_SERVICE_NEWSROOM_DIR", str(tmp_path))
        for command in (["search", "cầu"], ["serve"], ["abbreviations"]):
            result = run(*command, "--index-dir", index_dir)
            assert result.exit_code == 1
            assert "abbreviations.tsv, line 1: there is no tab" in result.stderr

    def test_an_empty_query_means_every_article(self, index_dir: Path) -> None:
        assert answer("search", "", "--index-dir", index_dir)["total"] == 4

    def test_one_article_is_one(self, index_dir: Path) -> None:
        shown = run("search", "lúa", "--index-dir", index_dir).stdout
        assert shown.splitlines()[0] == "1 article"

    def test_options_narrow_sort_and_page(self, index_dir: Path) -> None:
        def ids(*options: str) -> list[str]:
            found = answer("search", "", "--index-dir", index_dir, *options)
            return [hit["id"] for hit in found["hits"]]

        assert ids("--section", "Thời sự", "--sort", "oldest") == ["cau-2", "cau"]
        assert ids("--person", "do van khai") == ["cau"]
        assert ids("--from", "2022") == ["cau"]
        assert ids("--to", "2021") == ["cau-2"]
        assert ids("--from", "2021-03-01", "--to", "3/2021") == ["cau-2"]
        assert ids("--limit", "1", "--offset", "1") == ["cau-2"]

    def test_explain_shows_the_parts_of_each_score(self, index_dir: Path) -> None:
        found = answer("search", "hop long", "--explain", "--index-dir", index_dir)
        hit = found["hits"][0]
        values = [term["value"] for term in hit["explanation"]["terms"]]
        values.append(hit["explanation"]["recency"]["value"])
        assert sum(values) == pytest.approx(hit["score"], rel=1e-4)
        shown = run("search", "hop long", "--explain", "--index-dir", index_dir).stdout
        assert "hop (hợp)" in shown
        assert "pair" in shown
        assert "recency" in shown
        assert f"{hit['score']:.4f}" in shown

    def test_no_recent_takes_the_age_of_an_article_out_of_its_score(self, index_dir: Path) -> None:
        options = ("hop long", "--explain", "--no-recent", "--index-dir", index_dir)
        [hit] = answer("search", *options)["hits"]
        assert hit["explanation"]["recency"] is None

    def test_a_query_may_begin_with_a_minus_after_two_dashes(self, index_dir: Path) -> None:
        result = run("search", "--index-dir", index_dir, "--json", "--", "-cầu")
        assert json.loads(result.stdout)["total"] == 2

    def test_a_date_that_is_none_is_wrong_use_and_says_what_to_write(self, index_dir: Path) -> None:
        result = run("search", "cầu", "--from", "31/2/2022", "--index-dir", index_dir)
        assert result.exit_code == 2
        assert "write 2022, 2022-10 or 2022-10-25" in result.stderr

    def test_without_an_index_it_says_how_to_build_one(self, tmp_path: Path) -> None:
        result = run("search", "cầu", "--index-dir", tmp_path / "none")
        assert result.exit_code == 1
        assert "search-service index SOURCE..." in result.stderr


class TestRelated:
    def test_an_article_is_named_by_id_or_url(self, index_dir: Path) -> None:
        by_id = answer("related", "cau", "--index-dir", index_dir)
        by_url = answer("related", "https://bao.example/cau", "--index-dir", index_dir)
        assert by_id == by_url
        assert [item["id"] for item in by_id["related"]] == ["cau-2"]

    def test_only_what_was_published_before_can_be_asked_for(self, index_dir: Path) -> None:
        earlier = answer("related", "cau", "--placement", "earlier", "--index-dir", index_dir)
        assert [item["id"] for item in earlier["related"]] == ["cau-2"]
        earlier = answer("related", "cau-2", "--placement", "earlier", "--index-dir", index_dir)
        assert earlier["related"] == []

    def test_that_nothing_is_related_is_said(self, index_dir: Path) -> None:
        result = run("related", "lua", "--index-dir", index_dir)
        assert (result.exit_code, result.stdout) == (0, "")
        assert result.stderr == "No article is related closely enough.\n"

    def test_where_its_text_stands_too_is_a_line_below_an_article(self, tmp_path: Path) -> None:
        report = (
            "Đoàn xe đầu tiên qua cầu Vĩnh Lộc lúc nửa đêm, tiếng vỗ tay vang hai bờ sông Đào, "
        )
        records = [
            {"id": "a", "title": "Thông xe cầu Vĩnh Lộc", "body": "Cầu Vĩnh Lộc qua sông Đào."},
            {"id": "b", "title": "Xe qua cầu", "body": report * 2, "source": "Báo Một"},
            {"id": "c", "title": "Xe qua cầu", "body": report * 2, "source": "Báo Hai"},
            *({"id": f"{n}", "body": f"Tin số {n}."} for n in range(9)),
        ]
        source = tmp_path / "bài.jsonl"
        source.write_text("".join(json.dumps(record) + "\n" for record in records), "utf-8")
        index_dir = tmp_path / "index"
        assert run("index", source, "--index-dir", index_dir).exit_code == 0
        shown = run("related", "a", "--index-dir", index_dir).stdout.splitlines()
        assert shown[0].endswith("Xe qua cầu  [b]") or shown[0].endswith("Xe qua cầu  [c]")
        assert shown[1] in ("    also  Báo Hai  [c]", "    also  Báo Một  [b]")

    def test_an_unknown_article_fails(self, index_dir: Path) -> None:
        result = run("related", "khác", "--index-dir", index_dir)
        assert result.exit_code == 1
        assert "'khác'" in result.stderr


class TestPeople:
    def test_offsets_count_characters_of_the_file(self, tmp_path: Path) -> None:
        text = (
            "Sáng nay, đồng chí Đỗ Văn Khải, Bí thư Huyện ủy Vĩnh Lộc, phát biểu.\r\nÔng Khải nói."
        )
        path = tmp_path / "bài.txt"
        path.write_bytes(text.encode("utf-8"))
        people = answer("people", path)
        assert [person["name"] for person in people] == ["Đỗ Văn Khải"]
        for mention in people[0]["mentions"]:
            assert text[mention["start"] : mention["end"]] == mention["text"]

    def test_a_file_that_is_not_utf8_is_named(self, tmp_path: Path) -> None:
        path = tmp_path / "bad.txt"
        path.write_bytes(b"\xff\xfe\xfa")
        result = run("people", path)
        assert result.exit_code == 1
        assert "bad.txt" in result.stderr

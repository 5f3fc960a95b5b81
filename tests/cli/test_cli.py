"""The command line: answers on standard output, messages on standard error, exit status."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from search_service.cli import main
from search_service.engines.whoosh.segments import appending
from search_service.newsroom import Newsroom
from search_service.store import Store
from search_service.store.reports import Reports, Subject
from tests.engines.contract import NAMED

BRIDGE = "Cầu Vĩnh Lộc bắc qua sông Lô, dài 860 m, rộng 16 m, vốn từ ngân sách trung ương."

RECORDS: list[dict[str, Any]] = [
    {
        "id": "cau",
        "url": "https://bao.example/cau",
        "title": "Hợp long cầu Vĩnh Lộc",
        "body": "Ông Đỗ Văn Khải, Giám đốc Sở Giao thông vận tải, dự lễ hợp long cầu Vĩnh Lộc. "
        + BRIDGE,
        "section": "Thời sự",
        "published": "2022-10-25T15:21:00+07:00",
        "author": "Hà My",
    },
    {
        "id": "cau-2",
        "title": "Khởi công cầu Vĩnh Lộc",
        "body": "Lễ khởi công cầu Vĩnh Lộc diễn ra sáng nay. " + BRIDGE,
        "section": "Thời sự",
        "published": "2021-03-01T08:00:00+07:00",
    },
    {"id": "lua", "title": "Giá lúa tăng", "body": "Nông dân phấn khởi.", "section": "Kinh tế"},
    {"id": "cho", "title": "Chợ phiên ngày mưa", "body": "Người bán vắng khách."},
]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "tin.jsonl"
    lines = (json.dumps(record, ensure_ascii=False) for record in RECORDS)
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.fixture
def index_dir(tmp_path: Path, source: Path) -> Path:
    folder = tmp_path / "kho"
    assert run("index", source, "--index-dir", folder).exit_code == 0
    return folder


def run(*arguments: object, text: str | None = None) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], input=text)


def answer(*arguments: object) -> Any:
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


class TestIndex:
    def test_it_tells_what_it_did_on_standard_error(self, source: Path, tmp_path: Path) -> None:
        result = run("index", source, "--index-dir", tmp_path / "kho")
        assert result.exit_code == 0
        assert result.stdout == ""
        assert "4 added" in result.stderr
        assert "is live with 4 articles" in result.stderr

    def test_an_update_that_finds_nothing_new_says_so(self, source: Path, index_dir: Path) -> None:
        result = run("index", source, "--index-dir", index_dir, "--update")
        assert "4 unchanged; nothing differs" in result.stderr

    def test_a_source_that_is_not_there_fails_and_is_named(self, tmp_path: Path) -> None:
        result = run("index", tmp_path / "nowhere", "--index-dir", tmp_path / "kho")
        assert result.exit_code == 1
        assert "nowhere" in result.stderr

    def test_without_a_source_it_is_wrong_use(self) -> None:
        assert run("index").exit_code == 2

    def test_strict_fails_when_a_record_is_bad(self, source: Path, tmp_path: Path) -> None:
        source.write_text("{}\n", encoding="utf-8")
        result = run("index", source, "--index-dir", tmp_path / "kho", "--strict")
        assert result.exit_code == 1
        assert f"{source}:1: " in result.stderr

    def test_the_index_folder_can_come_from_the_environment(
        self, source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("SEARCH_SERVICE_INDEX_DIR", str(tmp_path / "env"))
        assert run("index", source).exit_code == 0
        assert (tmp_path / "env" / "CURRENT").is_file()


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


class TestPersons:
    @pytest.fixture
    def named_dir(self, tmp_path: Path) -> Path:
        source = tmp_path / "nhan-vat.jsonl"
        lines = (json.dumps(record, ensure_ascii=False) for record in NAMED)
        source.write_text("\n".join(lines), encoding="utf-8")
        assert run("index", source, "--index-dir", tmp_path / "nhan-vat").exit_code == 0
        return tmp_path / "nhan-vat"

    def test_every_decision_is_a_line(self, named_dir: Path) -> None:
        lines = run("persons", "--index-dir", named_dir).stdout.splitlines()
        assert [line.partition(":")[0] for line in lines] == [
            "short", "spelling", "namesakes", "namesakes",
        ]  # fmt: skip
        told = answer("persons", "--index-dir", named_dir)["decisions"]
        assert [one["person"] for one in told] == [
            "bertold-selmak",
            "hồ-sỹ-lực",
            "mai-trung-kiên",
            "mai-trung-kiên-huấn-luyện-viên",
        ]

    @pytest.mark.parametrize("name", ["selmak", "bertold-selmak", "Bertold Selmak"])
    def test_why_prints_the_names_and_the_evidence(self, named_dir: Path, name: str) -> None:
        lines = run("persons", "--why", name, "--index-dir", named_dir).stdout.splitlines()
        assert lines[:-1] == [
            "Bertold Selmak  [bertold-selmak]  5 articles",
            "  printed as Bertold Selmak: 4  [b4, b3, b2]",
            "  printed as Selmak: 1  [b5]",
        ]
        assert lines[-1].startswith("  short: Selmak alone in 1 articles: of 4 with a longer name")
        assert lines[-1].endswith("4 print this one  [b5]")
        assert answer("persons", "--why", name, "--index-dir", named_dir)["count"] == 5

    def test_why_prints_what_the_newsroom_says(self, named_dir: Path, tmp_path: Path) -> None:
        (tmp_path / "newsroom").mkdir()
        lines = "cùng\tBa Lực\tHồ Sỹ Lực\nẩn\tKhông Ai Cả\n"
        (tmp_path / "newsroom" / "people.tsv").write_text(lines, encoding="utf-8")
        told = run("persons", "--why", "Ba Lực", "--index-dir", named_dir).stdout
        assert told.splitlines()[0] == "Hồ Sỹ Lực  [hồ-sỹ-lực]  4 articles"
        assert "newsroom: newsroom/people.tsv, line 1: same: Ba Lực, Hồ Sỹ Lực" in told
        status = run("status", "--index-dir", named_dir)
        place = "newsroom/people.tsv, line 2"
        assert f"{place}: nobody is called 'Không Ai Cả'" in status.stderr
        assert "line 1" not in status.stderr

    def test_nobody_of_that_name_fails(self, named_dir: Path) -> None:
        result = run("persons", "--why", "Không Ai Cả", "--index-dir", named_dir)
        assert result.exit_code == 1
        assert "Không Ai Cả" in result.stderr

    def test_a_search_takes_companions_and_lists_those_called_so(self, index_dir: Path) -> None:
        found = answer("search", "", "--with", "Đỗ Văn Khải", "--index-dir", index_dir)
        assert [hit["id"] for hit in found["hits"]] == ["cau"]
        found = answer("search", "", "--person-q", "zz", "--index-dir", index_dir)
        assert (found["total"], found["facets"]["person"]) == (4, [])


class TestReports:
    def test_open_reports_are_shown_and_closed(self) -> None:
        kept = Reports(Store(Path("store.sqlite")))
        kept.add(Subject.PERSON, person="đỗ-văn-khải", text="Không phải ông này.")
        kept.add(Subject.DATE, article="cau")
        first, second = answer("reports")["reports"]
        assert (first["subject"], first["person"], first["article"]) == (
            "person", "đỗ-văn-khải", None,
        )  # fmt: skip
        assert first["text"] == "Không phải ông này."
        assert "Không phải ông này." in run("reports").stdout
        assert run("reports", "--done", first["id"]).exit_code == 0
        assert [one["id"] for one in answer("reports")["reports"]] == [second["id"]]

    def test_a_report_that_is_not_open_cannot_be_closed(self) -> None:
        result = run("reports", "--done", "7")
        assert result.exit_code == 1
        assert "there is no open report 7" in result.stderr


class TestAbbreviations:
    def test_each_is_shown_with_its_source(
        self, index_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "abbreviations.tsv").write_text("PV\nSGT\tSở Giao thông\n", encoding="utf-8")
        monkeypatch.setenv("SEARCH_SERVICE_NEWSROOM_DIR", str(tmp_path))
        listed = answer("abbreviations", "--index-dir", index_dir)["abbreviations"]
        shown = {item["abbreviation"]: (item["forms"], item["source"]) for item in listed}
        assert shown["SGT"] == (["Sở Giao thông"], "newsroom")
        assert shown["UBND"] == (["Ủy ban nhân dân"], "shipped")
        assert "PV" not in shown

    def test_what_is_printed_is_a_table_for_the_newsroom(
        self, index_dir: Path, tmp_path: Path
    ) -> None:
        printed = run("abbreviations", "--index-dir", index_dir).stdout
        (tmp_path / "abbreviations.tsv").write_text(printed, encoding="utf-8")
        assert Newsroom(tmp_path).abbreviations()["UBND"] == ("Ủy ban nhân dân",)


class TestBatch:
    def answers(self, index_dir: Path, *lines: str) -> tuple[int, list[dict[str, Any]]]:
        result = run("batch", "-", "--index-dir", index_dir, text="\n".join(lines) + "\n")
        return result.exit_code, [json.loads(line) for line in result.stdout.splitlines()]

    def test_one_line_in_one_line_out_in_order(self, index_dir: Path) -> None:
        status, answers = self.answers(
            index_dir,
            '{"id": 1, "q": "cầu", "sort": "oldest", "limit": 1}',
            '{"id": "b", "related": "cau", "limit": 1, "placement": "newest"}',
            '{"id": 3, "q": "", "section": ["Kinh tế", "Thời sự"], "from": "2022"}',
            '{"id": 4, "q": "-cầu"}',
            '{"id": 5, "q": "GTVT", "variants": false}',
        )
        assert status == 0
        assert [item["id"] for item in answers] == [1, "b", 3, 4, 5]
        assert [hit["id"] for hit in answers[0]["hits"]] == ["cau-2"]
        assert [item["id"] for item in answers[1]["related"]] == ["cau-2"]
        assert answers[2]["total"] == 1
        assert answers[3]["total"] == 2
        assert answers[4]["total"] == 0

    def test_a_line_may_ask_for_companions_and_names(self, index_dir: Path) -> None:
        _, [both, called] = self.answers(
            index_dir, '{"q": "", "with": "Đỗ Văn Khải"}', '{"q": "", "person_q": "khai"}'
        )
        assert both["total"] == 1
        assert [one["value"] for one in called["facets"]["person"]] == ["đỗ-văn-khải"]

    def test_pins_stand_first(self, index_dir: Path, tmp_path: Path) -> None:
        (tmp_path / "newsroom").mkdir()
        (tmp_path / "newsroom" / "pins.tsv").write_text("cầu\tlua\n", encoding="utf-8")
        _, [found] = self.answers(index_dir, '{"q": "cau", "limit": 1}')
        assert [(hit["id"], hit["pinned"]) for hit in found["hits"]] == [("lua", True)]
        assert found["total"] == 3
        assert "[lua]  pinned" in run("search", "cau", "--index-dir", index_dir).stdout

    def test_a_line_may_ask_for_explanations(self, index_dir: Path) -> None:
        _, [asked, plain] = self.answers(
            index_dir, '{"q": "cầu", "explain": true, "recent": false}', '{"q": "cầu"}'
        )
        assert asked["hits"][0]["explanation"]["recency"] is None
        assert asked["hits"][0]["explanation"]["terms"]
        assert "explanation" not in plain["hits"][0]

    def test_a_line_that_cannot_be_answered_says_why_and_the_others_are(
        self, index_dir: Path
    ) -> None:
        status, answers = self.answers(
            index_dir,
            "not json",
            '{"id": 2, "q": "cầu", "sort": "best"}',
            '{"id": 3, "related": "không có"}',
            '{"id": 4, "q": "cầu"}',
            "[]",
        )
        assert status == 1
        assert len(answers) == 5
        assert "error" in answers[0]
        assert answers[1]["error"].startswith("sort: ")
        assert "không có" in answers[2]["error"]
        assert answers[3]["total"] == 2
        assert "error" in answers[4]

    @pytest.mark.parametrize(
        ("line", "reason"),
        [
            ('{"id": 1, "related": "cau", "limit": -1}', "limit: "),
            ('{"id": 1, "related": "cau", "limit": "x"}', "limit: "),
            ('{"id": 1, "related": ["cau"]}', "related: "),
            ('{"id": 1, "related": "cau", "placement": "before"}', "placement: "),
            ('{"id": 1, "q": null}', "q: "),
            ('{"id": 1}', "q: "),
        ],
    )
    def test_a_line_is_read_as_strictly_as_the_command_it_stands_for(
        self, index_dir: Path, line: str, reason: str
    ) -> None:
        status, answers = self.answers(index_dir, line)
        assert (status, answers[0]["id"]) == (1, 1)
        assert reason in answers[0]["error"]
        assert "Error(" not in answers[0]["error"]


class TestGenerations:
    def test_status_lists_them_and_rollback_goes_back(self, index_dir: Path, source: Path) -> None:
        first = answer("status", "--index-dir", index_dir)["generations"][0]["name"]
        run("index", source, "--index-dir", index_dir)
        assert len(answer("status", "--index-dir", index_dir)["generations"]) == 2
        assert first in run("rollback", "--index-dir", index_dir).stderr
        live = [
            generation["name"]
            for generation in answer("status", "--index-dir", index_dir)["generations"]
            if generation["live"]
        ]
        assert live == [first]

    def test_merge_says_where_nothing_was_appended(self, index_dir: Path) -> None:
        assert "Nothing was appended" in run("merge", "--index-dir", index_dir).stderr

    def test_merge_makes_a_generation_of_what_was_appended(
        self, index_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(appending, "LEAST", 0)
        monkeypatch.setattr(appending, "SHARE", 100.0)
        more = tmp_path / "more.jsonl"
        more.write_text('{"id": "mới", "body": "Lũ về."}\n', encoding="utf-8")
        run("index", more, "--update", "--index-dir", index_dir)
        assert "1 since a merge" in run("status", "--index-dir", index_dir).stdout
        assert "Merged in" in run("merge", "--index-dir", index_dir).stderr
        (merged, before, *_) = answer("status", "--index-dir", index_dir)["generations"]
        assert (merged["appended"], before["appended"]) == (0, 1)
        assert answer("search", "lũ về", "--index-dir", index_dir, "--json")["total"] >= 1

    def test_status_names_pins_whose_article_the_archive_does_not_have(
        self, index_dir: Path, tmp_path: Path
    ) -> None:
        (tmp_path / "newsroom").mkdir()
        lines = "cầu\tcau\ncầu\tmat-roi\ncầu\thttps://bao.example/cau\n"
        (tmp_path / "newsroom" / "pins.tsv").write_text(lines, encoding="utf-8")
        told = run("status", "--index-dir", index_dir)
        assert told.exit_code == 0
        assert [line for line in told.stderr.splitlines() if "pins.tsv" in line] == [
            "newsroom/pins.tsv, line 2: the archive has no article with the id or URL 'mat-roi'"
        ]

    def test_status_tells_a_program_the_release_the_age_and_the_room_left(
        self, index_dir: Path, tmp_path: Path
    ) -> None:
        (tmp_path / "newsroom").mkdir()
        (tmp_path / "newsroom" / "pins.tsv").write_text("cầu\tmat-roi\n", encoding="utf-8")
        told = answer("status", "--index-dir", index_dir)
        assert told["version"] == version("search-service")
        assert told["index_dir"] == str(index_dir)
        assert 0 < told["free_bytes"] <= shutil.disk_usage(index_dir).total
        (generation,) = told["generations"]
        built = datetime.fromisoformat(generation["built"])
        assert abs((datetime.now(UTC) - built).total_seconds() - generation["age_seconds"]) < 60
        assert [line.partition(":")[0] for line in told["idle"]] == ["newsroom/pins.tsv, line 1"]

    def test_verify_fails_on_damage_and_names_the_file(self, index_dir: Path) -> None:
        assert run("verify", "--index-dir", index_dir).exit_code == 0
        current = (index_dir / "CURRENT").read_text(encoding="utf-8").strip()
        (index_dir / current / "arrays" / "day.npy").write_bytes(b"x")
        result = run("verify", "--index-dir", index_dir)
        assert result.exit_code == 1
        assert "day.npy" in result.stderr


class TestServe:
    def test_without_an_index_it_does_not_start(self, tmp_path: Path) -> None:
        result = run("serve", "--index-dir", tmp_path / "none")
        assert result.exit_code == 1
        assert "search-service index" in result.stderr


def test_a_setting_of_the_wrong_form_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEARCH_SERVICE_PORT", "many")
    result = run("status")
    assert result.exit_code == 1
    assert "port" in result.stderr

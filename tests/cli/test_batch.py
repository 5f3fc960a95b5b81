"""Many requests, a line each."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.asking import run


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

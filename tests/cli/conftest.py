"""Four articles, and an archive of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.asking import run

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

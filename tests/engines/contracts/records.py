"""The articles that engines are tested on, and what every part of the contract needs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest

from search_service.article import Article
from search_service.document import Document, analyse
from search_service.engines.base import Archive, Engine
from search_service.grammar import parse
from search_service.results import Results

RECORDS: list[dict[str, Any]] = [
    {
        "id": "cau-1",
        "url": "https://bao.example/cau-1",
        "title": "Khởi công cầu Vĩnh Lộc",
        "body": "Ông Lê Hải Bằng, Giám đốc Ban Quản lý dự án, dự lễ khởi công cầu ở Hòa Sơn.",
        "section": "Thời sự",
        "published": "2021-03-01T08:00:00+07:00",
        "people": [{"name": "Lê Hải Bằng", "role": "Giám đốc Ban Quản lý dự án"}],
    },
    {
        "id": "cau-2",
        "title": "Hợp long cầu Vĩnh Lộc",
        "body": "Bà Phạm Thu Hà nói con đường dài 12 km qua Hoà Sơn sẽ thông xe năm sau.",
        "section": "Thời sự",
        "published": "2022-10-25T15:21:00+07:00",
        "people": ["Phạm Thu Hà", "Lê Hải Bằng"],
    },
    {
        "id": "lua-1",
        "title": "Giá lúa tăng",
        "body": "Nông dân bán lúa với giá cao. Giá dương liễu không đổi.",
        "section": "Kinh tế",
        "published": "2022-10-26T07:00:00+07:00",
        "people": ["Phạm Thu Hà"],
    },
    {
        "id": "lua-2",
        "title": "Lúa chín trên đường về",
        "body": "Mùa gặt ở thôn. Những bông lúa trĩu hạt.",
        "section": "Nông nghiệp",
        "published": "2022-11-02T07:00:00+07:00",
    },
    {
        "id": "bong-1",
        "title": "Đội bóng thắng trận mở màn",
        "body": "Lê Hải Bằng, cầu thủ cùng tên, ghi bàn. Trận đấu kéo dài 90 phút.",
        "section": "Thể thao",
        "published": "2023-01-15T19:00:00+07:00",
        "people": [{"name": "Lê Hải Bằng", "role": "cầu thủ"}],
    },
    {"id": "khong-ngay", "title": "Thông báo", "body": "Tòa soạn nghỉ Tết, hẹn gặp lại bạn đọc."},
]


def _named(number: str, day: str, name: str, role: str = "") -> dict[str, Any]:
    return {
        "id": number,
        "url": f"https://bao.example/{number}",
        "title": "Tin vắn",
        "body": f"Tin về {name}.",
        "published": day,
        "people": [{"name": name, "role": role} if role else name],
    }


NAMED: list[dict[str, Any]] = [
    _named("k1", "2021-01-01", "Mai Trung Kiên", "Chánh Văn phòng UBND tỉnh"),
    _named("k2", "2022-03-01", "Mai Trung Kiên", "Chánh Văn phòng UBND tỉnh"),
    _named("k3", "2021-09-01", "Mai Trung Kiên", "huấn luyện viên"),
    _named("k4", "2022-08-01", "Mai Trung Kiên", "HLV trưởng, huấn luyện viên"),
    _named("s1", "2021-02-01", "Hồ Sỹ Lực"),
    _named("s2", "2021-04-01", "Hồ Sĩ Lực", "thợ gốm"),
    _named("s3", "2022-06-01", "Hồ Sỹ Lực", "thợ gốm"),
    _named("s4", "2021-11-01", "Ba Lực"),
    _named("b1", "2021-01-05", "Bertold Selmak", "Đại sứ Varonia"),
    _named("b2", "2021-03-05", "Bertold Selmak", "Đại sứ Varonia"),
    _named("b3", "2021-05-05", "Bertold Selmak", "Đại sứ Varonia"),
    _named("b4", "2021-07-05", "Bertold Selmak", "Đại sứ Varonia"),
    _named("b5", "2021-06-05", "Selmak", "Đại sứ Varonia"),
]
"""Spellings of a name, two persons of one, a short name for a longer one: all invented."""

MakeArchive = Callable[[Iterable[dict[str, Any]]], Archive]


def ids(results: Results) -> list[str]:
    return [hit.document.article.id for hit in results.hits]


def counts(results: Results, facet: str) -> dict[str, int]:
    return {bucket.value: bucket.count for bucket in results.facets[facet].buckets}


def outside(text: str) -> Document:
    """A text that is not in the archive."""
    return analyse(Article.from_record({"id": "outside", "body": text}), "").document


class Contract:
    """Needs ``make``, a fixture of the engine under test."""

    @pytest.fixture
    def make(self) -> MakeArchive:
        raise NotImplementedError("a subclass says how its archives are made")

    @pytest.fixture
    def engine(self, make: MakeArchive) -> Engine:
        return make(RECORDS).engine()

    def found(self, engine: Engine, text: str, **options: Any) -> list[str]:
        return sorted(ids(engine.search(parse(text, **options))))

"""Fixtures of the readers' tests: real files in a temporary folder, read as the service does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from search_service.article import Article
from search_service.readers import Problem, Reading

PAGE = """\
Thứ Hai, 3/2/2025
Văn hóa cơ sở
Thứ Sáu, 17/1/2025 08:05'(GMT+7)

Bình Lâm: Khánh thành nhà văn hóa xã sau hai năm xây dựng

Bà Lê Thu Hạnh, Chủ tịch UBND xã Bình Lâm, cắt băng khánh thành.

Bà Lê Thu Hạnh, Chủ tịch UBND xã Bình Lâm, cắt băng khánh thành.

Sáng 17/1, xã Bình Lâm khánh thành nhà văn hóa mới trước sự chứng kiến của đông đảo người dân.

Công trình có thư viện, sân khấu và phòng họp cho mười hai thôn.

Toàn cảnh buổi lễ. (Ảnh: HT)

Nhà văn hóa mở cửa từ thứ Hai tuần tới./.

Tin, ảnh: Hoàng Thảo

Phản hồi

Các tin khác

Xã Bình Lâm trồng thêm hai nghìn cây xanh

Mới nhất
"""
"""A saved page of invented text, with every part such a page can have."""


@dataclass
class Result:
    """What came of reading: articles, problems and the sources they came from."""

    reading: Reading
    articles: list[Article] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    origins: list[str] = field(default_factory=list)

    @property
    def messages(self) -> list[str]:
        return [str(problem) for problem in self.problems]


Read = Callable[..., Result]


@pytest.fixture
def read() -> Read:
    """Read the given files and folders to the end."""

    def read_all(*sources: Path) -> Result:
        result = Result(Reading(sources))
        for origin, item in result.reading:
            result.origins.append(origin)
            if isinstance(item, Problem):
                result.problems.append(item)
            else:
                result.articles.append(item)
        return result

    return read_all


@pytest.fixture
def read_content(read: Read, tmp_path: Path) -> Read:
    """Read a file with the given content, as text or bytes."""

    def read_file(content: str | bytes, name: str = "file") -> Result:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return read(path)

    return read_file


@pytest.fixture
def page() -> str:
    return PAGE

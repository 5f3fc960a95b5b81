"""An archive of a dozen invented articles that write a few things again and again."""

from __future__ import annotations

import pytest

from search_service.article import Article
from search_service.document import analyse
from search_service.engines.base import Engine
from search_service.engines.whoosh.archive import WhooshArchive

BODIES = [
    "Tỉnh ủy Đắk Lắk bàn về chuyển đổi số trong công tác tuyên giáo.",
    "Ban Tuyên giáo Tỉnh ủy Đắk Lắk tập huấn chuyển đổi số cho báo cáo viên.",
    "Ông Nguyễn Văn Thanh nói về chuyển đổi số ở Đắk Lắk.",
    "Con đường qua Hòa Sơn dài 12 km, ông Nguyễn Văn Thanh cho biết.",
    "Trong lĩnh vực trồng trọt, nông dân bán lúa với giá cao.",
    "Lĩnh vực giáo dục của tỉnh Đắk Lắk tiếp tục chuyển đổi số.",
    "Nông dân xã Ea Kar gặt lúa, giá lúa tăng trong lĩnh vực nông nghiệp.",
    "Đội bóng của tỉnh thắng trận mở màn, bà Phạm Thu Hà dự khán.",
]


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """Only read from: one for all tests of the package."""
    archive = WhooshArchive(tmp_path_factory.mktemp("spelling") / "index")
    with archive.writer() as writer:
        for number, body in enumerate(BODIES * 2):
            section = "Thời sự" if number % 2 else "Kinh tế"
            record = {"id": f"a-{number}", "title": f"Tin {number}", "body": body}
            writer.add(analyse(Article.from_record({**record, "section": section}), "made"))
        writer.publish()
    return archive.engine()

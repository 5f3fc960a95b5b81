"""Small archives, built and searched."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from search_service.article import Article
from search_service.document import analyse
from search_service.engines.whoosh.archive import WhooshArchive
from search_service.grammar import parse


def records(*numbers: int) -> list[dict[str, Any]]:
    return [
        {
            "id": f"tin-{number}",
            "title": f"Tin số {number}",
            "body": f"Ông Đỗ Văn Khải dự lễ khánh thành trường số {number}.",
            "section": "Giáo dục" if number % 2 else "Thời sự",
            "published": f"2022-01-{number % 28 + 1:02}T08:00:00+07:00",
        }
        for number in numbers
    ]


def build(archive: WhooshArchive, made: Iterable[dict[str, Any]], *, update: bool = False) -> str:
    with archive.writer(update=update) as writer:
        for record in made:
            writer.add(analyse(Article.from_record(record), "made"))
        return writer.publish().name


def found(archive: WhooshArchive, text: str = "") -> set[str]:
    hits = archive.engine().search(parse(text, size=100)).hits
    return {hit.document.article.id for hit in hits}

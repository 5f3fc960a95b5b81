"""Publishing: what was accepted and what watched sources hold becomes the live archive."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from search_service.article import Article
from search_service.engines.errors import IndexBusy
from search_service.engines.whoosh.archive import WhooshArchive
from search_service.grammar import parse
from search_service.indexer import Report, index
from search_service.publishing import Publisher
from search_service.store import Store
from search_service.store.articles import Articles
from tests.conftest import StrictListener, record, write


@pytest.fixture
def archive(tmp_path: Path) -> WhooshArchive:
    return WhooshArchive(tmp_path / "index")


@pytest.fixture
def articles(tmp_path: Path) -> Articles:
    return Articles(Store(tmp_path / "store.sqlite"))


@pytest.fixture
def publisher(archive: WhooshArchive, articles: Articles) -> Publisher:
    return Publisher(archive, articles)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return write(tmp_path / "tin.jsonl", map(record, "abc"))


def accept(articles: Articles, name: str, body: str = "Trời mưa.") -> None:
    articles.accept(Article.from_record(record(name, body)))


def run(archive: WhooshArchive, articles: Articles, *sources: Path, update: bool = False) -> Report:
    return index(archive, sources, listener=StrictListener(), accepted=articles, update=update)


def found(archive: WhooshArchive, text: str = "") -> set[str]:
    hits = archive.engine().search(parse(text, size=100)).hits
    return {hit.document.article.id for hit in hits}


# Indexing from sources


def test_a_rebuild_keeps_what_was_accepted(
    archive: WhooshArchive, articles: Articles, source: Path
) -> None:
    accept(articles, "mới")
    assert run(archive, articles, source).added == 4
    assert found(archive) == {"a", "b", "c", "mới"}


def test_what_was_accepted_has_the_last_word_on_an_id(
    archive: WhooshArchive, articles: Articles, source: Path
) -> None:
    accept(articles, "a")
    report = run(archive, articles, source)
    assert (report.added, report.overruled) == (3, 1)
    assert found(archive, "mưa") == {"a"}
    assert run(archive, articles, source, update=True).generation is None
    assert found(archive, "mưa") == {"a"}


def test_what_was_withdrawn_does_not_come_back_from_the_sources(
    archive: WhooshArchive, articles: Articles, source: Path
) -> None:
    run(archive, articles, source)
    articles.withdraw("b")
    assert run(archive, articles, source, update=True).removed == 1
    assert found(archive) == {"a", "c"}
    run(archive, articles, source)
    assert found(archive) == {"a", "c"}


def test_an_accepted_article_stays_when_its_file_goes(
    archive: WhooshArchive, articles: Articles, source: Path
) -> None:
    accept(articles, "a", "Trời nắng.")  # as the file has it
    run(archive, articles, source)
    write(source, map(record, "bc"))
    run(archive, articles, source, update=True)
    assert found(archive) == {"a", "b", "c"}


# Publishing


def test_what_is_accepted_is_published_and_then_there_is_nothing_to_do(
    archive: WhooshArchive, articles: Articles, publisher: Publisher
) -> None:
    assert publisher.publish() == Report()
    accept(articles, "a")
    report = publisher.publish()
    assert report is not None
    assert report.added == 1
    assert found(archive) == {"a"}
    assert publisher.publish() is None


def test_a_change_and_a_withdrawal_are_published(
    archive: WhooshArchive, articles: Articles, publisher: Publisher
) -> None:
    for name in "abc":
        accept(articles, name)
    publisher.publish()
    accept(articles, "a", "Trời quang.")
    articles.withdraw("b")
    report = publisher.publish()
    assert report is not None
    assert (report.changed, report.removed) == (1, 1)
    assert found(archive) == {"a", "c"}
    assert found(archive, "quang") == {"a"}


def test_a_publisher_that_begins_again_does_only_what_is_due(
    archive: WhooshArchive, articles: Articles, publisher: Publisher
) -> None:
    accept(articles, "a")
    publisher.publish()
    name = archive.engine().generation.name
    report = Publisher(archive, articles).publish()
    assert report is not None
    assert report.generation is None
    assert archive.engine().generation.name == name


def test_after_a_rollback_what_was_accepted_is_published_again(
    archive: WhooshArchive, articles: Articles, publisher: Publisher
) -> None:
    accept(articles, "a")
    publisher.publish()
    accept(articles, "b")
    publisher.publish()
    archive.rollback()
    assert found(archive) == {"a"}
    publisher.publish()
    assert found(archive) == {"a", "b"}


def test_while_another_writes_what_is_due_stays_due(
    archive: WhooshArchive, articles: Articles, publisher: Publisher
) -> None:
    accept(articles, "a")
    with archive.writer(), pytest.raises(IndexBusy):
        publisher.publish()
    publisher.publish()
    assert found(archive) == {"a"}


def test_a_watched_folder_is_read_when_its_files_change_and_not_otherwise(
    archive: WhooshArchive, articles: Articles, tmp_path: Path
) -> None:
    folder = tmp_path / "watched"
    folder.mkdir()
    path = write(folder / "a.jsonl", [record("a")])
    publisher = Publisher(archive, articles, [folder])
    publisher.publish()
    assert publisher.publish() is None
    write(folder / "b.jsonl", [record("b")])
    publisher.publish()
    assert found(archive) == {"a", "b"}
    path.unlink()
    publisher.publish()
    assert found(archive) == {"b"}


def test_a_half_written_file_removes_nothing_and_is_read_again(
    archive: WhooshArchive, articles: Articles, source: Path
) -> None:
    publisher = Publisher(archive, articles, [source])
    publisher.publish()
    source.write_text(json.dumps(record("a")) + '\n{"id": "b", "bo', encoding="utf-8")
    publisher.publish()
    assert found(archive) == {"a", "b", "c"}
    write(source, map(record, "abd"))
    publisher.publish()
    assert found(archive) == {"a", "b", "d"}


def test_a_source_that_is_away_loses_no_article(
    archive: WhooshArchive, articles: Articles, source: Path, caplog: pytest.LogCaptureFixture
) -> None:
    publisher = Publisher(archive, articles, [source])
    publisher.publish()
    source.unlink()
    accept(articles, "mới")
    publisher.publish()
    assert found(archive) == {"a", "b", "c", "mới"}
    assert "is not there; its articles stay" in caplog.text


def test_a_file_whose_time_was_set_back_is_read_when_its_size_differs(
    archive: WhooshArchive, articles: Articles, source: Path
) -> None:
    publisher = Publisher(archive, articles, [source])
    publisher.publish()
    before = source.stat()
    write(source, map(record, "abcd"))
    os.utime(source, ns=(before.st_atime_ns, before.st_mtime_ns))
    publisher.publish()
    assert found(archive) == {"a", "b", "c", "d"}


FEED = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>Báo Mẫu</title>{}</channel></rss>"""
ITEM = "<item><title>{0}</title><link>https://bao.example/{0}</link><description>{1}</description></item>"


def entries(**bodies: str) -> str:
    return FEED.format("".join(ITEM.format(name, body) for name, body in bodies.items()))


def test_entries_of_a_watched_feed_stay_when_it_no_longer_has_them(
    archive: WhooshArchive, articles: Articles, tmp_path: Path
) -> None:
    feed = tmp_path / "tin.xml"
    publisher = Publisher(archive, articles, [feed])
    feed.write_text(entries(một="Trời nắng.", hai="Trời mưa."), encoding="utf-8")
    publisher.publish()
    assert publisher.publish() is None
    feed.write_text(entries(hai="Trời mưa to.", ba="Trời quang."), encoding="utf-8")
    publisher.publish()
    assert archive.engine().generation.articles == 3
    assert len(found(archive, "mưa to")) == 1


def test_an_entry_that_was_withdrawn_does_not_come_back_from_a_feed(
    archive: WhooshArchive, articles: Articles, tmp_path: Path
) -> None:
    feed = tmp_path / "tin.xml"
    publisher = Publisher(archive, articles, [feed])
    feed.write_text(entries(một="Trời nắng.", hai="Trời mưa."), encoding="utf-8")
    publisher.publish()
    (gone,) = found(archive, "mưa")
    articles.withdraw(gone)
    feed.write_text(entries(một="Trời nắng.", hai="Trời mưa.", ba="Trời quang."), encoding="utf-8")
    publisher.publish()
    assert found(archive, "mưa") == set()
    assert archive.engine().generation.articles == 2

"""Generations in a real cluster: published, gone back to, found damaged, refused."""

from __future__ import annotations

import os
from collections.abc import Iterator
from errno import ENOSPC
from pathlib import Path

import pytest

from search_service.article import Article
from search_service.document import analyse
from search_service.engines.errors import (
    EngineUnavailable,
    GenerationGone,
    IndexBusy,
    IndexMissing,
    IndexOutdated,
)
from search_service.grammar import parse
from search_service.query import Query

pytest.importorskip("opensearchpy", reason="the extra 'opensearch' is not installed")

from search_service.engines.opensearch import generations, writing
from search_service.engines.opensearch.archive import OpenSearchArchive
from search_service.engines.opensearch.arrays import Build
from search_service.engines.opensearch.cluster import Cluster, Connection, whole
from search_service.engines.opensearch.companion import Cache, name_of
from search_service.engines.opensearch.writing import Layout
from tests.engines.opensearch.workshop import Workshop


@pytest.fixture(scope="module")
def workshop(
    opensearch_urls: tuple[str, ...], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Workshop]:
    workshop = Workshop(opensearch_urls, tmp_path_factory.mktemp("cluster"), "archive")
    yield workshop
    workshop.clear()


def publish(archive: OpenSearchArchive, *bodies: str, update: bool = False) -> str:
    with archive.writer(update=update) as writer:
        for body in bodies:
            writer.add(analyse(Article.from_record({"id": body, "body": body}), "made"))
        return writer.publish().name


def elsewhere(archive: OpenSearchArchive, workshop: Workshop, folder: Path) -> OpenSearchArchive:
    """The same archive as another machine has it, where nothing is fetched yet."""
    prefix = archive.generations()[0].name.rsplit("-", 2)[0]
    return OpenSearchArchive(
        Connection(workshop.urls, timeout=60), folder, prefix=prefix, layout=Layout(1, 0, 2)
    )


def test_without_a_generation_the_message_says_how_to_build_one(workshop: Workshop) -> None:
    with pytest.raises(IndexMissing, match="search-service index"):
        workshop.empty().engine()


def test_a_new_generation_is_live_and_the_one_before_is_kept(workshop: Workshop) -> None:
    archive = workshop.empty()
    first, second = publish(archive, "Lũ."), publish(archive, "Lúa.", "Mưa.")
    assert [(one.name, one.articles, one.live) for one in archive.generations()] == [
        (second, 2, True),
        (first, 1, False),
    ]
    assert archive.engine().search(parse("")).total == 2
    assert archive.engine(name=first).search(parse("")).total == 1
    assert archive.rollback().name == first
    assert archive.engine().search(parse("")).total == 1
    with pytest.raises(IndexMissing, match="before"):
        archive.rollback()


def test_a_generation_that_is_not_kept_is_gone(workshop: Workshop) -> None:
    archive = workshop.empty()
    names = [publish(archive, text) for text in ("Lũ.", "Lúa.", "Mưa.")]
    assert [one.name for one in archive.generations()] == names[:0:-1]
    for name in (names[0], "*", name_of(names[1])):
        with pytest.raises(GenerationGone):
            archive.engine(name=name)


def test_a_machine_that_serves_fetches_the_arrays(workshop: Workshop, tmp_path: Path) -> None:
    archive = workshop.empty()
    publish(archive, "Ông Lê Hải Bằng nói về lũ.")
    other = elsewhere(archive, workshop, tmp_path)
    assert other.engine().people(least=1, size=9) == archive.engine().people(least=1, size=9)
    assert other.engine().search(parse("lũ")).total == 1
    assert other.verify() == []


def test_arrays_that_came_damaged_are_not_used(workshop: Workshop, tmp_path: Path) -> None:
    archive = workshop.empty()
    name = publish(archive, "Lũ.")
    cluster = Cluster(Connection(workshop.urls, timeout=60))
    files = generations.Generations(cluster, name.rsplit("-", 2)[0]).manifest(name)["files"]
    files["ids.text.npy"][1] = "0" * 64
    with pytest.raises(EngineUnavailable, match=r"ids\.text\.npy .* damaged"):
        Cache(tmp_path).folder(cluster, name, files)


def test_an_article_that_is_gone_is_noticed(workshop: Workshop) -> None:
    archive = workshop.empty()
    name = publish(archive, "Lũ.", "Lúa.")
    assert archive.verify() == []
    client = Connection(workshop.urls, timeout=60).client()
    client.delete_by_query(index=name, body={"query": {"term": {"id": "Lũ."}}}, refresh=True)
    assert archive.verify() == [f"{name} has 1 articles instead of 2"]


def test_a_generation_of_another_version_is_refused_with_what_mends_it(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    archive = workshop.empty()
    publish(archive, "Lũ.")
    other = elsewhere(archive, workshop, tmp_path)
    monkeypatch.setitem(generations.VERSIONS, "layout", 99)
    with pytest.raises(IndexOutdated, match=r"layout \d+ \(now 99\).*search-service index"):
        other.engine()


def test_a_generation_of_other_fields_is_refused_for_what_is_not_there_finds_nothing(
    workshop: Workshop, tmp_path: Path
) -> None:
    archive = workshop.empty()
    name = publish(archive, "Lũ.")
    client = Connection(workshop.urls, timeout=60).client()
    meta = client.indices.get_mapping(index=name)[name]["mappings"]["_meta"]
    earlier = meta | {"fields": "of an earlier program"}
    client.indices.put_mapping(index=name, body={"_meta": earlier})
    with pytest.raises(IndexOutdated, match=r"fields of an earlier program \(now [0-9a-f]{12}\)"):
        elsewhere(archive, workshop, tmp_path).engine()


def test_a_build_waits_longer_for_an_answer_than_a_reader(
    workshop: Workshop, tmp_path: Path
) -> None:
    archive = workshop.empty()
    publish(archive, "Lũ.")
    prefix = archive.generations()[0].name.rsplit("-", 2)[0]
    hasty = OpenSearchArchive(
        Connection(workshop.urls, timeout=0.001), tmp_path, prefix=prefix, layout=Layout(1, 0, 2)
    )
    name = publish(hasty, "Lũ.", "Lúa.")
    assert [one.name for one in archive.generations() if one.live] == [name]


def test_what_fails_leaves_nothing_behind(workshop: Workshop) -> None:
    archive = workshop.empty()
    name = publish(archive, "Lũ.")

    def fail() -> None:
        with archive.writer() as writer:
            writer.add(analyse(Article.from_record({"id": "a", "body": "Lúa."}), "made"))
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    require_only(workshop, archive, name)


def require_only(workshop: Workshop, archive: OpenSearchArchive, name: str) -> None:
    client = Connection(workshop.urls, timeout=60).client()
    prefix = name.rsplit("-", 2)[0]
    assert sorted(client.indices.get(index=f"{prefix}*")) == [name, name_of(name)]
    assert archive.engine().generation.name == name


def test_a_disk_that_fills_while_articles_are_sent_leaves_nothing_behind(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = workshop.empty()
    name = publish(archive, "Lũ.")

    def fail(_build: Build) -> None:
        raise OSError(ENOSPC, os.strerror(ENOSPC))

    monkeypatch.setattr(Build, "learn", fail)
    with pytest.raises(EngineUnavailable, match="No space left"):
        publish(archive, "Lúa.")
    require_only(workshop, archive, name)


def test_articles_that_are_refused_while_the_rest_is_learnt_leave_nothing_behind(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = workshop.empty()
    name = publish(archive, "Lũ.")

    def refuse(*_: object) -> int:
        raise EngineUnavailable("the cluster refuses an article")

    monkeypatch.setattr(writing, "load", refuse)
    with pytest.raises(EngineUnavailable, match="refuses"):
        publish(archive, "Lúa.")
    require_only(workshop, archive, name)


def test_only_one_process_of_a_machine_writes(workshop: Workshop) -> None:
    archive = workshop.empty()
    with archive.writer(), pytest.raises(IndexBusy):
        archive.writer()


def test_who_published_first_wins(workshop: Workshop, tmp_path: Path) -> None:
    archive = workshop.empty()
    publish(archive, "Lũ.")
    with archive.writer(update=True) as writer:
        writer.add(analyse(Article.from_record({"id": "a", "body": "Lúa."}), "made"))
        theirs = publish(elsewhere(archive, workshop, tmp_path), "Mưa.")
        with pytest.raises(IndexBusy, match="meanwhile"):
            writer.publish()
    assert [one.name for one in archive.generations() if one.live] == [theirs]


def test_an_update_removes_and_replaces_and_keeps_the_terms_of_the_rest(
    workshop: Workshop,
) -> None:
    archive = workshop.empty()
    publish(archive, "Lũ.", "Lúa.", "Mưa.")
    with archive.writer(update=True) as writer:
        assert sorted(writer.fingerprints()) == ["Lúa.", "Lũ.", "Mưa."]
        writer.remove("Lũ.")
        writer.add(analyse(Article.from_record({"id": "Lúa.", "body": "Khoai."}), "made"))
        writer.publish()
    engine = archive.engine()
    found = [one.article.body for one in engine.scan(Query(size=9))]
    assert found == ["Khoai.", "Mưa."]
    assert engine.search(parse("lúa")).total == 0
    assert engine.search(parse("mua")).total == 1


def test_several_shards_count_as_one(workshop: Workshop) -> None:
    archive = workshop.empty(shards=3)
    people = [f"Lê {first} {last}" for first in ("An", "Hà", "Lan") for last in ("Mai", "Thu")]
    with archive.writer() as writer:
        for number in range(40):
            named = [people[number % 6], people[number % 4]]
            record = {"id": str(number), "body": f"Lũ về làng {number}.", "people": named}
            writer.add(analyse(Article.from_record(record), "made"))
        writer.publish()
    results = archive.engine().search(parse("lũ"), facets=["person"])
    assert results.total == 40
    for bucket in results.facets["person"].buckets:
        assert archive.engine().mentions([bucket.value]) == [bucket.count]
    same = {hit.score for hit in results.hits}
    assert len(same) == 1


def test_an_answer_that_shards_are_missing_from_is_no_answer() -> None:
    answer = {"timed_out": False, "_shards": {"total": 3, "successful": 2, "failed": 1}}
    with pytest.raises(EngineUnavailable, match="1 of 3 shards"):
        whole(answer)
    with pytest.raises(EngineUnavailable, match="in time"):
        whole({**answer, "timed_out": True})

"""What an append leaves as it was, and that its answers are those of a build of everything."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from search_service.document import AnalysedDocument
from search_service.engines.errors import EngineUnavailable
from search_service.engines.whoosh.archive import WhooshArchive
from search_service.engines.whoosh.engine import WhooshEngine
from search_service.engines.whoosh.manifest import Manifest
from search_service.engines.whoosh.segments import appending
from search_service.grammar import parse
from search_service.query import MAX_SIZE, Filters, Query, Sort
from tests.engines.whoosh.segments.appended import NEW, REMOVED, REPLACED, written

FACETS = ("section", "person", "year", "month", "day")


def queries(documents: Sequence[AnalysedDocument]) -> Iterator[Query]:
    for place, document in enumerate(documents):
        title = document.document.article.title
        words = title.split()
        yield parse(title)
        yield parse(" ".join(words[:2]))
        yield parse(f'"{" ".join(words[1:4])}"')
        yield parse(f"{words[0]} -{words[-1]}")
        if people := document.document.people:
            yield parse(people[0].name)
            yield parse("", filters=Filters(people=(people[0].name,)))
        if place % 10 == 0:
            yield parse(" ".join(words[:2]), sort=Sort.OLDEST)


def ids(engine: WhooshEngine, query: Query) -> list[str]:
    return [hit.document.article.id for hit in engine.search(query).hits]


def test_every_query_finds_and_counts_what_a_build_of_everything_finds(
    documents: list[AnalysedDocument], appended: WhooshEngine, rebuilt: WhooshEngine
) -> None:
    for query in queries(documents):
        whole = replace(query, size=MAX_SIZE)
        one, other = (engine.search(whole, facets=FACETS) for engine in (appended, rebuilt))
        assert one.total == other.total, query
        assert one.facets == other.facets, query
        assert {hit.document.article.id for hit in one.hits} == {
            hit.document.article.id for hit in other.hits
        }, query


def test_hits_stand_in_nearly_the_same_order(
    documents: list[AnalysedDocument], appended: WhooshEngine, rebuilt: WhooshEngine
) -> None:
    correlations = []
    for query in queries(documents):
        whole = replace(query, size=MAX_SIZE)
        one, other = ids(appended, whole), ids(rebuilt, whole)
        if len(one) > 2:
            ranks = [other.index(article_id) for article_id in one]
            correlations.append(np.corrcoef(ranks, range(len(ranks)))[0, 1])
    assert len(correlations) > 100
    assert np.mean(correlations) > 0.99
    assert ids(appended, parse("", sort=Sort.NEWEST)) == ids(rebuilt, parse("", sort=Sort.NEWEST))


def test_articles_are_looked_up_listed_and_scanned_as_in_a_build_of_everything(
    documents: list[AnalysedDocument], appended: WhooshEngine, rebuilt: WhooshEngine
) -> None:
    for document in documents:
        article = document.document.article
        assert appended.document(article.id) == rebuilt.document(article.id)
        assert appended.document_by_url(article.url or "") == rebuilt.document_by_url(
            article.url or ""
        )
    assert appended.document(documents[REMOVED].document.article.id) is None
    for days in ((date.min, date.max), None):
        assert appended.listing(days, size=200) == rebuilt.listing(days, size=200)
    everything = parse("", size=60)
    first = appended.scan(everything)
    assert first == rebuilt.scan(everything)
    after = first[-1].article.id
    assert appended.scan(everything, after=after) == rebuilt.scan(everything, after=after)


def test_persons_and_what_is_typical_are_counted_as_in_a_build_of_everything(
    appended: WhooshEngine, rebuilt: WhooshEngine
) -> None:
    assert appended.people(least=1, size=1_000) == rebuilt.people(least=1, size=1_000)
    assert appended.contrast(parse("cầu"), size=20) == rebuilt.contrast(parse("cầu"), size=20)
    assert {(one.short, one.articles) for one in appended.abbreviations()} == {
        (one.short, one.articles) for one in rebuilt.abbreviations()
    }


def test_new_articles_have_the_neighbours_that_a_build_of_everything_finds(
    documents: list[AnalysedDocument], appended: WhooshEngine, rebuilt: WhooshEngine
) -> None:
    shared = 0
    new = documents[::NEW]
    for document in new:
        one, other = (
            {near.id for near in engine.neighbours(document.document, size=5).articles}
            for engine in (appended, rebuilt)
        )
        shared += len(one & other)
    assert shared >= 0.8 * 5 * len(new)


def test_new_titles_are_completed_at_once_and_replaced_ones_no_more(
    documents: list[AnalysedDocument], appended: WhooshEngine
) -> None:
    titles = {
        one.label for one in appended.suggest("tít mới về đê", limit=5) if one.kind == "title"
    }
    assert titles == {"Tít mới về đê Sông Gianh"}
    for number in (REPLACED, REMOVED):
        before = documents[number].document.article.title
        assert before not in {one.label for one in appended.suggest(before, limit=5)}


def test_an_append_shares_the_files_of_its_base_and_their_checksums(folder: Path) -> None:
    newest, before = (folder / one.name for one in WhooshArchive(folder).generations()[:2])
    files = Manifest.load(newest).files
    shared = [name for name in files if name.startswith("arrays/")]
    assert all((newest / name).samefile(before / name) for name in shared)
    assert all(files[name] == Manifest.load(before).files[name] for name in shared)
    assert WhooshArchive(folder).verify() == []


def test_damage_in_the_base_is_not_appended_to_unnoticed(
    documents: list[AnalysedDocument], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(appending, "LEAST", 10)
    archive = WhooshArchive(tmp_path)
    name = written(archive, documents[:30], update=False)
    path = tmp_path / name / "arrays" / "postings.places.npy"
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(bytes(content))
    written(archive, documents[30:32])
    assert any("postings.places" in line for line in WhooshArchive(tmp_path).verify())
    with pytest.raises(EngineUnavailable, match=r"postings\.places.*go back"):
        written(archive, documents[32:50])


def test_an_update_beyond_the_share_is_a_merge(
    documents: list[AnalysedDocument], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(appending, "LEAST", 10)
    archive = WhooshArchive(tmp_path)
    written(archive, documents[:40], update=False)
    assert Manifest.load(tmp_path / written(archive, documents[40:43])).appended == 3
    assert Manifest.load(tmp_path / written(archive, documents[43:45])).appended == 5
    assert Manifest.load(tmp_path / written(archive, documents[45:46])).appended == 0
    assert len(archive.engine()) == 46


def test_a_merge_makes_of_an_append_what_a_build_of_everything_makes(
    documents: list[AnalysedDocument],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    rebuilt: WhooshEngine,
    replaced: AnalysedDocument,
) -> None:
    monkeypatch.setattr(appending, "LEAST", 10)
    monkeypatch.setattr(appending, "SHARE", 0.5)
    archive = WhooshArchive(tmp_path)
    written(archive, documents[15:], update=False)
    removed = documents[REMOVED].document.article.id
    written(archive, [*documents[:15], replaced], removed=[removed])
    assert archive.merge()
    engine = archive.engine()
    for query in queries(documents):
        assert ids(engine, query) == ids(rebuilt, query)
    assert engine.decisions() == rebuilt.decisions()
    assert archive.merge() is None


def test_an_update_looks_up_what_it_asks_for_alone(
    documents: list[AnalysedDocument], folder: Path
) -> None:
    with WhooshArchive(folder).writer(update=True) as writer:
        known = writer.fingerprints()
        assert len(known) == len(set(known)) == len(documents) - 1
        article = documents[3].document.article
        assert known[article.id] == article.fingerprint()
        assert documents[REMOVED].document.article.id not in known
        for document in documents[1:20]:  # more than are looked up one by one
            article = document.document.article
            assert known[article.id] == article.fingerprint()
        assert documents[REMOVED].document.article.id not in known
        assert writer.fingerprints(["sample"]) == known
        assert writer.fingerprints(["elsewhere"]) == {}
        assert article.id not in writer.fingerprints(["elsewhere"])


def test_files_that_were_compared_are_not_read_again_in_the_generation_that_shares_them(
    documents: list[AnalysedDocument], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(appending, "LEAST", 10)
    archive = WhooshArchive(tmp_path, checked=True)
    written(archive, documents[:30], update=False)
    before = archive.engine().sound()
    name = written(archive, documents[30:32])
    read: list[str] = []
    damage = Manifest.damage

    def noted(manifest: Manifest, folder: Path, among: Collection[str] | None = None) -> list[str]:
        read.extend(manifest.files if among is None else among)
        return damage(manifest, folder, among)

    monkeypatch.setattr(Manifest, "damage", noted)
    assert archive.engine().generation.name == name
    assert len(before) > len(read) > 0
    assert not any(file.startswith("arrays/") for file in read)


def test_a_folder_shared_by_generations_outlives_the_one_that_wrote_it(
    documents: list[AnalysedDocument], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(appending, "LEAST", 10)
    archive = WhooshArchive(tmp_path, keep=2)
    written(archive, documents[:60], update=False)
    for number in range(60, 65):
        written(archive, documents[number : number + 1])
    assert len(archive.generations()) == 2
    assert archive.verify() == []
    assert len(archive.engine()) == 65
    assert archive.rollback()
    assert len(archive.engine()) == 64

"""Accepted articles: the last word on every id, numbered, on disk before it is acknowledged."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from search_service.article import Article
from search_service.store import Store, StoreError
from search_service.store.articles import Articles, Outcome


def article(name: str = "a", body: str = "Mưa lớn.", **more: Any) -> Article:
    return Article.from_record({"id": name, "title": f"Tin {name}", "body": body, **more})


@pytest.fixture
def articles(tmp_path: Path) -> Articles:
    return Articles(Store(tmp_path / "store.sqlite"))


def test_nothing_is_made_by_looking(articles: Articles, tmp_path: Path) -> None:
    assert articles.sequence() == 0
    assert articles.fingerprints() == {}
    assert list(tmp_path.iterdir()) == []


def test_an_article_comes_back_as_it_was_accepted(articles: Articles) -> None:
    whole = article(
        published="2022-10-25T08:21:00+00:00",
        tags=["mưa", "lũ"],
        people=[{"name": "Lê Hải Bằng", "role": "Chủ tịch"}],
        images=[{"url": "https://bao.example/a.jpg", "caption": "Nước lên."}],
        ward="Ea Kar",
    )
    articles.accept(whole)
    (kept,) = articles.read(["a", "none"])
    assert kept == whole
    assert kept.fingerprint() == whole.fingerprint() == articles.fingerprints()["a"]


def test_the_same_content_again_changes_nothing(articles: Articles) -> None:
    first = articles.accept(article())
    again = articles.accept(article())
    assert (first.outcome, again.outcome) == (Outcome.CREATED, Outcome.UNCHANGED)
    assert again.accepted == first.accepted
    assert articles.sequence() == 1


def test_other_content_takes_the_next_number(articles: Articles) -> None:
    articles.accept(article())
    articles.accept(article("b"))
    assert articles.accept(article(body="Nắng.")).outcome is Outcome.CHANGED
    assert articles.sequence() == 3
    assert {one.id: one.body for one in articles.read("ab")} == {"a": "Nắng.", "b": "Mưa lớn."}


def test_what_is_withdrawn_is_known_to_be_gone_even_if_it_was_never_sent(
    articles: Articles,
) -> None:
    articles.accept(article())
    assert articles.withdraw("a")
    assert articles.withdraw("of-a-file")
    assert not articles.withdraw("a"), "it is gone already"
    assert articles.fingerprints() == {"a": "", "of-a-file": ""}
    assert list(articles.read(["a"])) == []
    assert articles.sequence() == 3


def test_a_withdrawn_article_may_come_again(articles: Articles) -> None:
    articles.accept(article())
    articles.withdraw("a")
    assert articles.accept(article()).outcome is Outcome.CREATED
    assert [one.id for one in articles.read(["a"])] == ["a"]


def test_a_number_is_never_given_twice(articles: Articles) -> None:
    articles.accept(article())
    articles.accept(article(body="Nắng."))
    articles.accept(article(body="Mưa lớn."))
    assert articles.sequence() == 3


def test_what_comes_at_once_is_all_kept(articles: Articles) -> None:
    names = [str(number) for number in range(40)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda name: articles.accept(article(name)), names))
    assert set(articles.fingerprints()) == set(names)
    assert articles.sequence() == 40


def test_more_articles_than_one_statement_takes_are_read(articles: Articles) -> None:
    with articles._store.opened() as file, file:
        for number in range(1_200):
            file.execute(
                "INSERT INTO articles (id, fingerprint, record, accepted) VALUES (?, 'x', ?, '')",
                (str(number), json.dumps({"id": str(number), "body": "Mưa."})),
            )
    assert len(list(articles.read(articles.fingerprints()))) == 1_200


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL")
def test_what_was_acknowledged_survives_a_kill_at_that_moment(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path\n"
        "from search_service.article import Article\n"
        "from search_service.store import Store\n"
        "from search_service.store.articles import Articles\n"
        "kept = Articles(Store(Path(sys.argv[1])))\n"
        "for n in range(10_000):\n"
        "    kept.accept(Article.from_record({'id': str(n), 'body': 'Mưa.'}))\n"
        "    print(n, flush=True)\n"
    )
    path = tmp_path / "store.sqlite"
    with subprocess.Popen(
        [sys.executable, "-c", program, str(path)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        acknowledged = [process.stdout.readline().strip() for _ in range(25)]
        process.send_signal(signal.SIGKILL)
        acknowledged += process.stdout.read().split()
    assert set(acknowledged) <= set(Articles(Store(path)).fingerprints())


def test_a_store_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    path.mkdir()
    with pytest.raises(StoreError, match=r"store\.sqlite cannot be used"):
        Articles(Store(path)).accept(article())

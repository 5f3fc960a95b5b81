"""What is followed: kept under a name, found by its key, dropped."""

from __future__ import annotations

from pathlib import Path

import pytest

from search_service.store import Store, StoreError, follows
from search_service.store.follows import Follows


@pytest.fixture
def kept(tmp_path: Path) -> Follows:
    return Follows(Store(tmp_path / "store.sqlite"))


def test_what_is_followed_is_kept_by_name(kept: Follows) -> None:
    kept.add('người:"Lê Hải Bằng"', name="Ông Bằng", mail="lan@bao.example", by="lan")
    kept.add("lũ lụt", name="Lũ", seen=["b", "a"])
    first, second = kept.all()
    assert (first.name, first.query, first.seen) == ("Lũ", "lũ lụt", {"a", "b"})
    assert (second.mail, second.by, second.seen) == ("lan@bao.example", "lan", frozenset())


def test_each_is_found_by_a_key_that_nobody_guesses(kept: Follows) -> None:
    one, other = kept.add("một", name="một"), kept.add("một", name="một")
    assert one.key != other.key
    assert len(one.key) >= 32
    assert kept.by_key(one.key) == one
    assert kept.by_key("") is None


def test_nothing_is_made_by_asking(kept: Follows, tmp_path: Path) -> None:
    assert kept.all() == []
    assert kept.by_key("x") is None
    assert list(tmp_path.iterdir()) == []


def test_what_is_dropped_is_gone(kept: Follows) -> None:
    one = kept.add("một", name="một")
    assert kept.remove(one.id)
    assert not kept.remove(one.id)
    assert kept.by_key(one.key) is None


def test_what_has_been_told_is_remembered(kept: Follows) -> None:
    one, other = kept.add("một", name="một"), kept.add("hai", name="hai", seen=["x"])
    kept.told({one.id: {"a", "b"}})
    assert {follow.id: follow.seen for follow in kept.all()} == {
        one.id: {"a", "b"},
        other.id: {"x"},
    }


def test_there_is_an_end_to_them(kept: Follows, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(follows, "MOST", 1)
    kept.add("một", name="một")
    with pytest.raises(StoreError, match="1 searches are followed"):
        kept.add("hai", name="hai")

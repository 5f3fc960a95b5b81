"""The file of the store: made, migrated, and refused where it cannot be used."""

from __future__ import annotations

import sqlite3
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from search_service.store import Store, StoreError, file, migrations


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    written = ["CREATE TABLE notes (text TEXT);"]
    monkeypatch.setattr(file, "MIGRATIONS", written)
    return written


def tables(store: Store) -> set[str]:
    with store.opened() as opened:
        return {name for (name,) in opened.execute("SELECT name FROM sqlite_schema")}


def test_nothing_is_made_until_it_is_opened(tmp_path: Path) -> None:
    store = Store(tmp_path / "kept" / "store.sqlite")
    assert not store.exists()
    assert list(tmp_path.iterdir()) == []
    assert "reports" in tables(store)
    assert store.exists()


def test_the_file_is_the_services_alone(tmp_path: Path) -> None:
    store = Store(tmp_path / "store.sqlite")
    tables(store)
    assert stat.S_IMODE(store.path.stat().st_mode) == 0o600


def test_an_older_file_gets_what_it_lacks_and_keeps_what_it_has(
    tmp_path: Path, steps: list[str]
) -> None:
    store = Store(tmp_path / "store.sqlite")
    with store.opened() as opened, opened:
        opened.execute("INSERT INTO notes VALUES ('một')")
    steps.append("ALTER TABLE notes ADD COLUMN kept TEXT; CREATE TABLE tags (name TEXT);")
    with store.opened() as opened:
        assert opened.execute("SELECT text, kept FROM notes").fetchall() == [("một", None)]
    assert tables(store) == {"notes", "tags"}


def test_a_step_that_fails_leaves_the_file_as_it_was(tmp_path: Path, steps: list[str]) -> None:
    store = Store(tmp_path / "store.sqlite")
    assert tables(store) == {"notes"}
    steps.append("CREATE TABLE tags (name TEXT); INSERT INTO nowhere VALUES (1);")
    with pytest.raises(StoreError, match="nowhere"):
        tables(store)
    steps[1] = "CREATE TABLE tags (name TEXT);"
    assert tables(store) == {"notes", "tags"}


def test_a_file_of_a_newer_release_is_refused_unchanged(tmp_path: Path, steps: list[str]) -> None:
    store = Store(tmp_path / "store.sqlite")
    tables(store)
    steps.clear()
    with pytest.raises(StoreError, match="newer release"):
        tables(store)
    with sqlite3.connect(store.path) as opened:
        assert opened.execute("PRAGMA user_version").fetchone() == (1,)


def test_many_may_open_a_new_file_at_once(tmp_path: Path) -> None:
    store = Store(tmp_path / "store.sqlite")
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: tables(store), range(16)))
    assert all("reports" in names for names in found)
    with store.opened() as opened:
        (version,) = opened.execute("PRAGMA user_version").fetchone()
    assert version == len(migrations.MIGRATIONS)


def test_what_is_not_a_store_is_named(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    path.write_text("không phải cơ sở dữ liệu, " * 100, encoding="utf-8")
    with pytest.raises(StoreError, match=r"store\.sqlite cannot be used"):
        tables(Store(path))
    assert path.read_text(encoding="utf-8").startswith("không phải")

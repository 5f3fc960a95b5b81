"""Backups: all that cannot be built again, in one file that is checked before it is used."""

from __future__ import annotations

import hashlib
import io
import json
import os
import random
import stat
import tarfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from search_service.article import Article
from search_service.cli import main
from search_service.store import Store, StoreError
from search_service.store.archiving import unpacked
from search_service.store.articles import Articles
from search_service.store.reports import Reports, Subject
from search_service.store.tokens import Scope, Tokens

PINS = "bão lụt\thuong-dan\n"


def run(folder: Path, *arguments: str) -> Result:
    os.chdir(folder)
    return CliRunner().invoke(main, arguments)


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A machine with a store, a newsroom and settings."""
    folder = tmp_path / "machine"
    (folder / "toà-soạn").mkdir(parents=True)
    (folder / "search-service.toml").write_text(
        'newsroom_dir = "toà-soạn"\nstore_file = "giữ/kho.sqlite"\nsite_name = "Báo Lâm Giang"\n',
        encoding="utf-8",
    )
    (folder / "toà-soạn" / "pins.tsv").write_text(PINS, encoding="utf-8")
    store = Store(folder / "giữ" / "kho.sqlite")
    Articles(store).accept(Article.from_record({"id": "a", "body": "Mưa lớn."}))
    Articles(store).withdraw("b")
    Reports(store).add(Subject.OTHER, text="Sai tên.")
    return folder


@pytest.fixture
def backup(machine: Path, tmp_path: Path) -> Path:
    file = tmp_path / "kho.tar.gz"
    assert run(machine, "backup", str(file)).exit_code == 0
    return file


@pytest.fixture
def other(tmp_path: Path) -> Path:
    folder = tmp_path / "other"
    folder.mkdir()
    return folder


def test_a_backup_is_restored_on_another_machine(backup: Path, other: Path) -> None:
    result = run(other, "restore", str(backup))
    assert result.exit_code == 0, result.output
    store = Store(other / "giữ" / "kho.sqlite")
    assert [one.body for one in Articles(store).read(["a"])] == ["Mưa lớn."]
    assert Articles(store).fingerprints()["b"] == ""
    assert [one.text for one in Reports(store).waiting()] == ["Sai tên."]
    assert (other / "toà-soạn" / "pins.tsv").read_text(encoding="utf-8") == PINS
    assert "Lâm Giang" in (other / "search-service.toml").read_text(encoding="utf-8")
    assert sorted(path.name for path in other.iterdir()) == [
        "giữ", "search-service.toml", "toà-soạn",
    ]  # fmt: skip


def test_a_token_holds_after_a_restore(machine: Path, other: Path, tmp_path: Path) -> None:
    secret = Tokens(Store(machine / "giữ" / "kho.sqlite")).add("CMS", [Scope.PUBLISH])
    file = tmp_path / "later.tar.gz"
    run(machine, "backup", str(file))
    run(other, "restore", str(file))
    assert Tokens(Store(other / "giữ" / "kho.sqlite")).scopes(secret)


def test_a_backup_is_its_owners_alone_and_replaces_no_other(backup: Path, machine: Path) -> None:
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    before = backup.read_bytes()
    result = run(machine, "backup", str(backup))
    assert result.exit_code == 1
    assert "is there already" in result.output
    assert backup.read_bytes() == before
    assert run(machine, "backup", str(backup), "--force").exit_code == 0
    assert [path for path in backup.parent.iterdir() if path.name.startswith(".")] == []


def test_what_is_there_is_replaced_only_by_force(backup: Path, machine: Path) -> None:
    store = Store(machine / "giữ" / "kho.sqlite")
    Articles(store).accept(Article.from_record({"id": "later", "body": "Nắng."}))
    result = run(machine, "restore", str(backup))
    assert result.exit_code == 1
    assert "is there already" in result.output
    assert "later" in Articles(store).fingerprints()
    result = run(machine, "restore", str(backup), "--force")
    assert result.exit_code == 0
    assert set(Articles(store).fingerprints()) == {"a", "b"}
    assert "search-service.toml stays" in result.output


def test_a_refused_restore_leaves_a_new_machine_as_it_was(backup: Path, other: Path) -> None:
    (other / "toà-soạn").mkdir()
    (other / "toà-soạn" / "pins.tsv").write_text("khác\tbai\n", encoding="utf-8")
    assert run(other, "restore", str(backup)).exit_code == 1
    assert [path.name for path in other.iterdir()] == ["toà-soạn"]


def test_a_backup_that_is_not_there_is_said_not_to_be(other: Path) -> None:
    result = run(other, "restore", "nowhere.tar.gz")
    assert result.exit_code == 2
    assert "'nowhere.tar.gz' does not exist" in result.output


def test_there_is_nothing_to_back_up_where_nothing_is(other: Path) -> None:
    result = run(other, "backup", "kho.tar.gz")
    assert result.exit_code == 1
    assert "nothing to back up" in result.output
    assert list(other.iterdir()) == []


def test_any_changed_byte_that_matters_is_refused(backup: Path, other: Path) -> None:
    content = backup.read_bytes()
    randomness = random.Random(3)
    refused = 0
    for _ in range(300):
        damaged = bytearray(content)
        damaged[randomness.randrange(10, len(content))] ^= 1 << randomness.randrange(8)
        backup.write_bytes(damaged)
        try:
            with unpacked(backup, other) as read:
                assert (read.folder / "newsroom" / "pins.tsv").read_text(encoding="utf-8") == PINS
        except StoreError:
            refused += 1
    assert refused > 250
    backup.write_bytes(content[: len(content) // 2])
    with pytest.raises(StoreError, match="no backup that can be used"), unpacked(backup, other):
        pass
    assert list(other.iterdir()) == []


def packed(file: Path, members: list[tuple[tarfile.TarInfo, bytes]], **listed: Any) -> None:
    """Write an archive by hand."""
    known = {member.name: [len(data), hashlib.sha256(data).hexdigest()] for member, data in members}
    content = {"format": 1, "made": "2026-01-01T00:00:00Z", "files": known, **listed}
    first = (tarfile.TarInfo("backup.json"), json.dumps(content).encode())
    with tarfile.open(file, "w:gz") as archive:
        for member, data in (first, *members):
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))


@pytest.mark.parametrize(
    "name",
    ["../pins.tsv", "/etc/passwd", "newsroom/../../x.tsv", "newsroom/.hidden.tsv", "other.txt",
     "newsroom/a/b.tsv", "newsroom/x.tsv\0"],
)  # fmt: skip
def test_a_name_that_leads_elsewhere_is_refused(tmp_path: Path, other: Path, name: str) -> None:
    file = tmp_path / "made.tar.gz"
    packed(file, [(tarfile.TarInfo(name.rstrip("\0")), b"x")], files={name: [1, "0" * 64]})
    with pytest.raises(StoreError, match="is no file of a backup"), unpacked(file, other):
        pass
    assert list(other.iterdir()) == []


def test_a_link_in_place_of_a_file_is_refused(tmp_path: Path, other: Path) -> None:
    file = tmp_path / "made.tar.gz"
    link = tarfile.TarInfo("newsroom/pins.tsv")
    link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
    packed(file, [(link, b"")])
    with pytest.raises(StoreError, match="is not a file of 0 bytes"), unpacked(file, other):
        pass


@pytest.mark.parametrize(
    "listed", [{"format": 2}, {"files": "x"}, {"files": {"store.sqlite": [9, ""]}}]
)
def test_a_list_that_does_not_fit_is_refused(tmp_path: Path, other: Path, listed: Any) -> None:
    file = tmp_path / "made.tar.gz"
    packed(file, [], **listed)
    with pytest.raises(StoreError, match="no backup that can be used"), unpacked(file, other):
        pass


def test_a_store_of_a_newer_release_is_not_put_back(
    machine: Path, tmp_path: Path, other: Path
) -> None:
    store = Store(machine / "giữ" / "kho.sqlite")
    with store.opened() as opened:
        opened.execute("PRAGMA user_version = 999")
    file = tmp_path / "newer.tar.gz"
    result = run(machine, "backup", str(file))
    assert result.exit_code == 1
    assert "newer release" in result.output
    assert list(other.iterdir()) == []

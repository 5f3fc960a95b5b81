"""Who may sign in to the staff pages, said at a terminal."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from search_service.cli import main
from search_service.newsroom.users import Users


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SEARCH_SERVICE_STAFF_USERS", str(tmp_path / "staff" / "users.tsv"))
    return tmp_path / "staff" / "users.tsv"


def run(*arguments: str, said: str = "", status: int = 0) -> Result:
    result = CliRunner().invoke(main, ["user", *arguments], input=f"{said}\n")
    assert result.exit_code == status, result.output
    return result


def test_a_user_is_let_in_with_the_password_that_was_read(file: Path) -> None:
    run("bình", said="mưa thuận gió hòa")
    assert Users(file).admits("bình", "mưa thuận gió hòa")
    assert not Users(file).admits("bình", "mưa thuận")
    assert "mưa" not in file.read_text(encoding="utf-8")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_new_password_takes_the_place_of_the_old_one(file: Path) -> None:
    run("lan", said="một mật khẩu đầu")
    run("lan", said="một mật khẩu sau")
    assert Users(file).admits("lan", "một mật khẩu sau")
    assert not Users(file).admits("lan", "một mật khẩu đầu")


def test_a_user_is_taken_out(file: Path) -> None:
    run("lan", said="một mật khẩu đầu")
    run("lan", "--remove")
    assert Users(file).hash_of("lan") is None
    assert "there is no user lan" in run("lan", "--remove", status=1).output


def test_a_short_password_and_a_name_of_two_words_are_refused(file: Path) -> None:
    assert "12 to 256 characters" in run("lan", said="ngắn", status=1).output
    assert "one word" in run("lan anh", said="mưa thuận gió hòa", status=1).output
    assert not file.exists()


def test_without_the_setting_it_says_what_to_set() -> None:
    assert "set staff_users" in run("lan", said="mưa thuận gió hòa", status=1).output

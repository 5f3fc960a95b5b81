"""Serving, and settings that no command can be run with."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from tests.cli.asking import run


class TestServe:
    def test_without_an_index_it_does_not_start(self, tmp_path: Path) -> None:
        result = run("serve", "--index-dir", tmp_path / "none")
        assert result.exit_code == 1
        assert "search-service index" in result.stderr

    def test_where_another_listens_it_says_so_and_nothing_of_serving(self, index_dir: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as other:
            port = other.getsockname()[1]
            result = run("serve", "--port", port, "--index-dir", index_dir)
        assert result.exit_code == 1
        assert f"cannot listen on 127.0.0.1:{port}" in result.stderr
        assert "Serving" not in result.stderr


def test_a_setting_of_the_wrong_form_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEARCH_SERVICE_PORT", "many")
    result = run("status")
    assert result.exit_code == 1
    assert "port" in result.stderr


def test_partners_that_are_no_json_are_named_with_what_to_write(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SEARCH_SERVICE_PARTNERS", "https://bao-mau.example")
    result = run("status")
    assert result.exit_code == 1
    assert 'setting partners: write JSON, as {"Báo Mẫu": "https://bao-mau.example"}' in (
        result.stderr
    )

"""Serving, and settings that no command can be run with."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.asking import run


class TestServe:
    def test_without_an_index_it_does_not_start(self, tmp_path: Path) -> None:
        result = run("serve", "--index-dir", tmp_path / "none")
        assert result.exit_code == 1
        assert "search-service index" in result.stderr


def test_a_setting_of_the_wrong_form_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEARCH_SERVICE_PORT", "many")
    result = run("status")
    assert result.exit_code == 1
    assert "port" in result.stderr

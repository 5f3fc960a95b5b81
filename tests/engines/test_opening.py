"""Opening the archive that the settings name."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from search_service.engines import opening
from search_service.engines.errors import EngineUnavailable
from search_service.engines.opening import open_archive
from search_service.engines.whoosh.archive import WhooshArchive
from search_service.settings import Settings, SettingsError


def test_the_embedded_engine_is_what_runs_without_a_setting(tmp_path: Path) -> None:
    assert isinstance(open_archive(Settings.load(index_dir=tmp_path)), WhooshArchive)


def test_a_cluster_is_asked_by_one_setting_and_nothing_is_asked_yet(tmp_path: Path) -> None:
    pytest.importorskip("opensearchpy", reason="the extra 'opensearch' is not installed")
    archive = open_archive(
        Settings.load(index_dir=tmp_path, engine="opensearch", opensearch_urls="http://127.0.0.1:1")
    )
    assert type(archive).__name__ == "OpenSearchArchive"
    with pytest.raises(EngineUnavailable, match=r"http://127\.0\.0\.1:1 cannot be reached"):
        archive.engine()


def test_without_the_client_the_message_names_the_extra(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "find_spec", lambda _: None)
    with pytest.raises(EngineUnavailable, match=r"pip install '\.\[opensearch\]'"):
        open_archive(Settings.load(index_dir=tmp_path, engine="opensearch"))


def test_the_embedded_engine_never_loads_the_client() -> None:
    code = "import sys, search_service.cli, search_service.web.app; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
    ).stdout.split()
    assert "opensearchpy" not in loaded


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("engine", "lucene"),
        ("opensearch_urls", "search-1:9200"),
        ("opensearch_urls", "https://kho:secret@search-1.example:9200"),
        ("opensearch_prefix", "Kho Báo"),
        ("opensearch_shards", 0),
    ],
)
def test_a_setting_of_another_form_is_refused_by_name(name: str, value: object) -> None:
    with pytest.raises(SettingsError, match=name):
        Settings.load(**{name: value})


def test_several_nodes_are_written_with_spaces_between_them() -> None:
    settings = Settings.load(opensearch_urls="https://a.example:9200/ https://b.example:9200")
    assert settings.opensearch_urls == ("https://a.example:9200", "https://b.example:9200")


def test_the_password_stands_in_no_message() -> None:
    settings = Settings.load(opensearch_password="bí mật")  # noqa: S106 - a test's
    assert "bí mật" not in repr(settings)
    with pytest.raises(SettingsError) as refused:
        Settings.load(opensearch_urls="https://kho:secret@search-1.example:9200")
    assert "secret" not in str(refused.value)

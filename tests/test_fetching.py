"""Nothing is fetched, whatever articles name: not while they are read, nor while served."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

WATCHED = """
import sys

def refuse(event, arguments):
    if event in {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"}:
        raise SystemExit(f"{event} {arguments}")

sys.addaudithook(refuse)
"""

INDEXING = f"""{WATCHED}
from search_service.cli import main
main(sys.argv[1:])
"""

SERVING = f"""{WATCHED}
from pathlib import Path
from search_service.engines.opening import open_archive
from search_service.settings import Settings
from search_service.web import create_app

settings = Settings.load(index_dir=Path(sys.argv[1]))
client = create_app(open_archive(settings), settings).test_client()
away = "http://192.0.2.1/x"
assert client.get("/api/related", query_string={{"url": away}}).status_code == 404
assert client.get("/embed/related", query_string={{"url": away}}).status_code == 404
assert client.get("/oembed", query_string={{"url": away}}).status_code == 404
assert client.post("/api/related", json={{"title": "Lúa", "url": away}}).status_code == 200
assert client.get("/article/xa").status_code == 200
"""

SOURCES = {
    "trang.html": '<!doctype html><html><head><base href="http://192.0.2.1/"><title>Lúa</title>'
    '<link rel="stylesheet" href="http://192.0.2.1/a.css"><script src="//192.0.2.1/a.js"></script>'
    '<meta http-equiv="refresh" content="0;url=http://192.0.2.1/"></head><body><article><h1>Lúa</h1>'
    f'<p>{"Bà con gặt lúa trên đồng. " * 20}</p><img src="http://192.0.2.1/a.png">'
    '<iframe src="http://192.0.2.1/"></iframe></article></body></html>',
    "tin.xml": '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY xa SYSTEM "http://192.0.2.1/x">'
    '<!ENTITY tep SYSTEM "file:///etc/passwd">]><rss version="2.0"><channel><title>Tin</title>'
    "<item><title>Bão</title><link>http://192.0.2.1/bao</link>"
    "<description>Bão vào bờ. &xa; &tep;</description></item></channel></rss>",
    "bai.jsonl": json.dumps(
        {"id": "xa", "url": "http://192.0.2.1/xa", "title": "Xa", "body": "Một bài ở xa.",
         "images": [{"url": "http://192.0.2.1/a.png", "caption": "Ảnh xa"}]}
    ),
}  # fmt: skip


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """An index of articles that name what could be fetched, built where fetching ends all."""
    sources = tmp_path / "sources"
    sources.mkdir()
    for name, text in SOURCES.items():
        (sources / name).write_text(text, encoding="utf-8")
    arguments = ["index", str(sources), "--workers", "1", "--index-dir", str(tmp_path / "index")]
    built = run(INDEXING, *arguments)
    assert built.returncode == 0, built.stderr
    assert "added" in built.stderr
    return tmp_path / "index"


def run(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", program, *arguments],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_indexing_and_serving_connect_to_nobody(index: Path) -> None:
    served = run(SERVING, str(index))
    assert served.returncode == 0, served.stderr


def test_no_file_that_an_article_names_is_read_into_it(index: Path) -> None:
    for file in index.rglob("*"):
        if file.is_file():
            assert b"root:x:0" not in file.read_bytes()


def test_the_watch_sees_a_connection() -> None:
    program = f"{WATCHED}\nimport urllib.request\nurllib.request.urlopen('http://127.0.0.1:9/')"
    assert run(program).returncode == 1

"""What is tried, and with what: texts of queries, addresses, bodies and files."""

from __future__ import annotations

import gzip
import subprocess
import sys
from contextlib import redirect_stderr
from io import StringIO
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from flask import Flask
from hypothesis import strategies as st

from scripts.fuzzing.running import Target
from search_service.engines.opening import open_archive
from search_service.grammar import parse, typed, without_filters
from search_service.query import MAX_PHRASES, MAX_TOKENS
from search_service.readers import Problem, Reading
from search_service.settings import Settings
from search_service.web import create_app

SAMPLE: Final = Path(__file__).resolve().parents[2] / "search_service" / "sample"

WORDS: Final = (
    *("lúa", "lua", "tỉnh ủy", "UBND", "TP.HCM", "COVID-19", "ddawsk", "đ", "Đ", "(", "*", "~"),
    *("mục:", "người:", "từ:2022", "đến:31/02/2022", "section:", "person:", '-"a b"', "^2", "\\"),
    *("-", "−", '"', "“", "»", ":", "\u0301", "\ud800", "\x00", "\u202e", "ﬁ", "𝐀", "٣"),
    *("a" * 300, "a.a.a.", "-----"),
)
TEXTS: Final = st.one_of(
    st.text(max_size=1_200),
    st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=20)), max_size=60).map(" ".join),
    st.lists(st.sampled_from(WORDS), max_size=300).map("".join),
)
NAMES: Final = (
    *("q", "section", "person", "with", "from", "to", "sort", "page", "limit", "offset", "lang"),
    *("cursor", "as_of", "person_q", "url", "id", "placement", "theme", "layout", "format", "by"),
    *("maxwidth", "maxheight", "recent", "variants", "explain", "month", "unit", "width", "sent"),
)
VALUES: Final = st.one_of(
    TEXTS,
    st.integers().map(str),
    st.sampled_from(
        (
            *("", "0", "-1", "1e9", "NaN", "2022-13", "0000", "9999-12-31", "newest", "csv"),
            *("http://[", "https://a/" * 99, "../../etc/passwd", "javascript:alert(1)"),
            "000001-20260101T000000",
        )
    ),
)
FINE: Final = frozenset(
    {*range(200, 205), *range(301, 309), 400, 403, 404, 405, 410, 413, 415, 422, 429, 501}
)
"""Answers there may be to anything; 503 is none of them, since nothing is overloaded here."""


def make(folder: Path) -> dict[str, Target]:
    """Return the targets by name; the sample archive is indexed in *folder* for them."""
    index = [sys.executable, "-m", "search_service", "index", str(SAMPLE), "--index-dir"]
    subprocess.run([*index, str(folder / "index")], check=True, stderr=subprocess.DEVNULL)
    settings = Settings(
        index_dir=folder / "index", store_file=folder / "store.sqlite", api_rate_limit=0
    )
    app = create_app(open_archive(settings), settings)
    return {
        "grammar": Target(TEXTS, _parsed),
        "addresses": _addresses(app),
        "bodies": _bodies(app),
        "files": _files(folder),
    }


def _parsed(text: str) -> None:
    query = parse(text)
    assert len(query.tokens) <= MAX_TOKENS
    assert len(query.phrases) <= MAX_PHRASES
    parse(typed(query))
    without_filters(text)


def _addresses(app: Flask) -> Target:
    rules = sorted(
        {rule.rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    )
    client = app.test_client()

    def ask(asked: tuple[str, str, dict[str, str]]) -> None:
        rule, value, arguments = asked
        parts = rule.split("<")
        path = parts[0] + "".join(
            quote(value, errors="replace") + p.partition(">")[2] for p in parts[1:]
        )
        pairs = "&".join(
            f"{name}={quote(text, errors='surrogatepass')}" for name, text in arguments.items()
        )
        with client.get(f"{path}?{pairs}") as answer:
            body = answer.get_data(as_text=True) if answer.mimetype.startswith("text/") else ""
            assert answer.status_code in FINE, f"{answer.status_code} {path}?{pairs}"
        assert "Traceback" not in body

    arguments = st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=6)
    value = st.one_of(VALUES, st.sampled_from(("lê-hải-bằng", "thoi-su", "blg-2022-0181")))
    return Target(st.tuples(st.sampled_from(rules), value, arguments), ask)


def _bodies(app: Flask) -> Target:
    client = app.test_client()
    leaves = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), VALUES)
    nested = st.recursive(
        leaves,
        lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=8), inner),
        max_leaves=9,
    )
    names = st.sampled_from(("title", "body", "url", "published", "section", "id", "people", "x"))
    sent = st.one_of(
        st.dictionaries(names, nested).map(lambda record: ("json", record)),
        st.binary(max_size=2_000).map(lambda raw: ("raw", raw)),
    )

    def post(what: tuple[str, Any]) -> None:
        form, body = what
        given = (
            {"json": body} if form == "json" else {"data": body, "content_type": "application/json"}
        )
        for path in ("/api/related", "/report", "/batch"):
            try:
                answer = client.post(path, **given)
            except (UnicodeEncodeError, ValueError):  # the client itself cannot write it
                return
            assert answer.status_code in FINE, f"{answer.status_code} {path}"

    return Target(sent, post)


def _warc(page: bytes) -> bytes:
    """Return a web archive of one answer: *page*."""
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://bao.example/a\r\n"
        "WARC-Date: 2022-10-25T08:21:00Z\r\nContent-Type: application/http; msgtype=response\r\n"
        f"WARC-Record-ID: <urn:uuid:0>\r\nContent-Length: {len(answer)}\r\n\r\n"
    )
    return head.encode("ascii") + answer + b"\r\n\r\n"


def _files(folder: Path) -> Target:
    originals = [file.read_bytes() for file in sorted(SAMPLE.rglob("*")) if file.is_file()]
    originals += [_warc(page) for page in originals if b"<html" in page[:500].lower()]
    originals += [gzip.compress(original, mtime=0) for original in originals]
    path = folder / "tried"

    def damaged(draw: st.DrawFn) -> bytes:
        content = bytearray(draw(st.sampled_from(originals))[: draw(st.integers(1, 60_000))])
        for _ in range(draw(st.integers(0, 8))):
            place = draw(st.integers(0, max(0, len(content) - 1)))
            stop = place + draw(st.integers(0, 40))
            content[place:stop] = draw(st.binary(max_size=12)) * draw(st.integers(1, 50))
        return bytes(content)

    def read(content: bytes) -> None:
        path.write_bytes(content)
        ids: set[str] = set()
        with redirect_stderr(StringIO()):  # warcio says there what it stumbles over
            found = [item for _, item in Reading([path])]
        for item in found:
            if isinstance(item, Problem):
                assert str(path) in str(item)
            else:
                assert item.body or item.lead
                ids.add(item.id)
        assert all(len(one) <= 200 for one in ids)

    return Target(st.one_of(st.composite(damaged)(), st.binary(max_size=3_000)), read)

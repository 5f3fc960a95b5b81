"""The description of the API, and the page that explains it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from search_service.settings import Settings
from search_service.store import Store
from search_service.store.articles import Articles
from search_service.store.tokens import Scope, Tokens
from search_service.web import create_app
from tests.serving import PATIENCE, served

_CODE = re.compile(r'<pre[^>]*aria-label="(\w+): (\w+) (\S+)"><code>(.*?)</code></pre>', re.DOTALL)


@pytest.fixture
def described(sample_client: FlaskClient) -> Any:
    return sample_client.get("/api/openapi.json").json


def test_it_is_openapi_3_1_with_the_name_of_the_archive(described: Any) -> None:
    assert described["openapi"].startswith("3.1.")
    assert described["info"]["title"] == "Kho báo"
    assert described["info"]["version"] == "1.0"
    assert described["servers"] == [{"url": "http://localhost"}]


def test_every_address_of_the_api_is_described(app: Flask, described: Any) -> None:
    views = {
        (re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule), method.lower())
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/") and rule.rule != "/api/openapi.json"
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert views == {(path, method) for path, item in described["paths"].items() for method in item}


def test_every_operation_tells_its_parameters_and_what_may_go_wrong(described: Any) -> None:
    for path, item in described["paths"].items():
        for operation in item.values():
            assert operation["summary"]
            assert all(one["description"] for one in operation["parameters"])
            assert {"400", "429", "503"} <= set(operation["responses"])
            assert {"200", "204"} & set(operation["responses"])
            assert ("404" in operation["responses"]) == (
                "_id}" in path or "url" in names(operation)
            )


def test_what_needs_a_token_says_so_and_what_only_reads_needs_none(described: Any) -> None:
    for path, item in described["paths"].items():
        for method, operation in item.items():
            writes = method in {"put", "delete"} or path.startswith("/api/hooks/")
            assert ("security" in operation) == ("401" in operation["responses"]) == writes
    assert described["components"]["securitySchemes"]["token"]["scheme"] == "bearer"


def names(operation: Any) -> set[str]:
    return {parameter["name"] for parameter in operation["parameters"]}


def test_the_description_is_in_english_and_in_vietnamese(client: FlaskClient) -> None:
    def summary(path: str) -> str:
        text: str = client.get(path).json["paths"]["/api/search"]["get"]["summary"]  # type: ignore[index]
        return text

    assert summary("/api/openapi.json") == "Search for articles"
    assert summary("/api/openapi.json?lang=vi") == "Tìm bài"


def test_answers_have_exactly_the_fields_described(
    sample_client: FlaskClient, described: Any
) -> None:
    fields = described["components"]["schemas"]["SearchAnswer"]["properties"]
    assert list(sample_client.get("/api/search?q=cau").json) == list(fields)  # type: ignore[arg-type]


# The page


def examples(page: str) -> list[tuple[str, str, str, str]]:
    return [(*found[:3], unescape(found[3])) for found in _CODE.findall(page)]


def test_the_page_explains_every_address_in_three_languages(
    sample_client: FlaskClient, described: Any
) -> None:
    page = sample_client.get("/api").text
    shown = {(language, method, path) for language, method, path, _ in examples(page)}
    for path, item in described["paths"].items():
        for method in item:
            for language in ("curl", "Python", "JavaScript"):
                assert (language, method.upper(), path) in shown


def test_the_form_of_an_answer_names_every_field(sample_client: FlaskClient) -> None:
    page = unescape(sample_client.get("/api?lang=en").text)
    related = page.split('id="get-api-related"')[1].split("</section>")[0]
    for line in (
        '"id": string | null',
        '"published": string (date-time) | null',
        '"reason": "same-event" | "follow-up"',
        '"also": [{',
    ):
        assert line in related


@pytest.fixture
def service(sample_archive: Any) -> Iterator[str]:
    with served(create_app(sample_archive, Settings())) as address:
        yield address


def test_the_examples_in_python_run_as_they_are_printed(service: str, sample_archive: Any) -> None:
    app = create_app(sample_archive, Settings(base_url=service))
    shown = examples(app.test_client().get("/api").text)
    printed = [one for one in shown if one[0] == "Python" and "TOKEN" not in one[3]]
    assert len(printed) == 11
    for _, method, path, code in printed:
        ran = subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONIOENCODING": "utf-8"},
            timeout=PATIENCE,
            check=False,
        )
        assert ran.returncode == 0, (method, path, ran.stderr)
        assert ran.stdout.startswith("{")


def test_the_examples_that_send_articles_run_with_a_token(
    sample_archive: Any, tmp_path: Path
) -> None:
    store = Store(tmp_path / "store.sqlite")
    secret = Tokens(store).add("CMS", [Scope.PUBLISH])
    settings = Settings(store_file=store.path)
    with served(create_app(sample_archive, settings)) as address:
        page = create_app(sample_archive, Settings(base_url=address)).test_client().get("/api").text
        sending = [one for one in examples(page) if "TOKEN" in one[3] and one[0] == "Python"]
        assert {one[1] for one in sending} == {"PUT", "DELETE", "POST"}
        for *_, code in sending:
            ran = subprocess.run(
                [sys.executable, "-c", code],
                capture_output=True,
                encoding="utf-8",
                env={**os.environ, "PYTHONIOENCODING": "utf-8", "TOKEN": secret},
                timeout=PATIENCE,
                check=False,
            )
            assert ran.returncode == 0, ran.stderr
    assert Articles(store).sequence() >= 2


def test_the_examples_with_curl_send_what_they_print(service: str, sample_archive: Any) -> None:
    app = create_app(sample_archive, Settings(base_url=service))
    (code,) = [
        one[3]
        for one in examples(app.test_client().get("/api").text)
        if one[:2] == ("curl", "POST") and "TOKEN" not in one[3]
    ]
    ran = subprocess.run(
        ["/bin/sh", "-c", code],
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )
    if ran.returncode == 127:
        pytest.skip("the program curl is missing")
    assert json.loads(ran.stdout)["related"]

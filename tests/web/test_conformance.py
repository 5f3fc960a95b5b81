"""The API answers as its own description says, whatever it is asked."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings

from search_service.settings import Settings
from search_service.store import Store
from search_service.store.tokens import Scope, Tokens
from search_service.web import create_app
from search_service.web.operations import operations

schemathesis = pytest.importorskip("schemathesis", reason="the package schemathesis is missing")

EXAMPLES = 50
ADDRESSES = [
    ("/api/search", "GET"),
    ("/api/suggest", "GET"),
    ("/api/articles", "GET"),
    ("/api/articles/{article_id}", "GET"),
    ("/api/articles/{article_id}/related", "GET"),
    ("/api/related", "GET"),
    ("/api/related", "POST"),
    ("/api/people/{person_id}", "GET"),
    ("/api/trend", "GET"),
    ("/api/words", "GET"),
    ("/api/articles/{article_id}/story", "GET"),
    ("/api/articles/{article_id}", "PUT"),
    ("/api/articles/{article_id}", "DELETE"),
    ("/api/hooks/wordpress", "POST"),
]


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return Store(tmp_path_factory.mktemp("store") / "store.sqlite")


@pytest.fixture(scope="session")
def headers(store: Store) -> dict[str, str]:
    return {"Authorization": f"Bearer {Tokens(store).add('CMS', [Scope.PUBLISH])}"}


@pytest.fixture(scope="session")
def unlimited(sample_archive: Any, store: Store) -> Flask:
    return create_app(sample_archive, Settings(api_rate_limit=0, store_file=store.path))


@pytest.fixture(scope="session")
def description(unlimited: Flask) -> Any:
    return schemathesis.openapi.from_wsgi("/api/openapi.json", unlimited)


def test_each_address_is_asked(unlimited: Flask) -> None:
    described = {(path, method.upper()) for path, method, _ in operations(unlimited)}
    assert described == set(ADDRESSES)


def ask(description: Any, path: str, method: str, mode: str, headers: dict[str, str]) -> None:
    operation = description[path][method]
    # An empty value is none, as forms send it, and only a reader can tell what is a day: a refusal
    # need not follow from the schema alone.
    checks = schemathesis.checks
    excluded = [checks.negative_data_rejection, checks.positive_data_acceptance]

    @given(case=operation.as_strategy(generation_mode=getattr(schemathesis.GenerationMode, mode)))
    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
    def one(case: Any) -> None:
        case.call_and_validate(excluded_checks=excluded, headers=headers)

    one()


@pytest.mark.parametrize(("path", "method"), ADDRESSES)
def test_what_fits_the_schema_gets_a_documented_answer(
    description: Any, path: str, method: str, headers: dict[str, str]
) -> None:
    ask(description, path, method, "POSITIVE", headers)


# Of a path that is any text nothing can be wrong.
@pytest.mark.parametrize(("path", "method"), [one for one in ADDRESSES if "people" not in one[0]])
def test_what_does_not_fit_the_schema_gets_a_documented_answer(
    description: Any, path: str, method: str, headers: dict[str, str]
) -> None:
    ask(description, path, method, "NEGATIVE", headers)

"""The page that explains the API to people: its addresses, with examples from this archive."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote, urlencode

from flask import Blueprint, current_app, render_template

from search_service.document import Document
from search_service.query import Query, Sort
from search_service.web import present
from search_service.web.caching import MAX_AGE, by_generation
from search_service.web.context import engine, settings
from search_service.web.examples import SENT, Example, curl, javascript, python
from search_service.web.i18n import gettext
from search_service.web.openapi import API_VERSION
from search_service.web.openapi import document as openapi_document
from search_service.web.operations import Operation, Parameter, operations
from search_service.web.rate import WINDOW
from search_service.wire import Json

blueprint = Blueprint("reference", __name__)

_SHOWN: Final = 3
"""Items asked for in the examples: their answers fit a screen."""

_STAND_IN: Final = "https://bao.example/bai-viet.html"
"""In examples of an archive whose articles have no addresses."""


@dataclass(frozen=True, slots=True)
class Explained:
    """One address of the API as the page shows it.

    Attributes:
        anchor: The fragment that leads to it.
        answer: The form of its answer: JSON with the types in place of values.
        examples: (language, code) of one request.
    """

    anchor: str
    method: str
    path: str
    summary: str
    parameters: tuple[Parameter, ...]
    answer: str
    examples: tuple[tuple[str, str], ...]


@blueprint.get("/api")
@by_generation
def show() -> str:
    """Show how programs read the archive."""
    schemas = openapi_document(current_app, "", "")["components"]["schemas"]
    newest = engine().search(Query(sort=Sort.NEWEST, size=1)).hits
    values = _values(newest[0].document if newest else None)
    return render_template(
        "api.html",
        operations=[
            _explained(path, method, operation, schemas, values)
            for path, method, operation in operations(current_app)
        ],
        version=API_VERSION,
        allowed=settings().api_rate_limit,
        window=WINDOW,
        max_age=MAX_AGE,
    )


def _values(document: Document | None) -> dict[str, str]:
    """Return what the examples ask for: things of *document*, the newest article."""
    article = document.article if document else None
    person = document.people[0] if document and document.people else None
    return {
        "q": person.name if person else "tin tức",
        "article_id": article.id if article else "1",
        "person_id": person.id if person else "lê-văn-a",
        "url": (present.publisher_url(article) if article else None) or _STAND_IN,
        "limit": str(_SHOWN),
        "post_id": "1",
        "post_status": "publish",
        "post_title": article.title if article else gettext("Tiêu đề"),
        "post_content": "<p>…</p>",
        "title": article.title if article else gettext("Tiêu đề"),
        "body": (article.lead or article.body[:200]) if article else gettext("Nội dung"),
    }


def _explained(
    path: str, method: str, operation: Operation, schemas: Json, values: Mapping[str, str]
) -> Explained:
    return Explained(
        anchor=f"{method}-{path.strip('/').replace('/', '-').replace('{', '').replace('}', '')}",
        method=method.upper(),
        path=path,
        summary=gettext(operation.summary),
        parameters=operation.parameters,
        answer=_answer(operation, schemas),
        examples=tuple(_examples(path, method, operation, values)),
    )


def _answer(operation: Operation, schemas: Json) -> str:
    if operation.answer is None:
        return ""
    return "\n".join(_form(schemas[operation.answer.__name__], schemas, ""))


def _examples(
    path: str, method: str, operation: Operation, values: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    query = []
    for parameter in operation.parameters:
        if parameter.place == "path":
            place = quote(values[parameter.name], safe="")
            path = path.replace(f"{{{parameter.name}}}", place)
        elif parameter.name in values:
            query.append((parameter.name, values[parameter.name]))
    address = present.absolute(path) + (f"?{urlencode(query, quote_via=quote)}" if query else "")
    sent = SENT.get(operation.body.__name__ if operation.body else "", ())
    body = json.dumps({name: values[name] for name in sent}, ensure_ascii=False)
    asked = Example(method.upper(), address, body if sent else "", bool(operation.scope))
    yield "curl", curl(asked)
    yield "Python", python(asked)
    yield "JavaScript", javascript(asked)


def _form(schema: Json, schemas: Json, indent: str) -> Iterator[str]:
    """Yield the lines of a record's form."""
    yield f"{indent}{{"
    required = schema.get("required", ())
    for name, field in schema["properties"].items():
        mark = "" if name in required else "?"
        inner, around = _record_of(field, schemas)
        if inner is None:
            yield f'{indent}  "{name}"{mark}: {_type(field, schemas)}'
            continue
        first, *rest = _form(inner, schemas, f"{indent}  ")
        yield f'{indent}  "{name}"{mark}: {around[0]}{first.strip()}'
        yield from rest[:-1]
        yield f"{rest[-1]}{around[1]}"
    yield f"{indent}}}"


def _record_of(field: Json, schemas: Json) -> tuple[Json | None, tuple[str, str]]:
    """Return the record that a field holds, if it does, and what stands around one."""
    if field.get("type") == "array":
        inner, around = _record_of(field["items"], schemas)
        return inner, (f"[{around[0]}", f"{around[1]}, …]")
    for choice in field.get("anyOf", ()):
        inner, _ = _record_of(choice, schemas)
        if inner is not None:
            return inner, ("", " | null")
    known = _known(field, schemas)
    return (known, ("", "")) if "properties" in known else (None, ("", ""))


def _known(field: Json, schemas: Json) -> Json:
    name = field.get("$ref", "").rpartition("/")[2]
    named: Json = schemas[name] if name else field
    return named


def _type(field: Json, schemas: Json) -> str:
    field = _known(field, schemas)
    if "anyOf" in field:
        return " | ".join(_type(choice, schemas) for choice in field["anyOf"])
    if "enum" in field:
        return " | ".join(json.dumps(value) for value in field["enum"])
    if field.get("type") == "array":
        return f"[{_type(field['items'], schemas)}, …]"
    kind: Any = field.get("type", "any")
    return f"{kind} ({field['format']})" if "format" in field else str(kind)

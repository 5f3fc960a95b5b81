"""The API described by OpenAPI 3.1, made of what each view says of itself."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Final

from flask import Flask
from openapi_pydantic import OpenAPI
from openapi_pydantic.util import PydanticSchema, construct_open_api_with_schema_class

from search_service.web.i18n import gettext, marked
from search_service.web.operations import Operation, Parameter, operations
from search_service.wire import Json, Problem, Record

ANYWHERE: Final = (400, 429, 503)
"""What any address may answer: bad parameters, a client that asks too often, no index."""

ABOUT: Final = marked(
    "Các địa chỉ để đọc không cần tài khoản; gửi hoặc rút bài cần khóa. Trường mới có thể thêm"
    " vào câu trả lời; trường đã có giữ nguyên nghĩa chừng nào số phiên bản đầu chưa đổi. Lỗi theo"
    " RFC 9457."
)

_HEADERS: Final = {
    "RateLimit": marked("Số yêu cầu còn lại (r) và sau bao nhiêu giây thì đủ lại (t)."),
    "RateLimit-Policy": marked("Số yêu cầu được phép (q) trong số giây (w)."),
    "Retry-After": marked("Số giây nên đợi."),
    "ETag": marked("Dấu của chỉ mục đang dùng; gửi lại trong If-None-Match."),
    "Cache-Control": marked("Giữ được bao lâu."),
    "WWW-Authenticate": marked("Khóa còn thiếu gì (RFC 6750)."),
}
_COUNTED: Final = ("RateLimit", "RateLimit-Policy")
_TAGGED: Final = ("ETag", "Cache-Control")
_BESIDES: Final = {
    401: ("WWW-Authenticate",),
    403: ("WWW-Authenticate",),
    429: ("Retry-After",),
    503: ("Retry-After",),
}

TOKEN: Final = "token"  # noqa: S105 - the name of a scheme
"""What the description calls the way in which programs show a token."""

API_VERSION: Final = "1.0"
"""Of the answers: the first number changes when a field is taken away or means something else."""


def document(app: Flask, title: str, server: str) -> Json:
    """Return the OpenAPI document of *app* in the language of this request.

    Args:
        app: Whose views are described.
        title: The name of the archive.
        server: The address that the paths stand behind.
    """
    paths: dict[str, Json] = {}
    for path, method, operation in operations(app):
        paths.setdefault(path, {})[method] = _described(path, method, operation)
    api = OpenAPI.model_validate(
        {
            "info": {"title": title, "version": API_VERSION, "description": gettext(ABOUT)},
            "servers": [{"url": server}],
            "paths": paths,
            "components": {"securitySchemes": {TOKEN: {"type": "http", "scheme": "bearer"}}},
        }
    )
    whole = construct_open_api_with_schema_class(api)
    return whole.model_dump(mode="json", by_alias=True, exclude_none=True)


def _described(path: str, method: str, operation: Operation) -> Json:
    name = re.sub(r"\W+", "_", path.removeprefix("/api")).strip("_")
    described: Json = {
        "operationId": f"{method}_{name}",
        "summary": gettext(operation.summary),
        "parameters": [_parameter(parameter) for parameter in operation.parameters],
        "responses": _responses(operation),
    }
    if operation.scope:
        described["security"] = [{TOKEN: []}]
    if operation.body:
        described["requestBody"] = {"content": _content(operation.body), "required": True}
    return described


def _parameter(parameter: Parameter) -> Json:
    schema = parameter.schema
    if parameter.repeated:
        schema = {"type": "array", "items": schema, "maxItems": parameter.most}
    return {
        "name": parameter.name,
        "in": parameter.place,
        "description": gettext(parameter.meaning),
        "required": parameter.required,
        "schema": schema,
    }


def _responses(operation: Operation) -> Json:
    told = (*_COUNTED, *_TAGGED) if operation.kept else _COUNTED
    content = {"content": _content(operation.answer)} if operation.answer else {}
    answers = {status: _response(status, told) | content for status in operation.success}
    if operation.kept:
        answers[304] = _response(304, told)
    for status in (*operation.statuses, *ANYWHERE):
        waiting = _BESIDES.get(status, ())
        answers[status] = _response(status, (*_COUNTED, *waiting)) | {
            "content": _content(Problem, "application/problem+json")
        }
    return {str(status): answers[status] for status in sorted(answers)}


def _response(status: int, headers: tuple[str, ...]) -> Json:
    described = {
        name: {"description": gettext(_HEADERS[name]), "schema": {"type": "string"}}
        for name in headers
    }
    return {"description": HTTPStatus(status).phrase, "headers": described}


def _content(record: type[Record], kind: str = "application/json") -> Json:
    return {kind: {"schema": PydanticSchema.model_validate({"schema_class": record})}}

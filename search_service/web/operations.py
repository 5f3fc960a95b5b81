"""What each address of the API takes and answers: the OpenAPI document is made of it.

Texts are in Vietnamese, the language of the source, and translated where they are shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Final, TypeVar

from flask import Flask, Response

from search_service.desk.trend import MAX_SERIES, Step
from search_service.engines.base import MAX_WINDOW
from search_service.query import MAX_CHARACTERS, MAX_SIZE, Sort
from search_service.related import Placement
from search_service.store.tokens import Scope
from search_service.web.i18n import LANGUAGES, marked
from search_service.web.parameters import MAX_VALUE, MAX_VALUES
from search_service.web.params import DEFAULT_HARVEST, DEFAULT_LIMIT
from search_service.wire import Json, Record

MAX_RELATED: Final = 20
MAX_SUGGESTIONS: Final = 20
SUGGESTIONS: Final = 8
"""Completions shown under the search box: as many as are read at a glance."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of an address.

    Attributes:
        meaning: What it says, in the source language.
        schema: JSON Schema of one value.
        required: Whether the address has none without it.
        place: ``query`` or ``path``.
        repeated: Whether it may occur several times.
        most: How many times it may.
    """

    name: str
    meaning: str
    schema: Json
    required: bool = False
    place: str = "query"
    repeated: bool = False
    most: int = MAX_VALUES


@dataclass(frozen=True, slots=True)
class Operation:
    """What one view takes and answers.

    Attributes:
        summary: What it is for, in the source language.
        answer: The record it answers with, None where its answer is empty.
        parameters: In the order they are explained.
        statuses: What it may answer besides 200 and what any address may.
        body: The record that is sent to it, if any.
        kept: Whether its answer is tagged and may be asked for again with If-None-Match.
        success: How it says that all went well.
        scope: What the token must be for that it needs, if any.
    """

    summary: str
    answer: type[Record] | None
    parameters: tuple[Parameter, ...] = ()
    statuses: tuple[int, ...] = ()
    body: type[Record] | None = None
    kept: bool = False
    success: tuple[int, ...] = (200,)
    scope: Scope | None = None


_ATTRIBUTE: Final = "operation"
_PLACE: Final = re.compile(r"<(?:\w+:)?(\w+)>")

View = TypeVar("View", bound=Callable[..., Any])


def documented(operation: Operation) -> Callable[[View], View]:
    """Say what a view takes and answers; for views of the API, below the route."""

    def document(view: View) -> View:
        setattr(view, _ATTRIBUTE, operation)
        return view

    return document


def json_answer(record: Record) -> Response:
    """Return the answer that has *record* as its body."""
    return Response(record.as_text(), mimetype="application/json")


def operations(app: Flask) -> Iterator[tuple[str, str, Operation]]:
    """Yield the (path, method, operation) of every view that has one, in the order they stand."""
    for rule in app.url_map.iter_rules():
        operation = getattr(app.view_functions[rule.endpoint], _ATTRIBUTE, None)
        if operation is not None:
            path = _PLACE.sub(r"{\1}", rule.rule)
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                yield path, method.lower(), operation


def _whole(least: int, most: int, default: int) -> Json:
    return {"type": "integer", "minimum": least, "maximum": most, "default": default}


_SWITCH: Final[Json] = {"type": "string", "enum": ["0", "1"]}
_VALUE: Final[Json] = {"type": "string", "maxLength": MAX_VALUE}
_DAY: Final[Json] = {"type": "string", "examples": ["2022-10-25", "2022-10", "2022", "25/10/2022"]}

QUERY: Final = Parameter(
    "q",
    marked("Từ cần tìm, theo ngữ pháp của ô tìm kiếm; để trống thì mọi bài."),
    {"type": "string", "maxLength": MAX_CHARACTERS},
)
FILTERS: Final = (
    Parameter("section", marked("Chuyên mục; lặp lại được."), _VALUE, repeated=True),
    Parameter("person", marked("Mã hoặc tên nhân vật; lặp lại được."), _VALUE, repeated=True),
    Parameter(
        "with",
        marked("Nhân vật cũng phải có mặt; lặp lại thì phải đủ mọi người."),
        _VALUE,
        repeated=True,
    ),
    Parameter("from", marked("Đăng từ ngày, tháng hoặc năm này."), _DAY),
    Parameter("to", marked("Đăng đến hết ngày, tháng hoặc năm này."), _DAY),
)
SORT: Final = Parameter(
    "sort", marked("Thứ tự của bài."), {"type": "string", "enum": [sort.value for sort in Sort]}
)
RECENT: Final = Parameter("recent", marked("1: ưu tiên tin mới (mặc định); 0: không."), _SWITCH)
VARIANTS: Final = Parameter(
    "variants", marked("1: tìm cả chữ viết tắt và cách viết khác (mặc định); 0: không."), _SWITCH
)
EXPLAIN: Final = Parameter("explain", marked("1: nói rõ điểm của từng bài từ đâu."), _SWITCH)
PERSON_Q: Final = Parameter(
    "person_q",
    marked("Chỉ liệt kê nhân vật có tên chứa những âm tiết này; có dấu hay không dấu đều được."),
    _VALUE,
)
OFFSET: Final = Parameter(
    "offset", marked("Số bài bỏ qua; limit + offset không quá 10.000."), _whole(0, MAX_WINDOW, 0)
)
CURSOR: Final = Parameter(
    "cursor", marked("Giá trị next của câu trả lời trước; để trống thì từ đầu."), {"type": "string"}
)
LANGUAGE: Final = Parameter(
    "lang",
    marked("Ngôn ngữ của câu chữ trong câu trả lời."),
    {"type": "string", "enum": list(LANGUAGES), "default": "en"},
)
PLACEMENT: Final = Parameter(
    "placement",
    marked(
        "any: gần nhất trước; earlier: chỉ bài đăng trước, làm bối cảnh; newest: mới nhất trước."
    ),
    {
        "type": "string",
        "enum": [placement.value for placement in Placement],
        "default": Placement.ANY.value,
    },
)
ADDRESS: Final = Parameter(
    "url",
    marked("Địa chỉ của bài ở trang của tòa soạn."),
    {"type": "string", "format": "uri", "pattern": "^[hH][tT][tT][pP][sS]?://"},
    required=True,
)
TEXT: Final = replace(QUERY, meaning=marked("Chữ đang gõ."))
WORDS: Final = replace(QUERY, meaning=marked("Từ cần chỉ ra trong bài."))


def limit(default: int, most: int, least: int = 1) -> Parameter:
    """Return the parameter ``limit`` of an address that answers with up to *most* items."""
    return Parameter("limit", marked("Số mục nhiều nhất."), _whole(least, most, default))


def identifier(name: str, meaning: str) -> Parameter:
    """Return a part of the path that names one article or person."""
    schema = {"type": "string", "minLength": 1}
    return Parameter(name, meaning, schema, required=True, place="path")


ARTICLE: Final = identifier("article_id", marked("Mã bài; dấu / trong mã giữ nguyên được."))
PERSON: Final = identifier("person_id", marked("Mã nhân vật, như lê-hải-bình."))

AS_OF: Final = Parameter(
    "as_of",
    marked("Thế hệ chỉ mục cần đọc, như trong một liên kết cố định; không còn giữ thì 410."),
    {"type": "string", "maxLength": 100},
)
COMPARED: Final = replace(
    QUERY,
    meaning=marked("Một lần tìm, bộ lọc viết trong ô tìm kiếm; lặp lại được đến năm lần."),
    repeated=True,
    most=MAX_SERIES,
)
STEP: Final = Parameter(
    "step",
    marked("Chia theo năm, tháng hay ngày; mặc định tùy khoảng thời gian."),
    {"type": "string", "enum": [step.value for step in Step]},
)

SEARCHING: Final = (
    QUERY, *FILTERS, SORT, limit(DEFAULT_LIMIT, MAX_SIZE, 0), OFFSET, RECENT, VARIANTS, EXPLAIN,
    PERSON_Q,
    AS_OF,
)  # fmt: skip
COMPARING: Final = (COMPARED, *FILTERS[2:], STEP, VARIANTS, AS_OF)
AROUND: Final = (QUERY, *FILTERS, VARIANTS, AS_OF)
HARVESTING: Final = (QUERY, *FILTERS, VARIANTS, limit(DEFAULT_HARVEST, MAX_SIZE), CURSOR)

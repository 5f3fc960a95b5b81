"""Errors as pages, and under /api as problem details (RFC 9457); never as a traceback."""

from __future__ import annotations

from typing import Final

from flask import Flask, Response, current_app, make_response, render_template
from werkzeug.exceptions import HTTPException

from search_service.engines.errors import (
    EngineError,
    EngineUnavailable,
    GenerationGone,
    IndexMissing,
    IndexOutdated,
    QueryError,
)
from search_service.store import StoreError
from search_service.web.authorizing import NotAuthorized
from search_service.web.i18n import gettext, is_program, marked
from search_service.web.logs import request_id
from search_service.web.parameters import BadParameter, ParameterError
from search_service.web.publishing import Unusable
from search_service.web.states import present_state
from search_service.wire import Problem

RETRY_AFTER: Final = 5
"""Seconds after which an index that could not be read is worth another try."""

TITLES: Final = {
    400: marked("Yêu cầu không hợp lệ"),
    401: marked("Cần có khóa"),
    403: marked("Không nhận từ trang khác"),
    404: marked("Không tìm thấy trang"),
    405: marked("Trang này không nhận cách gửi ấy"),
    410: marked("Trạng thái này của kho không còn được giữ"),
    413: marked("Nội dung gửi lên quá lớn"),
    415: marked("Nội dung gửi lên không phải JSON"),
    421: marked("Máy chủ này không phục vụ tên miền ấy"),
    422: marked("Bài gửi lên không dùng được"),
    429: marked("Có quá nhiều yêu cầu"),
    500: marked("Trang gặp sự cố"),
    501: marked("Không có định dạng ấy"),
    503: marked("Kho báo tạm thời chưa phục vụ được"),
}

DETAILS: Final = {
    400: marked("Địa chỉ có phần không đọc được."),
    401: marked("Hãy gửi khóa trong tiêu đề Authorization: Bearer …; khóa sai hoặc đã thu hồi."),
    403: marked("Biểu mẫu này chỉ gửi được từ trang của kho báo."),
    404: marked("Bài hoặc trang này không có trong kho, hoặc địa chỉ đã thay đổi."),
    405: marked("Các trang ở đây chỉ để đọc."),
    410: marked(
        "Kho đã được lập chỉ mục lại và chỉ giữ vài thế hệ gần nhất; kết quả hiện nay có thể khác."
    ),
    413: marked("Hãy gửi ít chữ hơn: nhiều nhất 1 MB."),
    422: marked("Có trường không dùng được."),
    415: marked("Hãy gửi JSON với Content-Type: application/json."),
    421: marked("Hãy dùng địa chỉ chính thức của kho báo."),
    429: marked("Xin đợi rồi thử lại; tiêu đề Retry-After cho biết bao lâu."),
    500: marked("Sự cố đã được ghi lại. Xin thử lại sau ít phút."),
    501: marked("Chỉ có json và xml."),
    503: marked("Xin thử lại sau ít phút."),
}

UNAVAILABLE: Final[dict[type[EngineError], str]] = {
    IndexMissing: marked(
        "Kho báo chưa có chỉ mục. Tạo chỉ mục bằng lệnh: search-service index THƯ-MỤC-BÀI-BÁO"
    ),
    IndexOutdated: marked(
        "Chỉ mục do phiên bản khác tạo. Tạo lại bằng lệnh: search-service index THƯ-MỤC-BÀI-BÁO"
    ),
}


def init_app(app: Flask) -> None:
    """Answer every error of the app in the form its address calls for."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(ParameterError, _parameters)
    app.register_error_handler(QueryError, _query)
    app.register_error_handler(EngineError, _engine)
    app.register_error_handler(GenerationGone, _gone)
    app.register_error_handler(NotAuthorized, _not_authorized)
    app.register_error_handler(Unusable, _unusable)
    app.register_error_handler(StoreError, _store)


def describe(problem: BadParameter) -> str:
    """Return a sentence naming the parameter, what it said and what it takes."""
    expected = gettext(problem.expected).format(**problem.numbers)
    return gettext("Tham số %(name)s: “%(value)s” không dùng được; cần %(expected)s.") % {
        "name": problem.name,
        "value": problem.value,
        "expected": expected,
    }


def _http(error: HTTPException) -> Response:
    if error.response is not None:  # a redirect is an exception too
        return make_response(error.response)
    status = error.code or 500
    answer = _answer(status, details=[])
    if getattr(error, "retry_after", None):
        answer.headers["Retry-After"] = str(error.retry_after)  # type: ignore[attr-defined]
    if status == 405:
        answer.headers["Allow"] = ", ".join(sorted(getattr(error, "valid_methods", None) or []))
    return answer


def _parameters(error: ParameterError) -> Response:
    return _answer(400, details=[describe(p) for p in error.problems], problems=error.problems)


def _query(error: QueryError) -> Response:
    return _answer(400, details=[str(error)])


def _gone(_: GenerationGone) -> Response:
    """Answer that the state which a link cites is gone; the page leads to the present one."""
    return _answer(410, details=[])


def _engine(error: EngineError) -> Response:
    # Its message may name folders of this machine: the log is the place for it.
    current_app.logger.error("%s", error)
    reason = next((text for kind, text in UNAVAILABLE.items() if isinstance(error, kind)), None)
    answer = _answer(503, details=[gettext(reason)] if reason else [])
    if isinstance(error, EngineUnavailable):
        answer.headers["Retry-After"] = str(RETRY_AFTER)
    return answer


def _not_authorized(error: NotAuthorized) -> Response:
    wrong = gettext("Khóa này không dùng cho việc ấy.") if error.status == 403 else ""
    title = gettext("Khóa không đủ quyền") if error.status == 403 else ""
    answer = _answer(error.status, details=[wrong] if wrong else [], title=title)
    answer.headers["WWW-Authenticate"] = error.challenge
    return answer


def _unusable(error: Unusable) -> Response:
    return _answer(422, details=[str(error)], names=error.names)


def _store(error: StoreError) -> Response:
    current_app.logger.error("%s", error)
    answer = _answer(503, details=[gettext("Hiện chưa ghi được. Xin thử lại sau ít phút.")])
    answer.headers["Retry-After"] = str(RETRY_AFTER)
    return answer


def _answer(
    status: int,
    *,
    details: list[str],
    problems: tuple[BadParameter, ...] = (),
    names: tuple[str, ...] = (),
    title: str = "",
) -> Response:
    title = title or gettext(TITLES.get(status, TITLES[500 if status >= 500 else 400]))
    lines = details or [gettext(DETAILS.get(status, DETAILS[500 if status >= 500 else 400]))]
    if not is_program():
        now = present_state() if status == 410 else None
        page = render_template(
            "error.html",
            status=status,
            title=title,
            lines=lines,
            now=now,
            told=request_id() if status >= 500 else "",
        )
        return make_response(page, status)
    names = names or tuple(problem.name for problem in problems)
    named = {"parameters": list(names)} if names else {}
    problem = Problem(
        type="about:blank", title=title, status=status, detail=" ".join(lines), **named
    )
    return Response(problem.as_text(), status, mimetype="application/problem+json")

"""What the service writes to its log: a line for each request and each fault, with an id.

Never written: what was searched for, bodies, headers, addresses of readers. A request's line names
the rule of its address (``/article/<id>``), not the address; the web server in front has that,
under the same id.
"""

from __future__ import annotations

import json
import logging
import re
import time
import uuid
from datetime import UTC, datetime
from typing import Final

from flask import Flask, Response, g, has_request_context, request

from search_service.web.metrics import class_of, metrics

HEADER: Final = "X-Request-ID"

_ID: Final = re.compile(r"[A-Za-z0-9._-]{8,64}")
"""An id that the web server in front may give: it stands in a header and a line of text."""

_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_QUIET: Final = frozenset({"health.healthz", "health.readyz", "metrics.page"})
"""Asked every few seconds by the machines that watch: no line for each of them."""

_log = logging.getLogger("search_service.access")


class TextLines(logging.Formatter):
    """One line of text for each record, whatever its message contains; a traceback below it."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's name
        """Return the line, control characters written out: nobody forges a second one."""
        line = (
            f"{_moment(record)} {record.levelname} {record.name} "
            f"[{_request_id() or '-'}] {record.message}"
        )
        return _CONTROL.sub(lambda match: f"\\x{ord(match[0]):02x}", line)


class JsonLines(logging.Formatter):
    """One JSON object for each record."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the object: time, level, logger, message, request id, and what a request was."""
        told = {
            "time": _moment(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            "request_id": _request_id(),
            **getattr(record, "request", {}),
        }
        if record.exc_info:
            told["exception"] = self.formatException(record.exc_info)
        known = {name: value for name, value in told.items() if value is not None}
        text = json.dumps(known, ensure_ascii=False)
        return _CONTROL.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def configure(form: str, level: str) -> None:
    """Write what is logged to standard error, as ``text`` or ``json``, from *level* on."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines() if form == "json" else TextLines())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger("search_service").setLevel(level.upper())
    # One line for each request that waits; how many do is told by the metrics.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)


def init_app(app: Flask) -> None:
    """Give each request an id, and count, time and log it. The first part of *app*: it is timed."""

    @app.before_request
    def begin() -> None:
        given = request.headers.get(HEADER, "")
        g.request_id = given if _ID.fullmatch(given) else uuid.uuid4().hex
        g.began = time.perf_counter()
        metrics().under_way.inc()

    @app.after_request
    def tell(response: Response) -> Response:
        if "began" in g:
            response.headers[HEADER] = g.request_id
            _told(response, time.perf_counter() - g.began)
        return response

    @app.teardown_request
    def end(_: BaseException | None) -> None:
        if "began" in g:
            metrics().under_way.dec()


def _told(response: Response, seconds: float) -> None:
    kind, status = class_of(request.endpoint), response.status_code
    metrics().seconds.labels(kind).observe(seconds)
    metrics().responses.labels(kind, str(status)).inc()
    if request.endpoint in _QUIET or not _log.isEnabledFor(logging.INFO):
        return
    rule = request.url_rule.rule if request.url_rule else "-"
    milliseconds = round(seconds * 1000, 1)
    shown = {
        "method": request.method,
        "rule": rule,
        "status": status,
        "ms": milliseconds,
        "bytes": response.content_length,
        "class": kind,
    }
    _log.info(
        "%s %s %d %.1f ms", request.method, rule, status, milliseconds, extra={"request": shown}
    )


def request_id() -> str:
    """Return the id of this request."""
    return _request_id() or ""


def _request_id() -> str | None:
    return g.get("request_id") if has_request_context() else None


def _moment(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")

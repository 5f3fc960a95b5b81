"""The newsroom's desk in JSON; as ``api``, whose paths it shares."""

from __future__ import annotations

from flask import Blueprint, Response, request

from search_service.web import desk_params, operations
from search_service.web.caching import by_generation
from search_service.web.i18n import marked
from search_service.web.operations import Operation, documented
from search_service.web.parameters import ParameterError
from search_service.web.trend import counted
from search_service.wire import Record, TrendAnswer

blueprint = Blueprint("api_desk", __name__, url_prefix="/api")


@blueprint.get("/trend")
@documented(
    Operation(
        marked("Số bài theo thời gian của một hay nhiều lần tìm"),
        TrendAnswer,
        operations.COMPARING,
        statuses=(410,),
        kept=True,
    )
)
@by_generation
def trend() -> Response:
    """Answer with the trend of each ``q``, of every article without one."""
    asked, problems = desk_params.read_trend(request.args)
    if problems:
        raise ParameterError(problems)
    return _json(TrendAnswer.of(counted(asked)))


def _json(record: Record) -> Response:
    return Response(record.as_text(), mimetype="application/json")

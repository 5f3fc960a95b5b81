"""The newsroom's desk in JSON; as ``api``, whose paths it shares."""

from __future__ import annotations

from flask import Blueprint, Response, request

from search_service.web import desk_params, operations, params, present
from search_service.web.caching import by_generation
from search_service.web.i18n import marked
from search_service.web.operations import Operation, documented, json_answer
from search_service.web.parameters import ParameterError
from search_service.web.stories import told
from search_service.web.trend import counted
from search_service.web.words import surrounding
from search_service.wire import StoryAnswer, TrendAnswer, WordsAnswer

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
    return json_answer(TrendAnswer.of(counted(asked)))


@blueprint.get("/words")
@documented(
    Operation(
        marked("Từ và nhân vật đặc trưng của các bài tìm thấy"),
        WordsAnswer,
        operations.AROUND,
        statuses=(410,),
        kept=True,
    )
)
@by_generation
def words() -> Response:
    """Answer with what the articles of a search have more often than the archive."""
    query = params.read_api(request.args)
    return json_answer(WordsAnswer.of(query.text, surrounding(query)))


@blueprint.get("/articles/<article_id:article_id>/story")
@documented(
    Operation(
        marked("Dòng sự kiện của một bài: các bài kể cùng một chuyện, theo ngày"),
        StoryAnswer,
        (operations.ARTICLE, operations.AS_OF),
        statuses=(404, 410),
        kept=True,
    )
)
@by_generation
def story(article_id: str) -> Response:
    """Answer with the story that an article belongs to."""
    document, found = told(article_id)
    return json_answer(StoryAnswer.of(document.article.id, found, present.article_page))

"""What a newspaper's own system sends: an article, that there is none any more, a post.

What is answered with success is on disk. It is searchable when the next generation is published.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request

from search_service.article import MAX_ID, Article, ArticleError
from search_service.readers.wordpress import read_post
from search_service.store.articles import Articles, Outcome
from search_service.store.tokens import Scope
from search_service.web import operations
from search_service.web.authorizing import require
from search_service.web.context import store
from search_service.web.i18n import marked
from search_service.web.operations import Operation, documented
from search_service.wire.publishing import AcceptedArticle, HookAnswer, SentArticle, SentPost

blueprint = Blueprint("publishing", __name__, url_prefix="/api")


class Unusable(Exception):
    """A record that cannot become an article (422); the message names the field and what to do.

    Attributes:
        names: The fields that cannot be used.
    """

    def __init__(self, message: str, names: tuple[str, ...]) -> None:
        super().__init__(message)
        self.names = names


@blueprint.put("/articles/<article_id:article_id>")
@documented(
    Operation(
        marked("Nhận một bài từ tòa soạn; bài cùng mã được thay"),
        AcceptedArticle,
        (operations.ARTICLE,),
        statuses=(401, 403, 404, 413, 415, 422),
        body=SentArticle,
        success=(200, 201),
        scope=Scope.PUBLISH,
    )
)
def put(article_id: str) -> Response:
    """Keep the article that is sent under this id."""
    require(Scope.PUBLISH)
    accepted = Articles(store()).accept(_article(_sent(), article_id))
    status = 201 if accepted.outcome is Outcome.CREATED else 200
    return _answer(AcceptedArticle.of(accepted).as_text(), status)


@blueprint.delete("/articles/<article_id:article_id>")
@documented(
    Operation(
        marked("Rút một bài khỏi kho, từ nguồn nào cũng vậy; lặp lại không sao"),
        None,
        (operations.ARTICLE,),
        statuses=(401, 403, 404, 422),
        success=(204,),
        scope=Scope.PUBLISH,
    )
)
def delete(article_id: str) -> Response:
    """Take the article with this id back, whether or not there is one."""
    require(Scope.PUBLISH)
    if len(article_id) > MAX_ID:
        raise Unusable(f"id: is longer than {MAX_ID} characters", ("id",))
    Articles(store()).withdraw(article_id)
    return Response(status=204, headers={"Cache-Control": "no-store"})


@blueprint.post("/hooks/wordpress")
@documented(
    Operation(
        marked("Nhận một bài do WordPress gửi khi lưu; trạng thái khác publish thì rút bài"),
        HookAnswer,
        statuses=(401, 403, 413, 415, 422),
        body=SentPost,
        scope=Scope.PUBLISH,
    )
)
def wordpress() -> Response:
    """Keep a post as its feed would have it, or take it back where it is not public."""
    require(Scope.PUBLISH)
    try:
        post = read_post(_sent())
    except ArticleError as error:
        raise _unusable(error) from None
    if post is None:
        return _answer(HookAnswer(id=None, outcome="ignored").as_text(), 200)
    if post.article is None:
        Articles(store()).withdraw(post.id)
        return _answer(HookAnswer(id=post.id, outcome="withdrawn").as_text(), 200)
    accepted = Articles(store()).accept(post.article)
    return _answer(HookAnswer(id=post.id, outcome=accepted.outcome.value).as_text(), 200)


def _sent() -> dict[str, Any]:
    try:
        sent = request.get_json()
    except RecursionError:
        raise Unusable("is nested too deeply", ()) from None
    if not isinstance(sent, dict):
        raise Unusable("must be a JSON object", ())
    return sent


def _article(sent: dict[str, Any], article_id: str) -> Article:
    try:
        article = Article.from_record({**sent, "id": article_id})
    except ArticleError as error:
        raise _unusable(error) from None
    # An id that cleaning changes would be kept under another than the one it was sent to.
    if article.id != article_id or str(sent.get("id") or article_id) != article_id:
        raise Unusable(f"id: must be as in the address, {article_id!r}", ("id",))
    return article


def _unusable(error: ArticleError) -> Unusable:
    parts = (part.partition(":") for part in str(error).split("; "))
    names = (name.partition(".")[0] for name, colon, _ in parts if colon and " " not in name)
    return Unusable(str(error), tuple(dict.fromkeys(names)))


def _answer(text: str, status: int) -> Response:
    answer = Response(text, status, mimetype="application/json")
    answer.headers["Cache-Control"] = "no-store"
    return answer

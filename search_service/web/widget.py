"""What stands on other sites' pages: the script, and the page that an iframe shows."""

from __future__ import annotations

import hashlib
import json
import re
from functools import cache
from pathlib import Path
from typing import Any, Final

from flask import Blueprint, Response, current_app, make_response, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException, NotFound

from search_service.document import Document
from search_service.engines.errors import EngineError, EngineUnavailable
from search_service.related import Placement, RelatedArticle, related
from search_service.web import embedding, errors, params
from search_service.web.addresses import article_at
from search_service.web.caching import by_generation
from search_service.web.context import engine, settings
from search_service.web.embedding import HEADINGS, Embedding
from search_service.web.i18n import LANGUAGES, gettext, marked, translations
from search_service.web.parameters import ParameterError
from search_service.web.partners import frame_ancestors
from search_service.web.policy import content_security_policy

blueprint = Blueprint("widget", __name__)

SCRIPT_AGE: Final = "public, max-age=3600, stale-while-revalidate=604800"
"""A new release reaches other sites within the hour; the old script works until then."""

ALSO: Final = marked("Cũng đăng ở")


@blueprint.get("/widget.js")
def script() -> Response:
    """Answer with the script that other sites load: the list's program, look and words."""
    text = _script(Path(current_app.static_folder or ""))
    response = Response(text, content_type="text/javascript; charset=utf-8")
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["Cache-Control"] = SCRIPT_AGE
    response.set_etag(hashlib.sha256(text.encode()).hexdigest()[:16], weak=True)
    response.make_conditional(request)
    return response


@blueprint.get("/embed/related")
@by_generation
def frame() -> str:
    """Show the list alone, in the form that the address asks for."""
    asked = embedding.read(request.args, limit=settings().related_limit)
    found = listed(_asked_article(), asked)
    if not found:
        raise NotFound
    return _page(asked.placement, asked=asked, items=found)


@blueprint.after_request
def may_be_framed(response: Response) -> Response:
    """Say who may frame the list, with a 304 too: its headers replace those that are kept."""
    if request.endpoint == "widget.frame":
        response.headers["Content-Security-Policy"] = content_security_policy(
            frame_ancestors=frame_ancestors()
        )
        # A page that isolates itself takes only frames that do; this one loads nothing foreign.
        response.headers["Cross-Origin-Embedder-Policy"] = "require-corp"
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@blueprint.errorhandler(HTTPException)
def quiet(error: HTTPException) -> ResponseReturnValue:
    """Show nothing where there is nothing to show, within somebody's page."""
    return _page(), error.code or 500


@blueprint.errorhandler(ParameterError)
def misasked(error: ParameterError) -> ResponseReturnValue:
    """Tell the one who writes the address what is wrong with it."""
    return _page(problems=[errors.describe(problem) for problem in error.problems]), 400


@blueprint.errorhandler(EngineError)
def unavailable(error: EngineError) -> ResponseReturnValue:
    """Show nothing, and leave the reason in the log."""
    current_app.logger.error("%s", error)
    answer = make_response(_page(), 503)
    if isinstance(error, EngineUnavailable):
        answer.headers["Retry-After"] = str(errors.RETRY_AFTER)
    return answer


def listed(document: Document, asked: Embedding) -> tuple[RelatedArticle, ...]:
    """Return the list of *document* that *asked* describes."""
    return related(engine(), document, limit=asked.limit, placement=asked.placement)


def _asked_article() -> Document:
    article_id = request.args.get("id", "").strip()
    if article_id:
        found = engine().document(article_id)
    else:
        found = article_at(params.read_address(request.args))
    if found is None:
        raise NotFound
    return found


def _page(placement: Placement = Placement.ANY, **shown: Any) -> str:
    return render_template("embed.html", heading=gettext(HEADINGS[placement]), **shown)


@cache
def _script(folder: Path) -> str:
    """Return the script with the list's style sheet and words: one request is all it takes."""
    program = (folder / "widget.js").read_text(encoding="utf-8")
    style = (folder / "related.css").read_text(encoding="utf-8")
    style = re.sub(r"\s+", " ", re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL)).strip()
    words = {
        name: {
            "also": translations(name).gettext(ALSO),
            **{str(p): translations(name).gettext(text) for p, text in HEADINGS.items()},
        }
        for name in LANGUAGES
    }
    given = (json.dumps(value, ensure_ascii=False) for value in (style, words))
    return f"{program.rstrip()}({', '.join(given)});\n"

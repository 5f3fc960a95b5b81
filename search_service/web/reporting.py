"""The form by which a reader tells the newsroom that a person, a date or an article is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from search_service.cleaning import clean
from search_service.store import StoreError
from search_service.store.reports import MAX_TEXT, Reports, Subject
from search_service.vietnamese import nfc
from search_service.web.context import engine, store
from search_service.web.i18n import gettext, marked
from search_service.web.origin import require_own_form
from search_service.web.rate import Allowance

blueprint = Blueprint("reporting", __name__)

REPORTS: Final = 10
"""Reports that one client may send in a window of an hour: who corrects a whole page sends five."""

WINDOW: Final = 3600

MAX_ID: Final = 200
"""Longest id read, in characters, as of an article."""

TRAP: Final = "website"
"""A field that readers do not see: programs that fill in every field fill it in too."""

SUBJECTS: Final = {
    Subject.PERSON: marked("Nhầm người"),
    Subject.DATE: marked("Sai ngày"),
    Subject.ARTICLE: marked("Sai trong bài"),
    Subject.OTHER: marked("Việc khác"),
}

_EXTENSION: Final = "search_service.reporting"


class FormParts(NamedTuple):
    """What the form of every page is made of."""

    subjects: Mapping[Subject, str] = SUBJECTS
    trap: str = TRAP
    most: int = MAX_TEXT


@blueprint.record_once
def allow(state: BlueprintSetupState) -> None:
    """Count the reports of each client, for each app by itself."""
    state.app.extensions[_EXTENSION] = Allowance(REPORTS, WINDOW)


@blueprint.app_template_global()
def report_parts() -> FormParts:
    """Return what the form is made of."""
    return FormParts()


@blueprint.get("/report")
def form() -> str:
    """Show the form for a person or an article; with ``sent``, that the report has come."""
    person, article = _about(request.args.get("person", ""), request.args.get("article", ""))
    return _page(person, article, sent="sent" in request.args)


@blueprint.post("/report")
def send() -> ResponseReturnValue:
    """Keep a report and lead on to a page that says so: sending again takes another form."""
    require_own_form()
    current_app.extensions[_EXTENSION].count()
    person, article = _about(request.form.get("person", ""), request.form.get("article", ""))
    there = url_for("reporting.form", person=person or None, article=article or None, sent=1)
    if request.form.get(TRAP):
        return redirect(there, 303)  # a program: it need not learn that nobody will read this
    text = " ".join(clean(request.form.get("text", "")).split())
    subject = request.form.get("subject", "")
    if subject not in set(Subject) or len(text) > MAX_TEXT:
        problem = gettext("Xin chọn điều cần báo và viết không quá %(most)s ký tự.")
        return _page(person, article, problem=problem % {"most": MAX_TEXT}, text=text), 400
    try:
        Reports(store()).add(Subject(subject), person=person, article=article, text=text)
    except StoreError as error:
        current_app.logger.error("%s", error)  # noqa: TRY400 - its message says all there is
        problem = gettext("Hiện chưa ghi được phản hồi. Xin thử lại sau.")
        return _page(person, article, problem=problem, text=text), 503
    return redirect(there, 303)


def _page(
    person: str, article: str, *, sent: bool = False, problem: str = "", text: str = ""
) -> str:
    record = engine().person(person) if person else None
    document = engine().document(article) if article else None
    return render_template(
        "report.html",
        person=record,
        article=document.article if document else None,
        sent=sent,
        problem=problem,
        text=text,
    )


def _about(person: str, article: str) -> tuple[str, str]:
    """Return the ids of what is reported; 404 when it names nothing that is here."""
    person, article = nfc(person)[:MAX_ID], article[:MAX_ID]
    known = bool(person) and engine().person(person) is not None
    there = bool(article) and engine().document(article) is not None
    if not known and not there:
        abort(404)
    return person if known else "", article if there else ""


@blueprint.after_request
def keep_out_of_caches(response: Response) -> Response:
    """Let no cache keep a form or what came of it."""
    response.headers["Cache-Control"] = "no-store"
    return response

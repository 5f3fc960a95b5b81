"""What waits for the newsroom: readers' reports, and the way to everything else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from search_service.article import Article
from search_service.results import PersonRecord
from search_service.store.reports import Report, Reports
from search_service.web.context import engine, store
from search_service.web.reporting import SUBJECTS
from search_service.web.staff.access import room

blueprint = room("desk", __name__)


class Waiting(NamedTuple):
    """A report with what it is about, where that is still in the archive."""

    report: Report
    subject: str
    person: PersonRecord | None
    article: Article | None


@blueprint.get("/")
def home() -> str:
    """Show the reports that nobody has closed, and what else there is to do."""
    return render_template("staff/home.html", waiting=list(_waiting()))


@blueprint.post("/reports/<int:number>/close")
def close(number: int) -> ResponseReturnValue:
    """Close a report; one that somebody else has closed stays closed."""
    if number > 2**63 - 1:
        abort(404)
    Reports(store()).close(number)
    return redirect(url_for("staff_desk.home"), 303)


def _waiting() -> Iterator[Waiting]:
    for report in Reports(store()).waiting():
        document = engine().document(report.article) if report.article else None
        yield Waiting(
            report,
            SUBJECTS[report.subject],
            engine().person(report.person) if report.person else None,
            document.article if document else None,
        )

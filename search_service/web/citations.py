"""An article as a reference: on its page, and as a file for reference managers."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from enum import StrEnum
from typing import Final

from flask import Blueprint, Response, abort, request

from search_service.article import VIETNAM
from search_service.desk.citing import Reference, bibtex, csl, ris, written
from search_service.desk.exporting.references import BIBTEX, RIS
from search_service.document import Document
from search_service.web import params, present
from search_service.web.context import engine, settings
from search_service.web.downloads import attached

blueprint = Blueprint("citations", __name__)


class Style(StrEnum):
    """A form of one reference."""

    BIBTEX = "bibtex"
    RIS = "ris"
    CSL = "csl"


_CSL: Final = "application/vnd.citationstyles.csl+json"

_FORMS: Final[dict[Style, tuple[str, str, Callable[[Reference], str]]]] = {
    Style.BIBTEX: (BIBTEX, "bib", lambda one: bibtex(one) + "\n"),
    Style.RIS: (RIS, "ris", ris),
    Style.CSL: (_CSL, "json", lambda one: json.dumps([csl(one)], ensure_ascii=False, indent=2)),
}


@blueprint.get("/cite/<article_id:article_id>")
def file(article_id: str) -> Response:
    """Send the reference of an article for a reference manager."""
    style = params.read_choice(request.args, "format", Style.BIBTEX)
    document = engine().document(article_id)
    if document is None:
        abort(404)
    mimetype, suffix, form = _FORMS[style]
    return attached(_encoded(form(reference(document))), mimetype, document.article.id, suffix)


@blueprint.app_template_global()
def citation(document: Document) -> tuple[str, str, str]:
    """Return a reference as it is written in Vietnam; its second part is set in italics."""
    return written(reference(document))


@blueprint.app_template_filter()
def as_written(reference: Reference) -> tuple[str, str, str]:
    """Return *reference* likewise."""
    return written(reference)


def reference(document: Document) -> Reference:
    """Return what is cited of *document*, read today."""
    return Reference.of(
        document.article,
        archive=settings().site_name,
        page=present.article_page(document),
        accessed=datetime.now(VIETNAM).date(),
    )


def _encoded(text: str) -> Iterator[bytes]:
    yield text.encode("utf-8", "replace")

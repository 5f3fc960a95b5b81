"""The page where another site's editor makes the lines to paste."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from urllib.parse import urlencode

from flask import Blueprint, Response, render_template, request, url_for
from werkzeug.datastructures import MultiDict

from search_service.document import Document
from search_service.related import Placement, RelatedArticle
from search_service.web import embedding, params, present
from search_service.web.addresses import article_at
from search_service.web.context import engine, settings
from search_service.web.embedding import HEADINGS, Embedding, Layout, Theme
from search_service.web.errors import describe
from search_service.web.i18n import LANGUAGES, language, marked, translations
from search_service.web.oembed import discovery_url, iframe
from search_service.web.parameters import BadParameter, ParameterError
from search_service.web.policy import content_security_policy
from search_service.web.widget import listed

blueprint = Blueprint("builder", __name__)


class Kind(StrEnum):
    """What is made."""

    SCRIPT = "script"
    IFRAME = "iframe"
    OEMBED = "oembed"


KINDS: Final = {
    Kind.SCRIPT: marked("Script (tự co giãn)"),
    Kind.IFRAME: marked("Iframe (không cần script)"),
    Kind.OEMBED: marked("Địa chỉ oEmbed"),
}
LAYOUTS: Final = {
    Layout.LIST: marked("Danh sách"),
    Layout.CARDS: marked("Thẻ xếp hàng"),
    Layout.TITLES: marked("Chỉ tiêu đề"),
}
THEMES: Final = {
    Theme.AUTO: marked("Theo trang nhúng"),
    Theme.LIGHT: marked("Sáng"),
    Theme.DARK: marked("Tối"),
}
PLACEMENTS: Final = {
    Placement.ANY: marked("Gần nhất trước"),
    Placement.EARLIER: marked("Chỉ bài trước đó (bối cảnh)"),
    Placement.NEWEST: marked("Mới nhất trước"),
}


@dataclass(frozen=True, slots=True)
class Wish:
    """What the form says; ``spoken`` is the language of the list, not of this page."""

    article: str
    kind: Kind
    spoken: str
    form: Embedding


@blueprint.get("/embed")
def page() -> str:
    """Show the form, the list as it will be, and what to paste."""
    wish, problems = _read()
    document = _article(wish.article)
    items = listed(document, wish.form) if document else ()
    return render_template(
        "embedding.html",
        wish=wish,
        document=document,
        items=items,
        preview=_preview(document, wish) if document else None,
        tall=embedding.height(items, wish.form.layout),
        snippet=_snippet(wish, document, items),
        problems=[describe(problem) for problem in problems],
        choices={"kind": KINDS, "layout": LAYOUTS, "theme": THEMES, "placement": PLACEMENTS},
        most=embedding.MAX_ITEMS,
    )


@blueprint.after_request
def with_preview(response: Response) -> Response:
    """Let this page alone hold a frame, of this service."""
    response.headers["Content-Security-Policy"] = content_security_policy(frame_src=["'self'"])
    return response


def _read() -> tuple[Wish, list[BadParameter]]:
    """Return what the address says; what cannot be used is passed over and reported."""
    args, problems = MultiDict(request.args), list[BadParameter]()
    spoken = args.get("language", "")
    while True:
        try:
            return Wish(
                article=args.get("article", "").strip(),
                kind=params.read_choice(args, "kind", Kind.SCRIPT),
                spoken=spoken if spoken in LANGUAGES else language(),
                form=embedding.read(args, limit=settings().related_limit),
            ), problems
        except ParameterError as error:
            problems += error.problems
            for problem in error.problems:
                args.poplist(problem.name)


def _is_address(text: str) -> bool:
    return text.lower().startswith(("http://", "https://"))


def _article(text: str) -> Document | None:
    if not text:
        return None
    return article_at(text) if _is_address(text) else engine().document(text)


def _preview(document: Document, wish: Wish) -> str:
    pairs = {"id": document.article.id, **wish.form.pairs(wish.spoken)}
    return f"{url_for('widget.frame')}?{urlencode(pairs)}"


def _address(wish: Wish, document: Document | None) -> str | None:
    """Return the address by which other sites name the article, in the archive or not."""
    if document:
        return present.publisher_url(document.article) or present.article_page(document)
    return wish.article if _is_address(wish.article) else None


def _snippet(
    wish: Wish, document: Document | None, items: tuple[RelatedArticle, ...]
) -> str | None:
    """Return what to paste; None where an article of the archive has to be chosen first."""
    if wish.kind is Kind.SCRIPT:
        return _script(wish, _address(wish, document))
    if document is None:
        return None
    if wish.kind is Kind.OEMBED:
        page = present.absolute(url_for("pages.article", article_id=document.article.id, lang=None))
        return discovery_url(page, "json")
    tall = embedding.height(items, wish.form.layout)
    return iframe(document, wish.form, wish.spoken, width="100%", height=tall)


def _script(wish: Wish, address: str | None) -> str:
    chosen = ({"url": address} if address else {}) | wish.form.pairs(wish.spoken)
    frame = f"{url_for('widget.frame')}?{urlencode(chosen)}"
    return render_template(
        "_snippet.html",
        script=present.absolute(url_for("widget.script")),
        data=chosen.items(),
        fallback=present.absolute(frame if address else url_for("pages.home", lang=None)),
        title=translations(wish.spoken).gettext(HEADINGS[wish.form.placement]),
    )

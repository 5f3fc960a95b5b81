"""The archive as a search engine of the browser (OpenSearch 1.1), and what it completes there.

https://github.com/dewitt/opensearch/blob/master/opensearch-1-1-draft-6.md and, for what is
completed, the extension for suggestions of the same draft.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import urlencode

from flask import Blueprint, Response, jsonify, request, url_for

from search_service.results import Suggestion
from search_service.vietnamese import nfc
from search_service.web import params, present
from search_service.web.caching import by_generation
from search_service.web.context import engine, settings
from search_service.web.feeds import MIMETYPE as ATOM
from search_service.web.feeds import OPENSEARCH
from search_service.web.i18n import gettext, language, marked
from search_service.web.markup import Element, Maker, answer

blueprint = Blueprint("opensearch", __name__)

DESCRIPTION: Final = "application/opensearchdescription+xml"
COMPLETIONS: Final = "application/x-suggestions+json"

MAX_SHORT: Final = 16
MAX_LONG: Final = 48
MAX_DESCRIPTION: Final = 1_024
"""Longest texts of a description, in characters, by the specification."""

SUGGESTIONS: Final = 8
"""Completions in the browser's own list, which shows about as many."""

MAX_AGE: Final = 86_400
"""Seconds a description is kept: browsers read it when the engine is added, and seldom again."""

KINDS: Final = {
    "person": marked("Nhân vật"),
    "section": marked("Chuyên mục"),
    "phrase": marked("Cụm từ"),
    "title": marked("Bài"),
}

_make: Final = Maker(OPENSEARCH)


@blueprint.get("/opensearch.xml")
def description() -> Response:
    """Describe the search page, the feed and the completions to a browser."""
    about = gettext("Tìm trong toàn bộ bài đã đăng, gõ có dấu hay không dấu đều được.")
    name = settings().site_name
    words = {"q": "{searchTerms}", "page": "{startPage?}"}
    root = _make(
        "OpenSearchDescription",
        _make("ShortName", _cut(name, MAX_SHORT)),
        _make("LongName", _cut(name, MAX_LONG)),
        _make("Description", _cut(f"{name}. {about}", MAX_DESCRIPTION)),
        _url("pages.search", "text/html", "results", words),
        _url("feeds.feed", ATOM, "results", {**words, "limit": "{count?}"}),
        _url("opensearch.suggestions", COMPLETIONS, "suggestions", {"q": "{searchTerms}"}),
        _url("opensearch.description", DESCRIPTION, "self", {}),
        _make("Image", _icon(), width="16", height="16", type="image/svg+xml"),
        _make("Language", "vi"),
        _make("InputEncoding", "UTF-8"),
        _make("OutputEncoding", "UTF-8"),
    )
    described = answer(root, DESCRIPTION)
    described.headers["Cache-Control"] = f"public, max-age={MAX_AGE}"
    return described


@blueprint.get("/opensearch-suggest")
@by_generation
def suggestions() -> Response:
    """Complete ``q``: the text, then the completions, what each is, and where each leads."""
    text = params.read_text(request.args)
    found = engine().suggest(text, limit=SUGGESTIONS)
    completed = jsonify(
        [
            text,
            [item.label for item in found],
            [_what(item) for item in found],
            [present.absolute(present.suggestion_url(item)) for item in found],
        ]
    )
    completed.mimetype = COMPLETIONS
    return completed


def _url(endpoint: str, mimetype: str, rel: str, template: dict[str, str]) -> Element:
    """Return where *template* leads, its parameters in braces as they are."""
    path = url_for(endpoint).partition("?")[0]
    pairs = {**template, "lang": language()} if template else template
    query = urlencode(pairs, safe="{}?")
    address = present.absolute(f"{path}?{query}" if query else path)
    return _make("Url", type=mimetype, rel=rel, template=address)


def _icon() -> str:
    return present.absolute(url_for("static", filename="icon.svg"))


def _what(item: Suggestion) -> str:
    return gettext(KINDS[item.kind])


def _cut(text: str, most: int) -> str:
    """Return at most *most* characters of *text*, no word cut in two where there is a space."""
    return text if len(text) <= most else nfc(text[: most + 1]).rsplit(None, 1)[0][:most]

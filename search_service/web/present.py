"""What the templates show of a search: chosen filters, and safe links and texts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

from flask import Flask, g, request, url_for
from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from search_service.article import Article
from search_service.document import Document
from search_service.query import Filters, Query
from search_service.related import Reason
from search_service.results import Bucket, Facet, Suggestion, TermKind
from search_service.schema import CAPTIONS
from search_service.vietnamese import slug
from search_service.web import dates, params, recording
from search_service.web.context import partners, settings
from search_service.web.i18n import SOURCE, gettext, language, marked
from search_service.web.states import here, stated

REASONS: Final = {
    Reason.SAME_EVENT: marked("Cùng sự kiện"),
    Reason.FOLLOW_UP: marked("Diễn biến tiếp"),
    Reason.BACKGROUND: marked("Bối cảnh"),
    Reason.SAME_PERSON: marked("Cùng nhân vật"),
    Reason.SAME_SUBJECT: marked("Cùng chủ đề"),
}

TERM_KINDS: Final = {
    TermKind.SYLLABLE: marked("Âm tiết"),
    TermKind.PAIR: marked("Hai âm tiết liền nhau"),
    TermKind.WORD: marked("Từ vựng"),
    TermKind.READING: marked("Âm tiết khi thêm dấu"),
    TermKind.PHRASE: marked("Cụm từ"),
}

FIELD_LABELS: Final = {
    "title": marked("Tiêu đề"),
    "lead": marked("Tóm tắt"),
    "images": marked("Chú thích ảnh"),
}
"""What tells where in an article something stands; most stands in the body, which needs none."""

AT_ONCE: Final = 8
"""Values of a facet shown before the rest is folded away: what fits a laptop's height."""


def search_url(query: Query) -> str:
    """Return the address of the page that shows *query*: for one of captions, their pictures."""
    page = "pictures.pictures" if query.field == CAPTIONS else "pages.search"
    return listing_url(page, params.write(query))


def listing_url(endpoint: str, pairs: list[tuple[str, str]]) -> str:
    """Return the address of *endpoint* with *pairs* of parameters, in the page's language."""
    spoken = [] if language() == SOURCE else [("lang", language())]
    pairs = [*pairs, *spoken, *stated(endpoint)]
    path = _path(endpoint)
    return f"{path}?{urlencode(pairs)}" if pairs else path


def _path(endpoint: str) -> str:
    """Return the path of *endpoint*, built once a request: a page has dozens of links to one."""
    paths: dict[str, str] = g.setdefault("paths", {})
    if endpoint not in paths:
        paths[endpoint] = url_for(endpoint).partition("?")[0]
    return paths[endpoint]


def page_url(query: Query, page: int) -> str:
    """Return the address of another page of the same search."""
    return search_url(replace(query, start=(page - 1) * query.size))


def this_page_url(page: int) -> str:
    """Return the address of another page of the list at this request's path."""
    args = MultiDict(request.args)
    args.setlist("page", [str(page)] if page > 1 else [])
    return here(list(args.items(multi=True)))


def language_url(code: str) -> str:
    """Return the address of this page in another language."""
    args = MultiDict(request.args)
    args.setlist("lang", [code] if code != SOURCE else [])
    return here(list(args.items(multi=True)))


def recent_url(query: Query) -> str:
    """Return the address of the first page of the same search with recent news the other way."""
    switches = replace(query.switches, recent=not query.switches.recent)
    return search_url(replace(query, start=0, switches=switches))


def unfiltered_url(query: Query) -> str:
    """Return the address of the same words without any filter."""
    return search_url(replace(query, start=0, filters=Filters()))


def spelt_url(query: Query, *, with_variants: bool) -> str:
    """Return the address of the same search with the variants of its words, or without."""
    return search_url(params.spelt(query, with_variants=with_variants))


def together_url(person: str, other: str) -> str:
    """Return the address of the articles that mention two persons."""
    return search_url(Query(filters=Filters(people=(person,), together=(other,))))


def anytime_url(query: Query) -> str:
    """Return the address of the same search without limits on the day."""
    return search_url(params.within(query, None, None))


def within_section_url(query: Query, section: str) -> str:
    """Return the address of the same search in one section."""
    return search_url(params.in_sections(query, section))


def tag_url(tag: str) -> str:
    """Return the address of the search for a tag: its words side by side."""
    return search_url(Query(text=f'"{tag}"' if " " in tag else tag))


def suggest_url() -> str:
    """Return the address that completes what is typed, its links in the page's language."""
    return url_for("api.suggest", lang=None if language() == SOURCE else language())


def suggestion_url(suggestion: Suggestion) -> str:
    """Return the address of what a completion names; a phrase's is the search for its words."""
    if suggestion.kind == "person":
        return url_for("pages.person", person_id=suggestion.value)
    if suggestion.kind == "section":
        return section_url(suggestion.value)
    if suggestion.kind == "phrase":
        return search_url(Query(text=suggestion.value))
    return url_for("pages.article", article_id=suggestion.value)


def article_url(article: Article, query: Query | None = None, place: int = 0) -> str:
    """Return the address of an article's page, with the words of *query* marked there.

    With its *place* among the hits, where the search diary counts which ones are opened.
    """
    words: dict[str, Any] = dict(params.write_words(query)) if query else {}
    if place and words and recording.kept():
        words[recording.PLACE] = place
    return url_for("pages.article", article_id=article.id, **words)


def section_url(name: str) -> str:
    """Return the address of a section's page; its search when the name has no letters."""
    if not slug(name):
        return search_url(Query(filters=Filters(sections=(name,))))
    return url_for("pages.section", slug=slug(name))


def canonical(path: str) -> str:
    """Return the one address of a page, absolute when the service knows its own."""
    base = settings().base_url
    return base + path.removeprefix(request.script_root) if base else path


def absolute(path: str) -> str:
    """Return *path* of this service with its host, for readers that are elsewhere."""
    base = settings().base_url or request.url_root.rstrip("/")
    return base + path.removeprefix(request.script_root)


def article_page(document: Document) -> str:
    """Return the address of an article's page with its host."""
    return absolute(url_for("pages.article", article_id=document.article.id))


def publisher_url(article: Article) -> str | None:
    """Return the address of the publisher's page when it is one a browser may safely open."""
    try:
        parts = urlsplit(article.url or "")
    except ValueError:  # an address no browser could open: http://[
        return None
    return article.url if parts.scheme in {"http", "https"} and parts.netloc else None


def folded(facet: Facet) -> tuple[list[Bucket], list[Bucket]]:
    """Return the buckets to show at once, every chosen one among them, and those to fold away."""
    at_once = {bucket.value for bucket in facet.buckets[:AT_ONCE]}
    shown = [b for b in facet.buckets if b.chosen or b.value in at_once]
    return shown, [b for b in facet.buckets if not b.chosen and b.value not in at_once]


def field_label(field: str) -> str:
    """Return where in an article a line of its concordance stands; nothing for the body."""
    kind = field.partition(".")[0]
    return gettext(FIELD_LABELS[kind]) if kind in FIELD_LABELS else ""


def trusted(html: str) -> Markup:
    """Return HTML that ``snippets.marked`` made, so that its ``<mark>`` is not escaped again."""
    return Markup(html)  # noqa: S704 - escaped where they are made: snippets.marked  # nosec B704


def reason_label(reason: Reason) -> str:
    """Return why an article is related, in the language of the page."""
    return gettext(REASONS[reason])


def term_label(kind: TermKind) -> str:
    """Return what a term of a score is, in the language of the page."""
    return gettext(TERM_KINDS[kind])


def init_app(app: Flask) -> None:
    """Give the templates what this module and ``dates`` offer."""
    app.jinja_env.filters.update(
        full_date=dates.full,
        day=dates.day,
        month_name=dates.month_name,
        number=dates.number,
        figure=dates.figure,
        plain=dates.plain,
        span=dates.span,
        field_label=field_label,
        trusted=trusted,
        reason=reason_label,
        term=term_label,
        publisher_url=publisher_url,
    )
    app.jinja_env.globals.update(
        settings=settings,
        partners=partners,
        search_url=search_url,
        article_url=article_url,
        section_url=section_url,
        page_url=page_url,
        this_page_url=this_page_url,
        canonical=canonical,
        absolute=absolute,
        article_page=article_page,
        language_url=language_url,
        recent_url=recent_url,
        unfiltered_url=unfiltered_url,
        anytime_url=anytime_url,
        spelt_url=spelt_url,
        within_section_url=within_section_url,
        together_url=together_url,
        tag_url=tag_url,
        suggest_url=suggest_url,
        folded=folded,
        weekdays=dates.weekdays,
    )

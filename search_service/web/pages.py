"""The pages people read: home, search, article, section, person."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from typing import Final

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from search_service.answering import Answer, answer, understood
from search_service.concordance import concordance
from search_service.query import Filters, Query, Sort
from search_service.related import surroundings
from search_service.results import Bucket, Results
from search_service.spelling import nearest
from search_service.vietnamese import nfc
from search_service.web import chips, params, present, recording
from search_service.web.caching import by_day
from search_service.web.context import engine, newsroom, settings
from search_service.web.coverage import Link, by_year, chosen_month, coverage
from search_service.web.errors import describe
from search_service.web.metrics import searched
from search_service.web.paging import paging

blueprint = Blueprint("pages", __name__)

LATEST: Final = 9
"""Articles on the home page: one at the head and two columns of four."""

LATELY: Final = timedelta(days=28)
"""How far back "the last weeks" reach, from the newest article: four whole weeks."""

MENTIONED: Final = 12
"""People listed on the home, section and person pages."""

YEARS: Final = 5
"""Years drawn month by month on the home page; older ones are reached by searching."""


@blueprint.get("/")
def home() -> str:
    """Show the latest articles and the ways into the archive."""
    query = Query(sort=Sort.NEWEST, size=LATEST)
    found = engine().search(query, facets=("section", "month"))
    return render_template(
        "home.html",
        found=found,
        people=_lately(found),
        years=by_year(found.facets["month"], _linked(Query())),
        drawn=YEARS,
    )


@blueprint.get("/search")
@by_day
def search() -> str:
    """Show a search with its facets; what of the address cannot be read is said in a notice."""
    query, problems = params.read_page(request.args, size=settings().page_size)
    days = ("day",) if chosen_month(query.filters) else ()
    answered = answer(engine(), query, newsroom(), facets=("section", "person", "month", *days))
    query, found = answered.query, answered.results
    searched(found.total)
    offers = [] if found.total else _offers(query, found)
    recording.searched(found.total)
    lost = not (found.total or offers or answered.suggestion)
    return render_template(
        "search.html",
        query=query,
        found=found,
        problems=[describe(problem) for problem in problems],
        chips=chips.chips(query, found),
        paging=paging(query, found.total),
        to_page=partial(present.page_url, query),
        coverage=coverage(
            found.facets["month"], found.facets.get("day"), query.filters, _linked(query)
        ),
        offers=offers,
        variants=answered.variants,
        meant=_meant(answered),
        nearest=_nearest(query) if lost else [],
        everything=Query(),
    )


@blueprint.get("/article/<article_id:article_id>")
def article(article_id: str) -> str:
    """Show an article with its people and what is related to it; with ``q``, its words marked."""
    query, problems = params.read_words(request.args)
    document = engine().document(article_id)
    if document is None:
        abort(404)
    others, copies = surroundings(engine(), document, limit=settings().related_limit)
    return render_template(
        "article.html",
        document=document,
        article=document.article,
        people=document.people,
        related=others,
        copies=copies,
        query=query,
        shown=concordance(document.article, understood(engine(), query, newsroom())),
        problems=[describe(problem) for problem in problems],
    )


@blueprint.get("/section/<slug>")
def section(slug: str) -> str:
    """Show a section: its latest articles, its people and its coverage over time."""
    query = _listing(Filters(sections=(slug,)))
    found = engine().search(query, facets=("section", "person", "month"))
    chosen = [bucket for bucket in found.facets["section"].buckets if bucket.chosen]
    if not chosen:
        abort(404)
    whole = Query(filters=Filters(sections=tuple(bucket.value for bucket in chosen)))
    return render_template(
        "section.html",
        name=chosen[0].label,
        slug=slug,
        query=query,
        found=found,
        whole=whole,
        people=found.facets["person"].buckets[:MENTIONED],
        paging=paging(query, found.total),
        years=by_year(found.facets["month"], _linked(whole)),
    )


@blueprint.get("/person/<person_id>")
def person(person_id: str) -> ResponseReturnValue:
    """Show a person: roles by date, coverage over time, articles, and who else is mentioned.

    An id that the person once had leads on to the present one: not for ever, since the newsroom
    may think better of it.
    """
    record = engine().person(nfc(person_id))
    if record is None:
        abort(404)
    if record.id != nfc(person_id):
        return redirect(url_for("pages.person", person_id=record.id), 302)
    whole = Query(filters=Filters(people=(record.id,)))
    query = _listing(whole.filters)
    found = engine().search(query, facets=("section", "month"))
    return render_template(
        "person.html",
        person=record,
        query=query,
        found=found,
        whole=whole,
        paging=paging(query, found.total),
        years=by_year(found.facets["month"], _linked(whole)),
    )


@dataclass(frozen=True, slots=True)
class Offer:
    """A way out of a search that found nothing: one filter less, and what that finds."""

    chip: chips.Chip
    total: int


def _offers(query: Query, found: Results) -> list[Offer]:
    chosen = chips.chips(query, found)
    totals = [engine().search(_counting(chip.query)).total for chip in chosen]
    return [Offer(chip, total) for chip, total in zip(chosen, totals, strict=True) if total]


@dataclass(frozen=True, slots=True)
class Near:
    """A word near one that found nothing: its search, and how many articles that finds."""

    query: Query
    total: int


def _nearest(query: Query) -> list[Near]:
    return [
        Near(replace(query, text=near.text, start=0), near.articles)
        for near in nearest(engine(), query)
    ]


def _meant(answered: Answer) -> Query | None:
    """Return the same search in the spelling its writer may have meant."""
    text = answered.suggestion
    return replace(answered.query, text=text, start=0, variants=()) if text else None


def _counting(query: Query) -> Query:
    return Query(
        tokens=query.tokens, phrases=query.phrases, excluded=query.excluded,
        filters=query.filters, size=0, variants=query.variants, literal=query.literal,
    )  # fmt: skip


def _listing(filters: Filters) -> Query:
    """Return the newest articles under *filters*, at the page that the address names."""
    size = settings().page_size
    page = params.read_page_number(request.args, size=size)
    return Query(filters=filters, sort=Sort.NEWEST, start=(page - 1) * size, size=size)


def _linked(query: Query) -> Link:
    """Return what makes the address of *query* between two days."""
    return lambda first, last: present.search_url(params.within(query, first, last))


def _lately(found: Results) -> tuple[Bucket, ...]:
    """Return the people most mentioned in the weeks up to the newest article."""
    newest = found.hits[0].document.article.day if found.hits else None
    if newest is None:
        return ()
    filters = Filters(first=newest - LATELY + timedelta(days=1), last=newest)
    facets = engine().search(Query(filters=filters, size=0), facets=("person",)).facets
    return facets["person"].buckets[:MENTIONED]

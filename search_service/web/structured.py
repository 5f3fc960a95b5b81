"""What a page says of itself to machines: JSON-LD (schema.org) and Open Graph.

JSON-LD is printed in a data block, which is no script: browsers do not run it, and the content
security policy does not ask for it. ``tojson`` escapes what would end the block.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import time
from typing import Any, Final
from urllib.parse import urlencode

from flask import Flask, url_for

from search_service.article import VIETNAM, Article
from search_service.people import Person
from search_service.results import PersonRecord
from search_service.vietnamese import slug
from search_service.web import present
from search_service.web.context import settings
from search_service.web.i18n import gettext
from search_service.web.pictures import picture_url

DESCRIBED: Final = 200
"""Characters of a description: what previews and lists of results show."""

Node = dict[str, Any]
Cards = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page's head says of it.

    Attributes:
        cards: Properties of Open Graph in order, each with its content.
        large: Whether a preview should be led by a picture.
        graph: JSON-LD of the page.
    """

    cards: Cards
    large: bool
    graph: Node


def of_home() -> Metadata:
    """Return what the home page is: the site, and how to search it."""
    name = settings().site_name
    about = gettext("Tìm trong toàn bộ bài đã đăng, gõ có dấu hay không dấu đều được.")
    home = _absolute("pages.home")
    search = _absolute("pages.search")
    site = {
        "@type": "WebSite",
        "name": name,
        "description": about,
        "url": home,
        "inLanguage": "vi",
        "potentialAction": {
            "@type": "SearchAction",
            "target": {
                "@type": "EntryPoint",
                "urlTemplate": f"{search}?{urlencode({'q': '{search_term_string}'}, safe='{}')}",
            },
            "query-input": "required name=search_term_string",
        },
    }
    return Metadata(_cards("website", name, about, home), large=False, graph=_graph(site))


def of_section(name: str) -> Metadata:
    """Return what a section's page is: a collection, below the home page."""
    address = _absolute("pages.section", slug=slug(name))
    about = gettext("Bài trong chuyên mục %(name)s") % {"name": name}
    page = {
        "@type": "CollectionPage",
        "name": name,
        "description": about,
        "url": address,
        "isPartOf": _site(),
        "inLanguage": "vi",
    }
    graph = _graph(page, _breadcrumbs((name, address)))
    return Metadata(_cards("website", name, about, address), large=False, graph=graph)


def of_person(record: PersonRecord) -> Metadata:
    """Return what a person's page is about: the person, in the role that was printed last."""
    address = _absolute("pages.person", person_id=record.id)
    dated = [(span.last, span.role) for span in record.roles if span.last]
    role = max(dated)[1] if dated else None
    person = {
        "@type": "Person",
        "@id": address,
        "name": record.name,
        "url": address,
        "jobTitle": role,
        "alternateName": [form.name for form in record.forms if form.name != record.name],
    }
    page = {"@type": "ProfilePage", "url": address, "isPartOf": _site(), "mainEntity": person}
    about = role or gettext("Bài nhắc đến %(name)s") % {"name": record.name}
    graph = _graph(page, _breadcrumbs((record.label, address)))
    return Metadata(_cards("profile", record.label, about, address), large=False, graph=graph)


def of_article(article: Article, people: Sequence[Person]) -> Metadata:
    """Return what an article's page is: the article, below its section."""
    address = _absolute("pages.article", article_id=article.id)
    canonical = present.publisher_url(article) or address
    about = _described(article)
    images = [url for image in article.images if (url := picture_url(article, image))]
    node = {
        "@type": "NewsArticle",
        "headline": article.title,
        "description": about,
        "url": canonical,
        "mainEntityOfPage": canonical,
        "datePublished": _moment(article),
        "author": {"@type": "Person", "name": article.author} if article.author else None,
        "publisher": {"@type": "Organization", "name": article.source or settings().site_name},
        "articleSection": article.section,
        "keywords": list(article.tags),
        "image": images,
        "mentions": [_mentioned(person) for person in people],
        "inLanguage": "vi",
        "isPartOf": _site(),
    }
    trail = [(article.title, address)]
    if article.section and slug(article.section):
        section = _absolute("pages.section", slug=slug(article.section))
        trail.insert(0, (article.section, section))
    cards = _cards("article", article.title, about, canonical) + _of_news(article, images[:1])
    return Metadata(cards, large=bool(images), graph=_graph(node, _breadcrumbs(*trail)))


def _of_news(article: Article, images: Iterable[str]) -> Cards:
    """Return the properties that only an article has."""
    pairs = [("og:image", url) for url in images]
    pairs += [("article:published_time", moment)] if (moment := _moment(article)) else []
    pairs += [("article:section", article.section)] if article.section else []
    return tuple(pairs + [("article:tag", tag) for tag in article.tags])


def _cards(kind: str, title: str, about: str, address: str) -> Cards:
    return (
        ("og:type", kind),
        ("og:site_name", settings().site_name),
        ("og:title", title),
        ("og:description", about),
        ("og:url", address),
        ("og:locale", "vi_VN"),
    )


def _graph(*nodes: Node) -> Node:
    """Return *nodes* as one document, without what they do not say."""
    said = [{key: value for key, value in node.items() if value} for node in nodes]
    return {"@context": "https://schema.org", "@graph": said}


def _breadcrumbs(*places: tuple[str, str]) -> Node:
    """Return the way from the home page to the page, by name and address."""
    trail = [(settings().site_name, _absolute("pages.home")), *places]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": number, "name": name, "item": address}
            for number, (name, address) in enumerate(trail, start=1)
        ],
    }


def _site() -> Node:
    return {"@type": "WebSite", "name": settings().site_name, "url": _absolute("pages.home")}


def _mentioned(person: Person) -> Node:
    node = {"@type": "Person", "name": person.name, "jobTitle": person.role}
    node["url"] = _absolute("pages.person", person_id=person.id)
    return {key: value for key, value in node.items() if value}


def _described(article: Article) -> str:
    """Return the lead or the beginning of the body, no word cut in two."""
    text = " ".join((article.lead or article.body).split())
    if len(text) <= DESCRIBED:
        return text
    return text[: DESCRIBED + 1].rsplit(" ", 1)[0][:DESCRIBED] + "…"


def _moment(article: Article) -> str | None:
    """Return when *article* was published, the day alone at midnight: no time is known then."""
    if article.published is None:
        return None
    local = article.published.astimezone(VIETNAM)
    return str(local.date()) if local.time() == time(0) else local.isoformat(timespec="seconds")


def _absolute(endpoint: str, **values: str) -> str:
    """Return the address of a page without a language: it is the same page in each."""
    return present.absolute(url_for(endpoint, **values).partition("?")[0])  # type: ignore[arg-type]


def init_app(app: Flask) -> None:
    """Give the templates what each page says of itself."""
    app.jinja_env.globals.update(
        home_metadata=of_home,
        section_metadata=of_section,
        person_metadata=of_person,
        article_metadata=of_article,
    )

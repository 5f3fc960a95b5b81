"""What WordPress sends when a post is saved: the post, read as the entry of its feed would be.

Plugins send the post's own columns (https://developer.wordpress.org/reference/classes/wp_post/),
some of them below ``post``, with the address and the terms beside them. Names differ little, and
all that are met are known here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from search_service.article import Article, ArticleError
from search_service.readers.base import UnreadableError
from search_service.readers.feed import MAX_TAGS, article_of
from search_service.readers.html import refuse_hostile

_NUMBER: Final = re.compile(r"[0-9]{1,20}")

_NEVER: Final = "0000"
"""How a date begins that a draft does not have yet."""


@dataclass(frozen=True, slots=True)
class Post:
    """A post as it is now.

    Attributes:
        id: Its number.
        article: What anyone may read; None where the post is a draft, hidden or in the bin.
    """

    id: str
    article: Article | None


def read_post(sent: Mapping[str, Any], source: str | None = None) -> Post | None:
    """Return the post in *sent*, None where it is no post but a page, a picture or a revision.

    Raises:
        ArticleError: it has no number, or a field of it cannot be used.
    """
    inner = sent.get("post")
    fields = {**sent, **inner} if isinstance(inner, Mapping) else dict(sent)
    if _first(fields, "post_type", "type") not in {"", "post"}:
        return None
    number = _first(fields, "post_id", "ID", "id")
    if not _NUMBER.fullmatch(number):
        raise ArticleError("post_id: must be the number of the post")
    if _first(fields, "post_status", "status") != "publish" or _first(fields, "post_password"):
        return Post(number, None)
    content = _first(fields, "post_content", "content")
    if content.count("<") > MAX_TAGS:
        raise ArticleError(f"post_content: has more than {MAX_TAGS:,} tags")
    try:
        refuse_hostile(content)
        read = article_of(_entry(fields, content), source)
    except UnreadableError as error:
        raise ArticleError(f"post_content: {error}") from None
    return Post(number, Article.from_record({**read.model_dump(mode="json"), "id": number}))


def _entry(fields: Mapping[str, Any], content: str) -> dict[str, Any]:
    """Return the post in the form that feedparser gives an entry."""
    terms = [*_terms(fields, "categories", "category"), *_terms(fields, "tags", "post_tag")]
    author = _first(fields, "author_name", "post_author_name", "author")
    picture = _first(fields, "post_thumbnail", "featured_image", "thumbnail")
    return {
        "title": _first(fields, "post_title", "title"),
        "link": _first(fields, "permalink", "post_permalink", "post_url", "link"),
        "summary": _first(fields, "post_excerpt", "excerpt"),
        "content": [{"type": "text/html", "value": content}],
        "published": _published(fields),
        "tags": [{"term": term} for term in terms],
        "authors": [{"name": author}] if author and not author.isdecimal() else [],
        "media_thumbnail": [{"url": picture}] if picture else [],
    }


def _first(fields: Mapping[str, Any], *names: str) -> str:
    """Return the first of *names* that has a value, as text."""
    for name in names:
        value = fields.get(name)
        if isinstance(value, Mapping):  # the API of WordPress itself: {"rendered": ...}
            value = value.get("rendered")
        if isinstance(value, str | int) and not isinstance(value, bool) and str(value).strip():
            return str(value).strip()
    return ""


def _published(fields: Mapping[str, Any]) -> str:
    """Return the moment of publication; without a zone it is of the site's own clock, Vietnam's."""
    for name, zone in (("post_date_gmt", "+00:00"), ("date_gmt", "+00:00"), ("post_date", ""),
                       ("date", "")):  # fmt: skip
        written = _first(fields, name)
        if written and not written.startswith(_NEVER):
            return written + zone if zone and "+" not in written and "Z" not in written else written
    return ""


def _terms(fields: Mapping[str, Any], *names: str) -> Iterator[str]:
    """Yield the names of terms, which are lists, texts with commas, or records by their slugs."""
    within = fields.get("taxonomies")
    taxonomies = within if isinstance(within, Mapping) else {}
    found = next((value for name in names for value in (fields.get(name), taxonomies.get(name))
                  if value), ())  # fmt: skip
    if isinstance(found, str):
        found = found.split(",")
    for item in found.values() if isinstance(found, Mapping) else found:
        name = item.get("name") if isinstance(item, Mapping) else item
        if isinstance(name, str) and name.strip():
            yield name.strip()

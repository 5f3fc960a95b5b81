"""What is new for those who follow a search, and the mails that tell them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from itertools import groupby, islice
from typing import Final

from search_service.answering import understood
from search_service.article import VIETNAM
from search_service.desk.exporting import Page
from search_service.document import Document
from search_service.engines.base import Engine
from search_service.grammar import parse
from search_service.newsroom import Newsroom
from search_service.query import Query, Sort
from search_service.store.follows import MAX_MAIL, Follow

WATCHED: Final = 500
"""Newest articles of a search that are told from those seen before. An article that comes into the
archive with a date older than all of them is not told."""

TOLD: Final = 50
"""New articles that one digest lists; it says how many more there are."""


@dataclass(frozen=True, slots=True)
class News:
    """What is new for one follow.

    Attributes:
        follow: Which one.
        fresh: The articles not seen before, the newest first.
        seen: The ids of all that have been seen when these have been told.
    """

    follow: Follow
    fresh: tuple[Document, ...]
    seen: frozenset[str]


def query_of(follow: Follow, size: int = 0) -> Query:
    """Return the search that is followed, the newest first."""
    return parse(follow.query, sort=Sort.NEWEST, size=size)


def watched(engine: Engine, newsroom: Newsroom, text: str) -> tuple[Document, ...]:
    """Return the newest articles of the search *text*, at most WATCHED.

    Errors are those of ``Engine.stream``.
    """
    query = understood(engine, parse(text, sort=Sort.NEWEST), newsroom)
    return tuple(islice(engine.stream(replace(query, pins=())), WATCHED))


def news(engine: Engine, newsroom: Newsroom, follow: Follow) -> News:
    """Return what is new for *follow*."""
    found = watched(engine, newsroom, follow.query)
    fresh = tuple(one for one in found if one.article.id not in follow.seen)
    return News(follow, fresh, frozenset(one.article.id for one in found))


def mails(
    told: Sequence[News], *, sender: str, archive: str, page: Page
) -> Iterator[tuple[EmailMessage, list[News]]]:
    """Yield one mail for each address with something new, and what it tells.

    Raises:
        ValueError: *sender* or an address is none.
    """
    wanted = [one for one in told if one.follow.mail and one.fresh]
    for mail, group in groupby(sorted(wanted, key=_mail), key=_mail):
        listed = list(group)
        message = EmailMessage()
        message["From"] = str(Address(archive, addr_spec=sender))
        message["To"] = address(mail)
        message["Subject"] = f"{archive}: {sum(len(one.fresh) for one in listed)} bài mới"
        message["Date"] = format_datetime(datetime.now(VIETNAM))
        message["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2])
        message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answers to it
        message.set_content("\n\n".join(text(one, page) for one in listed) + "\n")
        yield message, listed


def text(told: News, page: Page) -> str:
    """Return what is new for one follow, as plain text."""
    lines = [f"{told.follow.name} ({len(told.fresh)} bài mới)"]
    for document in told.fresh[:TOLD]:
        article = document.article
        local = article.published.astimezone(VIETNAM) if article.published else None
        heading = [f"{local:%d/%m/%Y}" if local else "", article.section or ""]
        lines += ["", f"- {article.title}", f"  {' · '.join(filter(None, heading))}"]
        where = page(document) or article.url or ""
        lines += [f"  {where}"] if where else []
    if len(told.fresh) > TOLD:
        lines += ["", f"… và {len(told.fresh) - TOLD} bài nữa."]
    return "\n".join(line.rstrip() for line in lines)


def address(text: str) -> str:
    """Return an address of mail as it is written in a header.

    Raises:
        ValueError: it is none.
    """
    if len(text) > MAX_MAIL or any(map(str.isspace, text)) or not text.isascii():
        raise ValueError(f"{text[:60]!r} is no address of mail; write one as lan@bao.example")
    try:
        read = Address(addr_spec=text)
    except (ValueError, IndexError) as error:
        raise ValueError(f"{text[:60]!r} is no address of mail: {error}") from None
    if not read.username or "." not in read.domain:
        raise ValueError(f"{text[:60]!r} is no address of mail; write one as lan@bao.example")
    return str(read)


def _mail(told: News) -> str:
    return told.follow.mail

"""The limits in SECURITY.md are those of the code."""

from __future__ import annotations

import re

from search_service import article, batch, concordance, document, query, setting_types
from search_service.desk import following, kwic, story, trend
from search_service.engines import base
from search_service.newsroom import people, users
from search_service.readers import base as reading
from search_service.readers import feed, html, jsonl
from search_service.spelling import mending, neighbours
from search_service.store import archiving, diary, follows, reports, tokens
from search_service.web import (
    admitting,
    batches,
    caching,
    embedding,
    exports,
    operations,
    parameters,
    posted,
    rate,
    recording,
    reporting,
    serving,
    sitemap,
    stopping,
)
from search_service.web.app import MAX_BODY
from search_service.web.staff import signing
from search_service.wire import articles
from tests.documents import CHECKOUT, section, table

SECURITY = (CHECKOUT / "SECURITY.md").read_text(encoding="utf-8")


def script_sends() -> int:
    """Return how many characters of a page's text the widget sends."""
    script = (CHECKOUT / "search_service/static/widget.js").read_text(encoding="utf-8")
    (most,) = re.findall(r"const MOST = (\d+);", script)
    return int(most)


def test_the_limits_in_security_are_those_of_the_code() -> None:
    rows = dict(table(section(SECURITY, "What is limited")))
    megabyte = 2**20
    wanted = {
        "text of one field of an article": [article.MAX_TEXT],
        "an id of an article": [article.MAX_ID],
        "nesting of an unknown key of a record": [article.MAX_DEPTH],
        "one line of JSON Lines": [jsonl.MAX_LINE // megabyte],
        "a file held in memory whole (a saved page, a JSON array)": [
            reading.MAX_DOCUMENT // megabyte
        ],
        # The 1,000 attributes stand in a pattern.
        "an HTML page, in a WARC file too": [html.MAX_PAGE // megabyte, html.MAX_ELEMENTS, 1_000],
        "a feed": [feed.MAX_FEED // megabyte, feed.MAX_TAGS],
        "tokens of one field that are indexed": [document.MAX_TOKENS],
        "syllables of a query whose letters are exchanged in search of a slip": [mending.MOST],
        "words of a query that finds nothing whose neighbours are named": [
            neighbours.WORDS,
            neighbours.FOR_EACH,
        ],
        "a query": [query.MAX_CHARACTERS, query.MAX_TOKENS, *[query.MAX_PHRASES] * 2],
        "lines on persons, a name in one": [people.MAX_RULINGS, people.MAX_NAME],
        "a report": [reports.MAX_TEXT, reporting.REPORTS],
        "reports that nobody has closed": [reports.MOST_OPEN],
        "wrong passwords in a minute, by client and by name": [signing.TRIES],
        "a password": [users.LEAST_PASSWORD, users.MOST_PASSWORD],
        "searches that are followed; articles by which news is told": [
            follows.MOST,
            following.WATCHED,
        ],
        "queries and clicks of the diary held in memory; letters of a query kept": [
            recording.MOST,
            diary.MAX_QUERY,
        ],
        "name of a token": [tokens.MAX_NAME],
        "files of a backup": [archiving.MAX_FILES],
        "values of one filter": [parameters.MAX_VALUES, parameters.MAX_VALUE],
        "hits of one answer": [query.MAX_SIZE],
        "related articles, completions of one answer": [operations.MAX_RELATED],
        "partners": [setting_types.MAX_PARTNERS],
        "text of a page that the script sends": [script_sends()],
        "places of the words in an article that are listed": [concordance.MAX_OCCURRENCES],
        "addresses of one part of the sitemap; persons, news named in it": [
            sitemap.PART,
            sitemap.MOST_PEOPLE,
            sitemap.MOST_NEWS,
        ],
        "searches of a trend; its spans": [trend.MAX_SERIES, trend.MAX_SPANS],
        "articles of a file that a page sends": [
            exports.MAX_EXPORTED,
            rate.HEAVY["exports.file"],
        ],
        "articles read for a concordance sorted by words": [kwic.READ],
        "reports of a story; those whose own links are followed": [story.MOST, story.FOLLOWED],
        "queries of a table that is sent": [batches.MAX_QUERIES, MAX_BODY // megabyte],
        "depth of paging": [base.MAX_WINDOW],
        "buckets of a facet": [base.MAX_BUCKETS],
        "body of a request": [MAX_BODY // megabyte],
        "a text that is sent": [articles.MAX_POSTED, articles.MAX_TITLE, posted.ANALYSED],
        "head of a request": [serving.MAX_HEAD // 1024],
        "connections of one process; one on which nothing comes": [
            serving.CONNECTIONS,
            serving.IDLE,
        ],
        "requests that wait for a thread of one process": [admitting.MAX_WAITING, 503],
        "time for requests under way when the server is told to stop": [int(stopping.GRACE)],
        "answers kept in memory, each process": [
            caching.KEPT // megabyte,
            caching.LARGEST // 1024,
        ],
    }
    assert operations.MAX_RELATED == operations.MAX_SUGGESTIONS == batch.MAX_RELATED
    assert operations.MAX_RELATED == embedding.MAX_ITEMS
    assert {what: [f"{number:,}" for number in numbers] for what, numbers in wanted.items()} == {
        what: re.findall(r"\d[\d,]*(?<!,)", rows[what]) for what in wanted
    }

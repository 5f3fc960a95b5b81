"""Answers as JSON: one form for the HTTP API and the command line.

Days and moments are ISO 8601, texts plain, and only ``snippet`` is HTML: escaped, with ``<mark>``.
The models are the schema that the API publishes.
"""

from search_service.wire.articles import (
    ArticleAnswer,
    ArticlesAnswer,
    PostedArticle,
    RelatedAnswer,
)
from search_service.wire.base import FACET_NAMES, Json, Problem, Record
from search_service.wire.coverage import TrendAnswer
from search_service.wire.people import (
    PersonAnswer,
    abbreviation_json,
    decision_json,
    people_json,
    report_json,
)
from search_service.wire.searching import SearchAnswer, SuggestAnswer
from search_service.wire.story import StoryAnswer
from search_service.wire.words import WordsAnswer

__all__ = [
    "FACET_NAMES",
    "ArticleAnswer",
    "ArticlesAnswer",
    "Json",
    "PersonAnswer",
    "PostedArticle",
    "Problem",
    "Record",
    "RelatedAnswer",
    "SearchAnswer",
    "StoryAnswer",
    "SuggestAnswer",
    "TrendAnswer",
    "WordsAnswer",
    "abbreviation_json",
    "decision_json",
    "people_json",
    "report_json",
]

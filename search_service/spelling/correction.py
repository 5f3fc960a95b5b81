"""When a reader is offered another spelling, and which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from search_service.engines.base import Engine
from search_service.grammar import free_spans, parse
from search_service.query import LONG, MAX_CHARACTERS, MAX_TOKENS, Query, read_as
from search_service.results import Results
from search_service.spelling.mending import mend, restore
from search_service.vietnamese import Token, fold, is_marked, syllables, tokenize

ENOUGH: Final = 3
"""Articles found with which a reader is left alone: a misprint may stand in one or two."""


def corrected(engine: Engine, query: Query, results: Results) -> str | None:
    """Return the text of *query* as its writer may have meant it, None where it is as good as is.

    Only free words are corrected: operators, phrases and exclusions stay as they were typed. A
    syllable that is strange to its neighbours, or any where the query finds too little, is
    searched for a slip; what was typed without any mark gets its marks.

    Args:
        engine: Where *query* was searched for.
        query: What was searched for, with its reading if it has one; see ``likely``.
        results: What it found.

    Returns:
        Never the text that was typed, and never one that finds nothing under the same filters.
    """
    tokens = _free_tokens(query.text)
    if not tokens:
        return None
    texts = [token.text for token in tokens]
    model = engine.spelling()
    few = results.total < ENOUGH or (results.relaxed and len(texts) <= LONG)
    text = _rewritten(query.text, tokens, mend(model, texts, everywhere=few))
    # What was typed is found, if seldom: another word must be found more often.
    if _finds_more(engine, query, text, 0 if results.relaxed else results.total):
        return text
    if len(query.reading) != len(texts):
        return None
    text = _rewritten(query.text, tokens, query.reading)
    return text if _finds_more(engine, query, text, 0) else None


def likely(engine: Engine, query: Query) -> Query:
    """Return *query* with the marks it most likely has as its reading, if it was typed without."""
    if not query.tokens or any(map(is_marked, query.tokens)):
        return query
    return read_as(query, _person(engine, query.tokens) or restore(engine.spelling(), query.tokens))


def _finds_more(engine: Engine, query: Query, text: str, least: int) -> bool:
    """Tell whether *text* is another one than the query's, and finds more than *least* articles."""
    if len(text) > MAX_CHARACTERS or syllables(text) == syllables(query.text):
        return False
    other = replace(parse(text, filters=query.filters, size=0), field=query.field)
    return engine.search(other).total > least


def _person(engine: Engine, tokens: Sequence[str]) -> list[str]:
    """Return how the person is written whose whole name *tokens* are, nothing for other queries."""
    if len(tokens) < 2 or any(map(is_marked, tokens)):
        return []
    for item in engine.suggest(" ".join(tokens), limit=1):
        name = syllables(item.label)
        if item.kind == "person" and list(map(fold, name)) == list(tokens):
            return name
    return []


def _free_tokens(text: str) -> list[Token]:
    """Return the syllables of *text* that may be corrected, with their offsets in it."""
    tokens = [
        Token(token.text, start + token.start, start + token.end)
        for start, end in free_spans(text)
        for token in tokenize(text[start:end])
    ]
    return tokens[:MAX_TOKENS]


def _rewritten(text: str, tokens: Sequence[Token], readings: Sequence[str]) -> str:
    """Return *text* with *readings* in the place of *tokens*, in the case they were typed in."""
    parts, end = [], 0
    for token, reading in zip(tokens, readings, strict=True):
        typed = text[token.start : token.end]
        parts += [
            text[end : token.start],
            typed if reading == token.text else _cased(reading, typed),
        ]
        end = token.end
    return "".join([*parts, text[end:]])


def _cased(reading: str, typed: str) -> str:
    if len(typed) > 1 and typed.isupper():
        return reading.upper()
    return reading.title() if typed[0].isupper() else reading

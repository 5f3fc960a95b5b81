"""When a reader is offered another spelling, and which."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from search_service.engines.base import Engine, SpellingModel
from search_service.query import LONG, MAX_CHARACTERS, MAX_TOKENS, Query, free_spans, parse, read_as
from search_service.results import Results
from search_service.spelling.readings import as_typed, mended, restored
from search_service.spelling.viterbi import Reading, best
from search_service.vietnamese import Token, decoded, fold, is_marked, syllables, tokenize

ENOUGH: Final = 3
"""Articles found with which a reader is left alone: a misprint may stand in one or two."""

CLEARLY: Final = 3.0
"""Nats by which a marked reading must be likelier than an unmarked query as it was typed."""


def corrected(engine: Engine, query: Query, results: Results) -> str | None:
    """Return the text of *query* as its writer may have meant it, None where it is as good as is.

    Only free words are corrected: operators, phrases and exclusions stay as they were typed. What
    finds little, nothing or only part of the words is searched for slips; what was typed without
    any mark gets its marks.

    Args:
        engine: Where *query* was searched for.
        query: What was searched for.
        results: What it found.

    Returns:
        Never the text that was typed, and never one that finds nothing under the same filters.
    """
    tokens = _free_tokens(query.text)
    if not tokens:
        return None
    texts = [token.text for token in tokens]
    model = engine.spelling()
    if results.total < ENOUGH or (results.relaxed and _looks_wrong(model, texts)):
        text = _rewritten(query.text, tokens, mend(model, texts))
        # What was typed is found, if seldom: another word must be found more often.
        if _finds_more(engine, query, text, 0 if results.relaxed else results.total):
            return text
    if any(map(is_marked, texts)):
        return None
    readings = _person(engine, texts) or restore(model, texts)
    text = _rewritten(query.text, tokens, readings)
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
    return engine.search(parse(text, filters=query.filters, size=0)).total > least


def _looks_wrong(model: SpellingModel, tokens: Sequence[str]) -> bool:
    """Tell whether a query that finds only part of its *tokens* may have slips.

    A headline or a question seldom finds all its words, and needs better reasons.
    """
    return len(tokens) <= LONG or not all(as_typed(model, token).frequency for token in tokens)


def _person(engine: Engine, tokens: Sequence[str]) -> list[str]:
    """Return how the person is written whose whole name *tokens* are, nothing for other queries."""
    if len(tokens) < 2 or any(map(is_marked, tokens)):
        return []
    for item in engine.suggest(" ".join(tokens), limit=1):
        name = syllables(item.label)
        if item.kind == "person" and list(map(fold, name)) == list(tokens):
            return name
    return []


def restore(model: SpellingModel, tokens: Sequence[str]) -> list[str]:
    """Return unmarked *tokens* with their marks, as they are where that is about as likely.

    Args:
        model: The archive's spelling.
        tokens: Syllables in normal form and lower case.
    """
    readings: list[Reading] = []
    typed: list[Reading] = []
    at = 0
    for token in tokens:
        readings += restored(model, token, at)
        typed.append(Reading(at, at + len(token), as_typed(model, token), 0.0))
        at += len(token)
    chain, score = best(model, readings, at)
    if score < best(model, typed, at)[1] + CLEARLY:
        return list(tokens)
    return _by_token(chain, tokens)


def mend(model: SpellingModel, tokens: Sequence[str]) -> list[str]:
    """Return *tokens* as most likely meant; one of them may become several syllables.

    Args:
        model: The archive's spelling.
        tokens: Syllables in normal form and lower case.
    """
    marks = any(map(is_marked, tokens))
    keys = any(decoded(token) and not model.spellings(token) for token in tokens)
    readings: list[Reading] = []
    at = 0
    for token in tokens:
        readings += mended(model, token, at, marks=marks, keys=keys)
        at += len(token)
    return _by_token(best(model, readings, at)[0], tokens)


def _by_token(chain: Sequence[Reading], tokens: Sequence[str]) -> list[str]:
    """Return for each of *tokens* the syllables it is read as, joined by spaces."""
    texts: list[str] = []
    at = 0
    for token in tokens:
        inside = [r.spelling.text for r in chain if at <= r.start < at + len(token)]
        texts.append(" ".join(inside))
        at += len(token)
    return texts


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

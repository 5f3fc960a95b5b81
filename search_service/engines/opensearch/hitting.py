"""Hits: what an answer says of each article found, put into the words of every engine."""

from __future__ import annotations

from collections.abc import Mapping
from math import log

from search_service.document import Document
from search_service.engines.arrays.recency import Recency
from search_service.engines.opensearch.cluster import Body
from search_service.engines.opensearch.finding import Found
from search_service.engines.opensearch.sought import Terms
from search_service.engines.weights import K1
from search_service.query import Query
from search_service.results import Explanation, Hit, Match, ScoreTerm
from search_service.snippets import Highlights
from search_service.vietnamese import is_marked


def hit_of(
    hit: Body,
    document: Document,
    shown: Highlights,
    found: Found,
    bonus: tuple[Recency, int] | None,
) -> Hit:
    """Return a hit as every engine has it.

    Args:
        hit: As the cluster answered.
        document: Its article, with its persons as they are known.
        shown: What is shown of it.
        found: The answer.
        bonus: The preference for recent news, and the article's number.
    """
    query = found.compiled.query
    names = hit.get("matched_queries", {})
    by_words = not found.compiled.pins or "words" in names
    score = hit["_score"] or 0.0
    if found.compiled.pins and query.ranked and isinstance(names, dict):
        score = names.get("words", 0.0)
    match = None
    if query.ranked and by_words:
        match = Match.EXACT if is_exact(found, names) else Match.UNMARKED
    explained = query.switches.explain and query.ranked
    return Hit(
        document=document,
        score=float(score),
        title=shown.title,
        snippet=shown.snippet,
        match=match,
        pinned=document.article.id in found.compiled.pins,
        explanation=explanation(found, names if by_words else {}, bonus) if explained else None,
    )


def is_exact(found: Found, names: Mapping[str, float] | list[str]) -> bool:
    """Tell whether an article would be found too if only the marks typed counted.

    Args:
        found: The answer.
        names: What it has: ``x3`` is the fourth thing needed as it was typed, ``p3`` in any way.
    """
    parts, needed = found.compiled.parts, found.needed
    stretches = parts.stretches
    typed = [
        part.sought.exact is None or f"x{place}" in names
        for place, part in enumerate((*stretches, *parts.phrases))
    ]
    if not all(typed[len(stretches) :]):
        return False
    if needed is None or needed.least == len(stretches):
        return all(typed)
    there = [one and f"p{place}" in names for place, one in enumerate(typed[: len(stretches)])]
    if needed.least is not None:
        return sum(there) >= needed.least
    own = [
        0.0 if part.sought.never_exact else weight
        for part, weight in zip(stretches, needed.weights, strict=True)
    ]
    has = sum(weight for weight, one in zip(own, there, strict=True) if one)
    return any(there) and has >= needed.enough * sum(own) / (sum(needed.weights) or 1.0)


def explanation(
    found: Found, scores: Mapping[str, float] | list[str], bonus: tuple[Recency, int] | None
) -> Explanation:
    """Return where a score comes from: the cluster tells what each part of it has added."""
    assert isinstance(scores, Mapping)  # noqa: S101 - with an explanation, scores were asked for
    terms = []
    compiled = found.compiled
    for place, part in enumerate(compiled.parts.scored):
        value = scores.get(f"t{place}")
        if value is None:
            continue
        boost, count = compiled.boosts[place], found.counts[place]
        share = min(value / (boost * (K1 + 1)), 1 - 1e-6) if boost else 0.0
        mark = f"m{place}:"
        terms.append(
            ScoreTerm(
                kind=part.kind,
                text=part.text,
                value=value,
                weight=part.weight,
                idf=boost / part.weight,
                frequency=K1 * share / (1 - share),
                articles=count,
                markings=tuple(name.removeprefix(mark) for name in scores if name.startswith(mark)),
            )
        )
    total = sum(term.value for term in terms)
    return Explanation(tuple(terms), bonus[0].bonus(bonus[1], total) if bonus else None)


def rarities(query: Query, terms: Terms, size: int) -> dict[str, float]:
    """Return how rare each of several free words is: 1 in one article, about 0 in all."""
    rarity = {}
    for token in set(query.tokens) if query.distinct > 1 else ():
        present = terms.syllable(token) if is_marked(token) else terms.folded(token)
        rarity[token] = 1 - log(max(1, min(present, size))) / log(size + 1)
    return rarity

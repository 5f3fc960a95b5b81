"""The smallest parts of requests: what an article must have, and what that adds to its score."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from search_service.engines.opensearch.cluster import Body
from search_service.engines.weights import K1

NOTHING: Final[Body] = {"match_none": {}}
EVERYTHING: Final[Body] = {"match_all": {}}


def having(field: str, feature: str) -> Body:
    """Return what finds the articles that have *feature* in the features *field*."""
    return {"rank_feature": {"field": f"{field}.{feature}"}}


def saturated(field: str, feature: str, boost: float, share: float = 1.0) -> Body:
    """Return what adds *boost* * (k1 + 1) * f / (f + k1), f being a *share* of the frequency."""
    return {
        "rank_feature": {
            "field": f"{field}.{feature}",
            "boost": boost * (K1 + 1),
            "saturation": {"pivot": K1 / share},
        }
    }


def every(clauses: Sequence[Body], without: Sequence[Body] = ()) -> Body:
    """Return what finds the articles that all of *clauses* find and none of *without*."""
    if len(clauses) < 2 and not without:
        return clauses[0] if clauses else EVERYTHING
    parts: Body = {"filter": list(clauses) or [EVERYTHING]}
    return {"bool": {**parts, **({"must_not": list(without)} if without else {})}}


def some(clauses: Sequence[Body], least: int = 1) -> Body:
    """Return what finds the articles that at least so many of *clauses* find."""
    if len(clauses) == least == 1:
        return clauses[0]
    if least > len(clauses):
        return NOTHING
    return {"bool": {"should": list(clauses), "minimum_should_match": least}}


def best(clauses: Sequence[Body]) -> Body:
    """Return what adds the most that any of *clauses* adds."""
    return clauses[0] if len(clauses) == 1 else {"dis_max": {"queries": list(clauses)}}


def worth(clause: Body, boost: float, name: str = "") -> Body:
    """Return what adds *boost* where *clause* finds an article; the answer may say so by *name*."""
    return {
        "constant_score": {
            "filter": clause, "boost": boost, **({"_name": name} if name else {})
        }
    }  # fmt: skip


def named(clause: Body, name: str) -> Body:
    """Return *clause* with a name by which an answer says that it found an article."""
    return {"bool": {"must": [clause], "_name": name}}


def side_by_side(field: str, chains: Sequence[Sequence[str]]) -> Body:
    """Return what finds one of each of *chains* behind one another in the text *field*."""
    spans = [_one_of(field, chain) for chain in chains]
    if len(spans) == 1:
        return spans[0]
    return {"span_near": {"clauses": spans, "slop": 0, "in_order": True}}


def _one_of(field: str, terms: Iterable[str]) -> Body:
    spans: list[Body] = [{"span_term": {field: term}} for term in terms]
    return spans[0] if len(spans) == 1 else {"span_or": {"clauses": spans}}

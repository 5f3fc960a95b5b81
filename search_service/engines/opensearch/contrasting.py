"""What the articles of a result have more often than the archive, counted by the cluster."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from search_service.engines.opensearch import mapping
from search_service.engines.opensearch.arrays import Presence
from search_service.engines.opensearch.cluster import Body
from search_service.engines.opensearch.facets import AT_ONCE, Wanted, counted_one_by_one, touched
from search_service.engines.opensearch.persons import Persons
from search_service.query import Filters
from search_service.results import Contrast, Typical
from search_service.significance import LEAST, typical

CANDIDATES: Final = 1_000
"""Words, and persons, that each shard proposes as most typical of its part of the result. What is
most typical of all is among the first hundred of each."""


def proposals(persons: Persons) -> Body:
    """Return what has each shard propose words and persons."""
    each = touched(Wanted(Filters(), {}), persons)[:AT_ONCE]
    return {
        "words": _significant(mapping.COMPOUNDS),
        "people": _significant(mapping.PERSON),
        **({"touched": counted_one_by_one(each, persons)} if each else {}),
    }


def _significant(name: str) -> Body:
    return {
        "significant_terms": {
            "field": name,
            "size": CANDIDATES,
            "shard_size": CANDIDATES,
            "min_doc_count": LEAST,
            "shard_min_doc_count": 1,
            "mutual_information": {"include_negatives": False, "background_is_superset": True},
        }
    }


def recounts(answer: Body) -> Body:
    """Return what counts exactly what was proposed: a shard tells of its own proposals alone."""
    named = {name: _keys(answer[name]) for name in ("words", "people")}
    fields = {"words": mapping.COMPOUNDS, "people": mapping.PERSON}
    return {
        name: {"terms": {"field": fields[name], "include": keys, "size": len(keys)}}
        for name, keys in named.items()
        if keys
    }


def contrast_of(
    answer: Body, articles: int, presence: Presence, persons: Persons, *, archive: int, size: int
) -> Contrast:
    """Return what is typical of a result of so many *articles*.

    Args:
        answer: To ``recounts``, with what was touched of ``proposals``.
        articles: Of the result.
        presence: How many articles of the archive have each word.
        persons: Likewise each person.
        archive: Articles of the archive.
        size: Most words, and most persons.
    """
    words = {
        key: (key.replace("_", " "), count, presence.word(key))
        for key, count in _counts(answer.get("words")).items()
    }
    people = {}
    for place, count in _people(answer, persons).items():
        known = persons.people
        people[known.id(place)] = known.label(place), count, known.count(place)
    spoken = {text: (text, count, everywhere) for text, count, everywhere in words.values()}
    return Contrast(
        articles,
        archive,
        _most(spoken, articles, archive, size),
        _most(people, articles, archive, size),
    )


def _people(answer: Body, persons: Persons) -> dict[int, int]:
    found = {
        place: count
        for key, count in _counts(answer.get("people")).items()
        if (place := persons.place(key)) is not None and place not in persons.touched
    }
    each = answer.get("touched", {"buckets": {}})["buckets"]
    return found | {int(place): bucket["doc_count"] for place, bucket in each.items()}


def _most(
    things: Mapping[str, tuple[str, int, int]], articles: int, archive: int, size: int
) -> tuple[Typical, ...]:
    """Return the most typical of *things*: value -> (label, of the result, of the archive)."""
    values = sorted(things)
    inside = np.array([things[value][1] for value in values], dtype=np.int64)
    everywhere = np.array([things[value][2] for value in values], dtype=np.int64)
    scores = typical(inside, everywhere, articles, archive)
    there = np.flatnonzero(scores > 0)
    order = there[np.lexsort((there, -scores[there]))][:size]
    return tuple(Typical(values[place], *things[values[place]]) for place in order.tolist())


def _counts(answer: Body | None) -> dict[str, int]:
    return {one["key"]: one["doc_count"] for one in answer["buckets"]} if answer else {}


def _keys(answer: Body) -> list[str]:
    return [bucket["key"] for bucket in answer["buckets"]]

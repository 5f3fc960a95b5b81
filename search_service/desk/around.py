"""The words around a search: what its articles have more often than the archive, ready to show."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from search_service.document import Document
from search_service.engines.base import Engine
from search_service.query import Phrase, Query, Sort
from search_service.results import Contrast, Typical
from search_service.vietnamese import fold, is_marked, syllables
from search_service.vietnamese.scanning import Scan

SPARE: Final = 2
"""How many times as many words are asked for as are shown: some are the search's own."""

READ: Final = 40
"""Articles of the result that are read for how its words are printed: ``Đắk Lắk``, not ``đắk
lắk``."""

READ_FOR_ONE: Final = 3
"""Articles read for a word that stands in none of those."""


_JOINED: Final = re.compile(r"\w+(?:[ ./-]\w+|\w)*")
"""Syllables with one sign between them: a comma would part two words."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word or person that is typical of a result, and the search that it leads to."""

    typical: Typical
    query: Query


@dataclass(frozen=True, slots=True)
class Around:
    """What is typical of a result, the most significant first.

    Attributes:
        articles: Size of the result.
        archive: Size of the archive.
    """

    articles: int
    archive: int
    words: tuple[Word, ...]
    people: tuple[Word, ...]


def around(engine: Engine, query: Query, *, size: int = 30) -> Around:
    """Return what is typical of the articles of *query*, at most *size* words and *size* persons.

    The query's own words and persons are left out, and parts of the names of the persons shown.
    """
    found = engine.contrast(query, size=SPARE * size)
    people = [one for one in found.people if not _asked_for(one, query)][:size]
    words = list(islice(_others(found, query), size))
    printed = _printed_in(engine, query, [one.value for one in words])
    shown = [replace(one, label=printed.get(one.value, one.value)) for one in words]
    return Around(
        found.articles,
        found.archive,
        tuple(Word(one, _with_word(query, one)) for one in shown),
        tuple(Word(one, _with_person(query, one)) for one in people),
    )


def _printed_in(engine: Engine, query: Query, words: Sequence[str]) -> dict[str, str]:
    """Return how *words* are printed: in the newest articles, else in some that have the word."""
    newest = replace(query, sort=Sort.NEWEST, pins=())
    printed = spelt(words, islice(engine.stream(newest), READ))
    for word in words:
        if word not in printed:
            phrases = (*query.phrases, Phrase(tuple(word.split())))
            having = engine.stream(replace(newest, phrases=phrases))
            printed |= spelt([word], islice(having, READ_FOR_ONE))
    return printed


def spelt(words: Sequence[str], documents: Iterable[Document]) -> dict[str, str]:
    """Return how each of *words*, syllables in lower case, is printed most often in *documents*.

    A capital that only begins a sentence is not the word's: where its small letter was seen, that
    counts.
    """
    prints: dict[str, Counter[str]] = {word: Counter() for word in words}
    wanted = [(word, word.split()) for word in words]
    for document in documents:
        article = document.article
        for text in map(Scan, (article.title, article.lead, article.body)):
            for word, tokens in wanted:
                prints[word].update(_printed(text, tokens))
    return {word: _usual(seen) for word, seen in prints.items() if seen}


def _printed(text: Scan, tokens: Sequence[str]) -> Iterator[str]:
    """Yield the places where *tokens* stand side by side in *text*, as they are printed."""
    for first, _ in text.forms(fold(tokens[0])):
        last = first + len(tokens) - 1
        if last < len(text) and all(
            text.form(first + place) == token for place, token in enumerate(tokens)
        ):
            found = text.text[text.starts[first] : text.ends[last]]
            if _JOINED.fullmatch(found):
                yield found


def _usual(seen: Counter[str]) -> str:
    usual = max(seen, key=lambda text: (seen[text], text))
    small = usual[0].lower() + usual[1:]
    return small if small in seen else usual


def _others(found: Contrast, query: Query) -> Iterator[Typical]:
    """Yield the words that the search did not ask for and that are no part of a person's name."""
    own = {*query.tokens, *query.reading}
    own |= {token for phrase in query.phrases for token in phrase.tokens}
    own |= {token for variant in query.variants for token in variant.tokens}
    own |= {token for person in _named(query) for token in syllables(person)}
    names = [f" {' '.join(syllables(one.label))} " for one in found.people]
    for one in found.words:
        asked = all(_is_own(token, own) for token in one.value.split())
        if not asked and not any(f" {one.value} " in name for name in names):
            yield one


def _is_own(token: str, own: set[str]) -> bool:
    """Tell whether a syllable was asked for; typed without marks, all its markings were."""
    return token in own or (is_marked(token) and fold(token) in own)


def _asked_for(person: Typical, query: Query) -> bool:
    name = set(syllables(person.label))
    filters = {fold(value.replace("-", " ")) for value in _named(query)}
    asked = {*query.tokens, *(token for phrase in query.phrases for token in phrase.tokens)}
    return fold(person.label) in filters or all(_is_own(token, asked) for token in name)


def _with_word(query: Query, word: Typical) -> Query:
    text = f'{query.text} "{word.label}"'.strip()
    return replace(query, text=text, start=0)


def _with_person(query: Query, person: Typical) -> Query:
    filters = query.filters
    if filters.people:
        filters = replace(filters, together=(*filters.together, person.value))
    else:
        filters = replace(filters, people=(person.value,))
    return replace(query, filters=filters, start=0)


def _named(query: Query) -> tuple[str, ...]:
    return (*query.filters.people, *query.filters.together)

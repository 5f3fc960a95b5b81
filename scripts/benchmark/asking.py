"""The queries of a benchmark: real words, names and titles, answerable by every engine."""

import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from search_service.document import AnalysedDocument
from search_service.vietnamese import fold, is_marked, syllables

SEED = 3
COMMON = 0.3
RARE = 0.005
"""Share of the articles that a common syllable has at least, and a rare one at most."""

DEEP = 5_000
"""Hits that a deep page passes over."""

GAP = "zzgap"
"""Stands between two fields where all are one: no phrase reaches across, and nobody asks for it."""

_SHORTEST, _LONGEST = 7, 20
"""Syllables of a title: articles without one have a whole sentence instead."""

_SEARCHED = ("title", "lead", "body", "captions", "tags", "author")


@dataclass(frozen=True, slots=True)
class Asked:
    """One query.

    Attributes:
        kind: What it is an example of.
        text: As a reader types it.
        terms: For each syllable, the indexed terms that stand for it; nothing for every article.
        phrase: Whether they must stand side by side.
        either: Whether one of them is enough: engines then differ in what they find.
        section: The section that articles must be of, empty for any.
        newest: Whether the newest come first, instead of the best.
        start: Hits to pass over.
    """

    kind: str
    text: str
    terms: tuple[tuple[str, ...], ...]
    phrase: bool = False
    either: bool = False
    section: str = ""
    newest: bool = False
    start: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """What an engine found, to be compared.

    Attributes:
        total: Articles.
        sections, months: How many articles of each; without those that have none.
    """

    total: int
    sections: dict[str, int]
    months: dict[str, int]


def body(document: AnalysedDocument) -> list[str]:
    """Return all that is searched of *document*, for engines that have it in one field."""
    joined: list[str] = []
    for name in _SEARCHED:
        tokens = document.tokens[name]
        joined += [*([GAP] if joined and tokens else ()), *tokens]
    return joined


def values(document: AnalysedDocument) -> tuple[str, str, list[str], str]:
    """Return id, section, the persons' ids and the month (2022-10) of an article."""
    article = document.document.article
    people = list(dict.fromkeys(person.id for person in document.document.people))
    return article.id, article.section or "", people, day(document)[:7]


def day(document: AnalysedDocument) -> str:
    """Return the day of an article (2022-10-25), empty where it has none."""
    article = document.document.article
    return article.day.isoformat() if article.day else ""


def queries(documents: Sequence[AnalysedDocument], number: int) -> Iterator[Asked]:
    """Yield *number* queries of each kind, of words that stand in *documents*."""
    texts = [body(document) for document in documents]
    present = Counter(term for text in texts for term in set(text))
    markings: dict[str, list[str]] = defaultdict(list)
    for term in present:
        markings[fold(term)].append(term)
    chosen = random.Random(SEED)
    marked = [term for term, _ in present.most_common() if is_marked(term)]
    common = [term for term in marked if present[term] >= COMMON * len(texts)]
    rare = [term for term in marked if 2 <= present[term] <= max(3, RARE * len(texts))]
    yield Asked("every article", "", ())
    yield from (_all("rare", [term]) for term in chosen.sample(rare, min(number, len(rare))))
    for term in common[:number]:
        one = _all("common", [term])
        yield one
        yield replace(one, kind="common, newest first", newest=True)
        yield replace(one, kind=f"common, hit {DEEP:,}", start=DEEP)
    pairs = number if len(common) > 1 else 0
    yield from (_all("two common, and", chosen.sample(common, 2)) for _ in range(pairs))
    yield from _of_articles(documents, texts, markings, chosen, number)


def _of_articles(
    documents: Sequence[AnalysedDocument],
    texts: Sequence[Sequence[str]],
    markings: dict[str, list[str]],
    chosen: random.Random,
    number: int,
) -> Iterator[Asked]:
    sections = [article.document.article.section for article in documents]
    sections = [section for section in sections if section]
    for _ in range(number):
        first, second = _neighbours(chosen, texts)
        pair = _all("two, and", [first, second])
        yield pair
        if sections:
            yield replace(pair, kind="two, in a section", section=chosen.choice(sections))
        yield Asked("phrase", f'"{first} {second}"', ((first,), (second,)), phrase=True)
        bare = fold(first), fold(second)
        yield Asked("two, unmarked", " ".join(bare), tuple(tuple(markings[one]) for one in bare))
    names = [person.name for one in documents for person in one.document.people]
    for name in chosen.sample(names, min(number, len(names))):
        tokens = dict.fromkeys(syllables(name))
        # A syllable without marks (Minh, Chu) stands for every marking of itself, here too.
        terms = tuple((one,) if is_marked(one) else tuple(markings[one]) for one in tokens)
        yield Asked("name of a person", " ".join(tokens), terms)
    titles = [one.tokens["title"] for one in documents]
    titles = [title for title in titles if _SHORTEST <= len(set(title)) <= _LONGEST]
    for title in chosen.sample(titles, min(number, len(titles))):
        yield replace(_all("title, or", list(dict.fromkeys(title))), either=True)


def _all(kind: str, terms: Sequence[str]) -> Asked:
    return Asked(kind, " ".join(terms), tuple((term,) for term in terms))


def _neighbours(chosen: random.Random, texts: Sequence[Sequence[str]]) -> tuple[str, str]:
    """Return two different marked syllables that stand side by side somewhere."""
    while True:
        text = chosen.choice(texts)
        at = chosen.randrange(max(1, len(text) - 1))
        pair = text[at : at + 2]
        if len(set(pair)) == 2 and all(map(is_marked, pair)):
            return pair[0], pair[1]

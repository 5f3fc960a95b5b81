"""Results: what every engine answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from search_service.document import Document
from search_service.identity import Decision, Ruling


class Match(StrEnum):
    """How the words of a query were found in an article."""

    EXACT = "exact"
    UNMARKED = "unmarked"
    """Found only because words under other marks than those typed count too."""


class TermKind(StrEnum):
    """What a term of a score is."""

    SYLLABLE = "syllable"
    PAIR = "pair"
    """Two neighbours of the query that are neighbours in the article."""
    WORD = "word"
    READING = "reading"
    """A syllable with the marks that it most likely has, in a query typed without any."""
    PHRASE = "phrase"


@dataclass(frozen=True, slots=True)
class ScoreTerm:
    """What one term of a query adds to the score of one article: weight * idf * saturation.

    Attributes:
        kind: What the term is.
        text: Its syllables as typed, a space between two of them.
        value: What it adds.
        weight: How much its kind counts; a syllable's and a phrase's is 1.
        idf: How rare it is, from ``articles``.
        frequency: How often the article has it, over all fields, each boosted and divided by the
            norm of its length (BM25F); the score grows with it ever more slowly.
        articles: How many articles of the archive have it.
        markings: A syllable's spellings in the article, one for the others.
    """

    kind: TermKind
    text: str
    value: float
    weight: float
    idf: float
    frequency: float
    articles: int
    markings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RecencyBonus:
    """What an article's day adds to its score.

    Attributes:
        days: Its age, counted from the newest article.
        factor: What the sum of its terms is multiplied by.
        value: What that adds.
    """

    days: int
    factor: float
    value: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """Where a score comes from: it is the sum of the values of its parts.

    Attributes:
        terms: Those that the article has, in the order of the query, syllables first.
        recency: None for an article without a date, and where recent news are not preferred.
    """

    terms: tuple[ScoreTerm, ...]
    recency: RecencyBonus | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """One article found.

    Attributes:
        document: The article with its persons.
        score: Orders the hits of one Results; means nothing across queries or engines.
        title: HTML: the title, escaped, what matched in ``<mark>``.
        snippet: HTML: the best passage of the text, likewise.
        match: None when no words were asked for, or a pinned article was not found by them.
        pinned: Whether the query pins the article.
        explanation: None unless the query asks for one and has words.
    """

    document: Document
    score: float
    title: str
    snippet: str
    match: Match | None = None
    pinned: bool = False
    explanation: Explanation | None = None


@dataclass(frozen=True, slots=True)
class Bucket:
    """One value of a facet.

    Attributes:
        value: What to filter by: a section's name, a person's id, ``2022``, ``2022-10``...
        label: What to show: the value, or the person's name.
        count: Articles that match the query, its other filters and this value.
        chosen: Whether the query filters by this value now.
    """

    value: str
    label: str
    count: int
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Facet:
    """Counts of the articles found by one field, under every filter but the field's own.

    Attributes:
        buckets: By falling count, then label (dates: in order of time). Chosen values are
            always there, at 0 if need be.
        truncated: Whether there are more values than are listed.
        more: How many more, of those that were asked for (``Query.people_like``).
    """

    name: str
    buckets: tuple[Bucket, ...]
    truncated: bool = False
    more: int = 0


@dataclass(frozen=True, slots=True)
class Results:
    """One page of hits.

    Attributes:
        total: Articles found, before paging.
        hits: At most ``query.size``, from ``query.start`` on.
        facets: By name, those that were asked for.
        relaxed: Not every article found has all the words.
        total_is_exact: False when an engine only estimates *total*.
    """

    total: int
    hits: tuple[Hit, ...]
    facets: dict[str, Facet] = field(default_factory=dict)
    relaxed: bool = False
    total_is_exact: bool = True


class Listed(NamedTuple):
    """An article as it stands in a list of all: what is known of it without reading it."""

    id: str
    title: str
    published: datetime | None


@dataclass(frozen=True, slots=True)
class RoleSpan:
    """A role as it was printed with a person: from the first to the last such day.

    Attributes:
        role: As it is printed most often.
        variants: The other ways in which it is printed.
    """

    role: str
    first: date | None
    last: date | None
    count: int
    variants: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NameForm:
    """A name that a person is printed under, and in how many articles."""

    id: str
    name: str
    count: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Companion:
    """A person mentioned in the same articles as another.

    Attributes:
        count: Articles that mention both.
        latest: The newest of them.
    """

    id: str
    label: str
    count: int
    latest: tuple[Listed, ...] = ()


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """A person across the archive.

    Attributes:
        id: Not what was asked for, where that is an address of old or another name's.
        name: The most frequent spelling, or what the newsroom calls the person.
        label: The name, with what tells the person from others who have it.
        count: Articles that mention the person.
        roles: By the first day each was printed.
        companions: The persons mentioned most often in the same articles, at most 20.
        forms: The names printed, the most frequent first.
        namesakes: Others who have one of these names.
        decisions: Why the archive takes these for one person, and others for another.
        rulings: What the newsroom says of it.
    """

    id: str
    name: str
    count: int
    roles: tuple[RoleSpan, ...]
    companions: tuple[Companion, ...]
    label: str = ""
    forms: tuple[NameForm, ...] = ()
    namesakes: tuple[Bucket, ...] = ()
    decisions: tuple[Decision, ...] = ()
    rulings: tuple[Ruling, ...] = ()


@dataclass(frozen=True, slots=True)
class Typical:
    """A word or a person that the articles of a result have more often than the archive.

    Attributes:
        value: A compound, its syllables in normal form and lower case; or the person's id.
        label: What to show.
        count: Articles of the result that have it.
        archive: Articles of the archive that have it.
    """

    value: str
    label: str
    count: int
    archive: int


@dataclass(frozen=True, slots=True)
class Contrast:
    """A result against the whole archive.

    Attributes:
        articles: Size of the result.
        archive: Size of the archive.
        words: The compounds most typical of the result, by falling significance.
        people: The persons, likewise.
    """

    articles: int
    archive: int
    words: tuple[Typical, ...]
    people: tuple[Typical, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A completion of what is being typed.

    Attributes:
        kind: ``person``, ``section``, ``phrase`` or ``title``.
        value: The id of the person or of the article with that title, else the label.
        label: What to show.
        count: Articles with it; 1 for a title.
    """

    kind: str
    value: str
    label: str
    count: int

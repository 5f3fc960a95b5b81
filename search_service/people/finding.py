"""From a text to the persons it mentions."""

import re
import unicodedata
from collections.abc import Iterable

from search_service.people.credits import credited_words
from search_service.people.lexicon import section, word_key
from search_service.people.linking import Cluster, Key, link, name_key
from search_service.people.mentions import Mention, Person, person_id
from search_service.people.names import name_spans
from search_service.people.offsets import Offsets
from search_service.people.reading import Span
from search_service.people.roles import roles_of
from search_service.people.tokens import Tokens, tokenize

# How Vietnamese words begin; and Jr.
_MASKED = re.compile(r"[A-ZĐ]|[CKNPT][hH]|N[gG]h?|T[rR]|G[iI]|Q[uU]|[JS]r")
_BETWEEN_AUTHORS = re.compile(r"[,;:/&|()\n]| - | – |\bvà\b|\btheo\b", re.IGNORECASE)


def find_people(
    text: str, *, byline: str | None = None, given: Iterable[str] = ()
) -> tuple[Person, ...]:
    """Return the persons mentioned in *text*, in order of first mention.

    Args:
        text: Any text; lines end sentences.
        byline: Who wrote the article, as printed; never persons mentioned.
        given: Names known to be persons of this article, found without any cue.

    Returns:
        Persons with one mention or more and with distinct ids. Mentions do not overlap; their
        offsets count the characters of *text* as given, composed or not.
    """
    offsets = Offsets(text)
    tokens = tokenize(offsets.text)
    reading = name_spans(tokens, credited_words(tokens))
    authors = byline_ids(byline)
    people: dict[str, Person] = {}
    clusters = link(reading, [name_of(name) for name in given])
    roles = roles_of(reading, [cluster.spans for cluster in clusters])
    for cluster, role in zip(clusters, roles, strict=True):
        person = _person(text, offsets, reading.tokens, cluster, role)
        if person.id not in authors:
            people[person.id] = (
                _merged(people[person.id], person) if person.id in people else person
            )
    return tuple(people.values())


def byline_ids(byline: str | None) -> frozenset[str]:
    """Return the ids of the authors named in *byline*: *Tin, ảnh: Nhật Minh - Lê An*."""
    parts = (" ".join(part.split()) for part in _BETWEEN_AUTHORS.split(byline or ""))
    return frozenset(
        person_id(part)
        for part in parts
        if part and word_key(part) not in section("context.credits")
    )


def name_of(name: str) -> Key:
    """Return the key under which *name* is linked."""
    return name_key(tokenize(unicodedata.normalize("NFC", name)).keys)


def _person(
    text: str, offsets: Offsets, tokens: Tokens, cluster: Cluster, role: str | None
) -> Person:
    mentions = tuple(_mention(text, offsets, tokens, span) for span in cluster.spans)
    return Person(_fullest(tokens, cluster), role, mentions)


def _mention(text: str, offsets: Offsets, tokens: Tokens, span: Span) -> Mention:
    start = offsets.given(tokens.starts[span.first])
    stop = tokens.ends[span.stop - 1]
    end = offsets.given(stop + _masked_dot(tokens, span))
    return Mention(start, end, text[start:end])


def _masked_dot(tokens: Tokens, span: Span) -> int:
    """Return 1 when the dot after a masked name belongs to it (*N.V.A.*, *chị Tr.*), else 0."""
    masked = _MASKED.fullmatch(tokens.words[span.stop - 1]) is not None
    return int(masked and tokens.gaps[span.stop].startswith("."))


def _fullest(tokens: Tokens, cluster: Cluster) -> str:
    """Return the longest form printed, in mixed case where there is one; the first of equals."""

    def rank(span: Span) -> tuple[int, bool]:
        capitals = all(tokens.acronym(at) for at in range(span.first, span.stop))
        return span.stop - span.first, not capitals

    best = max(cluster.spans, key=rank)
    stop = tokens.ends[best.stop - 1] + _masked_dot(tokens, best)
    return " ".join(tokens.text[tokens.starts[best.first] : stop].split())


def _merged(one: Person, other: Person) -> Person:
    """Return two readings of one id as one person."""
    mentions = tuple(sorted(one.mentions + other.mentions, key=lambda mention: mention.start))
    role = max(one.role or "", other.role or "", key=len) or None
    return Person(one.name, role, mentions)

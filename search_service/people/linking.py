"""Which names are one person: full names first, then surnames, given names and repetitions."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from search_service.people.cues import (
    Gender,
    direction_before,
    foreign,
    honorific_before,
    place_before,
    role_before,
    stands_alone,
)
from search_service.people.lexicon import section
from search_service.people.reading import Reading, Span
from search_service.people.runs import runs
from search_service.people.tokens import Tokens, is_vietnamese

Key = tuple[str, ...]

_LONGEST_NAME = 6  # words looked up at once


@dataclass(slots=True)
class Cluster:
    """The mentions of one person, by words.

    Attributes:
        key: The words of the full name, as keys.
        foreign: The name is not spelt in Vietnamese syllables.
        spans: Where the person is named, in no order until ``link`` returns.
        first: The first word of the full name's first mention.
    """

    key: Key
    foreign: bool
    spans: list[Span] = field(default_factory=list)
    first: int = 0


def name_key(words: Iterable[str]) -> Key:
    """Return the key of a name given as the keys of its words: *jong-un* is *jong*, *un*."""
    return tuple(part for word in words for part in word.split("-") if part)


def link(reading: Reading, given: Iterable[Key] = ()) -> list[Cluster]:
    """Return the persons of a text with all their mentions, in order of first mention.

    Args:
        reading: The names found on their own evidence.
        given: Keys of names known to be persons before the text was read.
    """
    people = _People()
    for key in given:
        people.add(key, foreign=not all(map(is_vietnamese, key)))
    singles = _full_names(reading, people)
    _repetitions(reading, people)
    people.index()
    _parts(reading, people, singles)
    found = [cluster for cluster in people.clusters.values() if cluster.spans]
    for cluster in found:
        cluster.spans.sort(key=lambda span: span.first)
    return sorted(found, key=lambda cluster: cluster.spans[0].first)


class _People:
    """The persons of a text, looked up by full name and by parts of it."""

    def __init__(self) -> None:
        self.clusters: dict[Key, Cluster] = {}
        self._parts: dict[Key, list[Cluster]] = {}
        self._initials: dict[str, list[Cluster]] = {}

    def add(self, key: Key, *, foreign: bool) -> Cluster:
        if key not in self.clusters:
            self.clusters[key] = Cluster(key, foreign)
        return self.clusters[key]

    def index(self) -> None:
        """Index the parts a person may be called by: endings, and the first word."""
        for cluster in self.clusters.values():
            cluster.first = min((span.first for span in cluster.spans), default=0)
            key = cluster.key[-_LONGEST_NAME:]
            parts = {key[at:] for at in range(1, len(key))} | {key[:1]}
            if cluster.foreign and len(key) > 2:
                parts |= {key[:-1]} | {(word,) for word in key[1:-1] if len(word) > 3}
            for part in parts:
                self._parts.setdefault(part, []).append(cluster)
            if cluster.foreign and len(key) > 1:
                initials = "".join(word[0] for word in key)
                self._initials.setdefault(initials, []).append(cluster)
        for named in self._parts.values():
            named.sort(key=lambda cluster: cluster.first)

    def called(self, part: Key, at: int, gender: Gender = Gender.EITHER) -> list[Cluster]:
        """Return whom *part* may name at word *at*: none, one, or two when it is open which.

        Persons named before *at* come before those named only later, and a last name before
        a first one.
        """
        namesakes = self._parts.get(part, ())[:_MOST_NAMESAKES]
        fitting = [cluster for cluster in namesakes if _fits(cluster.key, gender)]
        last = [cluster for cluster in fitting if cluster.key[-len(part) :] == part]
        preceding = [cluster for cluster in last or fitting if cluster.first < at]
        return (preceding or last or fitting)[:2]

    def abbreviated(self, word: str) -> list[Cluster]:
        """Return whose initials *word* is, a number after them or not: *CR7*, *CZ*."""
        letters = word.rstrip("0123456789")
        return self._initials.get(letters.lower(), []) if letters.isupper() else []


_MOST_NAMESAKES = 50  # a bound on work: with so many of one given name nobody is told apart


def _fits(key: Key, gender: Gender) -> bool:
    """Tell whether an honorific of *gender* may be said of the person called *key*."""
    if gender is Gender.MALE:
        return "thị" not in key[1:-1]
    return not (gender is Gender.FEMALE and "văn" in key[1:-1])


def _full_names(reading: Reading, people: _People) -> list[Span]:
    """Make a person of every name of several words; return the names of one."""
    tokens = reading.tokens
    keys = {span: name_key(tokens.keys[span.first : span.stop]) for span in reading.spans}
    wholes = _only_wholes({key for key in keys.values() if len(key) > 1})
    for span, key in keys.items():
        if len(key) > 1:
            strange = foreign(tokens, span.first, span.stop)
            people.add(wholes.get(key, key), foreign=strange).spans.append(span)
    return [span for span, key in keys.items() if len(key) == 1]


def _only_wholes(full: set[Key]) -> dict[Key, Key]:
    """Return the longer name for each that ends exactly one: *Lê Minh An* for *Minh An*."""
    wholes: dict[Key, Key] = {}
    shared: set[Key] = set()
    for key in sorted(full):
        for at in range(1, len(key) - 1):
            ending = key[at:]
            if wholes.setdefault(ending, key) != key:
                shared.add(ending)
    return {ending: whole for ending, whole in wholes.items() if ending not in shared}


def _repetitions(reading: Reading, people: _People) -> None:
    """Find the other places where a full name stands, in capitals too."""
    tokens = reading.tokens
    starts = {key[0] for key in people.clusters}
    for at in range(len(tokens)):
        if reading.taken[at] or reading.credited[at] or not tokens.capital[at]:
            continue
        if tokens.keys[at].partition("-")[0] in starts:
            _take_longest(reading, people, at)


def _take_longest(reading: Reading, people: _People, first: int) -> None:
    tokens = reading.tokens
    for stop in range(min(first + _LONGEST_NAME, len(tokens)), first + 1, -1):
        cluster = people.clusters.get(name_key(tokens.keys[first:stop]))
        if cluster is None or not _unbroken(tokens, first, stop):
            continue
        if not _thing(tokens, first, stop):
            _take(reading, cluster, first, stop)
        return


def _unbroken(tokens: Tokens, first: int, stop: int) -> bool:
    return all(tokens.capital[at] and tokens.joined(at) for at in range(first + 1, stop))


def _thing(tokens: Tokens, first: int, stop: int) -> bool:
    """Tell whether the name there names a place or a thing: *đường ...*, *... Tower*."""
    if place_before(tokens, first) and not direction_before(tokens, first):
        return True
    headline = tokens.acronym(first)
    return tokens.joined(stop) and tokens.capital[stop] and not headline


def _take(reading: Reading, cluster: Cluster, first: int, stop: int) -> None:
    cluster.spans.append(Span(first, stop, cued=False))
    reading.taken[first:stop] = [True] * (stop - first)


def _parts(reading: Reading, people: _People, singles: list[Span]) -> None:
    """Link bare given names and surnames; what links to nobody is a person by itself."""
    tokens = reading.tokens
    lone: dict[Key, Cluster] = {}
    for span in singles:
        key = name_key(tokens.keys[span.first : span.stop])
        gender = honorific_before(tokens, span.first) or Gender.EITHER
        fitting = people.called(key, span.first, gender)
        fitting = fitting or people.abbreviated(tokens.words[span.first])
        if len(fitting) == 1:
            fitting[0].spans.append(span)
        else:
            whole = lone.setdefault(key, Cluster(key, foreign(tokens, span.first, span.stop)))
            whole.spans.append(span)
    for first, stop in list(runs(tokens, reading.marks.heads)):
        _read_part(reading, people, lone, first, stop)
    for key, cluster in lone.items():
        people.add(key, foreign=cluster.foreign).spans.extend(cluster.spans)


def _read_part(
    reading: Reading, people: _People, lone: dict[Key, Cluster], first: int, stop: int
) -> None:
    """Link a run that is a part of a known name, with no cue of its own needed."""
    tokens = reading.tokens
    name = " ".join(tokens.keys[first:stop])
    if name in section("places.name") or name in section("places.other"):
        return
    while first < stop and tokens.keys[first] in section("places.country"):
        first += 1
    if first >= stop or stop - first > 3 or reading.taken[first] or reading.credited[first]:
        return
    if place_before(tokens, first) and not direction_before(tokens, first):
        return
    key = name_key(tokens.keys[first:stop])
    fitting = people.called(key, first)
    numbered = (
        people.abbreviated(tokens.words[first]) if tokens.words[first][-1].isdecimal() else []
    )
    if len(numbered) == 1:
        _take(reading, numbered[0], first, first + 1)
    elif len(fitting) == 1 and _telling(reading, fitting[0], first, stop):
        _take(reading, fitting[0], first, stop)
    elif not fitting and key in lone and _distinct(tokens, first, stop):
        _take(reading, lone[key], first, stop)


def _telling(reading: Reading, cluster: Cluster, first: int, stop: int) -> bool:
    """Tell whether a part of *cluster*'s name can only mean the person where it stands."""
    tokens = reading.tokens
    if stop - first > 1:
        return True
    role = role_before(tokens, reading.marks, reading.taken, first)
    if role is not None and role.between <= 1:
        return cluster.foreign or tokens.keys[first] in (cluster.key[0], cluster.key[-1])
    if cluster.foreign:
        return _distinct(tokens, first, stop)
    given = tokens.keys[first] == cluster.key[-1] and cluster.first < first
    return given and stands_alone(tokens, stop) and not tokens.acronym(first)


def _distinct(tokens: Tokens, first: int, stop: int) -> bool:
    """Tell whether one capitalised word is no ordinary word that opens a sentence."""
    name = " ".join(tokens.keys[first:stop])
    if name in section("places.name") or name in section("places.other"):
        return False
    return not tokens.opens(first) or not is_vietnamese(tokens.words[first])

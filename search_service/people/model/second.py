"""The second reading: what the first one found in the rest of the article, told to each word."""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from search_service.people.lexicon import section
from search_service.people.model.candidates import Candidates
from search_service.people.model.chain import Item, Triple
from search_service.people.model.elsewhere import PARTS, part
from search_service.people.model.lists import Lists, is_listing, lists_of
from search_service.people.reading import Span
from search_service.people.tokens import Tokens

_STEPS = (0.05, 0.2, 0.4, 0.6, 0.8, 0.95)


@dataclass(slots=True)
class FirstReading:
    """What the first reading found in one article.

    Attributes:
        tokens: The text.
        found: Its candidates.
        odds: For each, how probable B, I and O are.
        name: For each, how probable it is that it belongs to a name.
        spans: The likeliest name of each word that has one.
        parts: Names by key and part.
        of_key: Sum of ``name`` and number of candidates, by key.
        of_pair: The same of two words side by side being in one name.
    """

    tokens: Tokens
    found: Candidates
    odds: list[Triple]
    name: list[float]
    spans: dict[int, Span]
    parts: Counter[tuple[str, str]]
    of_key: dict[str, list[float]]
    of_pair: dict[tuple[str, str], list[float]]


def spans_of(labels: Sequence[str], at: Sequence[int]) -> list[tuple[int, int]]:
    """Return the names that *labels* of the words *at* make, as (first, stop)."""
    spans: list[tuple[int, int]] = []
    for label, place in zip(labels, at, strict=True):
        if label == "I" and spans and spans[-1][1] == place:
            spans[-1] = (spans[-1][0], place + 1)
        elif label != "O":
            spans.append((place, place + 1))
    return spans


def first_reading(tokens: Tokens, found: Candidates, odds: list[Triple]) -> FirstReading:
    """Return what *odds*, the probabilities of the first reading, say of the article."""
    name = [b + i for b, i, _ in odds]
    labels = ["O" if o >= 0.5 else "B" if b >= i else "I" for b, i, o in odds]
    read = FirstReading(
        tokens, found, odds, name, {}, Counter(), defaultdict(_none), defaultdict(_none)
    )
    for first, stop in spans_of(labels, found.at):
        span = Span(first, stop, cued=False)
        for at in range(first, stop):
            read.spans[at] = span
            read.parts[tokens.keys[at], part(span, at)] += 1
    for number, at in enumerate(found.at):
        _add(read.of_key[tokens.keys[at]], name[number])
        if _side_by_side(read, number):
            pair = tokens.keys[at - 1], tokens.keys[at]
            _add(read.of_pair[pair], _together(read, number))
    return read


def _none() -> list[float]:
    return [0.0, 0]


def _add(sums: list[float], value: float) -> None:
    sums[0] += value
    sums[1] += 1


def _side_by_side(read: FirstReading, number: int) -> bool:
    """Tell whether candidate *number* directly follows the one before it."""
    at = read.found.at
    return number > 0 and at[number - 1] == at[number] - 1 and read.tokens.joined(at[number])


def _together(read: FirstReading, number: int) -> float:
    """Return how probable it is that candidate *number* and the one before are in one name."""
    return min(read.name[number - 1], read.odds[number][1])


def _step(probability: float) -> int:
    return bisect_right(_STEPS, probability)


def items(first: Sequence[Item], read: FirstReading) -> list[Item]:
    """Return the items of the second reading: those of the first one and what it found."""
    where = {at: number for number, at in enumerate(read.found.at)}
    lists = lists_of(read.tokens, read.found)
    sums = lists.sums(read.name)
    return [
        Item(
            item.words,
            [
                *item.features,
                *_own(read, number),
                *_others(read, number),
                *_parts(read, number),
                *_pairs(read, number),
                *_listed(read, number, where),
                *_in_list(read, number, lists, sums),
            ],
        )
        for number, item in enumerate(first)
    ]


def _own(read: FirstReading, number: int) -> list[str]:
    """Return what the first reading says of the candidate and of those beside it."""
    b, i, o = read.odds[number]
    label = "O" if o >= 0.5 else "B" if b >= i else "I"
    features = [
        f"B {_step(b)}",
        f"I {_step(i)}",
        f"name {_step(read.name[number])}",
        f"label {label}",
    ]
    if number:
        features += [
            f"-name {_step(read.name[number - 1])}",
            f"-B {_step(read.odds[number - 1][0])}",
        ]
    if number + 1 < len(read.name):
        inner = _step(read.odds[number + 1][1])
        features += [
            f"+name {_step(read.name[number + 1])}",
            f"+I {inner}",
            f"label {label} +I {inner}",
        ]
    return features


def _others(read: FirstReading, number: int) -> list[str]:
    """Return how probably the same word belongs to a name in the rest of the article."""
    mine = read.name[number]
    whole, times = read.of_key[read.tokens.keys[read.found.at[number]]]
    if times < 2:
        return ["only here"]
    mean = _step((whole - mine) / (times - 1))
    return [
        f"others {mean}",
        f"others {mean} of {min(int(times) - 1, 4)}",
        f"others {mean} here {_step(mine)}",
    ]


def _parts(read: FirstReading, number: int) -> list[str]:
    """Return which parts of names the same word is elsewhere."""
    at = read.found.at[number]
    span, key = read.spans.get(at), read.tokens.keys[at]
    mine = part(span, at) if span else ""
    told = [name for name in PARTS if read.parts[key, name] > (name == mine)]
    return [f"named {name}" for name in told] + [f"named {name} here {mine}" for name in told]


def _pairs(read: FirstReading, number: int) -> list[str]:
    """Return whether the word and the one beside it are one name elsewhere."""
    features: list[str] = []
    for second, side in ((number, "-"), (number + 1, "+")):
        if second < len(read.name) and _side_by_side(read, second):
            at = read.found.at[second]
            whole, times = read.of_pair[read.tokens.keys[at - 1], read.tokens.keys[at]]
            if times > 1:
                others = (whole - _together(read, second)) / (times - 1)
                features.append(f"{side}pair {_step(others)}")
    return features


def _listed(read: FirstReading, number: int, where: dict[int, int]) -> list[str]:
    """Return how probably the words across a comma or *và* are names."""
    tokens, found = read.tokens, read.found
    features: list[str] = []
    first, stop = found.first[number], found.stop[number]
    sides = (("-", tokens.gaps[first], first - 1, -1), ("+", tokens.gaps[stop], stop, 1))
    for side, gap, at, step in sides:
        if is_listing(gap) and at in where:
            features.append(f"{side}listed {_step(read.name[where[at]])}")
        elif gap == " " and _joins(tokens, at) and at + step in where:
            features.append(f"{side}joined {_step(read.name[where[at + step]])}")
    return features


def _in_list(read: FirstReading, number: int, lists: Lists, sums: list[float]) -> list[str]:
    """Return how probably the other words of the word's list belong to names."""
    its, mine = lists.of[number], read.name[number]
    if its < 0:
        return []
    others = (sums[its] - mine) / (lists.sizes[its] - 1)
    return [
        f"list {_step(others)} of {lists.length(its)}",
        f"list {_step(others)} here {_step(mine)}",
    ]


def _joins(tokens: Tokens, at: int) -> bool:
    return 0 <= at < len(tokens) and tokens.keys[at] in section("context.joins")

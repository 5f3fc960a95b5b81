"""What the rest of an article says of a word: the evidence that one sentence does not have."""

from collections import Counter
from dataclasses import dataclass, field

from search_service.people.cues import says_after
from search_service.people.model.candidates import Candidates
from search_service.people.model.context import Cued
from search_service.people.reading import Reading, Span


@dataclass(slots=True)
class Elsewhere:
    """Counts over one article, by the key of a word.

    Attributes:
        small: In small letters.
        inside: With a capital that no sentence's beginning explains.
        honoured, placed, saying: With an honorific or a place cue before, speech after.
        parts: By key and part of a name that the rules found: ``alone``, ``first``, ``middle``,
            ``last``.
        pairs: Two words side by side in such a name.
        spans: The name each word belongs to.
    """

    small: Counter[str]
    inside: Counter[str] = field(default_factory=Counter)
    honoured: Counter[str] = field(default_factory=Counter)
    placed: Counter[str] = field(default_factory=Counter)
    saying: Counter[str] = field(default_factory=Counter)
    parts: Counter[tuple[str, str]] = field(default_factory=Counter)
    pairs: Counter[tuple[str, str]] = field(default_factory=Counter)
    spans: dict[int, Span] = field(default_factory=dict)


PARTS = ("alone", "first", "middle", "last")


def part(span: Span, at: int) -> str:
    """Return which part of *span* the word *at* is, one of ``PARTS``."""
    if span.stop - span.first == 1:
        return "alone"
    return "first" if at == span.first else "last" if at == span.stop - 1 else "middle"


def count(reading: Reading, found: Candidates, cues: Cued) -> Elsewhere:
    """Return the counts of one article as the rules have read it."""
    tokens, keys = reading.tokens, reading.tokens.keys
    capitals = set(found.at)
    counts = Elsewhere(Counter(key for at, key in enumerate(keys) if at not in capitals))
    for at, first in zip(found.at, found.first, strict=True):
        key = keys[at]
        counts.inside[key] += not tokens.opens(at)
        counts.saying[key] += says_after(tokens, at + 1)
        if at == first:
            counts.honoured[key] += at in cues.honoured
            counts.placed[key] += at in cues.placed and at not in cues.honoured
    for span in reading.spans:
        for at in range(span.first, span.stop):
            counts.spans[at] = span
            counts.parts[keys[at], part(span, at)] += 1
            if at > span.first:
                counts.pairs[keys[at - 1], keys[at]] += 1
    return counts


def other_occurrences(counts: Elsewhere, reading: Reading, at: int, cues: Cued) -> list[str]:
    """Return what the other places of the word *at* tell of it."""
    tokens, key = reading.tokens, reading.tokens.keys[at]
    span = counts.spans.get(at)
    mine = part(span, at) if span else ""
    told = [name for name in PARTS if counts.parts[key, name] > (name == mine)]
    found = [f"elsewhere {name}" for name in told]
    if counts.honoured[key] > (at in cues.honoured):
        found.append("elsewhere honoured")
    if counts.placed[key] > (at in cues.placed and at not in cues.honoured):
        found.append("elsewhere placed")
    if counts.saying[key]:
        found.append("somewhere says")
    small = min(counts.small[key], 3)
    found += [f"small {small}", f"small {small > 0} inside {min(counts.inside[key], 3)}"]
    found.append(f"{found[-1]} opens {tokens.opens(at)}")
    before, after = span is not None and at > span.first, span is not None and at + 1 < span.stop
    if counts.pairs[keys_at(reading, at - 1), key] > before:
        found.append("pair before")
    if counts.pairs[key, keys_at(reading, at + 1)] > after:
        found.append("pair after")
    return found


def keys_at(reading: Reading, at: int) -> str:
    """Return the key of word *at*, an empty one outside the text."""
    return reading.tokens.keys[at] if 0 <= at < len(reading.tokens) else ""

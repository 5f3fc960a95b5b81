"""The first reading: each candidate by itself, its neighbours, what the rules decided."""

from search_service.people.lexicon import phrases
from search_service.people.model.candidates import Candidates
from search_service.people.model.chain import Item
from search_service.people.model.context import (
    after_run,
    before_run,
    cued,
    cues_ending,
    cues_starting,
    sign,
)
from search_service.people.model.elsewhere import Elsewhere, count, keys_at, other_occurrences
from search_service.people.model.lists import Lists, lists_of
from search_service.people.reading import Reading
from search_service.people.tokens import Tokens, is_vietnamese
from search_service.vietnamese import is_compound


def items(reading: Reading, found: Candidates) -> list[Item]:
    """Return the items of the candidates *found* in *reading*."""
    cues = cued(reading.tokens, set(found.first))
    counts = count(reading, found, cues)
    known = _known_places(reading.tokens)
    doubtful = {at for first, stop in reading.doubtful for at in range(first, stop)}
    before = {first: before_run(reading, first, cues) for first in set(found.first)}
    after = {stop: after_run(reading, stop) for stop in set(found.stop)}
    lists = lists_of(reading.tokens, found)
    strange = lists.sums(not is_vietnamese(reading.tokens.words[at]) for at in found.at)
    result: list[Item] = []
    for number, at in enumerate(found.at):
        first, stop = found.first[number], found.stop[number]
        features = [
            *_place_in_run(reading.tokens, at, first, stop),
            *_judged(counts, at, doubtful=at in doubtful, credited=reading.credited[at]),
            *known.get(at, ()),
            *_in_role(reading, at),
            *_in_list(lists, strange, lists.of[number]),
            *_around(reading.tokens, at, first, stop, before[first], after[stop]),
            *other_occurrences(counts, reading, at, cues),
            *_phrases_beside(reading, at),
        ]
        result.append(Item(_words(reading.tokens, at), features))
    return result


def _words(tokens: Tokens, at: int) -> list[tuple[str, str]]:
    """Return the word and its neighbours, each with where it stands."""
    words = [("", tokens.words[at])]
    if at > 0:
        words.append((f"-{sign(tokens.gaps[at])}", tokens.words[at - 1]))
    if at + 1 < len(tokens):
        words.append((f"+{sign(tokens.gaps[at + 1])}", tokens.words[at + 1]))
    return words


def _phrases_beside(reading: Reading, at: int) -> list[str]:
    """Return the two words before and the two after."""
    keys = [keys_at(reading, at + step) for step in (-2, -1, 1, 2)]
    return [
        f"-2={keys[0]}",
        f"-2-1={keys[0]} {keys[1]}",
        f"+2={keys[3]}",
        f"+1+2={keys[2]} {keys[3]}",
    ]


def _place_in_run(tokens: Tokens, at: int, first: int, stop: int) -> list[str]:
    before, after = sign(tokens.gaps[at]), sign(tokens.gaps[at + 1])
    passed, left = at - first, stop - 1 - at
    features = [
        f"gap {before}",
        f"next gap {after}",
        f"gaps {before}{after}",
        f"passed {min(passed, 5)}",
        f"left {min(left, 5)}",
        f"of {min(stop - first, 7)}",
        f"passed {min(passed, 4)} left {min(left, 4)}",
    ]
    return [*features, "opens"] if tokens.opens(at) else features


def _judged(counts: Elsewhere, at: int, *, doubtful: bool, credited: bool) -> list[str]:
    """Return what the rules made of the word and of its neighbours."""
    here, before, after = (_rule(counts, at + step) for step in (0, -1, 1))
    features = [f"rule {here}", f"-rule {before}", f"+rule {after}", f"rules {here} {after[:1]}"]
    if doubtful:
        features.append("doubtful")
    return [*features, "credited"] if credited else features


def _rule(counts: Elsewhere, at: int) -> str:
    span = counts.spans.get(at)
    if span is None:
        return "O"
    place = "B" if at == span.first else "I"
    return f"{place}{'L' * (at == span.stop - 1)}{'c' * span.cued}"


def _in_role(reading: Reading, at: int) -> list[str]:
    """Return what the word is to a role, and whether it opens a word of two syllables.

    *Selmak Huân chương*: where a full stop is missing, the next sentence's first word joins a name.
    """
    tokens, marks = reading.tokens, reading.marks
    told = (("head", marks.heads[at] > 0), ("within", marks.inside[at]), ("end", marks.ends[at]))
    features = [f"role {name}" for name, is_so in told if is_so]
    if at + 1 < len(tokens) and tokens.joined(at + 1) and not tokens.capital[at + 1]:
        whole = is_compound(tokens.words[at].lower(), tokens.words[at + 1])
        features.append(f"compound {whole} {tokens.joined_capital(at)}")
    return features


def _in_list(lists: Lists, strange: list[float], number: int) -> list[str]:
    """Return how long the list *number* is, and how foreign its words are in quarters."""
    if number < 0:
        return []
    return [
        f"list {lists.length(number)} strange {round(4 * strange[number] / lists.sizes[number])}"
    ]


def _known_places(tokens: Tokens) -> dict[int, list[str]]:
    """Return for each word of a known place or thing where in it the word stands."""
    known = phrases("places.name", "places.other")
    found: dict[int, list[str]] = {}
    for first in range(len(tokens)):
        size = known.starting(tokens.keys, first)
        for step in range(size):
            found.setdefault(first + step, [f"known {step} of {size}"])
    return found


def _around(
    tokens: Tokens, at: int, first: int, stop: int, before: list[str], after: list[str]
) -> list[str]:
    """Return what stands around the run, told with how far away it is, and cues inside it."""
    passed, left = min(at - first, 2), min(stop - 1 - at, 2)
    features = [*before, *after] if at - first < 3 else [*after]
    features += [f"{passed} {cue}" for cue in before if not cue.startswith("before w=")]
    features += [f"{left} {cue}" for cue in after]
    if passed:
        features += [f"-is {kind}" for kind in cues_ending(tokens, at)]
    if left:
        features += [f"+is {kind}" for kind in cues_starting(tokens, at + 1)]
    return features

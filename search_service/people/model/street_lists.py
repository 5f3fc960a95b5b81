"""Lists of streets: each could be a person's name, one of them tells what all of them are."""

from collections.abc import Mapping, Sequence

from search_service.people.cues import age_after
from search_service.people.lexicon import phrases, section
from search_service.people.model.candidates import Candidates
from search_service.people.model.lists import lists_of
from search_service.people.reading import Reading, Span


def without_streets(reading: Reading, found: Candidates, spans: Sequence[Span]) -> list[Span]:
    """Return the names *spans* without those in a list of streets.

    A list has streets when a street cue leads up to one of its runs (*các tuyến đường A, B, C*), or
    one is a name that every city has a street of (*A, Điện Biên Phủ, B*), and none of its names
    has a cue of its own or an age.
    """
    lists = dict(zip(found.at, lists_of(reading.tokens, found).of, strict=True))
    runs = set(zip(found.first, found.stop, strict=True))
    streets = {lists[first] for first, stop in runs if _is_street(reading, first, stop)}
    streets -= {_list_of(span, lists) for span in spans if _is_person(reading, span)} | {-1}
    return [span for span in spans if _list_of(span, lists) not in streets]


def _list_of(span: Span, lists: Mapping[int, int]) -> int:
    """Return the list that *span* stands in, -1 for none: rules may begin it with a small word."""
    return next((lists[at] for at in range(span.first, span.stop) if at in lists), -1)


def _is_street(reading: Reading, first: int, stop: int) -> bool:
    tokens = reading.tokens
    if " ".join(tokens.keys[first:stop]) in section("places.famous"):
        return True
    return tokens.joined(first) and phrases("places.street").ending(tokens.keys, first) > 0


def _is_person(reading: Reading, span: Span) -> bool:
    return span.cued or age_after(reading.tokens, span.stop)

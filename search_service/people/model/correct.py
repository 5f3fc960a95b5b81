"""From what the rules have read to the names of an article."""

from collections.abc import Mapping

from search_service.people.cues import foreign, honorific_before, place_before, role_before
from search_service.people.lexicon import phrases, section
from search_service.people.model import first, second
from search_service.people.model.candidates import candidates
from search_service.people.model.chain import shipped
from search_service.people.model.edges import trimmed
from search_service.people.model.street_lists import without_streets
from search_service.people.reading import Reading, Span
from search_service.people.runs import list_neighbour
from search_service.vietnamese import is_compound

_LONGEST_LIST = 30  # names; the role before it is looked for from every one of them


def corrected(reading: Reading) -> list[Span]:
    """Return the names in *reading*, each word in one of them at most, in order.

    Two chains read the article: the first one word by word, with the rules' decisions as evidence;
    the second one with what the first one found in the rest of the article. Where the rules are
    sure, they decide.
    """
    found = candidates(reading.tokens)
    if not found.at:
        return []
    items = first.items(reading, found)
    odds = shipped("first").probabilities(items)
    read = second.first_reading(reading.tokens, found, odds)
    labels = shipped("second").labels(second.items(items, read))
    rules = {(span.first, span.stop): span for span in reading.spans}
    likely = [
        rules.get((start, stop)) or _span(reading, start, stop, rules)
        for start, stop in second.spans_of(labels, found.at)
    ]
    kept = [span for span in likely if not _refused(reading, span, rules)]
    taken = {at for span in kept for at in range(span.first, span.stop)}
    starts = {span.stop - 1: span.first for span in reading.spans}
    missed = (span for span in reading.spans if _sure(reading, span, starts))
    kept += (span for span in missed if taken.isdisjoint(range(span.first, span.stop)))
    return sorted(without_streets(reading, found, kept), key=lambda span: span.first)


def _span(reading: Reading, first: int, stop: int, rules: Mapping[tuple[int, int], Span]) -> Span:
    first, stop = trimmed(reading, first, stop, rules)
    return Span(first, stop, honorific_before(reading.tokens, first) is not None)


def _refused(reading: Reading, span: Span, rules: Mapping[tuple[int, int], Span]) -> bool:
    """Tell whether a likely name is none: a credit, a place, a word of a longer term."""
    tokens = reading.tokens
    if reading.credited[span.first] or _names_a_thing(reading, span):
        return True
    if (span.first, span.stop) not in rules:
        name = " ".join(tokens.keys[span.first : span.stop])
        if name in section("places.famous") or _known_thing(reading, span):
            return True
        if not foreign(tokens, span.first, span.stop) and _seen_as_place(reading, span):
            return True
    return span.stop - span.first == 1 and not span.cued and _opens_word(reading, span.first)


def _known_thing(reading: Reading, span: Span) -> bool:
    """Tell whether the words are a known thing, *Việt Minh*, and end nobody's name here."""
    keys, size = reading.tokens.keys, span.stop - span.first
    words = keys[span.first : span.stop]
    if size < 2 or span.cued or " ".join(words) not in section("places.other"):
        return False
    return not any(
        keys[max(one.first, one.stop - size) : one.stop] == words for one in reading.spans
    )


def _seen_as_place(reading: Reading, span: Span) -> bool:
    """Tell whether a place cue stands before the words there or elsewhere in the article."""
    tokens = reading.tokens
    known = reading.places[tuple(tokens.keys[span.first : span.stop])] and not span.cued
    return known > 0 or place_before(tokens, span.first)


def _names_a_thing(reading: Reading, span: Span) -> bool:
    """Tell whether a longer known phrase ends there, or a place does: *ông Táo*, *Dược Hậu Giang*.

    Firms and clubs call themselves after a place so; a person's name would begin with a surname.
    """
    tokens, size = reading.tokens, span.stop - span.first
    if phrases("places.name", "places.other").ending(tokens.keys, span.stop) > size:
        return True
    place = phrases("places.name", "places.other").ending(tokens.keys, span.stop)
    surname = tokens.keys[span.first] in section("surnames.common")
    return 2 <= place < size and not surname and honorific_before(tokens, span.first) is None


def _opens_word(reading: Reading, at: int) -> bool:
    """Tell whether the word *at* is the first syllable of one in small letters: *Tài chính*."""
    tokens = reading.tokens
    if not tokens.joined(at + 1) or tokens.capital[at + 1]:
        return False
    return is_compound(tokens.words[at].lower(), tokens.words[at + 1])


def _sure(reading: Reading, span: Span, starts: Mapping[int, int]) -> bool:
    """Tell whether a name that the rules found needs no probability.

    It has an honorific before it (*chị Sen*, but not *thạch anh Topaz*), stands in a list that
    what its persons are leads up to, or is a full Vietnamese name with a role or with a second
    syllable that only names have.
    """
    tokens = reading.tokens
    if _names_a_thing(reading, span):
        return False
    if _addressed(reading, span.first) or _listed(reading, span.first, starts):
        return True
    surnames = section("surnames.common") | section("surnames.rare")
    if span.stop - span.first < 3 or tokens.keys[span.first] not in surnames:
        return False
    if foreign(tokens, span.first, span.stop):
        return False
    return span.cued or (
        tokens.keys[span.first] in section("surnames.common")
        and tokens.keys[span.first + 1] in section("given.vietnamese")
    )


def _addressed(reading: Reading, at: int) -> bool:
    """Tell whether a person's honorific stands right before word *at*."""
    tokens = reading.tokens
    size = phrases("honorifics.person").ending(tokens.keys, at) if tokens.joined(at) else 0
    before = at - size
    if not size or (tokens.capital[before] and not tokens.opens(before)):
        return False
    return not (tokens.joined(before) and is_compound(tokens.keys[before - 1], tokens.keys[before]))


def _listed(reading: Reading, at: int, starts: Mapping[int, int]) -> bool:
    """Tell whether word *at* starts a name of a list: *các diễn viên A, B và C*.

    *starts* has the first word of each name that the rules found, by its last.
    """
    tokens = reading.tokens
    first = at
    for _ in range(_LONGEST_LIST):
        last = list_neighbour(tokens, first, backwards=True)
        if last not in starts:
            break
        first = starts[last]
    role = role_before(tokens, reading.marks, reading.taken, first) if first < at else None
    return role is not None and role.personal and role.between <= 1

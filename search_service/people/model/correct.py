"""From what the rules have read to the names of an article."""

from search_service.people.cues import honorific_before
from search_service.people.model import first, second
from search_service.people.model.candidates import candidates
from search_service.people.model.chain import shipped
from search_service.people.reading import Reading, Span


def corrected(reading: Reading) -> list[Span]:
    """Return the names in *reading*, each word in one of them at most, in order.

    Two chains read the article: the first one word by word, with the rules' decisions as evidence;
    the second one with what the first one found in the rest of the article.
    """
    found = candidates(reading.tokens)
    if not found.at:
        return []
    items = first.items(reading, found)
    odds = shipped("first").probabilities(items)
    read = second.first_reading(reading.tokens, found, odds)
    labels = shipped("second").labels(second.items(items, read))
    cued = {(span.first, span.stop): span.cued for span in reading.spans}
    spans: list[Span] = []
    for start, stop in second.spans_of(labels, found.at):
        start = _with_particle(reading, start)
        known = cued.get((start, stop))
        honoured = honorific_before(reading.tokens, start) is not None
        if not reading.credited[start]:
            spans.append(Span(start, stop, honoured if known is None else known))
    return spans


def _with_particle(reading: Reading, start: int) -> int:
    """Return where a name starts with a particle before it: *bin Laden*, *van Gaal*."""
    tokens = reading.tokens
    if start and tokens.keys[start - 1] in _PARTICLES and tokens.joined(start):
        return start - 1 if not tokens.capital[start - 1] else start
    return start


_PARTICLES = frozenset({"bin", "al", "van", "von", "de", "da", "der"})

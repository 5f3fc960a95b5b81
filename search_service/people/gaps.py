"""What may stand between two words of one role: commas, dots, brackets, a broken line."""

from search_service.people.lexicon import Phrases, phrases
from search_service.people.tokens import Tokens

SHORTENED = frozenset({"tp", "tx", "q", "p", "h", "tt", "t", "st"})  # with a dot: TP.HCM, T.Ư


def loose_gap(tokens: Tokens, at: int) -> bool:
    """Tell whether a role goes on before word *at* where a name's evidence would end.

    Inside *cua-rơ*, at *MTTQ, các đoàn thể Trung ương*, and where a line was broken.
    """
    hyphened = tokens.keys[at - 1 : at + 1] == ["cua", "rơ"]
    return hyphened or inner_comma(tokens, at) or broken_line(tokens, at)


def broken_line(tokens: Tokens, at: int) -> bool:
    """Tell whether a line was broken before word *at* because a link was there.

    Its line has a known place and nothing else, or the next one goes on in small letters.
    """
    if tokens.gaps[at].strip(" ") != "\n" or place_line(tokens, at):
        return tokens.gaps[at].strip(" ") == "\n"
    before = _places().ending(tokens.keys, at)
    if before and place_line(tokens, at - before):
        return True
    stop = at + 1
    while tokens.joined(stop) and tokens.capital[stop]:
        stop += 1
    linked = stop < len(tokens) and tokens.capital[at] and not tokens.capital[stop]
    return linked and tokens.gaps[stop].strip(" ") == "\n"


def place_line(tokens: Tokens, at: int) -> bool:
    """Tell whether a known place alone is on the line that word *at* starts."""
    stop = at + _places().starting(tokens.keys, at)
    lines = (tokens.gaps[at].strip(" "), tokens.gaps[stop].strip(" "))
    return stop > at and lines == ("\n", "\n")


def _places() -> Phrases:
    return phrases("places.name", "places.country")


def role_gap(tokens: Tokens, at: int, name: int) -> bool:
    """Tell whether a role may run over the gap before word *at* on to the name at *name*."""
    gap = tokens.gaps[at]
    if tokens.joined(at):
        return True
    if gap == ", " and tokens.keys[at - 1 : at + 1] != ["phòng", "chống"]:
        # inside a ministry's name: Bộ Văn hóa, Thể thao và Du lịch
        return at < name and tokens.capital[at] and _and_follows(tokens, at, name)
    if gap in {"&", " & "} or (gap in {".", ". "} and tokens.keys[at - 1] in SHORTENED):
        return True
    if gap in {" (", ") ", "), "}:
        inner = at if gap == " (" else at - 1
        return inner < len(tokens) and tokens.capital[inner]
    return gap == ", "


def inner_comma(tokens: Tokens, at: int) -> bool:
    """Tell whether a comma before word *at* belongs to a term: *phòng, chống thiên tai*."""
    if tokens.gaps[at] != ", ":
        return False
    union = tokens.keys[at : at + 3] == ["các", "đoàn", "thể"]
    if union and tokens.keys[at - 1] in {"mttq", "quốc"}:
        return True
    return tokens.keys[at - 1 : at + 1] == ["phòng", "chống"]


def _and_follows(tokens: Tokens, at: int, name: int) -> bool:
    """Tell whether *và* and a capital follow soon after word *at*, before the name."""
    for later in range(at + 1, min(at + 7, name - 1)):
        if tokens.keys[later] == "và":
            return tokens.capital[later + 1]
    return False

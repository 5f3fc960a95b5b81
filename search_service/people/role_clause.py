"""Where the words of a role end: institutions have commas, dashes and *và* of their own."""

from itertools import pairwise

from search_service.people.gaps import SHORTENED, inner_comma, place_line
from search_service.people.lexicon import phrases, section
from search_service.people.reading import Reading

APPOSITION = frozenset({", ", " - ", " – ", " (", " — ", "- ", " -", "– ", " –", " , "})
_LONGEST_BRACKET = 12  # words of an institution or a place in brackets within a role
_DANGLING = frozenset(
    {
        "tại",
        "của",
        "ở",
        "và",
        "các",
        "thuộc",
        "về",
        "cho",
        "với",
        "từ",
        "trong",
        "ngày",
        "do",
        "người",
        "khác",
        "sang",
        "cả",
        "tên",
    }
)


def trimmed(reading: Reading, first: int, stop: int) -> int:
    """Return where a role ends without prepositions and an unclosed bracket at its end."""
    tokens = reading.tokens
    if stop - 2 > first and tokens.keys[stop - 1] == "tuổi" and tokens.keys[stop - 2].isdecimal():
        stop -= 2
    while stop - 1 > first and _dangles(reading, stop - 1):
        stop -= 1
    stop -= min(phrases("roles.praise").ending(tokens.keys, stop), stop - 1 - first)
    closed = tokens.gaps[stop].startswith(")")
    for at in range(stop - 1, first, -1):
        if ")" in tokens.gaps[at] or ("(" in tokens.gaps[at] and closed):
            break
        if "(" in tokens.gaps[at]:
            return at
    return stop


def _dangles(reading: Reading, at: int) -> bool:
    """Tell whether word *at* leads on to something that is no longer there."""
    tokens = reading.tokens
    free = not tokens.capital[at] and not reading.marks.inside[at]
    return free and tokens.keys[at] in _DANGLING


def leaves(reading: Reading, first: int, at: int) -> bool:
    """Tell whether the clause of a role is over before word *at*."""
    tokens = reading.tokens
    if tokens.joined(at):
        if _after_place(reading, at):
            return True
        if tokens.keys[at] == "cho" and phrases("roles.for").ending(tokens.keys, at):
            return False
        if tokens.keys[at] == "về" and phrases("roles.about").starting(tokens.keys, first):
            return False
        return reading.marks.ends[at] or (
            tokens.keys[at] == "và" and not _and_continues(reading, first, at)
        )
    return not _goes_on_across(reading, first, at)


def _goes_on_across(reading: Reading, first: int, at: int) -> bool:
    """Tell whether a role goes on across the sign before word *at*."""
    tokens = reading.tokens
    gap = tokens.gaps[at]
    if gap == ", ":
        return _comma_continues(reading, first, at)
    if gap in {" - ", "- ", " – "}:
        return _dash_continues(reading, at)
    if gap == " (":
        return _bracket_continues(reading, at)
    if gap in {".", ". "}:
        return tokens.keys[at - 1] in SHORTENED
    if "\n" in gap:
        return not reading.taken[at] and place_line(tokens, at)
    bracketed = tokens.acronym(at) or tokens.acronym(at - 1)
    return gap in {"&", " & "} or (gap in {") ", "-", "/"} and bracketed)


def _dash_continues(reading: Reading, at: int) -> bool:
    """Tell whether a dash joins two capitals of one institution: *Hội hữu nghị Việt Nam - Lào*."""
    tokens = reading.tokens
    free = not reading.taken[at] and not reading.marks.heads[at]
    return tokens.capital[at] and free


def _bracket_continues(reading: Reading, at: int) -> bool:
    """Tell whether the bracket opening before word *at* names an institution or a place."""
    tokens = reading.tokens
    if reading.taken[at] or not tokens.capital[at]:
        return False
    for later in range(at + 1, min(at + _LONGEST_BRACKET, len(tokens) + 1)):
        if tokens.gaps[later].startswith(")"):
            return True
        if later == len(tokens) or reading.taken[later] or not tokens.joined(later):
            return False
    return False


def _after_place(reading: Reading, at: int) -> bool:
    """Tell whether a place has just closed the role: *... Tỉnh ủy Đắk Lắk | chủ tọa hội nghị*."""
    tokens = reading.tokens
    if tokens.capital[at] or tokens.keys[at] in section("roles.goes on"):
        return False
    if (
        phrases("places.cue").starting(tokens.keys, at)
        and tokens.capital[min(at + 1, len(tokens) - 1)]
    ):
        return False
    return bool(phrases("places.name").ending(tokens.keys, at))


def _comma_continues(reading: Reading, first: int, at: int) -> bool:
    """Tell whether a comma stands inside an institution: *Bộ Văn hóa, Thể thao và Du lịch*."""
    tokens = reading.tokens
    if inner_comma(tokens, at) or tokens.keys[at] == "kiêm":
        return True
    if not tokens.capital[at]:
        named = at + phrases("places.seat").starting(tokens.keys, at)
        if named == at or not tokens.joined(named):
            return False
        return tokens.capital[named] or tokens.words[named].isdecimal()
    if phrases("roles.institution").starting(tokens.keys, at) or _whole_place(reading, at):
        return True
    return _names_institution(reading, first, at) and _and_follows(reading, at)


def _whole_place(reading: Reading, at: int) -> bool:
    """Tell whether a known place stands at word *at* and is not the beginning of a longer name."""
    place = phrases("places.name").starting(reading.tokens.keys, at)
    return place > 0 and not reading.tokens.joined_capital(at + place)


def _and_follows(reading: Reading, at: int) -> bool:
    """Tell whether *và* and a capital follow word *at* before another role or a name does."""
    tokens = reading.tokens
    for later in range(at + 1, min(at + 7, len(tokens) - 1)):
        if reading.marks.heads[later] or reading.taken[later]:
            return False
        if tokens.keys[later] in {"và", "của"}:
            return tokens.capital[later + 1]
    return False


def _and_continues(reading: Reading, first: int, at: int) -> bool:
    """Tell whether *và* at word *at* stands inside a role, not between two persons."""
    tokens, following = reading.tokens, at + 1
    if following >= len(tokens) or reading.marks.heads[following] or reading.taken[following]:
        return False
    if tokens.capital[following]:
        return _names_institution(reading, first, at)
    plural = tokens.keys[following] in section("context.plural") or reading.marks.ends[following]
    return not tokens.capital[at - 1] and not plural


def _names_institution(reading: Reading, first: int, stop: int) -> bool:
    """Tell whether an institution is named in the words *first* to *stop* - 1."""
    keys = reading.tokens.keys[max(first, stop - 20) : stop]
    known = section("roles.organisation")
    return any(key in known for key in keys) or any(
        f"{one} {two}" in known for one, two in pairwise(keys)
    )

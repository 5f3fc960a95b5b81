"""Sentence boundaries in newspaper text.

Rules only: a full stop ends a sentence unless it belongs to an abbreviation, an initial or a
number, and what follows begins like a sentence.
"""

import re

# End of a sentence: the signs, quotes and brackets closing with it, then space. The look-behind
# keeps a dotted leader from being tried again from each of its dots.
_END = re.compile(r"""(?<![.!?…])[.!?…]++[”’"')\]»]*+(?=\s)""")
_LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_OPENS = re.compile(r"""\s+["'“‘(\[«\-–—]*\s*(?P<first>\w)?""")
_LAST_RUN = re.compile(r"\w+\Z")
_LOOK_BACK = 8  # characters: more than the longest title below

# Written with a full stop before a name, hence never the end.
_VIETNAMESE_TITLES = {"TP", "Tp", "TX", "TS", "ThS", "GS", "PGS", "BS", "KTS", "LS", "NSƯT", "NSND"}
_TITLES = _VIETNAMESE_TITLES | {"Mr", "Mrs", "Ms", "Dr"}


def sentences(text: str) -> list[tuple[int, int]]:
    """Return (start, end) of the sentences of *text*, without the white space around them.

    A line break always ends a sentence: paragraphs, headings and captions stand on lines of their
    own. Every character that is not white space lies in exactly one sentence.
    """
    spans = []
    for line in _LINE.finditer(text):
        start, line_end = line.span()
        for end in _END.finditer(text, start, line_end):
            if _is_boundary(text, (start, line_end), end.span()):
                spans.append((start, end.end()))
                start = end.end()
        spans.append((start, line_end))
    stripped = (_stripped(text, start, end) for start, end in spans)
    return [(start, end) for start, end in stripped if start < end]


def _is_boundary(text: str, rest: tuple[int, int], signs: tuple[int, int]) -> bool:
    """Tell whether the *signs*, quotes included, end a sentence that begins where *rest* does."""
    (start, line_end), (sign, end) = rest, signs
    following = _OPENS.match(text, end, line_end)
    if following and following["first"] and following["first"].islower():
        return False
    if text[sign:end] != ".":
        return True
    run = _LAST_RUN.search(text, max(0, sign - _LOOK_BACK), sign)
    if run is None:
        return True
    is_initial = len(run[0]) == 1 and run[0].isupper()
    begins_here = sign - start <= _LOOK_BACK and not text[start : run.start()].strip()
    is_list_number = begins_here and run[0].isdigit()
    return not (is_initial or is_list_number or run[0] in _TITLES)


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span without white space at its ends."""
    sentence = text[start:end]
    start += len(sentence) - len(sentence.lstrip())
    return start, start + len(sentence.strip())

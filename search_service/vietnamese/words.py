"""Compound words: pyvi's segmentation, fed so that no text slows it down or breaks it.

pyvi's words depend on case and context, so it sees the text in its original case, a paragraph at
a time. Matching does not rest on words (syllables match, words only add to the score): a wrong
word costs a little rank, never a hit.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from search_service.vietnamese import crf
from search_service.vietnamese.normal import nfc, second_vowel_form
from search_service.vietnamese.syllables import syllables

# Memory of one call to the model is linear in this; the longest paragraph of a newspaper is
# shorter, so cutting is for texts without line breaks.
_LONGEST_FED = 2_000
_LONGEST_COMPOUND = 8  # syllables; longer ones are run-ons nobody searches for as one word

# Never fed: what no word looks like and pyvi takes quadratic time over, such as ruled lines
# (-----), dotted leaders (a.a.a.a.) and encoded attachments.
_UNFED = re.compile(r"\S{65,}|[^\w\s]{9,}")
_PARAGRAPH = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_SENTENCE_END = re.compile(r"[.!?…;][\"'”’»)\]]*\s")
_SURROGATE = re.compile(r"[\ud800-\udfff]")

# What pyvi tears and a reader takes for one: the first group that matches wins.
_WHOLE = re.compile(
    r"""
    (?<![\w@.])(?:
      (?P<address> (?:\w+://|www\.)[^\s<>"']*[\w/]
        | [a-zA-Z0-9](?:[a-zA-Z0-9-]*\.){1,4}(?:com|net|org|vn|edu|gov|info)
          (?:/[^\s<>"']*[\w/])?(?![\w@]) )
    | (?P<document> \d{1,5}(?:/\d{4})?[/-][A-ZĐ]{2,}(?:[/-][A-ZĐ][A-Za-zĐđ]+)*(?!\w) )
    | (?P<number> \d{1,9}(?:[/.,:-]\d{1,9}){1,5}(?!\w) )
    | (?P<code> [A-ZĐ][A-ZĐa-z]{0,9}-\d{1,4}(?![\w-]) )
    | (?P<initials> (?:T[Pp]|tp)\.[ ]?HCM\b | (?:[A-ZĐ]{1,4}\.){1,4}[A-ZĐ]{1,6}(?!\w) )
    )""",
    re.VERBOSE,
)

_TERM_KINDS = {"document", "code", "initials"}  # of _WHOLE; addresses and numbers make no term


class _Token(NamedTuple):
    start: int
    end: int
    joined: bool  # to the word of the token before
    whole: bool  # one token, yet a compound term if it has several syllables


def segment(text: str) -> list[str]:
    """Return the words of *text* in order, case as written, in NFC.

    The syllables of a compound are joined by ``_`` (``Việt_Nam``); signs are words of their own.
    Dates, addresses, ``COVID-19`` and ``TP.HCM`` stay whole. Both tone placements of a syllable
    give the same words. Lone surrogates are removed.

    Raises:
        ModelError: pyvi's model cannot be read.
    """
    return ["_".join(parts) for parts, _ in _words(text)]


def words(text: str) -> list[str]:
    """Return the words of *text* as terms: ``["ở", "việt_nam", "covid_19"]``.

    Normal form, lower case, in order, repeated as often as they stand there. A compound has 2 to
    8 syllables, joined by ``_``; addresses, dates and numbers with signs make no term.

    Raises:
        ModelError: pyvi's model cannot be read.
    """
    terms: list[str] = []
    for parts, whole in _words(text):
        terms += _terms(parts, joined=whole or len(parts) > 1)
    return terms


def fed_spans(text: str) -> list[tuple[int, int]]:
    """Return the (start, end) of the pieces of *text* that are given to the model.

    A piece lies within one paragraph, has at most 2,000 characters and no unbroken run of more
    than 64; what lies between pieces is white space or a run no word looks like.
    """
    spans: list[tuple[int, int]] = []
    for paragraph in _PARAGRAPH.finditer(text):
        start = paragraph.start()
        for unfed in _UNFED.finditer(text, start, paragraph.end()):
            spans += _cut(text, start, unfed.start())
            start = unfed.end()
        spans += _cut(text, start, paragraph.end())
    return spans


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the stretch in pieces short enough, cut after a sentence where there is one."""
    while end - start > _LONGEST_FED:
        stop = start + _LONGEST_FED
        sentence_ends = [match.end() for match in _SENTENCE_END.finditer(text, start, stop)]
        spaces = (i for i in range(stop, start, -1) if text[i - 1].isspace())
        stop = sentence_ends[-1] if sentence_ends else next(spaces, stop)
        yield start, stop
        start = stop
    if text[start:end].strip():
        yield start, end


def _words(text: str) -> Iterator[tuple[list[str], bool]]:
    """Yield each word as its parts, and whether it is one part that was kept whole."""
    text = nfc(_SURROGATE.sub(" ", text))
    spelled = second_vowel_form(text)  # as long as text: what is found in one holds in the other
    at = 0
    for start, end in [*fed_spans(spelled), (len(text), len(text))]:
        yield from (([unfed], False) for unfed in text[at:start].split())
        parts: list[str] = []
        whole = False
        for token in _tokens(spelled[start:end]):
            if parts and not token.joined:
                yield parts, whole
                parts = []
            parts.append(text[start + token.start : start + token.end])
            whole = token.whole
        if parts:
            yield parts, whole
        at = end


def _tokens(piece: str) -> Iterator[_Token]:
    """Yield pyvi's tokens of *piece* with those that pyvi tears put together again.

    The model sees its own tokens, so the words around a date are the same as pyvi's.
    """
    spans = crf.token_spans(piece)
    joins = crf.continues([piece[start:end] for start, end in spans])
    wholes = {match.start(): match for match in _WHOLE.finditer(piece)}
    resume = 0  # the end of the last whole token
    joinable = True  # neither a whole token nor what is left of one
    for (start, end), joined in zip(spans, joins, strict=True):
        whole = wholes.get(start)
        if start < resume:
            if end > resume:  # "HCM." of "TP.HCM.": the full stop is left over
                yield _Token(resume, end, False, False)
        elif whole and (whole.end() > end or whole.lastgroup == "address"):
            resume = whole.end()
            joinable = False
            yield _Token(start, resume, False, whole.lastgroup in _TERM_KINDS)
            if end > resume:  # pyvi's web address runs on to the next space
                yield _Token(resume, end, False, False)
        else:
            yield _Token(start, end, joined and joinable, False)
            joinable = True


def _terms(parts: Sequence[str], *, joined: bool) -> Iterator[str]:
    """Yield the terms of one word; pyvi sometimes joins across a dash, which ends a term."""
    run: list[str] = []
    for part in (*parts, "-"):
        found = syllables(part)
        if not joined:
            yield from found if len(found) == 1 else ()  # addresses and numbers have several
            continue
        run += found
        if not found:
            if 1 <= len(run) <= _LONGEST_COMPOUND:
                yield "_".join(run)
            run = []

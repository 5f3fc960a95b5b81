"""Syllable tokens: what the index matches on.

A Vietnamese syllable is a run of letters between spaces, so a token is every run of letters and
digits, one-letter ones too (*Y Ban*, *vitamin A*); stop words are kept, since dropping them
changes no ranking.
"""

import re
from typing import NamedTuple

from search_service.vietnamese.normal import COMBINING, RUN, fold, nfc, normal_form

LONGEST_TOKEN = 64  # characters; no word is longer, and an index term has to stay small
_PIECE = re.compile(rf"[^\W_](?:[^\W_]|[{COMBINING}]){{0,{LONGEST_TOKEN - 1}}}")
_REMEMBERED = 1 << 17  # distinct runs: more than the syllables, names and numbers of an archive


class Token(NamedTuple):
    """One run of letters and digits.

    Attributes:
        text: The normal form in lower case; its length may differ from ``end - start``.
        start: Offset of the first character in the analysed text.
        end: Offset after the last one.
    """

    text: str
    start: int
    end: int


class _Normalised(dict[str, str]):
    """Run as written -> normal form in lower case, filled as runs are met.

    An archive has few distinct runs; looking them up is what makes ``syllables`` fast. Threads
    may share it: a run computed twice gives the same text.
    """

    def __missing__(self, run: str) -> str:
        if len(self) >= _REMEMBERED:
            self.clear()
        text = self[run] = nfc(normal_form(run).lower())
        return text


_normalised = _Normalised()


def tokenize(text: str) -> list[Token]:
    """Return the tokens of *text* in order, with offsets in *text* as given (keep it NFC).

    Combining marks stay inside their run. A run of more than 64 characters comes as several
    tokens of at most 64; none starts with a combining mark.
    """
    tokens = []
    for match in RUN.finditer(text):
        start, end = match.span()
        if end - start <= LONGEST_TOKEN:
            tokens.append(Token(_normalised[match[0]], start, end))
        else:
            pieces = _PIECE.finditer(text, start, end)
            tokens += [Token(_normalised[piece[0]], *piece.span()) for piece in pieces]
    return tokens


def syllables(text: str) -> list[str]:
    """Return only the texts of ``tokenize(text)``: the fast way, for indexing."""
    runs = RUN.findall(text)
    if runs and len(max(runs, key=len)) > LONGEST_TOKEN:
        return [token.text for token in tokenize(text)]
    return list(map(_normalised.__getitem__, runs))


def syllable(run: str) -> str:
    """Return the text of the one token that *run* is: for who knows already where tokens are."""
    return _normalised[run]


def is_marked(token: str) -> bool:
    """Tell whether *token* carries a mark or a đ (or a capital), so folding would change it."""
    return fold(token) != token

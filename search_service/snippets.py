"""Snippets: the passage of an article that answers a query, as safe HTML, for any engine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from operator import contains
from typing import Final

from search_service.article import Article
from search_service.query import Phrase, Query
from search_service.vietnamese import Token, fold, tokenize

PASSAGE: Final = 45
"""Syllables of a snippet: about three lines on a wide screen."""

BEGINNING: Final = 400
"""Characters looked at where there is nothing to look for: more than PASSAGE syllables."""

BEFORE: Final = 5
"""Syllables of a passage before the first wanted one."""

CONSIDERED: Final = 20_000
"""Characters of the text that are searched for the best passage."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a query asks for: single syllables, and phrases that count only as a whole."""

    words: frozenset[str]
    phrases: tuple[Phrase, ...]

    @classmethod
    def of(cls, query: Query) -> Wanted:
        """Take the free words and the phrases of *query*."""
        return cls(frozenset(query.tokens), query.phrases)

    def __bool__(self) -> bool:
        return bool(self.words or self.phrases)

    def find(self, tokens: Sequence[Token]) -> list[str | None]:
        """Return for each of *tokens* the wanted syllable that it is, None when it is none.

        A marked syllable is itself alone, an unmarked one every marking of itself; folding a
        token never gives a marked syllable.
        """
        texts = [token.text for token in tokens]
        forms = list(zip(texts, map(fold, texts), strict=True))
        words = self.words
        found = [
            text if text in words else folded if folded in words else None for text, folded in forms
        ]
        for phrase in self.phrases:
            size = len(phrase.tokens)
            for place in range(len(forms) - size + 1):
                stretch = forms[place : place + size]
                if all(map(contains, stretch, phrase.tokens)):
                    found[place : place + size] = phrase.tokens
        return found


def highlight(text: str, query: Query) -> str:
    """Return the whole of *text* as HTML, what *query* asks for in ``<mark>``."""
    wanted = Wanted.of(query)
    if not wanted:
        return escape(text)
    tokens = tokenize(text)
    found = zip(tokens, wanted.find(tokens), strict=True)
    return _marked(text, [token for token, syllable in found if syllable], 0, len(text))


def snippet(article: Article, query: Query) -> str:
    """Return the best passage of *article* for *query* as HTML: a part of its stored text.

    The passage with the most of the wanted syllables wins, of equal ones the first; without any
    it is the beginning. An ellipsis stands where the text goes on.
    """
    wanted = Wanted.of(query)
    whole = "\n".join(filter(None, (article.lead, article.body, article.captions)))
    text = _beginning(whole, CONSIDERED if wanted else BEGINNING)
    tokens = tokenize(text)
    if not tokens:
        text = _beginning(text, BEGINNING)
    found = wanted.find(tokens)
    first = _best_passage(found)
    last = min(first + PASSAGE, len(tokens))
    begin = tokens[first].start if first else 0
    end = tokens[last - 1].end if last < len(tokens) else len(text)
    inside = [tokens[place] for place in range(first, last) if found[place]]
    passage = _marked(text, inside, begin, end)
    return f"{'… ' if begin else ''}{passage}{' …' if end < len(whole) else ''}"


def _beginning(text: str, size: int) -> str:
    """Return at most *size* characters of *text*, no word cut in two where there is a space."""
    if len(text) <= size:
        return text
    return text[: size + 1].rsplit(None, 1)[0][:size]


def _best_passage(found: Sequence[str | None]) -> int:
    """Return where the passage with most wanted syllables begins, a little before the first."""
    furthest = max(0, len(found) - PASSAGE)
    best, best_value = 0, (0, 0)
    for place, syllable in enumerate(found):
        if syllable:
            first = max(0, min(place - BEFORE, furthest))
            inside = [other for other in found[first : first + PASSAGE] if other]
            value = (len(set(inside)), len(inside))
            if value > best_value:
                best, best_value = first, value
    return best


def _marked(text: str, tokens: Sequence[Token], begin: int, end: int) -> str:
    """Escape *text* from *begin* to *end*; neighbouring *tokens* share one ``<mark>``."""
    parts: list[str] = []
    place = begin
    runs: list[tuple[int, int]] = []
    for token in tokens:
        if runs and text[runs[-1][1] : token.start] == " ":
            runs[-1] = (runs[-1][0], token.end)
        else:
            runs.append((token.start, token.end))
    for start, stop in runs:
        parts += [escape(text[place:start]), "<mark>", escape(text[start:stop]), "</mark>"]
        place = stop
    parts.append(escape(text[place:end]))
    return "".join(parts)

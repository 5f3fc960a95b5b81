"""Snippets: the passage of an article that answers a query, as safe HTML, for any engine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from search_service.article import Article
from search_service.query import Query
from search_service.vietnamese import Token, fold, is_marked, tokenize

PASSAGE: Final = 45
"""Syllables of a snippet: about three lines on a wide screen."""

BEGINNING: Final = 400
"""Characters looked at where there is nothing to look for: more than PASSAGE syllables."""

CONSIDERED: Final = 20_000
"""Characters of the text that are searched for the best passage."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The syllables a query asks for: the marked as they are, the unmarked in any marking."""

    marked: frozenset[str]
    unmarked: frozenset[str]

    @classmethod
    def of(cls, query: Query) -> Wanted:
        """Take the free words and the phrases of *query*."""
        tokens = set(query.tokens)
        for phrase in query.phrases:
            tokens.update(phrase.tokens)
        marked = frozenset(filter(is_marked, tokens))
        return cls(marked, frozenset(tokens) - marked)

    def __bool__(self) -> bool:
        return bool(self.marked or self.unmarked)

    def find(self, token: Token) -> str | None:
        """Return the wanted syllable that *token* is, None when it is none."""
        if token.text in self.marked:
            return token.text
        folded = fold(token.text)
        return folded if folded in self.unmarked else None


def highlight(text: str, query: Query) -> str:
    """Return the whole of *text* as HTML, what *query* asks for in ``<mark>``."""
    wanted = Wanted.of(query)
    if not wanted:
        return escape(text)
    return _marked(text, [token for token in tokenize(text) if wanted.find(token)], 0, len(text))


def snippet(article: Article, query: Query) -> str:
    """Return the best passage of *article* for *query* as HTML: a part of its stored text.

    The passage with the most of the wanted syllables wins, of equal ones the first; without any
    it is the beginning. An ellipsis stands where the text goes on.
    """
    wanted = Wanted.of(query)
    considered = CONSIDERED if wanted else BEGINNING
    whole = "\n".join(filter(None, (article.lead, article.body, article.captions)))
    text = whole[:considered]
    tokens = tokenize(text)
    if not tokens:
        return escape(text[:BEGINNING])
    found = [wanted.find(token) for token in tokens]
    first = _best_passage(found)
    last = min(first + PASSAGE, len(tokens))
    begin = tokens[first].start if first else 0
    end = tokens[last - 1].end if last < len(tokens) else len(text)
    inside = [tokens[place] for place in range(first, last) if found[place]]
    passage = _marked(text, inside, begin, end)
    return f"{'… ' if begin else ''}{passage}{' …' if end < len(whole) else ''}"


def _best_passage(found: Sequence[str | None]) -> int:
    """Return where the passage with most wanted syllables begins, a little before the first."""
    hits = [place for place, syllable in enumerate(found) if syllable]
    best, best_value = 0, (0, 0)
    for place in hits:
        inside = [syllable for syllable in found[place : place + PASSAGE] if syllable]
        value = (len(set(inside)), len(inside))
        if value > best_value:
            best, best_value = place, value
    return max(0, min(best - 5, len(found) - PASSAGE))


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

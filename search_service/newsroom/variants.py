"""Other ways to write what a query says: its abbreviations in full, its long forms abbreviated."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from search_service.query import Query, Variant
from search_service.vietnamese import fold, syllables

Tokens = tuple[str, ...]


class Spellings:
    """Looks up the other spellings of a stretch of syllables.

    Whatever is short for one and the same long form is one group of spellings, each of which
    stands for every other. An abbreviation of several long forms stands for each of them, but
    none of them for it: what it means in an article is not certain.
    """

    def __init__(self, table: Mapping[str, Sequence[str]]) -> None:
        """Take a *table* of abbreviation -> long forms."""
        self._printed: dict[Tokens, str] = {}
        self._groups: dict[Tokens, dict[Tokens, None]] = {}
        self._by_fold: dict[Tokens, dict[Tokens, list[Tokens]]] = {}
        for short, forms in table.items():
            tokens = self._known(short)
            for form in forms:
                key = self._known(form)
                group = self._groups.setdefault(key, {key: None})
                if len(forms) == 1:
                    group[tokens] = None
                self._add(tokens, key)
                self._add(key, key)
        self._longest = max(map(len, self._by_fold), default=0)

    def of(self, query: Query) -> Query:
        """Return *query* with the variants of its free words, unless it is to have none.

        The longest stretch counts where two overlap, from the left. A marked syllable is itself
        alone, an unmarked one every marking of itself, as in the index.
        """
        if not query.with_variants:
            return query
        return replace(query, variants=tuple(self._variants(query)))

    def printed(self, query: Query) -> tuple[str, ...]:
        """Return the variants of *query* as they are printed, each once."""
        texts = [self._printed.get(one.tokens, " ".join(one.tokens)) for one in query.variants]
        return tuple(dict.fromkeys(texts))

    def _known(self, text: str) -> Tokens:
        tokens = tuple(syllables(text))
        self._printed.setdefault(tokens, text)
        return tokens

    def _add(self, tokens: Tokens, key: Tokens) -> None:
        keys = self._by_fold.setdefault(_folded(tokens), {}).setdefault(tokens, [])
        if key not in keys:
            keys.append(key)

    def _variants(self, query: Query) -> Iterator[Variant]:
        start = 0
        while start < len(query.tokens):
            stop, others = self._longest_at(query, start)
            for tokens in others:
                yield Variant(start, stop, tokens)
            start = stop

    def _longest_at(self, query: Query, start: int) -> tuple[int, Iterable[Tokens]]:
        """Return where the longest known stretch from *start* on ends, and its other spellings."""
        for stop in range(min(len(query.tokens), start + self._longest), start, -1):
            typed = query.tokens[start:stop]
            if query.literal.isdisjoint(range(start, stop)) and (others := self._others(typed)):
                return stop, others
        return start + 1, ()

    def _others(self, typed: Tokens) -> dict[Tokens, None]:
        return {
            other: None
            for tokens, keys in self._by_fold.get(_folded(typed), {}).items()
            if all(one in {token, fold(token)} for one, token in zip(typed, tokens, strict=True))
            for key in keys
            for other in self._groups[key]
            if other not in (typed, tokens)
        }


def _folded(tokens: Tokens) -> Tokens:
    return tuple(map(fold, tokens))

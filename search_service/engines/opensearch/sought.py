"""What a query is made of, looked up: syllables, runs of them, and the forms a stretch may have."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, product
from typing import Final, Protocol

from search_service.engines.opensearch import mapping
from search_service.engines.opensearch.clauses import (
    NOTHING,
    best,
    having,
    saturated,
    side_by_side,
    some,
)
from search_service.engines.opensearch.cluster import Body
from search_service.engines.weights import OTHER_MARKING
from search_service.vietnamese import fold, is_marked

MOST_SPELLINGS: Final = 64
"""Spellings of a run that are looked for; of more it is looked for without marks. A cluster takes
1,024 parts of a request in all, and a syllable has up to thirty markings, misprints among them."""

MOST_SCORED: Final = 8
"""Spellings of a pair beyond which its score is that of the pair without marks: of 40 syllables
there are 39 pairs."""


class Terms(Protocol):
    """What is known of an archive's terms without asking the cluster."""

    def variants(self, folded: str) -> Sequence[str]:
        """Return every marking of an unmarked syllable that the archive has."""

    def syllable(self, term: str) -> int:
        """Return how many articles have the syllable *term*."""

    def folded(self, syllable: str) -> int:
        """Return how many articles have any marking of the unmarked *syllable*."""

    def word(self, term: str) -> int:
        """Return how many articles have the word *term*."""


@dataclass(frozen=True, slots=True)
class Sought:
    """Something that articles have.

    Attributes:
        present: Finds those that have it.
        exact: Finds those that have it as it was typed; None where all of them do.
        scored: Returns what adds a boost times its saturated frequency.
        articles: How many have it, None where the cluster must be asked.
        markings: A syllable's spellings in the archive.
        pairs: Of a run of three or more, what finds those that have each two neighbours of it.
        by_pair: Returns the same, scored by the frequency of one of these alone.
    """

    present: Body
    exact: Body | None
    scored: Callable[[float], Body]
    articles: int | None
    markings: tuple[str, ...] = ()
    pairs: tuple[Body, ...] = ()
    by_pair: Callable[[int], Sought] | None = None

    @property
    def never_exact(self) -> bool:
        """Whether no article has it as it was typed."""
        return self.exact == NOTHING


class Whole:
    """Looks for syllables in whole articles, by their features."""

    def __init__(self, terms: Terms) -> None:
        """Use the *terms* of the archive."""
        self._terms = terms

    def syllable(self, token: str, *, typed_marks: bool) -> Sought:
        """Return what has *token*, in a query that has marks elsewhere or has not."""
        if is_marked(token):
            return self.exactly(token)
        variants = tuple(self._terms.variants(token))
        if set(variants) <= {token}:
            return self.exactly(token)
        as_typed = token in variants

        def scored(boost: float) -> Body:
            if not typed_marks:
                return saturated(mapping.FOLDED, token, boost)
            others = saturated(mapping.FOLDED, token, boost, OTHER_MARKING)
            own = saturated(mapping.SYLLABLES, token, boost)
            return best([own, others]) if as_typed else others

        return Sought(
            having(mapping.FOLDED, token),
            having(mapping.SYLLABLES, token) if as_typed else NOTHING,
            scored,
            self._terms.folded(token),
            variants,
        )

    def exactly(self, token: str) -> Sought:
        """Return what has *token* as it is, whatever marks it has or lacks."""
        return Sought(
            having(mapping.SYLLABLES, token),
            None,
            lambda boost: saturated(mapping.SYLLABLES, token, boost),
            self._terms.syllable(token),
            (token,),
        )

    def run(self, tokens: Sequence[str]) -> Sought:
        """Return what has *tokens* side by side in one field."""
        if len(tokens) == 1:
            return self.syllable(tokens[0], typed_marks=True)
        present = self._standing(tokens)
        pairs = list(pairwise(tokens)) if len(tokens) > 2 and present != NOTHING else []
        run = Sought(
            present,
            self._as_typed(tokens),
            lambda boost: self._scored(tokens, present, boost),
            None,
            pairs=tuple(some([having(*one) for one in self._pair(*both)]) for both in pairs),
        )

        def by_pair(place: int) -> Sought:
            one = pairs[place]
            return replace(run, scored=lambda boost: self._scored(one, present, boost), pairs=())

        return replace(run, by_pair=by_pair) if pairs else run

    def _as_typed(self, tokens: Sequence[str]) -> Body | None:
        chains = [self._chain(token) for token in tokens]
        if all(chain == (token,) for chain, token in zip(chains, tokens, strict=True)):
            return None
        if any(token not in chain for chain, token in zip(chains, tokens, strict=True)):
            return NOTHING
        pairs = [having(mapping.PAIRS, f"{left} {right}") for left, right in pairwise(tokens)]
        if len(tokens) == 2:
            return pairs[0]
        return side_by_side(mapping.MARKED_TEXT, [(one,) for one in tokens])

    def _standing(self, tokens: Sequence[str]) -> Body:
        """Return what finds *tokens* side by side: two by their pair, more by their places."""
        chains = [self._chain(token) for token in tokens]
        if not all(chains):
            return NOTHING
        if len(tokens) > 2:
            return _spans(tokens, chains)
        return some([having(*one) for one in self._pair(*tokens, most=MOST_SPELLINGS)])

    def _scored(self, tokens: Sequence[str], present: Body, boost: float) -> Body:
        """Return what adds the saturated frequency of a run: of a longer one the mean of its pairs.

        The cluster counts no runs over several fields. A run is no more frequent than its rarest
        pair, and about as frequent: which that is can be counted, see ``Sought.by_pair``.
        """
        if present == NOTHING:
            return NOTHING
        share = boost / (len(tokens) - 1)
        added = [
            saturated(field, pair, share)
            for both in pairwise(tokens)
            for field, pair in self._pair(*both)
        ]
        if len(added) == 1:
            return added[0]
        needed: Body = {"filter": [present]} if len(tokens) > 2 else {"minimum_should_match": 1}
        return {"bool": {"should": added, **needed}}

    def _pair(self, left: str, right: str, *, most: int = MOST_SCORED) -> list[tuple[str, str]]:
        """Return the features that two syllables side by side may be; if more than *most*, one."""
        both = list(product(self._chain(left), self._chain(right)))
        if not (is_marked(left) or is_marked(right)) or len(both) > most:
            return [(mapping.FOLDED_PAIRS, f"{fold(left)} {fold(right)}")]
        return [(mapping.PAIRS, f"{one} {other}") for one, other in both]

    def _chain(self, token: str) -> tuple[str, ...]:
        if is_marked(token):
            return (token,) if self._terms.syllable(token) else ()
        return tuple(self._terms.variants(token))

    def stretch(self, forms: Sequence[Sequence[str]], *, typed_marks: bool) -> Sought:
        """Return what has one of *forms*, the first of which was typed."""
        if len(forms) == len(forms[0]) == 1:
            return self.syllable(forms[0][0], typed_marks=typed_marks)
        return together([self.run(form) for form in forms])

    def pair(self, left: Sequence[Sequence[str]], right: Sequence[Sequence[str]]) -> Sought:
        """Return what has one form of each of two stretches side by side."""
        return together([self._joined(*both) for both in product(left, right)])

    def _joined(self, left: Sequence[str], right: Sequence[str]) -> Sought:
        """Return what has two runs side by side; it counts by the pair in the middle."""
        if len(left) == len(right) == 1:
            return self.run((*left, *right))
        present = self._standing((*left, *right))
        middle = self.run((left[-1], right[0]))

        def scored(boost: float) -> Body:
            return {"bool": {"filter": [present], "should": [middle.scored(boost)]}}

        return Sought(present, None, scored, None)

    def word(self, word: str) -> Sought:
        """Return what has the compound *word*."""
        name = word.replace(".", "\u2024")
        return Sought(
            having(mapping.WORDS, name),
            None,
            lambda boost: saturated(mapping.WORDS, name, boost),
            self._terms.word(word),
        )


def together(found: Sequence[Sought]) -> Sought:
    """Return what has any of those *found*."""
    if len(found) == 1:
        return found[0]
    present = some([one.present for one in found])
    exact: Body | None = None
    if any(one.exact is not None for one in found):
        exact = some([one.present if one.exact is None else one.exact for one in found])
        if all(one.never_exact for one in found):
            exact = NOTHING
    return Sought(present, exact, lambda boost: best([one.scored(boost) for one in found]), None)


def _spans(tokens: Sequence[str], chains: Sequence[Sequence[str]]) -> Body:
    """Return what finds *tokens* side by side in any field, each as one of its *chains*."""
    if not any(map(is_marked, tokens)):
        return side_by_side(mapping.FOLDED_TEXT, [(token,) for token in tokens])
    if sum(map(len, chains)) > MOST_SPELLINGS:
        return side_by_side(mapping.FOLDED_TEXT, [(fold(token),) for token in tokens])
    return side_by_side(mapping.MARKED_TEXT, chains)


class Within(Whole):
    """Looks for syllables in one field of text, by their places.

    What it adds to a score is the cluster's own BM25 of that field: its idf is that of the field.
    """

    def __init__(self, terms: Terms, name: str) -> None:
        """Use the *terms* of the archive, and the field *name*."""
        super().__init__(terms)
        self._field = mapping.text(name)

    def syllable(self, token: str, *, typed_marks: bool) -> Sought:  # noqa: ARG002 - the same
        """Return what has *token*."""
        return self.run([token])

    def exactly(self, token: str) -> Sought:
        """Return what has *token* as it is."""
        there = side_by_side(self._field, [(token,)])
        return Sought(there, None, lambda _: there, None, (token,))

    def run(self, tokens: Sequence[str]) -> Sought:
        """Return what has *tokens* side by side."""
        chains = [self._chain(token) for token in tokens]
        if not all(chains):
            return Sought(NOTHING, None, lambda _: NOTHING, 0)
        present = side_by_side(self._field, chains)
        as_typed: Body | None = None
        if any(chain != (token,) for chain, token in zip(chains, tokens, strict=True)):
            there = all(token in chain for chain, token in zip(chains, tokens, strict=True))
            typed = side_by_side(self._field, [(token,) for token in tokens])
            as_typed = typed if there else NOTHING
        markings = chains[0] if len(tokens) == 1 else ()
        return Sought(present, as_typed, lambda _: present, None, markings)

    def _joined(self, left: Sequence[str], right: Sequence[str]) -> Sought:
        return self.run((*left, *right))

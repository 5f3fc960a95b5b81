"""Which articles match a query, and how well: boolean and phrase evaluation, BM25F on arrays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from search_service.engines.arrays.mapped import Array
from search_service.engines.weights import PAIR_WEIGHT, READING_WEIGHT, WORD_WEIGHT
from search_service.engines.whoosh.adjacency import Form, Marking
from search_service.engines.whoosh.candidates import Candidates, contained, intersection
from search_service.engines.whoosh.coverage import Coverage, least_syllables
from search_service.engines.whoosh.explaining import Contribution
from search_service.engines.whoosh.frequencies import Found, Frequencies
from search_service.engines.whoosh.scoring import Scores
from search_service.query import SHORT, Phrase, Query, Sort
from search_service.results import TermKind
from search_service.vietnamese import is_marked


@dataclass(frozen=True, slots=True)
class Matches:
    """What a query finds, before its filters.

    Attributes:
        docs: Numbers of the articles found, ascending.
        scores: f32[docs].
        exact: bool[docs]: the article would be found too if only the marks typed counted.
        relaxed: Not every article found has all the words.
    """

    docs: Array
    scores: Array
    exact: Array
    relaxed: bool = False

    def place(self, article: int) -> int | None:
        """Return the place of *article* in ``docs``, None where it was not found."""
        place = int(np.searchsorted(self.docs, article))
        return place if place < len(self.docs) and self.docs[place] == article else None


@dataclass(frozen=True, slots=True)
class _Sought:
    """What a query is made of, looked up.

    Attributes:
        stretches: For each distinct stretch of its words what has it.
        phrases: For each phrase what has it.
        present: The articles that have the field asked for, None for all.
        excluded: For each exclusion the articles that have it.
    """

    stretches: Sequence[Found]
    phrases: Sequence[Found]
    present: Array | None
    excluded: Sequence[Array]


class Matcher:
    """Evaluates queries on the postings of one generation."""

    def __init__(self, frequencies: Frequencies) -> None:
        self._frequencies = frequencies
        self._size = frequencies.size

    def match(self, query: Query, parts: list[Contribution] | None = None) -> Matches:
        """Evaluate the words, phrases and exclusions of *query* (its filters are not read).

        A query of one field is for a matcher of that field's frequencies.

        *parts*, where there is such a list, gets whatever is added to a score.

        The score is BM25F (Robertson, Zaragoza: "The Probabilistic Relevance Framework: BM25 and
        Beyond", 2009, section 3.6) over the typed syllables, plus what their adjacency and the
        query's compounds add. A syllable's markings count as one term, and so does a stretch of
        the query that has variants, in whichever form it stands.
        """
        typed_marks = any(map(is_marked, query.tokens))
        cut = [query.tokens[start:stop] for start, stop in query.stretches]
        forms = dict(zip(cut, self._forms(query, typed_marks=typed_marks), strict=True))
        sought = self._sought(query, list(forms.values()))
        whole = self._having_all(query, sought)
        scores = Scores(Candidates(self._size, whole), self._frequencies.articles, parts)
        weight = 1 - READING_WEIGHT if query.reading else 1.0
        weights = []
        for (tokens, one), found in zip(forms.items(), sought.stretches, strict=True):
            markings = one[0][0] if len(one) == len(one[0]) == 1 else ()
            text = " ".join(tokens)
            weights.append(scores.add(TermKind.SYLLABLE, text, found.counts, weight, markings))
        for phrase, found in zip(query.phrases, sought.phrases, strict=True):
            scores.add(TermKind.PHRASE, " ".join(phrase.tokens), found.counts)
        self._add_reading(query.reading, scores)
        self._add_pairs(forms, cut, scores)
        # Before words: they depend on the case that was typed, what is found must not.
        chosen = None if whole is not None else self._covered(query, sought, weights, scores.sums)
        if query.field is None:  # words are counted over the whole article
            self._add_words(query.words, scores)
        if chosen is not None:
            return Matches(chosen.docs, scores.sums[chosen.docs], chosen.exact, chosen.relaxed)
        return Matches(
            self._frequencies.every() if whole is None else whole,
            scores.sums,
            _exactly(scores.candidates, [*sought.stretches, *sought.phrases]),
        )

    def _sought(self, query: Query, stretches: Sequence[Sequence[Form]]) -> _Sought:
        return _Sought(
            [self._stretch(forms) for forms in stretches],
            [self._phrase(phrase) for phrase in query.phrases],
            # An article without the field has none of its words either.
            None if query.field is None else self._frequencies.present(),
            [self._phrase(phrase).counts.docs for phrase in query.excluded],
        )

    def _having_all(self, query: Query, sought: _Sought) -> Array | None:
        """Return the articles that have all that is asked for, where these are the ones found.

        So it is for a short query, and any that is sorted by date, while there are such articles.
        They are found without a look at any other; None says that all must be looked at.
        """
        if query.distinct > SHORT and query.sort is Sort.RELEVANCE:
            return None
        needed = [found.counts.docs for found in (*sought.stretches, *sought.phrases)]
        docs = self._allowed(needed, sought)
        return docs if len(docs) or not sought.stretches else None

    def _allowed(self, needed: Sequence[Array], sought: _Sought) -> Array:
        """Return the articles with all of *needed*, in the field asked for, not excluded."""
        rows = [*needed, *([] if sought.present is None else [sought.present])]
        docs = intersection(rows, self._size) if rows else self._frequencies.every()
        for row in sought.excluded:
            docs = docs[~contained(docs, row, self._size)]
        return docs

    def _covered(
        self, query: Query, sought: _Sought, weights: Sequence[float], scores: Array
    ) -> _Chosen:
        """Choose those that have enough of the words, of the articles that phrases allow."""
        allowed = self._allowed([found.counts.docs for found in sought.phrases], sought)
        typed = Coverage.of(self._size, sought.stretches, weights).at(allowed)
        least = least_syllables(typed.count, scores[allowed], query)
        enough = np.flatnonzero(typed.reaches(least))
        docs, typed = allowed[enough], typed.at(enough)
        found = Candidates(self._size, docs)
        exact = typed.as_typed(found, sought.stretches, weights).reaches(least)
        exact &= _exactly(found, sought.phrases)
        return _Chosen(docs, exact, bool((typed.count < query.distinct).any()))

    def _forms(self, query: Query, *, typed_marks: bool) -> Iterator[list[Form]]:
        """Yield for each stretch of *query* what may stand for it: its syllables, its variants."""
        others: dict[int, list[Form]] = {}
        for variant in query.variants:
            form = [self._frequencies.markings(one, typed_marks=True) for one in variant.tokens]
            others.setdefault(variant.start, []).append(form)
        for start, stop in query.stretches:
            tokens = query.tokens[start:stop]
            own = [self._frequencies.markings(one, typed_marks=typed_marks) for one in tokens]
            yield [own, *others.get(start, ())]

    def _stretch(self, forms: Sequence[Form]) -> Found:
        """Return the articles that have one of *forms*."""
        if len(forms) == len(forms[0]) == 1:
            return self._frequencies.term(forms[0][0])
        counts = self._frequencies.run(*forms)
        exact = [_as_typed(form) for form in forms]
        return Found(counts, None if exact == list(forms) else self._frequencies.run(*exact).docs)

    def _phrase(self, phrase: Phrase) -> Found:
        """Return the articles that have *phrase*."""
        chains = [self._frequencies.markings(token, typed_marks=False) for token in phrase.tokens]
        return self._stretch([chains])

    def _add_pairs(
        self,
        forms: Mapping[tuple[str, ...], Sequence[Form]],
        cut: Sequence[tuple[str, ...]],
        scores: Scores,
    ) -> None:
        """Add to *scores* what neighbours in the query add where they are neighbours too.

        A pair is weighed by the articles it occurs in: an idf guessed from its syllables' ranks
        worse, above all without marks (ARCHITECTURE.md has the figures).
        """
        pairs = self._frequencies.pairs([forms[stretch] for stretch in cut])
        for (left, right), counts in zip(pairwise(cut), pairs, strict=True):
            scores.add(TermKind.PAIR, " ".join(left + right), counts, PAIR_WEIGHT)

    def _add_reading(self, reading: Iterable[str], scores: Scores) -> None:
        for syllable in dict.fromkeys(reading):
            number = self._frequencies.lexicon.find(syllable)
            if number is not None:
                found = self._frequencies.term([Marking(number, 1.0, exact=True)])
                scores.add(TermKind.READING, syllable, found.counts, READING_WEIGHT)

    def _add_words(self, words: Iterable[str], scores: Scores) -> None:
        for word in words:
            number = self._frequencies.lexicon.find(word)
            if number is not None:
                scores.add(TermKind.WORD, word, self._frequencies.word(number), WORD_WEIGHT)


def _as_typed(form: Form) -> Form:
    return [[marking for marking in chain if marking.exact] for chain in form]


def _exactly(candidates: Candidates, needed: Sequence[Found]) -> Array:
    """Return bool[candidates]: which have everything *needed* as it was typed."""
    exact = np.ones(len(candidates), dtype=bool)
    for found in needed:
        if found.exact is not None:
            exact &= candidates.among(found.exact)
    return exact


@dataclass(frozen=True, slots=True)
class _Chosen:
    """The articles found among all, which of them are exact, and whether they lack words."""

    docs: Array
    exact: Array
    relaxed: bool

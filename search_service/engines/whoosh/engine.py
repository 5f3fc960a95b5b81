"""The embedded engine: one generation, read through memory-mapped arrays."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain
from math import log
from pathlib import Path

import numpy as np

from search_service.article import VIETNAM
from search_service.document import Document
from search_service.engines.arrays.mapped import Array, overwritten
from search_service.engines.arrays.recency import Recency
from search_service.engines.arrays.unsearched import Unsearched
from search_service.engines.base import MAX_WINDOW
from search_service.engines.errors import EngineUnavailable, QueryError
from search_service.engines.records import Generation, Neighbourhood
from search_service.engines.whoosh.contrast import Contrasts
from search_service.engines.whoosh.explaining import Contribution, explain
from search_service.engines.whoosh.finding import Finder
from search_service.engines.whoosh.guarding import Guard
from search_service.engines.whoosh.manifest import File, Manifest, State, look
from search_service.engines.whoosh.neighbours import Neighbours
from search_service.engines.whoosh.ranking import Ranked
from search_service.engines.whoosh.record import RecordReader
from search_service.engines.whoosh.segments.parts import RECORD, folders_of, opened
from search_service.identity import NO_RULINGS, Rulings
from search_service.query import Query
from search_service.results import (
    Contrast,
    Hit,
    Match,
    Results,
)
from search_service.snippets import Highlights, highlights_of
from search_service.vietnamese import is_marked


class WhooshEngine(Unsearched):
    """Reads one generation; see ``engines.base.Engine``."""

    def __init__(
        self,
        folder: Path,
        *,
        live: bool = False,
        checked: bool = False,
        sound: Collection[File] = frozenset(),
    ) -> None:
        """Map the generation in *folder*; of persons the newsroom has said nothing yet.

        With *checked* every file is compared with its checksum before anything of it is used, but
        for those that are *sound*: another engine compared them and has seen no change since.

        Raises:
            IndexOutdated, EngineUnavailable.
        """
        manifest = Manifest.load(folder)
        manifest.require_current(folder.name)
        # A cut file would be found only when a query reaches beyond its end: look at the sizes now,
        # and before the checksums: what is written to a file meanwhile is noticed as well.
        states = _seen(folder)
        if wrong := manifest.missing(folder, states) or list(
            chain(*map(overwritten, folders_of(folder)))
        ):
            raise EngineUnavailable("; ".join(wrong[:3]))
        self._guard = Guard(folder, states)
        files = manifest.known(states)
        doubtful = {name for name, file in files.items() if file not in sound}
        if checked and (wrong := manifest.damage(folder, doubtful)):
            raise EngineUnavailable("; ".join(wrong[:3]))
        self._sound = frozenset(files.values()) if checked else frozenset()
        self.generation = Generation(
            folder.name, manifest.built, manifest.articles, live, manifest.appended
        )
        self._record = RecordReader(folder / RECORD)
        parts = opened(folder)
        self._record_numbers = parts.record_numbers
        self._columns = parts.columns
        self._frequencies = parts.frequencies
        self._vectors = parts.vectors
        self._resolved = parts.resolved
        self._recency = Recency(self._columns.day, manifest.built.astimezone(VIETNAM).date())
        self._suggester = parts.suggester
        self._ngrams = parts.ngrams
        self._rule(NO_RULINGS)

    def _rule(self, rulings: Rulings) -> None:
        super()._rule(rulings)
        self._finder = Finder(self._frequencies, self._columns, self._selection, self._recency)
        self._contrasts = Contrasts(self._frequencies, self._people)
        self._neighbours = Neighbours(self._vectors, self._columns, self._people)

    def __len__(self) -> int:
        """Return the number of articles."""
        return self._frequencies.articles

    def search(self, query: Query, *, facets: Sequence[str] = ()) -> Results:
        """Return one page of hits, the total, and a Facet per name in *facets*."""
        ranked = self.rank(query, facets=facets)
        documents = [self._document(number) for number in ranked.numbers]
        rarity = self._rarity(query) if documents else {}
        shown = highlights_of([one.article for one in documents], query, rarity=rarity)
        hits = tuple(
            self._hit(number, document, highlights, query, ranked)
            for number, document, highlights in zip(ranked.numbers, documents, shown, strict=True)
        )
        return Results(ranked.total, hits, ranked.facets, ranked.found.matches.relaxed)

    def rank(self, query: Query, *, facets: Sequence[str] = ()) -> Ranked:
        """Return which articles stand on the page, and what is counted; none of them is read."""
        if query.start + query.size > MAX_WINDOW:
            raise QueryError(f"only the first {MAX_WINDOW:,} articles can be paged through")
        parts: list[Contribution] = []
        found = self._finder.find(query, parts if query.switches.explain else None)
        numbers = self._finder.page(found, query)
        return Ranked(
            total=len(found.docs),
            numbers=numbers,
            ids=[self._columns.ids[number] for number in numbers],
            facets={
                name: self._selection.facet(
                    name, found.every, found.masks, found.docs, query.filters, query.people_like
                )
                for name in facets
            },
            found=found,
            parts=parts if query.ranked else [],
        )

    def stream(self, query: Query) -> Iterator[Document]:
        """Yield every article that *query* finds, in the order of its hits, however many."""
        for number in self._finder.all(self._finder.find(query), query):
            yield self._document(number)

    def scan(self, query: Query, *, after: str = "") -> tuple[Document, ...]:
        """Return the articles that *query* finds in the order of their ids, from *after* on."""
        numbers = self._among(query, self._columns.behind(after))[: query.size]
        return tuple(map(self._document, numbers.tolist()))

    def ids(self, query: Query) -> Sequence[str]:
        """Return the ids of all articles that *query* finds, in the order of their UTF-8 bytes."""
        numbers = self._among(query, self._columns.by_id)
        return [self._columns.ids[number] for number in numbers.tolist()]

    def _among(self, query: Query, numbers: Array) -> Array:
        """Return those of *numbers* that *query* finds, in their order."""
        found = np.zeros(len(self._columns), dtype=bool)
        found[self._finder.find(query.unordered()).docs] = True
        among: Array = numbers[found[numbers]]
        return among

    def contrast(self, query: Query, *, size: int) -> Contrast:
        """Return what the articles that *query* finds have more often than the archive has."""
        found = self._finder.find(query.unordered())
        return self._contrasts.of(found.docs, size)

    def document(self, article_id: str) -> Document | None:
        """Return the article with this id, None when there is none."""
        return self._stored(self._columns.number(article_id))

    def document_by_url(self, url: str) -> Document | None:
        """Return the article published at *url*, None when there is none."""
        return self._stored(self._columns.number_by_url(url))

    def neighbours(
        self, document: Document, *, last: date | None = None, size: int = 60
    ) -> Neighbourhood:
        """Return the articles most like *document*, which need not be in the archive."""
        return self._neighbours.find(document, last=last, size=size)

    def sample(self) -> Document | None:
        """Read one article back, the newest: a build's last look at what it made."""
        newest = np.flatnonzero(self._columns.newest == 0)
        return self._stored(int(newest[0])) if len(self) else None

    def whole(self) -> bool:
        """Tell whether the files are still those that were opened, as far as the system knows."""
        return self._guard.whole()

    def sound(self) -> frozenset[File]:
        """Return the files that were compared with their checksums and are as they were then."""
        return self._sound if self._guard.whole() else frozenset()

    def close(self) -> None:
        """Let go of the generation's files."""
        self._record.close()

    def _stored(self, number: int | None) -> Document | None:
        return None if number is None else self._document(number)

    def _document(self, number: int) -> Document:
        """Return an article with its persons as they are known across articles."""
        document = self._record.document(int(self._record_numbers[number]))
        return replace(document, people=self._people.introduced(number, document.people))

    def _rarity(self, query: Query) -> dict[str, float]:
        """Return how rare each of several free words is: 1 in one article, about 0 in all."""
        rarity = {}
        for token in set(query.tokens) if query.distinct > 1 else ():
            numbers = self._frequencies.lexicon.variants(token)
            terms = (
                [token] if is_marked(token) else map(self._frequencies.lexicon.__getitem__, numbers)
            )
            present = min(len(self), sum(map(self._frequencies.document_frequency, terms)))
            rarity[token] = 1 - log(max(1, present)) / log(len(self) + 1)
        return rarity

    def _hit(
        self, number: int, document: Document, shown: Highlights, query: Query, ranked: Ranked
    ) -> Hit:
        matches = ranked.found.matches
        explained = query.switches.explain and query.ranked
        place = matches.place(number)
        match = None
        if query.ranked and place is not None:
            match = Match.EXACT if matches.exact[place] else Match.UNMARKED
        return Hit(
            document=document,
            score=0.0 if place is None else float(matches.scores[place]),
            title=shown.title,
            snippet=shown.snippet,
            match=match,
            pinned=number in ranked.found.pins,
            explanation=explain(ranked.parts, number, self._frequencies, ranked.found.recency)
            if explained
            else None,
        )


def _seen(folder: Path) -> dict[str, State]:
    try:
        return look(folder)
    except OSError as error:
        raise EngineUnavailable(f"{folder} cannot be read: {error}") from None

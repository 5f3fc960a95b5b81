"""The engine of a cluster: one generation, searched there, with its arrays mapped here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from pathlib import Path

from search_service.article import VIETNAM
from search_service.document import Document
from search_service.engines.arrays.columns import Columns
from search_service.engines.arrays.fingerprints import Fingerprints
from search_service.engines.arrays.language.ngrams import Ngrams
from search_service.engines.arrays.language.suggesting import Suggester
from search_service.engines.arrays.lexicon import Lexicon
from search_service.engines.arrays.persons.resolved import Resolved
from search_service.engines.arrays.recency import Recency
from search_service.engines.arrays.unsearched import Unsearched
from search_service.engines.arrays.vectors import Vectors
from search_service.engines.base import MAX_WINDOW
from search_service.engines.errors import QueryError
from search_service.engines.opensearch import contrasting, mapping
from search_service.engines.opensearch.arrays import Presence
from search_service.engines.opensearch.asking import search_body
from search_service.engines.opensearch.cluster import Body, Cluster
from search_service.engines.opensearch.counting import Counting
from search_service.engines.opensearch.facets import check
from search_service.engines.opensearch.finding import Finder, Found, Known
from search_service.engines.opensearch.hitting import hit_of, rarities
from search_service.engines.opensearch.loading import key
from search_service.engines.opensearch.neighbours import Neighbours
from search_service.engines.opensearch.persons import Persons
from search_service.engines.opensearch.reading import document_of, every
from search_service.engines.records import Generation, Neighbourhood
from search_service.identity import NO_RULINGS, Rulings
from search_service.query import Query
from search_service.results import Contrast, Hit, Results
from search_service.snippets import Highlights, highlights_of


class _Terms:
    """What is known of a generation's terms by its arrays; see ``sought.Terms``."""

    def __init__(self, lexicon: Lexicon, presence: Presence) -> None:
        self._lexicon = lexicon
        self.syllable = presence.syllable
        self.folded = presence.folded
        self.word = presence.word

    def variants(self, folded: str) -> tuple[str, ...]:
        numbers = self._lexicon.variants(folded)
        terms = (self._lexicon[number] for number in numbers)
        return tuple(term for term in terms if self.syllable(term))


class OpenSearchEngine(Unsearched):
    """Reads one generation; see ``engines.base.Engine``."""

    def __init__(self, cluster: Cluster, generation: Generation, folder: Path, newest: int) -> None:
        """Search *generation* in *cluster*; its arrays are in *folder*.

        *newest* is the day that ages are counted from. Of persons the newsroom has said nothing.
        """
        self.generation = generation
        self._cluster = cluster
        self._columns = columns = Columns(folder)
        lexicon = Lexicon(folder)
        self._presence = Presence(folder, lexicon)
        self._terms = _Terms(lexicon, self._presence)
        self._known = Known(generation.name, generation.articles, newest, self._terms, columns)
        self._counting = Counting(cluster, generation.name)
        self._vectors = Vectors(folder, lexicon)
        self._resolved = Resolved(folder, columns)
        self._recency = Recency(columns.day, generation.built.astimezone(VIETNAM).date())
        self._suggester = Suggester(folder)
        self._ngrams = Ngrams(folder, lexicon)
        self._rule(NO_RULINGS)

    @classmethod
    def of(cls, cluster: Cluster, manifest: Body, name: str, folder: Path, *, live: bool
           ) -> OpenSearchEngine:  # fmt: skip
        """Return the engine of the generation *name*, as its manifest has it."""
        built = datetime.fromisoformat(manifest["built"])
        generation = Generation(name, built, manifest["articles"], live)
        return cls(cluster, generation, folder, manifest["newest"])

    def _rule(self, rulings: Rulings) -> None:
        super()._rule(rulings)
        self._persons = Persons(self._resolved, self._people, self._columns)
        self._finder = Finder(
            self._cluster, self._known, self._counting, self._selection, self._persons
        )
        self._neighbours = Neighbours(
            self._cluster, self._known.index, self._vectors, self._columns, self._people
        )

    def search(self, query: Query, *, facets: Sequence[str] = ()) -> Results:
        """Return one page of hits, the total, and a Facet per name in *facets*."""
        if query.start + query.size > MAX_WINDOW:
            raise QueryError(f"only the first {MAX_WINDOW:,} articles can be paged through")
        check(facets)
        found = self._finder.find(query, names=facets)
        documents = [self._introduced(document_of(hit)) for hit in found.hits]
        rarity = rarities(query, self._terms, self._known.size) if documents else {}
        shown = highlights_of([one.article for one in documents], query, rarity=rarity)
        return Results(
            found.total,
            tuple(map(partial(self._hit, found), found.hits, documents, shown)),
            self._finder.facets(found, facets),
            found.relaxed,
        )

    def _hit(self, found: Found, hit: Body, document: Document, shown: Highlights) -> Hit:
        number = self._columns.number(document.article.id)
        bonus = None
        if found.compiled.query.prefers_recent and number is not None:
            bonus = self._recency, number
        return hit_of(hit, document, shown, found, bonus)

    def stream(self, query: Query) -> Iterator[Document]:
        """Yield every article that *query* finds, in the order of its hits, however many."""
        found = self._finder.find(replace(query, start=0, size=0))
        body = search_body(found.compiled, found.needed, {}, {})
        body = {name: body[name] for name in ("query", "sort", "track_scores")}
        for hit in every(self._cluster, self._known.index, body):
            yield self._introduced(document_of(hit))

    def scan(self, query: Query, *, after: str = "") -> tuple[Document, ...]:
        """Return the articles that *query* finds in the order of their ids, from *after* on."""
        body = self._by_id(query) | {"size": query.size}
        if after:
            body["search_after"] = [after.encode("utf-8", "replace").decode("utf-8")]
        hits = self._cluster.search(self._known.index, body)["hits"]["hits"]
        return tuple(self._introduced(document_of(hit)) for hit in hits)

    def ids(self, query: Query) -> Sequence[str]:
        """Return the ids of all articles that *query* finds, in the order of their UTF-8 bytes."""
        nothing_else = {"_source": False, "stored_fields": "_none_"}
        body = self._by_id(query) | nothing_else
        hits = every(self._cluster, self._known.index, body, page=MAX_WINDOW)
        return [hit["sort"][0] for hit in hits]

    def _by_id(self, query: Query) -> Body:
        """Return the search for all that *query* finds, in the order of the ids."""
        found = self._finder.find(replace(query.unordered(), start=0, size=0))
        body = search_body(found.compiled, found.needed, {}, {})
        return {"query": body["query"], "sort": [{mapping.ID: "asc"}]}

    def contrast(self, query: Query, *, size: int) -> Contrast:
        """Return what the articles that *query* finds have more often than the archive has."""
        plain = replace(query.unordered(), start=0, size=0)
        found = self._finder.find(plain, aggregations=contrasting.proposals(self._persons))
        answer = found.aggregations
        if wanted := contrasting.recounts(answer):
            body = search_body(found.compiled, found.needed, {}, wanted) | {"size": 0}
            counts = self._cluster.search(self._known.index, body)["aggregations"]
            touched = {"touched": answer["touched"]} if "touched" in answer else {}
            answer = counts | touched
        else:
            answer = {}
        return contrasting.contrast_of(
            answer,
            found.total,
            self._presence,
            self._persons,
            archive=self._known.size,
            size=size,
        )

    def document(self, article_id: str) -> Document | None:
        """Return the article with this id, None when there is none."""
        if self._columns.number(article_id) is None:
            return None
        source = self._cluster.source(self._known.index, key(article_id))
        return self._introduced(document_of({"_source": source})) if source else None

    def document_by_url(self, url: str) -> Document | None:
        """Return the article published at *url*, None when there is none."""
        number = self._columns.number_by_url(url)
        return None if number is None else self.document(self._columns.ids[number])

    def _introduced(self, document: Document) -> Document:
        """Return *document* with its persons as they are known across articles."""
        number = self._columns.number(document.article.id)
        if number is None:
            return document
        return replace(document, people=self._people.introduced(number, document.people))

    def neighbours(
        self, document: Document, *, last: date | None = None, size: int = 60
    ) -> Neighbourhood:
        """Return the articles most like *document*, which need not be in the archive."""
        return self._neighbours.find(document, last=last, size=size)

    def fingerprints(self, origins: Sequence[str] | None) -> Mapping[str, str]:
        """Return id -> fingerprint of all articles (of these *origins* only)."""
        return Fingerprints(self._columns, origins)

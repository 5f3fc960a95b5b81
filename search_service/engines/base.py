"""What an engine is, whichever one runs: the protocols above the seam."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final, Protocol

from search_service.document import AnalysedDocument, Document
from search_service.engines.records import Definition, Generation, Neighbourhood, SpellingModel
from search_service.identity import NO_RULINGS, Decision, Ruling, Rulings
from search_service.query import Query
from search_service.results import Bucket, Contrast, Listed, PersonRecord, Results, Suggestion

MAX_BUCKETS: Final = 50
"""Most buckets of one facet (dates: every bucket there is)."""

MAX_WINDOW: Final = 10_000
"""Deepest hit that paging reaches: nobody reads further, and robots should not."""


class Engine(Protocol):
    """Reads one generation. Safe to call from several threads.

    Persons are those of ``identity.resolve``, which a writer applies to all articles of a
    generation, as the rulings that the archive was asked with change them
    (``identity.rule``). So they are in facets, filters, hits, documents and completions alike.
    """

    generation: Generation

    def search(self, query: Query, *, facets: Sequence[str] = ()) -> Results:
        """Return one page of hits, the total, and a Facet per name in *facets*.

        A facet counts the articles matching all of *query* but that facet's own
        filter, so a chosen section still shows its siblings. Hits that tie are in
        order of date, newest first, then of id. A query of one ``field`` finds by that
        field alone, and without words every article that has it. A query for ``recent`` articles
        multiplies the scores that order its hits, by a little more the newer an
        article is, counted from the newest there is: never by today's clock.

        Args:
            query: ``start`` counts hits from 0; ``size`` is 0..100 hits.
            facets: Names from ``schema.FACETS``; at most MAX_BUCKETS buckets each,
                dates without limit. The three date facets share one filter. That of persons
                lists those alone who are ``query.people_like``, and those chosen.

        Returns:
            ``len(hits) <= query.size``; ``total`` is in articles, before paging.
            Scores order hits within one Results and mean nothing across engines.

        Raises:
            QueryError: a name is not a facet or not a field of text, or the window is deeper
                than MAX_WINDOW.
            EngineUnavailable: the index cannot be read now (503, retry).
        """

    def stream(self, query: Query) -> Iterator[Document]:
        """Yield every article that *query* finds, in the order of its hits, however many.

        For taking a whole result away: what ``search`` pages through, its pins included, without
        the limit of a window and without snippets. The order is kept in memory, the articles are
        not.

        Args:
            query: Its ``start`` and ``size`` do not count.
        """

    def scan(self, query: Query, *, after: str = "") -> tuple[Document, ...]:
        """Return the articles that *query* finds in the order of their ids, from *after* on.

        For reading many or all of them part by part: the order is that of the ids' UTF-8 bytes,
        so an article that is in every generation of that time is met once, whatever is published
        meanwhile.

        Args:
            query: Its words and filters count, and its size; pins, sort and start do not.
            after: The id behind which to begin; it need not be there.
        """

    def ids(self, query: Query) -> Sequence[str]:
        """Return the ids of all articles that *query* finds, in the order of their UTF-8 bytes.

        For comparing whole results: no article is read.

        Args:
            query: Its words and filters count; pins, sort, start and size do not.
        """

    def contrast(self, query: Query, *, size: int) -> Contrast:
        """Return what the articles that *query* finds have more often than the archive has.

        Compounds of two syllables or more are compared, function words and those with numbers
        apart, and persons; each by the number of articles that have it. What is typical, and in
        which order, is said by ``significance.typical``. Nothing is typical of a result that is
        the whole archive.

        Args:
            query: Its words and filters count; pins, sort, start and size do not.
            size: Most words, and most persons, to return.
        """

    def document(self, article_id: str) -> Document | None:
        """Return the article with this id, None when there is none."""

    def document_by_url(self, url: str) -> Document | None:
        """Return the article published at *url*, None when there is none."""

    def person(self, person_id: str) -> PersonRecord | None:
        """Return the person with this id across the archive, None when nobody has it.

        An id that the person had before (that of another spelling, of a shorter name, of a
        namesake by another role) leads to the person too; the record has the present one.
        """

    def decisions(self) -> Sequence[Decision]:
        """Return what was decided about persons while the generation was built, by person."""

    def idle_rulings(self) -> Sequence[tuple[Ruling, str]]:
        """Return the newsroom's rulings that match nobody here, each with the reason."""

    def listing(
        self, days: tuple[date, date] | None, *, start: int = 0, size: int
    ) -> tuple[Listed, ...]:
        """Return the articles published between two days, both included, the newest first.

        For lists of everything there is; unlike a search it reads no article and goes as deep as
        there are articles.

        Args:
            days: The first and the last day; None for the articles without a date, by their ids.
            start: How many to pass over.
            size: Most to return.
        """

    def people(self, *, least: int, size: int) -> tuple[Bucket, ...]:
        """Return who is mentioned in *least* articles or more, most often first, then by name.

        Args:
            least: Fewest articles, at least 1.
            size: Most persons to return.
        """

    def mentions(self, people: Sequence[str]) -> Sequence[int]:
        """Return for each person's id the number of articles that mention the person."""

    def suggest(self, text: str, *, limit: int) -> tuple[Suggestion, ...]:
        """Return completions of *text*, at most *limit*, those most likely wanted first.

        Completed are names of people and sections, phrases that are frequent in the archive, and
        titles, from the beginning of any syllable. The last syllable may be half typed, marks may
        be left out, and those typed must stand so. Where people fit, they fill five eighths of
        the list and at least its first five places, but for sections where fewer people fit.
        """

    def spelling(self) -> SpellingModel:
        """Return how the archive's own texts are spelt."""

    def abbreviations(self) -> Sequence[Definition]:
        """Return what the archive's own texts explain: each time the same sequence."""

    def neighbours(
        self, document: Document, *, last: date | None = None, size: int = 60
    ) -> Neighbourhood:
        """Return the articles most like *document*, which need not be in the archive.

        Compared are title, lead, body and opening, by their syllables and pairs of neighbouring
        syllables: the cosine of vectors whose weights grow with how often an article has one and
        how few others do. An engine may look at the strongest alone, and at those of few
        articles first; nothing of an article is read that is not needed for a Neighbour. The
        article with the id or the URL of *document* is itself and left out.

        Args:
            document: What is compared: its article's texts.
            last: Only articles published up to this day; undated ones are none of them.
            size: Most articles to return, at most 100.
        """


class Writer(Protocol):
    """Builds the next generation aside. A context manager: an error inside publishes nothing."""

    def __enter__(self) -> Writer: ...

    def __exit__(self, *exc: object) -> None: ...

    def fingerprints(self, origins: Sequence[str] | None = None) -> Mapping[str, str]:
        """Return id -> fingerprint of the articles being updated (of these *origins* only)."""

    def add(self, document: AnalysedDocument) -> None:
        """Add an article, in place of the one with its id where there is one."""

    def remove(self, article_id: str) -> None:
        """Remove the article with this id."""

    def publish(self) -> Generation:
        """Write, verify and fsync the new generation, then make it the live one."""


class Archive(Protocol):
    """All generations of one index, and the way to open, build and mend them."""

    def engine(self, rulings: Rulings = NO_RULINGS, *, name: str = "") -> Engine:
        """Return the engine of the live generation, a newer one as soon as it is published.

        Args:
            rulings: The newsroom's word on persons. They are some thousand lines at most, name
                persons and articles by id, name or address, and stay the same object until the
                file changes. An engine that holds persons as columns recodes these once for each
                such object; one that keeps a field of persons in each article can rewrite the
                articles that ``identity.rule`` moves, and ask for all of a person's former ids
                meanwhile.
            name: Another complete generation to read, which may be gone at any time.

        Raises:
            GenerationGone: there is no generation *name* any more, or never was.
            IndexMissing, IndexOutdated, EngineUnavailable.
        """

    def forget(self) -> None:
        """Let go of what can be put together again; answers stay the same, the next take longer."""

    def writer(self, *, update: bool = False) -> Writer:
        """Start a new generation: empty, or with *update* beginning as the live one.

        Raises:
            IndexBusy: another process is writing.
        """

    def merge(self) -> Generation | None:
        """Build what updates have appended, and what was there, into one, and make it live.

        Whatever an update leaves for later is decided then by all articles together: averages,
        frequent phrases, who is who. None where there is nothing to be merged.

        Raises:
            IndexBusy: another process is writing.
        """

    def generations(self) -> list[Generation]:
        """Return every complete generation, newest first."""

    def verify(self) -> list[str]:
        """Re-read the live generation; return what is wrong with it, nothing when all is well."""

    def rollback(self) -> Generation:
        """Make the complete generation before the live one live, and return it.

        Raises:
            IndexMissing: there is none before it.
        """

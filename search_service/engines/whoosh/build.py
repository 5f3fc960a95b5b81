"""Building a generation: the index of record, and the arrays it is read by."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Self

import numpy as np

from search_service.document import AnalysedDocument, Document, field_texts
from search_service.engines.errors import EngineUnavailable
from search_service.engines.records import Generation
from search_service.engines.whoosh import inverting, ngrams, phrases, resolved
from search_service.engines.whoosh.arrays import Array
from search_service.engines.whoosh.columns import Columns, Row
from search_service.engines.whoosh.completing import completions
from search_service.engines.whoosh.engine import ARRAYS, RECORD, RECORD_NUMBERS, WhooshEngine
from search_service.engines.whoosh.entries import Entry
from search_service.engines.whoosh.features import TIMES
from search_service.engines.whoosh.frequencies import DOCUMENT_FREQUENCIES
from search_service.engines.whoosh.gathering import Rows
from search_service.engines.whoosh.generations import Generations
from search_service.engines.whoosh.inverting import document_frequencies
from search_service.engines.whoosh.lexicon import Lexicon
from search_service.engines.whoosh.manifest import Manifest
from search_service.engines.whoosh.ngrams import Ngrams
from search_service.engines.whoosh.phrases import Miner
from search_service.engines.whoosh.postings import Postings
from search_service.engines.whoosh.printing import named, spelt
from search_service.engines.whoosh.record import RecordReader, RecordWriter
from search_service.engines.whoosh.restoring import texts_by_article
from search_service.engines.whoosh.sampling import newest
from search_service.engines.whoosh.suggesting import Suggester
from search_service.engines.whoosh.tokens import FieldTokens, TermNumbers, Text
from search_service.engines.whoosh.vectors import Vectors
from search_service.schema import TEXT_FIELDS, WORDS
from search_service.vietnamese import syllables

_INDEXED: Final = (*(field.name for field in TEXT_FIELDS), WORDS)
_RUNNING: Final = ("title", "lead", "body", "captions")
"""The fields whose texts show how syllables are written and which follow which."""

_MINED: Final = _RUNNING[:3]
"""The fields whose texts phrases are taken from: captions repeat the body."""

_NAMED: Final = 3
"""How often a person's name counts for each article with it, besides where it is printed: names
are what readers ask for, and that often every triple in them is kept (``ngrams.LEAST``)."""


class WhooshWriter:
    """Builds the next generation in a folder of its own; see ``engines.base.Writer``."""

    def __init__(
        self, generations: Generations, begin: Callable[[], str] | None, *, keep: int
    ) -> None:
        """Prepare a build in *generations*.

        An update begins with the articles of the generation whose name *begin* tells, which is
        asked while the lock is held.
        """
        self._generations = generations
        self._keep = keep
        self._built = datetime.now(UTC)
        self._terms = TermNumbers()
        self._lock = generations.lock()
        try:
            live = generations.path(begin()) if begin else None
            with _writing(generations.folder):
                self._folder = generations.begin()
                self._record = self._begin_record(live)
                self._rows = Rows(self._folder)
                self._tokens = {name: FieldTokens(self._folder) for name in _INDEXED}
            self._known = Columns(live / ARRAYS) if live else None
        except BaseException:
            generations.remove_orphans()
            self._lock.release()
            raise
        self._live = live
        self._dropped: set[int] = set()

    def _begin_record(self, live: Path | None) -> RecordWriter:
        folder = self._folder / RECORD
        folder.mkdir()
        (self._folder / ARRAYS).mkdir()
        if live:
            Manifest.load(live).require_current(live.name)
            for path in (live / RECORD).iterdir():
                _link(path, folder / path.name)
        return RecordWriter(folder, update=live is not None)

    def __enter__(self) -> Self:
        gc.disable()  # hundreds of thousands of long-lived objects: collecting costs 1.6 x
        return self

    def __exit__(self, *exc: object) -> None:
        gc.enable()
        try:
            if self._folder.is_dir():
                self._record.cancel()
                shutil.rmtree(self._folder)
        finally:
            self._lock.release()

    def fingerprints(self, origins: Sequence[str] | None = None) -> Mapping[str, str]:
        """Return id -> fingerprint of the articles being updated (of these *origins* only)."""
        if self._known is None:
            return {}
        known = self._known
        return {
            known.ids[number]: known.fingerprints[number]
            for number in range(len(known))
            if origins is None or known.origins[number] in origins
        }

    def add(self, document: AnalysedDocument) -> None:
        """Add an article, in place of the one with its id where there is one."""
        row = Row.of(document.document, document.definitions, document.signature)
        with _writing(self._generations.folder):
            self._rows.add(row)
            if self._known is not None:
                self.remove(row.id)
            self._record.add(document.document)
            for name in _INDEXED:
                texts = document.words if name == WORDS else document.tokens[name]
                self._tokens[name].append(map(self._terms.__getitem__, texts))

    def remove(self, article_id: str) -> None:
        """Remove the article with this id, one of those being updated."""
        number = self._known.number(article_id) if self._known is not None else None
        if number is not None and number not in self._dropped:
            self._dropped.add(number)
            self._record.remove(article_id)

    def publish(self) -> Generation:
        """Write, verify and fsync the new generation, then make it the live one."""
        with _writing(self._generations.folder):
            return self._publish()

    def _publish(self) -> Generation:
        self._record.commit()
        record_numbers: Mapping[str, int] = self._rows.numbers
        arrays = self._folder / ARRAYS
        if self._live is not None:
            record_numbers = self._record.numbers()
            self._keep_known(self._live / ARRAYS)
        new_number = Lexicon.write(arrays, list(self._terms))
        every = {name: self._tokens[name].texts(new_number) for name in _INDEXED}
        inverting.write(arrays, every, len(new_number))
        np.save(arrays / f"{DOCUMENT_FREQUENCIES}.npy", document_frequencies(Postings(arrays)))
        Vectors.write(arrays, {name: every[name] for name in TIMES})
        self._rows.write(arrays)
        resolved.write(arrays, self._rows)
        ranks = Columns(arrays).newest
        self._write_spelling(every, ranks, new_number)
        numbers = np.array([record_numbers[one] for one in self._rows.numbers], dtype=np.uint32)
        np.save(arrays / RECORD_NUMBERS, numbers)
        self._write_completions(every, ranks, numbers)
        Manifest.describe(self._folder, built=self._built, articles=len(self._rows)).save(
            self._folder
        )
        _verify(self._folder, len(record_numbers))
        name = self._generations.publish(self._folder)
        self._generations.collect(self._keep)
        return Generation(name, self._built, len(self._rows), live=True)

    def _write_spelling(self, every: Mapping[str, Text], ranks: Array, new_number: Array) -> None:
        running = [every[name] for name in _RUNNING]
        counted, _ = newest(running, ranks, ngrams.SAMPLE)
        counted.append(self._names().texts(new_number))
        Ngrams.write(self._folder / ARRAYS, counted, len(new_number), older=running)

    def _write_completions(
        self, every: Mapping[str, Text], ranks: Array, record_numbers: Array
    ) -> None:
        arrays = self._folder / ARRAYS
        mined, share = newest([every[name] for name in _MINED], ranks, phrases.SAMPLE)
        miner = Miner(mined, Lexicon(arrays), Postings(arrays).word_articles(), share)
        Suggester.write(arrays, self._entries(miner, record_numbers))

    def _names(self) -> FieldTokens:
        """Return the names of the persons of all articles, each as a text of its own."""
        names = FieldTokens(self._folder)
        printed = [self._known_terms(name) for name in self._rows.printed]
        for code in self._rows.printings:
            for _ in range(_NAMED if printed[code] else 0):
                names.append(printed[code])
        return names

    def _known_terms(self, name: str) -> list[int]:
        """Return the terms of a name, none where one of its syllables is no term."""
        terms = [self._terms.get(text) for text in syllables(name)]
        return [] if None in terms else [term for term in terms if term is not None]

    def _entries(self, miner: Miner, record_numbers: Array) -> Iterator[Entry]:
        """Return what can be suggested, with the number of its articles."""
        known = Columns(self._folder / ARRAYS)
        persons = list(completions(self._folder / ARRAYS, known))
        for person, name, articles in persons:
            yield Entry("person", person, name, articles)
        counts = np.bincount(known.section, minlength=len(known.sections)).tolist()
        for section, articles in list(zip(known.sections, counts, strict=True))[1:]:
            yield Entry("section", section, section, articles)
        names = named([(name, articles) for _, name, articles in persons])
        names |= {" ".join(syllables(name)): len(known) for name in known.sections}
        record = RecordReader(self._folder / RECORD)
        try:
            for phrase, articles in spelt(
                miner.phrases(names),
                lambda number: _texts(record.document(int(record_numbers[number]))),
            ):
                yield Entry("phrase", phrase, phrase, articles)
        finally:
            record.close()
        for number in np.argsort(known.newest).tolist():
            yield Entry("title", known.ids[number], known.titles[number], 1)

    def _keep_known(self, arrays: Path) -> None:
        """Put the kept articles of the live generation behind the new ones."""
        assert self._known is not None  # noqa: S101 - update and live go together
        kept = [number for number in range(len(self._known)) if number not in self._dropped]
        for number in kept:
            self._rows.add(self._known.row(number))
        lexicon = Lexicon(arrays)
        numbers = np.fromiter(map(self._terms.__getitem__, lexicon), dtype=np.uint32)
        for name, (tokens, lengths) in texts_by_article(Postings(arrays), kept).items():
            self._tokens[name].extend(numbers[tokens], lengths)


def _texts(document: Document) -> list[str]:
    texts = field_texts(document.article)
    return [texts[name] for name in _MINED]


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    """Name the folder that cannot be written to: a full disk is no fault of the service."""
    try:
        yield
    except OSError as error:
        raise EngineUnavailable(
            f"{folder} cannot be written to: {error.strerror or error}; "
            "nothing was published, the live generation stays"
        ) from error


def _link(path: Path, target: Path) -> None:
    """Share a file between two generations: Whoosh never writes into a finished file."""
    try:
        os.link(path, target)
    except OSError:  # a file system without hard links
        shutil.copy2(path, target)


def _verify(folder: Path, articles: int) -> None:
    """Open the finished generation as a server would and read from it.

    Raises:
        EngineUnavailable: it is not what was written.
    """
    engine = WhooshEngine(folder)
    try:
        if len(engine) != articles:
            raise EngineUnavailable(f"{folder} has {len(engine)} articles instead of {articles}")
        wrong = Manifest.load(folder).damage(folder)
        if wrong:
            raise EngineUnavailable("; ".join(wrong))
        engine.sample()
    finally:
        engine.close()

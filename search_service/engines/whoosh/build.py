"""Building a generation: the index of record, and the arrays it is read by."""

from __future__ import annotations

import gc
import shutil
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Self

import numpy as np

from search_service.document import AnalysedDocument
from search_service.engines.arrays import vectorizing
from search_service.engines.arrays.allocating import keep_freed, return_freed
from search_service.engines.arrays.columns import Row
from search_service.engines.arrays.features import TIMES
from search_service.engines.arrays.fingerprints import Fingerprints
from search_service.engines.arrays.gathering import Rows
from search_service.engines.arrays.language import learning
from search_service.engines.arrays.lexicon import Lexicon
from search_service.engines.arrays.mapped import Array
from search_service.engines.arrays.persons import resolved
from search_service.engines.arrays.tokens import FieldTokens, TermNumbers
from search_service.engines.records import Generation
from search_service.engines.whoosh import inverting
from search_service.engines.whoosh.finishing import require_sound, share, verify, writing
from search_service.engines.whoosh.frequencies import DOCUMENT_FREQUENCIES
from search_service.engines.whoosh.generations import Generations
from search_service.engines.whoosh.inverting import document_frequencies
from search_service.engines.whoosh.manifest import Manifest
from search_service.engines.whoosh.postings import Postings
from search_service.engines.whoosh.record import RecordReader, RecordWriter
from search_service.engines.whoosh.segments import appending
from search_service.engines.whoosh.segments.appending import Change, record_numbers
from search_service.engines.whoosh.segments.merging import take_back
from search_service.engines.whoosh.segments.parts import (
    ARRAYS,
    RECORD,
    RECORD_NUMBERS,
    SEGMENT,
    columns_of,
    folders_of,
    record_numbers_of,
)
from search_service.schema import TEXT_FIELDS, WORDS

_INDEXED: Final = (*(field.name for field in TEXT_FIELDS), WORDS)


@dataclass(frozen=True, slots=True)
class Beginning:
    """The generation that an update begins as.

    Attributes:
        may_append: It can be appended to, and of its files those alone were compared with their
            checksums that an append writes again; else all of them were.
    """

    name: str
    may_append: bool


class WhooshWriter:
    """Builds the next generation in a folder of its own; see ``engines.base.Writer``."""

    def __init__(
        self, generations: Generations, begin: Callable[[], Beginning] | None, *, keep: int
    ) -> None:
        """Prepare a build in *generations*.

        An update begins with the articles of the generation that *begin* tells, which is asked
        while the lock is held.
        """
        self._generations = generations
        self._keep = keep
        self._built = datetime.now(UTC)
        self._fresh: list[Row] = []
        self._terms = TermNumbers()
        self._dropped: set[int] = set()
        self._lock = generations.lock()
        try:
            self._begun = begin() if begin else None
            with writing(generations.folder):
                self._folder = generations.begin()
                self._record = self._begin_record()
                self._rows = Rows(self._folder)
                self._tokens = {name: FieldTokens(self._folder) for name in _INDEXED}
            live = generations.path(self._begun.name) if self._begun else None
            self._change = Change(live, columns_of(live), self._dropped) if live else None
        except BaseException:
            generations.remove_orphans()
            self._lock.release()
            raise

    def _begin_record(self) -> RecordWriter:
        folder = self._folder / RECORD
        folder.mkdir()
        if self._begun:
            live = self._generations.path(self._begun.name)
            Manifest.load(live).require_current(live.name)
            share(live / RECORD, folder)
        return RecordWriter(folder, update=self._begun is not None)

    def __enter__(self) -> Self:
        gc.disable()  # hundreds of thousands of long-lived objects: collecting costs 1.6 x
        keep_freed()
        return self

    def __exit__(self, *exc: object) -> None:
        gc.enable()
        try:
            if self._folder.is_dir():
                self._record.cancel()
                shutil.rmtree(self._folder)
        finally:
            self._lock.release()
            return_freed()

    @property
    def appended(self) -> int:
        """How many articles are changed since the last merge of what is updated."""
        return len(self._change.behind()) + len(self._change.gone()) if self._change else 0

    def fingerprints(self, origins: Sequence[str] | None = None) -> Mapping[str, str]:
        """Return id -> fingerprint of the articles being updated (of these *origins* only)."""
        return Fingerprints(self._change.known, origins) if self._change else {}

    def add(self, document: AnalysedDocument) -> None:
        """Add an article, in place of the one with its id where there is one."""
        row = Row.of(document.document, document.definitions, document.signature)
        with writing(self._generations.folder):
            self._rows.add(row)
            self.remove(row.id)
            self._record.add(document.document)
            for name in _INDEXED:
                texts = document.words if name == WORDS else document.tokens[name]
                self._tokens[name].append(map(self._terms.__getitem__, texts))
        if self._change and len(self._fresh) < appending.MOST:  # more are not appended
            self._fresh.append(row)

    def remove(self, article_id: str) -> None:
        """Remove the article with this id, one of those being updated."""
        number = self._change.known.number(article_id) if self._change else None
        if number is not None and number not in self._dropped:
            self._dropped.add(number)
            self._record.remove(article_id)

    def publish(self) -> Generation:
        """Write, verify and fsync the new generation, then make it the live one."""
        with writing(self._generations.folder):
            return self._publish()

    def _publish(self) -> Generation:
        change = self._change
        if change and self._begun and self._begun.may_append and change.fits(len(self._rows)):
            self._append(change)
        else:
            self._build()
        manifest = Manifest.load(self._folder)
        name = self._generations.publish(self._folder)
        self._generations.collect(self._keep)
        return Generation(
            name, self._built, manifest.articles, live=True, appended=manifest.appended
        )

    def _append(self, change: Change) -> None:
        """Write what is new, and what came since the last merge, beside the files of before."""
        renumbered, first = self._record.commit()
        before, behind = record_numbers(change, renumbered)
        own = np.arange(first, first + len(self._fresh), dtype=np.uint32)
        rows = [*self._fresh, *map(change.known.row, change.behind().tolist())]
        self._take_back([change.live / SEGMENT], change.behind() - len(change.base))
        (self._folder / ARRAYS).mkdir()
        share(change.live / ARRAYS, self._folder / ARRAYS)
        numbers = np.concatenate([before, own, behind])
        appending.write(
            self._folder, change, appending.Segment(rows, self._terms, self._tokens, numbers)
        )
        shared = {
            name: described
            for name, described in Manifest.load(change.live).files.items()
            if not name.startswith(f"{SEGMENT}/")
        }
        articles = len(change.base) - len(change.gone()) + len(rows)
        Manifest.describe(
            self._folder,
            built=self._built,
            articles=articles,
            appended=len(rows),
            shared=shared,
        ).save(self._folder)
        verify(self._folder, articles, but=shared)

    def _build(self) -> None:
        """Write everything; of an update that is a merge."""
        change = self._change
        if change and self._begun and self._begun.may_append:
            require_sound(change.live)
        renumbered, first = self._record.commit(reclaim=True)
        numbers = np.arange(first, first + len(self._rows), dtype=np.uint32)
        if change:
            kept = record_numbers_of(change.live)[change.kept()]
            numbers = np.append(numbers, renumbered[kept])
            self._take_back(folders_of(change.live), change.kept())
            for number in change.kept().tolist():
                self._rows.add(change.known.row(number))
        arrays = self._folder / ARRAYS
        arrays.mkdir()
        new_number = Lexicon.write(arrays, list(self._terms))
        every = {name: self._tokens[name].texts(new_number) for name in _INDEXED}
        inverting.write(arrays, every, len(new_number))
        np.save(arrays / f"{DOCUMENT_FREQUENCIES}.npy", document_frequencies(Postings(arrays)))
        vectorizing.write(arrays, {name: every[name] for name in TIMES})
        self._rows.write(arrays)
        resolved.write(arrays, self._rows)
        names = learning.names_of(self._rows, self._terms, self._folder)
        learning.write_spelling(arrays, every, names.texts(new_number))
        np.save(arrays / RECORD_NUMBERS, numbers)
        with closing(RecordReader(self._folder / RECORD)) as record:
            learning.write_completions(
                arrays,
                every,
                Postings(arrays).word_articles(),
                lambda number: record.document(int(numbers[number])),
            )
        Manifest.describe(self._folder, built=self._built, articles=len(self._rows)).save(
            self._folder
        )
        verify(self._folder, len(self._rows))

    def _take_back(self, folders: Sequence[Path], kept: Array) -> None:
        """Put the terms of the articles *kept*, numbered from the first of *folders* on, behind."""
        there = [folder for folder in folders if folder.is_dir()]
        take_back(there, kept, self._terms, self._tokens)

"""Records of the collections beside the checkout, and indexes built of them."""

import gzip
import json
import multiprocessing
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from search_service.article import Article
from search_service.document import AnalysedDocument, Document, analyse, with_terms
from search_service.engines.base import Engine
from search_service.engines.errors import IndexMissing, IndexOutdated
from search_service.engines.whoosh.archive import WhooshArchive

WORKERS = 2

Record = dict[str, Any]
Analysis = Callable[[Record], AnalysedDocument]


def records(path: Path) -> Iterator[Record]:
    """Yield the records of a JSON Lines file, packed by gzip or not.

    Raises:
        FileNotFoundError: it is not there.
    """
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines)


def terms_alone(record: Record) -> AnalysedDocument:
    """Analyse an article without looking for persons, which matching does not use."""
    return with_terms(Document(Article.from_record(record)))


def whole(record: Record) -> AnalysedDocument:
    """Analyse an article as indexing does."""
    return analyse(Article.from_record(record), "evaluation")


@contextmanager
def work_folder(work: Path | None) -> Iterator[Path]:
    """Give *work*, or a temporary folder when there is none."""
    if work is not None:
        yield work
    else:
        with TemporaryDirectory() as folder:
            yield Path(folder)


def engine_of(folder: Path, articles: Sequence[Record], analysis: Analysis) -> Engine:
    """Return an engine of *articles*, in *folder*; an index of as many that is there is kept."""
    archive = WhooshArchive(folder, keep=1)
    try:
        engine = archive.engine()
    except (IndexMissing, IndexOutdated):
        pass
    else:
        if engine.generation.articles == len(articles):
            return engine
    print(f"indexing {len(articles):,} articles in {folder}", file=sys.stderr)
    with archive.writer() as writer:
        for document in analysed(articles, analysis):
            writer.add(document)
        writer.publish()
    return archive.engine()


def analysed(articles: Sequence[Record], analysis: Analysis) -> Iterator[AnalysedDocument]:
    """Yield the analysed *articles* in order, the work shared by WORKERS processes."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(WORKERS, mp_context=context) as pool:
        yield from pool.map(analysis, articles, chunksize=50)

"""The articles of a benchmark, analysed once and kept in a scratch folder.

Analysis is most of the way to an index of 70,000 articles. Its outcome depends on nothing but the
articles and the analyser, so one run of it serves every engine, size and repetition.
"""

import multiprocessing
import random
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import timedelta
from functools import partial
from itertools import chain, islice
from pathlib import Path

from scripts.evaluation.indexes import WORKERS, Record, records, whole
from search_service.article import Article
from search_service.document import AnalysedDocument, analyse
from search_service.prepared import read_chunk, write_chunk
from search_service.readers import Reading
from search_service.vietnamese import ANALYZER_VERSION

SAMPLE = Path(__file__).resolve().parents[2] / "search_service/sample"
COLLECTIONS = ("dated.jsonl.gz", "vntc.jsonl.gz", "headlines.jsonl.gz")
"""Full texts, dated ones first: the next have no month to count by; then titles and leads."""

REAL = 193_000
"""Articles of the collections, about: beyond them articles are resampled."""

CHUNK = 500
"""Articles of one file: a worker's ten seconds, and 10 MB in memory."""

SEED = 5


def documents(shared: Path, scratch: Path, number: int) -> Iterator[AnalysedDocument]:
    """Yield *number* analysed articles: real ones, and beyond their number resampled ones."""
    real = 0
    for document in islice(real_documents(shared, scratch, number), number):
        real += 1
        yield document
    if real < number and (shared / "corpus").is_dir():
        yield from _resampled(shared, scratch, real, number - real)


def real_documents(shared: Path, scratch: Path, number: int) -> Iterator[AnalysedDocument]:
    """Yield up to *number* articles of the collections, or of the sample where there are none."""
    if not (shared / "corpus").is_dir():
        print(f"{shared / 'corpus'} is not there: the sample archive is measured", file=sys.stderr)
        sample = (item for _, item in Reading([SAMPLE]) if isinstance(item, Article))
        yield from (analyse(article, "sample") for article in sample)
        return
    for path in _prepared(shared, scratch, number):
        yield from _load(path)


def _prepared(shared: Path, scratch: Path, number: int) -> list[Path]:
    """Return the files of the first *number* articles; those that are missing are made."""
    folder = scratch / f"analysed-{ANALYZER_VERSION}"
    folder.mkdir(parents=True, exist_ok=True)
    firsts = range(0, number, CHUNK)
    if not all(map(partial(_made, folder), firsts)):
        print(f"analysing {number:,} articles into {folder}", file=sys.stderr)
        found = chain.from_iterable(records(shared / "corpus" / name) for name in COLLECTIONS)
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(WORKERS, mp_context=context) as pool:
            waiting = []
            for first in firsts:
                chunk = list(islice(found, CHUNK))
                if chunk and not _made(folder, first):
                    waiting.append(pool.submit(_analyse, chunk, folder, first))
            for future in waiting:
                future.result()
    return list(chain.from_iterable(map(partial(_made, folder), firsts)))


def _made(folder: Path, first: int) -> list[Path]:
    """Return the file of the articles from *first* on, if there is one."""
    return list(folder.glob(f"{first:07}-*.jsonl.gz"))


def _analyse(chunk: list[Record], folder: Path, first: int) -> None:
    analysed = [whole(record) for record in chunk if record.get("body") or record.get("lead")]
    write_chunk(folder / f"{first:07}-{len(analysed)}.jsonl.gz", analysed)


def _load(path: Path) -> list[AnalysedDocument]:
    articles = path.name.partition(".")[0].rpartition("-")[2]
    return list(read_chunk(path, int(articles)))


def _resampled(shared: Path, scratch: Path, real: int, number: int) -> Iterator[AnalysedDocument]:
    """Yield *number* drawings with replacement, with ids, addresses and days of their own.

    A drawing has the terms of the article drawn: document frequencies grow with the archive, the
    lexicon does not, while a real archive's would.
    """
    chosen = random.Random(SEED)
    paths = _prepared(shared, scratch, real)
    for start in range(0, number, CHUNK):
        chunk = _load(chosen.choice(paths))
        for place in range(start, min(start + CHUNK, number)):
            yield _redrawn(chosen.choice(chunk), place, chosen)


def _redrawn(document: AnalysedDocument, place: int, chosen: random.Random) -> AnalysedDocument:
    article = document.document.article
    published = article.published
    if published:
        published -= timedelta(days=chosen.randrange(3650))
    update = {"id": f"again-{place}", "url": None, "published": published}
    drawn = replace(document.document, article=article.model_copy(update=update))
    return replace(document, document=drawn)

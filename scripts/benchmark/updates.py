"""What an update costs beside building everything again: processor time and clock, in one run.

.venv/bin/python -m scripts.benchmark.updates --articles 20000 --scratch FOLDER --folder FOLDER
"""

import argparse
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from scripts.benchmark import corpus
from search_service.document import AnalysedDocument
from search_service.engines.records import Generation
from search_service.engines.whoosh.archive import WhooshArchive
from search_service.grammar import parse

STEPS = (1, 1, 100, 1)
"""Articles of each update in turn; the first one opens what the next find open."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--scratch", type=Path, required=True, help="of analysed articles")
    parser.add_argument("--folder", type=Path, required=True, help="where to work; emptied")
    options = parser.parse_args()
    documents = corpus.documents(
        options.shared, options.scratch, options.articles + sum(STEPS) + corpus.CHUNK
    )
    shutil.rmtree(options.folder, ignore_errors=True)
    archive = WhooshArchive(options.folder)
    with clocked(f"build of {options.articles:,}"):
        add(archive, islice(documents, options.articles), update=False)
    for number in STEPS:
        new = list(islice(documents, number))
        with clocked(f"update of {number:,}"):
            generation = add(archive, iter(new), update=True)
        with clocked("  and a search of it"):
            found = archive.engine().search(parse(new[0].document.article.title))
        print(f"  {generation.articles:,} articles, {found.total:,} found")
    with clocked("merge"):
        archive.merge()


def add(
    archive: WhooshArchive, documents: Iterator[AnalysedDocument], *, update: bool
) -> Generation:
    with archive.writer(update=update) as writer:
        for document in documents:
            writer.add(document)
        return writer.publish()


@contextmanager
def clocked(what: str, clock: Callable[[], float] = time.perf_counter) -> Iterator[None]:
    begun, spent = clock(), time.process_time()
    yield
    print(f"{what}: {time.process_time() - spent:.2f} s, {clock() - begun:.2f} s clock", flush=True)


if __name__ == "__main__":
    main()

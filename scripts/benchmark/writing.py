"""What writing an index is made of, beside plain Whoosh in one run: seconds of the processor.

Whoosh is measured as the bench has it, with one field and the ids alone, and with what the service
keeps: fields apart, words, and the record.

.venv/bin/python -m scripts.benchmark.writing --articles 10000 --scratch FOLDER
"""

import argparse
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import Any

from scripts.benchmark import corpus
from scripts.benchmark.peer import Peer
from scripts.benchmark.service import Ranking
from scripts.benchmark.whoosh_alone import Whoosh, WhooshInFields
from search_service.engines.arrays import vectorizing
from search_service.engines.arrays.language import learning
from search_service.engines.arrays.persons import resolved
from search_service.engines.whoosh import inverting

CHECKOUT = Path(__file__).resolve().parents[2]

PARTS: dict[str, tuple[ModuleType, str]] = {
    "neighbours": (vectorizing, "write"),
    "persons across articles": (resolved, "write"),
    "spelling": (learning, "write_spelling"),
    "completions": (learning, "write_completions"),
    "postings": (inverting, "write"),
}
"""What is timed, by the function that makes it; a search engine has the postings alone."""

COMMON = frozenset({"postings"})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--shared", type=Path, default=CHECKOUT.parent / "shared")
    parser.add_argument("--scratch", type=Path, required=True)
    options = parser.parse_args()
    for _ in range(options.rounds):
        for engine in (Ranking(), Whoosh(), WhooshInFields()):
            spent: dict[str, float] = {}
            with timed(spent):
                whole = built(engine, options)
            own = sum(seconds for part, seconds in spent.items() if part not in COMMON)
            print(f"{engine.name}: {options.articles / whole:,.0f} articles/s", flush=True)
            if spent:
                print(f"  without what Whoosh has not: {options.articles / (whole - own):,.0f}")
            for part, seconds in spent.items():
                print(f"  {part}: {1000 * seconds / options.articles:.2f} ms an article")


def built(engine: Peer, options: argparse.Namespace) -> float:
    """Build the index of *engine*, and return the seconds without those of reading articles."""
    documents = corpus.documents(options.shared, options.scratch, options.articles)
    analysed = list(islice(documents, options.articles))
    with TemporaryDirectory(dir=options.scratch) as folder:
        begun = time.process_time()
        engine.build(Path(folder), analysed)
        return time.process_time() - begun


@contextmanager
def timed(spent: dict[str, float]) -> Iterator[None]:
    """Put into *spent* the seconds of each of PARTS."""
    known = {part: getattr(*place) for part, place in PARTS.items()}
    try:
        for part, (module, name) in PARTS.items():
            setattr(module, name, _clocked(known[part], part, spent))
        yield
    finally:
        for part, (module, name) in PARTS.items():
            setattr(module, name, known[part])


def _clocked(
    function: Callable[..., Any], part: str, spent: dict[str, float]
) -> Callable[..., Any]:
    def clocked(*arguments: Any, **named: Any) -> Any:
        begun = time.process_time()
        try:
            return function(*arguments, **named)
        finally:
            spent[part] = spent.get(part, 0.0) + time.process_time() - begun

    return clocked


if __name__ == "__main__":
    main()

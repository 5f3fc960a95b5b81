"""Marks given back to headlines typed without any, by the spelling of an archive without them."""

import random
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from rich.console import Console
from rich.table import Table

from scripts.evaluation.indexes import Record, records
from scripts.evaluation.metrics import mean, percentile
from search_service.cleaning import clean
from search_service.document import MAX_TOKENS
from search_service.engines.arrays.language.ngrams import Ngrams
from search_service.engines.arrays.lexicon import Lexicon
from search_service.engines.arrays.tokens import FieldTokens
from search_service.engines.base import Engine
from search_service.engines.records import SpellingModel
from search_service.people import find_people
from search_service.spelling.mending import restore
from search_service.vietnamese import fold, is_marked, syllables

VNTC: Final = "corpus/vntc.jsonl.gz"


@dataclass(frozen=True, slots=True)
class Restored:
    """Figures of one set of headlines: syllables and names right, and seconds taken for each."""

    words: float
    names: float
    named: int
    median: float


def print_restored(
    engine: Engine, shared: Path, articles: Sequence[Record], number: int, seed: int
) -> None:
    """Print how many marks are right in *number* headlines that no archive here has."""
    table = Table(title="Marks of unmarked headlines", caption=f"{number:,} headlines of each set")
    for heading in ("headlines", "archive", "words right", "names", "names right", "p50 ms"):
        table.add_column(
            heading, justify="left" if heading in ("headlines", "archive") else "right"
        )
    indexed = {record["id"] for record in articles}
    others = [record for record in records(shared / VNTC) if record["id"] not in indexed]
    held_back = random.Random(seed).sample(_titled(others), min(number, len(_titled(others))))
    later = _titled(records(shared / "corpus/headlines.jsonl.gz"))
    later = random.Random(seed).sample(later, min(number, len(later)))
    small = f"{len(articles):,} articles without titles"
    rows = [
        ("same newspapers", small, _restored(engine.spelling(), held_back)),
        ("other newspapers", small, _restored(engine.spelling(), later)),
    ]
    asked = set(held_back)
    rest = [one for one in records(shared / VNTC) if one.get("title") not in asked]
    with TemporaryDirectory() as folder:
        model = _model(rest, Path(folder))
        whole = f"all {len(rest):,} others, with titles"
        rows.append(("same newspapers", whole, _restored(model, held_back)))
    for name, archive, figures in rows:
        table.add_row(
            name,
            archive,
            f"{figures.words:.3f}",
            f"{figures.named:,}",
            f"{figures.names:.3f}",
            f"{1000 * figures.median:.2f}",
        )
    Console(width=110).print(table)


def _titled(articles: Iterable[Record]) -> list[str]:
    """Return the distinct marked headlines of *articles*, in a fixed order."""
    titles = {record["title"] for record in articles if is_marked(record.get("title", "").lower())}
    return sorted(titles)


def _model(articles: Iterable[Record], folder: Path) -> SpellingModel:
    """Return the spelling of *articles*, titles and bodies, built in *folder* without an index."""
    numbers: dict[str, int] = {}
    fields = {name: FieldTokens() for name in ("title", "body")}
    for record in articles:
        for name, tokens in fields.items():
            text = syllables(clean(record.get(name, "")))[:MAX_TOKENS]
            tokens.append([numbers.setdefault(syllable, len(numbers)) for syllable in text])
    new_number = Lexicon.write(folder, list(numbers))
    Ngrams.write(folder, [tokens.texts(new_number) for tokens in fields.values()], len(numbers))
    return Ngrams(folder, Lexicon(folder))


def _restored(model: SpellingModel, titles: Iterable[str]) -> Restored:
    right, names, times = [], [], []
    for title in titles:
        wanted = syllables(title)
        typed = [fold(syllable) for syllable in wanted]
        started = time.perf_counter()
        found = restore(model, typed)
        times.append(time.perf_counter() - started)
        right += [
            one == other
            for one, other in zip(found, wanted, strict=True)
            if any(map(str.isalpha, other))
        ]
        names += [found[first:stop] == wanted[first:stop] for first, stop in _names(title)]
    return Restored(mean(right), mean(names or [0]), len(names), percentile(times, 0.5))


def _names(title: str) -> Iterator[tuple[int, int]]:
    """Yield (first, stop) of the syllables of each full name in *title*."""
    for person in find_people(title):
        for mention in person.mentions:
            first = len(syllables(title[: mention.start]))
            length = len(syllables(mention.text))
            if length > 1:
                yield first, first + length

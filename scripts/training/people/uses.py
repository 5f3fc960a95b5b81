"""How newspapers use each word: ``words.tsv.gz``, made of articles that nobody has labelled.

The present finder reads the collections; what it makes of a word in all of them tells the chains
what one article cannot. Made anew from nothing it takes two rounds: the first with chains that know
no words. The labelled and the evaluation's articles are left out.
"""

import gzip
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, fields
from functools import partial
from pathlib import Path

from scripts.training.people.articles import LABELS, texts_of
from scripts.training.people.contexts import Clusters, Contexts, clusters_of
from search_service.people.credits import credited_words
from search_service.people.cues import honorific_before, place_before, says_after
from search_service.people.lexicon import phrases
from search_service.people.model.candidates import candidates
from search_service.people.names import name_spans
from search_service.people.reading import Reading
from search_service.people.tokens import tokenize
from search_service.vietnamese import nfc

# Of each collection, every which article is read for persons; contexts are counted in all of them.
_PARTS = {"dated": 1, "headlines": 3, "vntc": 6}
_LONGEST_TEXT = 6000  # characters: longer articles would outweigh others
_LEAST_ARTICLES = 3  # a word of fewer has no uses worth telling
_LIMITS = (0.02, 0.1, 0.25, 0.5, 0.75, 0.9, 0.98)


@dataclass(slots=True)
class Uses:
    """Counts by word, over the places where no sentence's beginning explains the capital."""

    capital: Counter[str] = field(default_factory=Counter)
    small: Counter[str] = field(default_factory=Counter)
    name: Counter[str] = field(default_factory=Counter)
    alone: Counter[str] = field(default_factory=Counter)
    first: Counter[str] = field(default_factory=Counter)
    last: Counter[str] = field(default_factory=Counter)
    cued: Counter[str] = field(default_factory=Counter)
    saying: Counter[str] = field(default_factory=Counter)
    placed: Counter[str] = field(default_factory=Counter)
    firm: Counter[str] = field(default_factory=Counter)
    articles: Counter[str] = field(default_factory=Counter)

    def update(self, other: "Uses") -> None:
        """Add the counts of *other*."""
        for one in fields(self):
            getattr(self, one.name).update(getattr(other, one.name))


def unlabelled(shared: Path, share: int, shares: int) -> Iterator[tuple[str, bool]]:
    """Yield every *shares*-th text of the collections, and whether it is read for persons.

    Labelled articles are left out.
    """
    evaluation = (shared / "eval/people/articles.jsonl").read_text("utf-8").splitlines()
    known = {json.loads(line)["id"] for line in evaluation}
    known |= {json.loads(line)["id"] for line in LABELS.read_text("utf-8").splitlines()}
    for name, part in _PARTS.items():
        for number, (id_, text) in enumerate(texts_of(shared, (name,))):
            if number % shares == share and id_ not in known:
                yield text[:_LONGEST_TEXT], number // shares % part == 0


def write(shared: Path, path: Path, *, processes: int = 2) -> int:
    """Read the collections, write the table to *path*; return how many words it has."""
    uses, contexts = Uses(), Contexts()
    with ProcessPoolExecutor(processes) as pool:
        for one, two in pool.map(partial(_read_share, shared, processes), range(processes)):
            uses.update(one)
            contexts.update(two)
    lines = sorted(_lines(uses, clusters_of(contexts)))
    path.write_bytes(gzip.compress("".join(lines).encode(), 9, mtime=0))
    return len(lines)


def _read_share(shared: Path, shares: int, share: int) -> tuple[Uses, Contexts]:
    uses, contexts = Uses(), Contexts()
    for text, read in unlabelled(shared, share, shares):
        tokens = tokenize(nfc(text))
        contexts.read(tokens)
        if read:
            _count(uses, name_spans(tokens, credited_words(tokens)))
    return uses, contexts


def _count(uses: Uses, reading: Reading) -> None:
    tokens, keys = reading.tokens, reading.tokens.keys
    for span in reading.spans:
        if span.stop - span.first == 1:
            uses.alone[keys[span.first]] += 1
        else:
            uses.first[keys[span.first]] += 1
            uses.last[keys[span.stop - 1]] += 1
    found = candidates(tokens)
    capitals = set(found.at)
    uses.small.update(key for at, key in enumerate(keys) if at not in capitals)
    inside = [at for at in found.at if reading.taken[at] or not tokens.opens(at)]
    uses.capital.update(keys[at] for at in inside)
    uses.name.update(keys[at] for at in inside if reading.taken[at])
    uses.articles.update({keys[at] for at in inside})
    uses.saying.update(keys[at] for at in found.at if says_after(tokens, at + 1))
    _count_cues(uses, reading, set(found.first))


def _count_cues(uses: Uses, reading: Reading, firsts: Iterable[int]) -> None:
    tokens = reading.tokens
    people, firms = phrases("roles.person", "roles.office"), phrases("places.company")
    for at in firsts:
        if honorific_before(tokens, at) or people.ending(tokens.keys, at):
            uses.cued[tokens.keys[at]] += 1
        elif place_before(tokens, at):
            uses.placed[tokens.keys[at]] += 1
            uses.firm[tokens.keys[at]] += firms.ending(tokens.keys, at) > 0


def _lines(uses: Uses, clusters: Clusters) -> Iterator[str]:
    for word in {*uses.articles, *clusters}:
        steps = _steps(uses, word) if uses.articles[word] >= _LEAST_ARTICLES else ""
        kind, sort = clusters.get(word, ("", ""))
        if steps or kind:
            yield f"{word}\t{steps}\t{kind}\t{sort}\n"


def _steps(uses: Uses, word: str) -> str:
    """Return a digit for each of ``model.words.USES``, a dash where there is too little to tell."""
    capital, name, placed = uses.capital[word], uses.name[word], uses.placed[word]
    cued = uses.cued[word] + uses.saying[word]
    ratios = (
        (name, capital, 1),
        (uses.small[word], uses.small[word] + capital, 1),
        (placed, placed + cued, 3),
        (uses.firm[word], placed, 3),
        (uses.cued[word], capital, 1),
        (uses.alone[word], capital, 1),
        (uses.first[word], name, 3),
        (uses.last[word], name, 3),
    )
    steps = [str(_step(part / whole)) if whole >= least else "-" for part, whole, least in ratios]
    return "".join([*steps[:2], str(_magnitude(capital)), *steps[2:]])


def _step(ratio: float) -> int:
    return sum(ratio >= limit for limit in _LIMITS)


def _magnitude(count: int) -> int:
    """Return how often *count* can be divided by three, at most nine times."""
    steps = 0
    while count >= 3 and steps < 9:
        count, steps = count // 3, steps + 1
    return steps

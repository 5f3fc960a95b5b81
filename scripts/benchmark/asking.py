"""The queries of a benchmark: chosen by how frequent their syllables are, answerable by all."""

import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from search_service.document import AnalysedDocument
from search_service.vietnamese import fold, is_marked

SEED = 3
COMMON = 0.3
RARE = 0.005
"""Share of the articles that a common syllable has at least, and a rare one at most."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One query.

    Attributes:
        kind: What it is an example of.
        text: As a reader types it.
        terms: For each syllable, the indexed terms that stand for it.
        phrase: Whether they must stand side by side.
    """

    kind: str
    text: str
    terms: tuple[tuple[str, ...], ...]
    phrase: bool = False


def body(document: AnalysedDocument) -> list[str]:
    """Return all that is searched of *document*, in the one field every engine has."""
    return [token for name in ("title", "lead", "body") for token in document.tokens[name]]


def queries(documents: Sequence[AnalysedDocument], number: int) -> Iterator[Asked]:
    """Yield *number* queries of each kind; every one is answered by an article at least."""
    texts = [body(document) for document in documents]
    present = Counter(term for text in texts for term in set(text))
    markings: dict[str, list[str]] = defaultdict(list)
    for term in present:
        markings[fold(term)].append(term)
    chosen = random.Random(SEED)
    marked = [term for term, _ in present.most_common() if is_marked(term)]
    common = [term for term in marked if present[term] >= COMMON * len(texts)]
    rare = [term for term in marked if 2 <= present[term] <= max(3, RARE * len(texts))]
    yield from (_all("rare", [term]) for term in chosen.sample(rare, min(number, len(rare))))
    yield from (_all("common", [term]) for term in common[:number])
    for _ in range(number):
        first, second = _neighbours(chosen, texts)
        yield _all("two, and", chosen.sample([first, second], 2))
        yield Asked("phrase", f'"{first} {second}"', ((first,), (second,)), phrase=True)
        bare = fold(first), fold(second)
        yield Asked("two, unmarked", " ".join(bare), tuple(tuple(markings[one]) for one in bare))


def _all(kind: str, terms: Sequence[str]) -> Asked:
    return Asked(kind, " ".join(terms), tuple((term,) for term in terms))


def _neighbours(chosen: random.Random, texts: Sequence[Sequence[str]]) -> tuple[str, str]:
    """Return two different marked syllables that stand side by side somewhere."""
    while True:
        text = chosen.choice(texts)
        at = chosen.randrange(max(1, len(text) - 1))
        pair = text[at : at + 2]
        if len(set(pair)) == 2 and all(map(is_marked, pair)):
            return pair[0], pair[1]

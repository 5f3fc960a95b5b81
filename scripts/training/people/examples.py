"""From labelled articles to what a chain is trained on."""

import unicodedata
from dataclasses import dataclass, field

from scripts.training.people.articles import LabelledArticle
from search_service.people.credits import credited_words
from search_service.people.model import first, second
from search_service.people.model.candidates import Candidates, candidates
from search_service.people.model.chain import Chain, Item
from search_service.people.names import read_by_rules
from search_service.people.reading import Reading
from search_service.people.tokens import Tokens, tokenize


@dataclass(slots=True)
class Example:
    """One article, ready for training.

    Attributes:
        article: With its labels.
        reading: What the rules made of it.
        found: The candidates.
        items: Of the first reading.
        labels: B, I or O for each candidate.
        second: Items of the second reading, once a first one was made by a chain that has not
            seen the article.
    """

    article: LabelledArticle
    reading: Reading
    found: Candidates
    items: list[Item]
    labels: str
    second: list[Item] = field(default_factory=list)


def example_of(article: LabelledArticle) -> Example:
    """Return *article* as an example; it must be in NFC, as the offsets of its labels are."""
    if not unicodedata.is_normalized("NFC", article.text):
        raise ValueError(f"{article.id}: text is not in NFC")
    tokens = tokenize(article.text)
    reading = read_by_rules(tokens, credited_words(tokens))
    found = candidates(tokens)
    return Example(
        article, reading, found, first.items(reading, found), _labels(article, tokens, found)
    )


def read_once(example: Example, chain: Chain) -> None:
    """Make the items of the second reading with *chain* as the first."""
    odds = chain.probabilities(example.items)
    read = second.first_reading(example.reading.tokens, example.found, odds)
    example.second = second.items(example.items, read)


def _labels(article: LabelledArticle, tokens: Tokens, found: Candidates) -> str:
    starts = {start: at for at, start in enumerate(tokens.starts)}
    ends = {end: at for at, end in enumerate(tokens.ends)}
    labels = dict.fromkeys(found.at, "O")
    for person in article.people:
        for start, end in person["mentions"] if person["role"] != "byline" else ():
            last = ends.get(end, ends.get(end - 1))  # a masked name keeps its final dot
            if start in starts and last is not None:
                named = [at for at in range(starts[start], last + 1) if at in labels]
                labels |= {at: "B" if at == named[0] else "I" for at in named}
    return "".join(labels[at] for at in found.at)

"""Cross-validation: every labelled article read by chains that have not seen it."""

from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from typing import TypeVar
from unittest.mock import patch

from scripts.training.people.articles import LabelledArticle
from scripts.training.people.chains import Rows, train
from scripts.training.people.examples import Example, example_of, read_once
from search_service.people.model import correct
from search_service.people.model.chain import Chain

FOLDS = 5
Measured = TypeVar("Measured")


def train_both(examples: Sequence[Example]) -> tuple[Rows, Rows]:
    """Return the weights of the first and of the second chain.

    The second one learns from first readings of articles that the first chain had not seen: they
    are made by as many chains as there are ``FOLDS``, each trained without the articles it reads.
    """
    for fold in range(FOLDS):
        seen = (example for at, example in enumerate(examples) if at % FOLDS != fold)
        chain = Chain(train((example.items, example.labels) for example in seen))
        for example in examples[fold::FOLDS]:
            read_once(example, chain)
    first = train((example.items, example.labels) for example in examples)
    return first, train((example.second, example.labels) for example in examples)


def cross_validated(
    articles: Sequence[LabelledArticle],
    measure: Callable[[LabelledArticle], Measured],
    *,
    processes: int = 2,
) -> list[Measured]:
    """Return *measure* of every article, taken while chains trained on other folds are in place.

    *measure* must be a function of a module: it is called in other processes.
    """
    with ProcessPoolExecutor(processes) as pool:
        folds = pool.map(partial(_measured, articles, measure), range(FOLDS))
        return [measured for fold in folds for measured in fold]


def _measured(
    articles: Sequence[LabelledArticle], measure: Callable[[LabelledArticle], Measured], fold: int
) -> list[Measured]:
    held_out = articles[fold::FOLDS]
    examples = [example_of(one) for at, one in enumerate(articles) if at % FOLDS != fold]
    first, second = train_both(examples)
    chains = {"first": Chain(first), "second": Chain(second)}
    with patch.object(correct, "shipped", chains.__getitem__):
        return [measure(article) for article in held_out]

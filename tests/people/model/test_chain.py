"""A chain's labels and probabilities, held to every path counted out and to CRFsuite's own."""

import itertools
import math
import tempfile
from pathlib import Path

import pycrfsuite
import pytest

from scripts.training.people import chains
from search_service.people.model.chain import LABELS, Chain, Item

ROWS = [
    (">B", (-0.5, 0.2, 0.4)),
    (">I", (1.3, 0.7, -4.0)),
    (">O", (0.1, 0.3, 0.6)),
    ("big", (1.5, 0.9, -1.0)),
    ("small", (-2.0, -1.1, 1.7)),
    ("odd", (0.3, -0.2, 0.1)),
]
TEXTS = [
    ["big"],
    ["big", "big odd", "small"],
    ["small", "big", "small odd", "odd", "big"],
    ["", "odd", "", "big odd"],
]


def items(text: list[str]) -> list[Item]:
    return [Item((), features.split()) for features in text]


def weight(path: tuple[str, ...], text: list[str]) -> float:
    """Return the score of one path, straight from the definition."""
    rows = dict(ROWS)
    score = sum(
        rows[name][LABELS.index(label)]
        for label, features in zip(path, text, strict=True)
        for name in features.split()
    )
    return score + sum(
        rows[f">{after}"][LABELS.index(before)] for before, after in itertools.pairwise(path)
    )


@pytest.mark.parametrize("text", TEXTS)
def test_labels_are_the_path_of_the_greatest_score(text: list[str]) -> None:
    best = max(itertools.product(LABELS, repeat=len(text)), key=lambda path: weight(path, text))
    assert Chain(ROWS).labels(items(text)) == "".join(best)


@pytest.mark.parametrize("text", TEXTS)
def test_probabilities_are_shares_of_all_paths(text: list[str]) -> None:
    paths = list(itertools.product(LABELS, repeat=len(text)))
    masses = [math.exp(weight(path, text)) for path in paths]
    for at, probabilities in enumerate(Chain(ROWS).probabilities(items(text))):
        for label, probability in zip(LABELS, probabilities, strict=True):
            share = sum(m for path, m in zip(paths, masses, strict=True) if path[at] == label)
            assert probability == pytest.approx(share / sum(masses))


def test_nothing_has_no_labels() -> None:
    assert Chain(ROWS).labels([]) == ""
    assert Chain(ROWS).probabilities([]) == []


def test_thousands_of_words_stay_within_the_range_of_numbers() -> None:
    long = items(["big", "small odd"] * 4_000)
    assert all(sum(found) == pytest.approx(1) for found in Chain(ROWS).probabilities(long))


def test_trained_weights_label_as_crfsuite_does() -> None:
    examples = [
        (items(["big", "big odd", "small"]), "BIO"),
        (items(["small", "big", "small"]), "OBO"),
        (items(["odd", "small", "big", "big"]), "OOBI"),
    ]
    chain = Chain(chains.train(examples))
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params(chains.PARAMETERS)
    for sequence, labels in examples:
        trainer.append([item.features for item in sequence], list(labels))
    tagger = pycrfsuite.Tagger()
    with tempfile.TemporaryDirectory() as folder:
        trainer.train(str(Path(folder) / "oracle"))
        tagger.open(str(Path(folder) / "oracle"))
        for sequence, _ in examples:
            tagger.set([item.features for item in sequence])
            assert chain.labels(sequence) == "".join(tagger.tag())
            for at, (b, _, _) in enumerate(chain.probabilities(sequence)):
                assert b == pytest.approx(tagger.marginal("B", at), abs=0.01)


def test_the_same_examples_give_the_same_bytes(tmp_path: Path) -> None:
    examples = [(items(["big", "small"]), "BO"), (items(["small", "big odd"]), "OB")]
    for name in ("one", "two"):
        chains.write(chains.train(examples), tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()

"""Training a chain with CRFsuite, and writing its weights as the package reads them."""

import gzip
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import pycrfsuite

from search_service.people.model.chain import LABELS, Item, Triple

PARAMETERS = {
    "c1": 0.05,  # both chosen by cross-validation
    "c2": 1.0,
    "max_iterations": 120,
    "feature.possible_transitions": True,
}
_LEAST = 0.005  # weights below it change no label and take room
Rows = list[tuple[str, Triple]]


def train(examples: Iterable[tuple[Sequence[Item], str]]) -> Rows:
    """Return the weights of a chain trained on *examples* (items and labels), heaviest rules first.

    The same examples in the same order give the same weights.
    """
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params(PARAMETERS)
    for items, labels in examples:
        if items:
            trainer.append([item.attributes() for item in items], list(labels))
    with tempfile.TemporaryDirectory() as folder:
        model = str(Path(folder) / "chain.crfsuite")
        trainer.train(model)
        tagger = pycrfsuite.Tagger()
        tagger.open(model)
        info = tagger.info()
    return _rows(info.state_features, info.transitions)


def _rows(states: dict[tuple[str, str], float], steps: dict[tuple[str, str], float]) -> Rows:
    into: Rows = [
        (f">{after}", _triple({before: steps.get((before, after), 0.0) for before in LABELS}))
        for after in LABELS
    ]
    weights: dict[str, dict[str, float]] = {}
    for (name, label), weight in states.items():
        if abs(weight) >= _LEAST:
            weights.setdefault(name, {})[label] = weight
    return into + [(name, _triple(weights[name])) for name in sorted(weights)]


def _triple(weights: dict[str, float]) -> Triple:
    b, i, o = (round(weights.get(label, 0.0), 3) for label in LABELS)
    return b, i, o


def write(rows: Rows, path: Path) -> None:
    """Write the weights; the same weights make the same bytes."""
    lines = (
        "\t".join([name, *(f"{weight:g}" for weight in triple)]) + "\n" for name, triple in rows
    )
    path.write_bytes(gzip.compress("".join(lines).encode(), 9, mtime=0))

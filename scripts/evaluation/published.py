"""The figures of the last release, kept in ``docs/figures.json`` for the next run to be held to."""

import json
from collections.abc import Mapping
from pathlib import Path

FIGURES = Path(__file__).resolve().parents[2] / "docs/figures.json"


def published(part: str) -> dict[str, float]:
    """Return name -> figure of what the last release reached in *part*; empty if never measured."""
    known: dict[str, dict[str, float]] = _all()
    return known.get(part, {})


def publish(part: str, figures: Mapping[str, float]) -> None:
    """Keep *figures* as those of *part* for the next release."""
    known = {**_all(), part: {name: round(value, 4) for name, value in figures.items()}}
    text = json.dumps(known, ensure_ascii=False, indent=2, sort_keys=True)
    FIGURES.write_text(text + "\n", encoding="utf-8")


def _all() -> dict[str, dict[str, float]]:
    if not FIGURES.is_file():
        return {}
    known: dict[str, dict[str, float]] = json.loads(FIGURES.read_text(encoding="utf-8"))
    return known

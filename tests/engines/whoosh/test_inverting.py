"""Postings turned over in blocks: the arrays are the same however small the blocks are."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from search_service.engines.arrays import features, spilling, tokens, vectorizing
from search_service.engines.arrays.features import TIMES
from search_service.engines.arrays.language import counting
from search_service.engines.arrays.language.ngrams import Ngrams
from search_service.engines.arrays.tokens import FieldTokens, Text
from search_service.engines.whoosh import inverting
from search_service.schema import TEXT_FIELDS, WORDS

TERMS = 30
ARTICLES = 60
FIELDS = (*(field.name for field in TEXT_FIELDS), WORDS)


def texts() -> Mapping[str, Text]:
    """Return random articles, some of whose fields are empty; 29 terms are met, the last is not."""
    random = np.random.default_rng(3)
    fields = {name: FieldTokens() for name in FIELDS}
    for _ in range(ARTICLES):
        for field in fields.values():
            field.append(random.integers(0, TERMS - 1, random.integers(0, 20)).tolist())
    return {name: field.texts(np.arange(TERMS)) for name, field in fields.items()}


def written(folder: Path) -> dict[str, bytes]:
    """Return every array of a build of ``texts``."""
    folder.mkdir()
    every = texts()
    inverting.write(folder, every, TERMS)
    vectorizing.write(folder, {name: every[name] for name in TIMES})
    Ngrams.write(folder, [every["title"], every["body"]], TERMS)
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("block", [1, 7, 200])
def test_small_blocks_give_the_arrays_of_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, block: int
) -> None:
    whole = written(tmp_path / "whole")
    for module, name in (
        (inverting, "BLOCK"),
        (features, "BLOCK"),
        (vectorizing, "BLOCK"),
        (counting, "_BLOCK"),
        (tokens, "SPILLED"),
        (spilling, "TOGETHER"),
    ):
        monkeypatch.setattr(module, name, block)
    assert written(tmp_path / "blocks") == whole


def test_tokens_are_read_where_they_are_sliced() -> None:
    field = FieldTokens()
    field.append([3, 1, 2])
    field.append([])
    field.extend(np.array([0, 3]), np.array([2]))
    read, lengths = field.texts(np.array([10, 11, 12, 13]))
    assert read[:].tolist() == [13, 11, 12, 10, 13]
    assert read[1:3].tolist() == [11, 12]
    assert read[4:9].tolist() == [13]
    assert lengths.tolist() == [3, 0, 2]


def test_rows_of_blocks_are_put_together_key_by_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spilling, "TOGETHER", 2)
    spill = spilling.Spill(tmp_path, [np.uint32], 3)
    spill.add(np.array([1, 0, 2]), [np.array([5, 6, 7])])
    spill.add(np.array([0, 1, 1]), [np.array([8, 9])])
    ranges = [(first, last, values[0].tolist()) for first, last, values in spill.ranges()]
    assert ranges == [(0, 2, [5, 8]), (2, 3, [6, 7, 9])]
    assert not list(tmp_path.iterdir()), "scratch files have no name"

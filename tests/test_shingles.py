"""Signatures estimate how much of their shingles two texts share."""

from __future__ import annotations

import random

import pytest

from search_service.shingles import PERMUTATIONS, SHINGLE, SHORTEST, resemblances, signature

WORDS = [f"tiếng{number}" for number in range(2_000)]


def text(length: int, seed: int = 0) -> list[str]:
    return random.Random(seed).choices(WORDS, k=length)


def exact(one: list[str], other: list[str]) -> float:
    left, right = ({tuple(t[n : n + SHINGLE]) for n in range(len(t) - 3)} for t in (one, other))
    return len(left & right) / len(left | right)


def estimated(one: list[str], other: list[str]) -> float:
    return float(resemblances([signature(one)], [signature(other)])[0, 0])


@pytest.mark.parametrize("kept", [0, 50, 150, 250, 350, 399])
def test_the_estimate_is_near_the_share_of_shingles(kept: int) -> None:
    errors = []
    for seed in range(20):
        one = text(400, seed)
        other = one[:kept] + text(400 - kept, seed + 1_000)
        errors.append(estimated(one, other) - exact(one, other))
    assert abs(sum(errors)) / len(errors) < 0.03
    assert max(map(abs, errors)) < 0.2  # four standard deviations


def test_a_text_resembles_itself_wholly_however_long() -> None:
    for length in (SHORTEST, 500, 20_000):
        assert estimated(text(length), text(length)) == 1


def test_a_paragraph_before_and_behind_changes_little() -> None:
    story = text(300, 1)
    assert estimated(story, [*text(15, 2), *story, *text(15, 3)]) > 0.8


def test_the_same_syllables_in_another_order_are_another_text() -> None:
    story = text(300, 1)
    assert estimated(story, sorted(story)) < 0.05


def test_a_short_text_has_no_signature_and_resembles_nothing_not_even_itself() -> None:
    short = text(SHORTEST - 1)
    assert signature(short) == b""
    assert resemblances([b""], [b"", signature(text(50))]).tolist() == [[0, 0]]


def test_a_signature_is_the_same_in_every_process() -> None:
    # Written with an index and compared with what another process computes.
    signed = signature([f"{number}" for number in range(SHORTEST)])
    assert len(signed) == 2 * PERMUTATIONS
    assert signed[:8].hex() == "379e3389e24613cc"


def test_none_compared_with_none_is_an_empty_table() -> None:
    assert resemblances([], []).shape == (0, 0)

"""Where syllables stand side by side.

Every occurrence knows the term behind it, so that two syllables side by side are one comparison
along the occurrences of the first; a longer run is put together of such pairs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise
from typing import Final

import numpy as np

from search_service.engines.arrays.mapped import Array
from search_service.engines.whoosh.postings import Occurrences, Postings

COMPARED: Final = 3
"""Terms up to which each is compared with what follows; of more a table is made."""

LOOKED_UP: Final = 128
"""How much more frequent the first syllable must be than the second for each occurrence of this to
be looked up among those of the first: a look-up costs about as much as so many comparisons."""


@dataclass(frozen=True, slots=True)
class Marking:
    """One indexed term that a typed syllable matches."""

    term: int
    weight: float
    exact: bool


Chain = Sequence[Marking]
"""The terms that may stand for one syllable."""

Form = Sequence[Chain]
"""Syllables side by side, in order."""


def simple(forms: Sequence[Form]) -> bool:
    """Tell whether *forms* are one syllable and nothing else."""
    return len(forms) == len(forms[0]) == 1


def adjacent(postings: Postings, left: Chain, right: Chain) -> Occurrences:
    """Return the occurrences of *left* that have one of *right* behind them, in order."""
    following = [marking.term for marking in right]
    if not following:
        return _NOWHERE
    behind = sum(map(postings.frequent, following))
    found = [_before(postings, marking.term, following, behind) for marking in left]
    found = [one for one in found if len(one.places)]
    if len(found) < 2:
        return found[0] if found else _NOWHERE
    places = np.concatenate([one.places for one in found])
    order = np.argsort(places)
    texts = np.concatenate([one.texts for one in found])[order]
    return Occurrences(places[order], _NOWHERE.following, texts)


def _before(postings: Postings, left: int, right: Sequence[int], behind: int) -> Occurrences:
    row = postings.occurrences(left)
    if behind * LOOKED_UP < len(row.places):
        wanted = np.concatenate([postings.occurrences(term).places for term in right]) - 1
        wanted = np.sort(wanted)
        which = np.searchsorted(row.places, wanted)
        which = which[row.places[np.minimum(which, len(row.places) - 1)] == wanted]
    elif len(right) <= COMPARED:
        which = np.flatnonzero(
            reduce(np.logical_or, [row.following == np.uint32(term) for term in right])
        )
    else:
        table = np.zeros(len(postings) + 1, dtype=bool)
        table[right] = True
        which = np.flatnonzero(table[row.following])
    return Occurrences(row.places[which], row.following[which], row.texts[which])


def firsts(postings: Postings, forms: Sequence[Form]) -> Array:
    """Return the places, ascending, where one of *forms* begins, as often as one does."""
    return _together([_run(postings, form) for form in forms])


def lasts(postings: Postings, forms: Sequence[Form]) -> Array:
    """Return the places, ascending, of the last syllable of one of *forms*."""
    return _together([_run(postings, form) + np.uint32(len(form) - 1) for form in forms])


def followed(ends: Array, begins: Array) -> Array:
    """Return bool[ends]: behind which of *ends* one of *begins* stands; both ascending places."""
    if len(ends) <= len(begins):
        return _in(ends + np.uint32(1), begins)
    before = begins - np.uint32(1)
    # The fewer are looked up among the many: each stands behind a stretch of equal ends, or none.
    rises = np.bincount(np.searchsorted(ends, before), minlength=len(ends) + 1)
    falls = np.bincount(np.searchsorted(ends, before, side="right"), minlength=len(ends) + 1)
    there: Array = np.cumsum(rises - falls)[:-1] > 0
    return there


def _run(postings: Postings, form: Form) -> Array:
    """Return the places where *form* begins."""
    if len(form) == 1:
        return _together([postings.occurrences(one.term).places for one in form[0]])
    found = _NOWHERE.places
    for distance, (left, right) in enumerate(pairwise(form)):
        here = adjacent(postings, left, right).places
        found = found[_in(found + np.uint32(distance), here)] if distance else here
        if not len(found):
            break
    return found


def _in(wanted: Array, places: Array) -> Array:
    """Return bool[wanted]: which are among *places*; both ascending."""
    if not len(places):
        return np.zeros(len(wanted), dtype=bool)
    which = np.searchsorted(places, wanted)
    there: Array = places[np.minimum(which, len(places) - 1)] == wanted
    return there


def _together(places: Sequence[Array]) -> Array:
    """Return the *places* of several, ascending."""
    if len(places) == 1:
        return places[0]
    return np.sort(np.concatenate([_NOWHERE.places, *places]))


_EMPTY: Final = np.zeros(0, dtype=np.uint32)
_NOWHERE: Final = Occurrences(_EMPTY, _EMPTY, _EMPTY)

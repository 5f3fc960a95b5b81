"""What can be suggested, gathered while an index is built: in flat arrays, as titles are many."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from enum import IntEnum
from typing import Final, NamedTuple

import numpy as np

from search_service.engines.arrays.mapped import Array
from search_service.engines.arrays.tokens import TermNumbers
from search_service.vietnamese import syllables

KINDS: Final = ("person", "section", "phrase", "title")
"""What can be suggested."""


class Group(IntEnum):
    """What is ranked together, in the order of a list."""

    PERSON = 0
    SECTION = 1
    PHRASE = 2
    STRANGER = 3
    """A person whom one article mentions."""
    TITLE = 4


LONGEST: Final = 16
"""Syllables of a label that can be completed from: nobody types on after that."""


class Entry(NamedTuple):
    """Something that can be suggested.

    Attributes:
        kind: One of KINDS.
        value: A person's or an article's id, a section's name, the text of a phrase.
        label: What is completed and shown.
        articles: Articles with it; 1 for a title.
    """

    kind: str
    value: str
    label: str
    articles: int


def group_of(entry: Entry) -> Group:
    """Return the group that *entry* is ranked in."""
    if entry.kind == "person":
        return Group.PERSON if entry.articles > 1 else Group.STRANGER
    return Group[entry.kind.upper()]


class _Texts:
    """Texts end to end: a newspaper has a title for every article, and each text costs 60 bytes."""

    def __init__(self) -> None:
        """Begin with none."""
        self._text = bytearray()
        self._ends = array("Q", [0])

    def append(self, text: str) -> None:
        self._text += text.encode("utf-8")
        self._ends.append(len(self._text))

    def __getitem__(self, place: int) -> str:
        return self._text[self._ends[place] : self._ends[place + 1]].decode("utf-8")


class Gathered:
    """Entries in the order in which they come.

    Attributes:
        groups, kinds, counts: Of each entry.
        values, labels: Likewise.
        numbers: The syllables of all labels, numbered as they come.
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        """Gather *entries*."""
        self.groups, self.kinds, self.counts = array("B"), array("B"), array("I")
        self.values, self.labels = _Texts(), _Texts()
        self.numbers = TermNumbers()
        self._tokens, self._lengths = array("I"), array("B")
        for entry in entries:
            self._add(entry)

    def _add(self, entry: Entry) -> None:
        self.groups.append(group_of(entry))
        self.kinds.append(KINDS.index(entry.kind))
        self.counts.append(entry.articles)
        self.values.append(entry.value)
        self.labels.append(entry.label)
        texts = syllables(entry.label)[:LONGEST]
        self._tokens.extend(map(self.numbers.__getitem__, texts))
        self._lengths.append(len(texts))

    def tokens(self, order: Array, lexicon: Sequence[str]) -> tuple[Array, Array]:
        """Return i64: the labels' syllables by place in *lexicon*, from 1 on, 0 behind each label.

        And i64: the label of each.
        """
        number = np.empty(len(lexicon), dtype=np.int64)
        number[[self.numbers[text] for text in lexicon]] = np.arange(1, len(lexicon) + 1)
        lengths = np.array(self._lengths, dtype=np.int64)
        starts, own = (np.cumsum(lengths) - lengths)[order], lengths[order]
        entries = np.repeat(np.arange(len(order)), own + 1)
        tokens = np.zeros(len(entries), dtype=np.int64)
        begins = np.cumsum(own) - own
        within = np.arange(own.sum())
        every = np.array(self._tokens, dtype=np.int64)
        named = every[np.repeat(starts - begins, own) + within]
        tokens[within + np.repeat(np.arange(len(order)), own)] = number[named]
        return tokens, entries


def arranged(tokens: Array, entries: Array, groups: Array) -> dict[str, Array]:
    """Return the arrays of ``Suggester.write`` that tell of places, in the order of ``firsts``.

    Args:
        tokens: i64: the numbers of the syllables of each label, 0 behind it.
        entries: i64: the label of each.
        groups: i64[labels]: the Group of each, ascending.

    Returns:
        Besides those arrays ``firsts``, i64[places]: the number of the syllable at each place.
    """
    places = np.flatnonzero(tokens)
    group = groups[entries[places]]
    begins = places == np.searchsorted(entries, entries[places])
    named = (group == Group.PERSON) | (group == Group.STRANGER)
    middle = ~(begins | (named & (tokens[places + 1] == 0)))
    order = np.lexsort((entries[places], middle, group))
    ranks = np.empty(len(places), dtype=np.int64)
    ranks[order] = np.arange(len(places))
    by_syllable = np.argsort(tokens[places], kind="stable")
    halves = np.sort(2 * group + middle)
    return {
        "tokens": tokens.astype(np.uint32),
        "firsts": tokens[places][by_syllable],
        "places": places[by_syllable].astype(np.uint32),
        "ranks": ranks[by_syllable].astype(np.uint32),
        "ranked": entries[places][order].astype(np.uint32),
        "middle": np.searchsorted(halves, 2 * np.arange(len(Group)) + 1),
        "bounds": np.searchsorted(halves, 2 * np.arange(len(Group) + 1)),
    }

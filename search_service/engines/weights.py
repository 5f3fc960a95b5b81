"""What a score is made of on every engine: the numbers, and what each was chosen by.

A field's own boost and length normalisation stand in ``schema.FIELDS``.
"""

from __future__ import annotations

from typing import Final

K1: Final = 1.2
"""BM25's saturation of a term's frequency; 1.2-1.6 measured alike."""

WORD_B: Final = 0.75
"""BM25's length normalisation of words."""

WORD_WEIGHT: Final = 0.4
PAIR_WEIGHT: Final = 0.4
"""What a word, and two syllables side by side as in the query, add to the score. 300 headlines and
400 questions rank within 0.005 of this for words from 1/3 to 2/3 and pairs from 1/3 to 1/2; more
for words is good for headlines with marks, less for questions and for what has none."""

READING_WEIGHT: Final = 1 / 2
"""Share of an unmarked query's syllables that is scored by the marks they most likely have."""

OTHER_MARKING: Final = 0.1
"""Weight of another marking of an unmarked syllable, where other syllables of the query are
marked: its writer marks what has marks. In a query without any mark every marking weighs 1."""

RECENCY: Final = 0.1
"""What the newest day adds to a score, as a share of it. No article passes another whose words
score more than this better. docs/figures.md has what it was chosen by."""

HALF_LIFE: Final = 730
"""Days after which half of that is left."""

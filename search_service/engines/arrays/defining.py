"""Which abbreviations the articles of a generation explain, and in how many of them."""

from __future__ import annotations

from collections import Counter, defaultdict

import numpy as np

from search_service.engines.arrays.columns import Columns
from search_service.engines.records import Definition
from search_service.vietnamese import syllables


def defined(columns: Columns) -> tuple[Definition, ...]:
    """Return the definitions, the most frequent first; case and punctuation make no other one."""
    printed: defaultdict[tuple[str, str], Counter[tuple[str, str]]] = defaultdict(Counter)
    articles = np.bincount(columns.definitions, minlength=len(columns.shorts))
    for code, count in enumerate(articles):
        short, form = columns.shorts[code], columns.longs[code]
        key = " ".join(syllables(short)), " ".join(syllables(form))
        printed[key][short, form] += int(count)
    found = [
        Definition(*forms.most_common(1)[0][0], articles=forms.total())
        for forms in printed.values()
    ]
    return tuple(sorted(found, key=lambda one: (-one.articles, one.short, one.form)))

"""What is known of one word by itself: its shape, the word lists, and how newspapers use it.

``words.tsv.gz`` holds how words were printed in 80,000 articles: each as often a part of a name,
in small letters, after an honorific or a role, after a place cue, ... in eight steps. It names
words, never a whole name or a sentence.
"""

import gzip
from functools import cache, lru_cache
from importlib.resources import files

from search_service.people.lexicon import section, word_key
from search_service.people.tokens import is_vietnamese

_KEPT_WORDS = 1 << 16
LISTS = {
    "surname": "surnames.common",
    "rare": "surnames.rare",
    "second": "given.vietnamese",
    "stage": "given.stage",
    "foreign": "given.foreign",
    "place": "places.cue",
    "firm": "places.business",
    "country": "places.country",
    "opening": "context.opening",
    "title": "honorifics.title",
    "office": "roles.organisation",
}
USES = ("name", "small", "often", "placed", "firmly", "cued", "alone", "first", "last")


@lru_cache(maxsize=_KEPT_WORDS)
def word_features(prefix: str, word: str) -> tuple[str, ...]:
    """Return the features of *word*: all of them with no *prefix*, the main ones beside it."""
    names = _own(word) if prefix == "" else _beside(word)
    return tuple(prefix + name for name in names)


def _own(word: str) -> list[str]:
    key = word_key(word)
    spelling = _spelling(word)
    features = [f"w={key}", f"shape={shape(word)}", spelling, f"{shape(word)}{spelling}"]
    if "-" in word:
        features.append("hyphen")
    if not is_vietnamese(word):
        features += [f"begins={key[:3]}", f"ends={key[-3:]}", f"ends={key[-2:]}"]
        features.append(f"length={min(len(key), 9)}")
    listed = _lists(key)
    return [*features, *(listed or ["unlisted"]), *_used(key), "bias"]


def _beside(word: str) -> list[str]:
    """Return the features of a neighbour; most are told for capitals only."""
    key = word_key(word)
    if word[0].isdecimal():
        return ["digit", f"w={key}"]
    if not word[0].isupper():
        return ["small", f"w={key}"]
    telling = [
        use for use in _used(key) if use.startswith(("name", "placed", "unused", "kind", "sort"))
    ]
    return [f"w={key}", f"capital {_spelling(word)}", *_lists(key), *telling]


def shape(word: str) -> str:
    """Return how *word* is printed: *Xx*, *XX*, *XxX*, *x*; 9 for digits."""
    if word.isupper():
        kind = "X" * min(len(word), 3) if len(word) < 4 else "XXX"
    elif word[0].isupper():
        kind = "Xx" if word[1:].islower() else "XxX"
    else:
        kind = "x" if word.islower() else "xX"
    return kind + "9" * any(map(str.isdigit, word))


def _spelling(word: str) -> str:
    plain = "plain" if word.isascii() else "marked"
    return f"{'syllable' if is_vietnamese(word) else 'strange'} {plain}"


def _lists(key: str) -> list[str]:
    return [name for name, listed in LISTS.items() if key in section(listed)]


def _used(key: str) -> list[str]:
    """Return how newspapers use the word: its steps, and the words it is used like."""
    steps, kind, sort = _uses().get(key, ("", "", ""))
    told = [f"{use}={step}" for use, step in zip(USES, steps, strict=False) if step != "-"]
    if not told:
        told = ["unused"]
    elif len(steps) > 1:
        told.append(f"name={steps[0]} small={steps[1]}")
    return [*told, f"kind={kind}", f"sort={sort}"] if kind else told


@cache
def _uses() -> dict[str, tuple[str, str, str]]:
    """Return for each word its steps, one character for each of ``USES``, and two clusters."""
    packed = (files("search_service.people") / "model" / "words.tsv.gz").read_bytes()
    rows = (line.split("\t") for line in gzip.decompress(packed).decode().splitlines())
    return {word: (steps, kind, sort) for word, steps, kind, sort in rows}

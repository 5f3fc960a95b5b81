"""The word lists of ``lexicon/``, read once and looked up by syllable.

A list file holds ``[section]`` headings and phrases separated by commas; ``#`` starts a comment.
"""

from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from importlib.resources import files

from search_service.vietnamese.normal import normal_form

Phrase = tuple[str, ...]


@lru_cache(maxsize=1 << 16)
def word_key(word: str) -> str:
    """Return what *word* is looked up by: normal form, lower case, ``sỹ`` as ``sĩ``."""
    return normal_form(word).lower().replace("ỹ", "ĩ")


class Phrases:
    """A set of phrases, matched longest first at or before a position of a list of keys."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._known = {tuple(word_key(word) for word in phrase.split()) for phrase in phrases}
        self._from: dict[str, list[int]] = {}
        self._to: dict[str, list[int]] = {}
        sizes = sorted({(len(words), words[0], words[-1]) for words in self._known}, reverse=True)
        for size, first, last in sizes:
            if size not in (known := self._from.setdefault(first, [])):
                known.append(size)
            if size not in (known := self._to.setdefault(last, [])):
                known.append(size)

    def starting(self, keys: Sequence[str], at: int) -> int:
        """Return how many keys the longest phrase starting at *at* takes, 0 if none does."""
        for size in self._from.get(keys[at], ()) if at < len(keys) else ():
            if size == 1 or tuple(keys[at : at + size]) in self._known:
                return min(size, len(keys) - at)
        return 0

    def ending(self, keys: Sequence[str], stop: int) -> int:
        """Return how many keys the longest phrase ending just before *stop* takes, else 0."""
        for size in self._to.get(keys[stop - 1], ()) if stop > 0 else ():
            if size == 1 or (stop >= size and tuple(keys[stop - size : stop]) in self._known):
                return size
        return 0


@cache
def section(name: str) -> frozenset[str]:
    """Return the phrases of one section, *name* being ``file.section``: ``surnames.common``."""
    file, wanted = name.split(".")
    current, found = "", []
    source = files("search_service.people") / "lexicon" / f"{file}.txt"
    for line in source.read_text("utf-8").splitlines():
        content = line.partition("#")[0].strip()
        if content.startswith("["):
            current = content.strip("[]")
        elif content and current == wanted:
            found += [" ".join(map(word_key, phrase.split())) for phrase in content.split(",")]
    if not found:
        raise LookupError(f"{source}: no phrases under [{wanted}]")
    return frozenset(filter(None, found))


@cache
def phrases(*names: str) -> Phrases:
    """Return the phrases of the sections *names*, ready to be matched."""
    return Phrases(phrase for name in names for phrase in section(name))

"""A text as words with offsets, and what the gaps between them allow."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache

from search_service.people.lexicon import section, word_key

# Words; a hyphen or apostrophe joins the parts of one foreign name (Rapp-Hooper, O'Neill). The
# bounds keep long chains of hyphens linear.
_WORD = re.compile(
    r"[đĐ]/c\b|[A-Za-zéöüßñçš]{1,20}(?:[-'’][A-Za-zéöüßñçš]{1,20}){1,3}(?![^\W_])|[^\W_]+"
)
_OPENING = re.compile(r"[.!?:;\n\r\t“”\"‘’'(\[{•…|]|- ")
_BREAK = re.compile(r"[.!?;\n\r\t]")
_SYLLABLE = re.compile(
    r"(?:ngh?|[cgknpt]h|gi|qu|tr|[bcdghklmnpqrstvx])?[aeiouy]{1,3}(?:ch|ng|nh|[cmnpt])?"
)
# Letters that no foreign name has; a long word is none's end with any mark.
_VIETNAMESE_ALONE = re.compile(r"[^a-záéèêíìóòôúùâãõç]|^(?=.*[^a-z]).{4}")
_LONGEST_SYLLABLE = 7  # letters: nghiêng
_SPACES = {" ", "\u00a0", ""}  # none between two words printed as one


@lru_cache(maxsize=1 << 16)
def is_vietnamese(word: str) -> bool:
    """Tell whether *word* is spelt like one Vietnamese syllable, with its marks or without."""
    if len(word) > _LONGEST_SYLLABLE:
        return False
    letters = unicodedata.normalize("NFD", word.lower().replace("đ", "d"))
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return _SYLLABLE.fullmatch(bare) is not None


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words of one text, as parallel lists.

    Attributes:
        text: The text in NFC; all offsets are offsets in it.
        words: As printed.
        keys: What the lexicon is asked by.
        starts: Offset of each word's first character.
        ends: Offset after each word's last character.
        gaps: What stands before each word; one more at the end: what stands after the last.
        capital: Whether the word starts with a capital letter.
    """

    text: str
    words: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    gaps: list[str] = field(default_factory=list)
    capital: list[bool] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.words)

    def joined(self, at: int) -> bool:
        """Tell whether only a space stands between word *at* - 1 and word *at*."""
        return 0 < at < len(self.words) and self.gaps[at] in _SPACES

    def opens(self, at: int) -> bool:
        """Tell whether word *at* may owe its capital to where it stands."""
        return at == 0 or _OPENING.search(self.gaps[at]) is not None

    def breaks(self, at: int) -> bool:
        """Tell whether a sentence, a clause or a line ends before word *at*."""
        return at in {0, len(self.words)} or _BREAK.search(self.gaps[at]) is not None

    def acronym(self, at: int) -> bool:
        """Tell whether word *at* is printed in capitals throughout."""
        return len(self.words[at]) > 1 and self.words[at].isupper()

    def joined_capital(self, at: int) -> bool:
        """Tell whether word *at* follows another capitalised word without a break."""
        return self.joined(at) and self.capital[at - 1]

    def slice(self, first: int, stop: int) -> str:
        """Return the text of the words *first* to *stop* - 1 with what stands between them."""
        return self.text[self.starts[first] : self.ends[stop - 1]]


def tokenize(text: str) -> Tokens:
    """Return the words of *text*, which must be in NFC."""
    tokens = Tokens(text)
    previous = 0
    for start, end in _word_spans(text):
        word = text[start:end]
        tokens.words.append(word)
        tokens.keys.append(word_key(word))
        tokens.starts.append(start)
        tokens.ends.append(end)
        tokens.gaps.append(text[previous:start])
        tokens.capital.append(word[0].isupper())
        previous = end
    tokens.gaps.append(text[previous:])
    return tokens


def _word_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of every word; two that lack the space between them count as two."""
    for match in _WORD.finditer(text):
        start, end = match.span()
        word = match[0]
        if not (word.islower() or word.istitle() or word.isupper()) or _ends_glued(word):
            for seam in _seams(word):
                yield start, match.start() + seam
                start = match.start() + seam
        yield start, end


@lru_cache(maxsize=1 << 14)
def _ends_glued(word: str) -> bool:
    """Tell whether a word in one case may be two: *Kepa7*, *Alcarazvà*."""
    if len(word) < 4 or word[0].islower():
        return False
    return word[0].isdecimal() or word[-1].isdecimal() or not word.isascii()


@lru_cache(maxsize=1 << 12)
def _seams(word: str) -> tuple[int, ...]:
    """Return where *word* lacks a space, from left to right."""
    seams = [0]
    for at in range(1, len(word)):
        if _glued(word[seams[-1] : at], word[at:]):
            seams.append(at)
    return tuple(seams[1:])


def _glued(left: str, right: str) -> bool:
    """Tell whether a space is missing: *ông|Nguyễn*, *Đức|Gerhard*, *6|Kepa|7*, *Alcaraz|và*."""
    if left[-1].isdecimal() and right[0].isupper():
        return right[1:3].islower() and len(right) > 2
    if right[0].isdecimal() and len(left) > 2:
        return left.istitle() and left.isalpha()
    if right[0].isupper():
        plain = left.islower() or (left.istitle() and not left.isascii())
        return plain and len(left) > 1 and is_vietnamese(left)
    small = right in _small_words() and len(left) > 2
    return small and left.isascii() and not is_vietnamese(left)


@cache
def _small_words() -> frozenset[str]:
    """Return words that often stand after a name and cannot be the end of a foreign one."""
    kinds = ("follows", "adverb", "joins", "opening", "says", "acts")
    words = (phrase.split()[0] for kind in kinds for phrase in section(f"context.{kind}"))
    return frozenset(word for word in words if _VIETNAMESE_ALONE.search(word))

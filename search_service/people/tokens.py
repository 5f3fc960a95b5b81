"""A text as words with offsets, and what the gaps between them allow."""

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache

from search_service.people.lexicon import word_key

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
_LONGEST_SYLLABLE = 7  # letters: nghiêng
_SPACES = {" ", "\u00a0"}


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
    for match in _WORD.finditer(text):
        word = match[0]
        start, end = match.span()
        tokens.words.append(word)
        tokens.keys.append(word_key(word))
        tokens.starts.append(start)
        tokens.ends.append(end)
        tokens.gaps.append(text[previous:start])
        tokens.capital.append(word[0].isupper())
        previous = end
    tokens.gaps.append(text[previous:])
    return tokens

"""One spelling for one Vietnamese syllable: NFC, tone placement, folding, slugs.

The same word reaches the archive in several encodings: decomposed or composed letters, the tone
on either vowel (*hoà* and *hòa*), and the Icelandic eth for *Đ* (old newspaper fonts). The normal
form makes them one and keeps the length of the NFC text, so offsets found in the one hold in the
other.
"""

import re
import unicodedata
from functools import lru_cache

# Combining marks of Latin text: the general blocks, extended, supplement, symbols, half marks.
COMBINING = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"

# A run of letters and digits with the combining marks inside it. The quantifiers are possessive:
# the three parts never share a character, so giving one back can never help.
RUN = re.compile(rf"[^\W_]++(?:[{COMBINING}]++[^\W_]*+)*+")

_MARKS = re.compile(f"[{COMBINING}]+")
_NOT_ALPHANUMERIC = re.compile(r"[\W_]+")
_LONGEST_SYLLABLE = 7  # letters: nghiêng
_CACHED_RUN = 64  # characters; longer runs are rarely seen twice

_TONED = {
    unicodedata.normalize("NFC", vowel + tone): (vowel, tone)
    for vowel in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY"
    for tone in "\u0300\u0309\u0303\u0301\u0323"
}
_WITH_TONE = {bare: toned for toned, bare in _TONED.items()}

# Onset, vowels, coda. The u of "qu" and the i of "gi" before a vowel belong to the onset.
_SYLLABLE = re.compile(
    r"(?P<onset>qu|gi(?=[aăâeêoôơuư])|ngh|[ckgnpt]h|ng|tr|[bcdđghklmnprstvx])?"
    r"(?P<vowels>uyê|iêu|yêu|oai|oay|oao|oeo|uôi|ươi|ươu|uây|uya|uyu|uêu|iê|yê|uô|ươ|oă|uâ|uê|uơ"
    r"|oa|oe|oo|uy|ai|ao|au|ay|âu|ây|eo|êu|ia|iu|oi|ôi|ơi|ua|ui|ưa|ưi|ưu|[aăâeêioôơuưy])"
    r"(?P<coda>ch|ng|nh|[cmnpt])?"
)

# The same without marks: what a syllable looks like when its marks are left out.
_UNMARKED_SYLLABLE = re.compile(
    unicodedata.normalize("NFD", _SYLLABLE.pattern)
    .replace("\u0302", "").replace("\u0306", "").replace("\u031b", "").replace("đ", "d")
)  # fmt: skip

_OPEN_RIME = re.compile(r"(?:[òỏõóọ][ae]|(?<!q)[ùủũúụ]y)(?![^\W_])", re.IGNORECASE)


def nfc(text: str) -> str:
    """Return *text* in Unicode normalization form C; lone surrogates pass unchanged."""
    return unicodedata.normalize("NFC", text)


def normal_form(text: str) -> str:
    """Return *text* in NFC with one tone placement; case is kept.

    The tone goes where most newspapers write it: *hòa, khỏe, ủy* for open oa, oe, uy; the second
    vowel in closed syllables (*hoàng, toán, huỳnh*); the vowel with a hat, breve or horn when
    there is one (*thuyết, thuở*); never on the u of *qu* or the i of *gi* + vowel (*quý, già*).
    Runs that are not one Vietnamese syllable (*María, café*) keep their marks where they are.
    Icelandic eth, a stand-in for *Đ* in old fonts, becomes *Đ*.

    Returns:
        Text of exactly ``len(nfc(text))`` characters; applying it again changes nothing.
    """
    if text.isascii():
        return text
    return RUN.sub(_placed_match, nfc(text).replace("Ð", "Đ").replace("ð", "đ"))


def second_vowel_form(text: str) -> str:
    """Return the normal form, but with open oa, oe, uy toned on the second vowel: *hoà, thuỷ*.

    This is the spelling of pyvi's dictionary, not one to index or to show. The length is that of
    ``nfc(text)``.
    """
    return _OPEN_RIME.sub(_tone_moved_on, normal_form(text))


def is_syllable(text: str) -> bool:
    """Tell whether *text*, in NFC, is spelt as one Vietnamese syllable.

    Unmarked letters alone may be any marking of themselves (*nguyen*); marked ones must be whole
    (*nguyễn*, not *nguyẽn*). Whether the language has the syllable is another question.
    """
    if text.isascii():
        return _UNMARKED_SYLLABLE.fullmatch(text.lower()) is not None
    tones = [vowel for vowel in text if vowel in _TONED]
    bare = "".join(_TONED[letter][0] if letter in _TONED else letter for letter in text)
    return len(tones) <= 1 and _SYLLABLE.fullmatch(bare.lower()) is not None


def fold(text: str) -> str:
    """Return the normal form in lower case without marks, đ as d: *Đường* -> *duong*.

    Only Latin-script combining marks are dropped; other scripts keep theirs. The length may
    differ from that of *text*.
    """
    return _fold_cached(text) if len(text) <= _CACHED_RUN else _fold(text)


def slug(text: str) -> str:
    """Return *text* folded, everything but letters and digits as single hyphens.

    *Nông nghiệp - Nông thôn* -> *nong-nghiep-nong-thon*. Letters of other scripts stay; a text
    without a letter or digit gives the empty string.
    """
    return _NOT_ALPHANUMERIC.sub("-", fold(text)).strip("-")


def _fold(text: str) -> str:
    lowered = normal_form(text).lower()
    if lowered.isascii():
        return lowered
    bare = _MARKS.sub("", unicodedata.normalize("NFD", lowered))
    return nfc(bare.replace("đ", "d"))  # composed again: Hangul decomposes, but has no marks


_fold_cached = lru_cache(maxsize=1 << 16)(_fold)


def _tone_moved_on(match: re.Match[str]) -> str:
    vowel, tone = _TONED[match[0][0]]
    return vowel + _WITH_TONE[match[0][1], tone]


def _placed_match(match: re.Match[str]) -> str:
    run = match[0]
    return _placed(run) if 1 < len(run) <= _LONGEST_SYLLABLE else run


@lru_cache(maxsize=1 << 16)
def _placed(run: str) -> str:
    """Return *run*, a syllable in NFC, with its tone on the vowel that should carry it."""
    toned = [i for i, letter in enumerate(run) if letter in _TONED]
    if len(toned) != 1:
        return run
    vowel, tone = _TONED[run[toned[0]]]
    bare = run[: toned[0]] + vowel + run[toned[0] + 1 :]
    syllable = _SYLLABLE.fullmatch(bare.lower())
    if syllable is None or len(bare.lower()) != len(bare):
        return run
    at = syllable.start("vowels") + _carrier(syllable["vowels"], closed=bool(syllable["coda"]))
    return bare[:at] + _WITH_TONE[bare[at], tone] + bare[at + 1 :]


def _carrier(vowels: str, *, closed: bool) -> int:
    """Return the index in *vowels* (1 to 3 letters, no tone) of the one that carries the tone."""
    hatted = [i for i, vowel in enumerate(vowels) if vowel in "ăâêôơư"]
    if hatted:
        return hatted[-1]  # the second of ươ
    if len(vowels) == 3:
        return 1
    return 1 if len(vowels) == 2 and closed else 0

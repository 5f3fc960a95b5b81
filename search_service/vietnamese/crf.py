"""pyvi's word segmentation model, driven through python-crfsuite.

Importing pyvi loads scikit-learn (1.8 s, 119 MB) to unpickle a CRF that python-crfsuite reads by
itself. Here the model's bytes are taken out of pyvi's pickle without importing what the pickle
names, and pyvi's token pattern, features and joining rules (``pyvi.ViTokenizer``, version 0.1.1)
are written again. The tests hold the two to identical words.
"""

import pickle  # read by an unpickler that knows six harmless names  # nosec B403
import re
import string
import threading
from functools import cache, lru_cache
from importlib.resources import files
from io import BytesIO
from itertools import pairwise
from typing import Any, ClassVar, NamedTuple

import pycrfsuite

from search_service.vietnamese.normal import normal_form

# In pyvi's order, which decides between alternatives. Callers feed chunks of at most 64 characters
# without a space: the e-mail and abbreviation alternatives are quadratic in such a chunk.
_TOKEN = re.compile(
    r"[A-ZĐ]+\.|Tp\.|Mr\.|Mrs\.|Ms\.|Dr\.|ThS\."
    r"|==>|->|\.\.\.|>>|\n"
    r"|\w+://[^\s]+"
    r"|[a-zA-Z0-9_.+-]+@(?:[a-zA-Z0-9-]+\.)+[a-zA-Z0-9-]+"
    r"|\d+(?:[\.,_]\d+)+"
    r"|[^\w\s]"
    r"|\w+"
)

_Features = tuple[bytes, ...]


class _Token(NamedTuple):
    """What a token says of itself, of the token after it and of the token before it."""

    lowered: str
    own: _Features
    after: _Features
    before: _Features


class ModelError(RuntimeError):
    """pyvi's model file is missing or is not the one this module knows."""


def token_spans(text: str) -> list[tuple[int, int]]:
    """Return (start, end) of pyvi's tokens in *text*: syllables, numbers, single signs."""
    return [match.span() for match in _TOKEN.finditer(text)]


def continues(tokens: list[str]) -> list[bool]:
    """Tell for each token whether it continues the word of the token before it.

    Args:
        tokens: pyvi's tokens of one paragraph, case as written, no lone surrogates.

    Returns:
        As many values as tokens; the first is False.

    Raises:
        ModelError: pyvi's model cannot be read.
    """
    labels = _tagger().tag(_sequence(tokens))
    return [
        i > 0 and label == "I_W" and _may_join(tokens[i - 1], tokens[i])
        for i, label in enumerate(labels)
    ]


@lru_cache(maxsize=1 << 14)
def is_compound(left: str, right: str) -> bool:
    """Tell whether two syllables in small letters are a word of pyvi's dictionary."""
    return normal_form(f"{left} {right}") in _compounds()


@cache
def _compounds() -> frozenset[str]:
    """Return the words of two syllables by normal form: the dictionary has *minh hoạ* alone."""
    return frozenset(map(normal_form, _dictionary()[0]))


def model_in(pickled: bytes) -> bytes:
    """Return the CRFsuite model (0.6 MB) inside pyvi's pickle, running nothing the pickle names.

    Raises:
        ModelError: the bytes are damaged, or not the pickle of pyvi 0.1.1.
    """
    try:
        estimator = _ModelUnpickler(BytesIO(pickled)).load()
        return bytes(estimator.state["modelfile"].state["__FILE_RESOURCE_DATA__"])
    except (pickle.UnpicklingError, EOFError, AttributeError, KeyError, TypeError) as error:
        raise ModelError(
            f"not the word segmentation model of pyvi 0.1.1 ({error}): pip install pyvi==0.1.1"
        ) from error


def _may_join(left: str, right: str) -> bool:
    """Apply pyvi's rules over the model: signs and numbers stand alone, a capital starts a word."""
    # "in" on a string finds substrings, as in pyvi: tokens are never several signs of a row.
    if left in string.punctuation or right in string.punctuation:
        return False
    if left[0].isdigit() or right[0].isdigit():
        return False
    return left[0].istitle() or not right[0].istitle()


def _sequence(tokens: list[str]) -> list[list[bytes]]:
    """Return the active attributes of each token, in pyvi's order (sums of floats depend on it).

    pyvi also sends attributes of weight 0.0; they add nothing to any score and are left out.
    """
    known = [_token_features(token) for token in tokens]
    lowered = [one.lowered for one in known]
    pairs, triples = _dictionary()
    last = len(tokens) - 1
    twos = [f"{one} {two}" for one, two in pairwise(lowered)]
    pair = [False, *[two in pairs for two in twos]]
    triple = [f"{two} {one}" in triples for two, one in zip(twos, lowered[2:], strict=False)]
    sequence = []
    for i, one in enumerate(known):
        item = [*one.own]
        if i > 0:
            item += known[i - 1].after
            if pair[i]:
                item.append(b"-1:word.bi_gram()")
            if i > 1 and triple[i - 2]:
                item.append(b"-2:word.tri_gram()")
        if i < last:
            item += known[i + 1].before
            if pair[i + 1]:
                item.append(b"+1:word.bi_gram()")
            if i < last - 1 and triple[i]:
                item.append(b"+2:word.tri_gram()")
        sequence.append(item)
    return sequence


@lru_cache(maxsize=1 << 14)
def _token_features(token: str) -> _Token:
    """Return what *token* says of itself and of its neighbours."""
    lowered = token.lower().encode()
    shape = {
        b"word.isupper()": token.isupper(),
        b"word.istitle()": token.istitle(),
        b"word.isdigit()": token.isdigit(),
    }
    own = (b"bias", b"word.lower():" + lowered, *(name for name, active in shape.items() if active))
    beside = [name for name in (b"word.istitle()", b"word.isupper()") if shape[name]]
    after, before = (
        (side + b"word.lower():" + lowered, *(side + name for name in beside))
        for side in (b"-1:", b"+1:")
    )
    return _Token(token.lower(), own, after, before)


_thread = threading.local()


def _tagger() -> pycrfsuite.Tagger:
    """Return this thread's tagger: one must not be shared, and opening one takes 1 ms."""
    tagger = getattr(_thread, "tagger", None)
    if tagger is None:
        tagger = pycrfsuite.Tagger()
        # The tagger points into these bytes, so the thread keeps them: threads that begin together
        # each read the model, and the cache keeps one of them.
        _thread.model = _model()
        tagger.open_inmemory(_thread.model)
        _thread.tagger = tagger
    return tagger


@cache
def _dictionary() -> tuple[frozenset[str], frozenset[str]]:
    """Return pyvi's dictionary words of two and of three syllables."""
    lines = _pyvi_file("models/words.txt").decode().split("\n")
    by_length = [(line.count(" "), line) for line in lines]
    return (
        frozenset(line for spaces, line in by_length if spaces == 1),
        frozenset(line for spaces, line in by_length if spaces == 2),
    )


class _StandIn:
    """Takes the place of any class the pickle names and keeps the state it is given."""

    def __init__(self, *_arguments: object) -> None:
        self.state: Any = None

    def __setstate__(self, state: object) -> None:
        self.state = state


def _latin1(text: str, _codec: str) -> bytes:
    """``_codecs.encode`` as Python 2 pickles use it: for their byte strings."""
    return text.encode("latin-1")


class _ModelUnpickler(pickle.Unpickler):
    """Reads pyvi's model without importing or calling anything the file names."""

    known: ClassVar[dict[tuple[str, str], object]] = {
        ("sklearn_crfsuite.estimator", "CRF"): _StandIn,
        ("sklearn_crfsuite._fileresource", "FileResource"): _StandIn,
        ("pycrfsuite._logparser", "TrainLogParser"): _StandIn,
        ("numpy.core.multiarray", "scalar"): _StandIn,
        ("numpy", "dtype"): _StandIn,
        ("_codecs", "encode"): _latin1,
    }

    def find_class(self, module: str, name: str) -> object:
        """Return the stand-in for *module.name*; refuse every other name."""
        try:
            return self.known[module, name]
        except KeyError:
            raise pickle.UnpicklingError(f"unexpected name {module}.{name}") from None


@cache
def _model() -> bytes:
    return model_in(_pyvi_file("models/pyvi3.pkl"))


def _pyvi_file(path: str) -> bytes:
    try:
        return files("pyvi").joinpath(path).read_bytes()
    except (OSError, ModuleNotFoundError) as error:
        raise ModelError(f"cannot read pyvi's {path} ({error}): pip install pyvi==0.1.1") from error

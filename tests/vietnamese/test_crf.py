"""pyvi's model without pyvi: the same words, nothing heavy imported."""

import gzip
import json
import os
import pickle
import subprocess
import sys
import warnings
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_service.vietnamese import crf, nfc

CORPUS = Path(__file__).resolve().parents[2] / ".." / "shared" / "corpus" / "vntc.jsonl.gz"

SENTENCES = [
    "Trường đại học bách khoa hà nội",
    "Đồng chí Lê Hải Bình, Ủy viên dự khuyết BCH Trung ương Đảng, Phó trưởng Ban Tuyên giáo.",
    "Ngày 25/10/2022, lúc 15:21, TP.HCM ghi nhận 1.234 ca COVID-19...",
    "Xem https://bao-mau.vn/a?b=1, hỏi toa-soan@bao.com.vn hoặc Mr. Nam -> ThS. Hoa ==> Tp. Huế >>",
    "THỦ TƯỚNG CHÍNH PHỦ gặp Thủ tướng Nhật Bản Kishida Fumio ở Tokyo",
    "uỷ ban nhân dân tỉnh, ủy ban nhân dân tỉnh; hoà bình, hòa bình",
    'Ông nói: "Học sinh học sinh học" (vỗ tay)!',
    "một\nhai ba\n\nViệt Nam",
    "a_b c__d 1_000 5.000,25 U.S.A. Đ.V.H.",
    "x",
    "Ω ΑΣ 日本 한국 ½ ² …–“”",
]

Tokenize = Callable[[str], str]


@pytest.fixture(scope="module")
def stock_pyvi() -> Tokenize:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of pyvi's escapes and of scikit-learn's own imports
        from pyvi import ViTokenizer  # noqa: PLC0415  # the oracle; slow and noisy
    tokenize: Tokenize = ViTokenizer.tokenize
    return tokenize


def joined(text: str) -> str:
    """The answer in the form of pyvi.ViTokenizer.tokenize."""
    tokens = [text[start:end] for start, end in crf.token_spans(text)]
    pairs = zip(tokens, crf.continues(tokens), strict=True)
    return "".join(("_" if continues else " ") + token for token, continues in pairs)[1:]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_words_are_identical_to_pyvi(stock_pyvi: Tokenize, sentence: str) -> None:
    assert joined(nfc(sentence)) == stock_pyvi(sentence)


def test_words_of_real_paragraphs_are_identical_to_pyvi(stock_pyvi: Tokenize) -> None:
    if not CORPUS.exists():
        pytest.skip("needs the news corpus in ../shared/corpus beside the checkout")
    with gzip.open(CORPUS, "rt", encoding="utf-8") as lines:
        bodies = [json.loads(line)["body"] for line in islice(lines, 0, 20_000, 200)]
    paragraphs = [nfc(line) for body in bodies for line in body.splitlines() if line.strip()]
    assert len(paragraphs) > 500
    assert [p for p in paragraphs if joined(p) != stock_pyvi(p)] == []


PIECES = "nhà trường Hà Nội học HỌC Tp. TP. HCM ... -> - – , . 12 1.5 a@b.vn http://x ( ) _ ủy Σ"


@given(
    st.lists(st.one_of(st.sampled_from(PIECES.split()), st.text(max_size=4)), min_size=1),
    st.sampled_from(["", " "]),
)
def test_words_of_any_text_are_identical_to_pyvi(
    stock_pyvi: Tokenize, pieces: list[str], separator: str
) -> None:
    text = nfc(separator.join(pieces))
    if crf.token_spans(text):
        assert joined(text) == stock_pyvi(text)


def test_no_token_has_no_word() -> None:
    assert crf.continues([]) == []


def test_segmenting_imports_neither_pyvi_nor_scikit_learn() -> None:
    program = (
        "import sys; from search_service.vietnamese import words; words('Việt Nam');"
        "print(*{'sklearn', 'sklearn_crfsuite', 'numpy', 'pyvi.ViTokenizer'} & set(sys.modules))"
    )
    done = subprocess.run(  # our own interpreter and program
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    assert done.stdout.strip() == ""


def test_a_pickle_that_names_anything_else_is_refused() -> None:
    with pytest.raises(crf.ModelError, match="getcwd"):
        crf.model_in(pickle.dumps(os.getcwd))


@pytest.mark.parametrize("damaged", [b"", b"\x80\x02", pickle.dumps({"modelfile": b""})])
def test_a_damaged_model_names_the_release_to_install(damaged: bytes) -> None:
    with pytest.raises(crf.ModelError, match=r"pip install pyvi==0\.1\.1"):
        crf.model_in(damaged)


FIRST = """
from threading import Barrier, Thread
from search_service.vietnamese.crf import continues

together, tokens, found = Barrier(16), "Tỉnh ủy Đắk Lắk họp bàn chuyển đổi số".split(), []

def ask():
    together.wait()
    found.extend(tuple(continues(tokens)) for _ in range(50))

threads = [Thread(target=ask) for _ in range(16)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
assert len(found) == 800, f"{len(found)} answers"
assert len(set(found)) == 1, set(found)
"""


def test_threads_may_all_be_the_first_to_ask() -> None:
    """In a process of its own: there is but one first time."""
    for _ in range(3):
        asked = subprocess.run([sys.executable, "-c", FIRST], capture_output=True, check=False)
        assert asked.returncode == 0, asked.stderr.decode()


def test_a_thread_keeps_the_model_that_its_tagger_points_into() -> None:
    """Two threads that begin together read the model twice, and the cache keeps one of them."""
    tokens = ["Ban", "Tuyên", "giáo", "Trung", "ương", "họp"]
    found: list[list[bool]] = []

    def tag() -> None:
        found.append(crf.continues(tokens))
        crf._model.cache_clear()
        # What was freed would be written over by these.
        spoilt = [bytes([255]) * len(crf._model()) for _ in range(20)]
        found.append(crf.continues(tokens))
        assert spoilt

    thread = Thread(target=tag)
    thread.start()
    thread.join()
    first, second = found
    assert first == second == crf.continues(tokens)

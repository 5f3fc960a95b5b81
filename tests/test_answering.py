"""Answering: a search as every caller has it, the engine, spelling and the newsroom together."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search_service.answering import Answer, answer, understood
from search_service.engines.base import Engine
from search_service.engines.whoosh.archive import WhooshArchive
from search_service.grammar import parse
from search_service.newsroom import Newsroom
from search_service.query import MAX_SIZE
from tests.conftest import MakeArchive

AS_SHIPPED = Newsroom(Path("no such folder"))

RECORDS = [
    {"id": "cau", "title": "Khởi công cầu Vạn Thuận", "body": "UBND tỉnh làm lễ khởi công."},
    {"id": "chi", "title": "Ban tuyên giáo họp", "body": "Công tác tuyên giáo và báo chí."},
    {"id": "giao", "title": "Giao hàng tuyến xã", "body": "Người giao hàng đi tuyến đường mới."},
]

WORDS = [
    "Ủy",
    "ban",
    "nhân",
    "dân",
    "tỉnh",
    "Lâm",
    "Giang",
    "hoà",
    "bình",
    "thuỷ",
    "lợi",
    "khoẻ",
    "mạnh",
    "UBND",
    "TP.HCM",
    "HĐND",
    "chuyển",
    "đổi",
    "số",
    "lũ",
    "quét",
    "ở",
    "Mường",
    "Hiên",
    "cầu",
    "Vạn",
    "Thuận",
    "họp",
    "báo",
    "chi",
    "bo",
    "truong",
    "quy",
    "hoạch",
    "xyzzy",
    "2022",
    "và",
    "của",
]


@pytest.fixture(scope="module")
def engine(sample_archive: WhooshArchive) -> Engine:
    return sample_archive.engine()


def asked(engine: Engine, text: str, *, size: int = 10) -> Answer:
    return answer(engine, parse(text, size=size), AS_SHIPPED)


def ids(answered: Answer) -> list[str]:
    return [hit.document.article.id for hit in answered.results.hits]


def test_an_answer_has_the_results_and_how_long_they_took(engine: Engine) -> None:
    answered = asked(engine, "lũ quét")
    assert answered.results.total == engine.search(parse("lũ quét")).total
    assert answered.took_ms > 0
    assert answered.suggestion is None


def test_without_marks_what_is_most_likely_meant_stands_first(make_archive: MakeArchive) -> None:
    engine = make_archive(RECORDS).engine()
    assert ids(asked(engine, "tuyen giao")) == ["chi", "giao"]
    assert understood(engine, parse("tuyen giao"), AS_SHIPPED).reading == ("tuyên", "giáo")


def test_with_marks_nothing_is_read_into_a_query(engine: Engine) -> None:
    assert understood(engine, parse("tuyên giao"), AS_SHIPPED).reading == ()


def test_other_spellings_are_searched_for_and_named(make_archive: MakeArchive) -> None:
    answered = asked(make_archive(RECORDS).engine(), "ủy ban nhân dân tỉnh")
    assert ids(answered) == ["cau"]
    assert answered.variants == ("UBND",)


def test_what_finds_nothing_is_offered_what_may_be_meant(make_archive: MakeArchive) -> None:
    answered = asked(make_archive(RECORDS).engine(), "tuyengiao")
    assert (answered.results.total, answered.suggestion) == (0, "tuyên giáo")


def test_what_the_newsroom_pins_stands_first(make_archive: MakeArchive, tmp_path: Path) -> None:
    (tmp_path / "pins.tsv").write_text("tuyên giáo\tgiao\n", encoding="utf-8")
    engine = make_archive(RECORDS).engine()
    answered = answer(engine, parse("Tuyên giáo"), Newsroom(tmp_path))
    assert ids(answered) == ["giao", "chi"]


def _old_style(text: str) -> str:
    """Return *text* with the tone on the first vowel of an open rime."""
    for new, old in (("oà", "òa"), ("uỷ", "ủy"), ("oẻ", "ỏe"), ("Uỷ", "Ủy")):
        text = text.replace(new, old)
    return text


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=9).map(" ".join))
def test_encoding_tone_style_and_case_never_change_what_is_found(
    sample_archive: WhooshArchive, text: str
) -> None:
    engine = sample_archive.engine()
    written = {
        text,
        unicodedata.normalize("NFD", text),
        _old_style(text),
        text.lower(),
        text.upper(),
        text.title(),
    }
    found = {one: asked(engine, one, size=MAX_SIZE).results for one in written}
    sets = {(r.total, frozenset(hit.document.article.id for hit in r.hits)) for r in found.values()}
    assert len(sets) == 1


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_answered(sample_archive: WhooshArchive, text: str) -> None:
    answered = asked(sample_archive.engine(), text)
    assert len(answered.results.hits) <= answered.results.total

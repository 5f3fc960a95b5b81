"""An explanation is the score itself, part by part."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_service.engines.whoosh.archive import WhooshArchive
from search_service.grammar import parse
from search_service.query import Sort, Switches
from search_service.results import Hit
from search_service.vietnamese import fold

_WORDS = (
    "tỉnh", "ủy", "hội", "nghị", "cầu", "đường", "lúa", "nông", "dân", "của", "và", "trong",
    "năm", "chuyển", "đổi", "số", "2023", "xã", "giá", "không", "ở",
)  # fmt: skip

words = st.sampled_from(_WORDS) | st.sampled_from(_WORDS).map(fold)
phrases = st.lists(words, min_size=2, max_size=3).map(lambda some: f'"{" ".join(some)}"')
exclusions = words.map("-{}".format)
texts = st.lists(words | words | phrases | exclusions, min_size=1, max_size=9).map(" ".join)


def explained(hit: Hit) -> float:
    assert hit.explanation is not None
    bonus = hit.explanation.recency
    return sum(term.value for term in hit.explanation.terms) + (bonus.value if bonus else 0)


@given(texts, st.sampled_from(list(Sort)), st.booleans())
def test_the_parts_of_any_score_add_up_to_it(
    sample_archive: WhooshArchive, text: str, sort: Sort, recent: bool
) -> None:
    query = parse(text, sort=sort, size=100, switches=Switches(recent=recent, explain=True))
    for hit in sample_archive.engine().search(query).hits if query.ranked else ():
        assert explained(hit) == pytest.approx(hit.score, rel=1e-4)


@given(texts)
def test_explaining_changes_no_answer(sample_archive: WhooshArchive, text: str) -> None:
    engine = sample_archive.engine()
    plain = engine.search(parse(text, size=100)).hits
    asked = engine.search(parse(text, size=100, switches=Switches(explain=True))).hits
    assert [(hit.document.article.id, hit.score) for hit in plain] == [
        (hit.document.article.id, hit.score) for hit in asked
    ]

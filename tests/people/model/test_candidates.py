"""Which words may belong to a name, and where their runs end."""

import pytest

from search_service.people.model.candidates import candidates
from search_service.people.tokens import tokenize


def runs(text: str) -> list[str]:
    tokens = tokenize(text)
    found = candidates(tokens)
    spans = sorted(set(zip(found.first, found.stop, strict=True)))
    return [tokens.slice(first, stop) for first, stop in spans]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("hôm qua Trần Thế Khoan về làng", ["Trần Thế Khoan"]),
        ("trùm khủng bố bin Karden trốn đi", ["bin Karden"]),
        ("thủ môn Edo van der Brink bắt bóng", ["Edo van der Brink"]),
        ("tổng thống Basim al-Karden nói", ["Basim al-Karden"]),
        ("ông George H.W. Durmont tới", ["George H.W. Durmont"]),
        ("do Durmont ký", ["Durmont"]),
        ("gặp Durmont. Hôm qua", ["Durmont", "Hôm"]),
        ("mưa to và gió lớn", []),
    ],
)
def test_runs_of_candidates(text: str, found: list[str]) -> None:
    assert runs(text) == found

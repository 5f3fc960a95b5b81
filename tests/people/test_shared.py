"""The persons of the saved page and of the labelled articles beside the checkout."""

import json
from pathlib import Path

import pytest

from search_service.people import find_people

SHARED = Path(__file__).resolve().parents[2] / ".." / "shared"

pytestmark = pytest.mark.skipif(
    not SHARED.exists(), reason=f"no labelled collections in {SHARED.parent.resolve() / 'shared'}"
)


def test_the_saved_page_names_its_two_officials_with_their_roles() -> None:
    (page,) = (SHARED / "page").glob("*.txt")
    people = find_people(page.read_text("utf-8"))
    assert [(person.id, person.role) for person in people] == [
        (
            "lê-hải-bình",
            (
                "Ủy viên dự khuyết BCH Trung ương Đảng, Phó trưởng Ban Tuyên giáo Trung ương, Phó "
                "trưởng Ban Thường trực Ban Chỉ đạo công tác thông tin đối ngoại Trung ương"
            ),
        ),
        ("phạm-minh-tấn", "Phó Bí thư Thường trực Tỉnh uỷ Đắk Lắk"),
    ]


def test_labelled_mentions_are_found_with_an_f1_of_at_least_87_percent() -> None:
    right = found = labelled = 0
    for line in (SHARED / "eval/people/articles.jsonl").read_text("utf-8").splitlines():
        article = json.loads(line)
        people = [person for person in article["people"] if person["role"] != "byline"]
        wanted = {tuple(span) for person in people for span in person["mentions"]}
        spans = {
            (mention.start, mention.end)
            for person in find_people(article["text"])
            for mention in person.mentions
        }
        right, found, labelled = (
            right + len(spans & wanted),
            found + len(spans),
            labelled + len(wanted),
        )
    assert 2 * right / (found + labelled) >= 0.87

"""The labels that ship: no text in them, and a loader that says what is missing."""

import gzip
import hashlib
import json
from pathlib import Path

import pytest

from scripts.training.people.articles import LABELS, labelled_articles
from scripts.training.people.examples import example_of

BODY = "Ông Đỗ Kha, Giám đốc Sở Mây, tới dự. Ông Kha nói.\nTin: Vũ Gió"


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for name, id_ in (("dated", "one"), ("vntc", "two")):
        with gzip.open(corpus / f"{name}.jsonl.gz", "wt", encoding="utf-8") as lines:
            lines.write(json.dumps({"id": id_, "title": "Hội mây", "body": BODY}) + "\n")
    return tmp_path


def labels(tmp_path: Path, *records: dict[str, object]) -> Path:
    path = tmp_path / "labels.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in records), "utf-8")
    return path


def record(id_: str, text: str = f"Hội mây\n{BODY}") -> dict[str, object]:
    kha, author = text.find("Đỗ Kha"), text.find("Vũ Gió")
    again, role = text.find("Kha nói"), text.find("Giám đốc")
    return {
        "id": id_,
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
        "people": [
            {
                "mentions": [[kha, kha + 6], [again, again + 3]],
                "name": 0,
                "role": [role, role + 15],
            },
            {"mentions": [[author, author + 6]], "name": 0, "byline": True},
        ],
    }


def test_labels_are_joined_with_the_texts(shared: Path) -> None:
    (article,) = labelled_articles(shared, labels(shared, record("one")))
    assert [(person["name"], person["role"]) for person in article.people] == [
        ("Đỗ Kha", "Giám đốc Sở Mây"),
        ("Vũ Gió", "byline"),
    ]


def test_what_is_missing_or_changed_is_named(
    shared: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = labels(shared, record("one"), record("two", "Chữ khác. Đỗ Kha"), record("three"))
    assert [article.id for article in labelled_articles(shared, path)] == ["one"]
    assert capsys.readouterr().err.splitlines() == [
        "three: not there",
        "two: has another text than the one labelled",
    ]


def test_names_are_labelled_and_authors_are_not(shared: Path) -> None:
    (article,) = labelled_articles(shared, labels(shared, record("one")))
    example = example_of(article)
    words = [example.reading.tokens.words[at] for at in example.found.at]
    named = {word for word, label in zip(words, example.labels, strict=True) if label != "O"}
    assert named == {"Đỗ", "Kha"}


def test_the_labels_that_ship_have_no_text() -> None:
    lines = LABELS.read_text("utf-8").splitlines()
    assert len(lines) == len({json.loads(line)["id"] for line in lines}) > 400
    for line in lines:
        labelled = json.loads(line)
        assert set(labelled) == {"id", "sha256", "people"}
        for person in labelled["people"]:
            assert set(person) <= {"mentions", "name", "role", "byline"}
            numbers = [*person["mentions"], person.get("role", [0, 0])]
            assert all(isinstance(number, int) for span in numbers for number in span)

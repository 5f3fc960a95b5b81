"""The measuring scripts: their metrics, and that they run or say what they miss."""

from __future__ import annotations

import random
import subprocess
import sys
from math import log2
from pathlib import Path

import pytest
from lxml import etree

from scripts.benchmark.asking import Asked, queries
from scripts.benchmark.measuring import differences
from scripts.evaluation.indexes import terms_alone
from scripts.evaluation.metrics import mean, ndcg, percentile, reciprocal_rank
from scripts.evaluation.mistyping import CARELESS, careless, slip, unmarked

SCRIPTS = Path(__file__).resolve().parents[1] / "scripts"


def script(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    name, *rest = arguments
    return subprocess.run(
        [sys.executable, SCRIPTS / name, *rest],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_a_slip_changes_one_syllable_of_three_letters_or_more() -> None:
    text = "Ở xã Ea Kar, lúa được mùa"
    for seed in range(200):
        typed = slip(text, random.Random(seed))
        parts = list(zip(text.split(), typed.split(), strict=True))
        [changed] = [part for part, now in parts if part != now]
        assert len(changed.strip(",")) >= 3
    assert slip("Ở xã Ea", random.Random(1)) == "Ở xã Ea"


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("Telex keys", "tuyeen giaos"),
        ("VNI keys", "tuye6n giao1"),
        ("glued", "tuyengiao"),
        ("unmarked", "tuyen giao"),
        ("hỏi for ngã", None),
    ],
)
def test_a_careless_query_is_typed_by_rule(kind: str, typed: str | None) -> None:
    assert careless("tuyên giáo", kind, random.Random(1)) == typed
    assert kind in CARELESS


def test_the_reciprocal_rank_counts_from_one() -> None:
    assert reciprocal_rank(["a", "b", "c"], "a") == 1
    assert reciprocal_rank(["a", "b", "c"], "c") == pytest.approx(1 / 3)


def test_an_answer_that_is_not_listed_has_no_reciprocal_rank() -> None:
    assert reciprocal_rank(["a", "b"], "z") == 0


def test_ndcg_is_one_for_the_best_list_there_can_be() -> None:
    assert ndcg(["a", "b", "x"], {"a", "b"}, 5) == pytest.approx(1)
    assert ndcg(["a", "b"], {"a", "b", "c", "d"}, 2) == pytest.approx(1)


def test_ndcg_discounts_by_the_logarithm_of_the_rank() -> None:
    assert ndcg(["x", "a"], {"a"}, 5) == pytest.approx(1 / log2(3))


def test_ndcg_reads_no_deeper_than_its_depth() -> None:
    assert ndcg(["x", "y", "a"], {"a"}, 2) == 0


def test_the_mean_of_a_generator_is_taken() -> None:
    assert mean(number for number in (0.5, 1.0)) == 0.75


def test_a_percentile_is_one_of_the_values() -> None:
    assert percentile([4, 1, 3, 2], 0.5) == 3
    assert percentile([4, 1, 3, 2], 0.95) == 4


def test_a_query_without_marks_keeps_its_case_and_signs() -> None:
    assert unmarked("“Đường” về: Huế!") == "“Duong” ve: Hue!"


def test_every_query_of_a_benchmark_stands_in_an_article() -> None:
    bodies = [
        "Tỉnh ủy Đắk Lắk họp bàn chuyển đổi số",
        "Tỉnh ủy Đắk Lắk sơ kết chuyển đổi số",
        "Người dân Đắk Lắk trồng cà phê",
    ]
    documents = [
        terms_alone({"id": str(number), "title": "-", "body": body})
        for number, body in enumerate(bodies)
    ]
    texts = [document.tokens["body"] for document in documents]
    asked = list(queries(documents, 2))
    kinds = {"rare", "common", "two common, and", "two, and", "phrase", "two, unmarked"}
    assert {one.kind for one in asked} >= {"every article", *kinds}
    for one in asked:
        if one.kind == "two common, and":
            continue  # drawn one by one: nothing says that they meet
        assert any(all({*terms} & {*text} for terms in one.terms) for text in texts), one


def test_evaluating_explains_its_parts() -> None:
    shown = script("evaluate.py", "--help")
    assert shown.returncode == 0
    assert all(part in shown.stdout for part in ("matching", "people", "recency", "stories"))


@pytest.mark.parametrize("part", ["matching", "people", "recency", "related", "stories"])
def test_a_missing_collection_is_named(part: str, tmp_path: Path) -> None:
    failed = script("evaluate.py", part, "--shared", tmp_path / "nowhere")
    assert failed.returncode == 1
    assert str(tmp_path / "nowhere") in failed.stderr
    assert "--shared" in failed.stderr
    assert "Traceback" not in failed.stderr


@pytest.mark.parametrize("wrong", ["0", "-3", "many"])
def test_a_sample_of_no_queries_is_wrong_use(wrong: str) -> None:
    assert script("evaluate.py", "matching", "--sample", wrong).returncode == 2


def test_a_benchmark_compares_the_service_with_others(tmp_path: Path) -> None:
    """Without the collections the sample archive is measured, and that is said."""
    figures = tmp_path / "figures.json"
    few = ("--quick", "--articles", "60", "--shared", tmp_path, "--json", figures)
    run = script("bench.py", *few)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "sample archive" in run.stderr
    for engine in ("service", "plain Whoosh", "SQLite FTS5"):
        assert engine in run.stdout
    assert "Every engine found the same articles" in run.stdout
    plot = tmp_path / "speed.svg"
    drawn = script("bench.py", "--json", figures, "--plot", plot)
    assert drawn.returncode == 0, drawn.stderr
    assert "By number of articles" in drawn.stdout
    assert etree.parse(plot).getroot().tag.endswith("svg")


def test_an_engine_that_finds_or_counts_otherwise_is_told() -> None:
    asked = [Asked("phrase", '"a b"', (("a",), ("b",)), phrase=True)]
    own = {"totals": [2], "sections": [{"Thời sự": 2}], "months": [{}]}
    other = {**own, "totals": [3], "sections": [{"Thời sự": 3}]}
    [total, section] = differences({"phrase": {"service": own, "other": other}}, asked)
    assert total == "other differs in totals of phrase '\"a b\"': 3 instead of 2"
    assert "sections" in section
    assert differences({"phrase": {"service": own, "other": own}}, asked) == []


def test_a_benchmark_of_too_few_articles_is_wrong_use() -> None:
    assert script("bench.py", "--articles", "3").returncode == 2

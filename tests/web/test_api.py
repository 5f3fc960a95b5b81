from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from search_service.settings import Settings
from search_service.web import create_app


def answer(client: FlaskClient, path: str) -> Any:
    response = client.get(path)
    assert response.status_code == 200
    assert response.mimetype == "application/json"
    return response.json


def test_a_search_answers_in_the_documented_shape(client: FlaskClient) -> None:
    found = answer(client, "/api/search?q=tap huan")
    assert list(found) == [
        "total", "total_is_exact", "took_ms", "query", "variants", "suggestion", "relaxed",
        "hits", "facets",
        "truncated", "more",
    ]  # fmt: skip
    assert (found["total"], found["total_is_exact"], found["query"]) == (2, True, "tap huan")
    hit = found["hits"][0]
    assert {"id", "url", "title", "section", "published", "author", "people", "score", "snippet",
            "match", "pinned"} == set(hit)  # fmt: skip
    assert hit["published"].startswith("2022-10-2")
    assert hit["match"] == "unmarked"
    assert "<mark>" in hit["snippet"]
    assert {"id", "name"} <= set(hit["people"][0])


def test_a_search_says_what_may_have_been_meant(client: FlaskClient) -> None:
    assert answer(client, "/api/search?q=tap huna")["suggestion"] == "tập huấn"
    assert answer(client, "/api/search?q=taapj huaans")["suggestion"] == "tập huấn"
    assert answer(client, "/api/search?q=tập huấn")["suggestion"] is None


def test_a_hit_explains_its_score_when_asked(client: FlaskClient) -> None:
    hit = answer(client, "/api/search?q=tap huan&explain=1")["hits"][0]
    terms = hit["explanation"]["terms"]
    recency = hit["explanation"]["recency"]
    assert set(recency) == {"days", "factor", "value"}
    total = sum(term["value"] for term in terms) + recency["value"]
    assert total == pytest.approx(hit["score"], rel=1e-4)
    assert list(terms[0]) == [
        "kind", "text", "markings", "value", "weight", "idf", "frequency", "articles",
    ]  # fmt: skip
    assert (terms[0]["kind"], terms[0]["text"]) == ("syllable", "tap")
    assert terms[0]["markings"] == ["tập"]


def test_recent_news_are_not_preferred_when_switched_off(client: FlaskClient) -> None:
    for recent, bonus in ((1, True), (0, False)):
        found = answer(client, f"/api/search?q=tap huan&explain=1&recent={recent}")
        assert bool(found["hits"][0]["explanation"]["recency"]) is bonus


def test_a_pinned_article_stands_first_and_says_so(three_articles: Any, tmp_path: Path) -> None:
    (tmp_path / "pins.tsv").write_text("tập huấn\tlua\n", encoding="utf-8")
    client = create_app(three_articles, Settings(newsroom_dir=tmp_path)).test_client()
    found = answer(client, "/api/search?q=tap huan")
    assert found["total"] == 3
    assert [(hit["id"], hit["pinned"]) for hit in found["hits"]] == [
        ("lua", True), ("hoi-nghi", False), ("hoi-nghi-2", False),
    ]  # fmt: skip
    assert [hit["pinned"] for hit in answer(client, "/api/search?q=huan")["hits"]] == [False] * 2


def test_a_switch_that_is_neither_1_nor_0_is_refused(client: FlaskClient) -> None:
    refused = client.get("/api/search?q=tap&explain=yes")
    assert refused.status_code == 400
    assert "explain" in refused.text


def test_facets_are_section_person_and_month(client: FlaskClient) -> None:
    facets = answer(client, "/api/search?q=tap huan")["facets"]
    assert list(facets) == ["section", "person", "date"]
    assert facets["section"] == [{"value": "Tuyên giáo các cấp", "count": 2, "chosen": False}]
    assert facets["date"] == [{"value": "2022-10", "count": 2, "chosen": False}]
    people = {bucket["value"]: bucket for bucket in facets["person"]}
    assert people["lê-hải-bình"]["label"] == "Lê Hải Bình"
    assert people["lê-hải-bình"]["count"] == 2


def test_filters_narrow_the_hits_and_not_their_own_facet(client: FlaskClient) -> None:
    found = answer(client, "/api/search?section=Tuyên giáo các cấp&to=2022-10-25")
    assert [hit["id"] for hit in found["hits"]] == ["hoi-nghi"]
    sections = {bucket["value"]: bucket["chosen"] for bucket in found["facets"]["section"]}
    assert sections == {"Tuyên giáo các cấp": True, "Nông nghiệp - Nông thôn": False}


def test_limit_and_offset_page_through_every_article(client: FlaskClient) -> None:
    pages = [answer(client, f"/api/search?limit=1&offset={n}")["hits"] for n in range(4)]
    assert [hit["id"] for page in pages for hit in page] == ["hoi-nghi-2", "hoi-nghi", "lua"]


def test_limit_0_counts_only(client: FlaskClient) -> None:
    found = answer(client, "/api/search?limit=0")
    assert (found["total"], found["hits"]) == (3, [])


def test_an_article_answers_with_its_record_and_people(client: FlaskClient) -> None:
    article = answer(client, "/api/articles/hoi-nghi")
    assert article["title"] == "Đắk Lắk tập huấn công tác thông tin đối ngoại"
    assert article["published"] == "2022-10-25T15:21:00+07:00"
    assert article["tags"] == ["đối ngoại", "báo cáo viên"]
    assert article["images"][0]["caption"] == "Quang cảnh hội nghị."
    people = {person["id"]: person["role"] for person in article["people"]}
    assert people["lê-hải-bình"] == "Phó trưởng Ban Tuyên giáo Trung ương"


def test_an_article_tells_where_the_words_asked_for_stand(client: FlaskClient) -> None:
    article = answer(client, "/api/articles/hoi-nghi?q=quang canh")
    assert article["occurrences_total"] == 1
    assert article["occurrences"] == [
        {
            "field": "images.0.caption",
            "start": 0,
            "end": 10,
            "left": "",
            "text": "Quang cảnh",
            "right": " hội nghị.",
        }
    ]
    assert "occurrences" not in answer(client, "/api/articles/hoi-nghi")
    assert client.get(f"/api/articles/hoi-nghi?q={'x' * 1_001}").status_code == 400


def test_what_a_record_had_besides_stays_inside(make_archive: Any) -> None:
    archive = make_archive([{"id": "a", "body": "Tin.", "editor_note": "mật"}])
    assert "mật" not in create_app(archive, Settings()).test_client().get("/api/articles/a").text


@pytest.mark.parametrize(
    "path", ["/api/articles/hoi-nghi/related", "/api/related?url=https://bao.example/hoi-nghi.html"]
)
def test_related_articles_come_by_id_or_by_address(client: FlaskClient, path: str) -> None:
    found = answer(client, path)
    assert found["id"] == "hoi-nghi"
    assert found["related"][0]["id"] == "hoi-nghi-2"
    assert found["related"][0]["reason"] == "same-event"


@pytest.mark.parametrize(
    ("path", "name"),
    [("/api/related", "url"), ("/api/related?url=ftp://x", "url"),
     ("/api/related?url=httpx://x", "url"),
     ("/api/articles/lua/related?limit=21", "limit"), ("/api/suggest?q=a&limit=0", "limit")],
)  # fmt: skip
def test_bad_parameters_are_named(client: FlaskClient, path: str, name: str) -> None:
    response = client.get(path)
    assert response.status_code == 400
    assert response.json
    assert response.json["parameters"] == [name]


def test_a_person_answers_with_roles_by_date(client: FlaskClient) -> None:
    person = answer(client, "/api/people/lê-hải-bình")
    assert (person["id"], person["name"], person["count"]) == ("lê-hải-bình", "Lê Hải Bình", 2)
    assert person["roles"] == [
        {
            "role": "Phó trưởng Ban Tuyên giáo Trung ương",
            "first": "2022-10-25",
            "last": "2022-10-26",
            "count": 2,
            "variants": [],
        }
    ]


def test_completions_lead_to_pages(client: FlaskClient) -> None:
    found = answer(client, "/api/suggest?q=hai b")
    assert found["query"] == "hai b"
    assert found["suggestions"][0] == {
        "kind": "person", "value": "lê-hải-bình", "label": "Lê Hải Bình", "count": 2,
        "page": "/person/l%C3%AA-h%E1%BA%A3i-b%C3%ACnh",
    }  # fmt: skip


def test_nothing_typed_completes_to_nothing(client: FlaskClient) -> None:
    assert answer(client, "/api/suggest")["suggestions"] == []


def test_vietnamese_stays_readable_in_the_answer(client: FlaskClient) -> None:
    assert "Tuyên giáo các cấp" in client.get("/api/search").text

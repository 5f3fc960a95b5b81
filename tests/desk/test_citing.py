"""References: as Vietnam writes them, and for reference managers."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from search_service.article import Article
from search_service.desk.citing import Reference, authors, bibtex, csl, ris, written

RECORD = {
    "id": "hoi-nghi",
    "url": "https://bao.example/hoi-nghi.html",
    "title": "Đắk Lắk tập huấn “thông tin” đối ngoại",
    "body": "Nội dung.",
    "published": "2022-10-25T15:21:00+07:00",
    "author": "Tin, ảnh: Nhật Minh - Hà An",
    "source": "Báo Mẫu",
}
TODAY = date(2026, 11, 26)


def reference(**changed: Any) -> Reference:
    record = {key: value for key, value in {**RECORD, **changed}.items() if value is not None}
    article = Article.from_record(record)
    return Reference.of(article, archive="Kho báo", page="https://kho.example/a", accessed=TODAY)


class TestAuthors:
    @pytest.mark.parametrize(
        ("byline", "names"),
        [
            ("Nhật Minh", ("Nhật Minh",)),
            ("Tin, ảnh: Nhật Minh", ("Nhật Minh",)),
            ("Bài và ảnh: Hà An", ("Hà An",)),
            ("Nhật Minh - Hà An", ("Nhật Minh", "Hà An")),
            ("Nhật Minh, Hà An; Lê Vy", ("Nhật Minh", "Hà An", "Lê Vy")),
            ("Nhật Minh và Hà An", ("Nhật Minh", "Hà An")),
            ("Nguyễn-Minh", ("Nguyễn-Minh",)),
            ("", ()),
            (None, ()),
        ],
    )
    def test_a_byline_is_cut_into_names(self, byline: str | None, names: tuple[str, ...]) -> None:
        assert authors(byline) == names


class TestWritten:
    def test_authors_year_title_newspaper_day_address_and_day_of_access(self) -> None:
        before, container, after = written(reference())
        assert before == ("Nhật Minh, Hà An (2022), “Đắk Lắk tập huấn ‘thông tin’ đối ngoại”, ")
        assert container == "Báo Mẫu"
        assert after == (
            ", 25/10/2022, https://bao.example/hoi-nghi.html, truy cập ngày 26/11/2026."
        )

    def test_without_an_author_the_title_leads(self) -> None:
        assert written(reference(author=None, title="Tin"))[0] == "“Tin” (2022), "

    def test_without_a_date_the_year_is_said_to_be_unknown(self) -> None:
        before, _, after = written(reference(published=None))
        assert "(không rõ năm)" in before
        assert after.startswith(", https://")

    def test_without_a_source_or_an_address_the_archive_stands_in(self) -> None:
        _, container, after = written(reference(source=None, url=None))
        assert container == "Kho báo"
        assert "https://kho.example/a" in after

    @pytest.mark.parametrize("url", ["//khac.example/x", "tin/1.html", "http:///x", "ftp.example"])
    def test_what_is_no_whole_web_address_is_not_cited(self, url: str) -> None:
        assert reference(url=url).url == "https://kho.example/a"


class TestBibtex:
    def test_an_entry_has_the_fields_that_are_known(self) -> None:
        lines = bibtex(reference(), note="Kho").splitlines()
        assert lines[0] == "@article{hoi-nghi,"
        assert lines[-1] == "}"
        fields = dict(line.strip().rstrip(",").split(" = ", 1) for line in lines[1:-1])
        assert fields == {
            "author": "{{Nhật Minh} and {Hà An}}",
            "title": "{{Đắk Lắk tập huấn “thông tin” đối ngoại}}",
            "journal": "{Báo Mẫu}",
            "year": "{2022}",
            "date": "{2022-10-25}",
            "url": "{https://bao.example/hoi-nghi.html}",
            "urldate": "{2026-11-26}",
            "langid": "{vietnamese}",
            "note": "{Kho}",
        }

    def test_what_tex_would_take_for_a_command_is_escaped(self) -> None:
        entry = bibtex(reference(title=r"50% & #1 {a_b} \x ~^ $"))
        assert (
            r"50\% \& \#1 \{a\_b\} \textbackslash{}x \textasciitilde{}\textasciicircum{} \$"
            in entry
        )

    def test_braces_stay_paired_whatever_a_title_has(self) -> None:
        entry = bibtex(reference(title="a } b", url="https://x.example/{a}"))
        plain = entry.replace(r"\{", "").replace(r"\}", "")
        assert plain.count("{") == plain.count("}")

    def test_a_key_is_one_that_programs_take_and_tells_articles_apart(self) -> None:
        keys = [
            bibtex(reference(id=one)).split("{", 1)[1].split(",", 1)[0]
            for one in ("tin 1", "tin,1", "đầu", "x")
        ]
        assert len(set(keys)) == 4
        assert all(key.isascii() and not set(key) & set(' ,{}"#%') for key in keys)


class TestRis:
    def test_an_entry_begins_with_its_type_and_ends_with_er(self) -> None:
        lines = ris(reference(), note="Kho: lũ").split("\r\n")
        assert lines == [
            "TY  - NEWS",
            "ID  - hoi-nghi",
            "AU  - Nhật Minh",
            "AU  - Hà An",
            "TI  - Đắk Lắk tập huấn “thông tin” đối ngoại",
            "T2  - Báo Mẫu",
            "PY  - 2022",
            "DA  - 2022/10/25/",
            "UR  - https://bao.example/hoi-nghi.html",
            "Y2  - 2026/11/26/",
            "LA  - vi",
            "N1  - Kho: lũ",
            "ER  - ",
            "",
        ]

    def test_a_title_of_two_lines_adds_no_tag(self) -> None:
        assert "TI  - a ER - b\r\n" in ris(reference(title="a\nER  - b"))


class TestCsl:
    def test_an_item_is_a_newspaper_article_with_literal_names(self) -> None:
        assert csl(reference()) == {
            "id": "hoi-nghi",
            "type": "article-newspaper",
            "title": "Đắk Lắk tập huấn “thông tin” đối ngoại",
            "container-title": "Báo Mẫu",
            "language": "vi",
            "accessed": {"date-parts": [[2026, 11, 26]]},
            "author": [{"literal": "Nhật Minh"}, {"literal": "Hà An"}],
            "issued": {"date-parts": [[2022, 10, 25]]},
            "URL": "https://bao.example/hoi-nghi.html",
        }

    def test_what_is_not_known_is_left_out(self) -> None:
        assert not {"author", "issued"} & set(csl(reference(author=None, published=None)))

"""An article as a reference: as Vietnamese theses and papers write it, and for reference managers.

The written form is that of the Ministry of Education and Training's guide to doctoral theses, which
Vietnamese universities and journals follow: authors in the order of their names, (year), the title
in quotes, the newspaper in italics. Day of publication, address and day of access are what
TCVN 10256:2013 (ISO 690:2010) wants of an online source besides.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from search_service.article import Article
from search_service.vietnamese import slug

# Between the names of a byline: "Nhật Minh - Hà An", "Nhật Minh, Hà An", "Nhật Minh và Hà An".
_BETWEEN: Final = re.compile(r"\s*[,;/&]\s*|\s+[-–—]\s+|\s+và\s+")
_CREDIT: Final = re.compile(r"^(?:tin|bài|ảnh|thực hiện|theo)\b[^:]*:\s*", re.IGNORECASE)
_WEB: Final = re.compile(r"https?://[^/\s]", re.IGNORECASE)
_BIBTEX: Final = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


@dataclass(frozen=True, slots=True)
class Reference:
    """What is cited of an article.

    Attributes:
        authors: Names in their own order; none where the article names nobody.
        container: The newspaper, else the archive.
        published: The day in Vietnam, None when it is not known.
        url: Where it can be read.
        accessed: The day on which it was read there.
    """

    id: str
    authors: tuple[str, ...]
    title: str
    container: str
    published: date | None
    url: str
    accessed: date

    @classmethod
    def of(cls, article: Article, *, archive: str, page: str, accessed: date) -> Reference:
        """Cite *article*.

        Args:
            article: What is cited.
            archive: The archive's name, for an article that does not name its newspaper.
            page: Its page in the archive, for one without an address of its publisher's.
            accessed: Today.
        """
        return cls(
            id=article.id,
            authors=authors(article.author),
            title=" ".join(article.title.split()),
            container=article.source or archive,
            published=article.day,
            url=article.url if article.url and _WEB.match(article.url) else page,
            accessed=accessed,
        )


def authors(byline: str | None) -> tuple[str, ...]:
    """Return the names in a byline, without what they did: ``Tin, ảnh: Nhật Minh - Hà An``."""
    names = _BETWEEN.split(_CREDIT.sub("", byline or ""))
    return tuple(dict.fromkeys(name.strip() for name in names if name.strip()))


def written(reference: Reference) -> tuple[str, str, str]:
    """Return the reference in three parts; the second, the newspaper, is set in italics.

    ``Nhật Minh (2022), “Tên bài”, `` + ``Báo Mẫu`` + ``, 25/10/2022, https://…, truy cập ngày …``.
    """
    year = str(reference.published.year) if reference.published else "không rõ năm"
    inner = reference.title.replace("“", "‘").replace("”", "’")
    title = f"“{inner}”"
    names = ", ".join(reference.authors)
    before = f"{names} ({year}), {title}, " if names else f"{title} ({year}), "
    parts = [f"{reference.published:%d/%m/%Y}"] if reference.published else []
    parts += [reference.url] if reference.url else []
    parts.append(f"truy cập ngày {reference.accessed:%d/%m/%Y}")
    return before, reference.container, f", {', '.join(parts)}."


def bibtex(reference: Reference, note: str = "") -> str:
    """Return a BibTeX entry. Names stand in braces, so that no program turns them round."""
    fields = {
        "author": " and ".join(f"{{{_escaped(name)}}}" for name in reference.authors),
        "title": f"{{{_escaped(reference.title)}}}",
        "journal": _escaped(reference.container),
        "year": f"{reference.published.year}" if reference.published else "",
        "date": reference.published.isoformat() if reference.published else "",
        "url": re.sub(r"[{}\\\s]", "", reference.url),
        "urldate": reference.accessed.isoformat() if reference.url else "",
        "langid": "vietnamese",
        "note": _escaped(note),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@article{{{_key(reference)},", *lines, "}"])


def ris(reference: Reference, note: str = "") -> str:
    """Return a RIS entry (Research Information Systems' tagged format), lines ending in CR LF."""
    return "".join(f"{tag}  - {value}\r\n" for tag, value in _tags(reference, note))


def csl(reference: Reference) -> dict[str, Any]:
    """Return a CSL-JSON item (citationstyles.org), the form of Zotero, Mendeley and pandoc."""
    item: dict[str, Any] = {
        "id": reference.id,
        "type": "article-newspaper",
        "title": reference.title,
        "container-title": reference.container,
        "language": "vi",
        "accessed": _date_parts(reference.accessed),
    }
    if reference.authors:
        item["author"] = [{"literal": name} for name in reference.authors]
    if reference.published:
        item["issued"] = _date_parts(reference.published)
    if reference.url:
        item["URL"] = reference.url
    return item


def _date_parts(day: date) -> dict[str, list[list[int]]]:
    return {"date-parts": [[day.year, day.month, day.day]]}


def _tags(reference: Reference, note: str) -> Iterator[tuple[str, str]]:
    yield "TY", "NEWS"
    yield "ID", _one_line(reference.id)
    for name in reference.authors:
        yield "AU", _one_line(name)
    yield "TI", reference.title
    yield "T2", _one_line(reference.container)
    if reference.published:
        yield "PY", f"{reference.published.year}"
        yield "DA", f"{reference.published:%Y/%m/%d}/"
    if reference.url:
        yield "UR", _one_line(reference.url)
        yield "Y2", f"{reference.accessed:%Y/%m/%d}/"
    yield "LA", "vi"
    if note:
        yield "N1", _one_line(note)
    yield "ER", ""


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _escaped(text: str) -> str:
    return "".join(_BIBTEX.get(letter, letter) for letter in _one_line(text))


def _key(reference: Reference) -> str:
    """Return an entry's key: what BibTeX programs take, and unlike that of any other article."""
    if re.fullmatch(r"[A-Za-z0-9:._/-]+", reference.id):
        return reference.id
    digest = hashlib.sha256(reference.id.encode("utf-8", "replace")).hexdigest()
    return f"{slug(reference.title)[:30].strip('-') or 'bai'}-{digest[:8]}"

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po
from flask.testing import FlaskClient

import search_service.web
from search_service.web.app import template_folder
from search_service.web.i18n import CATALOGUES

WEB = Path(search_service.web.__file__).parent
KEYWORDS = {"_": None, "gettext": None, "marked": None, "ngettext": (1, 2)}


def messages() -> Iterator[str | tuple[str, ...]]:
    sources = [("python", path) for path in WEB.rglob("*.py")]
    sources += [("jinja2.ext:babel_extract", path) for path in template_folder().rglob("*.html")]
    for method, path in sources:
        for _, message, *_ in extract_from_file(method, path, keywords=KEYWORDS):
            yield message


def catalogue(name: str) -> dict[str | tuple[str, ...], str | tuple[str, ...]]:
    with (CATALOGUES / name).open("rb") as file:
        return {message.id: message.string for message in read_po(file) if message.id}


def test_the_english_catalogue_has_every_message_and_no_other() -> None:
    assert set(catalogue("en.po")) == set(messages())


def test_a_translation_keeps_the_places_of_its_message() -> None:
    for message, translation in catalogue("en.po").items():
        before = message if isinstance(message, str) else message[0]
        after = (translation,) if isinstance(translation, str) else translation
        assert all(after), message
        for form in after:
            assert before.count("%(") == form.count("%("), message
            assert fields(before) == fields(form), message


def fields(text: str) -> set[str]:
    return {name for _, name, *_ in Formatter().parse(text) if name}


def test_pages_are_vietnamese_unless_the_address_says_otherwise(client: FlaskClient) -> None:
    page = client.get("/", headers={"Accept-Language": "en"}).text
    assert '<html lang="vi">' in page
    assert "Mới nhất" in page


def test_an_english_page_leads_to_english_pages(client: FlaskClient) -> None:
    page = client.get("/?lang=en").text
    assert '<html lang="en">' in page
    assert "Newest" in page
    assert 'href="/article/lua?lang=en"' in page
    assert '<input type="hidden" name="lang" value="en">' in page


def test_an_unknown_language_is_vietnamese(client: FlaskClient) -> None:
    assert '<html lang="vi">' in client.get("/?lang=xx").text


@pytest.mark.parametrize("path", ["/", "/?lang=en", "/search?q=a&lang=en"])
def test_no_page_sets_a_cookie(client: FlaskClient, path: str) -> None:
    assert "Set-Cookie" not in client.get(path).headers

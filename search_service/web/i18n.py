"""The languages of the pages: Vietnamese, the source language, and English.

The language is part of the address (``?lang=en``) and of every link on an English page. There is
no cookie: an address shows everyone the same page, so it can be shared and cached, and nothing
about the visitor is kept.
"""

from __future__ import annotations

from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, g, request

SOURCE: Final = "vi"
LANGUAGES: Final = {"vi": "Tiếng Việt", "en": "English"}
CATALOGUES: Final = Path(__file__).parent / "locale"


def marked(text: str) -> str:
    """Mark *text* for the catalogues; it is translated where it is shown."""
    return text


def language() -> str:
    """Return the language of this request; the API speaks English unless told otherwise."""
    if "language" not in g:
        asked = request.args.get("lang", "")
        default = "en" if request.path.startswith("/api/") else SOURCE
        g.language = asked if asked in LANGUAGES else default
    chosen: str = g.language
    return chosen


def gettext(text: str) -> str:
    """Return *text* in the language of this request."""
    return translations(language()).gettext(text)


def ngettext(singular: str, plural: str, number: int) -> str:
    """Return the form for *number* in the language of this request."""
    return translations(language()).ngettext(singular, plural, number)


@cache
def translations(name: str) -> NullTranslations:
    """Return the catalogue of a language, read from its .po file once a process."""
    if name == SOURCE:
        return NullTranslations()
    with (CATALOGUES / f"{name}.po").open("rb") as file:
        catalogue = read_po(file, locale=name, abort_invalid=True)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(compiled)


def init_app(app: Flask) -> None:
    """Give the templates ``gettext`` and keep the language in every link between pages."""
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext, ngettext, newstyle=True
    )
    app.jinja_env.globals.update(language=language, languages=LANGUAGES)

    @app.url_defaults
    def keep_language(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint.startswith("pages.") and language() != SOURCE:
            values.setdefault("lang", language())

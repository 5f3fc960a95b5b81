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
_SPOKEN: Final = (
    *("pages.", "pictures.", "feeds.", "reference.", "builder.", "reporting."),
    *("trend.", "words.", "concordances.", "stories.", "exports.", "citations.", "batches."),
    "staff_",
)
"""Where the endpoints of pages begin, which are in the reader's language."""
CATALOGUES: Final = Path(__file__).parent / "locale"


def marked(text: str) -> str:
    """Mark *text* for the catalogues; it is translated where it is shown."""
    return text


def asked_language() -> str | None:
    """Return the language that this request's address names, None when it names none."""
    asked = request.args.get("lang", "")
    return asked if asked in LANGUAGES else None


def language() -> str:
    """Return the language of the answer; programs are spoken to in English by default."""
    if "language" not in g:
        g.language = asked_language() or ("en" if is_program() else SOURCE)
    chosen: str = g.language
    return chosen


def is_program() -> bool:
    """Return whether a program is asking: it is answered in JSON."""
    return request.path.startswith("/api/") or request.path in {"/healthz", "/readyz", "/oembed"}


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
        asked = asked_language() if endpoint.startswith(_SPOKEN) else None
        if asked not in {None, SOURCE}:
            values.setdefault("lang", asked)

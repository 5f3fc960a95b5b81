"""This request's own address, and the state of the archive that it names with ``as_of``."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from flask import Flask, request

from search_service.engines.records import Generation
from search_service.web.context import AS_OF, STATED, as_of, engine


def stated(endpoint: str) -> list[tuple[str, str]]:
    """Return the parameter by which links to *endpoint* keep to the state of this page."""
    state = as_of() if endpoint in STATED else ""
    return [(AS_OF, state)] if state else []


def here(pairs: list[tuple[str, str]]) -> str:
    """Return the address of this request's path with other parameters."""
    path = quote(request.script_root + request.path)
    return f"{path}?{urlencode(pairs)}" if pairs else path


def frozen(address: str = "") -> str:
    """Return *address*, or this request's own, with the state of the archive that it shows now."""
    path, _, written = address.partition("?")
    given = parse_qsl(written, keep_blank_values=True) if address else _own_pairs()
    pairs = [pair for pair in given if pair[0] != AS_OF] + [(AS_OF, generation().name)]
    return f"{path}?{urlencode(pairs)}" if address else here(pairs)


def present_state() -> str:
    """Return this request's address without the state of the archive that it names."""
    return here([pair for pair in _own_pairs() if pair[0] != AS_OF])


def unfiltered_here() -> str:
    """Return this request's address with its words alone."""
    kept = {"q", "lang", AS_OF}
    return here([pair for pair in _own_pairs() if pair[0] in kept])


def generation() -> Generation:
    """Return the state of the archive that this request is about."""
    return engine().generation


def _own_pairs() -> list[tuple[str, str]]:
    return list(request.args.items(multi=True))


def init_app(app: Flask) -> None:
    """Keep the state in the links of a page, and give the templates what this module offers."""

    @app.url_defaults
    def keep_state(endpoint: str, values: dict[str, Any]) -> None:
        for name, value in stated(endpoint):
            values.setdefault(name, value)

    app.jinja_env.globals.update(
        as_of=as_of,
        frozen=frozen,
        generation=generation,
        present_state=present_state,
        unfiltered_here=unfiltered_here,
    )

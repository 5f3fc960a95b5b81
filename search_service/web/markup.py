"""Answers in XML: elements made one by one, so that nothing in them needs escaping by hand."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any, Final

from flask import Response
from lxml import etree

from search_service.article import VIETNAM

Element = Any
"""lxml's element, which has no types."""

# What XML 1.0 has no way to write (https://www.w3.org/TR/xml/#charsets); lxml refuses it.
_UNWRITABLE: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Maker:
    """Makes the elements of one namespace.

    ``make("link", href=address)`` is ``<link href="…"/>``; children are elements or texts, and
    None is passed over.
    """

    def __init__(self, namespace: str, **prefixes: str) -> None:
        """Take the namespace of the elements and, by prefix, those of other makers beside them."""
        self._namespace = namespace
        named: list[tuple[str | None, str]] = [(None, namespace), *prefixes.items()]
        self._prefixes = dict(named)

    def __call__(self, name: str, *children: Element | str | None, **attributes: str) -> Element:
        """Make the element *name*, with a text or with children in it."""
        element = etree.Element(f"{{{self._namespace}}}{name}", nsmap=self._prefixes)
        for key, value in attributes.items():
            element.set(key, writable(value))
        for child in children:
            if isinstance(child, str):
                element.text = writable(child)
            elif child is not None:
                element.append(child)
        return element


def writable(text: str) -> str:
    """Return *text* without the characters that no XML document can have."""
    return _UNWRITABLE.sub("", text)


def moment(published: datetime) -> str:
    """Write a moment on Vietnam's clock as RFC 3339 does, whose zones have no seconds."""
    return published.astimezone(VIETNAM).isoformat(timespec="seconds")


def answer(root: Element, mimetype: str) -> Response:
    """Return the document of *root*, in UTF-8."""
    etree.cleanup_namespaces(root)
    document = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return Response(document, content_type=f"{mimetype}; charset=utf-8")

"""How a related list is asked for on another site: its choices, and how tall an iframe must be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from search_service.related import Placement, RelatedArticle
from search_service.web import params
from search_service.web.i18n import SOURCE, marked
from search_service.web.parameters import Arguments

MAX_ITEMS: Final = 20
"""Most articles of a list, as in the API."""


class Theme(StrEnum):
    """The colours of a list."""

    AUTO = "auto"
    """As the page around it is, or as the reader's system is set."""
    LIGHT = "light"
    DARK = "dark"


class Layout(StrEnum):
    """The form of a list."""

    LIST = "list"
    CARDS = "cards"
    TITLES = "titles"
    """The least room: a line for each title, and one for what it is."""


HEADINGS: Final = {
    Placement.ANY: marked("Tin liên quan"),
    Placement.EARLIER: marked("Bối cảnh"),
    Placement.NEWEST: marked("Tin mới liên quan"),
}

# Heights in CSS pixels, as static/embed.css sets them.
_AROUND: Final = 27
"""The box's border and padding, above and below."""
_HEAD: Final = 38
_ROWS: Final = {Layout.LIST: 95, Layout.TITLES: 65}
_CARDS: Final = 184
"""A row of cards, with room for a scroll bar."""
_ALSO: Final = 24
"""The line of where else an article was published."""


@dataclass(frozen=True, slots=True)
class Embedding:
    """What the address of an embedded list says of its form."""

    limit: int
    theme: Theme = Theme.AUTO
    layout: Layout = Layout.LIST
    placement: Placement = Placement.ANY

    def pairs(self, language: str) -> dict[str, str]:
        """Return the parameters that ask for this form in a language; defaults are left out."""
        chosen = {
            "theme": (self.theme, Theme.AUTO),
            "layout": (self.layout, Layout.LIST),
            "placement": (self.placement, Placement.ANY),
            "lang": (language, SOURCE),
        }
        others = {name: str(value) for name, (value, usual) in chosen.items() if value != usual}
        return {"limit": str(self.limit), **others}


def read(args: Arguments, *, limit: int) -> Embedding:
    """Return what an address asks for; *limit* articles when it does not say.

    Raises:
        ParameterError: a parameter cannot be read.
    """
    return Embedding(
        limit=params.read_whole(args, "limit", limit, most=MAX_ITEMS),
        theme=params.read_choice(args, "theme", Theme.AUTO),
        layout=params.read_choice(args, "layout", Layout.LIST),
        placement=params.read_choice(args, "placement", Placement.ANY),
    )


def height(items: Sequence[RelatedArticle], layout: Layout) -> int:
    """Return how tall an iframe of these articles is, in CSS pixels, at any width."""
    if not items:
        return 0
    with_copies = sum(1 for item in items if item.copies)
    if layout is Layout.CARDS:
        return _AROUND + _HEAD + _CARDS + (_ALSO if with_copies else 0)
    rows = _ROWS[layout] * len(items)
    return _AROUND + _HEAD + rows + (_ALSO * with_copies if layout is Layout.LIST else 0)

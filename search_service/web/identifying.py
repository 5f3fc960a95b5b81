"""What a person's page says of why it takes several names, or one of several persons, for one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from flask import Blueprint

from search_service.identity import Decision, Kind
from search_service.web import dates
from search_service.web.i18n import gettext, marked

blueprint = Blueprint("identifying", __name__)

_TOLD: Final = {
    Kind.SPELLING: marked("“%(name)s” là cách viết khác của cùng một tên."),
    Kind.SHORT: marked(
        "“%(name)s” đứng một mình ở %(articles)s bài: trong %(seen)s bài in đủ một tên có phần "
        "cuối như vậy, %(agreeing)s bài in tên này."
    ),
    Kind.TITLED: marked("“%(name)s” là tên này với chữ đứng trước, ở %(articles)s bài."),
    Kind.NAMESAKES: marked(
        "Tên này là của %(agreeing)s người, phân biệt theo chức danh, chuyên mục và thời gian; "
        "%(articles)s trong %(seen)s bài là của người này."
    ),
}


class Told(NamedTuple):
    """A decision as a page says it, and the ids of articles that show it."""

    text: str
    examples: tuple[str, ...]


@blueprint.app_template_filter()
def told(decisions: Sequence[Decision]) -> list[Told]:
    """Return *decisions* in the language of the page."""
    return [Told(_text(one), one.examples) for one in decisions if one.kind in _TOLD]


def _text(decision: Decision) -> str:
    return gettext(_TOLD[decision.kind]) % {
        "name": decision.name,
        "articles": dates.number(decision.articles),
        "agreeing": dates.number(decision.agreeing),
        "seen": dates.number(decision.seen),
    }

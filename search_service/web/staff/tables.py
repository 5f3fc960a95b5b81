"""The newsroom's tables as pages: read, changed, and put back as they were."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from search_service.newsroom import NewsroomError
from search_service.newsroom.editing import ChangedMeanwhileError, Editor, Written
from search_service.newsroom.files import ABBREVIATIONS, PARTNERS, PEOPLE, PINS
from search_service.store.versions import Versions
from search_service.web.context import engine, newsroom, settings, store
from search_service.web.i18n import gettext, marked
from search_service.web.staff.access import member, room

blueprint = room("tables", __name__)


@dataclass(frozen=True, slots=True)
class Explained:
    """What a table is called and what to write in it."""

    title: str
    form: str
    example: str


TABLES: Final = {
    PEOPLE: Explained(
        marked("Bảng nhân vật"),
        marked(
            "Mỗi dòng một quyết định, các ô cách nhau bằng phím Tab: cùng, khác, không phải người, "
            "tên hoặc ẩn, rồi tên nhân vật."
        ),
        "cùng\tTrần Sỹ Bảo\tTrần Sĩ Bảo",
    ),
    PINS: Explained(
        marked("Bài ghim"),
        marked(
            "Mỗi dòng một truy vấn, Tab, mã hoặc địa chỉ bài; nếu cần, thêm ngày đầu và ngày cuối."
        ),
        "lũ lụt\thttps://bao.example/so-tay-mua-lu.html\t2026-09-01\t2026-12-31",
    ),
    ABBREVIATIONS: Explained(
        marked("Chữ viết tắt"),
        marked("Mỗi dòng một chữ viết tắt, Tab, rồi các dạng đầy đủ; không có thì bỏ chữ ấy."),
        "KCN\tkhu công nghiệp",
    ),
    PARTNERS: Explained(
        marked("Liên kết website"),
        marked(
            "Mỗi dòng tên một trang, Tab, địa chỉ của nó. Bảng trống: trang nào cũng nhúng được."
        ),
        "Báo Mẫu\thttps://bao.example",
    ),
}
"""The tables by their names, in the order in which they are listed."""


@blueprint.app_template_global()
def staff_tables() -> dict[str, Explained]:
    """Return the tables that can be changed."""
    return TABLES


@blueprint.get("/tables/<name>")
def show(name: str) -> str:
    """Show a table to be changed; with ``version``, as it was once."""
    _known(name)
    present = _editor().read(name)
    number = request.args.get("version", type=int)
    old = Versions(store()).text(name, number) if number and number < 2**63 else None
    if number and old is None:
        abort(404)
    return _page(name, present.state, present.text if old is None else old)


@blueprint.post("/tables/<name>")
def save(name: str) -> ResponseReturnValue:
    """Write a table, if it can be used and nobody has changed it meanwhile."""
    _known(name)
    text, state = request.form.get("text", ""), request.form.get("state", "")
    try:
        write(name, text, state)
    except ChangedMeanwhileError:
        problem = gettext("Bảng vừa được người khác sửa. Dưới đây là chữ của bạn; gửi lại để thay.")
        return _page(name, _editor().read(name).state, text, problem), 409
    except NewsroomError as error:
        return _page(name, state, text, str(error)), 400
    return redirect(url_for("staff_tables.show", name=name, saved=1), 303)


def write(name: str, text: str, state: str) -> None:
    """Write a table and keep what it was and is, with who wrote it.

    Raises:
        NewsroomError: it cannot be used or written, or has changed meanwhile.
    """
    before = _editor().write(name, text, state=state)
    now = _editor().read(name)
    Versions(store()).add(name, (before.text, ""), (now.text, member().name))


def present(name: str) -> Written:
    """Return a table as it is."""
    return _editor().read(name)


def _known(name: str) -> None:
    if name not in TABLES:
        abort(404)


def _editor() -> Editor:
    return Editor(settings().newsroom_dir)


def _page(name: str, state: str, text: str, problem: str = "") -> str:
    return render_template(
        "staff/table.html",
        name=name,
        table=TABLES[name],
        text=text,
        state=state,
        problem=problem,
        versions=Versions(store()).known(name),
        idle=_idle(name),
    )


def _idle(name: str) -> list[tuple[str, str]]:
    """Return the lines of a table that match nothing in the archive, each with the reason."""
    if name == PEOPLE:
        return [(ruling.place, reason) for ruling, reason in engine().idle_rulings()]
    if name != PINS:
        return []
    pins = (pin for some in newsroom().pins().values() for pin in some)
    return [
        (pin.place, pin.article)
        for pin in pins
        if not (engine().document(pin.article) or engine().document_by_url(pin.article))
    ]

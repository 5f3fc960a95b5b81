"""Searches and persons that the newsroom follows."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from search_service.desk.following import address, watched
from search_service.grammar import typed
from search_service.query import Query
from search_service.store import StoreError
from search_service.store.follows import MAX_MAIL, MAX_NAME, Follows
from search_service.vietnamese import nfc
from search_service.web import followed, params, present
from search_service.web.context import engine, newsroom, settings, store
from search_service.web.i18n import gettext
from search_service.web.staff.access import member, room

blueprint = room("follows", __name__)


@blueprint.app_template_global()
def follow_url(query: Query) -> str:
    """Return where the newsroom follows *query*, empty where there are no staff pages."""
    return url_for("staff_follows.show", q=typed(query)) if settings().staff else ""


@blueprint.get("/follows")
def show() -> str:
    """Show what is followed, with the form; ``q`` is a search to begin with."""
    query, _ = params.read_page(request.args, size=1)
    return _page(typed(query))


@blueprint.post("/follows")
def add() -> ResponseReturnValue:
    """Follow a search from now on."""
    query, _ = params.read_page(request.form, size=1)
    asked, mail = typed(query), request.form.get("mail", "").strip()
    name = " ".join(nfc(request.form.get("name", "")).split())[:MAX_NAME]
    try:
        sent = address(mail) if mail else ""
    except ValueError:
        return _page(
            asked, gettext("Địa chỉ thư không đúng, ví dụ: lan@bao.example"), name, mail
        ), 400
    seen = [one.article.id for one in watched(engine(), newsroom(), asked)]
    called = name or asked or gettext("Tất cả bài")
    try:
        Follows(store()).add(asked, name=called, mail=sent, by=member().name, seen=seen)
    except StoreError as error:
        return _page(asked, str(error), name, mail), 503
    return redirect(url_for("staff_follows.show"), 303)


@blueprint.post("/follows/<int:number>/drop")
def drop(number: int) -> ResponseReturnValue:
    """Follow something no longer; its feed is gone at once."""
    if number < 2**63:
        Follows(store()).remove(number)
    return redirect(url_for("staff_follows.show"), 303)


def _page(query: str, problem: str = "", name: str = "", mail: str = "") -> str:
    known = [
        (one, present.absolute(followed.address(one)), url_for("pages.search", q=one.query))
        for one in Follows(store()).all()
    ]
    return render_template(
        "staff/follows.html",
        known=known,
        query=query,
        problem=problem,
        name=name,
        mail=mail,
        most_name=MAX_NAME,
        most_mail=MAX_MAIL,
    )

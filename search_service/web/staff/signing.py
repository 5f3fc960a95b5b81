"""The way in and out of the staff pages."""

from __future__ import annotations

from typing import Final

from flask import (
    abort,
    current_app,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_user, logout_user

from search_service.web.i18n import gettext
from search_service.web.rate import Allowance
from search_service.web.staff.access import ROOT, Member, room, users

blueprint = room("signing", __name__)

TRIES: Final = 5
"""Passwords that one client, and that for one name all clients, may try in a window of a minute."""

WINDOW: Final = 60

_EXTENSION: Final = "search_service.signing"


@blueprint.record_once
def allow(state: BlueprintSetupState) -> None:
    """Count tries by client and by name, for each app by itself."""
    state.app.extensions[_EXTENSION] = Allowance(TRIES, WINDOW)


@blueprint.get("/sign-in")
def form() -> ResponseReturnValue:
    """Show the form, or lead on whoever is in already."""
    if users() is None:
        abort(404)
    if current_user.is_authenticated:
        return redirect(_there(), 303)
    return _page()


@blueprint.post("/sign-in")
def enter() -> ResponseReturnValue:
    """Let in whoever has a password, after as many tries as anyone may have."""
    listed = users()
    if listed is None:
        abort(404)
    name = request.form.get("name", "").strip()
    tries: Allowance = current_app.extensions[_EXTENSION]
    tries.count()
    tries.count(f"name {name}")
    if not listed.admits(name, request.form.get("password", "")):
        current_app.logger.warning("staff: a wrong password from %s", request.remote_addr)
        return _page(gettext("Tên hoặc mật khẩu không đúng."), name), 403
    session.clear()  # nothing that was there before signing in is taken along
    session.permanent = True
    login_user(Member(name, listed.hash_of(name) or ""))
    return redirect(_there(), 303)


@blueprint.post("/sign-out")
def leave() -> ResponseReturnValue:
    """Forget who was in."""
    logout_user()
    session.clear()
    return redirect(url_for("staff_signing.form" if users() else "pages.home"), 303)


def _page(problem: str = "", name: str = "") -> str:
    return render_template("staff/sign_in.html", problem=problem, name=name, then=_there())


def _there() -> str:
    """Return where to go after signing in: a staff page of this site, whatever the form says."""
    there = request.values.get("then", "")
    inside = there.startswith(f"{ROOT}/") and not there.startswith("//") and "\\" not in there
    return there if inside else url_for("staff_desk.home")

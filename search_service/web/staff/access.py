"""Who may see the staff pages: whoever signed in, or whom the web server in front names.

Flask-Login keeps who is signed in in Flask's signed cookie, which goes to the staff pages alone;
Flask-WTF holds every form to a token of that session.
"""

from __future__ import annotations

import hashlib
from typing import Final

from flask import (
    Blueprint,
    Flask,
    Request,
    Response,
    current_app,
    redirect,
    request,
    url_for,
)
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, current_user
from flask_wtf.csrf import CSRFProtect
from werkzeug.exceptions import Forbidden

from search_service.newsroom.users import MAX_NAME, Users
from search_service.store.secrets import secret
from search_service.web.context import settings, store
from search_service.web.i18n import gettext
from search_service.web.origin import require_own_form

ROOT: Final = "/staff"

HOURS: Final = 12
"""How long one is signed in: a day at the desk."""

OPEN: Final = frozenset({"staff_signing.form", "staff_signing.enter"})
"""The endpoints that need nobody to be signed in."""

_USERS: Final = "search_service.users"
_DIGITS: Final = 16

_forms = CSRFProtect()


class _StaffSessions(SecureCookieSessionInterface):
    """Sessions for the staff pages alone: no other page depends on a cookie, so all may be kept."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        if request.path.startswith(f"{ROOT}/"):
            return super().open_session(app, request)
        return self.make_null_session(app)


class Member:
    """Somebody of the newsroom, as Flask-Login wants to know one.

    Attributes:
        name: Who it is.
        id: The name and what tells its password from another: with a new one every session ends.
    """

    is_authenticated = is_active = True
    is_anonymous = False

    def __init__(self, name: str, sealed: str = "") -> None:
        """Take a member by name; *sealed* is the hash of the password, where there is one."""
        self.name = name
        self.id = f"{hashlib.sha256(sealed.encode()).hexdigest()[:_DIGITS]}:{name}"

    def get_id(self) -> str:
        """Return what a session keeps of the member."""
        return self.id


def init_app(app: Flask) -> bool:
    """Prepare *app* to know its staff; return whether there can be any.

    Raises:
        NewsroomError: the file of users cannot be used.
        StoreError: the store cannot be used.
    """
    with app.app_context():
        own = settings()
        if not own.staff:
            return False
        app.secret_key = secret(store(), "sessions")
        app.extensions[_USERS] = Users(own.staff_users) if own.staff_users else None
    secure = own.base_url.startswith("https:")
    app.config.update(
        SESSION_COOKIE_NAME="__Secure-staff" if secure else "staff",
        SESSION_COOKIE_PATH=ROOT,
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Strict",
        PERMANENT_SESSION_LIFETIME=HOURS * 3600,
        SESSION_REFRESH_EACH_REQUEST=False,
        WTF_CSRF_CHECK_DEFAULT=False,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
    )
    app.session_interface = _StaffSessions()
    _forms.init_app(app)
    login = LoginManager(app)
    login.session_protection = None  # it would sign out whoever's address changes, as phones' do
    login.user_loader(_member)
    login.request_loader(_named_by_proxy)
    return True


def room(name: str, module: str) -> Blueprint:
    """Return a blueprint of staff pages: for the staff alone, in no cache, its forms checked."""
    blueprint = Blueprint(f"staff_{name}", module, url_prefix=ROOT)
    blueprint.before_request(_let_in)
    blueprint.after_request(_keep_private)
    return blueprint


def users() -> Users | None:
    """Return who may sign in by password; None where the web server in front says who it is."""
    known: Users | None = current_app.extensions[_USERS]
    return known


def member() -> Member:
    """Return who is signed in."""
    found: Member = current_user._get_current_object()
    return found


def _let_in() -> ResponseReturnValue | None:
    if request.method not in {"GET", "HEAD", "OPTIONS"}:
        require_own_form()
        _forms.protect()
    if request.endpoint in OPEN or current_user.is_authenticated:
        return None
    if request.method == "GET" and users() is not None:
        return redirect(url_for("staff_signing.form", then=request.full_path.rstrip("?")), 303)
    raise Forbidden(gettext("Trang này dành cho tòa soạn."))


def _keep_private(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "same-origin"
    return response


def _member(known: str) -> Member | None:
    """Return the member of a session, None when the password is another now or there is none."""
    name = known.partition(":")[2]
    listed = users()
    sealed = listed.hash_of(name) if listed else None
    if sealed is None:
        return None
    found = Member(name, sealed)
    return found if found.id == known else None


def _named_by_proxy(asked: Request) -> Member | None:
    """Return whom the trusted web server in front names.

    It alone is believed: ``X-Forwarded-For`` is taken out of every request but its own before the
    app sees it (see ``serving.py``), so a request that has it came through.
    """
    header = settings().staff_header
    if not header or "X-Forwarded-For" not in asked.headers:
        return None
    name = asked.headers.get(header, "").strip()
    return Member(name) if 0 < len(name) <= MAX_NAME else None

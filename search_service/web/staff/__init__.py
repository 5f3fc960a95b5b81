"""The staff pages: there only where the settings say who may sign in.

``access`` lets in, ``signing`` is the way in and out; the other modules are one page each.
"""

from __future__ import annotations

from flask import Flask

from search_service.web.staff import access, desk, diary, persons, signing, tables

ROOMS = (signing, desk, persons, tables, diary)


def init_app(app: Flask) -> None:
    """Give *app* the staff pages, if anyone may see them.

    Raises:
        NewsroomError: the file of users cannot be used.
        StoreError: the store cannot be used.
    """
    if access.init_app(app):
        for room in ROOMS:
            app.register_blueprint(room.blueprint)

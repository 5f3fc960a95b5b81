"""The web app: pages and JSON API over one archive, server-rendered."""

from search_service.web.app import create_app

__all__ = ["create_app"]

"""The newsroom's own files: tables that editors keep, read again whenever they change."""

from search_service.newsroom.abbreviations import Entry
from search_service.newsroom.files import Newsroom
from search_service.newsroom.tables import NewsroomError

__all__ = ["Entry", "Newsroom", "NewsroomError"]

"""Did you mean: what a query's writer may have meant, by the archive's own spelling."""

from search_service.spelling.correction import corrected, likely
from search_service.spelling.neighbours import Nearby, nearest

__all__ = ["Nearby", "corrected", "likely", "nearest"]

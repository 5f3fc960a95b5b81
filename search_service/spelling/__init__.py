"""Did you mean: a query that finds little, or was typed without marks, as the archive spells it."""

from search_service.spelling.correction import corrected, likely

__all__ = ["corrected", "likely"]

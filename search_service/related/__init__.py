"""Related articles: the rest of a story, each with the reason why it is shown."""

from search_service.related.listing import copies, related, surroundings
from search_service.related.model import Placement, Reason, RelatedArticle

__all__ = ["Placement", "Reason", "RelatedArticle", "copies", "related", "surroundings"]

"""Search and discovery for a Vietnamese news archive."""

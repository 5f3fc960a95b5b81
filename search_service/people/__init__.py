"""Persons mentioned in an article, found by rules and a model."""

from search_service.people.articles import article_people, composed_text
from search_service.people.finding import find_people
from search_service.people.mentions import Mention, Person, person_id

__all__ = ["Mention", "Person", "article_people", "composed_text", "find_people", "person_id"]

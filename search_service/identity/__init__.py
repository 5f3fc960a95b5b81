"""Persons across articles: which sightings are one person, and which names are two."""

from search_service.identity.joining import Decided, Holder, join
from search_service.identity.records import (
    NOBODY,
    Decision,
    Kind,
    Known,
    Resolution,
    Sighting,
)
from search_service.identity.resolving import resolve
from search_service.identity.rulings import NO_RULINGS, Register, Ruled, Ruling, Rulings, Verb, rule

__all__ = [
    "NOBODY",
    "NO_RULINGS",
    "Decided",
    "Decision",
    "Holder",
    "Kind",
    "Known",
    "Register",
    "Resolution",
    "Ruled",
    "Ruling",
    "Rulings",
    "Sighting",
    "Verb",
    "join",
    "resolve",
    "rule",
]

"""Answers about the words around a search."""

from __future__ import annotations

from typing import Self

from pydantic import Field

from search_service.desk.around import Around, Word
from search_service.wire.base import Record


class TypicalWord(Record):
    """A word or person that the result has more often than the archive, the surest first."""

    value: str = Field(description="The word in lower case, or the person's id.")
    label: str
    count: int = Field(description="Articles of the result that have it.")
    archive: int = Field(description="Articles of the archive that have it.")


class WordsAnswer(Record):
    """What is typical of a result against the whole archive."""

    query: str
    articles: int = Field(description="Size of the result.")
    archive: int = Field(description="Size of the archive.")
    words: list[TypicalWord]
    people: list[TypicalWord]

    @classmethod
    def of(cls, text: str, around: Around) -> Self:
        """Write what is *around* the search for *text*."""
        return cls(
            query=text,
            articles=around.articles,
            archive=around.archive,
            words=[_typical(one) for one in around.words],
            people=[_typical(one) for one in around.people],
        )


def _typical(word: Word) -> TypicalWord:
    return TypicalWord.model_validate(word.typical)

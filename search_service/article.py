"""Article: the one record every reader makes and everything else speaks."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Annotated, Any, Final

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    field_serializer,
    model_validator,
)

VIETNAM: Final = timezone(timedelta(hours=7))
"""Vietnam's clock: GMT+7 without daylight saving. A time without a zone is read as this one."""

MAX_TEXT: Final = 2_000_000
"""Longest text of one field, in characters: a book of 1,000 pages. More is a broken export."""

MAX_ID: Final = 200
"""Longest identifier, in characters: it becomes part of a web address."""

FIRST_YEAR: Final = 1800
"""Earlier dates come from empty or zeroed fields of a content management system."""

TITLE_LENGTH: Final = 150
"""Characters of the first sentence that stand in for a missing title."""

# Everything that is not text: control characters but tab and line feed, and lone surrogates,
# which no encoding can write.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s|\n")


class ArticleError(ValueError):
    """A record that cannot become an article; the message names the field and what to do."""


def clean(text: str) -> str:
    """Return *text* as NFC with line feeds only, without control characters or lone surrogates."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)
    return unicodedata.normalize("NFC", _CONTROL.sub("", text)).strip()


def _text(value: object) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ValueError(f"must be text, not {type(value).__name__}")
    if len(value) > MAX_TEXT:
        raise ValueError(f"is {len(value):,} characters long; the limit is {MAX_TEXT:,}")
    return clean(value)


def _identifier(value: object) -> str:
    """Many systems number their articles: a whole number is an identifier too."""
    return _text(str(value) if isinstance(value, int) else value)


def _optional_text(value: object) -> str | None:
    return _text(value) or None


def _moment(value: object) -> datetime | None:
    """Read ISO 8601; a date alone is its midnight, a time without a zone is Vietnam's."""
    if value is None or value == "":
        return None
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value.strip())
        except ValueError:
            raise ValueError(
                f"{value!r} is not a date; write ISO 8601, as 2022-10-25T15:21:00+07:00"
            ) from None
    if not isinstance(value, datetime):
        raise ValueError("must be ISO 8601 text, as 2022-10-25T15:21:00+07:00")
    if value.year < FIRST_YEAR:
        raise ValueError(f"the year {value.year} is before {FIRST_YEAR}")
    if value.tzinfo is None:
        return value.replace(tzinfo=VIETNAM)
    return value


def _tags(value: object) -> tuple[str, ...]:
    items = value.split(",") if isinstance(value, str) else value
    if not isinstance(items, list | tuple):
        raise ValueError("must be a list of texts")
    return tuple(dict.fromkeys(tag for tag in map(_text, items) if tag))


def _named(value: object, key: str) -> object:
    """Let a list of plain texts stand for a list of records that have only *key*."""
    if not isinstance(value, list | tuple):
        raise ValueError("must be a list")
    return [{key: item} if isinstance(item, str) else item for item in value]


Text = Annotated[str, BeforeValidator(_text)]
OptionalText = Annotated[str | None, BeforeValidator(_optional_text)]


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Image(_Record):
    """A picture of an article: its address, where there is one, and its caption."""

    url: OptionalText = None
    caption: Text = ""


class GivenPerson(_Record):
    """A person named by the record itself; the newsroom's word wins over what is found."""

    name: Annotated[Text, Field(min_length=1)]
    role: OptionalText = None


class Article(_Record):
    """One article, its texts in NFC. Only ``lead`` or ``body`` is required of a record.

    ``published`` always has a zone. Where only the day is known it is that day's midnight in
    Vietnam, and pages then print the day alone. Keys this record does not know are in ``extra``.
    """

    id: Annotated[str, BeforeValidator(_identifier)] = ""
    url: OptionalText = None
    title: Text = ""
    lead: Text = ""
    body: Text = ""
    section: OptionalText = None
    published: Annotated[datetime | None, BeforeValidator(_moment)] = None
    author: OptionalText = None
    tags: Annotated[tuple[str, ...], BeforeValidator(_tags)] = ()
    people: Annotated[
        tuple[GivenPerson, ...], BeforeValidator(lambda value: _named(value, "name"))
    ] = ()
    images: Annotated[tuple[Image, ...], BeforeValidator(lambda value: _named(value, "url"))] = ()
    source: OptionalText = None
    extra: dict[str, Any] = Field(default_factory=dict)

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Article:
        """Make an article from one record in the form of a JSON Lines line.

        Raises:
            ArticleError: a field has the wrong form, or there is no text at all.
        """
        known = {
            name: value
            for name, value in record.items()
            if name in cls.model_fields and value is not None
        }
        unknown = {name: value for name, value in record.items() if name not in cls.model_fields}
        if unknown:
            known["extra"] = {**known.get("extra", {}), **unknown}
        try:
            return cls(**known)
        except ValidationError as error:
            raise ArticleError(_explain(error)) from None

    @classmethod
    def stored(cls, record: Mapping[str, Any]) -> Article:
        """Take back a record that ``model_dump(mode="json")`` wrote, without validating again."""
        values = dict(record)
        if values.get("published"):
            values["published"] = datetime.fromisoformat(values["published"])
        values["tags"] = tuple(values.get("tags", ()))
        for name, kind in (("people", GivenPerson), ("images", Image)):
            values[name] = tuple(kind.model_construct(**item) for item in values.get(name, ()))
        return cls.model_construct(**values)

    @model_validator(mode="before")
    @classmethod
    def _complete(cls, values: Any) -> Any:
        """Let the first sentence stand in for a missing title and derive a missing identifier."""
        if not isinstance(values, dict):
            return values
        values = dict(values)
        lead, body = _text(values.get("lead")), _text(values.get("body"))
        if not lead and not body:
            raise ValueError("there is no text: give body or lead")
        if lead and body.startswith(lead):
            # Many exports print the lead again at the head of the body.
            values["body"] = body[len(lead) :].lstrip(" ,\n")
        if not _text(values.get("title")):
            values["title"] = _first_sentence(lead or body)
        values["id"] = _identifier(values.get("id")) or _derived_id(values)
        if len(values["id"]) > MAX_ID:
            raise ValueError(f"id is {len(values['id'])} characters long; the limit is {MAX_ID}")
        return values

    @field_serializer("published")
    def _iso(self, value: datetime | None) -> str | None:
        return value.isoformat() if value else None

    @property
    def day(self) -> date | None:
        """The day of publication on Vietnam's calendar."""
        return self.published.astimezone(VIETNAM).date() if self.published else None

    @property
    def captions(self) -> str:
        """The pictures' captions, one a line."""
        return "\n".join(image.caption for image in self.images if image.caption)

    def fingerprint(self) -> str:
        """Return a digest that changes when, and only when, the record changes (64 hex digits)."""
        text = json.dumps(self.model_dump(), ensure_ascii=False, sort_keys=True, default=str)
        return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def _first_sentence(text: str) -> str:
    sentence = _SENTENCE_END.split(text, maxsplit=1)[0]
    if len(sentence) <= TITLE_LENGTH:
        return sentence.rstrip(".")
    return sentence[:TITLE_LENGTH].rsplit(" ", 1)[0] + "…"


def _derived_id(values: Mapping[str, Any]) -> str:
    content = [values.get(name) or "" for name in ("title", "lead", "body", "published")]
    key = values.get("url") or json.dumps(content, ensure_ascii=False, default=str)
    return hashlib.sha256(str(key).encode("utf-8", "replace")).hexdigest()[:16]


def _explain(error: ValidationError) -> str:
    parts = []
    for item in error.errors(include_url=False, include_input=False):
        message = item["msg"].removeprefix("Value error, ")
        place = ".".join(str(step) for step in item["loc"])
        parts.append(f"{place}: {message}" if place else message)
    return "; ".join(parts)


def today() -> date:
    """Return the present day on Vietnam's calendar."""
    return datetime.now(UTC).astimezone(VIETNAM).date()

"""Article: the one record every reader makes and everything else speaks."""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta, timezone
from functools import partial
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

from search_service.cleaning import clean

VIETNAM: Final = timezone(timedelta(hours=7))
"""Vietnam's clock: GMT+7 without daylight saving. A time without a zone is read as this one."""

MAX_TEXT: Final = 2_000_000
"""Longest text of one field, in characters: a book of 1,000 pages. More is a broken export."""

MAX_ID: Final = 200
"""Longest identifier, in characters: it becomes part of a web address."""

FIRST_YEAR: Final = 1800
"""Earlier dates come from empty or zeroed fields of a content management system."""

LAST_YEAR: Final = 2200
"""Later dates stand for "never" (9999-12-31), and changing the zone of the last overflows."""

MAX_DEPTH: Final = 20
"""Deepest nesting of an unknown key's value: no export needs more, and recursion ends somewhere."""

TITLE_LENGTH: Final = 150
"""Characters of the first sentence that stand in for a missing title."""

_SENTENCE_END = re.compile(r"(?<=[.!?…])\s|\n")
_SENTENCE_SIGNS = tuple('.!?…:”")')
_ISO: Final = "write ISO 8601, as 2022-10-25T15:21:00+07:00, or leave the key out"
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")


class ArticleError(ValueError):
    """A record that cannot become an article; the message names the field and what to do."""


def _text(value: object) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ValueError(f"must be text, not {type(value).__name__}")
    if len(value) > MAX_TEXT:
        raise ValueError(f"is {len(value):,} characters long; the limit is {MAX_TEXT:,}: split it")
    return clean(value)


def _readable(value: object) -> object:
    """Return a text of sensible length cleaned, and leave all else to the field's own check."""
    return clean(value) if isinstance(value, str) and len(value) <= MAX_TEXT else value


def _blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not clean(value[:MAX_TEXT]))


def _identifier(value: object) -> str:
    """Many systems number their articles: a whole number is an identifier too."""
    number = isinstance(value, int) and not isinstance(value, bool)
    text = _text(str(value) if number else value)
    if len(text) > MAX_ID:
        raise ValueError(f"is {len(text):,} characters long; the limit is {MAX_ID}")
    return text


def _address(value: object) -> str | None:
    """Return a web address: pages print it as a link, where ``javascript:`` would be a program."""
    text = _text(value)
    if _SCHEME.match(text) and not text.lower().startswith(("http://", "https://")):
        raise ValueError(f"{_shown(text)} must begin with http:// or https://")
    return text or None


def _image_address(value: object) -> str | None:
    """As `_address`, but a picture inlined as ``data:`` has no address: its caption stays."""
    if isinstance(value, str) and value.lstrip()[:5].lower() == "data:":
        return None
    return _address(value)


def _shown(value: str) -> str:
    """Return *value* short enough for a message."""
    return repr(value if len(value) <= 60 else value[:59] + "…")


def _moment(value: object) -> datetime | None:
    """Read ISO 8601; a date alone is its midnight, a time without a zone is Vietnam's."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value.strip())
        except ValueError:
            raise ValueError(f"{_shown(str(value))} is not a date; {_ISO}") from None
    if not isinstance(value, datetime):
        raise ValueError(f"must be text, not {type(value).__name__}; {_ISO}")
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise ValueError(f"the year {value.year} is not between {FIRST_YEAR} and {LAST_YEAR}")
    return value if value.tzinfo else value.replace(tzinfo=VIETNAM)


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


def _unknown(value: object, depth: int = 0) -> Any:
    """Return a JSON value that can be written as JSON again: clean texts, no NaN, not too deep."""
    if depth > MAX_DEPTH:
        raise ValueError(f"is nested more than {MAX_DEPTH} deep")
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, Mapping):
        return {clean(str(key)): _unknown(item, depth + 1) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_unknown(item, depth + 1) for item in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


Text = Annotated[str, BeforeValidator(_text)]
OptionalText = Annotated[str | None, BeforeValidator(lambda value: _text(value) or None)]


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Image(_Record):
    """A picture of an article: its address, where there is one, and its caption."""

    url: Annotated[str | None, BeforeValidator(_image_address)] = None
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
    url: Annotated[str | None, BeforeValidator(_address)] = None
    title: Text = ""
    lead: Text = ""
    body: Text = ""
    section: OptionalText = None
    published: Annotated[datetime | None, BeforeValidator(_moment)] = None
    author: OptionalText = None
    tags: Annotated[tuple[str, ...], BeforeValidator(_tags)] = ()
    people: Annotated[tuple[GivenPerson, ...], BeforeValidator(partial(_named, key="name"))] = ()
    images: Annotated[tuple[Image, ...], BeforeValidator(partial(_named, key="url"))] = ()
    source: OptionalText = None
    extra: Annotated[dict[str, Any], BeforeValidator(_unknown)] = Field(default_factory=dict)

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Article:
        """Make an article from one record in the form of a JSON Lines line.

        Raises:
            ArticleError: a field has the wrong form, or there is no text at all.
        """
        fields = cls.model_fields
        known = {key: item for key, item in record.items() if key in fields and item is not None}
        unknown = {key: item for key, item in record.items() if key not in fields}
        given = known.get("extra", {})
        if unknown and isinstance(given, Mapping):
            known["extra"] = {**given, **unknown}
        try:
            return cls(**known)
        except ValidationError as error:
            raise ArticleError(_explain(error)) from None

    @classmethod
    def stored(cls, record: Mapping[str, Any]) -> Article:
        """Take back a record that ``model_dump(mode="json")`` wrote, without validating again."""
        values = {**_ABSENT, **record, "extra": record.get("extra") or {}}
        if values.get("published"):
            values["published"] = datetime.fromisoformat(values["published"])
        values["tags"] = tuple(values["tags"])
        for name, kind in (("people", GivenPerson), ("images", Image)):
            values[name] = tuple(kind.model_construct(**item) for item in values[name])
        return cls.model_construct(**values)

    @model_validator(mode="before")
    @classmethod
    def _complete(cls, values: Any) -> Any:
        """Let the first sentence stand in for a missing title and derive a missing identifier."""
        values = dict(values)
        lead, body = _readable(values.get("lead")), _readable(values.get("body"))
        if _blank(lead) and _blank(body):
            raise ValueError("there is no text: give body or lead")
        if isinstance(lead, str) and isinstance(body, str):
            body = _without_lead(lead, body)
        values["lead"], values["body"] = lead, body
        if _blank(values.get("title")):
            values["title"] = _first_sentence(str(lead or body))
        if _blank(values.get("id")):
            values["id"] = _derived_id(values)
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


_ABSENT: Final = {
    name: field.default for name, field in Article.model_fields.items() if name != "extra"
}
"""What is not given is; pydantic would look each up again, which takes as long as the JSON does."""


def _without_lead(lead: str, body: str) -> str:
    """Many exports print the lead again at the head of the body.

    It is cut only where it ends there as well: a lead of one word may begin any sentence.
    """
    rest = body[len(lead) :]
    if not lead or not body.startswith(lead):
        return body
    if rest and not lead.endswith(_SENTENCE_SIGNS) and not rest.startswith((" ,", "\n")):
        return body
    return rest.lstrip(" ,\n")


def _first_sentence(text: str) -> str:
    sentence = _SENTENCE_END.split(text.lstrip(" .…"), maxsplit=1)[0]
    if len(sentence) <= TITLE_LENGTH:
        return sentence.rstrip(".") or text[:TITLE_LENGTH]
    return sentence[:TITLE_LENGTH].rsplit(" ", 1)[0] + "…"


def _derived_id(values: Mapping[str, Any]) -> str:
    content = [_readable(values.get(name)) for name in ("title", "lead", "body", "published")]
    key = values.get("url") or json.dumps(content, ensure_ascii=False, default=str)
    return hashlib.sha256(str(key).encode("utf-8", "replace")).hexdigest()[:16]


def _explain(error: ValidationError) -> str:
    parts = []
    for item in error.errors(include_url=False, include_input=False):
        message = item["msg"].removeprefix("Value error, ")
        place = ".".join(str(step) for step in item["loc"])
        parts.append(f"{place}: {message}" if place else message)
    return "; ".join(parts)

"""The persons of an article: those its record gives, and those found in its text."""

from collections.abc import Sequence

from search_service.people.finding import find_people, name_of
from search_service.people.mentions import Person, person_id
from search_service.people.tokens import is_vietnamese

GivenPerson = tuple[str, str | None]


def composed_text(title: str, lead: str, body: str, captions: Sequence[str]) -> str:
    """Return the one text that the mentions of ``article_people`` count their offsets in."""
    return "\n".join(part for part in (title, lead, body, *captions) if part)


def article_people(
    *,
    title: str = "",
    lead: str = "",
    body: str = "",
    captions: Sequence[str] = (),
    given: Sequence[GivenPerson] = (),
    byline: str | None = None,
) -> tuple[Person, ...]:
    """Return the persons of one article.

    Persons given by the record are kept and win: each is in the result under the name given and,
    if one is given, with the role given, joined with the mentions found of the same name. Other
    persons found in the text follow the rules of ``find_people``; a bare given name that no full
    name in the article explains (*ông Bình*) is left out: across articles it names nobody.

    Args:
        title: The headline.
        lead: The paragraph that opens the article.
        body: The rest of it.
        captions: Of its pictures.
        given: Name and role of the persons the record names.
        byline: Who wrote the article; persons given stay even when named in it.

    Returns:
        Persons with distinct ids, in order of first mention; persons given but never named in
        the text come last, without mentions. Offsets are those of ``composed_text``.
    """
    records = _by_key(given)
    names = [name for name, _ in records.values()]
    text = composed_text(title, lead, body, captions)
    people: dict[str, Person] = {}
    for found in find_people(text, byline=byline, given=names):
        key = name_of(found.name)
        if key not in records and _is_bare_given_name(found.name):
            continue
        name, role = records.pop(key, (found.name, None))
        people[person_id(name)] = Person(name, role or found.role, found.mentions)
    for name, role in records.values():
        people.setdefault(person_id(name), Person(name, role, ()))
    return tuple(people.values())


def _is_bare_given_name(name: str) -> bool:
    """Tell *Bình* from *Selmak*: one syllable that Vietnamese has."""
    return " " not in name and is_vietnamese(name)


def _by_key(given: Sequence[GivenPerson]) -> dict[tuple[str, ...], GivenPerson]:
    """Return the persons given by key; a name given twice keeps its first role."""
    records: dict[tuple[str, ...], GivenPerson] = {}
    for printed, role in given:
        name = " ".join(printed.split())
        if name:
            earlier = records.get(name_of(name), (name, None))
            records[name_of(name)] = (earlier[0], earlier[1] or role)
    return records

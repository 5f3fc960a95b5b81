"""One person for the newsroom: what was decided, and a form for each thing it may say."""

from __future__ import annotations

from typing import Final

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from search_service.identity import Verb
from search_service.newsroom import NewsroomError
from search_service.newsroom.files import PEOPLE
from search_service.query import Query
from search_service.results import PersonRecord
from search_service.vietnamese import nfc
from search_service.web.context import engine
from search_service.web.i18n import marked
from search_service.web.staff import tables
from search_service.web.staff.access import room

blueprint = room("persons", __name__)

LISTED: Final = 50
"""Persons listed for part of a name."""

_WORDS: Final = {
    Verb.SAME: "cùng",
    Verb.DIFFERENT: "khác",
    Verb.NOT_A_PERSON: "không phải người",
    Verb.NAME: "tên",
    Verb.HIDE: "ẩn",
}

CHOICES: Final = {
    Verb.SAME: marked("là cùng một người với"),
    Verb.DIFFERENT: marked("là người khác với (tên hoặc chức danh)"),
    Verb.NAME: marked("ghi tên là"),
    Verb.NOT_A_PERSON: marked("không phải là người"),
    Verb.HIDE: marked("không hiện ra"),
}
"""What may be said of a person, in the order in which it is asked."""


@blueprint.get("/persons")
def find() -> str:
    """Show who is called so."""
    asked = " ".join(nfc(request.args.get("q", "")).split())[:200]
    query = Query(people_like=asked)
    buckets = engine().search(query, facets=("person",)).facets["person"].buckets if asked else ()
    return render_template("staff/persons.html", asked=asked, buckets=buckets[:LISTED])


@blueprint.get("/persons/<person_id>")
def show(person_id: str) -> str:
    """Show a person with the form."""
    return _page(_person(person_id))


@blueprint.post("/persons/<person_id>")
def rule(person_id: str) -> ResponseReturnValue:
    """Add a line to the table of persons."""
    record = _person(person_id)
    said = request.form.get("verb", "")
    if said not in set(Verb):
        abort(400)
    needed = Verb(said) not in {Verb.NOT_A_PERSON, Verb.HIDE}
    other = " ".join(nfc(request.form.get("other", "")).split())
    cells = [_WORDS[Verb(said)], record.label, *([other] if needed else [])]
    before = tables.present(PEOPLE)
    line = "\t".join(cells)
    try:
        tables.write(PEOPLE, f"{before.text.rstrip()}\n{line}\n", before.state)
    except NewsroomError as error:
        return _page(record, str(error), other, said), 400
    return redirect(url_for("staff_tables.show", name=PEOPLE, saved=1), 303)


def _person(person_id: str) -> PersonRecord:
    record = engine().person(nfc(person_id))
    if record is None:
        abort(404)
    return record


def _page(record: PersonRecord, problem: str = "", other: str = "", chosen: str = "") -> str:
    return render_template(
        "staff/person.html",
        person=record,
        choices=CHOICES,
        problem=problem,
        other=other,
        chosen=chosen,
    )

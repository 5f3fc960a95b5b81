"""The documents say what is so: settings, commands, addresses, records, folders, links."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import click
import pytest

from search_service import article, batch, concordance, document, query, setting_types, wire
from search_service.article import Article
from search_service.cli import main
from search_service.desk import following, kwic, story, trend
from search_service.document import Document
from search_service.engines import base
from search_service.grammar import parse
from search_service.newsroom import people, users
from search_service.readers import base as reading
from search_service.readers import feed, html, jsonl
from search_service.settings import Settings
from search_service.spelling import mending, neighbours
from search_service.store import archiving, diary, follows, reports, tokens
from search_service.web import (
    admitting,
    batches,
    caching,
    embedding,
    exports,
    operations,
    parameters,
    posted,
    rate,
    recording,
    reporting,
    serving,
    sitemap,
    stopping,
)
from search_service.web.app import MAX_BODY, create_app
from search_service.web.staff import signing
from search_service.wire import articles

CHECKOUT = Path(__file__).resolve().parents[1]
DOCUMENTS = sorted(
    [*CHECKOUT.glob("*.md"), *CHECKOUT.glob("docs/**/*.md"), CHECKOUT / "index/README.md"]
)
README = (CHECKOUT / "README.md").read_text(encoding="utf-8")
ARCHITECTURE = (CHECKOUT / "ARCHITECTURE.md").read_text(encoding="utf-8")
SECURITY = (CHECKOUT / "SECURITY.md").read_text(encoding="utf-8")

_LINK = re.compile(r"\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def section(text: str, title: str) -> str:
    """Return what stands under the heading *title*, up to the next heading of its level."""
    return text.split(f"\n## {title}\n")[1].split("\n## ", maxsplit=1)[0]


def table(text: str) -> list[list[str]]:
    """Return the rows of the first table of *text*, without its head."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def code_lines(text: str) -> list[str]:
    """Return the indented code of *text*, a continued line joined to its beginning."""
    lines: list[str] = []
    for line in re.findall(r"^ {4}(.+)$", text, re.MULTILINE):
        if line.startswith(" "):
            lines[-1] += f" {line.strip()}"
        else:
            lines.append(line)
    return lines


def anchor(heading: str) -> str:
    """Return the anchor of a heading, as GitHub makes it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def test_the_table_of_settings_is_the_settings() -> None:
    written = [
        tuple(cell.strip("`").replace("(empty)", "") for cell in row[:3])
        for row in table(section(README, "Settings"))
    ]
    prefix = Settings.model_config["env_prefix"]
    assert written == [
        (name, f"{prefix}{name.upper()}", str(field.default))
        for name, field in Settings.model_fields.items()
    ]


def test_the_variable_that_names_the_settings_file_is_in_the_readme() -> None:
    assert "`SEARCH_SERVICE_CONFIG`" in section(README, "Settings")


@pytest.mark.parametrize("name", sorted(main.commands))
def test_each_command_is_in_the_readme_with_its_options_and_no_other(name: str) -> None:
    (usage,) = (
        line
        for line in code_lines(section(README, "The command line"))
        if line.startswith(f"search-service {name} ") or line == f"search-service {name}"
    )
    options = {
        option
        for parameter in main.commands[name].params
        if isinstance(parameter, click.Option)
        for option in parameter.opts
    }
    assert set(re.findall(r"(?<![\w-])--?[a-z][\w-]*", usage)) == options


def test_the_options_of_every_command_are_in_the_readme() -> None:
    options = {option for parameter in main.params for option in parameter.opts}
    assert "--version" in options
    assert options <= set(re.findall(r"--[\w-]+", section(README, "The command line")))


def test_each_address_is_in_the_readme_and_no_other(sample_archive) -> None:
    app = create_app(sample_archive, Settings())
    rules = {re.sub(r"<[^>]+>", "<>", rule.rule) for rule in app.url_map.iter_rules()}
    cells = " ".join(row[0] for row in table(section(README, "Pages and API")))
    written = {
        re.sub(r"<[^>]+>", "<>", address.partition("?")[0])
        for address in re.findall(r"`([^`]+)`", cells)
    }
    assert written == rules - {"/static/<>"}


def test_the_record_in_the_readme_can_be_read_and_has_every_key() -> None:
    (text,) = re.findall(r"^ {4}(\{\"id\".+?\})$", README, re.MULTILINE | re.DOTALL)
    record = json.loads(text)
    assert set(record) == set(Article.model_fields) - {"extra"}
    assert Article.from_record(record).extra == {}


def test_what_can_be_typed_is_read_as_the_readme_says() -> None:
    rows = table(section(README, "What can be typed"))
    examples = [text for row in rows for text in re.findall(r"`([^`…]{3,})`", row[0])]
    for text in examples:
        query = parse(text)
        assert bool(query.phrases) == text.startswith('"'), text
        assert bool(query.excluded) == bool(re.search(r"(^| )-", text)), text
        assert bool(query.filters) == (":" in text), text
        assert not (query.filters and query.tokens), text
    assert len(examples) >= len(rows)


@pytest.mark.parametrize("command", ["demo", "test", "check"])
def test_each_script_named_can_be_run(command: str) -> None:
    path = CHECKOUT / "scripts" / command
    assert f"scripts/{command}" in README
    assert path.stat().st_mode & 0o111


def test_each_folder_has_a_section_in_architecture() -> None:
    package = CHECKOUT / "search_service"
    folders = {
        path.parent.relative_to(CHECKOUT).as_posix()
        for path in package.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    folders = {folder for folder in folders if not folder.endswith(("/locale", "/lexicon"))}
    headings = {heading.strip("`/") for heading in _HEADING.findall(ARCHITECTURE)}
    assert folders | {"templates", "index", "tests", "scripts"} <= headings


def test_the_layers_in_architecture_are_those_that_are_checked() -> None:
    with (CHECKOUT / "pyproject.toml").open("rb") as file:
        contracts = tomllib.load(file)["tool"]["importlinter"]["contracts"]
    held = [one["layers"] for one in contracts if one.get("exhaustive")]
    flow = ARCHITECTURE.split("\n## Seams")[0]
    assert [
        block.split("\n    ") for block in re.findall(r"(?m)(?<=^ {4})\S.*(?:\n {4}.*)*", flow)
    ] == held


def test_each_module_that_stands_alone_is_named_in_architecture() -> None:
    modules = {path.name for path in (CHECKOUT / "search_service").glob("*.py")} - {"__init__.py"}
    of_the_package = ARCHITECTURE.split("\n### search_service\n")[1].split("\n### ")[0]
    assert modules <= set(re.findall(r"`(\w+\.py)`", of_the_package))


def test_each_folder_of_lists_is_named_in_architecture() -> None:
    assert {"`locale/`", "`lexicon/`"} <= set(re.findall(r"`\w+/`", ARCHITECTURE))


def test_each_decision_is_dated_and_has_its_reason_and_its_cost() -> None:
    decisions = section(ARCHITECTURE, "Decisions").split("\n### ")[1:]
    assert len(decisions) >= 15
    for decision in decisions:
        assert re.match(r"20\d\d-\d\d-\d\d: \S", decision), decision[:60]
        assert "\n*Why.* " in decision, decision[:60]
        assert "\n*Cost.* " in decision, decision[:60]


def script_sends() -> int:
    """Return how many characters of a page's text the widget sends."""
    script = (CHECKOUT / "search_service/static/widget.js").read_text(encoding="utf-8")
    (most,) = re.findall(r"const MOST = (\d+);", script)
    return int(most)


def test_the_attributes_in_the_readme_are_those_of_the_script() -> None:
    script = (CHECKOUT / "search_service/static/widget.js").read_text(encoding="utf-8")
    rows = table(section(README, "Related news on other sites"))
    written = {row[0].strip("`").removeprefix("data-") for row in rows}
    (parts,) = re.findall(r"const PARTS = \[([^]]+)\]", script)
    assert written == {*re.findall(r"\w+", parts), "lazy"}


def test_the_limits_in_security_are_those_of_the_code() -> None:
    rows = dict(table(section(SECURITY, "What is limited")))
    megabyte = 2**20
    wanted = {
        "text of one field of an article": [article.MAX_TEXT],
        "an id of an article": [article.MAX_ID],
        "nesting of an unknown key of a record": [article.MAX_DEPTH],
        "one line of JSON Lines": [jsonl.MAX_LINE // megabyte],
        "a file held in memory whole (a saved page, a JSON array)": [
            reading.MAX_DOCUMENT // megabyte
        ],
        # The 1,000 attributes stand in a pattern.
        "an HTML page, in a WARC file too": [html.MAX_PAGE // megabyte, html.MAX_ELEMENTS, 1_000],
        "a feed": [feed.MAX_FEED // megabyte, feed.MAX_TAGS],
        "tokens of one field that are indexed": [document.MAX_TOKENS],
        "syllables of a query whose letters are exchanged in search of a slip": [mending.MOST],
        "words of a query that finds nothing whose neighbours are named": [
            neighbours.WORDS,
            neighbours.FOR_EACH,
        ],
        "a query": [query.MAX_CHARACTERS, query.MAX_TOKENS, *[query.MAX_PHRASES] * 2],
        "lines on persons, a name in one": [people.MAX_RULINGS, people.MAX_NAME],
        "a report": [reports.MAX_TEXT, reporting.REPORTS],
        "reports that nobody has closed": [reports.MOST_OPEN],
        "wrong passwords in a minute, by client and by name": [signing.TRIES],
        "a password": [users.LEAST_PASSWORD, users.MOST_PASSWORD],
        "searches that are followed; articles by which news is told": [
            follows.MOST,
            following.WATCHED,
        ],
        "queries and clicks of the diary held in memory; letters of a query kept": [
            recording.MOST,
            diary.MAX_QUERY,
        ],
        "name of a token": [tokens.MAX_NAME],
        "files of a backup": [archiving.MAX_FILES],
        "values of one filter": [parameters.MAX_VALUES, parameters.MAX_VALUE],
        "hits of one answer": [query.MAX_SIZE],
        "related articles, completions of one answer": [operations.MAX_RELATED],
        "partners": [setting_types.MAX_PARTNERS],
        "text of a page that the script sends": [script_sends()],
        "places of the words in an article that are listed": [concordance.MAX_OCCURRENCES],
        "addresses of one part of the sitemap; persons, news named in it": [
            sitemap.PART,
            sitemap.MOST_PEOPLE,
            sitemap.MOST_NEWS,
        ],
        "searches of a trend; its spans": [trend.MAX_SERIES, trend.MAX_SPANS],
        "articles of a file that a page sends": [
            exports.MAX_EXPORTED,
            rate.HEAVY["exports.file"],
        ],
        "articles read for a concordance sorted by words": [kwic.READ],
        "reports of a story; those whose own links are followed": [story.MOST, story.FOLLOWED],
        "queries of a table that is sent": [batches.MAX_QUERIES, MAX_BODY // megabyte],
        "depth of paging": [base.MAX_WINDOW],
        "buckets of a facet": [base.MAX_BUCKETS],
        "body of a request": [MAX_BODY // megabyte],
        "a text that is sent": [articles.MAX_POSTED, articles.MAX_TITLE, posted.ANALYSED],
        "head of a request": [serving.MAX_HEAD // 1024],
        "connections of one process; one on which nothing comes": [
            serving.CONNECTIONS,
            serving.IDLE,
        ],
        "requests that wait for a thread of one process": [admitting.MAX_WAITING, 503],
        "time for requests under way when the server is told to stop": [int(stopping.GRACE)],
        "answers kept in memory, each process": [
            caching.KEPT // megabyte,
            caching.LARGEST // 1024,
        ],
    }
    assert operations.MAX_RELATED == operations.MAX_SUGGESTIONS == batch.MAX_RELATED
    assert operations.MAX_RELATED == embedding.MAX_ITEMS
    assert {what: [f"{number:,}" for number in numbers] for what, numbers in wanted.items()} == {
        what: re.findall(r"\d[\d,]*(?<!,)", rows[what]) for what in wanted
    }


def test_an_occurrence_in_the_readme_has_the_keys_of_the_api() -> None:
    one = Document(Article.from_record({"body": "Lũ."}))
    found = concordance.concordance(one.article, parse("lũ"))
    (first, *_) = wire.ArticleAnswer.of(one, found).as_json()["occurrences"]
    keys = ", ".join(f'"{key}"' for key in first)
    assert f"`[{{{keys}}}]`" in section(README, "Pages and API")
    assert f"at most {concordance.MAX_OCCURRENCES} `occurrences`" in README


def test_each_dependency_is_accounted_for_in_architecture() -> None:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    required = [re.split(r"[<>=]", line)[0] for line in project["dependencies"]]
    rows = table(section(ARCHITECTURE, "Dependencies"))
    assert sorted(row[0].strip("`") for row in rows) == sorted(required)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_each_link_within_the_project_leads_somewhere(document: Path) -> None:
    for link in _LINK.findall(document.read_text(encoding="utf-8")):
        if link.startswith(("http://", "https://", "mailto:")):
            continue
        name, _, fragment = link.partition("#")
        target = document.parent / name if name else document
        assert target.exists(), link
        if fragment:
            headings = _HEADING.findall(target.read_text(encoding="utf-8"))
            assert fragment in {anchor(heading) for heading in headings}, link


def test_each_document_is_linked_from_the_readme() -> None:
    linked = set(_LINK.findall(README))
    assert {"ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md"} <= linked

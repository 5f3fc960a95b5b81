"""The documents say what is so: settings, commands, addresses, records, folders, links."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import click
import pytest

from search_service import concordance, wire
from search_service.article import Article
from search_service.cli import main
from search_service.document import Document
from search_service.grammar import parse
from search_service.settings import Settings
from search_service.web.app import create_app
from tests.documents import CHECKOUT, section, table

DOCUMENTS = sorted(
    [*CHECKOUT.glob("*.md"), *CHECKOUT.glob("docs/**/*.md"), CHECKOUT / "index/README.md"]
)
README = (CHECKOUT / "README.md").read_text(encoding="utf-8")
ARCHITECTURE = (CHECKOUT / "ARCHITECTURE.md").read_text(encoding="utf-8")

_LINK = re.compile(r"\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


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


def test_each_decision_stands_once_in_the_list_by_subject() -> None:
    listed, *decisions = section(ARCHITECTURE, "Decisions").split("\n### ")
    links = re.findall(r"^- \[(.+)\]\(#(.+)\)$", listed, re.MULTILINE)
    headings = [decision.split("\n")[0] for decision in decisions]
    assert sorted(links) == sorted(
        (heading.partition(": ")[2], anchor(heading)) for heading in headings
    )


def test_the_attributes_in_the_readme_are_those_of_the_script() -> None:
    script = (CHECKOUT / "search_service/static/widget.js").read_text(encoding="utf-8")
    rows = table(section(README, "Related news on other sites"))
    written = {row[0].strip("`").removeprefix("data-") for row in rows}
    (parts,) = re.findall(r"const PARTS = \[([^]]+)\]", script)
    assert written == {*re.findall(r"\w+", parts), "lazy"}


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

"""Searches followed from a terminal, and what is new sent through a real mail server."""

from __future__ import annotations

import json
from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from click.testing import CliRunner, Result

from search_service.article import Article
from search_service.cli import main
from search_service.document import analyse
from search_service.engines.whoosh.archive import WhooshArchive
from tests.serving import PATIENCE, reserved_port

RAIN = {"id": "mua", "title": "Mưa lớn ở Krông Nha", "body": "Mưa lớn.", "published": "2026-01-02"}
FLOOD = {"id": "lu", "title": "Lũ sau mưa", "body": "Mưa xong lũ về.", "published": "2026-01-03"}


class Letters:
    """A mail server's end of the line."""

    def __init__(self) -> None:
        self.received: list[EmailMessage] = []
        self.refusing = False

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        if self.refusing:
            return "451 try again later"
        message = message_from_bytes(envelope.content, policy=default)
        assert isinstance(message, EmailMessage)
        self.received.append(message)
        return "250 OK"


@pytest.fixture
def letters(monkeypatch: pytest.MonkeyPatch) -> Iterator[Letters]:
    handler = Letters()
    with reserved_port() as port:
        controller = Controller(handler, hostname="127.0.0.1", port=port, ready_timeout=PATIENCE)
        controller.start()
        monkeypatch.setenv("SEARCH_SERVICE_SMTP_URL", f"smtp://127.0.0.1:{port}")
        monkeypatch.setenv("SEARCH_SERVICE_MAIL_FROM", "kho@bao.example")
        monkeypatch.setenv("SEARCH_SERVICE_BASE_URL", "https://kho.example")
        yield handler
        controller.stop()


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    build(RAIN)


def build(*records: dict[str, str]) -> None:
    with WhooshArchive(Path("index")).writer() as writer:
        for record in records:
            writer.add(analyse(Article.from_record(record), "made"))
        writer.publish()


def run(*arguments: str, status: int = 0) -> Result:
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == status, result.output
    return result


def test_what_is_followed_is_listed_with_its_feed() -> None:
    run("follow", "mưa", "--name", "Mưa", "--person", "Lê Hải Bằng", "--mail", "lan@bao.example")
    assert '1  Mưa  [mưa người:"Lê Hải Bằng"]  lan@bao.example' in run("follow").stdout
    (listed,) = json.loads(run("follow", "--json").stdout)["follows"]
    assert listed["feed"].startswith("/followed/")
    assert run("follow").stdout.splitlines()[1].strip() == listed["feed"]
    assert run("follow", "--drop", "1").stdout == ""
    assert "nothing with the number 1" in run("follow", "--drop", "1", status=1).output


def test_a_digest_tells_what_is_new_once(letters: Letters) -> None:
    run("follow", "mưa", "--name", "Mưa", "--mail", "lan@bao.example")
    run("digest")
    assert letters.received == []
    build(RAIN, FLOOD)
    run("digest")
    run("digest")
    (message,) = letters.received
    assert message["To"] == "lan@bao.example"
    assert message["From"] == "Kho báo <kho@bao.example>"
    assert message["Subject"] == "Kho báo: 1 bài mới"
    text = message.get_content()
    assert "- Lũ sau mưa\n  03/01/2026\n  https://kho.example/article/lu" in text.replace("\r", "")
    assert "Mưa lớn ở Krông Nha" not in text


def test_one_address_gets_one_mail_for_all_that_it_follows(letters: Letters) -> None:
    for query, mail in (("mưa", "lan"), ("lũ", "lan"), ("lũ", "mai"), ("bão", "mai")):
        run("follow", query, "--mail", f"{mail}@bao.example")
    build(RAIN, FLOOD)
    run("digest")
    told = {message["To"]: message.get_content() for message in letters.received}
    assert set(told) == {"lan@bao.example", "mai@bao.example"}
    assert told["lan@bao.example"].count("- Lũ sau mưa") == 2
    assert "bão" not in told["mai@bao.example"]


def test_what_could_not_be_sent_is_new_the_next_time(letters: Letters) -> None:
    run("follow", "mưa", "--mail", "lan@bao.example")
    build(RAIN, FLOOD)
    letters.refusing = True
    assert "the mail server 127.0.0.1" in run("digest", status=1).output
    letters.refusing = False
    run("digest")
    assert len(letters.received) == 1


def test_a_dry_run_shows_what_is_new_and_forgets_that_it_did() -> None:
    run("follow", "mưa")
    build(RAIN, FLOOD)
    for _ in range(2):
        assert "- Lũ sau mưa" in run("digest", "--dry-run").stdout


def test_without_a_mail_server_a_digest_says_what_to_set() -> None:
    assert "set smtp_url and mail_from first" in run("digest", status=1).output


@pytest.mark.parametrize("mail", ["lan", "lan@", "a b@bao.example", "lan@bao.example\nBcc: x@y.z"])
def test_what_is_no_address_is_refused(mail: str) -> None:
    assert "no address of mail" in run("follow", "mưa", "--mail", mail, status=2).output


def test_the_password_of_the_mail_server_is_told_to_nobody(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SEARCH_SERVICE_MAIL_FROM", "kho@bao.example")
    for url in ("smtp://lan:bimat@", "smtp://lan:bimat@127.0.0.1:9"):
        monkeypatch.setenv("SEARCH_SERVICE_SMTP_URL", url)
        result = run("digest", status=1)
        assert "bimat" not in result.output

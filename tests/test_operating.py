"""The files of docs/operate do what docs/operate.md says: nginx in front of the service, units."""

from __future__ import annotations

import json
import os
import re
import shutil
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from pathlib import Path

import pytest

from search_service.engines.whoosh.archive import WhooshArchive
from search_service.settings import Settings
from tests.serving import PATIENCE, reserved_port, wait_until_it_answers, wait_until_it_listens
from tests.web.test_headers import score

OPERATE = Path(__file__).resolve().parents[1] / "docs" / "operate"
HOST = "kho.bao.example"


@dataclass
class Site:
    """nginx in front of the service, as the example sets it up, on ports of its own."""

    folder: Path
    plain: int
    secure: int
    behind: int
    service: subprocess.Popen[bytes]

    def connection(self) -> HTTPConnection:
        return _ByName("127.0.0.1", self.secure, context=self.context, timeout=PATIENCE)

    @cached_property
    def context(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(self.folder / "certificate.pem"))

    def get(self, path: str, **headers: str) -> tuple[HTTPResponse, str]:
        return _asked(self.connection(), path, {"Host": HOST, **headers})

    def log(self) -> str:
        return (self.folder / "service.log").read_text(encoding="utf-8")


class _ByName(HTTPSConnection):
    """A connection to this machine that asks for the certificate of the site's name."""

    def connect(self) -> None:
        HTTPConnection.connect(self)
        context: ssl.SSLContext = self._context  # type: ignore[attr-defined]
        self.sock = context.wrap_socket(self.sock, server_hostname=HOST)


def _asked(
    connection: HTTPConnection, path: str, headers: dict[str, str]
) -> tuple[HTTPResponse, str]:
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer, text


def as_here(site: Path, ports: dict[str, int]) -> str:
    """Return the example with its ports and paths in place of those of a whole machine."""
    text = (OPERATE / "nginx.conf").read_text(encoding="utf-8")
    for written, here in {
        "127.0.0.1:8080": f"127.0.0.1:{ports['behind']}",
        "listen 80;": f"listen 127.0.0.1:{ports['plain']};",
        "listen 443 ssl": f"listen 127.0.0.1:{ports['secure']} ssl",
        "/etc/ssl/search-service": str(site),
        "/var/log/nginx": str(site),
    }.items():
        assert written in text, written
        text = text.replace(written, here)
    return (
        f"daemon off; pid {site}/nginx.pid; error_log {site}/error.log; events {{}}\n"
        f"http {{ access_log off; client_body_temp_path {site}/t1; proxy_temp_path {site}/t2;\n"
        f"fastcgi_temp_path {site}/t3; uwsgi_temp_path {site}/t4; scgi_temp_path {site}/t5;\n"
        f"{text}}}\n"
    )


def certificate(folder: Path) -> None:
    """Make one as the notes do."""
    notes = (OPERATE.parent / "operate.md").read_text(encoding="utf-8")
    (command,) = re.findall(r"openssl req.*?certificate\.pem", notes, re.DOTALL)
    command = command.replace("/etc/ssl/search-service", str(folder))
    subprocess.run(["/bin/sh", "-c", command], check=True, capture_output=True)


@pytest.fixture(scope="module")
def ports() -> Iterator[dict[str, int]]:
    with reserved_port() as plain, reserved_port() as secure, reserved_port() as behind:
        yield {"plain": plain, "secure": secure, "behind": behind}


@pytest.fixture(scope="module")
def site(
    tmp_path_factory: pytest.TempPathFactory, sample_archive: WhooshArchive, ports: dict[str, int]
) -> Iterator[Site]:
    nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if nginx is None or shutil.which("openssl") is None:
        pytest.skip("nginx and openssl are not both installed (apt install nginx openssl)")
    folder = tmp_path_factory.mktemp("site")
    certificate(folder)
    (folder / "nginx.conf").write_text(as_here(folder, ports), encoding="utf-8")
    environment = {
        **os.environ,
        "SEARCH_SERVICE_INDEX_DIR": str(sample_archive._generations.folder),
        "SEARCH_SERVICE_BASE_URL": f"https://{HOST}",
        "SEARCH_SERVICE_LOG_FORMAT": "json",
    }
    serve = ["-m", "search_service", "serve", "--port", str(ports["behind"])]
    with (
        (folder / "service.log").open("wb") as log,
        subprocess.Popen([sys.executable, *serve], env=environment, stderr=log) as service,
        subprocess.Popen([nginx, "-p", folder, "-c", folder / "nginx.conf"]) as proxy,
    ):
        try:
            wait_until_it_answers(ports["behind"], service)
            wait_until_it_listens(ports["secure"], proxy)
            yield Site(folder, **ports, service=service)
        finally:
            proxy.terminate()
            service.kill()


def test_a_search_over_https_is_answered(site: Site) -> None:
    answer, text = site.get("/api/search?q=lua")
    assert answer.status == 200
    assert json.loads(text)["total"] > 0


def test_plain_http_leads_to_https(site: Site) -> None:
    connection = HTTPConnection("127.0.0.1", site.plain, timeout=PATIENCE)
    answer, _ = _asked(connection, "/search?q=lua", {"Host": HOST})
    assert answer.status == 301
    assert answer.headers["Location"] == f"https://{HOST}/search?q=lua"


def test_a_page_has_every_point_of_the_observatory_behind_nginx_too(site: Site) -> None:
    answer, _ = site.get("/search?q=lua")
    assert score(answer.headers) == 130  # Strict-Transport-Security: it knows that it was HTTPS


def test_one_id_leads_from_the_answer_to_both_logs(site: Site) -> None:
    answer, _ = site.get("/search?q=bimat", **{"X-Request-ID": "forged-by-the-reader"})
    number = answer.headers["X-Request-ID"]
    assert number != "forged-by-the-reader"
    lines = [json.loads(line) for line in site.log().splitlines() if line.startswith("{")]
    (line,) = [one for one in lines if one.get("request_id") == number]
    assert line["rule"] == "/search"
    assert "bimat" not in site.log()
    assert '/search?q=bimat HTTP/1.1" 200' in line_in_front(site, number)


def line_in_front(site: Site, number: str) -> str:
    """Return nginx's line of a request, which it writes when the answer has been sent."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        text = (site.folder / "search-service.log").read_text(encoding="utf-8")
        for line in text.splitlines():
            if line.endswith(number):
                return line
        time.sleep(0.05)
    raise AssertionError(f"no line ends with {number}")


def test_a_reader_cannot_speak_for_another_one(site: Site) -> None:
    def spent(**headers: str) -> int:
        answer, _ = site.get("/api/search?q=lua", **headers)
        (allowed,) = re.findall(r"q=(\d+)", answer.headers["RateLimit-Policy"])
        (left,) = re.findall(r"r=(\d+)", answer.headers["RateLimit"])
        return int(allowed) - int(left)

    for _ in range(5):
        spent()
    # Of another one it would be the first; how many of the last minute count still, time decides.
    assert spent(**{"X-Forwarded-For": "192.0.2.1"}) > 1


def test_the_metrics_are_for_this_machine_alone(site: Site) -> None:
    answer, _ = site.get("/metrics")
    assert answer.status == 404
    connection = HTTPConnection("127.0.0.1", site.behind, timeout=PATIENCE)
    answer, text = _asked(connection, "/metrics", {})
    assert answer.status == 200
    assert "search_service_ready 1.0" in text


def test_the_longest_query_passes(site: Site) -> None:
    answer, _ = site.get("/search?q=" + "%E1%BA%A5" * 1_000)
    assert answer.status == 200


def test_a_burst_of_one_reader_is_told_to_wait(site: Site) -> None:
    connections = [site.connection() for _ in range(60)]
    for connection in connections:
        connection.connect()
    for connection in connections:  # at once, however long it took to connect
        connection.request("GET", "/robots.txt", headers={"Host": HOST})
    statuses = []
    for connection in connections:
        statuses.append(connection.getresponse().status)
        connection.close()
    assert set(statuses) == {200, 429}
    time.sleep(5)  # as the zone forgets ten a second


def test_while_nobody_is_behind_readers_are_told_when_to_come_back(site: Site) -> None:
    """The last of this module: it ends the service."""
    site.service.terminate()
    assert site.service.wait() == 0
    answer, text = site.get("/search?q=lua")
    assert answer.status == 503
    assert answer.headers["Retry-After"] == "10"
    assert "đang khởi động lại" in text


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd-analyze")
@pytest.mark.parametrize("cluster", [False, True], ids=["embedded", "cluster"])
def test_systemd_finds_nothing_wrong_with_the_units(tmp_path: Path, cluster: bool) -> None:
    for unit in OPERATE.glob("search-service*.*"):
        if unit.suffix != ".toml":
            text = unit.read_text(encoding="utf-8")
            # What it starts is not installed here.
            started = text.replace("/opt/search-service/current/bin/search-service", "/bin/true")
            (tmp_path / unit.name).write_text(started, encoding="utf-8")
    units = sorted(map(str, tmp_path.glob("search-service*")))
    assert len(units) == 7
    for unit in tmp_path.glob("*.service") if cluster else ():
        unit.with_name(f"{unit.name}.d").mkdir()
        shutil.copy(OPERATE / "cluster.conf", unit.with_name(f"{unit.name}.d"))
    told = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *units],  # noqa: S607 - whichever there is
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (told.returncode, told.stderr) == (0, "")


def test_the_settings_of_the_notes_are_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEARCH_SERVICE_CONFIG", str(OPERATE / "search-service.toml"))
    settings = Settings.load()
    assert settings.base_url == f"https://{HOST}"
    notes = (OPERATE.parent / "operate.md").read_text(encoding="utf-8")
    for path in (settings.index_dir, settings.newsroom_dir, settings.store_file):
        assert f"`{path}`" in notes


def test_the_notes_name_only_files_that_are_there() -> None:
    notes = (OPERATE.parent / "operate.md").read_text(encoding="utf-8")
    for name in re.findall(r"docs/operate/([\w.-]+\w)(?=[\s`])", notes):
        assert (OPERATE / name).is_file(), name


def test_every_service_that_keeps_to_this_machine_is_let_out_to_a_cluster() -> None:
    opened = _settings_of(OPERATE / "cluster.conf")
    notes = (OPERATE.parent / "operate.md").read_text(encoding="utf-8")
    for unit in OPERATE.glob("search-service*.service"):
        closed = _settings_of(unit)
        assert unit.stem in notes.split("**Switching**")[1].split("done\n")[0]
        assert opened["PrivateNetwork"] == "no"
        assert {"AF_INET", "AF_INET6"} <= set(opened["RestrictAddressFamilies"].split())
        assert "IPAddressDeny" not in closed or "IPAddressAllow" in opened


def _settings_of(unit: Path) -> dict[str, str]:
    lines = unit.read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))

"""What is handed out: the sdist, the wheel made from it, and that the wheel works by itself."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

CHECKOUT = Path(__file__).resolve().parents[1]
PACKAGE = CHECKOUT / "search_service"

SERVES_A_PAGE = """
import sys
from pathlib import Path
import search_service
from search_service.engines.opening import open_archive
from search_service.settings import Settings
from search_service.web.app import create_app

here = Path.cwd()
assert Path(search_service.__file__).is_relative_to(here / "installed"), search_service.__file__
settings = Settings.load(index_dir=here / "index")
client = create_app(open_archive(settings), settings).test_client()
for address in ("/", "/?lang=en", "/search?q=chuyen+doi+so", "/static/style.css"):
    assert client.get(address).status_code == 200, address
"""


def built(folder: Path, target: str, source: Path) -> Path:
    command = [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(folder)]
    subprocess.run(command, cwd=source, check=True, capture_output=True)
    (made,) = folder.iterdir()
    return made


@pytest.fixture(scope="module")
def tracked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files that git tracks: one that was never added is missing from what is handed out."""
    if not (CHECKOUT / ".git").exists():
        return CHECKOUT  # an unpacked sdist has only what was handed out
    listed = subprocess.run(
        ["git", "ls-files", "-z"],  # noqa: S607 - whichever git made the checkout
        cwd=CHECKOUT,
        check=True,
        capture_output=True,
    )
    folder = tmp_path_factory.mktemp("tracked")
    for name in filter(None, listed.stdout.decode("utf-8").split("\0")):
        if (CHECKOUT / name).is_file():  # one just deleted is still listed
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(CHECKOUT / name, folder / name)
    return folder


@pytest.fixture(scope="module")
def sdist(tracked: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp("sdist"), "sdist", tracked)


@pytest.fixture(scope="module")
def wheel(sdist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel as an installer makes it: from the unpacked sdist, without the checkout."""
    unpacked = tmp_path_factory.mktemp("unpacked")
    with tarfile.open(sdist) as archive:
        archive.extractall(unpacked, filter="data")
    (source,) = unpacked.iterdir()
    return built(tmp_path_factory.mktemp("wheel"), "wheel", source)


@pytest.fixture(scope="module")
def in_wheel(wheel: Path) -> set[str]:
    return set(zipfile.ZipFile(wheel).namelist())


def files_of(folder: Path) -> set[Path]:
    found = {path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc"}
    assert found, folder
    return found


def test_the_wheel_has_every_file_of_the_package(in_wheel):
    wanted = {path.relative_to(CHECKOUT).as_posix() for path in files_of(PACKAGE)}
    assert wanted <= in_wheel


@pytest.mark.parametrize(
    "file",
    [
        "py.typed",
        "people/lexicon/surnames.txt",
        "sample/thoi-su.jsonl",
        "static/style.css",
        "static/staff.css",
        "web/locale/en.po",
    ],
)
def test_the_wheel_has_what_is_no_module(in_wheel, file):
    assert f"search_service/{file}" in in_wheel


def test_the_wheel_has_every_template_inside_the_package(in_wheel):
    templates = CHECKOUT / "templates"
    wanted = {path.relative_to(templates).as_posix() for path in files_of(templates)}
    assert {f"search_service/templates/{name}" for name in wanted} <= in_wheel


def test_the_wheel_has_nothing_but_the_package_and_its_metadata(in_wheel):
    folders = {name.partition("/")[0] for name in in_wheel}
    assert {name for name in folders if not name.endswith(".dist-info")} == {"search_service"}


def test_the_wheel_offers_the_command(wheel):
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith("entry_points.txt"))
        assert b"search-service = search_service.__main__:main" in archive.read(name)


def test_the_sdist_has_tests_scripts_and_documents_but_no_built_index(sdist):
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"README.md", "LICENSE", "scripts/demo", "tests/test_packaging.py"} <= names
    assert {name for name in names if name.startswith("index/")} <= {"index/README.md"}


def test_the_wheel_indexes_its_sample_and_serves_pages_without_the_checkout(wheel, tmp_path):
    installed = tmp_path / "installed"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(installed)  # noqa: S202 - a wheel that was just built here
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    index = ["-m", "search_service", "index", "installed/search_service/sample"]
    for arguments in (index, ["-c", SERVES_A_PAGE]):
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr


def test_the_lock_pins_each_dependency_as_the_project_wants_it_with_its_hashes():
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lock = (CHECKOUT / "requirements.lock").read_text(encoding="utf-8")
    pinned = re.findall(
        r"^([\w.-]+)==([\w.]+)[^\\\n]*((?:\\\n +--hash=sha256:\w+ ?)+)", lock, re.MULTILINE
    )
    assert len(pinned) == len(re.findall(r"^[\w.-]+==", lock, re.MULTILINE))
    for line in project["dependencies"]:
        wanted = Requirement(line)
        name = canonicalize_name(wanted.name)
        versions = [version for locked, version, _ in pinned if canonicalize_name(locked) == name]
        assert versions, f"{line}: run scripts/lock"
        assert all(version in wanted.specifier for version in versions), f"{line}: run scripts/lock"

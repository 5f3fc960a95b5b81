"""Ctrl-C ends any command with one line, at once, and leaves what was live before."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from search_service import __main__ as program
from search_service.cli import serving
from search_service.engines.whoosh.archive import WhooshArchive
from search_service.prepared import Listing
from tests.cli.asking import run
from tests.conftest import record, write
from tests.serving import PATIENCE

CHECKOUT = Path(__file__).resolve().parents[2]
INTERRUPTED = (130, "Interrupted.\n")
PROGRAM = """
from search_service import indexer, preparing
from search_service.__main__ import main

indexer.SMALL, preparing.CHUNK, preparing.LONGEST = 0, 20, 80
main()
"""
"""The commands, with work for several processes from few articles on."""


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """More articles than are analysed until somebody looks."""
    bodies = (f"Ông Đỗ Văn Khải thăm xã số {number}. " * 10 for number in range(600))
    return write(tmp_path / "tin.jsonl", (record(str(n), body) for n, body in enumerate(bodies)))


def interrupted(command: Sequence[str]) -> tuple[int, str]:
    """Run *command* and press Ctrl-C when it has its processes; return its status and its words."""
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *command, "--workers", "2"],
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,  # a terminal sends the signal to all of a program's processes
    ) as process:
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        try:
            while len(children.read_text(encoding="ascii").split()) < 3:  # two, and their tracker
                assert process.poll() is None, "it ended before it was interrupted"
                time.sleep(0.05)
            os.killpg(process.pid, signal.SIGINT)
            # Standard error ends when the last process that holds it does.
            _, said = process.communicate(timeout=PATIENCE)
        finally:
            process.kill()
    return process.returncode, said


needs_proc = pytest.mark.skipif(
    sys.platform != "linux", reason="the children of a process are read from /proc"
)


@needs_proc
def test_a_build_that_is_interrupted_leaves_the_live_generation_and_nothing_else(
    index_dir: Path, many: Path
) -> None:
    before = WhooshArchive(index_dir).engine().generation
    assert interrupted(["index", str(many), "--index-dir", str(index_dir)]) == INTERRUPTED
    assert WhooshArchive(index_dir).engine().generation == before
    assert [path.name for path in index_dir.iterdir() if path.name.startswith(".")] == []


@needs_proc
def test_preparing_that_is_interrupted_is_finished_by_another_run(
    many: Path, tmp_path: Path
) -> None:
    out = tmp_path / "prepared"
    assert interrupted(["prepare", str(many), "--out", str(out)]) == INTERRUPTED
    assert run("prepare", many, "--out", out, "--workers", "1").exit_code == 0
    assert Listing.load(out).articles == 600


@needs_proc
def test_a_migration_that_is_interrupted_leaves_the_other_archive_as_it_was(
    many: Path, tmp_path: Path
) -> None:
    assert run("index", many, "--workers", "1").exit_code == 0
    (tmp_path / "there.toml").write_text('index_dir = "there"\n', encoding="utf-8")
    assert interrupted(["migrate", "--to", "there.toml"]) == INTERRUPTED
    assert WhooshArchive(tmp_path / "there").generations() == []


def test_a_server_that_is_interrupted_before_it_serves_says_so(
    index_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "create_app", lambda *_: signal.raise_signal(signal.SIGINT))
    result = run("serve", "--index-dir", index_dir)
    assert (result.exit_code, result.stderr) == INTERRUPTED


def test_ctrl_c_that_a_library_takes_for_an_error_of_ours_is_still_ctrl_c(
    index_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wrap(*_: object) -> None:
        try:
            signal.raise_signal(signal.SIGINT)
        except KeyboardInterrupt as error:
            raise ValueError(f"error calling a function: {error!r}") from error

    monkeypatch.setattr(serving, "create_app", wrap)
    result = run("serve", "--index-dir", index_dir)
    assert (result.exit_code, result.stderr) == INTERRUPTED


def test_ctrl_c_while_the_commands_are_loaded_is_no_traceback(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Interrupting:
        def find_spec(self, name: str, *_: object) -> None:
            if name == "search_service.cli":
                raise KeyboardInterrupt

    monkeypatch.setattr(sys, "meta_path", [Interrupting(), *sys.meta_path])
    monkeypatch.delitem(sys.modules, "search_service.cli")
    with pytest.raises(SystemExit) as ended:
        program.main()
    assert ended.value.code == 130

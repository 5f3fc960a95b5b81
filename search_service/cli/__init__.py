"""The command line: one function a command.

Answers go to standard output, progress and messages to standard error. The exit status is 0,
1 when something failed, 2 for wrong use, 130 after Ctrl-C.
"""

from __future__ import annotations

import logging
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import current_thread, main_thread
from types import FrameType
from typing import Any, Final

import click

from search_service.cli.building import index, merge, rollback, status, verify
from search_service.cli.deciding import abbreviations, persons, reports
from search_service.cli.following import digest, follow
from search_service.cli.keeping import backup, restore
from search_service.cli.moving import compare_engines, migrate, prepare
from search_service.cli.publishing import publish, token
from search_service.cli.searching import people, related, search
from search_service.cli.serving import serve
from search_service.cli.taking import batch, export
from search_service.cli.users import user

_COMMANDS: Final = (
    *(index, merge, status, verify, rollback),
    *(publish, token, backup, restore),
    *(prepare, migrate, compare_engines),
    *(search, related, people),
    *(export, batch),
    *(follow, digest),
    *(persons, reports, abbreviations),
    *(serve, user),
)

_INTERRUPTED: Final = 130
"""The exit status of what Ctrl-C ended: 128 and the number of SIGINT, as shells have it."""


class _Commands(click.Group):
    """The commands; Ctrl-C ends each with one line."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that *ctx* names."""
        with _answered() as interruption:
            try:
                result = super().invoke(ctx)
            except BaseException:
                if not interruption.came:
                    raise
        if interruption.came:
            click.echo("Interrupted.", err=True)
            ctx.exit(_INTERRUPTED)
        return result


class _Interruption:
    """Raises KeyboardInterrupt on SIGINT, and remembers.

    What is raised may arrive as something else: a library that is calling us back wraps it.
    """

    def __init__(self) -> None:
        self.came = False

    def __call__(self, _signal: int, _frame: FrameType | None) -> None:
        self.came = True
        raise KeyboardInterrupt


@contextmanager
def _answered() -> Iterator[_Interruption]:
    """Answer SIGINT until the block ends, where Python would; it may be ignored, as by nohup."""
    interruption = _Interruption()
    ours = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if not ours or current_thread() is not main_thread():
        yield interruption
        return
    signal.signal(signal.SIGINT, interruption)
    try:
        yield interruption
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="search-service")
def main() -> None:
    """Search and discovery for a Vietnamese news archive."""
    logging.basicConfig(format="%(levelname)s %(name)s: %(message)s", level=logging.WARNING)


for command in _COMMANDS:
    main.add_command(command)

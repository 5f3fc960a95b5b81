"""Processes that work for this one: none outlives it, and Ctrl-C is for this one alone."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing.connection import wait
from threading import Thread
from typing import ParamSpec, TypeVar

_P = ParamSpec("_P")
_T = TypeVar("_T")


@contextmanager
def processes(workers: int) -> Iterator[ProcessPoolExecutor]:
    """Give *workers* processes that end with this one, however it ends.

    A block that is left before its end, by an error or by Ctrl-C, ends them in the middle of what
    they do: it may be minutes of work that nobody waits for.
    """
    # Threads run here (progress, logging): forking a process with threads can deadlock it.
    context = multiprocessing.get_context("spawn")
    pool = _Pool(workers, mp_context=context, initializer=_end_with_parent)
    others = multiprocessing.active_children()
    try:
        yield pool
    except BaseException:
        for process in multiprocessing.active_children():
            if process not in others:
                process.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


class _Pool(ProcessPoolExecutor):
    """Processes that know nothing of Ctrl-C, which a terminal sends to all of a program's."""

    def submit(self, fn: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> Future[_T]:
        """Hand over work; a process that is started for it inherits that SIGINT is held back."""
        if sys.platform == "win32":  # signals are not held back there
            return super().submit(fn, *args, **kwargs)
        held = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
        try:
            return super().submit(fn, *args, **kwargs)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, held)


def _end_with_parent() -> None:
    """End this process when the one it works for is killed; it would wait for work for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        Thread(target=_follow, args=(parent.sentinel,), daemon=True).start()


def _follow(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)
